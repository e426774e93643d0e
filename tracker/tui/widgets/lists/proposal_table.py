"""The list of proposals: a window over pages of rows, at the same cost for ten rows and a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from tracker.text import clip_text, pad_text
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists import columns
from tracker.tui.widgets.lists.line_list import LineList
from tracker.tui.widgets.lists.row_pages import PAGE, Pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual import events

    from tracker.model import ProposalLine
    from tracker.tui.widgets.lists.row_pages import Fetch
    from tracker.tui.widgets.signs import Tone

SINCE = "Since"


class ProposalTable(LineList):
    """Rows supplied page by page by `fetch`; `total` is how many there are as far as is known."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "choose", "Open")]
    DEFAULT_CSS = """
    ProposalTable {
        overflow: hidden scroll;  /* a scrollbar that comes and goes would lay out the whole screen anew */
        scrollbar-background: $background;
        border-left: vkey $foreground 20%;
        &:focus { border-left: heavy $text-accent; }
    }
    """
    HEADER = 1

    order: reactive[tuple[str, bool]] = reactive(("moved", True))
    """The first key of the order, and whether it is descending."""
    names: reactive[tuple[str, ...]] = reactive(())
    """The columns that were chosen; without any, those that fit."""
    dated: reactive[str] = reactive(SINCE)
    """The heading of the date: `Since` shows the status's date, anything else the proposal's."""
    marked: reactive[frozenset[int]] = reactive(frozenset[int]())
    """The ids of the proposals that are marked."""
    ranging: reactive[int | None] = reactive(None)
    """The row on which a range was begun that is still open."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to rest on a row; None if there is no row."""

        line: ProposalLine | None

    class Opened(Message):
        """The row under the cursor is to be opened."""

    @dataclass
    class HeadingPicked(Message):
        """The list is wanted in the order of a column; again, the other way round."""

        key: str

    def __init__(self, fetch: Fetch, glyphs: Mapping[str, str]) -> None:
        """A table without rows; `fetch` gives the lines from a row on, as many as asked."""
        super().__init__()
        self._pages = Pages(fetch)
        self._glyphs = glyphs
        self._end_wanted = False
        self._announced: tuple[int, ProposalLine | None] = (-1, None)
        self._fitting: tuple[tuple[int, int, str, tuple[str, ...]], list[columns.TableColumn]] = ((0, 0, "", ()), [])
        self.total_known = False
        self.largest = 0  # number of a proposal: the width of numbers must not change while the window moves

    def shown_names(self) -> tuple[str, ...]:
        """The columns that are shown and can be chosen."""
        shown = {column.name for column in self._columns(self.scrollable_content_region.width) if column.heading}
        return tuple(name for name in columns.CHOICES if name in shown)

    def line(self) -> ProposalLine | None:
        """The row under the cursor."""
        return self._pages.row(self.cursor) if self.total else None

    def span(self) -> range:
        """The rows of the range that is open, or the one under the cursor."""
        ends = sorted((self.cursor, self.cursor if self.ranging is None else self.ranging))
        return range(ends[0], ends[1] + 1)

    def show(self, first: Sequence[ProposalLine]) -> None:
        """Show another result from its beginning; its total follows with `count`."""
        self._pages.restart(first)
        self.total_known = False
        self._end_wanted = False
        self.ranging = None
        self.total = len(first)
        self.cursor = 0
        self.jump(0)
        self._refreshed()

    def count(self, total: int) -> None:
        """Say how many rows there are."""
        if self.total_known and total != self.total:
            self._pages.clear()  # those near the end were counted from it
        self.total_known = True
        self.total = total
        self.cursor = self.validate_cursor(self.cursor)
        if self._end_wanted:
            self.action_go(-1)
        self._refreshed()

    def reload(self, row: int) -> None:
        """Ask for the rows again, and keep the cursor's place in the window while it moves to another row."""
        self._pages.clear()
        shift = row - self.cursor
        self.total = max(self.total, row + 1) if self.total else self.total
        self.put_cursor(row)
        if self.ranging is not None:
            self.ranging = max(self.ranging + shift, 0)
        self.jump(self.scroll_offset.y + shift)
        self._refreshed()

    def read_ahead(self) -> None:
        """Have the rows at hand that a page down or up would show; for when there is nothing else to do."""
        top, rows = self.scroll_offset.y, self.window
        for row in (top - rows, top + 2 * rows):
            if 0 <= row < self.total:
                self._pages.row(row)

    def draw_at(self, at: int) -> Strip:
        """The heading, then the rows."""
        if at >= self.HEADER:
            return super().draw_at(at)
        cells = self.scrollable_content_region.width
        return self.draw([(self._heading(cells), "heading")], cells)

    def draw_line(self, line: int, cells: int, *, here: bool) -> Strip:
        """A row in its columns; nothing where it is gone by now."""
        proposal = self._pages.row(line)
        if proposal is None:
            return Strip.blank(cells, self.toned("plain"))
        fitting = self._columns(cells)
        drawn = sum(column.cells + columns.GAP for column in fitting)
        return self.draw(self._parts(line, proposal, fitting, here=here), cells, here=here, drawn=drawn)

    def watch_cursor(self, before: int, now: int) -> None:
        """Say where the cursor is."""
        self._take_in_more()
        super().watch_cursor(before, now)
        if self.ranging is not None:
            self.refresh()
        self._announce()

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows, and no longer to the end."""
        self._end_wanted = False
        super().action_move(rows)

    def action_go(self, row: int) -> None:
        """Go to a row; the end waits for the count if that is still under way."""
        self._end_wanted = row < 0 and not self.total_known
        super().action_go(row)

    def action_choose(self) -> None:
        """Open the row under the cursor."""
        if self.total:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Order by the heading that was clicked; a row as in every list."""
        if event.y >= self.HEADER:
            super().on_click(event)
            return
        at = 0
        for column in self._columns(self.scrollable_content_region.width):
            key = self._sort_key(column)
            if key and at <= event.x < at + column.cells:
                self.post_message(self.HeadingPicked(key))
            at += column.cells + columns.GAP

    def on_resize(self) -> None:
        """A higher window shows more rows."""
        self._take_in_more()

    def _take_in_more(self) -> None:
        """Take in the next page where the window comes to it while the rows are still being counted."""
        if not self.total_known and self.cursor + self.window >= self.total and self.total % PAGE == 0:
            self.total += self._pages.many(self.total // PAGE)

    def _refreshed(self) -> None:
        self.refresh()
        self._announce()

    def _announce(self) -> None:
        line = self.line()
        if (self.cursor, line) != self._announced:
            self._announced = (self.cursor, line)
            self.post_message(self.Highlighted(line))

    def _parts(
        self, row: int, proposal: ProposalLine, fitting: Sequence[columns.TableColumn], *, here: bool
    ) -> Iterator[tuple[str, Tone]]:
        glyphs, moved = self._glyphs, self.dated == SINCE
        for column in fitting:
            if column.name == "mark":
                words, tone = self._mark(row, proposal.id, here=here)
            else:
                words, tone = columns.cell_text(column, proposal, glyphs, moved=moved)
            yield words + " ", tone

    def _mark(self, row: int, proposal: int, *, here: bool) -> tuple[str, Tone]:
        """What stands before a row: whether it is marked, in a range that is open, or under the cursor."""
        if self.ranging is not None and proposal not in self.marked and row in self.span():
            return "┃", "accent"
        return signs.evidence_mark(marked=proposal in self.marked, here=here)

    def _heading(self, cells: int) -> str:
        headings = ((column, self._titled(column)) for column in self._columns(cells))
        return " ".join(
            words.rjust(column.cells) if column.name == "id" else pad_text(words, column.cells)
            for column, words in headings
        )

    def _titled(self, column: columns.TableColumn) -> str:
        """The heading of a column, with the direction if the list is in its order."""
        key, descending = self.order
        if not column.heading or self._sort_key(column) != key:
            return column.heading
        return clip_text(column.heading, column.cells - 1) + (columns.DOWN if descending else columns.UP)

    def _sort_key(self, column: columns.TableColumn) -> str:
        """The key of the order that a column shows; empty if it has none."""
        if column.name == "date" and self.dated != SINCE:
            return "date"
        return columns.SORTED_BY.get(column.name, "")

    def _columns(self, cells: int) -> list[columns.TableColumn]:
        """The columns, worked out once for a width: every line of a frame asks."""
        asked = (cells, len(str(max(self.largest, self.total))), self.dated, self.names)
        if self._fitting[0] != asked:
            self._fitting = asked, columns.fitting(cells, id_cells=asked[1], dated=self.dated, names=self.names)
        return self._fitting[1]
