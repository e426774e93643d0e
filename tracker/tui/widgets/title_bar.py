"""The first line: the program, the database, the saved query, and how many proposals are shown of how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.text import clip, width
from tracker.tui.widgets.drawing import MUTED, cell

if TYPE_CHECKING:
    from textual.app import RenderResult

NAME = "Tracker"
GAP = "  "


class TitleBar(Widget):
    """`Tracker  csto.db  saved: due-this-week              17 of 412`."""

    DEFAULT_CSS = """
    TitleBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    shown: reactive[int | None] = reactive(None)
    """How many proposals match; None while it is being counted."""
    known: reactive[int | None] = reactive(None)
    """How many there are; None while it is being counted."""
    saved: reactive[str] = reactive("")
    """The name of the saved query that is asked; empty if none is."""

    def __init__(self, database: str) -> None:
        """The name of the database is shown as it is."""
        super().__init__()
        self._database = cell(database)

    def render(self) -> RenderResult:
        """Names on the left, numbers on the right; the database's name gives way, then the program's."""
        numbers = f"{_number(self.shown)} of {_number(self.known)}"
        saved = f"saved: {cell(self.saved)}" if self.saved else ""
        room = self.size.width - width(numbers) - len(GAP)
        program = NAME if room > len(NAME) else ""
        room -= len(program)
        saved = clip(saved, room - len(GAP))
        room -= width(saved) + len(GAP) * bool(saved)
        name = clip(self._database, room - len(GAP))
        parts = [(program, "bold $text-accent"), (name, MUTED), (saved, "$text-accent")]
        left = Content(GAP).join(Content.styled(words, style) for words, style in parts if words)
        gap = " " * max(self.size.width - left.cell_length - width(numbers), 1)
        return Content.assemble(left, gap, (numbers, "bold"))


def _number(number: int | None) -> str:
    return "…" if number is None else f"{number:,}"
