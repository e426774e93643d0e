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


def escape_markdown(text: str) -> str:
    """Text as Markdown that shows it as it is, on one line, without the spaces around it."""
    return _BEGINS_A_BLOCK.sub(_unblocked, _MARKUP.sub(_escape_sign, visible_line(text).strip()))


def _escape_sign(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _unblocked(match: re.Match[str]) -> str:
    return f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}"


def markdown_table(header: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of texts, numbers to the right."""
    listed = list(cells)
    numeric = [bool(listed) and all(row[at].isdigit() for row in listed) for at in range(len(header))]
    yield from markdown_table_head(header, [at for at, right in enumerate(numeric) if right])
    yield from (markdown_row(map(escape_markdown, one)) for one in listed)


def markdown_table_head(header: Sequence[str], right: Sequence[int] = ()) -> Iterator[str]:
    """The head of a table; `right` are the numbers of the columns that stand to the right."""
    yield markdown_row(map(escape_markdown, header))
    yield "|" + "|".join(" ---: " if at in right else " --- " for at in range(len(header))) + "|\n"


def markdown_row(cells: Iterable[str]) -> str:
    """A row of a table, of cells that are Markdown already."""
    return "| " + " | ".join(cells) + " |\n"


def markdown_lines(lines: Iterable[str]) -> Iterator[str]:
    """Lines that are said beside a report, each a paragraph in italics below an empty line."""
    yield from (f"\n*{escape_markdown(one)}*\n" for one in lines if one)
