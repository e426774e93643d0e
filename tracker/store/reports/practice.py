"""What was done in a database since it was opened for practice: the steps of the demo that leave something there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

DONE = {
    "take": "SELECT EXISTS (SELECT 1 FROM citations WHERE id > :citation AND quote <> '')",
    # the first event of a proposal says that it was put forward: it moved only with a later one
    "move": """
        SELECT EXISTS (SELECT 1 FROM citations AS c JOIN status_events AS e ON e.id = c.status_event_id
        WHERE c.id > :citation AND c.quote <> '' AND e.id > :event
        AND EXISTS (SELECT 1 FROM status_events AS b WHERE b.proposal_id = e.proposal_id AND b.id < e.id))""",
    "undo": "SELECT EXISTS (SELECT 1 FROM changes WHERE id > :change AND undoes IS NOT NULL)",
}


class NewestIds(NamedTuple):
    """The newest of what the steps add to, as practice begins."""

    change: int
    citation: int
    event: int


def newest_ids(ledger: Ledger) -> NewestIds:
    """Where practice begins."""
    tables = ("changes", "citations", "status_events")
    return NewestIds(*(ledger.value(f"SELECT coalesce(max(id), 0) FROM {table}") for table in tables))


def steps_done_since(ledger: Ledger, begun: NewestIds) -> set[str]:
    """The steps that were done since then and are there now."""
    return {step for step, sql in DONE.items() if ledger.value(sql, begun._asdict())}


def quotes_taken_since(ledger: Ledger, begun: NewestIds) -> set[str]:
    """The words of the passages that were taken since then."""
    return {row[0] for row in ledger.rows("SELECT quote FROM citations WHERE id > ? AND quote <> ''", [begun.citation])}
