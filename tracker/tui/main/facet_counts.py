"""What a result is made of: counts by topic, status, body and year, each a way to narrow the query."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from tracker import query
from tracker.comparison import folded_key
from tracker.model import QueryError
from tracker.store.search.facets import CountingStopped, Facets
from tracker.tui.widgets.lists.facets_pane import FacetValue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.query import Query, Term
    from tracker.store.ledger import Ledger
    from tracker.store.search.facets import Facet
    from tracker.tui.context import ScreenContext
    from tracker.tui.main.query_runner import QueryRunner
    from tracker.tui.reader import IsWanted
    from tracker.tui.widgets.lists.facets_pane import FacetsPane

SHOWN = {"topic": 8, "body": 5, "year": 8}
WHOLE = 100_000
FIELDS = {"topic": "topic", "status": "status", "body": "body", "year": "date"}  # what a facet's values are asked with


@dataclass
class FacetCounted(Message):
    """A result was counted by one field."""

    asked: Query
    facet: Facet


class FacetCounts:
    """The counts that the facets show, and what choosing one of them does to the query."""

    def __init__(self, context: ScreenContext, runner: QueryRunner, pane: FacetsPane) -> None:
        """Nothing is counted yet."""
        self._context, self._runner, self._pane = context, runner, pane
        self._store = Facets()
        self._most = dict(SHOWN)
        self._asked: Query | None = None  # the query whose facets are shown, or are on their way

    def count(self) -> None:
        """Count the result, if the facets are to be seen."""
        if self._pane.display:
            self._asked = self._runner.query
            self._runner.read("closer", partial(self._count, self._asked, dict(self._most)))

    def is_missing(self) -> bool:
        """Whether the result was not counted, as nobody saw it."""
        return self._asked != self._runner.query

    def forget(self) -> None:
        """Say of the counts that they are of another query; they stay until there are new ones."""
        self._asked = None
        self._pane.age()

    def show(self, counted: FacetCounted) -> None:
        """Show a group of counts, unless another query was answered since."""
        if counted.asked == self._runner.query:
            field, values, more = counted.facet
            entries = [FacetValue(value, number, self._find_term(field, value) is not None) for value, number in values]
            self._pane.show(field, entries, more=more, whole=self._most.get(field, 0) > SHOWN.get(field, 0))

    def set_whole(self, field: str, *, whole: bool) -> None:
        """Count a group whole from now on, or its beginning."""
        self._most[field] = WHOLE if whole else SHOWN[field]

    def toggle(self, field: str, value: str) -> None:
        """Add a value to the query, or take it away again."""
        asked, term = self._runner.query, self._find_term(field, value)
        if term is not None:
            self._runner.rewrite(drop_value(asked, term, value))
            return
        try:
            self._runner.rewrite(query.with_term(asked, FIELDS[field], value, self._context.today))
        except QueryError as error:
            self._context.say(str(error), severity="warning")

    def _count(self, asked: Query, most: dict[str, int], ledger: Ledger, is_wanted: IsWanted) -> Iterator[FacetCounted]:
        try:
            for facet in self._store.of(ledger, asked, most, is_wanted):
                yield FacetCounted(asked, facet)
        except CountingStopped:
            return  # broken off by a key, and asked again with its answer

    def _find_term(self, field: str, value: str) -> Term | None:
        """The term of the query that asks for this value."""
        for term in self._runner.query.terms:
            if term.field == FIELDS[field] and not term.negated and folded_key(value) in map(folded_key, term.values):
                return term
        return None


def drop_value(asked: Query, term: Term, value: str) -> Query:
    """The query without one value of a term, and without the term if it was the only one."""
    left = [
        (one, span)
        for one, span in zip(term.values, term.spans or [None] * len(term.values), strict=True)
        if folded_key(one) != folded_key(value)
    ]
    if not left:
        return query.without_term(asked, term)
    spans = tuple(span for _, span in left if span is not None)
    narrower = term._replace(values=tuple(one for one, _ in left), spans=spans)
    return asked._replace(terms=tuple(narrower if other == term else other for other in asked.terms))
