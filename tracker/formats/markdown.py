"""Text and tables as Markdown in which text from outside is never markup (CommonMark, with GitHub's extensions)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# Beside the marks of CommonMark: tables, mathematics, addresses that become links unasked, names of emoji.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~&#$@]|:(?=//|[\w+-]+:)|(?<=\w)\.(?=[^\W\d_])")
_BEGINS_A_BLOCK = re.compile(r"^(\d+)([.)])|^([-+=])")


def plain(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line, without the spaces around it."""
    return _BEGINS_A_BLOCK.sub(_unblocked, _MARKUP.sub(_escaped, visible_line(text).strip()))


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _unblocked(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def table(header: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of texts, numbers to the right."""
    listed = list(cells)
    numeric = [bool(listed) and all(row[at].isdigit() for row in listed) for at in range(len(header))]
    yield from begun(header, [at for at, right in enumerate(numeric) if right])
    yield from (row(map(plain, one)) for one in listed)


def begun(header: Sequence[str], right: Sequence[int] = ()) -> Iterator[str]:
    """The head of a table; `right` are the numbers of the columns that stand to the right."""
    yield row(map(plain, header))
    yield "|" + "|".join(" ---: " if at in right else " --- " for at in range(len(header))) + "|\n"


def row(cells: Iterable[str]) -> str:
    """A row of a table, of cells that are Markdown already."""
    return "| " + " | ".join(cells) + " |\n"
