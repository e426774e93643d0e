"""The pane that shows one proposal whole, and scrolls.

It draws its own lines: a Static of changing height would lay out the whole screen anew at every key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.tui.widgets.life import laid_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.style import Style
    from textual.content import Content
    from textual.style import Style as VisualStyle

    from tracker.model import Detail


class DetailPane(ScrollView, can_focus=True, inherit_bindings=False):
    """One proposal: given by `show`, laid out anew for each width."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "move_pages(1)", "Page down", show=False),
        Binding("ctrl+u,pageup", "move_pages(-1)", "Page up", show=False),
        Binding("g,home", "go('top')", "To the top", show=False),
        Binding("G,end", "go('end')", "To the end", show=False),
        Binding("enter", "leave", "Back", show=True),
    ]
    DEFAULT_CSS = """
    DetailPane {
        padding: 0 1;
        border-left: vkey $foreground 20%;
        overflow: hidden scroll;  /* a scrollbar that comes and goes would lay out the whole screen anew */
        scrollbar-size-vertical: 1;
        &:focus { border-left: vkey $accent; }
    }
    """
    ALLOW_SELECT = False

    class Left(Message):
        """The reader goes back to the list."""

    def __init__(self, glyphs: Mapping[str, str]) -> None:
        """Nothing is shown yet."""
        super().__init__()
        self._glyphs = glyphs
        self._shown: tuple[Detail, Mapping[int, str]] | None = None
        self._lines: list[Content] = []
        self._ground: tuple[VisualStyle, Style] | None = None  # worked out once: every line of a frame asks

    def show(self, detail: Detail | None, titles: Mapping[int, str] | None = None) -> None:
        """Show a proposal, from its top if it is another one; None shows nothing."""
        before = self._shown and self._shown[0].proposal.id
        self._shown = None if detail is None else (detail, titles or {})
        if detail is None or detail.proposal.id != before:
            self.scroll_to(y=0, animate=False, force=True)
        self._lay_out()

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        width, number = self.scrollable_content_region.width, self.scroll_offset.y + y
        if self._ground is None:
            self._ground = self.visual_style, self.rich_style
        style, ground = self._ground
        if number >= len(self._lines):
            return Strip.blank(width, ground)
        parts = self._lines[number].render(style, end="", parse_style=self._get_style)
        segments = [Segment(words, (style + own).rich_style) for words, own in parts]
        return Strip(segments).adjust_cell_length(width, ground)

    def notify_style_update(self) -> None:
        """Forget the style that was worked out for another theme or another state."""
        super().notify_style_update()
        self._ground = None

    def on_resize(self) -> None:
        """Lay out anew."""
        self._lay_out()

    def action_move(self, lines: int) -> None:
        """Go up or down by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False)

    def action_move_pages(self, pages: int) -> None:
        """Go up or down by pages."""
        self.action_move(pages * max(self.size.height - 1, 1))

    def action_go(self, where: str) -> None:
        """Go to the top or the end."""
        self.scroll_to(y=0 if where == "top" else len(self._lines), animate=False)

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width  # `size` takes in the gutter of the scrollbar
        self._lines = []
        if self._shown is not None and width:
            self._lines = laid_out(self._shown[0], self._glyphs, self._shown[1], width)
        size = Size(width, len(self._lines))
        # past the reactive, which would lay out the whole screen anew at every key
        self.set_reactive(DetailPane.virtual_size, size)
        self._scroll_update(size)
        self.refresh()
