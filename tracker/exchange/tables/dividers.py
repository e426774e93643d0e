"""What stands between the columns of a text and around its cells, found in its first rows."""

from __future__ import annotations

import csv
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.tables.grids import SAMPLE_ROWS
from tracker.exchange.tables.headers import filled_width, find_header, holds_number, usual_width

if TYPE_CHECKING:
    from _csv import Reader
    from collections.abc import Iterable

DIVIDERS = (",", ";", "\t", "|")
CELL_MOST = 16_000_000  # signs
NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_FITS = 0.9  # of the rows have the same width, if the divider is right
_LEAD = 0.02  # by which one divider has to fit better than another
_GUESSED_ROWS = 60
_HALF = 0.5
_SOME = 0.4
_BELOW_TITLE = 3  # rows at least, to take what stands above for a title


class Dialect(NamedTuple):
    """How a text is divided into cells, in the words of the module csv."""

    divider: str = ","
    quote: str = '"'
    escape: str = ""

    @property
    def label(self) -> str:
        """How a person calls what stands between the columns."""
        if self == ONE_COLUMN:
            return "one column"
        return {"\t": "tabs", " ": "blanks"}.get(self.divider, f"`{self.divider}`") + " between the columns"

    def reader(self, lines: Iterable[str], *, strict: bool = False) -> Reader:
        """A reader of these lines, with room for large cells."""
        csv.field_size_limit(CELL_MOST)
        return csv.reader(
            lines,
            delimiter=self.divider,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
            doublequote=not self.escape,
            strict=strict,
        )


ONE_COLUMN = Dialect("\x1f")


class _Fit(NamedTuple):
    """How many of the rows below the names are as wide as most are, and whether the first of all is."""

    share: float
    width: int
    dialect: Dialect
    begins: bool = False

    @property
    def is_likely(self) -> bool:
        return self.width > 1 and (self.share > _HALF or (self.begins and self.share > _SOME))


def parse_divider(typed: str) -> str:
    """The one sign that divides columns, as typed or by its name. Raises UsageError."""
    divider = NAMES.get(typed.strip().casefold(), typed)
    if len(divider) != 1 or divider in '\r\n"':
        raise UsageError(f"'{typed}' divides no columns; name one sign such as ; or tab", field="divider")
    return divider


def find_dialect(lines: list[str], preferred: str = "") -> Dialect:
    """What divides these lines so that the rows are equally wide; the preferred divider, if it does.

    Where that leaves a doubt clevercsv decides, if it is installed.
    """
    fits = [fit for divider in DIVIDERS if (fit := _fit_dialect(lines, Dialect(divider))).width > 1]
    if liked := [fit for fit in fits if fit.dialect.divider == preferred]:
        return liked[0].dialect
    fits.sort(reverse=True, key=lambda fit: (fit.begins and fit.share > _HALF, fit.share, fit.width))
    if fits and fits[0].share >= _FITS and (len(fits) == 1 or fits[0].share - fits[1].share > _LEAD):
        return fits[0].dialect
    doubtful = [guess for guess in (_guess_dialect(lines), *fits) if guess and guess.is_likely]
    if doubtful and fits:
        return doubtful[0].dialect
    return ONE_COLUMN if _has_cells(lines) else Dialect()


def _has_cells(lines: list[str]) -> bool:
    return any(line.strip("".join(DIVIDERS) + "\r\n ") for line in lines)


def _fit_dialect(lines: list[str], dialect: Dialect) -> _Fit:
    rows: list[list[str]] = []
    with suppress(csv.Error):  # a cell beyond all bounds
        rows.extend(row for row in islice(dialect.reader(lines), SAMPLE_ROWS) if any(row))
    width = usual_width(rows)
    begins = bool(rows) and filled_width(rows[0]) == width
    below = rows[find_header(rows) :]
    if not begins and len(below) < _BELOW_TITLE:
        return _Fit(0, width, dialect)
    share = sum(_is_right(row, width) for row in below) / max(1, len(below))
    return _Fit(share * (_HALF if below and holds_number(below[0]) else 1), width, dialect, begins)


def _is_right(row: list[str], width: int) -> bool:
    """Whether a row is that wide, and no quotation mark of it has its partner in another cell."""
    return filled_width(row) <= width <= len(row) and not any(cell.count('"') % 2 for cell in row)


def _guess_dialect(lines: list[str]) -> _Fit | None:
    from importlib import import_module

    try:
        clevercsv = import_module("clevercsv")
    except ImportError:
        return None
    try:
        guess = clevercsv.Sniffer().sniff("".join(lines[:_GUESSED_ROWS]))
    except clevercsv.Error:
        return None
    if guess is None or len(guess.delimiter or "") != 1 or guess.delimiter.isalnum():
        return None
    fit = _fit_dialect(lines, Dialect(guess.delimiter, guess.quotechar or '"', guess.escapechar or ""))
    return None if guess.delimiter == " " and fit.share < _FITS else fit  # a blank stands between words as well
