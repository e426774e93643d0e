"""A scrolled list of lines with a cursor: moving it, keeping it in sight, choosing what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.reactive import reactive
from textual.strip import Strip

from tracker.tui.widgets.lists.line_view import LineView

if TYPE_CHECKING:
    from textual import events


class LineList(LineView):
    """A list says how many lines it has, draws each by `draw_line`, and opens one by `action_choose`."""

    CLICKS: ClassVar[int] = 2  # by which a line is chosen

    total: reactive[int] = reactive(0)
    """How many lines there are."""
    cursor: reactive[int] = reactive(0, repaint=False)
    """The line under the cursor, from 0."""

    def draw_line(self, line: int, cells: int, *, here: bool) -> Strip:
        """A line of the list, under the cursor or not."""
        raise NotImplementedError

    def is_choosable(self, line: int) -> bool:
        """Whether the cursor can stand on a line; it passes over the others, such as headings."""
        return line < self.total

    def draw_at(self, at: int) -> Strip:
        """A line of the list, blank below its end."""
        line, cells = at - self.HEADER, self.scrollable_content_region.width
        if line >= self.total:
            return Strip.blank(cells, self.toned("plain"))
        return self.draw_line(line, cells, here=line == self.cursor and self.is_choosable(line))

    def put_cursor(self, line: int) -> None:
        """Have the cursor on a line of what is shown anew: nobody has moved it."""
        self.set_reactive(LineList.cursor, self.validate_cursor(line))
        self.refresh()

    def keep_in_window(self) -> bool:
        """Scroll to the cursor, the heading above it and what stands below it; gives back whether it had to."""
        at, top, window = self.cursor, self.scroll_offset.y, self.window
        if not self.size.height or not self.is_choosable(at):
            return False
        first = at - 1 if at and window > 1 and not self.is_choosable(at - 1) else at
        last = at
        while last + 1 < min(self.total, first + window) and not self.is_choosable(last + 1):
            last += 1
        if top <= first and last < top + window:
            return False
        self.jump(first if first < top else last - window + 1)
        return True

    def validate_cursor(self, line: int) -> int:
        """Keep the cursor on a line that it can stand on: the next one in its direction, or else the last before."""
        line = max(0, min(line, self.total - 1))
        if self.is_choosable(line):
            return line
        down, up = range(line, self.total), range(line, -1, -1)
        ways = (down, up) if line >= self.cursor else (up, down)
        return next((at for way in ways for at in way if self.is_choosable(at)), 0)

    def watch_total(self, before: int, now: int) -> None:
        """Tell the scrollbar, and the line of keys whether there is anything to choose."""
        self.set_line_count(now)
        if bool(before) != bool(now):
            self.refresh_bindings()

    def watch_cursor(self, before: int, now: int) -> None:
        """Keep the cursor in the window, and draw what it left and where it is."""
        if self.keep_in_window():
            self.refresh()
        else:
            self.refresh_line(before + self.HEADER)
            self.refresh_line(now + self.HEADER)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Without lines there is nothing to choose."""
        return self.is_choosable(self.cursor) if action == "choose" else True

    def action_move(self, lines: int) -> None:
        """Move the cursor by lines."""
        self.cursor += lines

    def action_move_pages(self, pages: float) -> None:
        """Move the window, and the cursor with it: less far rather than past lines that nobody saw."""
        lines = self.lines_of(pages)
        self.jump(self.scroll_offset.y + lines)
        to = max(0, min(self.cursor + lines, self.total - 1))
        short = range(to, self.cursor, -1 if lines > 0 else 1)
        self.action_move(next((at for at in short if self.is_choosable(at)), to) - self.cursor)

    def action_go(self, line: int) -> None:
        """Move the cursor to a line."""
        self.cursor = line if line >= 0 else self.total + line

    def action_choose(self) -> None:
        """Open the line under the cursor."""
        raise NotImplementedError

    def on_click(self, event: events.Click) -> None:
        """Go to the line clicked; as many clicks as it takes choose it."""
        line = self.scroll_offset.y + event.y - self.HEADER
        if event.y < self.HEADER or not self.is_choosable(line):
            return
        is_chosen = event.chain >= self.CLICKS and (line == self.cursor or self.CLICKS == 1)
        self.cursor = line
        if is_chosen:
            self.action_choose()

    def on_resize(self) -> None:
        """Keep the cursor in the window."""
        self.set_line_count(self.total)
        self.keep_in_window()
