"""Saved queries: a query with a name, kept as it was typed, so that its relative dates stay relative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.model import NotFoundError, UsageError
from tracker.query_fields import refuse_reserved
from tracker.text import find_nearest, refuse_unstorable, visible_line

if TYPE_CHECKING:
    from tracker.store.ledger import Change, Ledger

REFUSED_SIGNS = frozenset(' ,":=!')  # what would end the name inside a query


def saved_query_names(ledger: Ledger) -> list[str]:
    """The names of all saved queries, in their order."""
    return [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY position, id")]


def saved_query_lines(ledger: Ledger) -> dict[str, str]:
    """Every saved query as its line by its name, in their order."""
    return dict(ledger.rows("SELECT name, query FROM saved_queries ORDER BY position, id"))


def find(ledger: Ledger, name: str) -> str:
    """The line of the query of that name, as `query.parse_line` reads it.

    Raises NotFoundError with the nearest right name.
    """
    found: str | None = ledger.value("SELECT query FROM saved_queries WHERE name = ?", [_known_name(ledger, name)])
    if found is not None:
        return found
    there = saved_query_names(ledger)
    near = find_nearest(name, there)
    hint = f"did you mean {near}?" if near else f"there are {', '.join(there)}" if there else "none are saved yet"
    raise NotFoundError(f"no saved query '{visible_line(name)}'; {hint}")


def save_query(change: Change, name: str, line: str, *, replace: bool = False) -> None:
    """Keep a query's line under a name. Raises UsageError for what cannot be one, or is taken unless `replace`."""
    _refuse_name(name)
    name = _known_name(change.ledger, name)
    there = change.ledger.rows("SELECT id, query FROM saved_queries WHERE name = ?", [name])
    if not there:
        change.insert("saved_queries", name=name, query=line)
        return
    if there[0]["query"] == line:
        raise UsageError(f"{name} already has these values; nothing was changed", field="name")
    if not replace:
        message = f"there is a query {name} already ({there[0]['query']})"
        raise UsageError(message, field="name", value=name, way=("replace",))
    change.update("saved_queries", there[0]["id"], query=line)


def remove(change: Change, name: str) -> None:
    """Forget a query. Raises NotFoundError with the nearest right name."""
    find(change.ledger, name)
    change.execute("DELETE FROM saved_queries WHERE name = ?", [_known_name(change.ledger, name)])


def _known_name(ledger: Ledger, typed: str) -> str:
    """The name as it is kept: the very same, else one of the same key; as it was typed if there is none."""
    there = saved_query_names(ledger)
    same = (name for name in there if folded_key(name) == folded_key(typed))
    return typed if typed in there else next(same, typed)


def _refuse_name(name: str) -> None:
    refuse_unstorable(name, "the name")
    if not name or REFUSED_SIGNS & {*name} or visible_line(name) != name or name.split() != [name]:
        raise UsageError(
            f"'{visible_line(name)}' cannot name a query: no blanks, commas, colons, quotation marks or =", field="name"
        )
    refuse_reserved(name, "the name of a query", "name")
