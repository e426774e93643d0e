"""A form: fields, what is wrong below the field that it is about, and saving with Enter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from tracker.model import TrackerError
from tracker.store import faults
from tracker.text import visible
from tracker.tui.entries import FieldError, storable
from tracker.tui.screens.confirm import Confirm
from tracker.tui.widgets.field import Blank, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import DescendantFocus, Key

    from tracker.store.database import Ledger

# how the store's sentences begin, and the field that they are about
ABOUT = {
    "no topic": "topics",
    "no kind": "kind",
    "no status": "status",
    "no reason": "reason",
    "no extent": "extent",
    "no source": "source",
    "the quote": "quote",
}
# what was typed stands in quotation marks of ours and may hold some itself: from the first to the last it is left alone
QUOTED_OR_OPTION = re.compile(
    r"'.*'|--force and --because|--(?:title|date|by|body|place|source|quote|locator|because|reason|extent)\b", re.DOTALL
)
OTHER_WORDS = {"--force and --because": "a reason in your own words", "--because": "the field Because"}


class Form(ModalScreen[tuple[int, "Mapping[str, str]"] | None]):
    """Gives back the proposal's number and what was typed; None if nothing was saved."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Save"),  # no priority: it must not overtake the letters typed before it
        Binding("down", "app.focus_next", "Next field", show=False),
        Binding("up", "app.focus_previous", "Previous field", show=False),
        Binding("escape", "close", "Close"),
    ]

    heading: str = ""

    def __init__(self, ledger: Ledger, blanks: Sequence[Blank]) -> None:
        """The fields of the form, in order."""
        super().__init__()
        self.ledger = ledger
        self._blanks = blanks
        self._typed_early = ""

    def compose(self) -> ComposeResult:
        """The heading, the fields, the hint of the field that is being filled in, and what is wrong."""
        with Vertical(classes="dialog"):
            yield Static(visible(self.heading, 1000), classes="dialog-heading", markup=False)
            with VerticalScroll(can_focus=False, classes="form-fields"):
                for blank in self._blanks:
                    yield Field(blank)
                yield Static(classes="form-error", markup=False)
            yield Static(classes="form-hint", markup=False)
            yield Static("enter  save    tab  next    →  complete    esc  close", classes="dialog-keys", markup=False)

    def save(self, typed: Mapping[str, str], *, sure: bool) -> int | None:
        """Save what was typed; gives back the proposal's number, None if it first has to be asked."""
        raise NotImplementedError

    def typed(self) -> dict[str, str]:
        """What stands in the fields."""
        return {field.blank.name: field.input.value for field in self.query(Field)}

    def action_save(self) -> None:
        """Save, or say what is wrong."""
        self.attempt(sure=False)

    def attempt(self, *, sure: bool) -> None:
        """Save and close; an error of the store stays beside its field, the form open."""
        self._complain("")
        typed = self.typed()
        try:
            storable(typed)
            with faults.explained(self.ledger.path):
                saved = self.save(typed, sure=sure)
        except TrackerError as error:
            self._refuse(error)
        else:
            if saved is not None:
                self.dismiss((saved, typed))

    async def action_close(self) -> None:
        """Close; ask first if something was typed."""
        if not any(field.changed for field in self.query(Field)):
            self.dismiss(None)
            return

        def answered(discard: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if discard:
                self.dismiss(None)

        self.app.push_screen(Confirm("Close without saving what you typed?", "Close", "Keep typing"), answered)

    def on_key(self, event: Key) -> None:
        """Keep what is typed before the fields are there."""
        if self.focused is None and event.character and event.is_printable:
            self._typed_early += event.character
            event.stop()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Say what the field takes."""
        early, self._typed_early = self._typed_early, ""
        if early and isinstance(event.widget, Input):
            event.widget.insert_text_at_cursor(early)
        field = next((one for one in event.widget.ancestors if isinstance(one, Field)), None)
        if field is not None:
            self.query_one(".form-hint", Static).update(visible(field.blank.hint, 400))

    def on_input_submitted(self) -> None:
        """Enter in any field saves."""
        self.attempt(sure=False)

    def on_input_changed(self) -> None:
        """What is typed anew is no longer wrong."""
        self._complain("")

    def _refuse(self, error: TrackerError) -> None:
        message = in_words_of_a_form(str(error))
        name = error.field if isinstance(error, FieldError) else _about(message)
        fields = list(self.query(Field))
        field = next((one for one in fields if one.blank.name == name), None)
        self._complain(message, field or fields[-1])
        if field is not None:
            field.input.focus()

    def _complain(self, message: str, below: Field | None = None) -> None:
        """Say what is wrong below the field that it is about."""
        line = self.query_one(".form-error", Static)
        if below is not None:
            self.query_one(".form-fields").move_child(line, after=below)
        line.update(visible(message, 1000))
        line.display = bool(message)


def in_words_of_a_form(message: str) -> str:
    """A sentence of the store with the fields of a form in place of the options of the command line."""

    def said(match: re.Match[str]) -> str:
        found = match[0]
        return found if found.startswith("'") else OTHER_WORDS.get(found, f"the {found[2:]}")

    return QUOTED_OR_OPTION.sub(said, message)


def _about(message: str) -> str:
    return next((field for start, field in ABOUT.items() if message.startswith(start)), "nothing")
