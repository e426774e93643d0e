"""Facets: what the result of a query is made of, counted by topic, status, body and year.

A count costs what its rarer half costs, so a common query cannot be counted for every topic there is. How many
proposals a topic has at all is the most that it can have in a result: topics are counted in that order until none of
the rest can come among the most frequent. Where several things are asked at once and find few, these few are grouped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.model import QueryError
from tracker.query import Query, Term
from tracker.query_fields import means_none
from tracker.store.ledger import data_version
from tracker.store.records import statuses, topics
from tracker.store.search import listing, terms
from tracker.store.tokens import make_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracker.store.ledger import Ledger

YEARS = """
WITH RECURSIVE known (year) AS (
  SELECT substr(max(proposed_on), 1, 4) FROM proposals WHERE removed_at IS NULL
  UNION ALL
  SELECT (SELECT substr(max(proposed_on), 1, 4) FROM proposals WHERE removed_at IS NULL AND proposed_on < known.year)
  FROM known WHERE known.year IS NOT NULL
) SELECT year FROM known WHERE year IS NOT NULL
"""
BODIES = """
SELECT name FROM actors
WHERE removed_at IS NULL AND merged_into IS NULL AND id IN (
  SELECT body_id FROM meetings WHERE body_id IS NOT NULL AND removed_at IS NULL AND merged_into IS NULL
) ORDER BY name
"""

GROUPED_MOST = (
    100_000  # matches of several conditions that are met one by one: each count would ask all conditions again
)
MATCHES = (
    (
        "search CROSS JOIN proposals AS p INDEXED BY proposals_by_recency"
        " ON p.recency = search.rowid AND p.removed_at IS NULL"
    ),
    "search MATCH ?",
)
NAMED = "proposals AS p", "p.id IN (SELECT value FROM json_each(?))"  # what a query with a limit finds
GROUPS = {
    "status": "SELECT p.status, count(*) FROM {} WHERE {} GROUP BY 1",
    "topic": "SELECT t.topic_id, count(*) FROM {} CROSS JOIN proposal_topics AS t ON t.proposal_id = p.id"
    " WHERE {} GROUP BY 1",
    "body": "SELECT m.body_id, count(*) FROM {} CROSS JOIN meetings AS m ON m.id = p.meeting_id"
    " WHERE {} AND m.body_id IS NOT NULL GROUP BY 1",
    "year": "SELECT substr(p.proposed_on, 1, 4), count(*) FROM {} WHERE {} AND p.proposed_on IS NOT NULL GROUP BY 1",
}
ABOUT = {"status": "status", "topic": "topic", "body": "body", "year": "date"}  # what a facet's tokens are about


def body_names(ledger: Ledger) -> list[str]:
    """The names of all bodies that something was put before."""
    return [row[0] for row in ledger.rows(BODIES)]


VALUES: dict[str, Callable[[Ledger], Iterable[str]]] = {
    "status": statuses.read_statuses,
    "topic": topics.unmerged_topics,
    "body": body_names,
    "year": lambda ledger: [row[0] for row in ledger.rows(YEARS)],
}


class FacetCount(NamedTuple):
    """A value as a query takes it, and how many proposals of the result have it."""

    value: str
    number: int


class Facet(NamedTuple):
    """A field and its values in the result; `more` says that there may be others."""

    field: str
    values: tuple[FacetCount, ...]
    more: bool


class FacetCandidate(NamedTuple):
    """A value, what finds it in the index, and how many proposals have it at all."""

    value: str
    match: str
    most: int


class CountingStopped(Exception):  # noqa: N818 - nothing went wrong
    """The counts are no longer wanted."""


class Facets:
    """Counts results; what there is to be counted is kept until another connection writes."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._version: int | None = None
        self._candidates: dict[str, list[FacetCandidate]] = {}

    def of(
        self, ledger: Ledger, query: Query, most: dict[str, int], wanted: Callable[[], bool] = lambda: True
    ) -> Iterator[Facet]:
        """The facets of a query, each as soon as it is counted, with at most so many values (of a status: all).

        Statuses stand in the order of a proposal's life, years with the newest first, the others by their number.
        Raises Stopped once it is not wanted any more, QueryError as a list does.
        """
        if (version := data_version(ledger)) != self._version:
            self._version, self._candidates = version, {}
        counter = _FacetCounter(ledger, query, wanted)
        for field in ABOUT:
            counter.prepare(field)
            known = self._known(counter, field)
            if field in {"topic", "body"}:
                yield _most_frequent_values(counter, field, known, most[field])
            else:
                yield _first_values(counter, field, known, len(known) if field == "status" else most[field])

    def _known(self, counter: _FacetCounter, field: str) -> list[FacetCandidate]:
        if field not in self._candidates:
            found = list(_facet_candidates(counter.ledger, field))
            if field in {"topic", "body"}:
                found = [one._replace(most=counter.number(one.match, alone=True)) for one in found]
                found.sort(key=lambda one: -one.most)
            self._candidates[field] = found
        return self._candidates[field]


