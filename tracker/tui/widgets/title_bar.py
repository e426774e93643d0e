"""The first line: the program, the database, the saved query, and how many proposals are shown of how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.text import cell_width, clip_text
from tracker.tui.widgets.signs import MUTED, visible_cell

if TYPE_CHECKING:
    from textual.app import RenderResult

NAME = "Tracker"
GAP = "  "
NAME_MOST = 20  # cells of the name of a saved query


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
    digits: reactive[tuple[tuple[str, bool], ...]] = reactive(())
    """The names of the saved queries, and whether each is the one that is asked."""

    marked: reactive[int] = reactive(0)
    """How many are marked."""
    busy: reactive[str] = reactive("")
    """What is being done beside the screen's own work."""

    def __init__(self, database: str) -> None:
        """The name of the database is shown as it is."""
        super().__init__()
        self._database = visible_cell(database)

    def render(self) -> RenderResult:
        """Names on the left, numbers on the right; the database's name gives way, then the program's."""
        marked = f"{self.marked:,} marked · " if self.marked else ""
        busy = f"{visible_cell(self.busy)} · " if self.busy else ""
        numbers = f"{busy}{marked}{_number(self.shown)} of {_number(self.known)}"
        asked = self.saved or next((name for name, is_asked in self.digits if is_asked), "")
        room = self.size.width - cell_width(numbers) - len(GAP)
        left = self._left("", asked, room)
        if asked and not self._is_named(left, asked):
            left = self._left(f"saved: {visible_cell(asked)}", asked, room)
        gap = " " * max(self.size.width - left.cell_length - cell_width(numbers), 1)
        return Content.assemble(left, gap, (numbers, "bold"))

    def _left(self, saved: str, asked: str, room: int) -> Content:
        """The names, with the saved query that is asked in words or not."""
        program = NAME if room > len(NAME) else ""
        room -= len(program)
        saved = clip_text(saved, room - len(GAP))
        room -= cell_width(saved) + len(GAP) * bool(saved)
        name = clip_text(self._database, room - len(GAP))
        parts = [(program, "bold $text-accent"), (name, MUTED), (saved, "$text-accent")]
        left = Content(GAP).join(Content.styled(words, style) for words, style in parts if words)
        return Content.assemble(left, *self._digits(asked, room - cell_width(name) - 2 * len(GAP)))

    def _is_named(self, left: Content, asked: str) -> bool:
        """Whether the query that is asked stands among the digits already."""
        place = next((at for at, (name, _) in enumerate(self.digits[:9], 1) if name == asked), 0)
        return bool(place) and f"  {place} {_database_label(asked)}" in left.plain

    def _digits(self, asked: str, room: int) -> list[tuple[str, str]]:
        """The digits with the names of the queries that they ask, as far as there is room."""
        parts: list[tuple[str, str]] = []
        for digit, (name, _) in enumerate(self.digits[:9], 1):
            words = f" {_database_label(name)}"
            room -= cell_width(words) + 3
            if room < 0:
                break
            parts += [(f"  {digit}", "bold $text-accent"), (words, "bold" if name == asked else MUTED)]
        return parts


def _database_label(name: str) -> str:
    return clip_text(visible_cell(name), NAME_MOST)


def _number(number: int | None) -> str:
    return "…" if number is None else f"{number:,}"
