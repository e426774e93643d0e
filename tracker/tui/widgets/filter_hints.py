"""What hangs below the filter while it is typed: what is wrong, and what can come next; the list does not move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tracker.text import cell_width, clip_text, pad_text, visible_line
from tracker.tui.widgets import signs
from tracker.tui.widgets.tones import Toned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.geometry import Size

    from tracker.offers import Offer

LINES = 8  # of offers at once
INDENT = 3


class Below(Toned, Widget):
    """Lines over the head of the list: what may come next, or else what is wrong, or what a field takes."""

    DEFAULT_CSS = """
    Below {
        overlay: screen;
        display: none;
        height: 1;
        background: $surface;
    }
    """
    ALLOW_SELECT = False

    class Clicked(Message):
        """An offer is to be taken."""

        def __init__(self, offer: Offer) -> None:
            """The offer clicked."""
            super().__init__()
            self.offer = offer

    def __init__(self) -> None:
        """Nothing to show."""
        super().__init__()
        self.error = self.hint = ""
        self._tall = 1
        self.offers: Sequence[Offer] = ()
        self.chosen: int | None = None

    def show(self, *, error: str | None = None, hint: str | None = None, offers: Sequence[Offer] | None = None) -> None:
        """Show another error, hint or other offers; what is not given stays."""
        self.error = self.error if error is None else visible_line(error, 400)
        self.hint = self.hint if hint is None else hint
        if offers is not None:
            self.offers, self.chosen = offers, None
        lines = min(len(self.offers), LINES) or int(bool(self.error or self.hint))
        if self.display != bool(lines):
            self.display = bool(lines)
        if lines and lines != self._tall:
            self.styles.height = self._tall = lines
        self.refresh()

    def choose(self, step: int) -> None:
        """Go to the next offer, or the one before; before the first is none."""
        at = (-1 if self.chosen is None else self.chosen) + step
        self.chosen = None if at < 0 else min(at, len(self.offers) - 1)
        self.refresh()

    def get_content_width(self, container: Size, _viewport: Size) -> int:
        """As wide as the screen: it hides what is below."""
        return container.width

    def render_line(self, y: int) -> Strip:
        """The offers around the one chosen, or the error."""
        cells = self.size.width
        if not self.offers and y == 0:
            words = " " * INDENT + clip_text(self.error or self.hint, cells - INDENT)
            return self.draw([(words, "warning" if self.error else "muted")], cells)
        at = self._first() + y
        if at >= len(self.offers):
            return Strip.blank(cells, self.toned("plain"))
        return self._offer_line(at, cells)

    def on_click(self, event: events.Click) -> None:
        """Take what is clicked."""
        at = self._first() + event.y
        if 0 <= at < len(self.offers):
            self.post_message(self.Clicked(self.offers[at]))

    def _offer_line(self, at: int, cells: int) -> Strip:
        offer, here = self.offers[at], at == self.chosen
        most = max(cell_width(signs.visible_cell(one.word)) for one in self.offers)
        room = max(min(most, cells - INDENT - 1), 1)
        key = "tab " if at == (self.chosen or 0) else ""
        said = max(cells - INDENT - room - 2 - len(key), 0)
        parts = [
            ((" ▌" if here else "  ").ljust(INDENT), "accent"),
            (pad_text(signs.visible_cell(offer.word), room), "accent"),
            ("  ", "plain"),
            (pad_text(offer.help, said), "muted"),
            (key, "muted"),
        ]
        return self.draw(parts, cells, here=here)

    def _first(self) -> int:
        """The first offer that is shown."""
        return max((self.chosen or 0) - LINES + 1, 0)
