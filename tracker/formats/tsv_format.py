"""Tab-separated lines without headings, each value on one line and safe on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.formats.columns import ExportRow
    from tracker.formats.format import FormatTable, ListShape, ReadSources
    from tracker.model import ProposalLine


def tsv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows of texts as lines."""
    for row in rows:
        yield "\t".join(visible_line(value) for value in row) + "\n"


def _write_tsv(table: FormatTable) -> Iterator[str]:
    from tracker.formats.rows import csv_cell

    if table.needs_names:
        yield from tsv_lines([table.names])
    yield from tsv_lines([csv_cell(value) for value in row] for row in table.rows)


def _write_lines(lines: Iterable[ProposalLine]) -> Iterator[str]:
    from tracker.formats.rows import line_cells

    return tsv_lines(map(line_cells, lines))


def _write_rows(rows: Iterable[ExportRow], shape: ListShape, _sources: ReadSources) -> Iterator[str]:
    from tracker.formats.columns import column_value
    from tracker.formats.rows import csv_cell

    return tsv_lines([csv_cell(column_value(one, row)) for one in shape.columns] for row in rows)


FORMAT = Format(
    "tsv",
    "a line for each, separated by tabs, without headings, as a pipe gets it; a tab or line end in a value is a blank",
    endings=("tsv",),
    usual_columns="short",
    table=_write_tsv,
    of_lines=_write_lines,
    of_rows=_write_rows,
)
