"""Queries under a clock: the terms that speak of its day are tested in Python, the others are left to the list."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import dates
from tracker.comparison import folded_key
from tracker.model import EXTENTS
from tracker.query import Query, Sort, Term, narrow_to_whole
from tracker.query_fields import NONE, means_none
from tracker.store.as_of import states
from tracker.store.records import statuses
from tracker.store.search import codes, listing, terms
from tracker.strength import STRENGTHS
from tracker.text import match_code
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.clocks import Clock
    from tracker.model import Status
    from tracker.store.as_of.states import AsOfFacts, AsOfProposal, Circumstances
    from tracker.store.ledger import Ledger

PLAIN_FLAGS = frozenset({"open", "closed", "removed"})
# what `has:` and `no:` ask of the day
DAY_PARTS = ("evidence", "quote", "source", "look", "link", "reason", "extent", "rating", "according-to")


class TestedProposal(NamedTuple):
    """What a test is given of a proposal; facts and flags only where a test asks for them."""

    then: AsOfProposal
    is_open: bool
    is_removed: bool
    facts: AsOfFacts | None = None
    flags: frozenset[str] = frozenset()
    said: Circumstances = states.NO_CIRCUMSTANCES


class TermTest(NamedTuple):
    """A term as a test; `needs_facts` if it asks for more than the events."""

    holds: Callable[[TestedProposal], bool]
    needs_facts: bool = False


def select_as_of(ledger: Ledger, query: Query, clock: Clock, today: date) -> list[AsOfProposal]:
    """The proposals that a query matches under the clock, in its order; `limit:` holds.

    Raises QueryError for a value that the ledger does not know.
    """
    listing.plan_list(ledger, query)  # the same refusals as without a clock
    query = terms.unfold_query(ledger, query)
    removed = any(term.field == "is" and term.values == ("removed",) and not term.negated for term in query.terms)
    still, moving = split_by_clock(query)
    wanted = candidate_ids(ledger, still, clock, removed=removed)
    found = list(states.proposals_as_of(ledger, wanted, clock, removed=removed).values())
    found = passing_proposals(ledger, found, [make_term_test(ledger, term, clock) for term in moving], clock, today)
    return _sort_proposals(found, query.sort or listing.NEWEST_FIRST)[: query.limit]


def unsure_as_of(
    ledger: Ledger, query: Query, found: Sequence[AsOfProposal], clock: Clock, today: date
) -> frozenset[int]:
    """Those found of which only part of a date decides where they stood, or whether the query finds them."""
    query = terms.unfold_query(ledger, query)
    surely = narrow_to_whole(query)._replace(limit=None)
    whole = found if surely == query._replace(limit=None) else select_as_of(ledger, surely, clock, today)
    sure = {one.id for one in whole if not one.state.unsure}
    return frozenset(one.id for one in found if one.id not in sure)


def split_by_clock(query: Query) -> tuple[Query, list[Term]]:
    """The query with the terms alone that a list can answer, and the terms that speak of the day of a clock."""
    still = tuple(term for term in query.terms if not depends_on_day(term))
    return query._replace(terms=still, unfinished=query.unfinished and still[-1:] == query.terms[-1:]), [
        term for term in query.terms if depends_on_day(term)
    ]


def depends_on_day(term: Term) -> bool:
    """Whether a term speaks of the day of a clock."""
    if term.field == "is":
        return any(value in PLAIN_FLAGS or value in states.FLAGS for value in term.values)
    if term.field in {"has", "no"}:
        return any(value in DAY_PARTS for value in term.values)
    return term.field in TESTS


def candidate_ids(ledger: Ledger, query: Query, clock: Clock, *, removed: bool) -> list[int] | None:
    """The proposals that match what does not move, in any order; None is all there are.

    One that was removed after the day of `known_by` was there then, so that the removed ones are looked at too.
    """
    if not query.terms:
        return None
    bare = query._replace(sort=(), limit=None)
    found = [] if removed and clock.known_by is None else list(listing.matching_ids(ledger, bare))
    if removed or clock.known_by is not None:
        # a word that is still being typed stays the last term
        removed_too = (Term("is", ("removed",)), *query.terms)
        found += listing.matching_ids(ledger, bare._replace(terms=removed_too))
    return found


def passing_proposals(
    ledger: Ledger, found: list[AsOfProposal], tests: Sequence[TermTest], clock: Clock, today: date
) -> list[AsOfProposal]:
    """The proposals for which all tests hold; the cheap ones are tried first."""
    known = statuses.read_statuses(ledger)
    for dear in (False, True):
        chosen = [test for test in tests if test.needs_facts == dear]
        if chosen:
            told = _tested_proposals(ledger, found, clock, known, clock.day(today) if dear else None)
            found = [one.then for one in told if all(test.holds(one) for test in chosen)]
    return found


def count_flags(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock, today: date) -> dict[str, int]:
    """How many of these proposals had each flag that moves with the day."""
    counts = dict.fromkeys(states.FLAGS, 0)
    for one in _tested_proposals(ledger, found, clock, statuses.read_statuses(ledger), clock.day(today)):
        for flag in one.flags:
            counts[flag] += 1
    return counts


def _tested_proposals(
    ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock, known: dict[str, Status], day: date | None
) -> Iterator[TestedProposal]:
    """What tests are given; with a day also what it takes more than the events to know."""
    facts = states.facts_as_of(ledger, found, clock) if day else {}
    codes = states.circumstance_codes(ledger, found, clock)
    for one in found:
        is_open, told = known[one.state.status].is_open, facts.get(one.id)
        flags = frozenset(states.flags_as_of(one, told, day, is_open=is_open)) if told and day else frozenset()
        said = codes.get(one.state.event_id, states.NO_CIRCUMSTANCES)
        yield TestedProposal(one, is_open, states.was_removed(one.row, clock), told, flags, said)


def make_term_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    """A term that speaks of the day of a clock as a test. Raises QueryError as a list does."""
    plain = TESTS[term.field](ledger, term, clock)
    return plain._replace(holds=lambda told: not plain.holds(told)) if term.negated else plain


def _status_test(ledger: Ledger, term: Term, _: Clock) -> TermTest:
    wanted = {statuses.match_status(ledger, value) for value in term.values}
    return TermTest(lambda told: told.then.state.status in wanted)


def _flag_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    wanted = frozenset(term.values)
    still = _passing_by_still_values(ledger, term, PLAIN_FLAGS | set(states.FLAGS), clock)

    def holds(told: TestedProposal) -> bool:
        plain = {"open" if told.is_open else "closed"} | ({"removed"} if told.is_removed else set())
        return not wanted.isdisjoint(plain | told.flags) or told.then.id in still

    return TermTest(holds, needs_facts=not wanted.isdisjoint(states.FLAGS))


def _has_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    wanted, linked = [value for value in term.values if value in DAY_PARTS], _links_if_needed(ledger, term, clock)
    still = _passing_by_still_values(ledger, term, DAY_PARTS, clock)
    return TermTest(
        lambda told: any(map(_part_values(told, linked).get, wanted)) or told.then.id in still, needs_facts=True
    )


def _lacks_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    wanted, linked = [value for value in term.values if value in DAY_PARTS], _links_if_needed(ledger, term, clock)
    still = _passing_by_still_values(ledger, term, DAY_PARTS, clock)
    return TermTest(
        lambda told: not all(map(_part_values(told, linked).get, wanted)) or told.then.id in still, needs_facts=True
    )


def _part_values(told: TestedProposal, linked: dict[int, set[str]]) -> dict[str, bool]:
    facts = told.facts
    said = told.said
    held: dict[str, object] = {"reason": said.reason, "extent": said.extent, "rating": said.rating}
    held |= {"according-to": said.according_to, "link": told.then.id in linked}
    held |= {"look": facts.looked_on, "evidence": facts.evidence != "none"} if facts else {}
    return {name: bool(held.get(name, getattr(facts, name, None))) for name in DAY_PARTS}


def _links_if_needed(ledger: Ledger, term: Term, clock: Clock) -> dict[int, set[str]]:
    return states.links_as_of(ledger, clock) if "link" in term.values else {}


def _link_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    linked = states.links_as_of(ledger, clock)
    wanted = {codes.match_link(value) for value in term.values if value != NONE}
    alone = NONE in term.values
    return TermTest(
        lambda told: bool(linked.get(told.then.id, set()) & wanted) or (alone and told.then.id not in linked)
    )


def _passing_by_still_values(ledger: Ledger, term: Term, moving: Iterable[str], clock: Clock) -> frozenset[int]:
    """The proposals that pass by a value of the term which does not move."""
    still = tuple(value for value in term.values if value not in set(moving))
    if not still:
        return frozenset()
    query = Query((Term(term.field, still),))
    sides = (candidate_ids(ledger, query, clock, removed=removed) for removed in (False, True))
    return frozenset(one for side in sides for one in side or ())


def _moved_test(_: Ledger, term: Term, __: Clock) -> TermTest:
    return TermTest(lambda told: _day_overlaps(told.then.state.status_on, term))


def _looked_test(_: Ledger, term: Term, __: Clock) -> TermTest:
    return TermTest(lambda told: _day_overlaps(told.facts and told.facts.looked_on, term), needs_facts=True)


def _day_overlaps(day: str | None, term: Term) -> bool:
    if day is None:
        return NONE in term.values
    for span in term.spans if term.whole else ():
        after = span.start is None or dates.first_day(day) >= dates.first_day(span.start)
        if after and (span.end is None or dates.last_day(day) <= dates.last_day(span.end)):
            return True
    for low, high, prefixes in () if term.whole else map(dates.overlap_bounds, term.spans):
        if day in prefixes or ((low is None or day >= low) and (high is None or day < high)):
            return True
    return False


def _reason_test(ledger: Ledger, term: Term, __: Clock) -> TermTest:
    wanted = _match_words(term, statuses.read_reasons(ledger), "reason")
    return TermTest(lambda told: (told.said.reason or NONE) in wanted)


def _evidence_test(_: Ledger, term: Term, __: Clock) -> TermTest:
    wanted = {match_code(value, STRENGTHS, "strength of evidence") for value in term.values}
    return TermTest(lambda told: bool(told.facts and told.facts.evidence in wanted), needs_facts=True)


def _match_words(term: Term, known: Iterable[str], what: str) -> set[str]:
    """The words of a closed list that are meant, and `none`. Raises UsageError with the nearest right one."""
    return {NONE if means_none(value) else match_code(value, known, what) for value in term.values}


def _saved_test(ledger: Ledger, term: Term, clock: Clock) -> TermTest:
    """What stays a term of its own: several saved queries, what they leave out, one that has a limit.

    Each is asked by itself under the clock.
    """
    asked = date.fromisoformat(term.spans[0].start or "")
    found: set[int] = set()
    for name in term.values:
        kept = terms.unfold_query(ledger, Query((term._replace(values=(name,), negated=False),)))
        removed = kept._replace(terms=(Term("is", ("removed",)), *kept.terms))
        for query in (kept, removed) if kept.limit is None else (kept,):
            found |= {one.id for one in select_as_of(ledger, query, clock, asked)}
    return TermTest(lambda told: told.then.id in found)


def _extent_test(_: Ledger, term: Term, __: Clock) -> TermTest:
    wanted = _match_words(term, EXTENTS, "extent")
    return TermTest(lambda told: (told.said.extent or NONE) in wanted)


def _rating_test(_: Ledger, term: Term, __: Clock) -> TermTest:
    wanted = [f" {' '.join(split_words(value))} " for value in term.values if value.lower() != NONE]
    lacking = len(wanted) < len(term.values)

    def holds(told: TestedProposal) -> bool:
        words = f" {' '.join(split_words(told.said.rating or ''))} "
        return (lacking and not told.said.rating) or any(one.strip() and one in words for one in wanted)

    return TermTest(holds)


def _according_to_test(ledger: Ledger, term: Term, _: Clock) -> TermTest:
    named = [value for value in term.values if value.lower() != NONE]
    wanted: set[int | None] = {*terms.find_actors(ledger, named)} | ({None} if len(named) < len(term.values) else set())
    return TermTest(lambda told: told.said.according_to_id in wanted)


# Every field that speaks of the day: the one place to add to.
TESTS: dict[str, Callable[[Ledger, Term, Clock], TermTest]] = {
    "status": _status_test,
    "is": _flag_test,
    "has": _has_test,
    "no": _lacks_test,
    "moved": _moved_test,
    "looked": _looked_test,
    "reason": _reason_test,
    "extent": _extent_test,
    "evidence": _evidence_test,
    "rating": _rating_test,
    "according-to": _according_to_test,
    "saved": _saved_test,
    "link": _link_test,
}


def _sort_proposals(found: list[AsOfProposal], sort: Sequence[Sort]) -> list[AsOfProposal]:
    """In the order of a list: what breaks the ties of a key is of that day as well."""
    last, descending = sort[-1]
    tie = {"date": "recency", "status": "recency"}.get(last, "id")
    for key, turned in reversed([*sort, Sort(tie, descending)]):
        found = sorted(found, key=KEYS[key], reverse=turned)
        if key in listing.MAY_BE_UNDATED:
            found.sort(key=partial(_is_undated, key))
    return found


def _is_undated(key: str, one: AsOfProposal) -> bool:
    on = {"moved": one.state.status_on, "date": one.row.proposed_on, "deadline": one.row.deadline_on}
    return on[key] is None


def _recency_key(one: AsOfProposal) -> tuple[str, int]:
    """The status date with missing parts as 00, undated first, then the number: as the list's own order has it."""
    return (one.state.status_on or "").replace("-", "").ljust(8, "0"), one.id


# The order of each key of the query language, and of what breaks ties; what has no date is put last afterwards.
KEYS: dict[str, Callable[[AsOfProposal], Any]] = {
    **dict.fromkeys(("moved", "recency"), _recency_key),
    "date": lambda one: one.row.proposed_on or "",
    "title": lambda one: folded_key(one.row.title),
    "status": lambda one: one.state.status,
    "deadline": lambda one: one.row.deadline_on or "",
    "added": lambda one: one.row.added_at,
    "updated": lambda one: one.row.updated_at,
    "id": lambda one: one.id,
}
