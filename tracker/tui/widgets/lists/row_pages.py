"""The rows of a list, a page at a time: only the pages around the window are held."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.model import ProposalLine

    Fetch = Callable[[int, int], Sequence[ProposalLine]]

PAGE = 100
PAGES_HELD = 6


class Pages:
    """Rows by number, fetched by page; what was not used for longest is let go."""

    def __init__(self, fetch: Fetch) -> None:
        """Nothing is fetched yet."""
        self._fetch = fetch
        self._held: OrderedDict[int, Sequence[ProposalLine]] = OrderedDict()

    def row(self, number: int) -> ProposalLine | None:
        """The row of that number from 0; None where there is none, or no longer."""
        page, place = divmod(number, PAGE)
        lines = self._page(page)
        return lines[place] if place < len(lines) else None

    def many(self, page: int) -> int:
        """How many rows a page has."""
        return len(self._page(page))

    def restart(self, first: Sequence[ProposalLine]) -> None:
        """Let everything go and hold this first page."""
        self._held.clear()
        self._held[0] = first

    def clear(self) -> None:
        """Let everything go."""
        self._held.clear()

    def _page(self, page: int) -> Sequence[ProposalLine]:
        if page not in self._held:
            self._held[page] = self._fetch(page * PAGE, PAGE)
            if len(self._held) > PAGES_HELD:
                self._held.popitem(last=False)
        self._held.move_to_end(page)
        return self._held[page]
