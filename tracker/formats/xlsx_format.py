"""XLSX: a workbook with real dates, links and numbers, one row in memory at a time."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracker.formats.format import Format
from tracker.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.formats.format import FormatTable

# What the form itself allows.
MOST_ROWS = 1_048_576
MOST_CHARACTERS = 32_767
_MOST_LINKS = 65_530
_LONGEST_LINK = 2_079
_FIRST_YEAR = 1901  # the calendar of a workbook has a day too many in 1900
_WIDEST = 60
_NARROWEST = 8
_PIECE = 1 << 16


def _write_workbook(table: FormatTable) -> Iterator[bytes]:
    from tempfile import TemporaryFile

    with TemporaryFile() as stream:
        with _library().Workbook(stream, {"constant_memory": True, "strings_to_urls": False}) as book:
            _Sheets(book, table).write_rows()  # whatever happens, its end removes the files it writes rows to
        stream.seek(0)
        while piece := stream.read(_PIECE):
            yield piece


def _library() -> Any:
    try:
        return import_module("xlsxwriter")
    except ImportError:
        raise UsageError("XLSX needs a library: install `proposal-tracker[tables]`, or write .csv") from None


class _Sheets:
    """The rows of a table in a workbook: a further sheet where one is full."""

    def __init__(self, book: Any, table: FormatTable) -> None:
        self.book, self.table = book, table
        self.heading = book.add_format({"bold": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.link = book.get_default_url_format()
        self.are_days = [_is_day_column(name) for name in table.names]
        self.sheet: Any = None
        self.links = 0

    def write_rows(self) -> None:
        """Write every row, and the names of the columns where there are none."""
        line = MOST_ROWS
        for row in self.table.rows:
            if line == MOST_ROWS:
                self._begin_sheet()
                line = 1
            for column, value in enumerate(row):
                self._write_cell(line, column, value)
            line += 1
        if self.sheet is None:
            self._begin_sheet()
        self._set_widths()

    def _begin_sheet(self) -> None:
        if self.sheet is not None:
            self._set_widths()
        self.sheet = self.book.add_worksheet()
        self.sheet.freeze_panes(1, 0)
        self.widths = [max(_NARROWEST, len(name)) for name in self.table.names]
        self.links = 0
        for column, name in enumerate(self.table.names):
            self.sheet.write_string(0, column, self._safe_text(0, column, name), self.heading)

    def _set_widths(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, min(width, _WIDEST) + 1)

    def _write_cell(self, line: int, column: int, value: Any) -> None:
        from tracker.formats.rows import csv_cell

        if type(value) in {int, float} and abs(value) < 1 << 53:
            self.sheet.write_number(line, column, value)
        elif text := csv_cell(value):
            self.widths[column] = max(self.widths[column], min(len(text), _WIDEST))
            self._write_text(line, column, text)

    def _write_text(self, line: int, column: int, text: str) -> None:
        if self.are_days[column] and (day := _whole_day(text)):
            self.sheet.write_datetime(line, column, day, self.day)
        elif _is_link(text) and self.links < _MOST_LINKS:
            self.links += 1
            self.sheet.write_url(line, column, text, self.link, text)
        else:
            self.sheet.write_string(line, column, self._safe_text(line, column, text))

    def _safe_text(self, line: int, column: int, text: str) -> str:
        """The text as no formula. Raises UsageError where it is longer than a cell of this form can be."""
        from tracker.formats.csv_format import harmless

        if len(safe := harmless(text)) > MOST_CHARACTERS:
            raise UsageError(
                f"row {line + 1}, column {self.table.names[column]} has {len(safe):,} characters and a cell of XLSX "
                f"holds {MOST_CHARACTERS:,}; write .csv"
            )
        return safe


def _is_day_column(name: str) -> bool:
    from tracker.formats.columns import PARTIAL_DATES

    return name in PARTIAL_DATES or name.endswith("_on")


def _whole_day(text: str) -> Any:
    """The day that a text names, None for one that is vaguer or that a workbook has no number for."""
    from datetime import date

    if len(text) != len("2012-05-15"):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year >= _FIRST_YEAR and day.isoformat() == text else None


def _is_link(text: str) -> bool:
    has_scheme = text.startswith(("http://", "https://"))
    return has_scheme and len(text) <= _LONGEST_LINK and text.isprintable() and not set(text) & set(' "<>')


FORMAT = Format(
    "xlsx",
    "a workbook with real dates and links, as CSV otherwise; what looks like a formula has `'` before it",
    endings=("xlsx",),
    is_binary=True,
    is_lossless=True,
    table=_write_workbook,
)
