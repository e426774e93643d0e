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


NAME_MOST = 20  # cells of the name of a saved query


class TitleBar(Widget):
    """`Tracker  csto.db                    17 of 412`."""

    DEFAULT_CSS = """
    TitleBar { height: 1; padding: 0 1; background: $panel; color: $foreground; }
    """

    shown: reactive[int | None] = reactive(None)
    """How many proposals match; None while it is being counted."""
    known: reactive[int | None] = reactive(None)
    """How many there are; None while it is being counted."""

    digits: reactive[tuple[tuple[str, bool], ...]] = reactive(())
    """The names of the saved queries, and whether each is the one that is asked."""

    def __init__(self, database: str) -> None:
        """The name of the database is shown as it is."""
        super().__init__()
        self._database = cell(database)

    def render(self) -> RenderResult:
        """Name on the left, numbers on the right; the database's name gives way."""
        numbers = f"{_number(self.shown)} of {_number(self.known)}"
        room = self.size.width - len("Tracker  ") - width(numbers) - 2
        name = clip(self._database, room)
        saved = self._saved(room - width(name) - 2)
        taken = sum(width(words) for words, _ in saved)
        gap = " " * max(self.content_size.width - len("Tracker  ") - width(name) - taken - width(numbers), 1)
        return Content.assemble(("Tracker", "bold $text-accent"), "  ", (name, MUTED), *saved, gap, (numbers, "bold"))

    def _saved(self, room: int) -> list[tuple[str, str]]:
        """The digits with the names of the queries that they ask, as far as there is room."""
        parts: list[tuple[str, str]] = []
        for digit, (name, asked) in enumerate(self.digits[:9], 1):
            words = f" {clip(cell(name), NAME_MOST)}"
            room -= width(words) + 3
            if room < 0:
                break
            parts += [(f"  {digit}", "bold $text-accent"), (words, "bold" if asked else MUTED)]
        return parts


def _number(number: int | None) -> str:
    return "…" if number is None else f"{number:,}"
