"""What happened between two days: what is new, what moved, with the acts and the evidence that say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import dates, life
from tracker.clocks import NO_CLOCK, SECTIONS, Digest, DigestEntry, local_day, proposal_state
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
        section, _ = _main_section(before, one, ends, known)
        if section:
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


def _main_section(
    before: AsOfProposal | None, after: AsOfProposal, ends: _SpanEnds, known: dict[str, Status]
) -> tuple[str, bool]:
    """Where it is told what became of a proposal, empty if nothing did; and whether it is there only perhaps."""
    if ends.span.recorded or before is None:
        return _section_of(before, after, after.judged.counting, ends, known), before is None and not _began(
            after, ends
        )
    partly = _partly_in_span(before, after, ends.span)
    surely = [one for one in after.judged.counting if one.id not in partly]
    if section := _section_of(before, after, surely, ends, known):
        return section, False
    if partly:
        perhaps = [one for one in (*after.judged.counting, *after.judged.undecided) if one.occurred_on]
        section = "new" if not _was_there(before, ends) else _section_of(before, after, perhaps, ends, known)
        return section, bool(section)
    looks = ends.looked.get(after.id, ())
    return ("looked", not any(ends.span.covers(one.looked_on) for one in looks)) if looks else ("", False)


def _section_of(
    before: AsOfProposal | None,
    after: AsOfProposal,
    counting: Sequence[BareEvent],
    ends: _SpanEnds,
    known: dict[str, Status],
) -> str:
    """The section of a proposal if these are the events that count at the end; empty if they say nothing new."""
    if before is None:
        return "new"
    fresh = _fresh_acts(before, counting, ends.span)
    stands = after.state if ends.span.recorded else proposal_state(counting) or before.state
    if before.state.status != stands.status:
        if _undone_events(before, after, ends.span) and not fresh:
            return ""
        closes = known[before.state.status].is_open and not known[stands.status].is_open
        return "closed" if closes else "moved"
    if fresh:
        return "confirmed" if any(_confirms_status(one, before, stands.status) for one in fresh) else "further"
    return "looked" if ends.span.recorded and after.id in ends.looked else ""


def _began(one: AsOfProposal, ends: _SpanEnds) -> bool:
    """Whether it is sure that a proposal that was not there before was there at the end."""
    return bool(one.judged.counting) or not one.state.unsure or _is_put_forward(one, ends.span.after)


def _was_there(before: AsOfProposal, ends: _SpanEnds) -> bool:
    """Whether it is sure that a proposal was there before the span."""
    there = bool(before.judged.counting) or not before.state.unsure
    return there or (ends.span.before is not None and _is_put_forward(before, ends.span.before))


def _is_put_forward(one: AsOfProposal, day: date) -> bool:
    return one.row.proposed_on is not None and dates.last_day(one.row.proposed_on) <= day


def _partly_in_span(before: AsOfProposal | None, after: AsOfProposal, span: DigestSpan) -> set[int]:
    """The acts that only part of their date puts in the span: before it began, or after its end, they may be too.

    An undated one may be of any time, so that it is news in none.
    """
    if span.recorded:
        return set()
    known = _new_acts(before, after) | {one.id for one in after.judged.undecided}
    events = (one for one in (*after.judged.counting, *after.judged.undecided) if one.id in known)
    return {
        one.id for one in events if one.occurred_on and span.meets(one.occurred_on) and not span.covers(one.occurred_on)
    }


def _new_acts(before: AsOfProposal | None, after: AsOfProposal) -> set[int]:
    """The events that count at the end and did not at the beginning."""
    counted = {one.id for one in before.judged.counting} if before is not None else set()
    return {one.id for one in after.judged.counting} - counted


def _fresh_acts(before: AsOfProposal, counting: Sequence[BareEvent], span: DigestSpan) -> list[BareEvent]:
    """The acts that are news: no corrections of what counted before, nor what counts again since one was undone."""
    counted = {one.id for one in before.judged.counting}
    old = counted | (_known_events(before, span) if span.recorded else set())
    return [one for one in counting if one.id not in old and one.supersedes_id not in counted]


def _confirms_status(act: BareEvent, before: AsOfProposal, status: str) -> bool:
    """Whether an act says again where a proposal stands, and surely not before."""
    return act.status == status and all(act.id != one.id for one in before.judged.undecided)


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
    found = {}
    for number, looks in lives.looks_by_proposal(ledger, wanted, span.clock(span.after)).items():
        fresh = [one for one in looks if (span.has(one.recorded_at) if span.recorded else span.meets(one.looked_on))]
        if fresh:
            found[number] = fresh
    return found


def _section_entries(
    ledger: Ledger, sections: dict[str, list[int]], ends: _SpanEnds, today: date
) -> dict[str, tuple[DigestEntry, ...]]:
    """The proposals of each section with what happened to them, the earliest first."""
    wanted = sorted({number for numbers in sections.values() for number in numbers})
    after = ends.span.clock(ends.span.after)
    known = statuses.read_statuses(ledger)
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
            entry = _digest_entry(told, records[number], ends)
            made.append(_mark_perhaps(entry, ends, known) if section == main else entry)
        found[section] = tuple(sorted(made, key=lambda entry: (entry.perhaps, _entry_day(entry))))
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
    undecided = {one.id for one in after.judged.undecided} if told.section == "new" and before is None else set()
    undecided |= set() if before is None else _partly_in_span(before, after, ends.span)
    acts = _pick_events(told.events, _section_acts(told.section, before, after, ends.span) | undecided)
    about: set[int | None] = {one.id for one in acts}
    about |= {None} if told.section == "new" else set()  # what is cited for the proposal itself is told once
    return entry._replace(
        acts=acts,
        citations=tuple(one for one in told.passages if one.status_event_id in about),
        looks=tuple(ends.looked.get(record.id, ())),
        undecided=frozenset(undecided),
    )


def _mark_perhaps(entry: DigestEntry, ends: _SpanEnds, known: dict[str, Status]) -> DigestEntry:
    """The entry of a main section, marked if only part of a date puts it there: with where it then would stand."""
    before, after = ends.earlier.get(entry.proposal.id), ends.later[entry.proposal.id]
    _, perhaps = _main_section(before, after, ends, known)
    if not perhaps or before is None:
        return entry._replace(perhaps=perhaps)
    would = proposal_state(one for one in (*after.judged.counting, *after.judged.undecided) if one.occurred_on)
    if would is None or would.status == after.state.status:
        return entry._replace(perhaps=True)
    return entry._replace(perhaps=True, after=would._replace(unsure=True))


def _section_acts(section: str, before: AsOfProposal | None, after: AsOfProposal, span: DigestSpan) -> set[int]:
    """The acts of a section: all that count since, or of one that stands as it stood those that are news."""
    if before is not None and section in {"confirmed", "further", "looked"}:
        return {one.id for one in _fresh_acts(before, after.judged.counting, span)}
    return _new_acts(before, after)


def _pick_events(
    events: Sequence[StatusEvent], wanted: AbstractSet[int | None] | AbstractSet[int]
) -> tuple[StatusEvent, ...]:
    return _events_in_order(one for one in events if one.id in wanted)


def _events_in_order(events: Iterable[StatusEvent]) -> tuple[StatusEvent, ...]:
    return tuple(life.sort_by_date((_event_day(one), one) for one in events))


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
