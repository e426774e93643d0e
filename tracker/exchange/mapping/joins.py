"""Rows of one proposal made one: actors, topics and sources add up, what else differs is said."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.exchange.mapping.mapping import MappedRow, RowFault
from tracker.exchange.mapping.targets import EXTRA
from tracker.fields import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.exchange.mapping.mapping import CitedSource, Claim
    from tracker.exchange.source_table import SourceRow, SourceTable

SHOWN_MOST = 60
PARAGRAPHS = {"summary", "note", "status.because"}  # whose texts stand one below the other where all are kept


class RowDifference(NamedTuple):
    """Two values of one proposal, of which a field holds one; each with the row that it is from."""

    target: str
    first: tuple[int, str]
    other: tuple[int, str]


def row_key(row: SourceRow, columns: Iterable[str]) -> tuple[str, ...]:
    """The values of the columns of a key; nothing if none of them has any."""
    key = tuple("; ".join(one.strip() for one in row.values.get(column, ())) for column in columns)
    return key if any(key) else ()


def repeated_keys(table: SourceTable, columns: Sequence[str]) -> Counter[int]:
    """How many rows have each key that several rows have, by its hash; of a row only a number is held."""
    hashes = array("q", (hash(key) for row in table.read_rows() if (key := row_key(row, columns))))
    several: Counter[int] = Counter()
    before = None
    for one in sorted(hashes):
        if one == before:
            several[one] = (several[one] or 1) + 1
        before = one
    return several


def gather_rows(table: SourceTable, columns: Sequence[str], several: Mapping[int, int]) -> Iterator[list[SourceRow]]:
    """The rows of each proposal, once its last one was read."""
    waiting: dict[int, list[SourceRow]] = defaultdict(list)
    for row in table.read_rows():
        key = hash(row_key(row, columns))
        if key not in several:
            yield [row]
            continue
        waiting[key].append(row)
        if len(waiting[key]) == several[key]:
            yield waiting.pop(key)


def find_row_differences(rows: Sequence[MappedRow]) -> list[RowDifference]:
    """What differs between rows of one proposal and does not add up, each field once for each further value."""
    differences = []
    first: dict[str, tuple[int, str]] = {}
    for row in rows:
        for target, value in _single_values(row).items():
            before = first.setdefault(target, (row.number, value))
            if before[1] != value:
                differences.append(RowDifference(target, before, (row.number, value)))
    return differences


def merge_rows(rows: Sequence[MappedRow], different: Mapping[str, str]) -> MappedRow:
    """One proposal of several rows. `different` says, by target, what is kept where they differ: the first usually."""
    if len(rows) == 1:
        return rows[0]
    texts = _kept_texts(rows, different)
    extras = {name.removeprefix(EXTRA): text for name, text in texts.items() if name.startswith(EXTRA)}
    return rows[0]._replace(
        values=_added_lists(rows) | {name: text for name, text in texts.items() if name in FIELDS and name != "status"},
        claim=_merge_claims([row.claim for row in rows if row.claim is not None], texts, different),
        sources=_together(row.sources for row in rows),
        extras=extras,
        uid=next((row.uid for row in rows if row.uid), ""),
        new_topics={code: title for row in rows for code, title in row.new_topics.items()},
        numbers=tuple(number for row in rows for number in row.numbers),
    )


_OF_CLAIM = {
    "on": "status.on",
    "because": "status.because",
    "actor": "status.for",
    "according_to": "status.according_to",
}


def _merge_claims(claims: Sequence[Claim], texts: Mapping[str, str], different: Mapping[str, str]) -> Claim | None:
    """The claim that is kept, with its own words and the evidence of all."""
    if not claims:
        return None
    kept = claims[-1] if different.get("status") == "last" else claims[0]
    ratings = dict.fromkeys(one.rating for one in claims if one.status == kept.status and one.rating)
    return kept._replace(
        rating="; ".join(ratings),
        sources=_together(one.sources for one in claims),
        **{name: texts.get(target, "") for name, target in _OF_CLAIM.items()},
    )


def _single_values(row: MappedRow) -> dict[str, str]:
    """What a row says that a proposal has once, by target."""
    values = {name: value for name, value in row.values.items() if isinstance(value, str)}
    if row.claim is not None:
        values["status"] = row.claim.status
        values |= {target: getattr(row.claim, name) for name, target in _OF_CLAIM.items()}
    values |= {EXTRA + name: value for name, value in row.extras.items()}
    return {name: value for name, value in values.items() if value}


def _kept_texts(rows: Sequence[MappedRow], different: Mapping[str, str]) -> dict[str, str]:
    """Of each field of one value what is kept; of what has no room the rest becomes an extra."""
    said: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for target, value in _single_values(row).items():
            said[target][value] = None
    texts: dict[str, str] = {}
    for target, values in said.items():
        several, rule = list(values), different.get(target, "first")
        if rule == "all" and (target in PARAGRAPHS or target.startswith(EXTRA)):
            texts[target] = ("\n\n" if target in PARAGRAPHS else "; ").join(several)
            continue
        texts[target] = several[-1] if rule == "last" else several[0]
        if rule == "all" and several[1:]:
            texts.setdefault(EXTRA + target, "; ".join(several[1:]))
    return texts


def _added_lists(rows: Sequence[MappedRow]) -> dict[str, str | tuple[str, ...]]:
    lists: dict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        for name, value in row.values.items():
            if isinstance(value, tuple):
                lists[name] |= dict.fromkeys(value)
    return {name: tuple(values) for name, values in lists.items()}


def _together(several: Iterable[tuple[CitedSource, ...]]) -> tuple[CitedSource, ...]:
    return tuple(dict.fromkeys(one for each in several for one in each))


def difference_fault(difference: RowDifference, numbers: tuple[int, ...], column: str) -> RowFault:
    """A difference that nobody decided, as what is wrong with the later row."""
    row, value = difference.first
    shown = value if len(value) <= SHOWN_MOST else value[: SHOWN_MOST - 1] + "…"
    reason = f"the same proposal has '{shown}' in {row}; say which of them is kept"
    return RowFault(difference.other[0], column, difference.other[1], reason, numbers)
