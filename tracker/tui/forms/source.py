"""The form that changes what is said of a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config
from tracker.editing.add_options import parse_typed_date
from tracker.errors import blame_field
from tracker.formats.bibliography import csl
from tracker.store import database
from tracker.store.ledger import consistent_read
from tracker.store.records import source_edits, sources
from tracker.text import visible_block, visible_line
from tracker.tui.forms.form import Ask, Form
from tracker.tui.widgets.inputs.field import Blank
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.editing.form_drafts import FormDraft
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

# The columns of a source by the fields of the form, which are called as the options of the command line.
COLUMNS = {
    "title": "title",
    "author": "authors",
    "publisher": "publisher",
    "container": "container",
    "date": "issued_on",
    "url": "url",
    "archive-url": "archive_url",
    "type": "type",
    "language": "language",
    "note": "note",
}
HINTS = {
    "title": "as it is printed above the text",
    "author": "several separated by ;",
    "publisher": "who published it",
    "container": "the newspaper, journal or site where it appeared",
    "date": "the date of publication, as exact as it is known: 2012, May 2012, 15 May 2012",
    "url": "http:// or https://",
    "archive-url": "where an archive keeps a copy",
    "type": "a CSL type, such as article-newspaper",
    "language": "such as en or ru",
    "note": "for yourself; exported only when asked",
}


class EditSource(Form):
    """A source; what others change while it is open stays, and is asked about where both did."""

    drafted = "source"

    def __init__(self, ledger: Ledger, source: int, today: date) -> None:
        """The source to be edited. Raises NotFoundError."""
        self._source, self._today = source, today
        with consistent_read(ledger):
            sources.refuse_absent_source(ledger, source)
            self._base = source_edits.read_source_fields(ledger, source)
        super().__init__(ledger, [_blank(name, self._base[column]) for name, column in COLUMNS.items()])
        self.heading = f"Source {source}  {self._base['title'] or self._base['url']}"

    @property
    def subjects(self) -> Sequence[int]:
        """The source."""
        return (self._source,)

    def take_draft(self, draft: FormDraft) -> None:
        """Fill in a draft, and begin with what it began with: what others changed since is asked about."""
        super().take_draft(draft)
        began = {COLUMNS[name]: value for name, value in draft.began.items() if draft.typed.get(name) != value}
        self._base = self._base | {column: value for column, value in began.items() if column in self._base}

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Save what differs from what the form began with as one change. Raises Ask, UsageError."""
        said = {
            name: value
            for name, value in typed.items()
            if value.strip() != _source_input(name, self._base[COLUMNS[name]]).strip()
        }
        if "date" in said:
            said["date"] = parse_typed_date(typed["date"], self._today, "date") or ""
        for name, value in said.items():
            _refuse_wrong(name, value)
        if not said:
            self.said, self.undoable = "Nothing was changed", False
            return self._source
        fields = ", ".join(said)
        columns = {COLUMNS[name]: value for name, value in said.items()}
        with database.write_change(self.ledger, f"source edit {self._source} ({fields})", config.user_name()) as change:
            now = source_edits.read_source_fields(change.ledger, self._source)
            for name in said:
                _ask_if_changed(name, self._base[COLUMNS[name]], now[COLUMNS[name]], sure)
            source_edits.edit(change, self._source, columns)
        self.said = f"Saved source {self._source} ({fields})"
        return self._source


def _blank(name: str, value: str) -> Blank:
    known = (lambda: csl.TYPES) if name == "type" else tuple
    return Blank(name, _source_input(name, value), HINTS[name], known, long=name == "note")


def _source_input(name: str, value: str) -> str:
    return visible_block(value) if name == "note" else visible_line(value)


def _refuse_wrong(name: str, value: str) -> None:
    """Raise UsageError for what cannot be said of a source."""
    with blame_field(name, value):
        source_edits.tidy_columns({COLUMNS[name]: value})


def _ask_if_changed(name: str, base: str, now: str, sure: Sure) -> None:
    """Raise Ask where somebody else changed the field while the form was open."""
    about = f"{name}: {now}"
    if now != base and about not in sure:
        to = f"to “{short(now)}”" if now else "and is empty now"
        raise Ask(about, f"{name} was changed meanwhile {to}. Replace it with yours?", "Yes, mine", "Keep typing")
