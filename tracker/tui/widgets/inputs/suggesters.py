"""What an input of a form offers while it is typed: the rest of a known word, or of one in a list."""

from __future__ import annotations

import itertools
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from textual.suggester import Suggester

from tracker.comparison import fold_text
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ENTRIES = 5_000  # of a folder that are looked at for one letter


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


class Paths(Suggester):
    """Completes the last part of a path to the first file that can be read or folder that begins so.

    A folder ends with a slash; what begins with a dot is offered once the dot is typed.
    """

    def __init__(self) -> None:
        """The folders are read anew for each letter."""
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The path with its last part completed; None if nothing begins so, or for an address."""
        begun = value.rpartition("/")[2]
        if not begun or "://" in value:
            return None
        start = len(value) - len(begun)
        return completed(value, start, _readable_names(value[:start] or ".", hidden=begun.startswith(".")))


def _readable_names(folder: str, *, hidden: bool) -> Iterator[str]:
    """The names in a folder, folders with a slash, as many as can be looked at; none if it cannot be read."""
    try:
        with os.scandir(Path(folder).expanduser()) as entries:
            known = sorted(itertools.islice(entries, ENTRIES), key=lambda one: one.name)
    except (OSError, ValueError, RuntimeError):
        return
    for one in known:
        with suppress(OSError):
            ends = "/" if one.is_dir() else ""
            if one.name.startswith(".") <= hidden and (ends or one.is_file()) and os.access(one.path, os.R_OK):
                yield one.name + ends


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
