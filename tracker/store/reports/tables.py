"""The tables as they are stored, for export: every noun, one table each, with what makes it readable beside it."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from tracker.store.trust.statements import quote_name
from tracker.text import match_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

# Proposals are exported as records (formats.rows); the rest as it is stored.
NAMES = (
    "topics",
    "statuses",
    "status_steps",
    "reasons",
    "actors",
    "actor_aliases",
    "meetings",
    "meeting_aliases",
    "proposals",
    "proposal_topics",
    "proposal_actors",
    "tags",
    "extras",
    "links",
    "sources",
    "snapshots",
    "snapshot_contents",
    "captures",
    "citations",
    "status_events",
    "looks",
    "saved_queries",
    "dismissals",
    "changes",
    "history",
)
OWN_WORDS = "note"  # exported only when asked
# What a person needs beside the numbers of a table, each as SQL; and which columns stand first then, side by side.
BESIDE: dict[str, dict[str, str]] = {
    "citations": {
        "proposal_title": "(SELECT title FROM proposals WHERE id = citations.proposal_id)",
        "evidence": "CASE WHEN start_at IS NULL THEN 'unchecked' ELSE 'checked' END",
        "source_title": "(SELECT title FROM sources WHERE id = citations.source_id)",
        "source_url": "(SELECT url FROM sources WHERE id = citations.source_id)",
        "event_status": "(SELECT status FROM status_events WHERE id = citations.status_event_id)",
        "event_on": "(SELECT occurred_on FROM status_events WHERE id = citations.status_event_id)",
    }
}
FIRST: dict[str, tuple[str, ...]] = {
    "citations": (
        *("id", "proposal_id", "proposal_title", "stance", "evidence"),
        *("source_id", "source_title", "source_url", "locator", "quote", "translation"),
        *("status_event_id", "event_status", "event_on"),
    )
}


def match_table(typed: str) -> str:
    """The table meant. Raises UsageError with the nearest right one."""
    return match_code(typed, NAMES, "table")


def count_rows(ledger: Ledger, table: str) -> int:
    """How many rows a table has."""
    return int(ledger.value(f"SELECT count(*) FROM {table}"))


def table_columns(ledger: Ledger, table: str, *, notes: bool = False) -> list[str]:
    """The columns of a table in their order, those first that a person reads."""
    stored = [row["name"] for row in ledger.rows(f"PRAGMA table_info({table})") if notes or row["name"] != OWN_WORDS]
    return list(dict.fromkeys([*FIRST.get(table, ()), *stored]))


def read_table_rows(ledger: Ledger, table: str, wanted: list[str]) -> Iterator[list[Any]]:
    """The rows of a table in the order entered; bytes as base64."""
    beside = BESIDE.get(table, {})
    # a column of the user's own may be called anything
    columns = ", ".join(beside.get(name) or quote_name(name) for name in wanted)
    for row in ledger.each_row(f"SELECT {columns} FROM {table} ORDER BY {table}.rowid"):
        yield [b64encode(value).decode() if isinstance(value, bytes) else value for value in row]
