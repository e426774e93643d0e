"""Damage done to a file by other programs: what they drop, add and store although tables forbid it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tracker.schema import sqlite3

if TYPE_CHECKING:
    from pathlib import Path


def run_elsewhere(path: Path, script: str) -> None:
    """Run SQL as another program does that checks nothing."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute("PRAGMA writable_schema = ON")
        con.executescript(script)


def store_anything(path: Path, table: str, column: str, row: int, value: str) -> None:
    """Put a value (as SQL) into a column that would refuse it: the table is not strict for a moment."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("PRAGMA writable_schema = ON")
        (sql,) = con.execute("SELECT sql FROM sqlite_master WHERE name = ?", [table]).fetchone()
        _rewrite(con, table, sql.removesuffix(" STRICT").replace("NOT NULL", ""))
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        triggers = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            con.execute(f"DROP TRIGGER {name}")
        con.execute(f"UPDATE {table} SET {column} = {value} WHERE id = ?", [row])
        for _, text in triggers:
            con.execute(text)
        con.execute("PRAGMA writable_schema = ON")
        _rewrite(con, table, sql)


def _rewrite(con: sqlite3.Connection, table: str, sql: str) -> None:
    con.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", [sql, table])
    version = con.execute("PRAGMA schema_version").fetchone()[0]
    con.execute(f"PRAGMA schema_version = {version + 1}")
