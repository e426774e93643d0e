"""The first page of a list under a clock, found by walking the status events back from its day.

In the standing order a proposal stands at the date of the event that says where it stood: the page is known as soon as
the walk has passed it, however many proposals there are.
"""

from __future__ import annotations

from heapq import merge
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.store.as_of import selection, states
from tracker.store.lost_rows import recall_rows
from tracker.store.search import listing, terms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from tracker.clocks import Clock
    from tracker.query import Query
    from tracker.store.as_of.states import AsOfProposal
    from tracker.store.ledger import Ledger

FEW = 5_000  # proposals that are sorted out without further thought
STEP = 400  # events at a time
LAST = "~"  # sorts after every date


class FirstPage(NamedTuple):
    """The first proposals of a list under a clock; `total` is None where they were not all counted."""

    found: list[AsOfProposal]
    total: int | None


def read_first_page(ledger: Ledger, query: Query, clock: Clock, today: date, most: int) -> FirstPage:
    """The first proposals that a query finds under the clock, in its order, at most `most`.

    Raises QueryError for a value that the ledger does not know.
    """
    query = terms.unfold_query(ledger, query)
    wanted = most if query.limit is None else min(most, query.limit)
    if _may_be_walked(ledger, query):
        found = list(_walk_back(ledger, query, clock, today, wanted))
        if len(found) == wanted:
            return FirstPage(found, wanted if wanted == query.limit else None)
    found = selection.select_as_of(ledger, query, clock, today)
    return FirstPage(found[:most], len(found))


def _may_be_walked(ledger: Ledger, query: Query) -> bool:
    """Whether the list is in the standing order, of what was not removed, and long enough."""
    if (query.sort or listing.NEWEST_FIRST) != listing.NEWEST_FIRST or terms.asks_for_removed(query):
        return False
    still, _ = selection.split_by_clock(query)
    return len(listing.matching_ids(ledger, still._replace(sort=(), limit=None), limit=FEW)) == FEW


def _walk_back(ledger: Ledger, query: Query, clock: Clock, today: date, most: int) -> Iterator[AsOfProposal]:
    still, tests = selection.split_by_clock(query)
    held = [selection.make_term_test(ledger, term, clock) for term in tests]
    given = 0
    for events in _event_batches(ledger, clock):
        ids = listing.matching_among(ledger, still, sorted({proposal for _, proposal in events}))
        there = list(states.proposals_as_of(ledger, ids, clock).values())
        passing = {one.id: one for one in selection.passing_proposals(ledger, there, held, clock, today)}
        for on, proposal in events:
            one = passing.get(proposal)
            if one is not None and one.state.status_on == on:
                yield one
                given += 1
                if given == most:
                    return


def _event_batches(ledger: Ledger, clock: Clock) -> Iterator[list[tuple[str, int]]]:
    """The dates of events and their proposals, each pair once, newest first, some hundred at a time.

    Those that an undo took away since are met on the way; one more than there was does no harm.
    """
    pairs = groupby(merge(_entered_events(ledger, clock), _lost_events(ledger, clock), reverse=True))
    while step := [pair for pair, _ in islice(pairs, STEP)]:
        yield step


def _lost_events(ledger: Ledger, clock: Clock) -> list[tuple[str, int]]:
    lost = recall_rows(ledger, clock).rows.get("status_events", {}).values()
    return sorted(
        ((one["occurred_on"], one["proposal_id"]) for one in lost if one and one["occurred_on"]), reverse=True
    )


def _entered_events(ledger: Ledger, clock: Clock) -> Iterator[tuple[str, int]]:
    on, proposal = clock.as_of.isoformat() + LAST if clock.as_of else LAST, 0
    while rows := ledger.rows(
        "SELECT occurred_on, proposal_id FROM status_events"
        " WHERE (occurred_on, proposal_id) < (?, ?) ORDER BY occurred_on DESC, proposal_id DESC LIMIT ?",
        [on, proposal, STEP],
    ):
        yield from ((row[0], row[1]) for row in rows)
        on, proposal = rows[-1]
