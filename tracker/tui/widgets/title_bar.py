"""The first line: the program, the database, and how many proposals are shown of how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.text import clip, width
from tracker.tui.widgets.drawing import MUTED, cell

if TYPE_CHECKING:
    from textual.app import RenderResult


class TitleBar(Widget):
    """`Tracker  csto.db                    17 of 412`."""

    DEFAULT_CSS = """
    TitleBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    shown: reactive[int | None] = reactive(None)
    """How many proposals match; None while it is being counted."""
    known: reactive[int | None] = reactive(None)
    """How many there are; None while it is being counted."""

    marked: reactive[int] = reactive(0)
    """How many are marked."""
    busy: reactive[str] = reactive("")
    """What is being done beside the screen's own work."""

    def __init__(self, database: str) -> None:
        """The name of the database is shown as it is."""
        super().__init__()
        self._database = cell(database)

    def render(self) -> RenderResult:
        """Name on the left, numbers on the right; the database's name gives way."""
        marked = f"{self.marked:,} marked · " if self.marked else ""
        busy = f"{cell(self.busy)} · " if self.busy else ""
        numbers = f"{busy}{marked}{_number(self.shown)} of {_number(self.known)}"
        room = self.size.width - len("Tracker  ") - width(numbers) - 2
        name = clip(self._database, room)
        gap = " " * max(self.size.width - len("Tracker  ") - width(name) - width(numbers), 1)
        return Content.assemble(("Tracker", "bold $text-accent"), "  ", (name, MUTED), gap, (numbers, "bold"))


def _number(number: int | None) -> str:
    return "…" if number is None else f"{number:,}"
