"""Rows that cannot be taken, as a table that can be corrected and imported alone."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tracker.files import replace_file
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from tracker.exchange.mapping.mapping import RowFault
    from tracker.exchange.source_table import SourceTable

ROW, REASON = "_row", "_reason"  # columns that an import leaves out
BETWEEN = "; "


def describe_fault(fault: RowFault, counted: str) -> str:
    """What is wrong with a row: where, in which column, with which value, and why."""
    where = f"{counted} {fault.number}" + f", {fault.column}" * bool(fault.column)
    value = fault.value if len(fault.value) <= 60 else fault.value[:59] + "…"  # noqa: PLR2004 - what fits a line
    return f"{where}: {fault.reason}" + f" ('{value}')" * bool(value and value not in fault.reason)


def write_bad_rows(path: Path, table: SourceTable, faults: Iterable[RowFault]) -> None:
    """Write the rows with a fault, as they stand in their table, with what is wrong with each."""
    reasons: dict[int, list[str]] = {}
    for one in faults:
        for number in one.rows:
            reasons.setdefault(number, []).append(f"{one.column}: {one.reason}" if one.column else one.reason)
    replace_file(path, _lines(table, reasons))


def _lines(table: SourceTable, reasons: dict[int, list[str]]) -> Iterator[str]:
    keep = _LineKeeper()
    writer = csv.writer(keep, lineterminator="\n")
    columns = [one for one in table.columns if one not in {ROW, REASON}]
    writer.writerow([*columns, ROW, REASON])
    yield keep.line
    for row in table.read_rows():
        if row.number in reasons:
            cells = [BETWEEN.join(row.values.get(column, ())) for column in columns]
            beyond = [BETWEEN.join(values) for name, values in row.values.items() if name not in table.columns]
            writer.writerow([*cells, str(row.number), BETWEEN.join(dict.fromkeys(reasons[row.number])), *beyond])
            yield keep.line


class _LineKeeper:
    """What a CSV writer wrote last."""

    line = ""

    def write(self, line: str) -> None:
        self.line = line


def count_faults(faults: Sequence[RowFault]) -> str:
    """How many rows are wrong, and in how many ways."""
    rows = len({number for one in faults for number in one.rows})
    return f"{plural(rows, 'row')} cannot be taken" + (f" ({len(faults):,} faults)" if len(faults) > rows else "")
