"""What the values of a column look like: dates, addresses, yes and no, numbers, words that recur, prose."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.mapping import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from tracker.exchange.source_table import SourceRow, SourceTable

SAMPLE = 1_000  # rows that are looked at before anything is proposed
MOSTLY = 0.8
DATE_MOST = 40  # characters
PROSE = 120  # characters, from which on a text is no name
WORDS_MOST = 60  # different values, up to which they can be of a vocabulary
_ADDRESS = re.compile(r"(?:https?|ftp)://\S+\.\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d[\d., ]*%?", re.ASCII)
_YEAR = re.compile(r"(?:1[5-9]|20|21)\d\d", re.ASCII)
_SEPARATORS = ("|", ";", "\n", ",")


class ColumnLook(NamedTuple):
    """How the values of a column look in the rows that were looked at; shares are of those that are not empty."""

    name: str
    filled: int
    counts: Mapping[str, int]
    dates: float
    addresses: float
    flags: float
    numbers: float
    length: float
    separator: str

    @property
    def is_distinct(self) -> bool:
        """Whether hardly any value occurs twice."""
        return self.filled > 0 and len(self.counts) >= MOSTLY * self.filled

    @property
    def is_unique(self) -> bool:
        """Whether no value occurs twice."""
        return len(self.counts) == self.filled > 0

    @property
    def is_text(self) -> bool:
        """Whether it holds words rather than dates, numbers, addresses, or yes and no."""
        return max(self.dates, self.addresses, self.flags, self.numbers) < MOSTLY / 2

    @property
    def is_of_words(self) -> bool:
        """Whether few words or names recur."""
        few = len(self.counts) <= max(WORDS_MOST, self.filled // 4)
        return self.is_text and few and self.length < PROSE


def look_at_columns(table: SourceTable, today: date) -> dict[str, ColumnLook]:
    """How each column of a table looks in its first rows."""
    return look_at_rows(table.columns, islice(table.read_rows(), SAMPLE), today)


def look_at_rows(columns: Iterable[str], rows: Iterable[SourceRow], today: date) -> dict[str, ColumnLook]:
    """How each column looks in these rows."""
    values: dict[str, list[str]] = {name: [] for name in columns}
    for row in rows:
        for name, several in row.values.items():
            values.setdefault(name, []).extend(one.strip() for one in several if one.strip())
    return {name: _look(name, column, today) for name, column in values.items()}


def _look(name: str, values: list[str], today: date) -> ColumnLook:
    counts = Counter(values)
    filled = len(values)

    def share(check: Callable[[str], object]) -> float:
        return sum(count for one, count in counts.items() if check(one)) / max(filled, 1)

    return ColumnLook(
        name=name,
        filled=filled,
        counts=counts,
        dates=share(lambda one: _is_date(one, today)),
        addresses=share(_ADDRESS.search),
        flags=share(lambda one: one.casefold() in cells.YES | cells.NO),
        numbers=share(lambda one: _NUMBER.fullmatch(one) and not _YEAR.fullmatch(one)),
        length=sum(map(len, values)) / filled if filled else 0.0,
        separator=find_separator(counts),
    )


def _is_date(value: str, today: date) -> bool:
    if cells.NUMBERS_ONLY.fullmatch(value):
        return True
    if value.isdigit():
        return bool(_YEAR.fullmatch(value))
    if len(value) > DATE_MOST or not any(char.isdigit() for char in value):
        return False
    try:
        return bool(cells.read_date(value, today))
    except UsageError:
        return False


def find_separator(counts: Mapping[str, int]) -> str:
    """What stands between the values of a cell: a sign whose parts occur alone, or in several cells, too."""
    for sign in _SEPARATORS:
        parts = [[folded_key(one) for one in value.split(sign)] for value in counts if sign in value]
        if not parts or any(not one for several in parts for one in several):
            continue
        if sign != "," and max(len(one) for several in parts for one in several) < PROSE:
            return sign
        cells_with = Counter(one for several in parts for one in {*several})
        alone = {folded_key(value) for value in counts if sign not in value}
        again = sum(one in alone or cells_with[one] > 1 for several in parts for one in several)
        if again > MOSTLY / 2 * sum(map(len, parts)):
            return sign
    return ""
