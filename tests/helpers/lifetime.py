"""A ledger in which everything happens: corrections, contradictions, removals, undos and redos, each on its day."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

from helpers.factories import writing_at
from tracker.model import Evidence, NewLook, NewProposal, NewStatus, ProposalEdit, TrackerError
from tracker.store.history import changes
from tracker.store.records import links, looks, proposals, sources

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Change, Ledger

    Deed = Callable[[Ledger, Change, Random], None]

START = datetime(2026, 1, 1, 9, tzinfo=UTC)
ASKED_ON = date(2027, 1, 1)  # what happened before April is stale by then, and nothing happens later
DEEDS = 400
COMMON = 0.7  # of the passages are of a source that stays
DAYS = (None, "2012", "2013", "2012-05", "2012-05-15", "2013-02", "2014", "2025", "2025-11-30")
STATUSES = ("proposed", "on-agenda", "adopted", "in-progress", "implemented", "stalled", "withdrawn")
WATCHED = """
SELECT p.id, p.status, p.status_on, p.removed_at IS NOT NULL, w.evidence, w.disputed, w.looked_on,
  EXISTS (SELECT 1 FROM citations WHERE proposal_id = p.id AND removed_at IS NULL AND quote <> '')
FROM proposals AS p JOIN proposal_watch AS w ON w.id = p.id
"""


class Seen(NamedTuple):
    """What the file said of a proposal."""

    status: str
    status_on: str | None
    removed: bool
    evidence: str
    disputed: bool
    looked_on: str | None
    quoted: bool


def live(ledger: Ledger, seed: int) -> dict[date, dict[int, Seen]]:
    """Fill an empty ledger; gives back what it said of each proposal at the end of each day (UTC)."""
    rng = Random(seed)  # noqa: S311 - no secret
    said: dict[date, dict[int, Seen]] = {}
    now = START
    with writing_at(ledger, _stamp(now)) as change:
        for title in ("Communiqué", "Declaration"):
            sources.add_reference(change, title=title)
    deeds: list[Deed] = [*[_add] * 3, *[_step] * 6, *[_correct] * 3, *[_cite] * 4]
    deeds += [_look, _link, _link, _redate, _redate, *[_remove] * 4, *[_restore] * 3, _undo, _undo, _undo, _redo, _redo]
    for _ in range(DEEDS):
        now += timedelta(hours=rng.randint(1, 19))
        with suppress(TrackerError, IndexError), writing_at(ledger, _stamp(now)) as change:
            rng.choice(deeds)(ledger, change, rng)
        said[now.date()] = _seen(ledger)
    return said


def _stamp(now: datetime) -> str:
    return now.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def _seen(ledger: Ledger) -> dict[int, Seen]:
    return {row[0]: Seen._make(map(_plain, tuple(row)[1:])) for row in ledger.rows(WATCHED)}


def _plain(value: Any) -> Any:
    return bool(value) if isinstance(value, int) else value


def _any(ledger: Ledger, rng: Random, sql: str) -> Any:
    return rng.choice(ledger.rows(sql))


def _proposal(ledger: Ledger, rng: Random) -> int:
    return int(_any(ledger, rng, "SELECT id FROM proposals WHERE removed_at IS NULL")[0])


def _evidence(change: Change, rng: Random, stance: str = "supports") -> Evidence:
    paper = rng.choice((1, 2)) if rng.random() < COMMON else sources.add_reference(change, title=f"Paper {change.id}")
    return Evidence(paper, f"passage {rng.random()}", stance=stance)


def _add(_: Ledger, change: Change, rng: Random) -> None:
    new = NewProposal(
        f"Border security {rng.randint(1, 99)}",
        status=rng.choice(STATUSES),
        status_on=rng.choice(DAYS),
        proposed_on=rng.choice(DAYS),
        deadline_on=rng.choice(DAYS),
        evidence=rng.choice((None, _evidence(change, rng))),
    )
    proposals.add(change, new)


def _step(ledger: Ledger, change: Change, rng: Random) -> None:
    status = rng.choice((*STATUSES, "rejected", "lapsed"))
    new = NewStatus(
        status,
        rng.choice(DAYS),
        reason={"rejected": "no-consensus", "lapsed": "expired"}.get(status),
        because="said so",
        extent=rng.choice((None, "weaker")),
        actor=rng.choice((None, None, "Belarus")),
        force=True,
    )
    proposals.update_proposal(
        change, _proposal(ledger, rng), ProposalEdit(), new, rng.choice((None, _evidence(change, rng)))
    )


def _redate(ledger: Ledger, change: Change, rng: Random) -> None:
    edit = ProposalEdit(proposed_on=rng.choice(DAYS) or "")
    proposals.update_proposal(change, _proposal(ledger, rng), edit)


def _correct(ledger: Ledger, change: Change, rng: Random) -> None:
    wrong = _any(
        ledger,
        rng,
        "SELECT id, proposal_id FROM status_events AS e"
        " WHERE NOT EXISTS (SELECT 1 FROM status_events WHERE supersedes_id = e.id)",
    )
    status = rng.choice(("", rng.choice(STATUSES)))
    new = NewStatus(status, rng.choice(DAYS) or "2013-03", because="wrong", corrects=wrong["id"], force=True)
    proposals.update_proposal(
        change, wrong["proposal_id"], ProposalEdit(), new, rng.choice((None, _evidence(change, rng)))
    )


def _cite(ledger: Ledger, change: Change, rng: Random) -> None:
    event = _any(ledger, rng, "SELECT id, proposal_id FROM status_events")
    evidence = _evidence(change, rng, rng.choice(("supports", "contradicts")))
    proposals.cite_passage(change, event["proposal_id"], evidence, rng.choice((None, event["id"])))


def _look(ledger: Ledger, change: Change, rng: Random) -> None:
    looks.add(change, _proposal(ledger, rng), NewLook("BelTA", rng.choice(DAYS) or "2024"), ASKED_ON)


def _link(ledger: Ledger, change: Change, rng: Random) -> None:
    kind = rng.choice(("repeats", "related", "part-of"))
    links.add(change, _proposal(ledger, rng), kind, _proposal(ledger, rng))


def _remove(ledger: Ledger, change: Change, rng: Random) -> None:
    free = "SELECT id FROM proposals WHERE removed_at IS NULL AND id NOT IN (SELECT from_id FROM links)"
    proposals.remove(change, _any(ledger, rng, free)[0])


def _restore(ledger: Ledger, change: Change, rng: Random) -> None:
    proposals.restore(change, _any(ledger, rng, "SELECT id FROM proposals WHERE removed_at IS NOT NULL")[0])


def _undo(ledger: Ledger, change: Change, rng: Random) -> None:
    recent = [one.id for one in changes.newest_changes(ledger, 12) if one.id not in {1, change.id}]
    changes.undo_change(change, rng.choice(recent))


def _redo(ledger: Ledger, change: Change, rng: Random) -> None:
    undos = [one.id for one in changes.newest_changes(ledger, 12) if one.undoes is not None]
    changes.undo_change(change, rng.choice(undos))
