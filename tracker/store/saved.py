"""Saved queries: a query with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import NotFoundError
from tracker.text import nearest

if TYPE_CHECKING:
    from tracker.store.database import Ledger


def find(ledger: Ledger, name: str) -> str:
    """The line of the query of that name. Raises NotFoundError with the nearest right name."""
    found: str | None = ledger.value("SELECT query FROM saved_queries WHERE name = ?", [name])
    if found is not None:
        return found
    near = nearest(name, names(ledger))
    raise NotFoundError(f"no saved query '{name}'" + (f"; did you mean {near}?" if near else ""))


def names(ledger: Ledger) -> list[str]:
    """The names of the saved queries in their order."""
    return [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY position, id")]
