"""What a query finds, at one glance: topic by status, years, what calls for attention, is open longest, moved last.

Each number is counted as the list counts it, so that it is the number of the list that one gets by asking for it.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from tracker import query as queries
from tracker.model import OverviewCounts
from tracker.query import Query, Sort
from tracker.store.records import statuses, topics
from tracker.store.search import listing, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger

FLAGS = ("overdue", "due", "stale", "unsupported", "disputed", "altered", "gone", "uncheckable", "open")
NONE = "none"
STEP_SECONDS = 0.25  # between two looks at a table that is being counted


def narrow_query(query: Query, asked: Iterable[tuple[str, str]], today: date) -> Query:
    """The query with these terms besides its own. Raises QueryError."""
    for field, value in asked:
        query = queries.with_term(query, field, value, today)
    return query


def overview_steps(ledger: Ledger, query: Query, today: date, most: int) -> Iterator[OverviewCounts]:
    """The overview of a query, more of it with each step; at most so many of the oldest open ones.

    Raises QueryError as `listing.matching_ids` does.
    """
    counting = _OverviewCounter(ledger, query, today)
    told = OverviewCounts(
        counting.of(()),
        counting.each("topic", [*topics.unmerged_topics(ledger), NONE], by_size=True),
        counting.each("status", statuses.read_statuses(ledger)),
        flags=counting.each("is", FLAGS),
        oldest=counting.oldest_open(most),
        latest=counting.moved_last(most),
    )
    yield told
    told = told._replace(years=counting.each("date", _proposal_years(ledger)), undated=counting.of([("no", "date")]))
    yield told
    cells: dict[tuple[str, str], int] = {}
    shown = monotonic()
    for topic in told.topics:
        for status in told.statuses:
            if number := counting.of((("topic", topic), ("status", status))):
                cells[topic, status] = number
        if monotonic() - shown > STEP_SECONDS:
            shown = monotonic()
            yield told._replace(cells=dict(cells))
    yield told._replace(cells=cells, complete=True)


class _OverviewCounter:
    """Counts what else is so of what a query finds: of these proposals alone if it has a limit."""

    def __init__(self, ledger: Ledger, query: Query, today: date) -> None:
        self._ledger, self._today = ledger, today
        limited = terms.unfold_query(ledger, query).limit is not None
        self._named = list(listing.matching_ids(ledger, query)) if limited else None
        self._query = Query() if limited else query._replace(sort=())

    def of(self, asked: Iterable[tuple[str, str]]) -> int:
        narrowed = narrow_query(self._query, asked, self._today)
        if self._named is None:
            return listing.count_matches(self._ledger, narrowed)
        return len(listing.matching_among(self._ledger, narrowed, self._named))

    def oldest_open(self, most: int) -> tuple[ProposalLine, ...]:
        return self._lines((("is", "open"), ("has", "date")), Sort("date"), "proposed_on, recency", most)

    def moved_last(self, most: int) -> tuple[ProposalLine, ...]:
        lines = self._lines((), Sort("moved", descending=True), "recency DESC", most)
        return tuple(one for one in lines if one.status_on is not None)

    def _lines(self, asked: Iterable[tuple[str, str]], sort: Sort, order: str, most: int) -> tuple[ProposalLine, ...]:
        """The first ones of an order, which SQL has another name for."""
        narrowed = narrow_query(self._query, asked, self._today)
        if self._named is None:
            found: Iterable[int] = listing.matching_ids(self._ledger, narrowed._replace(sort=(sort,)), limit=most)
        else:
            among = str(listing.matching_among(self._ledger, narrowed, self._named))
            sql = f"SELECT id FROM proposals WHERE id IN (SELECT value FROM json_each(?)) ORDER BY {order}"
            found = [row[0] for row in self._ledger.rows(sql, [among])][:most]
        return tuple(listing.read_lines(self._ledger, list(found)))

    def each(self, field: str, values: Iterable[str], *, by_size: bool = False) -> dict[str, int]:
        """How many have each value, those that none has left out; `none` stands last."""
        found = {value: number for value in values if (number := self.of([(field, value)]))}
        if not by_size:
            return found
        return {name: found[name] for name in sorted(found, key=lambda name: (name == NONE, -found[name], name))}


def _proposal_years(ledger: Ledger) -> list[str]:
    """Every year from the first of a proposal to the last."""
    sql = "SELECT {}(proposed_on) FROM proposals WHERE removed_at IS NULL AND proposed_on IS NOT NULL"
    first, last = (ledger.value(sql.format(end)) for end in ("min", "max"))
    return [f"{year:04d}" for year in range(int(first[:4]), int(last[:4]) + 1)] if first else []
