"""What happened between two days: what is new, what moved, with the acts and the evidence that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.clocks import NO_CLOCK, SECTIONS, Digest, DigestEntry, local_day
from tracker.formats.documents.references import Numbers
from tracker.store.as_of import selection, states
from tracker.store.records import lives, proposals, sources, statuses

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from tracker.clocks import BareEvent, Clock, DigestSpan
    from tracker.model import Citation, Look, Proposal, Source, Status, StatusEvent
    from tracker.query import Query
    from tracker.store.as_of.states import AsOfProposal
    from tracker.store.ledger import Ledger


MAIN = ("new", "moved", "closed", "confirmed", "further", "looked")  # sections of which a proposal stands in one


class _SectionParts(NamedTuple):
    """What is told of a proposal in a section, beside the main one that it stands in; `lost` is as it was before."""

    section: str
    main: str
    events: Sequence[StatusEvent]
    passages: Sequence[Citation]
    lost: Sequence[StatusEvent]


class _SpanEnds(NamedTuple):
    """The proposals as they stood before and after, those taken out and brought back in between, and the looks in it.

    Of what was recorded in it also the passages that are new.
    """

    span: DigestSpan
    earlier: dict[int, AsOfProposal]
    later: dict[int, AsOfProposal]
    gone: tuple[int, ...]
    restored: frozenset[int]
    looked: dict[int, list[Look]]
    cited: dict[int, list[Citation]]


def make_digest(ledger: Ledger, query: Query, span: DigestSpan, today: date) -> Digest:
    """What happened to the proposals that a query matches at the end of the span.

    Raises QueryError for a value that the ledger does not know.
    """
    ends = _read_ends(ledger, query, span, today)
    told = _section_entries(ledger, _sort_into_sections(ledger, ends), ends, today)
    return Digest(span, told, _number_references(ledger, told, span.clock(span.after)))


def _read_ends(ledger: Ledger, query: Query, span: DigestSpan, today: date) -> _SpanEnds:
    after = span.clock(span.after)
    later = {one.id: one for one in selection.select_as_of(ledger, query, after, today)}
    looked = _looks_in_span(ledger, list(later), span)
    if span.before is None:
        return _SpanEnds(span, {}, later, (), frozenset(), looked, {})
    before = span.clock(span.before)
    earlier = states.proposals_as_of(ledger, list(later), before)
    if not span.recorded:
        return _SpanEnds(span, earlier, later, (), frozenset(), looked, {})
    away = states.proposals_as_of(ledger, list(later), before, removed=True)
    restored = frozenset(one for one in away if not states.was_removed(later[one].row, after))
    there = {one.id: one for one in selection.select_as_of(ledger, query, before, today) if one.id not in later}
    gone = tuple(states.proposals_as_of(ledger, list(there), after, removed=True))
    earlier |= away | {one: there[one] for one in gone}
    return _SpanEnds(span, earlier, later, gone, restored, looked, _new_citations(ledger, list(later), before, after))


def _new_citations(ledger: Ledger, wanted: Sequence[int], before: Clock, after: Clock) -> dict[int, list[Citation]]:
    """The passages that there are at the end and were not at the beginning."""
    known = {one.id for cited in lives.citations_by_proposal(ledger, wanted, before).values() for one in cited}
    fresh = {
        number: [one for one in cited if one.id not in known]
        for number, cited in lives.citations_by_proposal(ledger, wanted, after).items()
    }
    return {number: cited for number, cited in fresh.items() if cited}


def _sort_into_sections(ledger: Ledger, ends: _SpanEnds) -> dict[str, list[int]]:
    """The proposals of each section."""
    known = statuses.read_statuses(ledger)
    found: dict[str, list[int]] = {section: [] for section in SECTIONS}
    for number, one in ends.later.items():
        before = ends.earlier.get(number)
        if section := _main_section(before, one, ends, known):
            found[section].append(number)
        if before is not None and section != "new":
            besides = {
                "evidence": _other_evidence(before, one, ends, section),
                "corrected": _corrected_events(one, ends.span),
                "undone": _undone_events(before, one, ends.span),
                "restored": number in ends.restored,
            }
            for name in (name for name, there in besides.items() if there):
                found[name].append(number)
    found["removed"] = list(ends.gone)
    return found


def _main_section(before: AsOfProposal | None, after: AsOfProposal, ends: _SpanEnds, known: dict[str, Status]) -> str:
    """Where it is told what became of a proposal; empty if nothing did."""
    if before is None or _was_only_perhaps_there(before, after):
        return "new"
    if before.state.status != after.state.status:
        if _undone_events(before, after, ends.span) and not _fresh_acts(before, after, ends.span):
            return ""
        closes = known[before.state.status].is_open and not known[after.state.status].is_open
        return "closed" if closes else "moved"
    if fresh := _fresh_acts(before, after, ends.span):
        return "confirmed" if any(_confirms_status(one, before, after) for one in fresh) else "further"
    return "looked" if after.id in ends.looked else ""


def _was_only_perhaps_there(before: AsOfProposal, after: AsOfProposal) -> bool:
    """Whether only part of a span said that it was there, and now all of one does."""
    perhaps = before.state.unsure and before.state.event_id is not None and not before.judged.counting
    return perhaps and bool(after.judged.counting)


def _new_acts(before: AsOfProposal | None, after: AsOfProposal) -> set[int]:
    """The events that count at the end and did not at the beginning."""
    counted = {one.id for one in before.judged.counting} if before is not None else set()
    return {one.id for one in after.judged.counting} - counted


def _fresh_acts(before: AsOfProposal, after: AsOfProposal, span: DigestSpan) -> list[BareEvent]:
    """The acts that are news: no corrections of what counted before, nor what counts again since one was undone."""
    acts = _new_acts(before, after) - (_known_events(before, span) if span.recorded else set())
    counted = {one.id for one in before.judged.counting}
    return [one for one in after.judged.counting if one.id in acts and one.supersedes_id not in counted]


def _confirms_status(act: BareEvent, before: AsOfProposal, after: AsOfProposal) -> bool:
    """Whether an act says again where a proposal stands, and surely not before."""
    return act.status == after.state.status and all(act.id != one.id for one in before.judged.undecided)


def _known_events(before: AsOfProposal, span: DigestSpan) -> set[int]:
    """The events that were known before the span."""
    clock = span.clock(span.before) if span.before else NO_CLOCK
    return {one.id for one in before.events if clock.has(one.recorded_at)}


def _undone_events(before: AsOfProposal, after: AsOfProposal, span: DigestSpan) -> set[int]:
    """The events that were there before the span and at its end no longer."""
    return _known_events(before, span) - {one.id for one in after.events} if span.recorded else set()


def _corrected_events(one: AsOfProposal, span: DigestSpan) -> set[int]:
    """The events that corrections recorded in the span withdraw."""
    return {event.supersedes_id for event in one.events if event.supersedes_id and span.has(event.recorded_at)}


def _other_evidence(before: AsOfProposal, after: AsOfProposal, ends: _SpanEnds, section: str) -> list[Citation]:
    """The new passages that no other section tells: those of its acts, and of corrections, have theirs with them."""
    wrong = _corrected_events(after, ends.span)
    told = {one.id for one in after.events if one.supersedes_id in wrong}
    if section and section != "looked":
        told |= _new_acts(before, after)
    return [one for one in ends.cited.get(after.id, ()) if one.status_event_id not in told]


def _looks_in_span(ledger: Ledger, wanted: Sequence[int], span: DigestSpan) -> dict[int, list[Look]]:
    """The looks of the span, by proposal."""
    until, before = span.clock(span.after), None if span.before is None else span.clock(span.before)
    known = {} if before is None else lives.looks_by_proposal(ledger, wanted, before)
    found = {}
    for number, looks in lives.looks_by_proposal(ledger, wanted, until).items():
        earlier = [] if before is None else states.looks_until(known.get(number, ()), before)
        if fresh := [one for one in states.looks_until(looks, until) if one not in earlier]:
            found[number] = fresh
    return found


def _section_entries(
    ledger: Ledger, sections: dict[str, list[int]], ends: _SpanEnds, today: date
) -> dict[str, tuple[DigestEntry, ...]]:
    """The proposals of each section with what happened to them, the earliest first."""
    wanted = sorted({number for numbers in sections.values() for number in numbers})
    after = ends.span.clock(ends.span.after)
    events, passages = (
        lives.events_by_proposal(ledger, wanted, after),
        lives.citations_by_proposal(ledger, wanted, after),
    )
    lost = (
        lives.events_by_proposal(ledger, sections["undone"], ends.span.clock(ends.span.before))
        if ends.span.before
        else {}
    )
    records = {record.id: record for record in proposals.read_records(ledger, wanted, today)}
    around = {section: {*numbers} for section, numbers in sections.items()}
    found = {}
    for section, numbers in sections.items():
        made = []
        for number in numbers:
            main = next((name for name in MAIN if number in around[name]), "")
            told = _SectionParts(section, main, events.get(number, []), passages.get(number, []), lost.get(number, []))
            made.append(_digest_entry(told, records[number], ends))
        found[section] = tuple(sorted(made, key=_entry_day))
    return found


def _digest_entry(told: _SectionParts, record: Proposal, ends: _SpanEnds) -> DigestEntry:
    """What a section tells of a proposal."""
    before, after = ends.earlier.get(record.id), ends.later.get(record.id)
    entry = DigestEntry(record, before and before.state, after and after.state)
    if after is None or told.section == "restored":
        return entry
    if before is not None and told.section == "evidence":
        passages = _other_evidence(before, after, ends, told.main)
        return entry._replace(
            acts=_pick_events(told.events, {one.status_event_id for one in passages}), citations=(*passages,)
        )
    if before is not None and told.section == "undone":
        return entry._replace(undone=_pick_events(told.lost, _undone_events(before, after, ends.span)))
    if told.section == "corrected":
        wrong = _corrected_events(after, ends.span)
        acts = tuple(one for one in told.events if one.supersedes_id in wrong)
        shown = {one.id for one in acts}
        return entry._replace(
            acts=_events_in_order(acts),
            citations=tuple(one for one in told.passages if one.status_event_id in shown),
            corrected=_pick_events(told.events, wrong),
        )
    undecided = {one.id for one in after.judged.undecided} if told.section == "new" else set()
    acts = _pick_events(told.events, _section_acts(told.section, before, after, ends.span) | undecided)
    about: set[int | None] = {one.id for one in acts}
    about |= {None} if told.section == "new" else set()  # what is cited for the proposal itself is told once
    return entry._replace(
        acts=acts,
        citations=tuple(one for one in told.passages if one.status_event_id in about),
        looks=tuple(ends.looked.get(record.id, ())),
        undecided=frozenset(undecided),
    )


def _section_acts(section: str, before: AsOfProposal | None, after: AsOfProposal, span: DigestSpan) -> set[int]:
    """The acts of a section: all that count since, or of one that stands as it stood those that are news."""
    if before is not None and section in {"confirmed", "further", "looked"}:
        return {one.id for one in _fresh_acts(before, after, span)}
    return _new_acts(before, after)


def _pick_events(
    events: Sequence[StatusEvent], wanted: AbstractSet[int | None] | AbstractSet[int]
) -> tuple[StatusEvent, ...]:
    return _events_in_order(one for one in events if one.id in wanted)


def _events_in_order(events: Iterable[StatusEvent]) -> tuple[StatusEvent, ...]:
    return tuple(dates.sort_by_date((_event_day(one), one) for one in events))


def _entry_day(entry: DigestEntry) -> tuple[str, int]:
    """When it began, as far as is known; what is undated by when it was recorded."""
    days = [*map(_event_day, (*entry.acts, *entry.undone)), *(look.looked_on for look in entry.looks)]
    return min(days, default=""), entry.proposal.id


def _event_day(event: StatusEvent) -> str:
    return event.occurred_on or local_day(event.recorded_at)


def _number_references(
    ledger: Ledger, sections: dict[str, tuple[DigestEntry, ...]], clock: Clock
) -> dict[int, tuple[int, Source]]:
    cited = (one.source.id for entries in sections.values() for entry in entries for one in entry.citations)
    return {one.id: (number, one) for number, one in sources.numbered_sources(ledger, Numbers(cited), clock)}
