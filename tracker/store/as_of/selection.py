"""Queries under a clock: the terms that speak of its day are tested in Python, the others are left to the list."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import dates
from tracker.model import EXTENTS
from tracker.query import Query, Sort, Term
from tracker.store.as_of import states
from tracker.store.records import statuses
from tracker.store.search import listing, terms
from tracker.text import meant

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.clocks import Clock
    from tracker.model import Status
    from tracker.store.as_of.states import Facts, Then
    from tracker.store.ledger import Ledger

NONE = "none"
PLAIN_FLAGS = frozenset({"open", "closed", "removed"})
HELD = ("evidence", "quote", "source", "look", "link", "reason", "extent")  # what `has:` and `no:` ask of the day


class Told(NamedTuple):
    """What a test is given of a proposal; facts and flags only where a test asks for them."""

    then: Then
    is_open: bool
    is_removed: bool
    facts: Facts | None = None
    flags: frozenset[str] = frozenset()
    reason: str | None = None
    extent: str | None = None


class Test(NamedTuple):
    """A term as a test; `needs_facts` if it asks for more than the events."""

    holds: Callable[[Told], bool]
    needs_facts: bool = False


def find(ledger: Ledger, query: Query, clock: Clock, today: date) -> list[Then]:
    """The proposals that a query matches under the clock, in its order; `limit:` holds.

    Raises QueryError for a value that the ledger does not know.
    """
    listing.plan(ledger, query)  # the same refusals as without a clock
    query = terms.unfolded(ledger, query)
    removed = any(term.field == "is" and term.values == ("removed",) and not term.negated for term in query.terms)
    still, moving = parted(query)
    wanted = candidates(ledger, still, clock, removed=removed)
    found = list(states.states(ledger, wanted, clock, removed=removed).values())
    found = passing(ledger, found, [test(ledger, term, clock) for term in moving], clock, today)
    return _sorted(found, query.sort or listing.NEWEST_FIRST)[: query.limit]


def parted(query: Query) -> tuple[Query, list[Term]]:
    """The query with the terms alone that a list can answer, and the terms that speak of the day of a clock."""
    still = tuple(term for term in query.terms if not moves(term))
    return query._replace(terms=still, unfinished=query.unfinished and still[-1:] == query.terms[-1:]), [
        term for term in query.terms if moves(term)
    ]


def moves(term: Term) -> bool:
    """Whether a term speaks of the day of a clock."""
    if term.field == "is":
        return any(value in PLAIN_FLAGS or value in states.FLAGS for value in term.values)
    if term.field in {"has", "no"}:
        return any(value in HELD for value in term.values)
    return term.field in TESTS


def candidates(ledger: Ledger, query: Query, clock: Clock, *, removed: bool) -> list[int] | None:
    """The proposals that match what does not move, in any order; None is all there are.

    One that was removed after the day of `known_by` was there then, so that the removed ones are looked at too.
    """
    if not query.terms:
        return None
    bare = query._replace(sort=(), limit=None)
    found = [] if removed and clock.known_by is None else list(listing.ids(ledger, bare))
    if removed or clock.known_by is not None:
        # a word that is still being typed stays the last term
        removed_too = (Term("is", ("removed",)), *query.terms)
        found += listing.ids(ledger, bare._replace(terms=removed_too))
    return found


def passing(ledger: Ledger, found: list[Then], tests: Sequence[Test], clock: Clock, today: date) -> list[Then]:
    """The proposals for which all tests hold; the cheap ones are tried first."""
    known = statuses.known(ledger)
    for dear in (False, True):
        chosen = [test for test in tests if test.needs_facts == dear]
        if chosen:
            told = _told(ledger, found, clock, known, clock.day(today) if dear else None)
            found = [one.then for one in told if all(test.holds(one) for test in chosen)]
    return found


def flag_counts(ledger: Ledger, found: Sequence[Then], clock: Clock, today: date) -> dict[str, int]:
    """How many of these proposals had each flag that moves with the day."""
    counts = dict.fromkeys(states.FLAGS, 0)
    for one in _told(ledger, found, clock, statuses.known(ledger), clock.day(today)):
        for flag in one.flags:
            counts[flag] += 1
    return counts


def _told(
    ledger: Ledger, found: Sequence[Then], clock: Clock, known: dict[str, Status], day: date | None
) -> Iterator[Told]:
    """What tests are given; with a day also what it takes more than the events to know."""
    facts = states.facts(ledger, found, clock) if day else {}
    codes = states.codes(ledger, found, clock)
    for one in found:
        is_open, told = known[one.state.status].is_open, facts.get(one.id)
        flags = frozenset(states.flags(one, told, day, is_open=is_open)) if told and day else frozenset()
        reason, extent = codes.get(one.state.event_id, (None, None))
        yield Told(one, is_open, states.is_removed(one.row, clock), told, flags, reason, extent)


def test(ledger: Ledger, term: Term, clock: Clock) -> Test:
    """A term that speaks of the day of a clock as a test. Raises QueryError as a list does."""
    plain = TESTS[term.field](ledger, term, clock)
    return plain._replace(holds=lambda told: not plain.holds(told)) if term.negated else plain


def _status(ledger: Ledger, term: Term, _: Clock) -> Test:
    wanted = {statuses.code(ledger, value) for value in term.values}
    return Test(lambda told: told.then.state.status in wanted)


def _is(ledger: Ledger, term: Term, clock: Clock) -> Test:
    wanted = frozenset(term.values)
    still = _with_still_values(ledger, term, PLAIN_FLAGS | set(states.FLAGS), clock)

    def holds(told: Told) -> bool:
        plain = {"open" if told.is_open else "closed"} | ({"removed"} if told.is_removed else set())
        return not wanted.isdisjoint(plain | told.flags) or told.then.id in still

    return Test(holds, needs_facts=not wanted.isdisjoint(states.FLAGS))


def _has(ledger: Ledger, term: Term, clock: Clock) -> Test:
    wanted, linked = [value for value in term.values if value in HELD], _linked_if_asked(ledger, term, clock)
    still = _with_still_values(ledger, term, HELD, clock)
    return Test(lambda told: any(map(_held(told, linked).get, wanted)) or told.then.id in still, needs_facts=True)


def _no(ledger: Ledger, term: Term, clock: Clock) -> Test:
    wanted, linked = [value for value in term.values if value in HELD], _linked_if_asked(ledger, term, clock)
    still = _with_still_values(ledger, term, HELD, clock)
    return Test(lambda told: not all(map(_held(told, linked).get, wanted)) or told.then.id in still, needs_facts=True)


def _held(told: Told, linked: dict[int, set[str]]) -> dict[str, bool]:
    facts = told.facts
    held: dict[str, object] = {"reason": told.reason, "extent": told.extent, "link": told.then.id in linked}
    held |= {"look": facts.looked_on} if facts else {}
    return {name: bool(held.get(name, getattr(facts, name, None))) for name in HELD}


def _linked_if_asked(ledger: Ledger, term: Term, clock: Clock) -> dict[int, set[str]]:
    return states.linked(ledger, clock) if "link" in term.values else {}


def _link(ledger: Ledger, term: Term, clock: Clock) -> Test:
    linked = states.linked(ledger, clock)
    wanted = {terms.link_meant(value) for value in term.values if value != NONE}
    alone = NONE in term.values
    return Test(lambda told: bool(linked.get(told.then.id, set()) & wanted) or (alone and told.then.id not in linked))


def _with_still_values(ledger: Ledger, term: Term, moving: Iterable[str], clock: Clock) -> frozenset[int]:
    """The proposals that pass by a value of the term which does not move."""
    still = tuple(value for value in term.values if value not in set(moving))
    if not still:
        return frozenset()
    query = Query((Term(term.field, still),))
    sides = (candidates(ledger, query, clock, removed=removed) for removed in (False, True))
    return frozenset(one for side in sides for one in side or ())


def _moved(_: Ledger, term: Term, __: Clock) -> Test:
    return Test(lambda told: _overlaps(told.then.state.status_on, term))


def _looked(_: Ledger, term: Term, __: Clock) -> Test:
    return Test(lambda told: _overlaps(told.facts and told.facts.looked_on, term), needs_facts=True)


def _overlaps(day: str | None, term: Term) -> bool:
    if day is None:
        return NONE in term.values
    for low, high, prefixes in map(dates.overlap, term.spans):
        if day in prefixes or ((low is None or day >= low) and (high is None or day < high)):
            return True
    return False


def _reason(ledger: Ledger, term: Term, __: Clock) -> Test:
    wanted = _meant(term, statuses.reasons(ledger), "reason")
    return Test(lambda told: (told.reason or NONE) in wanted)


def _meant(term: Term, known: Iterable[str], what: str) -> set[str]:
    """The words of a closed list that are meant, and `none`. Raises UsageError with the nearest right one."""
    return {NONE if value.lower() == NONE else meant(value, known, what) for value in term.values}


def _saved(ledger: Ledger, term: Term, clock: Clock) -> Test:
    """Several saved queries, or what they leave out: each is asked by itself under the clock, its limit left aside."""
    asked = date.fromisoformat(term.spans[0].start or "")
    found: set[int] = set()
    for name in term.values:
        kept = terms.unfolded(ledger, Query((term._replace(values=(name,), negated=False),)))._replace(limit=None)
        for query in (kept, kept._replace(terms=(Term("is", ("removed",)), *kept.terms))):
            found |= {one.id for one in find(ledger, query, clock, asked)}
    return Test(lambda told: told.then.id in found)


def _extent(_: Ledger, term: Term, __: Clock) -> Test:
    wanted = _meant(term, EXTENTS, "extent")
    return Test(lambda told: (told.extent or NONE) in wanted)


# Every field that speaks of the day: the one place to add to.
TESTS: dict[str, Callable[[Ledger, Term, Clock], Test]] = {
    "status": _status,
    "is": _is,
    "has": _has,
    "no": _no,
    "moved": _moved,
    "looked": _looked,
    "reason": _reason,
    "extent": _extent,
    "saved": _saved,
    "link": _link,
}


def _sorted(found: list[Then], sort: Sequence[Sort]) -> list[Then]:
    """In the order of a list: what breaks the ties of a key is of that day as well."""
    last, descending = sort[-1]
    tie = {"moved": "id", "date": "moved", "status": "moved"}.get(last, "id")
    for key, turned in reversed([*sort, Sort(tie, descending)]):
        found = sorted(found, key=KEYS[key], reverse=turned)
    return found


def _recency(one: Then) -> tuple[str, int]:
    """The status date with missing parts as 00, undated first, then the number: as the list's own order has it."""
    return (one.state.status_on or "").replace("-", "").ljust(8, "0"), one.id


def _nocase(title: str) -> bytes:
    return title.encode().lower()  # bytes fold ASCII alone, as SQLite does


# The order of each key of the query language; what has no date comes first.
KEYS: dict[str, Callable[[Then], Any]] = {
    "moved": _recency,
    "date": lambda one: one.row.proposed_on or "",
    "title": lambda one: _nocase(one.row.title),
    "status": lambda one: one.state.status,
    "deadline": lambda one: one.row.deadline_on or "",
    "added": lambda one: one.row.added_at,
    "updated": lambda one: one.row.updated_at,
    "id": lambda one: one.id,
}
