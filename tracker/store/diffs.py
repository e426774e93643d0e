"""What happened between two days: what is new, what moved, with the acts and the evidence that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.clocks import SECTIONS, Digest, Entry, local_day
from tracker.store import lives, moving, past, proposals, sources, statuses

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.clocks import Between
    from tracker.model import Citation, Look, Proposal, Source, StatusEvent
    from tracker.query import Query
    from tracker.store.database import Ledger
    from tracker.store.past import Then


class _Ends(NamedTuple):
    """The proposals as they stood before and after, those that were taken out in between, and the looks in between."""

    span: Between
    earlier: dict[int, Then]
    later: dict[int, Then]
    gone: tuple[int, ...]
    looked: dict[int, list[Look]]


def digest(ledger: Ledger, query: Query, span: Between, today: date) -> Digest:
    """What happened to the proposals that a query matches at the end of the span.

    Raises QueryError for a value that the ledger does not know.
    """
    ends = _ends(ledger, query, span, today)
    told = _entries(ledger, _sorted_out(ledger, ends), ends, today)
    return Digest(span, told, _references(ledger, told))


def _ends(ledger: Ledger, query: Query, span: Between, today: date) -> _Ends:
    later = {one.id: one for one in moving.find(ledger, query, span.clock(span.after), today)}
    earlier = {} if span.before is None else past.states(ledger, list(later), span.clock(span.before))
    gone = []
    if span.recorded and span.before is not None:
        for one in moving.find(ledger, query, span.clock(span.before), today):
            if one.row.removed_at and span.has(one.row.removed_at):
                earlier[one.id] = one
                gone.append(one.id)
    return _Ends(span, earlier, later, tuple(gone), _looked(ledger, list(later), span))


def _sorted_out(ledger: Ledger, ends: _Ends) -> dict[str, list[int]]:
    """The proposals of each section."""
    known = statuses.known(ledger)
    found: dict[str, list[int]] = {section: [] for section in SECTIONS}
    for number, one in ends.later.items():
        before = ends.earlier.get(number)
        section = ""
        if before is None or _was_only_perhaps_there(before, one):
            section = "new"
        elif before.state.status != one.state.status:
            closes = known[before.state.status].is_open and not known[one.state.status].is_open
            section = "closed" if closes else "moved"
        elif _acts(before, one):
            section = "confirmed"
        elif number in ends.looked:
            section = "looked"
        if section:
            found[section].append(number)
        if before is not None and _corrections(one, ends.span):
            found["corrected"].append(number)
    found["removed"] = list(ends.gone)
    return found


def _was_only_perhaps_there(before: Then, after: Then) -> bool:
    """Whether only part of a span said that it was there, and now all of one does."""
    perhaps = before.state.unsure and before.state.event_id is not None and not before.judged.counting
    return perhaps and bool(after.judged.counting)


def _acts(before: Then | None, after: Then) -> set[int]:
    """The events that count at the end and did not at the beginning."""
    counted = {one.id for one in before.judged.counting} if before is not None else set()
    return {one.id for one in after.judged.counting} - counted


def _corrections(one: Then, span: Between) -> set[int]:
    """The events that corrections recorded in the span withdraw."""
    return {event.supersedes_id for event in one.events if event.supersedes_id and span.has(event.recorded_at)}


def _looked(ledger: Ledger, wanted: Sequence[int], span: Between) -> dict[int, list[Look]]:
    """The looks of the span, by proposal."""
    until, before = span.clock(span.after), None if span.before is None else span.clock(span.before)
    found = {}
    for number, looks in lives.looks(ledger, wanted).items():
        earlier = [] if before is None else past.looks_until(looks, before)
        if fresh := [one for one in past.looks_until(looks, until) if one not in earlier]:
            found[number] = fresh
    return found


def _entries(ledger: Ledger, sections: dict[str, list[int]], ends: _Ends, today: date) -> dict[str, tuple[Entry, ...]]:
    """The proposals of each section with what happened to them, the earliest first."""
    wanted = sorted({number for numbers in sections.values() for number in numbers})
    events = lives.events(ledger, wanted)
    passages = lives.citations(ledger, wanted, ends.span.clock(ends.span.after))
    records = {record.id: record for record in proposals.records(ledger, wanted, today)}
    found = {}
    for section, numbers in sections.items():
        made = [
            _entry(section, records[number], events.get(number, []), passages.get(number, []), ends)
            for number in numbers
        ]
        found[section] = tuple(sorted(made, key=_when))
    return found


def _entry(
    section: str, record: Proposal, events: Sequence[StatusEvent], passages: Sequence[Citation], ends: _Ends
) -> Entry:
    """What a section tells of a proposal: its acts, or the correction and what it withdraws."""
    before, after = ends.earlier.get(record.id), ends.later.get(record.id)
    wrong: set[int] = set()
    undecided: set[int] = set()
    if after is None:
        shown: set[int] = set()
    elif section == "corrected":
        wrong = _corrections(after, ends.span)
        shown = {one.id for one in events if one.supersedes_id in wrong}
    else:
        undecided = {one.id for one in after.judged.undecided} if section == "new" else set()
        shown = _acts(before, after) | undecided
    loose = section == "new"  # what is cited for the proposal itself is told once
    return Entry(
        record,
        before and before.state,
        after and after.state,
        tuple(dates.in_order((_day(one), one) for one in events if one.id in shown)),
        tuple(one for one in passages if one.status_event_id in shown or (loose and one.status_event_id is None)),
        () if section == "corrected" else tuple(ends.looked.get(record.id, ())),
        tuple(one for one in events if one.id in wrong),
        frozenset(undecided),
    )


def _when(entry: Entry) -> tuple[str, int]:
    """When it began, as far as is known; what is undated by when it was recorded."""
    days = [*map(_day, entry.acts), *(look.looked_on for look in entry.looks)]
    return min(days, default=""), entry.proposal.id


def _day(event: StatusEvent) -> str:
    return event.occurred_on or local_day(event.recorded_at)


def _references(ledger: Ledger, sections: dict[str, tuple[Entry, ...]]) -> dict[int, tuple[int, Source]]:
    cited = [one.source.id for entries in sections.values() for entry in entries for one in entry.citations]
    return {source: (number, sources.get(ledger, source)) for number, source in enumerate(dict.fromkeys(cited), 1)}
