"""Text with a divider: CSV, TSV and their kin, row by row with the line on which each begins."""

from __future__ import annotations

import csv
import re
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import TrackerError, UsageError
from tracker.exchange.source_table import SourceRow, SourceTable
from tracker.exchange.tables.choices import NO_HEADER
from tracker.exchange.tables.dividers import CELL_MOST, SAMPLE_ROWS, Dialect, find_dialect, parse_divider
from tracker.exchange.tables.encodings import find_encoding
from tracker.exchange.tables.headers import column_names, find_header, usual_width
from tracker.exchange.tables.rows import unstorable_row
from tracker.process.system_errors import explain_system_error
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.exchange.tables.choices import TableChoices

LINE_MOST = 64_000_000  # signs
_SAMPLE_SIGNS = 1 << 20
_DECLARED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_QUOTE_INSIDE = "a quotation mark stands inside a quoted cell; double it"
_QUOTE_OPEN = "a quotation mark opens here and is never closed"


class TextRecord(NamedTuple):
    """The cells of a row as they stand, the line on which it begins, and what is wrong with its quotation marks."""

    number: int
    cells: Sequence[str]
    fault: str = ""


def read_text_table(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a text. Raises ChoiceNeededError for an unsure encoding, UsageError for a text without a table."""
    encoding = find_encoding(path, choices.encoding)
    dialect = _find_dialect(path, encoding.codec, choices.divider)
    read = partial(each_record, path, encoding.codec, dialect)
    sample = [record for record in islice(read(), SAMPLE_ROWS) if any(record.cells)]
    if not sample:
        raise UsageError(f"{path} is empty; a table needs a row of names and rows below it")
    header = header_record(sample, choices.header, f"line {choices.header} of {path}", read)
    columns = padded_names(header, sample, path)
    begins = header.number if header else 0
    about = (encoding.label, dialect.label, f"names in line {begins}" if header else "no names of columns")
    return SourceTable(str(path), columns, partial(each_source_row, read, columns, begins), "line", about)


def header_record(
    sample: Sequence[TextRecord], wanted: int | None, place: str, read: partial[Iterator[TextRecord]]
) -> TextRecord | None:
    """The row of names: the wanted one, else the one found in the sample; None if there is to be none."""
    if wanted == NO_HEADER:
        return None
    if wanted is None:
        return sample[find_header([record.cells for record in sample])]
    record = next((one for one in read() if one.number >= wanted), None)
    if record is None or record.number != wanted or not any(record.cells):
        raise UsageError(f"{place} begins no row; name one that has the names of the columns", field="header")
    return record


def padded_names(header: TextRecord | None, sample: Sequence[TextRecord], path: Path) -> tuple[str, ...]:
    """The names of all columns, as many as the rows below usually have."""
    below = [record.cells for record in sample if not header or record.number > header.number]
    cells = list(header.cells) if header else []
    while cells and not cells[-1].strip() and len(cells) > usual_width(below):
        cells.pop()
    cells += [""] * (usual_width(below) - len(cells))
    return column_names(cells, str(path))


def each_record(path: Path, codec: str, dialect: Dialect) -> Iterator[TextRecord]:
    """Each row that is not blank, one at a time; memory stays flat.

    Raises TrackerError for a cell beyond all bounds.
    """
    held: list[str] = []
    rows = dialect.reader(_each_line(path, codec, held), strict=True)
    while True:
        begins = rows.line_num + 1
        held.clear()
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield _mend_record(begins, held, dialect, error, path)
        else:
            if cells and not (begins == 1 and _DECLARED.fullmatch(held[0])):
                yield TextRecord(begins, cells)


def each_source_row(read: partial[Iterator[TextRecord]], columns: Sequence[str], begins: int) -> Iterator[SourceRow]:
    """Each row below the names that has a value, a ragged one with what is wrong with it."""
    width = len(columns)
    for number, cells, fault in read():
        if number <= begins or not any(cells):
            continue
        wrong = fault or ("" if len(cells) == width else _ragged(cells, width))
        names = columns if len(cells) <= width else [*columns, *surplus_names(width, len(cells))]
        row = SourceRow(number, {name: (cell,) for name, cell in zip(names, cells, strict=False) if cell}, wrong)
        yield unstorable_row(row) or row


def surplus_names(width: int, cells: int) -> Iterator[str]:
    """The names of cells beyond the last column."""
    return (f"column {place}" for place in range(width + 1, cells + 1))


def _ragged(cells: Sequence[str], width: int) -> str:
    if len(cells) > width and not any(cells[width:]):
        return ""
    many = f"{plural(len(cells), 'cell')}, but {plural(width, 'column')}"
    if len(cells) < width:
        return f"{many}; is it a note, or does a divider fail?"
    return f"{many}; does a cell with a divider lack its quotation marks?"


def _each_line(path: Path, codec: str, held: list[str]) -> Iterator[str]:
    """The lines as they stand; those of the row that is being read are held for it."""
    try:
        with path.open(encoding=codec, newline="") as stream:
            while line := stream.readline(LINE_MOST):
                if len(line) == LINE_MOST:
                    raise TrackerError(f"{path} has a line of more than {LINE_MOST:,} signs; it is no table in text")
                held.append(line)
                yield line
    except OSError as error:
        raise explain_system_error(error) from error


def _mend_record(begins: int, held: list[str], dialect: Dialect, error: csv.Error, path: Path) -> TextRecord:
    if "limit" in str(error):
        raise TrackerError(
            f"{path}, line {begins}: a cell has more than {CELL_MOST:,} signs; is a quotation mark never closed?"
        ) from error
    cells = list(chain.from_iterable(dialect.reader(held)))
    return TextRecord(begins, cells, _QUOTE_OPEN if "end of data" in str(error) else _QUOTE_INSIDE)


def _find_dialect(path: Path, codec: str, chosen: str) -> Dialect:
    lines: list[str] = []
    for _ in _each_line(path, codec, lines):
        if len(lines) >= SAMPLE_ROWS or sum(map(len, lines[-1:])) > _SAMPLE_SIGNS:
            break
    if chosen:
        return Dialect(parse_divider(chosen))
    if lines and (declared := _DECLARED.fullmatch(lines[0])):
        return Dialect(declared[1])
    return find_dialect(lines, "\t" if path.suffix.casefold() in {".tsv", ".tab"} else "")
