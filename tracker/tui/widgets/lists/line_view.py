"""What views that draw their own lines share: the keys by which one moves, scrolling, and a look."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView

from tracker.tui.widgets.tones import Toned


class LineView(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Lines drawn in tones; what `move` and `go` move is for each view to say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("ctrl+d", "move_pages(0.5)", "Half a page down", show=False),
        Binding("ctrl+u", "move_pages(-0.5)", "Half a page up", show=False),
        Binding("pagedown", "move_pages(1.0)", "Page down", show=False),
        Binding("pageup", "move_pages(-1.0)", "Page up", show=False),
        Binding("g,home", "go(0)", "To the top", show=False),
        Binding("G,end", "go(-1)", "To the end", show=False),
    ]
    DEFAULT_CSS = """
    LineView {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    """
    ALLOW_SELECT = False
    HEADER: ClassVar[int] = 0  # lines at the top that do not scroll

    @property
    def window(self) -> int:
        """How many lines are in sight, never fewer than one."""
        return max(self.size.height - self.HEADER, 1)

    def lines_of(self, pages: float) -> int:
        """The lines of so many windows, one at the least; of a whole window a line stays in sight."""
        return int(pages * max(self.window - 1, 1)) or (1 if pages > 0 else -1)

    def set_line_count(self, lines: int) -> None:
        """Say how many lines there are; the screen is laid out anew only if the scrollbar comes or goes."""
        size = Size(self.scrollable_content_region.width, lines + self.HEADER if lines else 0)
        self.set_reactive(LineView.virtual_size, size)  # past the reactive, which would lay it out at every key
        self._scroll_update(size)

    def jump(self, line: int) -> None:
        """Have this line at the top, at once."""
        self.scroll_to(y=line, animate=False, force=True)

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def action_move(self, lines: int) -> None:
        """Go down by lines, or up."""
        raise NotImplementedError

    def action_move_pages(self, pages: float) -> None:
        """Go down by windows, or up."""
        self.action_move(self.lines_of(pages))

    def action_go(self, line: int) -> None:
        """Go to a line; a negative one counts from the end."""
        raise NotImplementedError
