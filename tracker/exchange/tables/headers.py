"""The row that names the columns: found below lines of title, its names made unique."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS_MOST = 2_000
_YEAR = re.compile(r"(1[5-9]|20)\d\d", re.ASCII)
_FILLED_ENOUGH = 0.6  # of the width of a table, in the row that names its columns


def find_header(rows: Sequence[Sequence[str]]) -> int:
    """The place of the row that names the columns: the first that reaches as far as the table and holds no number.

    Without such a row it is the first that is wide enough.
    """
    width = usual_width(rows)
    wide = [place for place, row in enumerate(rows) if _filled(row) >= _FILLED_ENOUGH * width]
    full = [place for place in wide if filled_width(rows[place]) >= width]
    without_number = [[place for place in places if not holds_number(rows[place])] for places in (full, wide)]
    return next((places[0] for places in (*without_number, full, wide) if places), 0)


def column_names(cells: Iterable[str], path: str) -> tuple[str, ...]:
    """Names for all columns: blanks around them gone, an empty one is `column 3`, a second `Name` is `Name (2)`.

    Raises UsageError for more columns than a table of people has.
    """
    wanted = [" ".join(cell.split()) or f"column {place}" for place, cell in enumerate(cells, 1)]
    if len(wanted) > COLUMNS_MOST:
        raise UsageError(f"{path} has {len(wanted):,} columns; at most {COLUMNS_MOST:,} are read")
    taken: set[str] = set()
    for place, name in enumerate(wanted):
        wanted[place] = _free_name(name, taken | set(wanted[place + 1 :]) if name in taken else taken)
        taken.add(wanted[place])
    return tuple(wanted)


def _free_name(name: str, taken: set[str]) -> str:
    free, count = name, 1
    while free in taken:
        count += 1
        free = f"{name} ({count})"
    return free


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """How many cells the rows have that tell the width: most have it, the wider one if two are as frequent."""
    widths = [filled_width(row) for row in rows if any(row)]
    return max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width), default=0)


def filled_width(row: Sequence[str]) -> int:
    """How far the filled cells of a row reach."""
    return max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def holds_number(row: Sequence[str]) -> bool:
    """Whether a cell of the row is a number other than a year, so that the row names no columns."""
    return any(map(_is_number, row))


def _is_number(cell: str) -> bool:
    digits = cell.strip(" \t%$€£-+").replace(",", "").replace(".", "", 1)
    return digits.isdigit() and not _YEAR.fullmatch(cell.strip())
