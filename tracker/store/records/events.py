"""Status events: the ledger of dated acts that set or confirm a status, and which step needs what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker import dates
from tracker.clocks import local_day, standing_event
from tracker.comparison import folded_key, same_wording
from tracker.errors import NoChangeError, NotFoundError, UnusualStepError, UsageError, blame_field
from tracker.life import events_in_force
from tracker.model import (
    BEGIN_WITH_PROPOSAL,
    EXTENTS,
    FIRST_STATUS,
    LAST,
    Evidence,
    NewProposal,
    NewStatus,
    StatusEvent,
)
from tracker.store import duplicates
from tracker.store.records import actors, citations, statuses
from tracker.text import match_code, refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.store.ledger import Change, Ledger

# The events whose date follows their proposal's and is another one: what was corrected stays as it was.
STRAYED_DATES = """
SELECT e.id, e.proposal_id, e.occurred_on, p.proposed_on FROM status_events AS e
JOIN proposals AS p ON p.id = e.proposal_id
WHERE e.follows_date = 1 AND e.occurred_on IS NOT p.proposed_on
  AND NOT EXISTS (SELECT 1 FROM status_events AS s WHERE s.supersedes_id = e.id)
"""
FOLLOW_DATES = f"""
UPDATE OR IGNORE status_events SET occurred_on = (SELECT proposed_on FROM proposals WHERE id = proposal_id)
WHERE id IN (SELECT id FROM ({STRAYED_DATES} AND e.proposal_id IN ({{}})))
"""
# what a correction takes over unsaid
CORRECTABLE = ("status", "occurred_on", "reason", "because", "extent", "actor", "according_to", "rating")


def add_first_events(change: Change, proposal: int, new: NewProposal, proposed_on: str | None) -> int:
    """The events with which a proposal enters the ledger; gives back the id of the last. Any status may be the first.

    `proposed` and `adopted` begin on the date of the proposal, and follow it unless they were given their own. Any
    other is told of later: after `proposed` it is of the day given, else of that of the source that reports it.
    """
    code = statuses.match_status(change.ledger, new.status)
    refuse_future(change, new.status_on or None, "status date", "status_on")
    said = {name: getattr(new, name) for name in ("reason", "because", "extent", "according_to", "rating")}
    columns = _circumstance_columns(change, NewStatus(code, **said))
    if code not in BEGIN_WITH_PROPOSAL:
        first = statuses.match_status(change.ledger, FIRST_STATUS)  # a stranger's file may have none
        _insert_event(change, proposal, first, proposed_on, follows_date=1)
        on = _reported_on(change, new) if new.status_on is None else new.status_on or None
        return _insert_event(change, proposal, code, on, **columns)
    if new.status_on is None:
        return _insert_event(change, proposal, code, proposed_on, follows_date=1, **columns)
    return _insert_event(change, proposal, code, new.status_on or None, **columns)


def _reported_on(change: Change, new: NewProposal) -> str | None:
    """The date of the source that reports a status. Raises UsageError if that is to come."""
    if new.evidence is None:
        return None
    on: str | None = change.ledger.value("SELECT issued_on FROM sources WHERE id = ?", [new.evidence.source_id])
    refuse_future(change, on, "date of the source", "status_on")
    return on


def _insert_event(change: Change, proposal: int, status: str, on: str | None, **columns: Any) -> int:
    return change.insert(
        "status_events", proposal_id=proposal, status=status, occurred_on=on, recorded_at=change.at, **columns
    )


def follow_proposal_dates(change: Change, touched: Collection[int]) -> None:
    """Let the first statuses of these proposals for which no date was given have the proposal's, until corrected."""
    change.execute(FOLLOW_DATES.format("SELECT value FROM json_each(?)"), [str(list(touched))])


def follow_noted_dates(change: Change) -> None:
    """As `follow_proposal_dates`, of all that was touched since the last commit, by another program too."""
    change.execute(FOLLOW_DATES.format("SELECT proposal_id FROM search_stale"))


