"""Proposals as they stood under a clock: as lines, as records, opened.

What moves with the day (statuses, their dates and evidence, flags, looks) is read in one pass over the events of all
that are wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import config, dates
from tracker.clocks import (
    BareEvent,
    Clock,
    Judgement,
    State,
    derive_state,
    is_stale,
    judge_events,
    later_attention,
    local_day,
)
from tracker.model import INVERSE_LINKS, NotFoundError
from tracker.store import lost_rows
from tracker.store.ledger import CHUNK
from tracker.store.records import lives, proposals, statuses
from tracker.store.search import listing
from tracker.strength import Strength, best_strength, citation_strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from tracker.model import Citation, Detail, Look, Proposal, ProposalLine, SourceRef
    from tracker.store.ledger import Ledger

FLAGS = ("unsupported", "disputed", "stale", "overdue", "due")  # those that move with the day, in the order shown
COLUMNS = "id, title, proposed_on, deadline_on, uncheckable, added_at, updated_at, removed_at"


class CurrentRow(NamedTuple):
    """What a proposal's own row says of it, today's texts and dates."""

    id: int
    title: str
    proposed_on: str | None
    deadline_on: str | None
    uncheckable: str | None
    added_at: str
    updated_at: str
    removed_at: str | None


class AsOfProposal(NamedTuple):
    """A proposal that was there under the clock: its row, where it stood, the events that say so."""

    row: CurrentRow
    state: State
    judged: Judgement
    events: list[BareEvent]

    @property
    def id(self) -> int:
        """Its number."""
        return self.row.id

    def speaks_of(self, clock: Clock, event: int | None) -> bool:
        """Whether what is tied to an event is of that day: the event has begun, or it is tied to none.

        What a correction withdraws has begun all the same: what was said of it was said.
        """
        return event is None or clock.as_of is None or event in self.begun(clock)

    def begun(self, clock: Clock) -> set[int]:
        """The events that were known and had begun, corrected or not; an undated one may have long ago."""
        known = (one for one in self.events if clock.has(one.recorded_at))
        return {one.id for one in known if one.occurred_on is None or clock.begun(one.occurred_on)}


class AsOfFacts(NamedTuple):
    """What was known of a proposal besides its events: its evidence, the last look, the last sign of attention."""

    evidence: Strength
    disputed: bool
    quote: bool
    source: bool
    looked_on: str | None
    attended_on: str
    next_on: str | None = None


class Circumstances(NamedTuple):
    """What is said of the event where a proposal stood, beside its status and its date."""

    reason: str | None = None
    extent: str | None = None
    rating: str | None = None
    according_to: str | None = None
    according_to_id: int | None = None


NO_CIRCUMSTANCES = Circumstances()


class AsOfDetail(NamedTuple):
    """A proposal opened as it stood; `undecided` are the events of which the day lies within the span."""

    detail: Detail
    unsure: bool
    undecided: frozenset[int]


def proposals_as_of(
    ledger: Ledger, wanted: Sequence[int] | None, clock: Clock, *, removed: bool = False
) -> dict[int, AsOfProposal]:
    """Where the proposals of these ids (all of them for None) stood, those left out that were not there.

    With `removed` those that were taken out by then, instead of those that were not.
    """
    where, parameters = lives.where_in_ids("id", wanted)
    known = lost_rows.recall_rows(ledger, clock)
    removals, away = known.removed_at, known.absent("proposals")
    rows = [CurrentRow(*row) for row in ledger.each_row(f"SELECT {COLUMNS} FROM proposals {where}", parameters)]
    rows = [
        row._replace(removed_at=removals[row.id]) if row.id in removals else row for row in rows if row.id not in away
    ]
    events = lives.bare_events(ledger, wanted, clock)
    there = (row for row in rows if clock.has(row.added_at) and was_removed(row, clock) == removed)
    return {one.id: one for row in there if (one := _proposal_as_of(row, events.get(row.id, []), clock)) is not None}


def facts_as_of(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock) -> dict[int, AsOfFacts]:
    """What was known of these proposals besides their events."""
    wanted = [one.id for one in found]
    cited, looks = _passage_facts(ledger, wanted, clock), lives.looks_by_proposal(ledger, wanted, clock)
    repeats = _repetition_days(ledger, wanted, clock)
    told: dict[int, AsOfFacts] = {}
    for one in found:
        passages = [passage for passage in cited.get(one.id, ()) if one.speaks_of(clock, passage.event)]
        supports = [passage for passage in passages if passage.supports]
        looked = looks_until(looks.get(one.id, ()), clock)
        told[one.id] = AsOfFacts(
            evidence=best_strength(
                p.strength for p in supports if one.state.event_id is not None and p.event == one.state.event_id
            ),
            disputed=len(supports) < len(passages),
            quote=any(passage.quoted for passage in passages),
            source=bool(passages),
            looked_on=max((look.looked_on for look in looked), default=None),
            attended_on=_last_attention(one, looked, repeats.get(one.id, ()), clock),
            next_on=looked[-1].next_on if looked else None,
        )
    return told


def looks_until(looks: Iterable[Look], clock: Clock) -> list[Look]:
    """The looks that had been logged, and whose day had passed."""
    return [one for one in looks if clock.has(one.recorded_at) and clock.passed(one.looked_on)]


def _last_attention(
    one: AsOfProposal, looked: Sequence[Look], repeats: Iterable[tuple[str | None, str]], clock: Clock
) -> str:
    """The last sign of attention by that day, from which staleness is counted; empty if there was none."""
    signs = [(one.row.proposed_on, one.row.added_at)]
    signs += [(event.occurred_on, event.recorded_at) for event in one.events if clock.has(event.recorded_at)]
    signs += [(look.looked_on, look.recorded_at) for look in looked]
    signs += repeats
    days = [on for on, _ in signs if on and clock.begun(on)]
    entered = (at for _, at in signs if clock.begun(local_day(at)))
    return later_attention(max(days, key=lambda on: on + "~", default=""), max(entered, default=""))


def flags_as_of(one: AsOfProposal, told: AsOfFacts, day: date, *, is_open: bool) -> Iterator[str]:
    """The flags that move with the day, as that day had them."""
    if told.evidence == "none":
        yield "unsupported"
    if told.disputed:
        yield "disputed"
    checkable = is_open and one.row.uncheckable is None
    if checkable and told.attended_on and is_stale(told.attended_on, told.next_on, day, config.stale_since(day)):
        yield "stale"
    if checkable and (deadline := one.row.deadline_on):
        if dates.last_day(deadline) < day:
            yield "overdue"
        elif dates.first_day(deadline) <= dates.shift_day(day, config.settings().due_days, "d"):
            yield "due"


def lines_as_of(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock) -> Iterator[ProposalLine]:
    """These proposals as lines of a list, with the status of that day; `~` stands before one that is unsure."""
    told = facts_as_of(ledger, found, clock)
    by_id = {one.id: one for one in found}
    for line in listing.read_lines(ledger, list(by_id)):
        then = by_id[line.id].state
        yield line._replace(status=then.shown, status_on=then.status_on, evidence=told[line.id].evidence)


def records_as_of(
    ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock, today: date
) -> Iterator[tuple[Proposal, bool]]:
    """These proposals with all that is said of them, and whether their status is unsure."""
    known = statuses.read_statuses(ledger)
    for start in range(0, len(found), CHUNK):
        by_id = {one.id: one for one in found[start : start + CHUNK]}
        told, reasons = (
            facts_as_of(ledger, list(by_id.values()), clock),
            circumstances_as_of(ledger, list(by_id.values()), clock),
        )
        passages = lives.citations_by_proposal(ledger, list(by_id), clock)
        written = list(proposals.read_records(ledger, list(by_id), today))
        others = _linkable_proposals(ledger, sorted({link.id for record in written for link in record.links}), clock)
        for full in written:
            record = full._replace(links=tuple(link for link in full.links if link.id in others))
            one = by_id[record.id]
            own = flags_as_of(
                one,
                told[one.id],
                clock.day(today),
                is_open=one.state.status in known and known[one.state.status].is_open,
            )
            passed = _record_as_of(record, one, passages.get(one.id, []), clock)
            then_said = reasons.get(one.state.event_id, NO_CIRCUMSTANCES)
            shown = [flag for flag in own if flag != "due"]
            shown += [flag for flag in record.flags if flag not in FLAGS]
            looked = told[one.id].looked_on
            passed = passed._replace(reason=then_said.reason, extent=then_said.extent)
            passed = passed._replace(according_to=then_said.according_to, rating=then_said.rating)
            then = passed._replace(looked_on=looked, flags=tuple(shown))
            yield then, one.state.unsure


def passages_as_of(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock) -> dict[int, list[Citation]]:
    """The passages of each of these proposals that are of that day."""
    cited = lives.citations_by_proposal(ledger, [one.id for one in found], clock)
    return {
        one.id: [passage for passage in cited.get(one.id, ()) if one.speaks_of(clock, passage.status_event_id)]
        for one in found
    }


def _record_as_of(record: Proposal, one: AsOfProposal, passages: Sequence[Citation], clock: Clock) -> Proposal:
    """A record with the status of that day and what supported it."""
    supports = [
        passage
        for passage in passages
        if passage.stance == "supports" and one.speaks_of(clock, passage.status_event_id)
    ]
    event = one.state.event_id
    for_status = [passage for passage in supports if event is not None and passage.status_event_id == event]
    return record._replace(
        status=one.state.status,
        status_on=one.state.status_on,
        quotes=tuple(passage.quote for passage in supports if passage.quote),
        sources=_distinct_sources(supports),
        status_sources=_distinct_sources(for_status),
        evidence=best_strength(passage.strength for passage in for_status),
    )


def _distinct_sources(passages: Iterable[Citation]) -> tuple[SourceRef, ...]:
    return tuple(sorted({passage.source for passage in passages}, key=lambda source: source.id))


def detail_as_of(ledger: Ledger, proposal: int, clock: Clock, today: date) -> AsOfDetail:
    """A proposal opened as it stood. Raises NotFoundError if it is not there, or was not yet."""
    opened = proposals.read_detail(ledger, proposal, today)
    removed_at = lost_rows.recall_rows(ledger, clock).removed_at.get(proposal, opened.removed_at)
    removed = removed_at is not None and clock.has(removed_at)
    then = proposals_as_of(ledger, [proposal], clock, removed=removed).get(proposal)
    if then is None:
        raise NotFoundError(f"#{proposal} was not there yet", way=("proposal", proposal))
    ((record, unsure),) = records_as_of(ledger, [then], clock, today)
    kept = _page_event_ids(then, clock)
    known = lives.events_by_proposal(ledger, [proposal], clock).get(proposal, [])
    cited = lives.citations_by_proposal(ledger, [proposal], clock).get(proposal, [])
    looked = lives.looks_by_proposal(ledger, [proposal], clock).get(proposal, [])
    others = _linkable_proposals(ledger, [one.id for one in opened.neighbours], clock)
    moved = opened._replace(
        proposal=record,
        neighbours=tuple(
            one._replace(status=other.state.shown, is_removed=was_removed(other.row, clock))
            for one in opened.neighbours
            if (other := others.get(one.id))
        ),
        linked_from=tuple(link for link in opened.linked_from if link.id in others),
        status_events=tuple(event for event in known if event.id in kept),
        citations=tuple(one for one in cited if one.status_event_id is None or one.status_event_id in kept),
        looks=tuple(looks_until(looked, clock)),
        history=tuple(entry for entry in opened.history if clock.has(entry.at)),
        removed_at=removed_at if removed else None,
    )
    return AsOfDetail(moved, unsure, frozenset(event.id for event in then.judged.undecided))


def _page_event_ids(then: AsOfProposal, clock: Clock) -> set[int]:
    """The events of a page; one that was corrected is among them beside what corrects it, or it would seem to stand."""
    begun = then.begun(clock)
    corrected = {one.supersedes_id for one in then.events if clock.has(one.recorded_at) and one.id not in begun}
    return begun - corrected


def links_as_of(ledger: Ledger, clock: Clock) -> dict[int, set[str]]:
    """What each proposal is linked by, of the links of which both ends were there: the kind, and the other's number."""
    links = [tuple(row) for row in ledger.rows("SELECT from_id, kind, to_id FROM links ORDER BY id")]
    there = _linkable_proposals(ledger, sorted({end for start, _, to in links for end in (start, to)}), clock)
    found: dict[int, set[str]] = {}
    for start, kind, to in links:
        if start in there and to in there:
            found.setdefault(start, set()).update((kind, str(to)))
            found.setdefault(to, set()).update((INVERSE_LINKS.get(kind, kind), str(start)))
    return found


