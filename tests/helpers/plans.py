"""The plan of every statement that is run, and what is wrong with it: a table scanned, a result sorted in full."""

from __future__ import annotations

import re
import sqlite3 as standard
from typing import TYPE_CHECKING, Any

from tracker import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.store.ledger import Ledger

SMALL = {
    "json_each",
    "topics",
    "statuses",
    "status_steps",
    "reasons",
    "current_change",
    "search_stale",
    "schema_texts",
    "CONSTANT",
}
MUST_SCAN = {
    "SELECT name FROM actors": "all names are wanted, by a mistake's hint and by completion",
    "SELECT id, name FROM actors WHERE": "part of a name: thousands of actors, LIKE has no index",
    "SELECT id, coalesce(nullif(title": "all sources are wanted, by completion",
    "SELECT id, at, who, command, iif(undoes < id, undoes, NULL) AS undoes FROM changes": "walks the newest first",
    "SELECT s.id, s.uid, s.type": "all sources are wanted",
    "SELECT k, v FROM 'main'.'search_config'": "FTS5's own, of one row",
}
WALKS = re.compile(r"SCAN \w+ USING (COVERING )?INDEX proposals_(by_\w+|removed)\b")
LOOKED_UP = re.compile(r"SCAN .* VIRTUAL TABLE INDEX \d+:\S")  # by a match or a rowid
ALONG_THE_TABLE = re.compile(r"ORDER BY p\.id( DESC)? LIMIT")  # sort:id walks the table in its own order


def statements(ledger: Ledger, deeds: Callable[[], None]) -> list[str]:
    """What is run in SQL by these deeds, one of each shape."""
    seen: list[str] = []
    ledger.con.set_trace_callback(seen.append)
    try:
        deeds()
    finally:
        ledger.con.set_trace_callback(None)
    kinds = ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")
    shapes = {re.sub(r"'[^']*'|\b\d+\b", "?", sql): sql for sql in seen if sql.lstrip().startswith(kinds)}
    return [sql for sql in shapes.values() if "sqlite_master" not in sql]


def faults(con: Any, sql: str) -> list[str]:
    """What is wrong with the plan of a statement."""
    plan = [row[3] for row in con.execute(f"EXPLAIN QUERY PLAN {sql}")]
    made = {line.split()[1] for line in plan if line.startswith(("CO-ROUTINE", "MATERIALIZE"))} | SMALL
    walked = [line for line in plan if WALKS.match(line) or (line == "SCAN p" and ALONG_THE_TABLE.search(sql))]
    wrong = []
    for line in plan:
        scanned = line.startswith("SCAN ") and line.split()[1] not in made and "(" not in line.split()[1]
        if scanned and not LOOKED_UP.match(line) and not (line in walked and ("LIMIT" in sql or "count(*)" in sql)):
            wrong.append(line)
        # the removed are few and may be sorted
        if walked and line.startswith("USE TEMP B-TREE FOR ORDER BY") and "proposals_removed" not in sql:
            wrong.append(line)
    return [] if any(" ".join(sql.split()).startswith(known) for known in MUST_SCAN) else wrong


def engines(path: Path) -> list[Any]:
    """Connections of the shipped engine and of Python's own."""
    return [engine.connect(path) for engine in dict.fromkeys([schema.sqlite3, standard])]


def refused(path: Path, said: list[str]) -> list[str]:
    """What is wrong with the plans of these statements, in either engine."""
    wrong = []
    for con in engines(path):
        wrong += [f"{sql}\n  {line}" for sql in said for line in faults(con, sql)]
        con.close()
    return wrong
