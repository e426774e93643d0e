"""Text with a divider: CSV, TSV and their kin, row by row with the line on which each begins."""

from __future__ import annotations

import csv
import re
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.exchange.tables.dividers import CELL_MOST, Dialect, find_dialect, parse_divider
from tracker.exchange.tables.encodings import find_encoding
from tracker.exchange.tables.grids import SAMPLE_ROWS, Grid, GridRow, read_grid
from tracker.process.system_errors import explain_system_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable
    from tracker.exchange.tables.choices import TableChoices

LINE_MOST = 64_000_000  # signs
_SAMPLE_SIGNS = 1 << 20
_DECLARED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_QUOTE_INSIDE = "a quotation mark stands inside a quoted cell; double it"
_QUOTE_OPEN = "a quotation mark opens here and is never closed"


def read_text_table(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a text. Raises ChoiceNeededError for an unsure encoding, UsageError for a text without a table."""
    encoding = find_encoding(path, choices.encoding)
    dialect = _text_dialect(path, encoding.codec, choices.divider)
    read = partial(_each_text_row, path, encoding.codec, dialect)
    return read_grid(Grid(path, read, "line", (encoding.label, dialect.label)), choices.header)


def each_line(path: Path, codec: str) -> Iterator[str]:
    """The lines of a text with their ends as they stand. Raises TrackerError for one beyond all bounds."""
    try:
        with path.open(encoding=codec, newline="") as stream:
            while line := stream.readline(LINE_MOST):
                if len(line) == LINE_MOST:
                    raise TrackerError(f"{path} has a line of more than {LINE_MOST:,} signs; it is no table in text")
                yield line
    except OSError as error:
        raise explain_system_error(error) from error


def _each_text_row(path: Path, codec: str, dialect: Dialect) -> Iterator[GridRow]:
    """Each row that is not blank, one at a time. Raises TrackerError for a cell beyond all bounds."""
    held: list[str] = []  # the lines of the row that is being read
    rows = dialect.reader(_hold_lines(each_line(path, codec), held), strict=True)
    while True:
        begins = rows.line_num + 1
        held.clear()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _mend_row(begins, held, dialect, error, path)
        else:
            if cells and not (begins == 1 and _DECLARED.fullmatch(held[0])):
                yield GridRow(begins, cells)


def _hold_lines(lines: Iterator[str], held: list[str]) -> Iterator[str]:
    for line in lines:
        held.append(line)
        yield line


def _mend_row(begins: int, held: list[str], dialect: Dialect, error: csv.Error, path: Path) -> GridRow:
    if "limit" in str(error):
        raise TrackerError(
            f"{path}, line {begins}: a cell has more than {CELL_MOST:,} signs; is a quotation mark never closed?"
        ) from error
    cells = list(chain.from_iterable(dialect.reader(held)))
    return GridRow(begins, cells, _QUOTE_OPEN if "end of data" in str(error) else _QUOTE_INSIDE)


def _text_dialect(path: Path, codec: str, chosen: str) -> Dialect:
    if chosen:
        return Dialect(parse_divider(chosen))
    lines: list[str] = []
    for line in each_line(path, codec):
        lines.append(line)
        if len(lines) >= SAMPLE_ROWS or sum(map(len, lines)) > _SAMPLE_SIGNS:
            break
    if lines and (declared := _DECLARED.fullmatch(lines[0])):
        return Dialect(declared[1])
    return find_dialect(lines, "\t" if path.suffix.casefold() in {".tsv", ".tab"} else "")
