"""CSV (RFC 4180), lossless; for a spreadsheet with a byte order mark and with formulas made harmless."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.formats.format import FormatTable

_FORMULA = re.compile(r"'*[ \t\r\n']*[=+\-@|%＝＋－＠｜％]")  # noqa: RUF001 - the full-width forms count as well
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DIVIDERS = {"excel": ",", "excel-eu": ";"}


def _write_csv(table: FormatTable) -> Iterator[str]:
    import csv

    from tracker.formats.rows import csv_cell

    def text(value: Any) -> str:
        return value if type(value) is str else csv_cell(value)

    def safe_text(value: Any) -> str:
        return harmless(text(value))

    held: list[str] = []
    divider = _DIVIDERS.get(table.spreadsheet, ",")
    writer = csv.writer(_Lines(held.append), delimiter=divider, lineterminator="\r\n")
    shown = safe_text if table.spreadsheet else text
    writer.writerow(table.names)
    yield ("\ufeff" if table.spreadsheet else "") + held.pop()
    for row in table.rows:
        writer.writerow([shown(value) for value in row])
        yield held.pop()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: `'` before what looks like one, numbers left alone."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


class _Lines:
    """The one method that csv asks of a file."""

    def __init__(self, take: Callable[[str], None]) -> None:
        self.write = take


FORMAT = Format(
    "csv",
    "with headings, lossless; several values of a field are separated by `; `, see below",
    endings=("csv",),
    is_lossless=True,
    dialects=tuple(_DIVIDERS),
    table=_write_csv,
)
