"""What is said after a step was recorded: whom it concerns, why the proposal stays, what a correction left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.life import actor_progress, first_with_own_date, progress_text, told_later
from tracker.store.records import proposals

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Detail, StatusEvent
    from tracker.store.ledger import Ledger

SAID = 5  # proposals of which it is said one by one


def status_messages(ledger: Ledger, changed: Sequence[int]) -> Iterator[str]:
    """A line for each thing that the newest event of a proposal does not do, though its status was given."""
    for one in changed[:SAID]:
        detail = proposals.read_detail(ledger, one, sessions.today())
        newest = detail.status_events[-1]
        yield from _stays(detail, newest)
        yield from _left_behind(detail, newest)


def _stays(detail: Detail, newest: StatusEvent) -> Iterator[str]:
    proposal = detail.proposal
    if newest.actor:
        yield f"That concerns {newest.actor} alone: #{proposal.id} itself stays {proposal.status}"
        yield f"#{proposal.id}: {progress_text(actor_progress(detail.status_events, proposal.addressees))}"
    elif proposal.status != newest.status:
        yield f"#{proposal.id} stays {proposal.status}, which is of a later date ({proposal.status_on})"
    mend = _mend_date(proposal.id)
    if newest.occurred_on is None:
        yield f"Undated; when it happened: {mend}"
    elif proposal.proposed_on and newest.occurred_on + "~" < proposal.proposed_on:
        yield f"That is before it was put forward ({proposal.proposed_on}); if that is a mistake: {mend}"


def redated(ledger: Ledger, changed: Sequence[int]) -> Iterator[str]:
    """A line for each proposal whose first status has a date of its own, so that it did not follow the proposal's."""
    for one in changed[:SAID]:
        detail = proposals.read_detail(ledger, one, sessions.today())
        on = detail.proposal.proposed_on
        if (first := first_with_own_date(detail.status_events, on)) is not None:
            has = f"keeps the date {first.occurred_on}, which was given for it" if first.occurred_on else "is undated"
            yield f"Its first status {has}; to change that too: tracker update {one} --corrects {first.id} --on {on}"


def added_status(ledger: Ledger, proposal: int) -> Iterator[str]:
    """A line on the date of a status with which a proposal was added, where that is not the proposal's."""
    detail = proposals.read_detail(ledger, proposal, sessions.today())
    later = told_later(detail.status_events)
    if later is None:
        return
    begun = f"It was proposed{_on_day(detail.status_events[0])}"
    yield f"{begun}, and {later.status}{_on_day(later)}; if that is wrong: {_mend_date(proposal)}"


def _on_day(event: StatusEvent) -> str:
    return f" on {event.occurred_on}" if event.occurred_on else " on a day that is not known"


def _mend_date(proposal: int) -> str:
    return f"tracker update {proposal} --corrects last --on DATE"


def _left_behind(detail: Detail, newest: StatusEvent) -> Iterator[str]:
    """Evidence is of one event: that of a wrong status does not follow by itself to the one that corrects it."""
    supported = {one.status_event_id: one for one in detail.citations if one.stance == "supports"}
    wrong = supported.get(newest.supersedes_id) if newest.supersedes_id else None
    now = supported.get(newest.id)
    if now is None and wrong is None:
        yield f"No evidence yet: tracker cite {detail.proposal.id} --event {newest.id} --source … --quote …"
    if wrong and now is None:
        again = f"tracker cite {detail.proposal.id} --event {newest.id} --source {wrong.source.id} --quote …"
        yield f"The evidence stays with event {newest.supersedes_id}; if it holds for event {newest.id} too: {again}"
    elif wrong and now and (now.source.id, now.quote) == (wrong.source.id, wrong.quote):
        yield f"Event {newest.id} keeps the evidence of event {newest.supersedes_id}"