class _FacetCounter:
    """Counts what else is so of the proposals that a query finds."""

    def __init__(self, ledger: Ledger, query: Query, wanted: Callable[[], bool]) -> None:
        query = terms.unfold_query(ledger, query)
        self.ledger = ledger
        self.match = listing.match_of(ledger, query)
        self.removed = terms.asks_for_removed(query)
        self._named = None if query.limit is None else str(list(listing.matching_ids(ledger, query)))
        self._wanted = wanted
        self._groups: dict[str, int] | None = {} if self._is_grouped() else None

    @property
    def is_narrow(self) -> bool:
        """Whether something else than all proposals is counted."""
        return bool(self.match or self.removed or self._named is not None)

    def prepare(self, field: str) -> None:
        """Group the matches by a field, if that is how they are counted."""
        self._heed()
        if self._groups is not None:
            source, these = (MATCHES, self.match) if self._named is None else (NAMED, self._named)
            found = self.ledger.rows(GROUPS[field].format(*source), [these])
            self._groups = {_quoted_token(field, value): number for value, number in found}

    def number(self, match: str, *, alone: bool = False) -> int:
        """How many have this token, of the query's or of all that are there."""
        self._heed()
        # a topic with others inside it is several tokens
        if self._groups is not None and not alone and match.count('"') == len('""'):
            return self._groups.get(match, 0)
        if self._named is not None and not alone:
            sql = (
                f"SELECT count(*) FROM search WHERE search MATCH ? AND {listing.ID} IN (SELECT value FROM json_each(?))"
            )
            return int(self.ledger.value(sql, [match, self._named]))
        side = "<" if self.removed and not alone else ">"
        whole = match if alone or not self.match else f"({self.match}) AND {match}"
        sql = f"SELECT count(*) FROM search WHERE search MATCH ? AND search.rowid {side} 0"
        return int(self.ledger.value(sql, [whole]))

    def _is_grouped(self) -> bool:
        if self._named is not None:
            return True
        if self.removed or self.match.count('"') <= len('""'):
            return False
        few = "SELECT 1 FROM search WHERE search MATCH ? AND search.rowid > 0 LIMIT ?"
        return bool(self.ledger.value(f"SELECT count(*) < ? FROM ({few})", [GROUPED_MOST, self.match, GROUPED_MOST]))

    def _heed(self) -> None:
        if not self._wanted():
            raise CountingStopped


def _quoted_token(field: str, value: object) -> str:
    return f'"{make_token(ABOUT[field], value)}"'


def _facet_candidates(ledger: Ledger, field: str) -> Iterator[FacetCandidate]:
    for name in VALUES[field](ledger):
        match = _quoted_token(field, name) if field == "year" else _value_expression(ledger, field, name)
        if match:
            yield FacetCandidate(name, match, 0)


def _value_expression(ledger: Ledger, field: str, name: str) -> str:
    """What finds the value of a field; empty for a name that a query cannot say."""
    if means_none(name) or '"' in name:
        return ""
    try:
        return listing.match_of(ledger, Query((Term(field, (name,)),)))
    except QueryError:
        return ""


def _most_frequent_values(counter: _FacetCounter, field: str, known: list[FacetCandidate], most: int) -> Facet:
    """The most frequent values; of those equally frequent, the ones more frequent everywhere."""
    found: list[FacetCount] = []
    for one in known:
        last = found[most - 1].number if len(found) >= most else 0
        if not counter.removed and one.most <= last:
            return Facet(field, tuple(found[:most]), more=len(found) > most or one.most > 0)
        # without a query of its own, what is asked is known already
        number = counter.number(one.match) if counter.is_narrow else one.most
        if number:
            found.append(FacetCount(one.value, number))
            found.sort(key=lambda counted: -counted.number)
    return Facet(field, tuple(found[:most]), more=len(found) > most)


def _first_values(counter: _FacetCounter, field: str, known: list[FacetCandidate], most: int) -> Facet:
    """The first values that are there at all."""
    found: list[FacetCount] = []
    for one in known:
        if len(found) == most:
            return Facet(field, tuple(found), more=True)
        if number := counter.number(one.match):
            found.append(FacetCount(one.value, number))
    return Facet(field, tuple(found), more=False)
