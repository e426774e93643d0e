"""Digests and tables as Markdown that can be sent as it is: text from outside is never markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MARKUP = re.compile(r"([\\`*_\[\]<>|~&#])")
_BEGINS_A_BLOCK = re.compile(r"^(\d+)([.)])|^([-+=])")


def plain(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line."""
    return _BEGINS_A_BLOCK.sub(_unblocked, _MARKUP.sub(r"\\\1", visible(text)))


def _unblocked(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, numbers to the right."""
    listed = list(rows)
    numeric = [bool(listed) and all(row[at].isdigit() for row in listed) for at in range(len(header))]
    yield _row(header)
    yield "|" + "|".join(" ---: " if right else " --- " for right in numeric) + "|\n"
    yield from map(_row, listed)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(plain, cells)) + " |\n"
