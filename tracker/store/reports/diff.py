"""What happened between two days: what is new, what moved, with the acts and the evidence that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.clocks import NO_CLOCK, SECTIONS, Digest, Entry, local_day
from tracker.formats.references import Numbers
from tracker.store.as_of import selection, states
from tracker.store.records import lives, proposals, sources, statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from tracker.clocks import Between, Clock, Event
    from tracker.model import Citation, Look, Proposal, Source, Status, StatusEvent
    from tracker.query import Query
    from tracker.store.as_of.states import Then
    from tracker.store.ledger import Ledger


MAIN = ("new", "moved", "closed", "confirmed", "further", "looked")  # sections of which a proposal stands in one


class _Told(NamedTuple):
    """What is told of a proposal in a section, beside the main one that it stands in; `lost` is as it was before."""

    section: str
    main: str
    events: Sequence[StatusEvent]
    passages: Sequence[Citation]
    lost: Sequence[StatusEvent]


class _Ends(NamedTuple):
    """The proposals as they stood before and after, those taken out and brought back in between, and the looks in it.

    Of what was recorded in it also the passages that are new.
    """

    span: Between
    earlier: dict[int, Then]
    later: dict[int, Then]
    gone: tuple[int, ...]
    restored: frozenset[int]
    looked: dict[int, list[Look]]
    cited: dict[int, list[Citation]]


def digest(ledger: Ledger, query: Query, span: Between, today: date) -> Digest:
    """What happened to the proposals that a query matches at the end of the span.

    Raises QueryError for a value that the ledger does not know.
    """
    ends = _ends(ledger, query, span, today)
    told = _entries(ledger, _sorted_out(ledger, ends), ends, today)
    return Digest(span, told, _references(ledger, told, span.clock(span.after)))


def _ends(ledger: Ledger, query: Query, span: Between, today: date) -> _Ends:
    after = span.clock(span.after)
    later = {one.id: one for one in selection.find(ledger, query, after, today)}
    looked = _looked(ledger, list(later), span)
    if span.before is None:
        return _Ends(span, {}, later, (), frozenset(), looked, {})
    before = span.clock(span.before)
    earlier = states.states(ledger, list(later), before)
    if not span.recorded:
        return _Ends(span, earlier, later, (), frozenset(), looked, {})
    away = states.states(ledger, list(later), before, removed=True)
    restored = frozenset(one for one in away if not states.is_removed(later[one].row, after))
    there = {one.id: one for one in selection.find(ledger, query, before, today) if one.id not in later}
    gone = tuple(states.states(ledger, list(there), after, removed=True))
    earlier |= away | {one: there[one] for one in gone}
    return _Ends(span, earlier, later, gone, restored, looked, _cited(ledger, list(later), before, after))


def _cited(ledger: Ledger, wanted: Sequence[int], before: Clock, after: Clock) -> dict[int, list[Citation]]:
    """The passages that there are at the end and were not at the beginning."""
    known = {one.id for cited in lives.citations(ledger, wanted, before).values() for one in cited}
    fresh = {
        number: [one for one in cited if one.id not in known]
        for number, cited in lives.citations(ledger, wanted, after).items()
    }
    return {number: cited for number, cited in fresh.items() if cited}


def _sorted_out(ledger: Ledger, ends: _Ends) -> dict[str, list[int]]:
    """The proposals of each section."""
    known = statuses.known(ledger)
    found: dict[str, list[int]] = {section: [] for section in SECTIONS}
    for number, one in ends.later.items():
        before = ends.earlier.get(number)
        if section := _section(before, one, ends, known):
            found[section].append(number)
        if before is not None and section != "new":
            besides = {
                "evidence": _other_evidence(before, one, ends, section),
                "corrected": _corrections(one, ends.span),
                "undone": _undone(before, one, ends.span),
                "restored": number in ends.restored,
            }
            for name in (name for name, there in besides.items() if there):
                found[name].append(number)
    found["removed"] = list(ends.gone)
    return found


def _section(before: Then | None, after: Then, ends: _Ends, known: dict[str, Status]) -> str:
    """Where it is told what became of a proposal; empty if nothing did."""
    if before is None or _was_only_perhaps_there(before, after):
        return "new"
    if before.state.status != after.state.status:
        if _undone(before, after, ends.span) and not _fresh(before, after, ends.span):
            return ""
        closes = known[before.state.status].is_open and not known[after.state.status].is_open
        return "closed" if closes else "moved"
    if fresh := _fresh(before, after, ends.span):
        return "confirmed" if any(_confirms(one, before, after) for one in fresh) else "further"
    return "looked" if after.id in ends.looked else ""


def _was_only_perhaps_there(before: Then, after: Then) -> bool:
    """Whether only part of a span said that it was there, and now all of one does."""
    perhaps = before.state.unsure and before.state.event_id is not None and not before.judged.counting
    return perhaps and bool(after.judged.counting)


def _acts(before: Then | None, after: Then) -> set[int]:
    """The events that count at the end and did not at the beginning."""
    counted = {one.id for one in before.judged.counting} if before is not None else set()
    return {one.id for one in after.judged.counting} - counted


def _fresh(before: Then, after: Then, span: Between) -> list[Event]:
    """The acts that are news: no corrections of what counted before, nor what counts again since one was undone."""
    acts = _acts(before, after) - (_known(before, span) if span.recorded else set())
    counted = {one.id for one in before.judged.counting}
    return [one for one in after.judged.counting if one.id in acts and one.supersedes_id not in counted]


def _confirms(act: Event, before: Then, after: Then) -> bool:
    """Whether an act says again where a proposal stands, and surely not before."""
    return act.status == after.state.status and all(act.id != one.id for one in before.judged.undecided)


def _known(before: Then, span: Between) -> set[int]:
    """The events that were known before the span."""
    clock = span.clock(span.before) if span.before else NO_CLOCK
    return {one.id for one in before.events if clock.has(one.recorded_at)}


def _undone(before: Then, after: Then, span: Between) -> set[int]:
    """The events that were there before the span and at its end no longer."""
    return _known(before, span) - {one.id for one in after.events} if span.recorded else set()


def _corrections(one: Then, span: Between) -> set[int]:
    """The events that corrections recorded in the span withdraw."""
    return {event.supersedes_id for event in one.events if event.supersedes_id and span.has(event.recorded_at)}


def _other_evidence(before: Then, after: Then, ends: _Ends, section: str) -> list[Citation]:
    """The new passages that no other section tells: those of its acts, and of corrections, have theirs with them."""
    wrong = _corrections(after, ends.span)
    told = {one.id for one in after.events if one.supersedes_id in wrong}
    if section and section != "looked":
        told |= _acts(before, after)
    return [one for one in ends.cited.get(after.id, ()) if one.status_event_id not in told]


def _looked(ledger: Ledger, wanted: Sequence[int], span: Between) -> dict[int, list[Look]]:
    """The looks of the span, by proposal."""
    until, before = span.clock(span.after), None if span.before is None else span.clock(span.before)
    known = {} if before is None else lives.looks(ledger, wanted, before)
    found = {}
    for number, looks in lives.looks(ledger, wanted, until).items():
        earlier = [] if before is None else states.looks_until(known.get(number, ()), before)
        if fresh := [one for one in states.looks_until(looks, until) if one not in earlier]:
            found[number] = fresh
    return found


def _entries(ledger: Ledger, sections: dict[str, list[int]], ends: _Ends, today: date) -> dict[str, tuple[Entry, ...]]:
    """The proposals of each section with what happened to them, the earliest first."""
    wanted = sorted({number for numbers in sections.values() for number in numbers})
    after = ends.span.clock(ends.span.after)
    events, passages = lives.events(ledger, wanted, after), lives.citations(ledger, wanted, after)
    lost = lives.events(ledger, sections["undone"], ends.span.clock(ends.span.before)) if ends.span.before else {}
    records = {record.id: record for record in proposals.records(ledger, wanted, today)}
    around = {section: {*numbers} for section, numbers in sections.items()}
    found = {}
    for section, numbers in sections.items():
        made = []
        for number in numbers:
            main = next((name for name in MAIN if number in around[name]), "")
            told = _Told(section, main, events.get(number, []), passages.get(number, []), lost.get(number, []))
            made.append(_entry(told, records[number], ends))
        found[section] = tuple(sorted(made, key=_when))
    return found


def _entry(told: _Told, record: Proposal, ends: _Ends) -> Entry:
    """What a section tells of a proposal."""
    before, after = ends.earlier.get(record.id), ends.later.get(record.id)
    entry = Entry(record, before and before.state, after and after.state)
    if after is None or told.section == "restored":
        return entry
    if before is not None and told.section == "evidence":
        passages = _other_evidence(before, after, ends, told.main)
        return entry._replace(acts=_of(told.events, {one.status_event_id for one in passages}), citations=(*passages,))
    if before is not None and told.section == "undone":
        return entry._replace(undone=_of(told.lost, _undone(before, after, ends.span)))
    if told.section == "corrected":
        wrong = _corrections(after, ends.span)
        acts = tuple(one for one in told.events if one.supersedes_id in wrong)
        shown = {one.id for one in acts}
        return entry._replace(
            acts=_in_order(acts),
            citations=tuple(one for one in told.passages if one.status_event_id in shown),
            corrected=_of(told.events, wrong),
        )
    undecided = {one.id for one in after.judged.undecided} if told.section == "new" else set()
    acts = _of(told.events, _shown(told.section, before, after, ends.span) | undecided)
    about: set[int | None] = {one.id for one in acts}
    about |= {None} if told.section == "new" else set()  # what is cited for the proposal itself is told once
    return entry._replace(
        acts=acts,
        citations=tuple(one for one in told.passages if one.status_event_id in about),
        looks=tuple(ends.looked.get(record.id, ())),
        undecided=frozenset(undecided),
    )


def _shown(section: str, before: Then | None, after: Then, span: Between) -> set[int]:
    """The acts of a section: all that count since, or of one that stands as it stood those that are news."""
    if before is not None and section in {"confirmed", "further", "looked"}:
        return {one.id for one in _fresh(before, after, span)}
    return _acts(before, after)


def _of(events: Sequence[StatusEvent], wanted: AbstractSet[int | None] | AbstractSet[int]) -> tuple[StatusEvent, ...]:
    return _in_order(one for one in events if one.id in wanted)


def _in_order(events: Iterable[StatusEvent]) -> tuple[StatusEvent, ...]:
    return tuple(dates.in_order((_day(one), one) for one in events))


def _when(entry: Entry) -> tuple[str, int]:
    """When it began, as far as is known; what is undated by when it was recorded."""
    days = [*map(_day, (*entry.acts, *entry.undone)), *(look.looked_on for look in entry.looks)]
    return min(days, default=""), entry.proposal.id


def _day(event: StatusEvent) -> str:
    return event.occurred_on or local_day(event.recorded_at)


def _references(ledger: Ledger, sections: dict[str, tuple[Entry, ...]], clock: Clock) -> dict[int, tuple[int, Source]]:
    cited = (one.source.id for entries in sections.values() for entry in entries for one in entry.citations)
    return {one.id: (number, one) for number, one in sources.numbered(ledger, Numbers(cited), clock)}
