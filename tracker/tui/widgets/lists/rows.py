"""A list that is read as a whole and walked with a cursor: rows in columns, below headings that are passed over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from tracker.text import cell_width, pad_text
from tracker.tui.widgets.lists.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from textual.strip import Strip

    from tracker.tui.widgets.signs import Tone


class ListCell(NamedTuple):
    """What stands in a column, safe on a terminal; of no width it takes what is left.

    It is shown where the list has `least` cells or more, and fewer than `most`.
    """

    text: str
    cells: int = 0
    tone: Tone = "plain"
    right: bool = False
    least: int = 0
    most: int = 10_000


class ListRow(NamedTuple):
    """A line of the list: its cells, what it stands for, and the key by which it is found again.

    Without a key it is a heading, which the cursor passes over.
    """

    cells: tuple[ListCell, ...]
    key: Hashable = None
    value: Any = None


class Rows(LineList):
    """The rows given by `show`; the cursor stays on its row when they are given anew."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "move_pages(1.0)", "Page down", show=False),
        Binding("enter", "choose", "Open"),
    ]

    class Moved(Message):
        """The cursor stands on another row."""

    @dataclass
    class Chosen(Message):
        """A row is to be opened."""

        row: ListRow

    def __init__(self, notice: str = "…") -> None:
        """No rows yet; `notice` is said instead of them."""
        super().__init__()
        self.notice = notice
        self._rows: Sequence[ListRow] = ()

    @property
    def row(self) -> ListRow | None:
        """The row under the cursor."""
        return self._rows[self.cursor] if self.is_choosable(self.cursor) else None

    def show(self, rows: Sequence[ListRow], notice: str = "") -> None:
        """Show these rows; the cursor goes to the row of the key it was on, or to the nearest number."""
        before, at = self.row, self.cursor
        self.notice = notice
        self._rows = rows
        self.total = len(rows)
        again = (number for number, row in enumerate(rows) if before and row.key == before.key)
        self.put_cursor(next(again, at))
        self.keep_in_window()
        self.refresh_bindings()

    def is_choosable(self, line: int) -> bool:
        """Whether a row has a key."""
        return line < len(self._rows) and self._rows[line].key is not None

    def draw_at(self, at: int) -> Strip:
        """A row, or why there is none."""
        if self._rows or at != 1:
            return super().draw_at(at)
        cells = self.scrollable_content_region.width
        return self.draw([("  " + pad_text(self.notice, cells - 3), "muted")], cells)

    def draw_line(self, line: int, cells: int, *, here: bool) -> Strip:
        """A row, in the columns that there is room for."""
        mark = ("▌", "accent") if here else (" ", "plain")
        return self.draw([mark, *_cell_parts(self._rows[line], cells)], cells, here=here)

    def watch_cursor(self, before: int, now: int) -> None:
        """Say that it moved."""
        super().watch_cursor(before, now)
        self.post_message(self.Moved())

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.row is not None:
            self.post_message(self.Chosen(self.row))


def _cell_parts(row: ListRow, room: int) -> Iterator[tuple[str, str]]:
    """The cells of a row with the gaps behind them; a heading is drawn as one."""
    cells = [cell for cell in row.cells if cell.least <= room < cell.most]
    left = max(room - 1 - sum(cell.cells + 1 for cell in cells), 1)
    for cell in cells:
        tone = "heading" if row.key is None and cell.tone == "plain" else cell.tone
        yield _aligned(cell.text, cell.cells or left, right=cell.right), tone
        yield " ", "plain"


def _aligned(text: str, cells: int, *, right: bool) -> str:
    short = cells - cell_width(text)
    return " " * short + text if right and short > 0 else pad_text(text, cells)
