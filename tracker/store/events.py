"""Status events: the ledger of dated acts that set or confirm a status, and which step needs what."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from tracker import dates
from tracker.model import EXTENTS, Evidence, NewStatus, StatusEvent, UsageError
from tracker.store import actors, citations, statuses
from tracker.text import meant, refuse_unstorable

if TYPE_CHECKING:
    from tracker.store.database import Change, Ledger


def first(change: Change, proposal: int, status: str, occurred_on: str | None) -> int:
    """The event with which a proposal enters the ledger; any status may be the first."""
    code = statuses.code(change.ledger, status)
    not_yet(change, occurred_on, "status date")
    return change.insert(
        "status_events", proposal_id=proposal, status=code, occurred_on=occurred_on, recorded_at=change.at
    )


def add(change: Change, proposal: int, new: NewStatus, evidence: Evidence | None) -> int:
    """Record a step; gives back the event's id.

    A usual step, the same status again, and any step with a quote are taken; an unusual one without
    evidence needs `force` and a reason. Raises UsageError.
    """
    current: str = change.ledger.value("SELECT status FROM proposals WHERE id = ?", [proposal])
    code = statuses.code(change.ledger, new.status)
    not_yet(change, new.occurred_on, "status date")
    known = statuses.known(change.ledger)
    unusual = not new.actor and code != current and code not in known[current].steps
    if unusual and not (evidence and evidence.quote.strip()):
        _refuse_unusual(proposal, current, code, known[current].steps, new)
    event = change.insert(
        "status_events",
        proposal_id=proposal,
        status=code,
        occurred_on=new.occurred_on,
        recorded_at=change.at,
        is_unusual=int(unusual),
        **_circumstances(change, code, new),
    )
    if evidence is not None:
        citations.add(change, proposal, evidence, event)
    return event


def not_yet(change: Change, day: str | None, what: str) -> None:
    """Refuse a day of the future (somewhere on earth it is tomorrow): what has not happened has no evidence."""
    tomorrow = dates.add(date.fromisoformat(change.at[:10]), 1, "d")
    if day and dates.first_day(day) > tomorrow:
        raise UsageError(f"the {what} {day} is in the future")


def of_proposal(ledger: Ledger, proposal: int) -> tuple[StatusEvent, ...]:
    """The status events of a proposal in the order entered."""
    return tuple(
        _event(row)
        for row in ledger.rows(
            "SELECT e.*, a.name AS actor FROM status_events AS e LEFT JOIN actors AS a ON a.id = e.actor_id"
            " WHERE e.proposal_id = ? ORDER BY e.id",
            [proposal],
        )
    )


def _circumstances(change: Change, code: str, new: NewStatus) -> dict[str, Any]:
    refuse_unstorable(new.because, "reason")
    return {
        "because": new.because.strip(),
        "reason": statuses.reason(change.ledger, code, new.reason) if new.reason else None,
        "extent": meant(new.extent, EXTENTS, "extent") if new.extent else None,
        "actor_id": actors.ensure(change, new.actor) if new.actor else None,
    }


def _refuse_unusual(proposal: int, current: str, code: str, usual: tuple[str, ...], new: NewStatus) -> None:
    if new.force and (new.because.strip() or new.reason):
        return
    missing = (
        "--force needs a reason: --because" if new.force else "it needs --source and --quote, or --force and --because"
    )
    raise UsageError(
        f"{current} → {code} is an unusual step for #{proposal} and has no evidence: {missing}"
        f" (usual next: {', '.join(usual)})"
    )


def _event(row: Any) -> StatusEvent:
    return StatusEvent(
        row["id"],
        row["status"],
        row["occurred_on"],
        row["reason"],
        row["because"],
        row["extent"],
        row["actor"],
        bool(row["is_unusual"]),
        row["supersedes_id"],
        row["recorded_at"],
    )
