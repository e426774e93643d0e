"""The form that takes in a source: a file with its text, an address, or text that is pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config
from tracker.comparison import is_address
from tracker.editing.add_options import parse_typed_date
from tracker.editing.taken_in import read_file_bytes, take_in_source
from tracker.errors import UsageError, blame_field
from tracker.store import database
from tracker.store.records import source_edits, sources
from tracker.tui.forms.form import Form
from tracker.tui.widgets.inputs.field import Blank, Field
from tracker.tui.widgets.inputs.line_input import LineInput
from tracker.tui.widgets.inputs.suggesters import Paths
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

PASTED = "pasted text"


class AddSource(Form):
    """A document, and what is known of it beside what it says itself."""

    drafted = "source-add"
    heading = "Add a source"

    def __init__(self, ledger: Ledger, today: date) -> None:
        """An empty form."""
        self._today = today
        blanks = [
            Blank(
                "file", hint="a text or Markdown file, or an address", label="File or URL", example="~/csto/summit.txt"
            ),
            Blank("title", hint="as it is printed above the text; empty: what the document says", wrapped=True),
            Blank("publisher", hint="who published it"),
            Blank("date", hint="when it was issued: 2012, May 2012, 15 May 2012", example="15 May 2012"),
            Blank("text", hint="in the place of a file: paste it here", long=True, label="Or its text"),
        ]
        super().__init__(ledger, blanks)

    def on_mount(self) -> None:
        """Complete paths."""
        field = next(one for one in self.query(Field) if one.blank.name == "file").input
        if isinstance(field, LineInput):
            field.suggester = Paths()

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int | None:  # noqa: ARG002 - nothing is asked
        """Take it in as one change. Raises UsageError, TrackerError."""
        name, text = typed["file"].strip(), typed["text"]
        if bool(name) == bool(text.strip()):
            both = "name a file or an address, or paste a text: not both" if name else "name a file, such as summit.txt"
            raise UsageError(both, field="file")
        columns = self._columns(typed)
        with blame_field("file", name):
            data = b"" if is_address(name) else text.encode() if text.strip() else read_file_bytes(name)
            with database.write_change(self.ledger, f"source add {name or PASTED}", config.user_name()) as change:
                number, is_new = take_in_source(change, name or PASTED, data, columns)
        known = sources.read(self.ledger, number)
        verb = "Added source" if is_new else "Already known as source"
        self.said, self.undoable = f"{verb} {number}  {short(known.title or known.url or '')}", is_new
        return number

    def _columns(self, typed: Mapping[str, str]) -> Mapping[str, str | None]:
        day = parse_typed_date(typed["date"], self._today, "date")
        said = {"title": typed["title"].strip(), "publisher": typed["publisher"].strip(), "issued_on": day or ""}
        return source_edits.tidy_columns({name: value for name, value in said.items() if value})
