"""What was said since the program began, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.text import visible_line
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.signs import MUTED, style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tracker.tui.messages import SaidMessage
    from tracker.tui.widgets.signs import Tone

TONES: dict[str, Tone] = {"warning": "warning", "error": "error"}


class SaidMessages(ModalScreen[None]):
    """A list to be read."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "back", "Close")]

    def __init__(self, said: Sequence[SaidMessage]) -> None:
        """The messages."""
        super().__init__()
        self._said = said

    def compose(self) -> ComposeResult:
        """One below the other, each with its minute."""
        with Vertical(classes="dialog"):
            yield Static("Messages", classes="dialog-heading", markup=False)
            with VerticalScroll():
                for one in self._said:
                    words = (visible_line(one.text), style(TONES.get(one.severity, "plain")))
                    yield Static(Content.assemble((f"{one.at}  ", MUTED), words))
                if not self._said:
                    yield Static("Nothing was said yet.", markup=False)
            yield KeysLine("esc  close")

    def action_back(self) -> None:
        """Close."""
        self.dismiss(None)
