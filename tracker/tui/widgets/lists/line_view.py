"""What views that draw their own lines share: the keys by which one moves, scrolling, and a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.tui.widgets.tones import Toned

if TYPE_CHECKING:
    from textual.selection import Selection

SELECTED_MOST = 2000  # lines of a list of a million that are copied


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
    HEADER: ClassVar[int] = 0  # lines at the top that do not scroll

    @property
    def window(self) -> int:
        """How many lines are in sight, never fewer than one."""
        return max(self.size.height - self.HEADER, 1)

    def draw_at(self, at: int) -> Strip:
        """A line, counted from the top of all that there are, those that do not scroll among them."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """A line of the window; what the mouse selected of it is shown so."""
        at = self._line_number(y)
        strip, selection = self.draw_at(at), self.text_selection
        span = selection.get_span(at) if selection else None
        return strip if span is None else self._selected(strip, *span)

    def selection_offset(self, x: int, y: int) -> Offset:
        """The cell and the line that stand at a cell of the screen."""
        content = self.content_region
        return Offset(max(x - content.x, 0), self._line_number(max(min(y, content.bottom - 1) - content.y, 0)))

    def get_selection(self, selection: Selection) -> tuple[str, str]:
        """The text that was selected with the mouse, and what ends it."""
        first = selection.start.y if selection.start else self._line_number(0)
        last = selection.end.y if selection.end else self._line_number(self.size.height - 1)
        lines = range(first, min(last, first + SELECTED_MOST) + 1)
        return "\n".join(self._selected_text(self.draw_at(at), selection.get_span(at)) for at in lines), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002 - textual's own signature
        """Draw what is selected now."""
        self.refresh()

    def text_select_all(self) -> None:
        """Select nothing: a second click opens a line."""

    def _line_number(self, y: int) -> int:
        return y if y < self.HEADER else y + self.scroll_offset.y

    def _selected(self, strip: Strip, start: int, end: int) -> Strip:
        end = strip.cell_length if end < 0 else end
        style = self.screen.get_component_rich_style("screen--selection")
        return Strip.join([strip.crop(0, start), strip.crop(start, end).apply_style(style), strip.crop(end)])

    def _selected_text(self, strip: Strip, span: tuple[int, int] | None) -> str:
        start, end = span or (0, 0)
        return strip.crop(start, None if end < 0 else end).text.rstrip()

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