def add(change: Change, proposal: int, new: NewStatus, evidence: Evidence | None) -> int:
    """Record a step, or the correction of one; gives back the event's id.

    A usual step, the same status again, and any step with a quote are taken; an unusual one without a
    quote needs `force` and a reason (UnusualStepError). A correction that leaves the status as it was and brings no
    evidence keeps that of the wrong event. Raises UsageError, and NotFoundError for an event to be
    corrected that is not there.
    """
    if new.status or new.corrects is None:
        new = new._replace(status=statuses.match_status(change.ledger, new.status))
    wrong = None
    if new.corrects is not None:
        wrong = _event_to_correct(change.ledger, proposal, new.corrects)
        new = _complete_correction(proposal, new, wrong)
    refuse_future(change, new.occurred_on or None, "status date", "status_on")
    event = change.insert(
        "status_events",
        proposal_id=proposal,
        status=new.status,
        occurred_on=new.occurred_on or None,
        recorded_at=change.at,
        is_unusual=int(_is_unusual(change, proposal, new, wrong, evidence)),
        supersedes_id=wrong and wrong.id,
        **_circumstance_columns(change, new),
    )
    citation = None
    if evidence is not None:
        citation = citations.add(change, proposal, evidence, event)
    elif wrong is not None and wrong.status == new.status:
        citations.carry_over_citations(change, wrong.id, event)
    if not duplicates.note_same_step(change, event) and citation is not None and wrong is None:
        duplicates.note_same_quote(change, citation)
    return event


def refuse_future(change: Change, day: str | None, what: str, field: str) -> None:
    """Refuse a day after the user's own: what has not happened has no evidence."""
    if day and dates.first_day(day).isoformat() > local_day(change.at):
        raise UsageError(f"the {what} {day} is in the future", field=field, value=day)


def events_of_proposal(ledger: Ledger, proposal: int) -> tuple[StatusEvent, ...]:
    """The status events of a proposal in the order entered."""
    return tuple(
        _make_event(row)
        for row in ledger.rows(
            "SELECT e.*, a.name AS actor, t.name AS according_to FROM status_events AS e"
            " LEFT JOIN actors AS a ON a.id = e.actor_id LEFT JOIN actors AS t ON t.id = e.according_to_id"
            " WHERE e.proposal_id = ? ORDER BY e.id",
            [proposal],
        )
    )


def _event_to_correct(ledger: Ledger, proposal: int, named: int | str) -> StatusEvent:
    """The event to be corrected. Raises NotFoundError, UsageError for one of another proposal or corrected already."""
    known = {one.id: one for one in events_of_proposal(ledger, proposal)}
    wanted: int | None = None if named == LAST else int(named)
    if named == LAST:
        wanted = max((one.id for one in events_in_force(known.values())), default=None)
    if wanted in known:
        by = next((one.id for one in known.values() if one.supersedes_id == wanted), None)
        if by is not None:
            message = f"event {wanted} was corrected by event {by} already; correct event {by}"
            raise UsageError(message, field="corrects", value=str(named))
        return known[wanted]
    of = ledger.value("SELECT proposal_id FROM status_events WHERE id = ?", [wanted])
    if of is not None:
        message = f"event {wanted} belongs to #{of}, not to #{proposal}"
        raise UsageError(message, field="corrects", value=str(named), way=("events", proposal))
    what = "status event" if named == LAST else f"status event {named}"
    raise NotFoundError(f"#{proposal} has no {what}", field="corrects", value=str(named), way=("events", proposal))


