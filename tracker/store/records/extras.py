"""Extras: columns of a proposal without a field of their own, imported or said by hand, each a name and a value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from tracker.comparison import folded_key
from tracker.errors import UsageError, blame_field
from tracker.query_fields import refuse_reserved
from tracker.text import refuse_unstorable
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.ledger import Change, Ledger


def distinct_names(ledger: Ledger, table: Literal["tags", "extras"]) -> list[str]:
    """The different names in a table, each found in its index behind the one before: few among many rows."""
    rows = ledger.rows(
        f"WITH RECURSIVE known (name) AS (SELECT min(name) FROM {table} UNION ALL"
        f" SELECT (SELECT min(name) FROM {table} WHERE name > known.name) FROM known WHERE known.name IS NOT NULL)"
        " SELECT name FROM known WHERE name IS NOT NULL"
    )
    return [row[0] for row in rows]


def extras_of_proposal(ledger: Ledger, proposal: int) -> dict[str, str]:
    """The extras of a proposal by name, in the order entered."""
    return dict(ledger.rows("SELECT name, value FROM extras WHERE proposal_id = ? ORDER BY id", [proposal]))


def add(change: Change, proposal: int, items: Iterable[str]) -> None:
    """Set extras, each `name=value`; one without a value goes. Names are compared folded. Raises UsageError."""
    for item in items:
        name, value = _split_item(item)
        row = _extra_row(change.ledger, proposal, name)
        if row is not None and not value:
            change.execute("DELETE FROM extras WHERE id = ?", [row])
        elif row is not None:
            change.execute("UPDATE extras SET value = ? WHERE id = ? AND value <> ?", [value, row, value])
        elif value:
            change.insert("extras", proposal_id=proposal, name=_known_spelling(change.ledger, name), value=value)


def remove(change: Change, proposal: int, names: Iterable[str], *, lenient: bool) -> None:
    """Take extras away by their names. Raises UsageError for one that is not there, unless `lenient`."""
    for name in names:
        row = _extra_row(change.ledger, proposal, name)
        if row is not None:
            change.execute("DELETE FROM extras WHERE id = ?", [row])
        elif not lenient:
            raise UsageError(
                f"#{proposal} has no extra {name}{_known_extras(change.ledger, proposal)}", field="extra", value=name
            )


def _split_item(item: str) -> tuple[str, str]:
    with blame_field("extra", item):
        name, equals, value = refuse_unstorable(item, "extra").partition("=")
    name = " ".join(name.split())
    if not equals or not split_words(name):
        message = f"'{item}' is not an extra field: write its name, = and its value, such as era=2017"
        raise UsageError(message, field="extra", value=item)
    if value.strip():
        refuse_reserved(name, "the name of a column", "extra")
    return name, value.strip()


def _extra_row(ledger: Ledger, proposal: int, name: str) -> int | None:
    """The row of a proposal's extra of that name, or of one that is alike but for case, accents and blanks."""
    rows = ledger.rows("SELECT id, name FROM extras WHERE proposal_id = ? ORDER BY id", [proposal])
    by_name = {row["name"]: int(row["id"]) for row in rows}
    by_key = {folded_key(known): row for known, row in by_name.items()}
    return by_name.get(name, by_key.get(folded_key(name)))


def _known_spelling(ledger: Ledger, name: str) -> str:
    """The name as other proposals have it, whatever its case, accents and blanks."""
    if ledger.value("SELECT 1 FROM extras WHERE name = ? LIMIT 1", [name]):
        return name
    key = folded_key(name)
    return next((known for known in distinct_names(ledger, "extras") if folded_key(known) == key), name)


def _known_extras(ledger: Ledger, proposal: int) -> str:
    known = extras_of_proposal(ledger, proposal)
    return f"; it has {', '.join(known)}" if known else ""
