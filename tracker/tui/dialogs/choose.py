"""A question between two values of one field: mine, and what somebody else made of it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.text import visible_line
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tracker.editing.merge import Clash


class Choose(ModalScreen[str]):
    """Gives back `mine` or `theirs`; None goes back to the form."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "choose('mine')", "Mine"),
        Binding("t", "choose('theirs')", "Theirs"),
        Binding("escape", "choose('')", "Back to the form"),
    ]

    def __init__(self, clash: Clash) -> None:
        """What both made of it."""
        super().__init__()
        self._clash = clash

    def compose(self) -> ComposeResult:
        """Both values, and the keys that take one."""
        with Vertical(classes="dialog dialog-small"):
            yield Static(f"Somebody else changed the {self._clash.field} meanwhile.", markup=False)
            for whose, value in (("m  mine:   ", self._clash.mine), ("t  theirs: ", self._clash.theirs)):
                yield Static(whose + (visible_line(value, 2000) or "(empty)"), classes="dialog-value", markup=False)
            yield KeysLine("m  Take mine    t  Take theirs    esc  Back")

    def action_choose(self, whose: str) -> None:
        """Close with the answer."""
        self.dismiss(whose)
