"""A file from somebody else: every text of every table holds what a terminal would obey, and no table forbids it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from tracker.schema import sqlite3

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "\x1b]52;c;UFdORUQ=\x07\x1b[31m\x9b2J\u202e[/][@click=app.quit()]\ttab\r\nnext\u2028line\x7f\ufdd01\ufdd1"
RAW = ("\x1b", "\x07", "\x9b", "\u202e", "\u2028", "\r", "\x7f", "\ufdd0")  # none of these may reach a terminal


def make_hostile(path: Path, hostile: str = HOSTILE, only: tuple[str, ...] = ()) -> None:
    """Put hostile text behind every text of a file, or of its columns of these names; triggers stay as they are."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("PRAGMA ignore_check_constraints = ON")
        con.execute("BEGIN")
        triggers = con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            con.execute(f"DROP TRIGGER {name}")
        for table, column in text_columns(con):
            if not only or column in only:
                con.execute(
                    f'UPDATE "{table}" SET "{column}" = "{column}" || ? WHERE "{column}" IS NOT NULL', [hostile]
                )
        for _, sql in triggers:
            con.execute(sql)
        con.execute("COMMIT")


def text_columns(con: sqlite3.Connection) -> list[tuple[str, str]]:
    """Every stored column of text, by table."""
    return [
        (table, column)
        for (table,) in con.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND name NOT GLOB 'sqlite_*' AND name NOT IN ('schema_texts', '_sqlite_migrations', 'search_words')"
        ).fetchall()
        for column, kind, hidden in con.execute("SELECT name, type, hidden FROM pragma_table_xinfo(?)", [table])
        if kind == "TEXT" and not hidden
    ]