def circumstances_as_of(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock) -> dict[int | None, Circumstances]:
    """What is said of the events where proposals stood, the reason from the list or in words."""
    return _read_circumstances(ledger, found, clock, "coalesce(e.reason, nullif(e.because, ''))")


def circumstance_codes(ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock) -> dict[int | None, Circumstances]:
    """What is said of the events where proposals stood, the reason from the list alone."""
    return _read_circumstances(ledger, found, clock, "e.reason")


def _read_circumstances(
    ledger: Ledger, found: Sequence[AsOfProposal], clock: Clock, reason: str
) -> dict[int | None, Circumstances]:
    then, first = lost_rows.tables_as_of(ledger, clock, "status_events", "actors")
    events = [one.state.event_id for one in found if one.state.event_id is not None]
    where, parameters = lives.where_in_ids("e.id", events)
    sql = (
        f"{then}SELECT e.id, {reason}, e.extent, nullif(e.rating, ''), coalesce(k.name, a.name),"
        " coalesce(k.id, a.id) FROM status_events AS e LEFT JOIN actors AS a ON a.id = e.according_to_id"
        f" LEFT JOIN actors AS k ON k.id = a.merged_into {where}"
    )
    return {row[0]: Circumstances(*tuple(row)[1:]) for row in ledger.each_row(sql, [*first, *parameters])}


