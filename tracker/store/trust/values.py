"""Values in a file that its tables forbid: another program with checks off, a stranger, a flipped bit."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from tracker import schema
from tracker.schema import sqlite3
from tracker.store.damage import decode_damaged, is_undecodable
from tracker.store.trust.shapes import shape_of_statement
from tracker.store.trust.statements import mentioned_names, rule_texts
from tracker.store.trust.structure import expected_objects
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.store.ledger import Ledger

DERIVED = frozenset({"search", "search_stale", "search_words", "current_change", "schema_texts"})
SHOWN_MOST = 40
KINDS = {"TEXT": "text", "INTEGER": "a whole number", "BLOB": "bytes"}


def damaged_values(ledger: Ledger) -> Iterator[str]:
    """Each value that its column forbids: table, number of the row, column, what is there."""
    for table in expected_objects(schema.schema_version()).values():
        if table.kind == "table" and table.name not in DERIVED and "VIRTUAL" not in table.sql[:20]:
            shape = shape_of_statement(table.name, table.sql)
            stored = {name: facts for name, facts in shape.columns.items() if not facts[3]}
            try:
                yield from _wrong_kinds(ledger, table.name, stored)
                yield from _wrong_texts(ledger, table.name, stored)
                yield from _against_rules(ledger, table.name, table.sql)
            except sqlite3.Error as error:
                yield f"{table.name}: cannot be read to the end ({error})"


def _wrong_kinds(ledger: Ledger, table: str, columns: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """Values of another kind than their column: a number for a text, nothing where there must be something."""
    right = {
        name: f"'{str(kind).lower()}'" + ("" if filled or key else ", 'null'")
        for name, (kind, filled, key, _) in columns.items()
    }
    kinds = ", ".join(f"typeof({name})" for name in columns)
    wrong = " OR ".join(f"typeof({name}) NOT IN ({allowed})" for name, allowed in right.items())
    for row, *found in ledger.con.execute(f"SELECT rowid, {kinds} FROM {table} WHERE {wrong}").fetchall():
        for (name, allowed), kind in zip(right.items(), found, strict=True):
            if f"'{kind}'" not in allowed:
                there = "nothing" if kind == "null" else {"blob": "bytes", "text": "text"}.get(kind, "a number")
                yield f"{_place(table, row)}: {name} holds {there} and should be {KINDS[str(columns[name][0])]}"


def _wrong_texts(ledger: Ledger, table: str, columns: dict[str, tuple[object, ...]]) -> Iterator[str]:
    """Texts that are not UTF-8."""
    names = [name for name, (kind, *_) in columns.items() if kind == "TEXT"]
    if not names or _is_all_text(ledger, table, names):
        return
    for row, *raw in _raw_rows(ledger, table, names):
        for name, value in zip(names, raw, strict=True):
            if isinstance(value, bytes) and (text := decode_damaged(value)) != value.decode("utf-8", "ignore"):
                yield f"{_place(table, row)}: {name} is not UTF-8: {visible_line(text, SHOWN_MOST)}"


def _is_all_text(ledger: Ledger, table: str, names: list[str]) -> bool:
    before, ledger.con.text_factory = ledger.con.text_factory, str
    try:
        for _ in ledger.con.execute(f"SELECT {', '.join(names)} FROM {table}"):
            pass
    except sqlite3.OperationalError as error:
        if not is_undecodable(error):
            raise
        return False
    finally:
        ledger.con.text_factory = before
    return True


def _raw_rows(ledger: Ledger, table: str, names: list[str]) -> Iterator[Any]:
    """The texts of a table as bytes; those that are none are left out."""
    asked = ", ".join(f"iif(typeof({name}) = 'text', CAST({name} AS BLOB), NULL)" for name in names)
    yield from ledger.con.execute(f"SELECT rowid, {asked} FROM {table}")


def _against_rules(ledger: Ledger, table: str, sql: str) -> Iterator[str]:
    """Rows that a test of their table forbids."""
    for rule, names in _own_rules(table, sql):
        for row, *values in ledger.rows(f"SELECT rowid, {', '.join(names)} FROM {table} WHERE NOT ({rule})"):
            there = ", ".join(
                f"{name} is {visible_line(repr(value), SHOWN_MOST)}" for name, value in zip(names, values, strict=True)
            )
            yield f"{_place(table, row)}: {there}, which is not allowed there"


@cache
def _own_rules(table: str, sql: str) -> Sequence[tuple[str, Sequence[str]]]:
    """The tests of a table of ours, each with the columns that it names."""
    columns, rules = shape_of_statement(table, sql).columns, [*rule_texts(sql)]
    return [
        (rule, [name for name in columns if name in named])
        for rule, named in zip(rules, map(mentioned_names, rules), strict=True)
    ]


def _place(table: str, row: int) -> str:
    return f"#{row}" if table == "proposals" else f"{table} {row}"
