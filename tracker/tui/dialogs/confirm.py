"""A question that is answered with yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tracker.text import visible_line
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.signs import visible_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult


class Confirm(ModalScreen[bool]):
    """Gives back whether the answer was yes; None for Esc, which answers nothing."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n", "answer(False)", "No"),
        Binding("escape", "back", "One step back"),
    ]

    def __init__(
        self, question: str, yes: str = "Yes", no: str = "No", sample: Sequence[str] = (), *, back: str = ""
    ) -> None:
        """The question, the two answers in words, some lines of what it is about, and what Esc is if it is not no."""
        super().__init__()
        self._question, self._yes, self._no = visible_line(question, 1000), yes, no
        self._sample = sample
        self._back = f"    esc  {back}" if back else ""

    def compose(self) -> ComposeResult:
        """The question and the keys that answer it."""
        with Vertical(classes="dialog dialog-small"):
            yield Static(self._question, markup=False)
            for line in self._sample:
                yield Static(visible_cell(line), classes="dialog-sample", markup=False)
            yield KeysLine(f"y  {self._yes}    n  {self._no}{self._back}")

    def action_back(self) -> None:
        """Close without an answer."""
        self.dismiss(None)

    def action_answer(self, answer: bool) -> None:  # noqa: FBT001 - an action's argument has no name
        """Close with the answer."""
        self.dismiss(answer)
