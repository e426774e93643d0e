"""The offer to take up what was typed into a form that was left unsaved."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Key, Paste
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.text import visible_line
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from textual.app import ComposeResult


class DraftOffer(ModalScreen["str | Key | Paste"]):
    """Gives back `take` or `drop`; empty leaves the draft where it is, as what is typed for the form does."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "answer('take')", "Take it"),
        Binding("x", "answer('drop')", "Drop it"),
        Binding("escape", "answer('')", "Leave it for later"),
    ]

    def __init__(self, heading: str, since: str) -> None:
        """The heading of the form, and when it was left."""
        super().__init__()
        self._heading, self._since = heading, since

    def compose(self) -> ComposeResult:
        """The offer and its keys."""
        with Vertical(classes="dialog dialog-small"):
            yield Static(visible_line(f"A draft from {self._since} is here: {self._heading}", 400), markup=False)
            yield KeysLine("enter  Take it    x  Drop it    esc  Leave it for later")

    def on_key(self, event: Key) -> None:
        """Pass on to the form what was typed for it."""
        if event.character and event.is_printable and event.key != "x":
            event.stop()
            self.dismiss(Key(event.key, event.character))

    def on_paste(self, event: Paste) -> None:
        """Pass on to the form what was pasted for it."""
        event.stop()
        self.dismiss(Paste(event.text))

    def action_answer(self, answer: str) -> None:
        """Close with the answer."""
        self.dismiss(answer)
