"""A list that is read as a whole and walked with a cursor: rows in columns, below headings that are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from tracker.text import pad, width
from tracker.tui.widgets.lined import Lined

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from textual import events

    from tracker.tui.widgets.drawing import Tone


class Cell(NamedTuple):
    """What stands in a column, safe on a terminal; of no width it takes what is left.

    It is shown where the list has `least` cells or more, and fewer than `most`.
    """

    text: str
    cells: int = 0
    tone: Tone = "plain"
    right: bool = False
    least: int = 0
    most: int = 10_000


class Row(NamedTuple):
    """A line of the list: its cells, what it stands for, and the key by which it is found again.

    Without a key it is a heading, which the cursor passes over.
    """

    cells: tuple[Cell, ...]
    key: Hashable = None
    value: Any = None


class Rows(Lined):
    """The rows given by `show`; the cursor stays on its row when they are given anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next", show=False),
        Binding("up,k", "move(-1)", "Previous", show=False),
        Binding("ctrl+d", "move_pages(0.5)", "Half a page down", show=False),
        Binding("ctrl+u", "move_pages(-0.5)", "Half a page up", show=False),
        Binding("pagedown,space", "move_pages(1.0)", "Page down", show=False),
        Binding("pageup", "move_pages(-1.0)", "Page up", show=False),
        Binding("g,home", "go(0)", "First", show=False),
        Binding("G,end", "go(-1)", "Last", show=False),
        Binding("enter", "choose", "Open"),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

    @dataclass
    class Chosen(Message):
        """A row is to be opened."""

        row: Row

    def __init__(self, notice: str = "…") -> None:
        """No rows yet; `notice` is said instead of them."""
        super().__init__()
        self.notice = notice
        self._rows: Sequence[Row] = ()
        self._places: list[int] = []  # of the rows that the cursor can stand on
        self._cursor = 0

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._rows[self._places[self._cursor]] if self._places else None

    def show(self, rows: Sequence[Row], notice: str = "") -> None:
        """Show these rows; the cursor goes to the row of the key it was on, or to the nearest number."""
        before = self.row
        self.notice = notice
        self._rows = rows
        self._places = [number for number, row in enumerate(rows) if row.key is not None]
        again = (at for at, number in enumerate(self._places) if before and rows[number].key == before.key)
        self._cursor = next(again, max(min(self._cursor, len(self._places) - 1), 0))
        self.virtual_size = Size(self.size.width, len(rows))
        self._keep_in_window()
        self.refresh()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Without rows there is nothing to open."""
        return bool(self._places) if action == "choose" else True

    def render_line(self, y: int) -> Strip:
        """A row of the window."""
        number, room = self.scroll_offset.y + y, self.scrollable_content_region.width
        if not self._rows and y == 1:
            style = self.toned("muted")
            return Strip([Segment("  " + pad(self.notice, room - 3), style)]).adjust_cell_length(room, style)
        if number >= len(self._rows):
            return Strip.blank(room, self.toned("plain"))
        row = self._rows[number]
        here = bool(self._places) and number == self._places[self._cursor]
        return self._drawn(row, room, here=here)

    def on_resize(self) -> None:
        """Keep the cursor in the window."""
        self.virtual_size = Size(self.size.width, len(self._rows))
        self._keep_in_window()

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; a second click opens it."""
        number = self.scroll_offset.y + event.y
        if number in self._places:
            again = self._places.index(number) == self._cursor and event.chain > 1
            self._go(self._places.index(number))
            if again:
                self.action_choose()

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self._go(self._cursor + rows)

    def action_move_pages(self, pages: float) -> None:
        """Move the cursor by windows."""
        self._go(self._cursor + (int(pages * max(self.size.height - 1, 1)) or (1 if pages > 0 else -1)))

    def action_go(self, row: int) -> None:
        """Go to the first row or the last."""
        self._go(row if row >= 0 else len(self._places) + row)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self.row))

    def _go(self, to: int) -> None:
        self._cursor = max(0, min(to, len(self._places) - 1))
        self._keep_in_window()
        self.refresh()
        self.post_message(self.Moved())

    def _keep_in_window(self) -> None:
        if not self._places:
            return
        at, height = self._places[self._cursor], max(self.size.height, 1)
        top = self.scroll_offset.y
        first = at - 1 if at and self._rows[at - 1].key is None else at  # the heading above comes along
        if first < top or at >= top + height:
            self.scroll_to(y=first if first < top else at - height + 1, animate=False, force=True)

    def _drawn(self, row: Row, room: int, *, here: bool) -> Strip:
        shown = [cell for cell in row.cells if cell.least <= room < cell.most]
        left = room - 1 - sum(cell.cells + 1 for cell in shown)
        gap = self.toned("plain", here=here)
        first = ("▌", self.toned("accent", here=True)) if here else (" ", gap)
        segments = [Segment(*first)]
        for cell in shown:
            cells = cell.cells or max(left, 1)
            words = pad(cell.text, cells)
            if cell.right and width(cell.text) < cells:
                words = cell.text.rjust(cells - width(cell.text) + len(cell.text))
            tone = "heading" if row.key is None and cell.tone == "plain" else cell.tone
            if here and tone == "muted":
                tone = "plain"
            segments += [Segment(words, self.toned(tone, here=here)), Segment(" ", gap)]
        return Strip(segments).adjust_cell_length(room, gap)