def _linkable_proposals(ledger: Ledger, wanted: Sequence[int], clock: Clock) -> dict[int, AsOfProposal]:
    """What a link may lead to: also what had been taken out, as in a plain list."""
    return proposals_as_of(ledger, wanted, clock) | proposals_as_of(ledger, wanted, clock, removed=True)


class _PassageFacts(NamedTuple):
    """What flags need of a citation."""

    event: int | None
    supports: bool
    quoted: bool
    strength: Strength


def _passage_facts(ledger: Ledger, wanted: Sequence[int], clock: Clock) -> dict[int, list[_PassageFacts]]:
    then, first = lost_rows.tables_as_of(ledger, clock, "citations")
    where, parameters = lives.where_in_ids("proposal_id", wanted)
    columns = "proposal_id, added_at, removed_at, status_event_id, stance = 'supports', quote <> '', start_at"
    found: dict[int, list[_PassageFacts]] = {}
    for proposal, added, removed, *passage in ledger.each_row(
        f"{then}SELECT {columns} FROM citations {where}", [*first, *parameters]
    ):
        if clock.had(added, removed):
            facts = _PassageFacts(passage[0], bool(passage[1]), bool(passage[2]), citation_strength(passage[3]))
            found.setdefault(proposal, []).append(facts)
    return found


