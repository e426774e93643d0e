"""What an input of a form offers while it is typed: the rest of a known word, or of one in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.suggester import Suggester

from tracker.comparison import fold_text
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Words(Suggester):
    """Completes the last item of a list divided by `divider`, or the whole where there is none."""

    def __init__(self, known: Callable[[], Iterable[str]], divider: str = "") -> None:
        """`known` is asked once, at the first letter."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._ask = known
        self._known: list[str] | None = None
        self._divider = divider

    async def get_suggestion(self, value: str) -> str | None:
        """The value with its last item completed; None if nothing begins so."""
        if self._known is None:
            self._known = list(self._ask())
        start = value.rfind(self._divider) + 1 if self._divider else 0
        start += len(value[start:]) - len(value[start:].lstrip())
        return completed(value, start, self._known)


def completed(value: str, start: int, known: Iterable[str]) -> str | None:
    """The value with what begins at `start` completed to the first known word that begins so.

    Textual's input draws a suggestion as it is, so a word that a terminal could obey is not offered.
    """
    typed = value[start:]
    if not typed:
        return None
    begun = fold_text(typed)
    fitting = (word for word in known if fold_text(word).startswith(begun) and len(word) > len(typed))
    word = next((word for word in fitting if visible_line(word) == word), None)
    return None if word is None else value + word[len(typed) :]
