"""The list of proposals: a window over pages of rows, at the same cost for ten rows and a million."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.text import pad
from tracker.tui.widgets import columns, drawing
from tracker.tui.widgets.pages import PAGE, Pages
from tracker.tui.widgets.toned import Toned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual import events

    from tracker.model import Line
    from tracker.tui.widgets.drawing import Tone
    from tracker.tui.widgets.pages import Fetch

HEADER = 1


class ProposalTable(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Rows supplied page by page by `fetch`; the cursor is a row number, its proposal is announced."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Next", show=False),
        Binding("up,k", "move(-1)", "Previous", show=False),
        Binding("ctrl+d", "move_pages(0.5)", "Half a page down", show=False),
        Binding("ctrl+u", "move_pages(-0.5)", "Half a page up", show=False),
        Binding("pagedown", "move_pages(1.0)", "Page down", show=False),
        Binding("pageup", "move_pages(-1.0)", "Page up", show=False),
        Binding("g,home", "go(0)", "First", show=False),
        Binding("G,end", "go(-1)", "Last", show=False),
        Binding("enter", "open", "Open", show=True),
    ]
    DEFAULT_CSS = """
    ProposalTable {
        height: 1fr;
        overflow: hidden scroll;  /* a scrollbar that comes and goes would lay out the whole screen anew */
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
    }
    """

    total: reactive[int] = reactive(0)
    """How many rows there are, as far as is known."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """The row under the cursor, from 0."""
    dated: reactive[str] = reactive("Since")
    """The heading of the date: `Since` shows the status's date, anything else the proposal's."""
    marked: reactive[frozenset[int]] = reactive(frozenset[int]())
    """The ids of the proposals that are marked."""
    ranging: reactive[int | None] = reactive(None)
    """The row on which a range was begun that is still open."""

    @dataclass
    class Highlighted(Message):
        """The cursor came to rest on a row; None if there is no row."""

        line: Line | None

    class Opened(Message):
        """The row under the cursor is to be opened."""

    def __init__(self, fetch: Fetch, glyphs: Mapping[str, str]) -> None:
        """A table without rows; `fetch` gives the lines from a row on, as many as asked."""
        super().__init__()
        self._pages = Pages(fetch)
        self._glyphs = glyphs
        self._end_wanted = False
        self._announced: tuple[int, Line | None] = (-1, None)
        self._shown: tuple[tuple[int, int, str], list[columns.Column]] = ((0, 0, ""), [])
        self.total_known = False
        self.largest = (
            0  # the largest number of a proposal: the width of numbers must not change while the window moves
        )

    def line(self) -> Line | None:
        """The row under the cursor."""
        return self._pages.row(self.cursor) if self.total else None

    def span(self) -> range:
        """The rows of the range that is open, or the one under the cursor."""
        ends = sorted((self.cursor, self.cursor if self.ranging is None else self.ranging))
        return range(ends[0], ends[1] + 1)

    def show(self, first: Sequence[Line]) -> None:
        """Show another result from its beginning; its total follows with `count`."""
        self._pages.restart(first)
        self.total_known = False
        self._end_wanted = False
        self.ranging = None
        self.total = len(first)
        self.cursor = 0
        self.scroll_to(y=0, animate=False, force=True)
        self._refreshed()

    def count(self, total: int) -> None:
        """Say how many rows there are."""
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
        self.set_reactive(ProposalTable.cursor, row)
        if self.ranging is not None:
            self.ranging = max(self.ranging + shift, 0)
        self.scroll_to(y=self.scroll_offset.y + shift, animate=False, force=True)
        self._refreshed()

    def read_ahead(self) -> None:
        """Have the rows at hand that a page down or up would show; for when there is nothing else to do."""
        top, rows = self.scroll_offset.y, self._window()
        for row in (top - rows, top + 2 * rows):
            if 0 <= row < self.total:
                self._pages.row(row)

    def render_line(self, y: int) -> Strip:
        """The heading, then the rows of the window."""
        width = self.scrollable_content_region.width
        shown = self._columns(width)
        if y < HEADER:
            heading = " ".join(
                column.heading.rjust(column.cells) if column.name == "id" else pad(column.heading, column.cells)
                for column in shown
            )
            style = self.toned("heading")
            return Strip([Segment(heading, style)]).adjust_cell_length(width, style)
        return self._row(self.scroll_offset.y + y - HEADER, shown, width)

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self.total - 1))

    def watch_total(self, before: int, now: int) -> None:
        """Tell the scrollbar, and the footer whether there is anything to open."""
        size = Size(self.scrollable_content_region.width, now + HEADER if now else 0)
        # past the reactive, which would lay out the whole screen anew at every key of the filter
        self.set_reactive(ProposalTable.virtual_size, size)
        self._scroll_update(size)
        if bool(before) != bool(now):
            self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Without rows there is nothing to open."""
        return self.total > 0 if action == "open" else True

    def watch_cursor(self, before: int, now: int) -> None:
        """Keep the cursor in the window and say where it is."""
        top, rows = self.scroll_offset.y, self._window()
        if not self.total_known and now + rows >= self.total and self.total % PAGE == 0:
            self.total += self._pages.many(self.total // PAGE)  # still being counted: take in the next page
        if now < top or now >= top + rows:
            y = now if now < top else now - rows + 1
            self.scroll_to(y=y, animate=False, force=True)
            self.refresh()
        else:
            for row in (before, now) if self.ranging is None else range(min(before, now), max(before, now) + 1):
                self.refresh_line(row + HEADER)
        self._announce()

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows."""
        self._end_wanted = False
        self.cursor += rows

    def action_move_pages(self, pages: float) -> None:
        """Move the cursor and the window by windows."""
        rows = int(pages * max(self._window() - 1, 1)) or (1 if pages > 0 else -1)
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)
        self.action_move(rows)
        self.refresh()

    def action_go(self, row: int) -> None:
        """Go to a row; a negative one counts from the end, which waits for the count if that is still under way."""
        self._end_wanted = row < 0 and not self.total_known
        self.cursor = row if row >= 0 else self.total + row

    def action_open(self) -> None:
        """Open the row under the cursor."""
        if self.total:
            self.post_message(self.Opened())

    def on_click(self, event: events.Click) -> None:
        """Select the row clicked; a second click opens it."""
        row = self.scroll_offset.y + event.y - HEADER
        if event.y < HEADER or row >= self.total:
            return
        if row == self.cursor and event.chain > 1:
            self.action_open()
        self.cursor = row

    def on_resize(self) -> None:
        """Keep the cursor in the window."""
        self.watch_total(self.total, self.total)
        self.watch_cursor(self.cursor, self.cursor)

    def _refreshed(self) -> None:
        self.refresh()
        self._announce()

    def _announce(self) -> None:
        line = self.line()
        if (self.cursor, line) != self._announced:
            self._announced = (self.cursor, line)
            self.post_message(self.Highlighted(line))

    def _window(self) -> int:
        return max(self.size.height - HEADER, 1)

    def _row(self, number: int, shown: list[columns.Column], width: int) -> Strip:
        line = self._pages.row(number) if number < self.total else None
        if line is None:
            return Strip.blank(width, self.toned("plain"))
        here = number == self.cursor
        moved = self.dated == "Since"
        segments: list[Segment] = []
        for column in shown:
            words, tone = columns.text(column, line, self._glyphs, moved=moved)
            if column.name == "mark":
                words, tone = self._mark(number, line.id, here=here)
            segments.append(Segment(words + " ", self.toned("plain" if here and tone == "muted" else tone, here=here)))
        cells = sum(column.cells + columns.GAP for column in shown)
        return Strip(segments, cells).adjust_cell_length(width, self.toned("plain", here=here))

    def _mark(self, row: int, proposal: int, *, here: bool) -> tuple[str, Tone]:
        """What stands before a row: whether it is marked, in a range that is open, or under the cursor."""
        if self.ranging is not None and proposal not in self.marked and row in self.span():
            return "┃", "accent"
        return drawing.mark(marked=proposal in self.marked, here=here)

    def _columns(self, width: int) -> list[columns.Column]:
        """The columns, worked out once for a width: every line of a frame asks."""
        asked = (width, len(str(max(self.largest, self.total))), self.dated)
        if self._shown[0] != asked:
            self._shown = asked, columns.fitting(width, id_cells=asked[1], dated=self.dated)
        return self._shown[1]
