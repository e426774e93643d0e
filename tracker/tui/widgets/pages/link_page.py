"""A page of lines that scrolls and has links in it.

It draws its own lines: a Static of changing height would lay out the whole screen anew at every key.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tracker.tui.widgets.lists.line_view import LineView

if TYPE_CHECKING:
    from textual import events
    from textual.content import Content
    from textual.style import Style as VisualStyle


class LinkTarget(NamedTuple):
    """Where a link leads; a `fold` leads nowhere else: its lines are shown whole, or no longer."""

    kind: Literal["proposal", "source", "fold"]
    id: int


class Laid(NamedTuple):
    """A line, and the number from 0 of the link that it belongs to; a heading says whether the page has the focus."""

    content: Content
    link: int | None = None
    is_heading: bool = False


class Laying(NamedTuple):
    """A page: its lines, and where each link leads."""

    lines: list[Laid]
    targets: list[LinkTarget]


EMPTY = Laying([], [])


class LinkPage(LineView):
    """A page laid out anew for each width; a link is chosen with n and p, followed with Enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "move_pages(1.0)", "Page down", show=False),
        Binding("n", "next_link(1)", "Next link"),
        Binding("p", "next_link(-1)", "Previous link", show=False),
        Binding("enter", "follow", "Follow the link"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"link-page--chosen"}
    DEFAULT_CSS = """
    LinkPage {
        padding: 0 1;
        overflow: hidden scroll;  /* a scrollbar that comes and goes would lay out the whole screen anew */
        & > .link-page--chosen { background: $cursor-ground; color: $cursor-foreground; text-style: bold; }
        &:ansi > .link-page--chosen { background: transparent; text-style: bold reverse; }
    }
    """

    @dataclass
    class Followed(Message):
        """The reader follows a link."""

        target: LinkTarget

    def __init__(self) -> None:
        """An empty page."""
        super().__init__()
        self._laid = EMPTY
        self._link: int | None = None  # the link that is chosen
        self._ground: tuple[VisualStyle, Style] | None = None  # worked out once: every line of a frame asks

    def laying(self, width: int) -> Laying:
        """The page for a width."""
        raise NotImplementedError

    def top(self) -> None:
        """Show another page: from its top, with no link chosen."""
        self._link = None
        self.jump(0)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer what there is to follow."""
        if action == "next_link":
            return bool(self._laid.targets)
        return self._link is not None if action == "follow" else True

    def draw_at(self, at: int) -> Strip:
        """One line of it."""
        width = self.scrollable_content_region.width
        if self._ground is None:
            self._ground = self.visual_style, self.rich_style
        style, ground = self._ground
        if at >= len(self._laid.lines):
            return Strip.blank(width, ground)
        line = self._laid.lines[at]
        parts = line.content.render(style, end="", parse_style=self._get_style)
        segments = [Segment(words, (style + own).rich_style) for words, own in parts]
        if line.is_heading and self.has_focus:
            head = self.toned("heading")
            on = Style(color=head.color, underline=head.underline)
            segments = [
                Segment(one.text, (one.style or ground) + on if one.text.strip() else ground) for one in segments
            ]
        if line.link is not None and line.link == self._link:
            chosen = self.get_component_rich_style("link-page--chosen")
            colours = Style() if chosen.reverse else Style(color=chosen.color, bgcolor=chosen.bgcolor)
            on = colours + Style(bold=True, reverse=chosen.reverse)
            segments = [Segment(one.text, (one.style or ground) + on) for one in segments]
            ground += on
        return Strip(segments).adjust_cell_length(width, ground)

    def notify_style_update(self) -> None:
        """Forget the style that was worked out for another theme or another state."""
        super().notify_style_update()
        self._ground = None

    def on_resize(self) -> None:
        """Lay out anew."""
        self.lay_out()

    def action_move(self, lines: int) -> None:
        """Go up or down by lines."""
        self.jump(self.scroll_offset.y + lines)

    def action_go(self, line: int) -> None:
        """Go to the top or the end."""
        self.jump(line % max(len(self._laid.lines), 1))

    def action_next_link(self, step: int) -> None:
        """Choose the next link, or the one before, round and round."""
        links = len(self._laid.targets)
        first = 0 if step > 0 else links - 1
        self._choose(first if self._link is None else (self._link + step) % links)

    def action_follow(self) -> None:
        """Go where the chosen link leads."""
        if self._link is None:
            return
        target = self._laid.targets[self._link]
        if target.kind == "fold":
            self.toggle_fold(target.id)
        else:
            self.post_message(self.Followed(target))

    def toggle_fold(self, number: int) -> None:
        """Show the lines of a fold whole, or no longer; a page without folds has nothing to do."""

    def on_click(self, event: events.Click) -> None:
        """Follow the link that was clicked."""
        number = self.scroll_offset.y + event.y - self.gutter.top
        if 0 <= number < len(self._laid.lines) and (link := self._laid.lines[number].link) is not None:
            self._choose(link)
            self.action_follow()

    def _choose(self, link: int | None) -> None:
        self._link = link
        lines = [number for number, line in enumerate(self._laid.lines) if line.link == link]
        if lines and not self.scroll_offset.y <= lines[0] <= lines[-1] < self.scroll_offset.y + self.size.height:
            self.jump(max(lines[0] - self.size.height // 2, 0))
        self.refresh()
        self.refresh_bindings()

    def lay_out(self) -> None:
        """Lay the page out anew."""
        width = self.scrollable_content_region.width  # `size` takes in the gutter of the scrollbar
        before = bool(self._laid.targets)
        self._laid = self.laying(width) if width else EMPTY
        if self._link is not None and self._link >= len(self._laid.targets):
            self._link = None
        self.set_line_count(len(self._laid.lines))
        self.refresh()
        if self.has_focus and before != bool(self._laid.targets):
            self.refresh_bindings()
