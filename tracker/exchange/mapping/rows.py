"""The rows of a table as proposals: each cell goes where the mapping says, and all that is wrong is said."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.mapping import cells
from tracker.exchange.mapping.joins import (
    difference_fault,
    find_row_differences,
    gather_rows,
    merge_rows,
    repeated_keys,
    row_key,
)
from tracker.exchange.mapping.mapping import LEFT_OUT, NOTHING, CitedSource, Claim, MappedRow, RowFault
from tracker.exchange.mapping.targets import CODES, DATES, EXTRA, MANY_VALUES, OF_PROPOSAL, TOPIC
from tracker.fields import FIELDS
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.exchange.mapping.mapping import Mapping, Vocabulary
    from tracker.exchange.source_table import SourceRow, SourceTable

Parts = dict[str, list[tuple[str, str]]]  # by target: each value, with the column that it is from
PROSE = {
    "summary",
    "note",
    "status.because",
    "status.quote",
    "source.quote",
    "status.translation",
    "source.translation",
}
OF_ONE_SOURCE = ("source.", "status.quote", "status.locator", "status.translation")
DATES_MOST = 10_000  # that are read once
ADDRESSES = ("http://", "https://", "ftp://")


def map_rows(mapping: Mapping, table: SourceTable, vocabulary: Vocabulary) -> Iterator[MappedRow | RowFault]:
    """Each proposal of the table, or each fault of its rows; rows with the same key are one proposal."""
    reader = RowReader(mapping, vocabulary)
    several = repeated_keys(table, mapping.key) if mapping.key else {}
    for rows in gather_rows(table, mapping.key, several):
        yield from _map_together(reader, rows)


def _map_together(reader: RowReader, rows: list[SourceRow]) -> list[MappedRow] | list[RowFault]:
    """The proposal of rows that belong together, or all that is wrong with them."""
    numbers = tuple(row.number for row in rows)
    mapping, faults, made = reader.mapping, [], []
    for row in rows:
        one, wrong = reader.read(row)
        faults += [fault._replace(numbers=numbers) for fault in wrong]
        made += [one] if one is not None else []
    for difference in find_row_differences(made) if len(made) > 1 else ():
        if difference.target not in mapping.different:
            faults.append(difference_fault(difference, numbers, reader.columns_of(difference.target)))
    merged = merge_rows(made, mapping.different) if made else None
    if merged is not None and not merged.values.get("title"):
        faults.append(RowFault(merged.number, reader.columns_of("title"), "", "there is no title", numbers))
    return faults or ([merged] if merged else [])


class RowReader:
    """Reads rows by one mapping."""

    def __init__(self, mapping: Mapping, vocabulary: Vocabulary) -> None:
        """Nothing is read yet."""
        self.mapping, self.vocabulary = mapping, vocabulary
        self._faults: list[RowFault] = []
        self._new_topics: dict[str, str] = {}
        self._dates: dict[tuple[str, str], str] = {}

    def read_cell(self, column: str, value: str, target: str) -> tuple[str, ...]:
        """The values that a cell has for a target. Raises UsageError for one that it cannot have."""
        return self._read(column, value, target)

    def split_value(self, column: str, value: str, target: str) -> tuple[str, ...]:
        """The values of a cell, as they stand there."""
        return self._split(column, value, target) if target in MANY_VALUES else (value,)

    def read_value(self, column: str, value: str, target: str) -> None:
        """Read one value of a column for a target. Raises UsageError for one that it cannot have."""
        self._one(column, value, target)

    def read(self, row: SourceRow) -> tuple[MappedRow | None, list[RowFault]]:
        """What a row says of its proposal, and all that is wrong with it; None for a row without a value."""
        self._faults, self._new_topics = [], {}
        if row.fault:  # as it stands in the file: its cells may be under the wrong columns
            self._blame(row, row.column, "; ".join(row.values.get(row.column, ())), row.fault)
            return None, self._faults
        if not any(one.strip() for values in row.values.values() for one in values):
            return None, []
        return self._make(row, self._parts(row)), self._faults

    def columns_of(self, target: str) -> str:
        """The names of the columns with that target."""
        if target.startswith(EXTRA) and target.removeprefix(EXTRA) not in self.mapping.targets:
            return target.removeprefix(EXTRA)
        return ", ".join(column for column, targets in self.mapping.targets.items() if target in targets)

    def _blame(self, row: SourceRow, column: str, value: str, reason: str) -> None:
        self._faults.append(RowFault(row.number, column, value, reason, (row.number,)))

    def _parts(self, row: SourceRow) -> Parts:
        """What the cells of a row say, by target."""
        parts: Parts = defaultdict(list)
        for column, values in row.values.items():
            for target in self.mapping.targets.get(column, (EXTRA + column,)):
                if target != LEFT_OUT:
                    self._add_cell(row, parts, column, values, target)
        for target, value in self.mapping.defaults.items():
            if not parts.get(target):
                self._add_cell(row, parts, "", (value,), target)
        return parts

    def _add_cell(self, row: SourceRow, parts: Parts, column: str, values: tuple[str, ...], target: str) -> None:
        for value in values:
            if not value and target.startswith(OF_ONE_SOURCE):  # of a list of sources: the others keep their places
                parts[target].append(("", column))
                continue
            try:
                refuse_unstorable(value, "it")
                parts[self._place(target)] += [(one, column) for one in self._read(column, value, target)]
            except UsageError as error:
                self._blame(row, column, value, str(error))

    def _place(self, target: str) -> str:
        return "topics" if target.startswith(TOPIC) else target

    def _read(self, column: str, value: str, target: str) -> tuple[str, ...]:
        """The values that a cell has for a target. Raises UsageError."""
        if target.startswith(TOPIC):
            return (self._topic(target.removeprefix(TOPIC)),) if cells.read_flag(value) else ()
        if target.startswith(EXTRA):
            return (value,) if value.strip() else ()
        bare = value.strip()
        if not bare:
            return ()
        if target in MANY_VALUES:
            return tuple(filter(None, (self._one(column, one, target) for one in self._split(column, bare, target))))
        return tuple(filter(None, (self._one(column, bare, target),)))

    def _split(self, column: str, value: str, target: str) -> tuple[str, ...]:
        separator = self.mapping.separators.get(column)
        if separator is None and value.lower().startswith(ADDRESSES):
            return cells.split_addresses(value)
        if separator is None and target in OF_PROPOSAL:
            separator = FIELDS[target].divider
        return cells.split_cell(value, separator or "")

    def _one(self, column: str, value: str, target: str) -> str:
        """One value as the field takes it, empty for none. Raises UsageError."""
        meant = self.mapping.values.get(target, NOTHING)
        if target == "status":
            cells.read_status(value, meant, self.vocabulary)
            return value
        if target == "topics":
            return self._topic(value)
        if target in CODES:
            return cells.read_code(value, meant, CODES[target])
        ours = meant.get(folded_key(value), value) if meant else value
        if ours == LEFT_OUT and ours != value:
            return ""
        if target in DATES:
            return self._date(ours, self.mapping.date_orders.get(column, ""))
        if target == "source.url" and not ours.lower().startswith(ADDRESSES):
            raise UsageError("not an address; it begins with https:// or http://")
        return ours if target in PROSE else " ".join(ours.split())

    def _date(self, value: str, order: str) -> str:
        known = self._dates.get((value, order))
        if known is None:
            known = cells.read_date(value, self.vocabulary.today, order)
            if len(self._dates) < DATES_MOST:
                self._dates[value, order] = known
        return known

    def _topic(self, word: str) -> str:
        meant = self.mapping.values.get("topics", NOTHING)
        code = cells.read_topic(word, meant, self.vocabulary, self.mapping.topic_group)
        if code and code not in self.vocabulary.topics:
            self._new_topics[code] = word
        return code

    # the row

    def _make(self, row: SourceRow, parts: Parts) -> MappedRow:
        return MappedRow(
            number=row.number,
            values=_field_values(parts),
            claim=self._claim(parts),
            sources=_cited_sources(parts, "source"),
            extras=self._extras(parts),
            uid=_first(parts, "uid"),
            key=row_key(row, self.mapping.key),
            new_topics=dict(self._new_topics),
            numbers=(row.number,),
        )

    def _claim(self, parts: Parts) -> Claim | None:
        word = _first(parts, "status")
        meant = cells.read_status(word, self.mapping.values.get("status", NOTHING), self.vocabulary) if word else None
        if meant is None:
            return None
        return Claim(
            status=meant.status,
            on=_first(parts, "status.on"),
            because=_first(parts, "status.because"),
            rating=_first(parts, "status.rating") or (word if parts["status"][0][1] else ""),
            actor=_first(parts, "status.for"),
            according_to=_first(parts, "status.according_to") or self.mapping.according_to,
            reason=_first(parts, "status.reason") or meant.reason,
            extent=_first(parts, "status.extent") or meant.extent,
            sources=_cited_sources(parts, "status"),
        )

    def _extras(self, parts: Parts) -> dict[str, str]:
        """The columns without a field, and what a field of one value has no room for."""
        extras: dict[str, list[str]] = defaultdict(list)
        for target, values in parts.items():
            if target.startswith(EXTRA):
                extras[target.removeprefix(EXTRA)] += [value for value, _ in values]
            elif target not in MANY_VALUES and target != "source.title":
                for value, column in values[1:]:
                    if column and value != values[0][0] and len(self.mapping.targets[column]) == 1:
                        extras[column].append(value)
        return _free_names({name: "; ".join(values) for name, values in extras.items() if values})


def _free_names(extras: dict[str, str]) -> dict[str, str]:
    """The extras under names that can be kept: none has an equals sign, and no two differ only in case or accents."""
    free: dict[str, str] = {}
    keys: set[str] = set()
    for name, value in extras.items():
        bare = plain = name.replace("=", "-")
        count = 1
        while folded_key(plain) in keys:
            count += 1
            plain = f"{bare} ({count})"
        keys.add(folded_key(plain))
        free[plain] = value
    return free


def _first(parts: Parts, target: str) -> str:
    return parts[target][0][0] if parts.get(target) else ""


def _field_values(parts: Parts) -> dict[str, str | tuple[str, ...]]:
    """What is said of the proposal itself, by field."""
    values: dict[str, str | tuple[str, ...]] = {}
    for name, pairs in parts.items():
        if pairs and name in OF_PROPOSAL:
            said = [value for value, _ in pairs]
            values[name] = tuple(dict.fromkeys(said)) if FIELDS[name].is_list else said[0]
    return values


def _cited_sources(parts: Parts, of: str) -> tuple[CitedSource, ...]:
    """The sources of the proposal or of its status; titles and addresses go together in their order."""
    named = [value for value, _ in parts.get("source" if of == "source" else "status.source", ())]
    titles = [value for value, _ in parts.get(f"{of}.title", ())]
    urls = [value for value, _ in parts.get(f"{of}.url", ())]
    urls += [one for one in named if one.lower().startswith(ADDRESSES)]
    titles += [one for one in named if not one.lower().startswith(ADDRESSES)]
    passages = [[value for value, _ in parts.get(f"{of}.{name}", ())] for name in ("locator", "quote", "translation")]
    count = max(len(titles), len(urls), 1 if any(map(any, passages)) else 0)
    places = range(count)
    found = [
        CitedSource(_at(titles, place), _at(urls, place), *(_of_source(one, place, count) for one in passages))
        for place in places
    ]
    return tuple(one for one in dict.fromkeys(found) if any(one))


def _at(values: list[str], place: int) -> str:
    return values[place] if place < len(values) else ""


def _of_source(values: list[str], place: int, count: int) -> str:
    """What is said of the source at a place: its own where each has one, else all is said of the first."""
    return _at(values, place) if len(values) == count or not place else ""