def _repetition_days(ledger: Ledger, wanted: Sequence[int], clock: Clock) -> dict[int, list[tuple[str | None, str]]]:
    """When the repetitions of each proposal were put forward, and entered, of those that were there."""
    removals = lost_rows.recall_rows(ledger, clock).removed_at
    where, parameters = lives.where_in_ids("l.to_id", wanted)
    sql = (
        "SELECT l.to_id, q.id, q.proposed_on, q.added_at, q.removed_at"
        f" FROM links AS l JOIN proposals AS q ON q.id = l.from_id {where} AND l.kind = 'repeats'"
    )
    found: dict[int, list[tuple[str | None, str]]] = {}
    for proposal, other, on, added_at, removed_at in ledger.each_row(sql, parameters):
        if clock.had(added_at, removals.get(other, removed_at)):
            found.setdefault(proposal, []).append((on, added_at))
    return found


def _proposal_as_of(row: CurrentRow, events: list[BareEvent], clock: Clock) -> AsOfProposal | None:
    judgement = judge_events(events, clock)
    stood = derive_state(judgement, clock, row.proposed_on, row.added_at)
    return None if stood is None else AsOfProposal(row, stood, judgement, events)


def was_removed(row: CurrentRow, clock: Clock) -> bool:
    """Whether a proposal had been taken out by then."""
    return row.removed_at is not None and clock.has(row.removed_at)
