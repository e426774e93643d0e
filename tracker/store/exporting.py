"""The proposals of a list in the formats of a file, piece by piece, so that a million take no more memory than ten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.store.database import Ledger

FORMATS = ("csv", "json", "jsonl", "tsv", "ids")


def pieces(ledger: Ledger, wanted: Sequence[int], form: str, spreadsheet: str, today: date) -> Iterator[str]:
    """The proposals of these ids, in one of FORMATS; `spreadsheet` is one of `writers.SPREADSHEETS`, or empty."""
    if form == "ids":
        yield from (f"{one}\n" for one in wanted)
        return
    from tracker.formats import rows, writers  # noqa: PLC0415 - numbers need none

    if form == "tsv":
        yield from writers.tsv_lines(map(rows.line_cells, listing.lines(ledger, wanted)))
        return
    from tracker.store import proposals  # noqa: PLC0415

    records = proposals.records(ledger, wanted, today)
    if form == "csv":
        yield from writers.csv_lines(rows.COLUMNS, map(rows.as_cells, records), spreadsheet)
    else:
        yield from writers.json_lines(map(rows.as_object, records), one_a_line=form == "jsonl")
