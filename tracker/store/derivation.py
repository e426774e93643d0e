"""The columns that the program derives: no part of a record, so no history tells and no undo brings them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

DERIVED_COLUMNS = {
    "proposals": frozenset({"status", "status_on", "status_event_id", "recency", "title_key"}),
    "sources": frozenset({"url_key", "archive_key"}),
    "citations": frozenset({"altered"}),
    **dict.fromkeys(("actors", "actor_aliases", "meetings", "meeting_aliases", "tags"), frozenset({"key"})),
}


def without_derived(table: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a row less those that are derived; histories of earlier releases hold some."""
    return {name: value for name, value in columns.items() if name not in DERIVED_COLUMNS.get(table, ())}
