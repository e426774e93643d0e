"""Writes a database of today's schema as SQL: `python tests/dump_schema.py > fixtures/schemas/0006.sql`.

Run once for every release, before the next script changes the schema: the dump is then what a file of that release is,
and test_schemas brings it up. It holds a record of every kind, invented here, and a history with an undo.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker import cli, schema
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator

ARTICLE = """Leaders met in Vilgrad

12 May 2014

President Orlova suggests a common register of lost weapons. She called it overdue.

The ministers adopted the register in a joint statement.
"""
ADOPTED = "The ministers adopted the register"
COMMANDS = (
    ("source", "add", "{folder}/article.txt", "--title", "Leaders met in Vilgrad", "--date", "2014-05-12"),
    ("source", "add", "https://example.org/énergie", "--title", "Énergie et sécurité", "--date", "2015"),
    ("source", "add", "https://example.org/twice", "--title", "Entered twice"),
    ("source", "merge", "2", "3"),
    ("topic", "add", "energy/grid", "--title", "The grid", "--stems", "grid"),
    (
        *("add", "A common register of lost weapons", "-t", "counter-terrorism", "-t", "external-cooperation"),
        *("--kind", "recommendation", "--by", "Noria", "--spoken-by", "Anna Orlova, President", "--to", "Union"),
        *("--support", "Sudria", "--oppose", "Westria", "--body", "Union", "--meeting", "Vilgrad session"),
        *("--place", "Vilgrad", "--date", "2014-05-12", "--source", "1"),
        *("--quote", "suggests a common register of lost weapons", "--tag", "weapons", "--note", "Compare 2019."),
        *("--summary", "One list for all.", "--deadline", "2016", "--extra", "era=before"),
    ),
    ("add", "Ёлка: a hotline for migrants 漢字", "-t", "migration", "--by", "Sudria", "--date", "2015-06"),
    ("add", "Register lost weapons", "-t", "counter-terrorism", "--date", "2019", "--repeats", "1"),
    ("add", "Taken out again", "-t", "energy/grid"),
    ("update", "1", "-s", "adopted", "--on", "2014-05-12", "--extent", "weaker", "--source", "1", "--quote", ADOPTED),
    (
        "update",
        "1",
        "-s",
        "in-progress",
        "--for",
        "Sudria",
        "--on",
        "2016-02",
        "--because",
        "It passed a law.",
        "--force",
        *("--according-to", "Sudria", "--rating", "in the works"),
    ),
    ("update", "2", "-s", "on-agenda", "--on", "2016"),
    ("update", "2", "-s", "rejected", "--reason", "no-consensus", "--on", "2017", "--corrects", "last"),
    ("cite", "2", "--source", "2", "--quote", "une ligne directe", "--locator", "p. 3", "--against"),
    ("looked", "3", "--in", "example.org", "--note", "Nothing.", "--next", "2031-02"),
    ("cite", "3", "--source", "2"),
    ("link", "2", "related", "3"),
    ("actor", "alias", "Noria", "Republic of Noria"),
    ("actor", "edit", "Westria", "--kind", "state"),
    ("add", "Spelt otherwise", "--by", "Sudrya", "--meeting", "Vilgrad meeting", "--date", "2014-05-12"),
    ("actor", "merge", "Sudria", "Sudrya", "-y"),
    ("meeting", "merge", "Vilgrad session", "Vilgrad meeting", "-y"),
    ("topic", "add", "power", "--title", "Electric power"),
    ("topic", "merge", "energy/grid", "power", "-y"),
    ("topic", "add", "tariffs", "--title", "Tariffs"),
    ("topic", "retire", "tariffs"),
    ("rm", "4"),
    ("query", "save", "late", "is:overdue", "by:noria"),
    ("tag", "rename", "weapons", "arms"),
    ("update", "3", "--title", "A mistake"),
    ("undo",),
)


def make_database(folder: Path) -> Path:
    """A database with a record of every kind, made by the commands that a user types."""
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (folder / "tracker").mkdir()
    (folder / "tracker" / "config.toml").write_text('who = "ana"\n', encoding="utf-8")
    os.environ.update(dict.fromkeys(("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"), str(folder)))
    path = folder / "release.db"
    for command in COMMANDS:
        said = StringIO()
        with redirect_stdout(StringIO()), redirect_stderr(said):
            code = cli.run_command(["--db", str(path), *(word.format(folder=folder) for word in command)])
        if code:
            raise SystemExit(f"{command}: {said.getvalue()}")
    return path


def dump(path: Path) -> Iterator[str]:
    """A database as statements that any SQLite runs; the index of search is one plain table in them."""
    with closing(sqlite3.connect(path)) as con:
        for pragma in ("application_id", "user_version"):
            yield f"PRAGMA {pragma} = {con.execute(f'PRAGMA {pragma}').fetchone()[0]};\n"
        yield "BEGIN;\n"
        rows = con.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        parts = [
            row
            for row in rows
            if not row[1].startswith(
                ("search_data", "search_idx", "search_content", "search_docsize", "search_config", "sqlite_")
            )
        ]
        for kind, name, sql in parts:
            if kind == "table":
                yield f"{sql};\n"
                yield from _inserts(con, name)
        yield "DELETE FROM sqlite_sequence;\n"
        yield from _inserts(con, "sqlite_sequence")
        yield from (f"{sql};\n" for kind, _, sql in parts if kind != "table")
        yield "COMMIT;\n"


def _inserts(con: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = con.execute("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", [table]).fetchall()
    names = ", ".join([*["rowid"] * (table == "search"), *(name for (name,) in columns)])
    rows = con.execute(f"SELECT {names} FROM {table}")
    yield from (f"INSERT INTO {table} ({names}) VALUES ({', '.join(map(_literal, row))});\n" for row in rows)


def _literal(value: Any) -> str:
    if isinstance(value, bytes):
        return f"X'{value.hex()}'"
    return "NULL" if value is None else str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(f"-- A database of schema {schema.schema_version()}, written by tests/dump_schema.py.\n")
        sys.stdout.writelines(line.replace(made, "articles") for line in dump(make_database(Path(made))))
