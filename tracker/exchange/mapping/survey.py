"""What the values of a whole table leave open: words that are unknown, dates with two meanings, rows that differ."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.known.status_words import word_key
from tracker.exchange.mapping import cells
from tracker.exchange.mapping.joins import find_row_differences, gather_rows, repeated_keys
from tracker.exchange.mapping.known_words import KIND_WORDS, words_by_key
from tracker.exchange.mapping.rows import RowReader
from tracker.exchange.mapping.targets import CODED, DATES
from tracker.text import find_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.exchange.mapping.joins import RowDifference
    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.mapping.mapping import Vocabulary
    from tracker.exchange.source_table import SourceRow, SourceTable

COUNTED_MOST = 10_000  # different values of a field that are held
DAY_OR_MONTH_MOST = 12


class DateOrder(NamedTuple):
    """How many dates of a column have two meanings, an example, and what the others say comes first.

    `evidence` is empty where no date of the column decides, or where they contradict each other.
    """

    ambiguous: int
    example: str
    evidence: str


class Survey(NamedTuple):
    """What was found in all rows: unknown words and wrong dates by target, each with how often it occurs.

    `different` has each difference between rows of one proposal, `untitled` counts rows without a title, and
    `instead` in how many of those each other column has a value. `columns` are those of the table.
    """

    rows: int
    unknown: Mapping[str, Mapping[str, int]]
    date_orders: Mapping[str, DateOrder]
    different: tuple[RowDifference, ...] = ()
    untitled: int = 0
    instead: Mapping[str, int] = MappingProxyType({})
    columns: tuple[str, ...] = ()


def survey_table(mapping: TableMapping, table: SourceTable, vocabulary: Vocabulary) -> tuple[Survey, TableMapping]:
    """What is open in a table, and the mapping with what the whole table decides: the order of its dates, known words.

    The rows are read once, twice where a key joins them.
    """
    reader = RowReader(mapping, vocabulary)
    counted, numbers, rows, untitled, instead = _count_values(mapping, table, reader)
    orders = {column: _date_order(values) for column, values in numbers.items()}
    decided = {column: one.evidence for column, one in orders.items() if one.evidence}
    settled = mapping._replace(
        values=_with_known_words(mapping, counted, vocabulary),
        date_orders=decided | dict(mapping.date_orders),
    )
    survey = Survey(
        rows=rows,
        unknown=_unknown_values(settled, counted, vocabulary),
        date_orders={
            column: one
            for column, one in orders.items()
            if one.ambiguous and not one.evidence and column not in mapping.date_orders
        },
        different=tuple(_differences(settled, table, vocabulary)) if mapping.key else (),
        untitled=untitled,
        instead=instead,
        columns=table.columns,
    )
    return survey, settled


Counted = dict[str, Counter[tuple[str, str]]]  # by target: each value with its column


def _count_values(
    mapping: TableMapping, table: SourceTable, reader: RowReader
) -> tuple[Counted, dict[str, Counter[str]], int, int, Counter[str]]:
    """The values of coded fields and of dates, how many rows there are, how many have no title, and what they have."""
    watched = [
        (column, target)
        for column, several in mapping.targets.items()
        for target in several
        if target in CODED or target in DATES or target == "source.url"
    ]
    titles = [column for column, several in mapping.targets.items() if "title" in several]
    counted: Counted = {target: Counter() for _, target in watched}
    dated: dict[str, Counter[str]] = {column: Counter() for column, target in watched if target in DATES}
    rows = untitled = 0
    instead: Counter[str] = Counter()
    for row in table.read_rows():
        rows += 1
        if not any(one.strip() for column in titles for one in row.values.get(column, ())):
            untitled += 1
            instead.update(column for column, values in row.values.items() if any(map(str.strip, values)))
        for column, target in watched:
            for value in row.values.get(column, ()):
                _count_cell(reader, counted[target], column, value, target)
                if column in dated and len(dated[column]) < COUNTED_MOST:
                    dated[column][value.strip()] += 1
    return counted, dated, rows, untitled, instead


def _count_cell(reader: RowReader, counts: Counter[tuple[str, str]], column: str, value: str, target: str) -> None:
    if len(counts) < COUNTED_MOST:
        for one in reader.split_value(column, value.strip(), target) if value.strip() else ():
            counts[column, one] += 1


def _date_order(values: Mapping[str, int]) -> DateOrder:
    """What a whole column says of the order of day and month in dates of numbers only."""
    orders: Counter[str] = Counter()
    ambiguous, example = 0, ""
    for value, count in values.items():
        parts = cells.NUMBERS_ONLY.fullmatch(value)
        if not parts or parts[1] == parts[3]:
            continue
        first, second = int(parts[1]), int(parts[3])
        if first > DAY_OR_MONTH_MOST:
            orders["day-first"] += count
        elif second > DAY_OR_MONTH_MOST:
            orders["month-first"] += count
        elif parts[2] == ".":
            orders["day-first"] += 0
        else:
            ambiguous, example = ambiguous + count, example or value
    certain = [order for order, count in orders.items() if count]
    return DateOrder(ambiguous, example, certain[0] if len(certain) == 1 else "")


def _with_known_words(mapping: TableMapping, counted: Counted, vocabulary: Vocabulary) -> dict[str, dict[str, str]]:
    """The values as mapped, and those that others are known to use for ours."""
    values = {target: dict(theirs) for target, theirs in mapping.values.items()}
    known = {"status": (vocabulary.status_words, vocabulary.statuses), "kind": (words_by_key(KIND_WORDS), KIND_WORDS)}
    for target, (words, ours) in known.items():
        for _, value in counted.get(target, ()):
            if word_key(value) in words and not find_code(value, ours):
                values.setdefault(target, {}).setdefault(folded_key(value), words[word_key(value)])
    return values


def _unknown_values(mapping: TableMapping, counted: Counted, vocabulary: Vocabulary) -> dict[str, dict[str, int]]:
    """The values that a field cannot have, the most frequent first."""
    reader = RowReader(mapping, vocabulary)
    unknown: dict[str, Counter[str]] = {}
    for target, counts in counted.items():
        for (column, value), count in counts.items():
            if _is_open_date(mapping, column, value, target):
                continue
            try:
                reader.read_value(column, value, target)
            except UsageError:
                unknown.setdefault(target, Counter())[value] += count
    return {target: dict(counts.most_common()) for target, counts in unknown.items()}


def _is_open_date(mapping: TableMapping, column: str, value: str, target: str) -> bool:
    """Whether a date waits only for the order of its column."""
    parts = cells.NUMBERS_ONLY.fullmatch(value) if target in DATES and column not in mapping.date_orders else None
    return parts is not None and max(int(parts[1]), int(parts[3])) <= DAY_OR_MONTH_MOST


def _differences(mapping: TableMapping, table: SourceTable, vocabulary: Vocabulary) -> Iterator[RowDifference]:
    """Each difference between rows of one proposal that nothing decides yet."""
    several = repeated_keys(table, mapping.key)
    if not several:
        return
    reader = RowReader(mapping, vocabulary)
    for rows in gather_rows(table, mapping.key, several):
        if len(rows) > 1:
            yield from _differences_of(rows, reader)


def _differences_of(rows: list[SourceRow], reader: RowReader) -> Iterator[RowDifference]:
    made = [one for one, _ in map(reader.read, rows) if one is not None]
    for one in find_row_differences(made):
        if one.target not in reader.mapping.different:
            yield one
