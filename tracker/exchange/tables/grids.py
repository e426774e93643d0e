"""Rows of cells as a table: the names of its columns, and each row below them with what is wrong with it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.source_table import SourceRow, SourceTable
from tracker.exchange.tables.choices import NO_HEADER
from tracker.exchange.tables.headers import column_names, filled_width, find_header, usual_width
from tracker.exchange.tables.rows import is_storable, unstorable_row
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SAMPLE_ROWS = 200


class GridRow(NamedTuple):
    """The cells of a row as they stand, its number in the file, and what is wrong with how it is written."""

    number: int
    cells: Sequence[str]
    fault: str = ""


class Grid(NamedTuple):
    """A file as rows of cells; `read` begins anew each time, `counted` says what the number of a row counts.

    `used` are the places of all columns with a value below that row, for a file that knows them; others without a name
    are no columns then.
    """

    path: Path
    read: Callable[[], Iterator[GridRow]]
    counted: str
    about: tuple[str, ...] = ()
    used: Callable[[int], set[int]] | None = None


def read_grid(grid: Grid, header: int | None) -> SourceTable:
    """The table of a grid, its names in that row or where they are found. Raises UsageError for an empty one."""
    sample = list(islice((row for row in grid.read() if any(row.cells)), SAMPLE_ROWS))
    if not sample:
        raise UsageError(f"{grid.path} is empty; a table needs a row of names and rows below it")
    names = _header_row(grid, sample, header)
    begins = names.number if names else 0
    used = grid.used(begins) if grid.used else set()
    cells = _padded_names(names, sample, max(used, default=-1) + 1)
    columns = column_names(cells, str(grid.path))
    shown = tuple(one for place, one in enumerate(columns) if not grid.used or place in used or cells[place].strip())
    about = (*grid.about, f"names in {grid.counted} {begins}" if names else "no names of columns")
    return SourceTable(str(grid.path), shown, partial(_each_row, grid, columns, begins), grid.counted, about)


def _header_row(grid: Grid, sample: Sequence[GridRow], wanted: int | None) -> GridRow | None:
    if wanted == NO_HEADER:
        return None
    if wanted is None:
        return sample[find_header([row.cells for row in sample])]
    row = next((one for one in grid.read() if one.number >= wanted), None)
    if row is None or row.number != wanted or not any(row.cells):
        place = f"{grid.counted} {wanted} of {grid.path}"
        raise UsageError(f"{place} begins no row; name one that has the names of the columns", field="header")
    return row


def _padded_names(header: GridRow | None, sample: Sequence[GridRow], least: int) -> list[str]:
    """The cells that name the columns, as many as most rows below have."""
    below = [row.cells for row in sample if not header or row.number > header.number]
    usual = usual_width(below)
    most = sum(filled_width(row) == usual for row in below) * 2 > len(below)
    width = max(least, usual if most or not header else 0)
    cells = list(header.cells) if header else []
    while cells and not cells[-1].strip() and len(cells) > width:
        cells.pop()
    return cells + [""] * (width - len(cells))


def _each_row(grid: Grid, columns: Sequence[str], begins: int) -> Iterator[SourceRow]:
    """Each row below the names that has a value, a ragged one with what is wrong with it."""
    width = len(columns)
    for number, cells, fault in grid.read():
        if number <= begins or not any(cells):
            continue
        wrong = fault or ("" if len(cells) == width else _ragged(cells, width))
        names = columns if len(cells) <= width else [*columns, *_surplus_names(width, len(cells))]
        row = SourceRow(number, {name: (cell,) for name, cell in zip(names, cells, strict=False) if cell}, wrong)
        yield row if is_storable("".join(cells)) else unstorable_row(row) or row


def _surplus_names(width: int, cells: int) -> Iterator[str]:
    return (f"column {place}" for place in range(width + 1, cells + 1))


def _ragged(cells: Sequence[str], width: int) -> str:
    if len(cells) > width and not any(cells[width:]):
        return ""
    many = f"{plural(len(cells), 'cell')}, but {plural(width, 'column')}"
    if len(cells) < width:
        return f"{many}; is it a note, or does a divider fail?"
    return f"{many}; does a cell with a divider lack its quotation marks?"
