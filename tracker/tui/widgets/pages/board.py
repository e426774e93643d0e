"""A board of numbers: pieces at their places, some of them spots that the cursor walks and Enter opens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from tracker.text import cell_width
from tracker.tui.widgets.lists.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from textual import events

SHADES = 4
NEAR_LINES = 2  # up or down where nothing lies straight to the side


class Piece(NamedTuple):
    """A text at its place, safe on a terminal, on a ground of no shade to SHADES."""

    x: int
    y: int
    text: str
    tone: str = "plain"
    shade: int = 0


class Spot(NamedTuple):
    """A place that the cursor can stand on; `key` is what it stands for, `said` what is said of it."""

    x: int
    y: int
    cells: int
    key: Hashable
    said: str


class Sheet(NamedTuple):
    """A board laid out for a width."""

    pieces: Sequence[Piece]
    spots: Sequence[Spot]


class Board(LineView):
    """Arrows go to the nearest spot on that side; what is laid out is what `sheet` gives for a width and a height."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "walk(-1, 0)", "Left", show=False),
        Binding("right,l", "walk(1, 0)", "Right", show=False),
        Binding("space", "move_pages(1.0)", "Page down", show=False),
        Binding("enter", "choose", "List them"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "board--cursor",
        *(f"board--shade-{level}" for level in range(1, SHADES + 1)),
    }
    DEFAULT_CSS = """
    Board {
        padding: 0 1;
        & > .board--cursor { background: $foreground; color: $background; text-style: bold; }
        & > .board--shade-1 { background: $shade-1; }
        & > .board--shade-2 { background: $shade-2; }
        & > .board--shade-3 { background: $shade-3; }
        & > .board--shade-4 { background: $shade-4; }
        &:ansi {
            & > .board--cursor { background: transparent; color: $foreground; text-style: bold reverse; }
            & > .board--shade-1, & > .board--shade-2, & > .board--shade-3, & > .board--shade-4 {
                background: transparent;
            }
        }
    }
    """

    class Moved(Message):
        """The cursor stands on another spot."""

    @dataclass
    class Chosen(Message):
        """A spot is to be opened."""

        key: Hashable

    def __init__(self) -> None:
        """An empty board."""
        super().__init__()
        self._spots: Sequence[Spot] = ()
        self._by_line: Mapping[int, list[Piece]] = {}
        self._here = 0

    @property
    def spot(self) -> Spot | None:
        """The spot under the cursor."""
        return self._spots[self._here] if self._spots else None

    def sheet(self, cells: int, lines: int) -> Sheet:
        """The board for a width, with so many lines in sight."""
        raise NotImplementedError

    def lay_out(self) -> None:
        """Lay the board out anew; the cursor stays on what it stood on, or on the spot of that number."""
        before, room = self.spot, self.scrollable_content_region
        if not room.width:
            return
        pieces, self._spots = self.sheet(room.width, self.size.height)
        by_line: dict[int, list[Piece]] = {}
        for piece in sorted(pieces):
            by_line.setdefault(piece.y, []).append(piece)
        self._by_line = by_line
        again = (at for at, spot in enumerate(self._spots) if before and spot.key == before.key)
        self._here = next(again, max(min(self._here, len(self._spots) - 1), 0))
        self.set_line_count(max(by_line, default=0) + 1)
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Moved())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Without spots there is nothing to open."""
        return bool(self._spots) if action == "choose" else True

    def draw_at(self, at: int) -> Strip:
        """The pieces of a line."""
        room, plain = self.scrollable_content_region.width, self.toned("plain")
        here, x = self.spot, 0
        segments: list[Segment] = []
        for piece in self._by_line.get(at, ()):
            segments.append(Segment(" " * (piece.x - x), plain))
            on = here is not None and here.y == at and here.x <= piece.x < here.x + here.cells
            ground = f"board--shade-{piece.shade}" if piece.shade else ""
            style = self.get_component_rich_style("board--cursor") if on else self.toned(piece.tone, ground=ground)
            segments.append(Segment(piece.text, style))
            x = piece.x + cell_width(piece.text)
        return Strip(segments).adjust_cell_length(room, plain)

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self.lay_out()

    def on_click(self, event: events.Click) -> None:
        """Go to the spot clicked; a second click opens it."""
        x, y = event.x - self.gutter.left, self.scroll_offset.y + event.y - self.gutter.top
        for number, spot in enumerate(self._spots):
            if spot.y == y and spot.x <= x < spot.x + spot.cells:
                again = number == self._here and event.chain > 1
                self._go(number)
                if again:
                    self.action_choose()

    def action_walk(self, across: int, down: int) -> None:
        """Go to the nearest spot on one side."""
        if across:
            self.slide(across)
        here = self.spot
        if here is None:
            return
        far = [(_far(here, spot, across, down), number) for number, spot in enumerate(self._spots)]
        near = min((one for one in far if one[0]), default=None)
        if near is not None:
            self._go(near[1])

    def slide(self, across: int) -> None:
        """Bring in what lies beyond the side, where a board is wider than the window."""

    def action_move(self, lines: int) -> None:
        """Go to the nearest spot below, or above, so often."""
        for _ in range(abs(lines)):
            self.action_walk(0, 1 if lines > 0 else -1)

    def action_go(self, line: int) -> None:
        """Go to the first spot or the last."""
        self._go(line % len(self._spots) if self._spots else 0)

    def action_choose(self) -> None:
        """Open what the cursor stands on."""
        if self.spot is not None:
            self.post_message(self.Chosen(self.spot.key))

    def _go(self, number: int) -> None:
        self._here = number
        if self.spot is not None:
            top = 0 if self.spot.y <= 2 else self.spot.y - 1  # noqa: PLR2004 - the heading comes along
            bottom = self.spot.y + 1
            at, height = self.scroll_offset.y, self.size.height
            if top < at or bottom > at + height:
                self.jump(top if top < at else bottom - height)
        self.refresh()
        self.post_message(self.Moved())


def _far(here: Spot, spot: Spot, across: int, down: int) -> int:
    """How far a spot lies on one side of another; 0 if it does not."""
    below, gap = spot.y - here.y, max(spot.x - here.x - here.cells, here.x - spot.x - spot.cells, -1) + 1
    if down:
        return 2 * abs(below) + gap if below * down > 0 else 0
    beside = (spot.x - here.x) * across > 0 and gap and abs(below) <= NEAR_LINES
    return 100 * abs(below) + gap if beside else 0
