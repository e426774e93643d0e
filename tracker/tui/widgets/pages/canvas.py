"""What a board is laid out on: its parts put down their texts, and the spots that the cursor walks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.text import cell_width
from tracker.tui.widgets.pages.board import Piece, Sheet, Spot

if TYPE_CHECKING:
    from collections.abc import Hashable


class Canvas:
    """Texts and spots at their places."""

    def __init__(self) -> None:
        """Empty."""
        self._pieces: list[Piece] = []
        self._spots: list[Spot] = []

    def sheet(self) -> Sheet:
        """All that was put down."""
        return Sheet(self._pieces, self._spots)

    def put(self, x: int, y: int, text: str, tone: str = "plain") -> None:
        """Put down a text, safe on a terminal."""
        if text:
            self._pieces.append(Piece(x, y, text, tone))

    def put_spot(
        self, at: tuple[int, int], text: str, tone: str, key: Hashable, said: str, *, shade: int = 0, cells: int = 0
    ) -> None:
        """Put down a text as a spot, on its shade; the spot has these `cells` if it is wider than its text."""
        self._pieces.append(Piece(*at, text, tone, shade))
        self._spots.append(Spot(*at, cells or cell_width(text), key, said))
