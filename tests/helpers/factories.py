"""Small makers of what many tests need: a change done by somebody, a proposal, a source, the picture of a ledger."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from tracker.model import Evidence, NewProposal, NewStatus
from tracker.schema import sqlite3
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import proposals, sources

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.model import ProposalEdit, UndoLeftover
    from tracker.store.ledger import Change, Ledger

TODAY = date(2026, 11, 23)
ME = "ann"
RECORDS = (
    *("proposals", "actors", "meetings", "sources", "citations", "status_events", "tags", "links"),
    *("proposal_topics", "proposal_actors", "actor_aliases", "meeting_aliases"),
)


@contextmanager
def writing_at(ledger: Ledger, at: str, command: str = "later", who: str = ME) -> Iterator[Change]:
    """A change of its own at a UTC instant."""
    with database.write_change(ledger, command, who) as change:
        change.execute("UPDATE changes SET at = ? WHERE id = ?", [at, change.id])
        yield change._replace(at=at)


def add(ledger: Ledger, title: str = "Joint exercises", who: str = ME, **fields: Any) -> int:
    """Add a proposal as a change of its own; gives back its id."""
    with database.write_change(ledger, f"add {title}", who) as change:
        return proposals.add(change, NewProposal(title, **fields))


def update(ledger: Ledger, proposal: int, edit: ProposalEdit, who: str = ME) -> int:
    """Edit a proposal as a change of its own; gives back the change's id."""
    with database.write_change(ledger, f"update {proposal}", who) as change:
        proposals.update_proposal(change, proposal, edit)
        return change.id


def remove(ledger: Ledger, proposal: int, who: str = ME) -> int:
    """Remove a proposal as a change of its own; gives back the change's id."""
    with database.write_change(ledger, f"rm {proposal}", who) as change:
        proposals.remove(change, proposal)
        return change.id


def source(ledger: Ledger, title: str = "A communiqué", who: str = ME) -> int:
    """Add a source as a change of its own; gives back its id."""
    with database.write_change(ledger, f"source add {title}", who) as change:
        return sources.add_reference(change, title=title)


def cite(ledger: Ledger, proposal: int, source_id: int, quote: str = "a passage", who: str = ME) -> int:
    """Cite a passage as a change of its own; gives back the citation's id."""
    with database.write_change(ledger, f"cite {proposal}", who) as change:
        return proposals.cite_passage(change, proposal, Evidence(source_id, quote))


def undo(ledger: Ledger, change_id: int, who: str = ME) -> list[UndoLeftover]:
    """Undo a change as a change of its own; gives back what was kept."""
    with database.write_change(ledger, f"undo {change_id}", who) as change:
        return changes.undo_change(change, change_id)


def undo_last(ledger: Ledger, who: str = ME) -> int:
    """A bare undo; gives back the change that was undone."""
    last = changes.last_to_undo(ledger, who)
    undo(ledger, last, who)
    return last


def redo_last(ledger: Ledger, who: str = ME) -> int:
    """A bare redo; gives back the undo that was undone."""
    last = changes.last_to_redo(ledger, who)
    undo(ledger, last, who)
    return last


def newest(ledger: Ledger) -> int:
    """The id of the newest change."""
    return changes.newest_changes(ledger, 1)[0].id


def titles(ledger: Ledger) -> list[str]:
    """The titles of all proposals that are there, removed or not."""
    return [row[0] for row in ledger.rows("SELECT title FROM proposals ORDER BY id")]


def step(status: str, **fields: Any) -> NewStatus:
    """A step to a status."""
    return NewStatus(status, **fields)


def contents(ledger: Ledger) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every record, less the stamps of when proposals were changed."""
    return {
        table: [
            tuple(row[name] for name in row.keys() if name != "updated_at")  # noqa: SIM118 - a Row iterates over values
            for row in ledger.rows(f"SELECT * FROM {table} ORDER BY id")
        ]
        for table in RECORDS
    }


def plain(path: Path) -> sqlite3.Connection:
    """Another program's connection to a file: it knows nothing of the tracker."""
    return sqlite3.connect(path, isolation_level=None)
