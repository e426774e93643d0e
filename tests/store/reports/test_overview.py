"""The overview: its numbers are those of the lists that they lead to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from tracker import query
from tracker.model import QueryError
from tracker.store.reports import overview, stats
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


@pytest.mark.parametrize("typed", ["", "topic:migration", "is:open", "date:2015..", "limit:5"])
def test_each_number_is_the_count_of_the_list_that_its_terms_ask_for(generated: Ledger, typed: str) -> None:
    asked = query.parse_line(typed, factories.TODAY)
    *_, told = overview.overview_steps(generated, asked, factories.TODAY, 5)
    among = set(listing.matching_ids(generated, asked))

    def counted(*terms: tuple[str, str]) -> int:
        narrowed = overview.narrow_query(asked._replace(limit=None), terms, factories.TODAY)
        return len(among.intersection(listing.matching_ids(generated, narrowed)))

    assert told.complete
    assert told.total == counted()
    assert all(number == counted(("topic", topic)) for topic, number in told.topics.items())
    assert all(number == counted(("is", flag)) for flag, number in told.flags.items())
    assert sum(told.years.values()) + told.undated == told.total
    assert sum(told.statuses.values()) == told.total
    some = list(told.cells.items())[:40]
    assert all(number == counted(("topic", at[0]), ("status", at[1])) for at, number in some)
    assert len(told.oldest) <= 5
    latest = [one.status_on or "" for one in told.latest]
    assert latest == sorted(latest, reverse=True)
    assert all(one.id in among for one in told.latest)
    assert len(latest) == min(5, sum(1 for one in listing.read_lines(generated, sorted(among)) if one.status_on))


def test_the_cells_are_those_of_stats(ledger: Ledger) -> None:
    factories.add(ledger, "A", topics=("migration", "drug-trafficking"))
    factories.add(ledger, "B", topics=("migration",), status="adopted")
    factories.add(ledger, "C")
    *_, told = overview.overview_steps(ledger, query.Query(), factories.TODAY, 5)
    assert dict(told.cells) == stats.count_matrix(ledger, stats.CountedProposals(None), "topic", "status").cells


def test_more_is_told_with_each_step_and_nothing_of_an_empty_file(ledger: Ledger) -> None:
    told = list(overview.overview_steps(ledger, query.Query(), factories.TODAY, 5))
    assert [one.complete for one in told] == [False, False, True]
    assert told[-1] == told[-1]._replace(
        total=0, topics={}, statuses={}, cells={}, years={}, flags={}, oldest=(), latest=()
    )


def test_a_value_that_nobody_knows_is_refused(ledger: Ledger) -> None:
    with pytest.raises(QueryError, match="did you mean migration"):
        list(
            overview.overview_steps(ledger, query.parse_query(["topic:migrants"], factories.TODAY), factories.TODAY, 5)
        )
