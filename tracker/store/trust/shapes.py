"""The shape of a table: its columns and constraints, whatever its text, which other programs write anew."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tracker.schema import sqlite3
from tracker.store.trust.statements import split_pieces, table_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BEHAVIOURS = ("AUTOINCREMENT", "COLLATE", "CONFLICT", "DEFERRED")  # words that change what a write does
COLUMNS = 'SELECT name, type, "notnull", pk, hidden, dflt_value FROM pragma_table_xinfo(?)'
REFERENCES = 'SELECT "from", "table", "to", on_update, on_delete FROM pragma_foreign_key_list(?)'


class TableShape(NamedTuple):
    """A table's columns (type, must be filled, key, reckoned), the defaults of these, and its constraints."""

    columns: Mapping[str, tuple[object, ...]]
    defaults: Mapping[str, str]
    references: frozenset[tuple[str, ...]]
    unique: frozenset[tuple[str, ...]]
    rules: Counter[str]
    behaviours: Counter[str]


def table_shape(con: sqlite3.Connection, table: str, sql: str) -> TableShape:
    """The shape of a table of a database; `sql` is its text."""
    facts = [tuple(row) for row in con.execute(COLUMNS, [table]).fetchall()]
    return TableShape(
        {row[0].lower(): (row[1].upper(), *row[2:5]) for row in facts},
        {row[0].lower(): _bare_default(row[5]) for row in facts if row[5] is not None},
        frozenset(table_references(con, table)),
        frozenset(_unique_keys(con, table)),
        Counter(table_rules(sql)),
        Counter([*(word for piece in split_pieces(sql) if (word := piece.upper()) in BEHAVIOURS), *_kinds(con, table)]),
    )


@cache
def shape_of_statement(table: str, sql: str) -> TableShape:
    """The shape that a statement of ours gives a table."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:
        con.execute(sql)
        return table_shape(con, table, sql)


def table_references(con: sqlite3.Connection, table: str) -> Iterator[tuple[str, ...]]:
    """What a table refers to: column, table, its column (empty for its key), and what follows an update or deletion."""
    for row in con.execute(REFERENCES, [table]).fetchall():
        yield (row[0].lower(), row[1].lower(), str(row[2] or "").lower(), row[3], row[4])


def shape_faults(right: TableShape, found: TableShape) -> Iterator[str]:
    """What a table lacks or has otherwise; a further column that may stay empty is welcome."""
    yield from (f"has no column {name}" for name in right.columns if name not in found.columns)
    for name, facts in right.columns.items():
        default = found.defaults.get(name)
        if found.columns.get(name, facts) != facts or right.defaults.get(name, default) != default:
            yield f"has another column {name}"
    for name, facts in found.columns.items():
        if name not in right.columns and facts[1] and name not in found.defaults:
            yield f"has a column {name} that must be filled"
    if right.references != found.references:
        yield "refers to other tables"
    if right.unique - found.unique:
        yield "lacks a unique key"
    if right.rules - found.rules:
        yield "lacks a test of its values"
    if right.behaviours != found.behaviours:
        yield "has other rules for what is written"


def _bare_default(text: str) -> str:
    return "".join(split_pieces(text)).strip("()'\"")


def _unique_keys(con: sqlite3.Connection, table: str) -> Iterator[tuple[str, ...]]:
    rows = con.execute("SELECT name FROM pragma_index_list(?) WHERE \"unique\" AND origin <> 'c'", [table]).fetchall()
    for (name,) in rows:
        columns = con.execute("SELECT name FROM pragma_index_info(?) ORDER BY seqno", [name]).fetchall()
        yield tuple(str(row[0]).lower() for row in columns)


def _kinds(con: sqlite3.Connection, table: str) -> Iterator[str]:
    row = con.execute("SELECT strict, wr FROM pragma_table_list(?) WHERE schema = 'main'", [table]).fetchone()
    yield from (name for name, is_set in zip(("STRICT", "WITHOUT ROWID"), row or (0, 0), strict=True) if is_set)
