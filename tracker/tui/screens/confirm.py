"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.text import visible
from tracker.tui.widgets.drawing import cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Confirm(ModalScreen[bool]):
    """Gives back whether the answer was yes; Esc is no."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape", "answer(False)", "No"),
    ]

    def __init__(self, question: str, yes: str = "Yes", no: str = "No", sample: Sequence[str] = ()) -> None:
        """The question, the two answers in words, and some lines of what it is about."""
        super().__init__()
        self._question, self._yes, self._no = visible(question, 1000), yes, no
        self._sample = sample

    def compose(self) -> ComposeResult:
        """The question and the keys that answer it."""
        with Vertical(classes="dialog dialog-small"):
            yield Static(self._question, markup=False)
            for line in self._sample:
                yield Static(cell(line), classes="dialog-sample", markup=False)
            yield Static(f"y  {self._yes}    n  {self._no}", classes="dialog-keys", markup=False)

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - an action's argument has no name
        """Close with the answer."""
        self.dismiss(answer)
