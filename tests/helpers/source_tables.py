"""Tables from outside as tests write them, and the vocabulary by which they are read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tracker.exchange.known.status_words import status_words
from tracker.exchange.mapping.mapping import Vocabulary
from tracker.exchange.source_table import SourceRow, SourceTable

if TYPE_CHECKING:
    from collections.abc import Iterator

VOCABULARY = Vocabulary(
    statuses=("proposed", "adopted", "in-progress", "implemented", "rejected", "lapsed"),
    reasons={"rejected": ("voted-down",), "lapsed": ("expired", "abandoned")},
    topics={"migration": "Migration", "energy/grid": "Electricity networks"},
    today=date(2026, 11, 23),
    status_words=status_words(),
)


def make_table(*rows: dict[str, str]) -> SourceTable:
    """A table of these rows, the first in line 2."""

    def read_rows() -> Iterator[SourceRow]:
        for number, row in enumerate(rows, start=2):
            yield SourceRow(number, {name: (value,) if value else () for name, value in row.items()})

    return SourceTable("promises.csv", tuple(rows[0]), read_rows)


def column_table(name: str, *values: str, **others: str) -> SourceTable:
    """A table with a column of these values, and others of the same value in each row."""
    return make_table(*({name: value} | others for value in values))
