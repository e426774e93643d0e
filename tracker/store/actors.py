"""Actors: states, organisations, groups and persons, found by name or alias, made when they are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import UsageError
from tracker.text import key, words

if TYPE_CHECKING:
    from tracker.store.database import Change, Ledger


def find(ledger: Ledger, name: str) -> int | None:
    """The actor of that name or alias, however it is cased or accented; None if there is none."""
    found: int | None = ledger.value(
        "SELECT id FROM actors WHERE key = :key UNION ALL SELECT actor_id FROM actor_aliases WHERE key = :key LIMIT 1",
        {"key": key(name)},
    )
    return found


def matching(ledger: Ledger, typed: str) -> list[int]:
    """The actors that a query means: the one of that name, else all with these words in a name or alias."""
    exact = find(ledger, typed)
    if exact is not None:
        return [exact]
    wanted = " ".join(words(typed))
    if not wanted:
        return []
    pattern = "% " + wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + " %"
    padded = "' ' || replace(key, ',', ' ') || ' '"
    rows = ledger.rows(
        f"SELECT id FROM actors WHERE {padded} LIKE :pattern ESCAPE '\\'"
        f" UNION SELECT actor_id FROM actor_aliases WHERE {padded} LIKE :pattern ESCAPE '\\'",
        {"pattern": pattern},
    )
    return [row[0] for row in rows]


def names(ledger: Ledger) -> list[str]:
    """Every actor's name, for completion and for the nearest right one."""
    return [row[0] for row in ledger.rows("SELECT name FROM actors WHERE removed_at IS NULL ORDER BY name")]


def made(change: Change) -> list[str]:
    """The names of the actors that a change has made so far."""
    rows = change.ledger.rows(
        "SELECT a.name FROM history AS h JOIN actors AS a ON a.id = h.row"
        " WHERE h.change_id = ? AND h.tbl = 'actors' AND h.old IS NULL ORDER BY a.id",
        [change.id],
    )
    return [row[0] for row in rows]


def ensure(change: Change, name: str, kind: str | None = None) -> int:
    """The actor of that name, made if it is new. Raises UsageError for a name without a letter or digit."""
    tidy = " ".join(name.split())
    if not words(tidy):
        raise UsageError(f"'{name}' is no name of an actor")
    found = find(change.ledger, tidy)
    return change.insert("actors", name=tidy, key=key(tidy), kind=kind) if found is None else found
