"""The lives of many proposals at once: their status events, citations and looks, each in one pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.clocks import NO_CLOCK, BareEvent, Clock
from tracker.model import Citation, Look, SourceRef, StatusEvent
from tracker.store.lost_rows import tables_as_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.store.ledger import Ledger


def where_in_ids(column: str, wanted: Sequence[int] | None) -> tuple[str, list[str]]:
    """WHERE for the proposals of these ids, with its parameters; everything for None."""
    if wanted is None:
        return "", []
    return f"WHERE {column} IN (SELECT value FROM json_each(?))", [json.dumps(list(wanted))]


def bare_events(ledger: Ledger, wanted: Sequence[int] | None, clock: Clock = NO_CLOCK) -> dict[int, list[BareEvent]]:
    """What the rule of the clocks needs of the events of each proposal, in the order entered.

    Those that an undo took away since are among them by `known_by`, here and in the others.
    """
    (then, first), (where, parameters) = (
        tables_as_of(ledger, clock, "status_events"),
        where_in_ids("proposal_id", wanted),
    )
    columns = "proposal_id, id, status, occurred_on, actor_id, supersedes_id, recorded_at"
    rows = ledger.each_row(f"{then}SELECT {columns} FROM status_events {where} ORDER BY id", [*first, *parameters])
    return _group_by_proposal((row[0], BareEvent(*row[1:])) for row in rows)


def events_by_proposal(ledger: Ledger, wanted: Sequence[int], clock: Clock = NO_CLOCK) -> dict[int, list[StatusEvent]]:
    """The status events of each proposal, in the order entered."""
    then, first = tables_as_of(ledger, clock, "status_events", "actors")
    where, parameters = where_in_ids("e.proposal_id", wanted)
    rows = ledger.rows(
        f"{then}SELECT e.proposal_id, e.id, e.status, e.occurred_on, e.reason, e.because, e.extent,"
        " coalesce(k.name, a.name), e.is_unusual, e.supersedes_id, e.recorded_at, e.follows_date,"
        " coalesce(l.name, t.name), e.rating"
        " FROM status_events AS e LEFT JOIN actors AS a ON a.id = e.actor_id"
        " LEFT JOIN actors AS k ON k.id = a.merged_into"
        " LEFT JOIN actors AS t ON t.id = e.according_to_id LEFT JOIN actors AS l ON l.id = t.merged_into"
        f" {where} ORDER BY e.id",
        [*first, *parameters],
    )
    return _group_by_proposal((row[0], _make_event(row)) for row in rows)


def citations_by_proposal(ledger: Ledger, wanted: Sequence[int], clock: Clock = NO_CLOCK) -> dict[int, list[Citation]]:
    """The citations of each proposal that the file had by the clock, in the order entered."""
    then, first = tables_as_of(ledger, clock, "citations", "sources")
    where, parameters = where_in_ids("c.proposal_id", wanted)
    joined = "citations AS c JOIN sources AS s ON s.id = c.source_id"
    rows = ledger.rows(f"{then}SELECT c.*, s.title, s.url FROM {joined} {where} ORDER BY c.id", [*first, *parameters])
    kept = (row for row in rows if clock.had(row["added_at"], row["removed_at"]))
    return _group_by_proposal((row["proposal_id"], _make_citation(row)) for row in kept)


def looks_by_proposal(ledger: Ledger, wanted: Sequence[int] | None, clock: Clock = NO_CLOCK) -> dict[int, list[Look]]:
    """The looks at each proposal, in the order entered."""
    (then, first), (where, parameters) = tables_as_of(ledger, clock, "looks"), where_in_ids("proposal_id", wanted)
    columns = f"proposal_id, {', '.join(Look._fields)}"
    rows = ledger.rows(f"{then}SELECT {columns} FROM looks {where} ORDER BY id", [*first, *parameters])
    return _group_by_proposal((row[0], Look(*row[1:])) for row in rows)


def _group_by_proposal(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for proposal, one in pairs:
        found.setdefault(proposal, []).append(one)
    return found


def _make_event(row: Any) -> StatusEvent:
    return StatusEvent._make((*row[1:8], bool(row[8]), *row[9:11], bool(row[11]), *row[12:]))


def _make_citation(row: Any) -> Citation:
    return Citation(
        row["id"],
        row["proposal_id"],
        row["status_event_id"],
        SourceRef(row["source_id"], row["title"], row["url"]),
        *(row[name] for name in ("snapshot_id", "stance", "quote", "locator", "translation")),
        *(row[name] for name in ("start_at", "end_at", "added_at")),
    )
