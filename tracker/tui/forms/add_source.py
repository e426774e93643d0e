"""The form that takes in a source: a file with its text, an address, or text that is pasted."""

from __future__ import annotations

from functools import partial
from threading import Event
from typing import TYPE_CHECKING, Any

from tracker.editing.add_options import parse_typed_date
from tracker.errors import UsageError
from tracker.model import TrackerError
from tracker.store.records import source_edits
from tracker.text import visible_line
from tracker.tui.form_values import storable
from tracker.tui.forms.form import Form
from tracker.tui.forms.intake import PASTED, Intake, Taken
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import App

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

LATER = 0.1  # seconds until it is looked again whether what lies above the form is gone
LEFT = "left: nothing was taken in"


class AddSource(Form):
    """A document, and what is known of it beside what it says itself; it is taken in beside the screen's own work."""

    drafted = "source-add"
    heading = "Add a source"

    def __init__(self, ledger: Ledger, today: date) -> None:
        """An empty form."""
        self._today = today
        self._left = Event()
        blanks = [
            Blank(
                "file",
                hint="a text or Markdown file, or an address",
                label="File or URL",
                example="~/csto/summit.txt",
                is_path=True,
            ),
            Blank("title", hint="as it is printed above the text; empty: what the document says", wrapped=True),
            Blank("publisher", hint="who published it"),
            Blank(
                "date",
                hint="when it was issued: 2012, May 2012, 15 May 2012",
                example="15 May 2012",
                check=lambda typed: parse_typed_date(typed, today, "date"),
            ),
            Blank("text", hint="in the place of a file: paste it here", long=True, label="Or its text"),
        ]
        super().__init__(ledger, blanks)

    def finish(self, typed: Mapping[str, str], sure: Sure) -> None:
        """Take it in over a connection of its own, as one change; Esc leaves it."""
        try:
            intake = self._intake(typed)
        except TrackerError as error:
            self._conclude(typed, sure, error)
            return
        self._saving, self._left = True, intake.left
        self.hint(f"taking in {typed['file'].strip() or PASTED} …    esc leaves it")
        self.run_worker(partial(self._take_in, self.app, intake, sure), thread=True, group="save")

    def _intake(self, typed: Mapping[str, str]) -> Intake:
        name, text = typed["file"].strip(), typed["text"].strip()
        if bool(name) == bool(text):
            both = "name a file or an address, or paste a text: not both" if name else "name a file, such as summit.txt"
            raise UsageError(both, field="file")
        storable(typed)
        return Intake(self.ledger.path, typed, self._columns(typed), Event())

    async def action_close(self) -> None:
        """Leave what is being taken in, the form open; else close as any form."""
        if self._saving:
            self._left.set()
            self._saving = False
            self.hint(LEFT)
            return
        await super().action_close()

    def _take_in(self, app: App[Any], intake: Intake, sure: Sure) -> None:
        outcome = intake.run()
        app.call_from_thread(self._end, app, intake, sure, outcome)

    def _end(self, app: App[Any], intake: Intake, sure: Sure, outcome: Taken | TrackerError | None) -> None:
        """Close, or say what is wrong; of what was left only that it was too late is said."""
        if intake.left.is_set():
            if isinstance(outcome, Taken):
                app.notify(visible_line(f"{outcome.words}   before it was left", 400), markup=False)
        elif not self.is_current:  # the help lies above it
            self.set_timer(LATER, partial(self._end, app, intake, sure, outcome))
        elif isinstance(outcome, Taken):
            self.said, self.undoable = outcome.words, outcome.is_new
            self._conclude(intake.typed, sure, 0)  # the cursor of the list stays: it is about no proposal
        else:
            self.hint("")
            self._conclude(intake.typed, sure, outcome)

    def _columns(self, typed: Mapping[str, str]) -> Mapping[str, str | None]:
        day = parse_typed_date(typed["date"], self._today, "date")
        said = {"title": typed["title"].strip(), "publisher": typed["publisher"].strip(), "issued_on": day or ""}
        return source_edits.tidy_columns({name: value for name, value in said.items() if value})