def _complete_correction(proposal: int, new: NewStatus, wrong: StatusEvent) -> NewStatus:
    """A correction with what it leaves unsaid as the wrong event says it. Raises NoChangeError if that is all of it.

    The reason of one status is none of another: it is taken over only with the status.
    """
    said = {name: value for name in CORRECTABLE if (value := getattr(new, name)) is not None}
    said["status"] = new.status or wrong.status
    kept = {name: getattr(wrong, name) for name in CORRECTABLE}
    if said["status"] != wrong.status:
        kept |= {"reason": None, "because": ""}
    if all(_is_unchanged(name, value or "", getattr(wrong, name) or "") for name, value in said.items()):
        message = f"event {wrong.id} already has these values; nothing was changed"
        raise NoChangeError(message, field="corrects", way=("cite event", proposal, wrong.id))
    return new._replace(**kept | said)


def _is_unchanged(name: str, said: str, was: str) -> bool:
    """Whether a correction says the same again: free words by their wording, codes and names by their key."""
    return same_wording(said, was) if name == "because" else folded_key(said) == folded_key(was)


def _is_unusual(
    change: Change, proposal: int, new: NewStatus, wrong: StatusEvent | None, evidence: Evidence | None
) -> bool:
    """Whether a step is unusual from where the proposal would stand without the event that it corrects.

    A correction that leaves the status as it was is as unusual as that was. Raises UnusualStepError.
    """
    if new.actor:
        return False
    if wrong is not None and wrong.actor is None and wrong.status == new.status:
        return wrong.is_unusual
    current = _status_without(change.ledger, proposal, wrong)
    usual = statuses.read_statuses(change.ledger)[current].steps if current else ()
    unusual = current is not None and new.status not in {current, *usual}
    if current and unusual and not (evidence and evidence.quote.strip()):
        _refuse_unusual(proposal, current, usual, new, "no quote" if evidence else "no evidence")
    return unusual


def _status_without(ledger: Ledger, proposal: int, wrong: StatusEvent | None) -> str | None:
    """Where a proposal would stand without an event; None if it was entered with that, since any may be the first."""
    if wrong is None:
        return str(ledger.value("SELECT status FROM proposals WHERE id = ?", [proposal]))
    known = {one.id: one for one in events_of_proposal(ledger, proposal)}
    first = wrong.id
    while (before := known[first].supersedes_id) is not None:
        first = before
    left = [one for one in events_in_force(known.values()) if one.actor is None and one.id != wrong.id]
    stands = standing_event(left)
    return None if stands is None or first == min(known) else stands.status


def _circumstance_columns(change: Change, new: NewStatus) -> dict[str, Any]:
    with blame_field("extent", new.extent or ""):
        extent = match_code(new.extent, EXTENTS, "extent") if new.extent else None
    return {
        "because": _check_text(new.because or "", "because"),
        "reason": statuses.match_reason(change.ledger, new.status, new.reason) if new.reason else None,
        "extent": extent,
        "actor_id": _ensure_actor(change, new.actor or "", "actor"),
        "according_to_id": _ensure_actor(change, new.according_to or ""),
        "rating": _check_text(new.rating or "", "rating"),
    }


def _check_text(typed: str, field: str) -> str:
    with blame_field(field):
        return refuse_unstorable(typed, "reason" if field == "because" else field).strip()


def _ensure_actor(change: Change, name: str, field: str = "according_to") -> int | None:
    with blame_field(field, name):
        return actors.ensure_actor(change, name) if name.strip() else None


def _refuse_unusual(proposal: int, current: str, usual: tuple[str, ...], new: NewStatus, lacks: str) -> None:
    if new.force and ((new.because or "").strip() or new.reason):
        return
    raise UnusualStepError(
        f"{current} to {new.status} is an unusual step for #{proposal} and has {lacks} (usual next:"
        f" {', '.join(usual)}); "
        + ("it is forced, and needs a reason" if new.force else "it needs evidence or a reason"),
        field="because",
        remedies=("because",) if new.force else ("source quote", "force because"),
    )


def _make_event(row: Any) -> StatusEvent:
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
        bool(row["follows_date"]),
        row["according_to"],
        row["rating"],
    )
