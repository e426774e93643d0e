"""Finds db/, the schema as SQL, and brings a file up to it; chooses the SQLite engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.comparison import FOLDING
from tracker.model import DatabaseError

if TYPE_CHECKING:
    import sqlite3 as sqlite3  # noqa: PLC0414 - the store's rooms take the engine from here
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database
else:
    try:  # SQLite before 3.51.3 can corrupt a WAL database in a rare race, and systems still ship those
        import pysqlite3 as sqlite3
    except ImportError:
        import sqlite3

APPLICATION_ID = 0x74726B72  # "trkr"
REPLACEABLE = ("history", "views")


def schema_folder() -> Path:
    """The folder of the scripts: inside the installed package, or the checkout's own."""
    packaged = Path(__file__).parent / "_db"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "db"


@cache
def schema_scripts() -> tuple[Path, ...]:
    """The numbered scripts in the order in which they run."""
    return tuple(sorted(schema_folder().glob("[0-9][0-9][0-9][0-9]_*.sql")))


@cache
def schema_version() -> int:
    """The number of the last script: what `PRAGMA user_version` is in a file of this release."""
    return int(schema_scripts()[-1].name[:4])


def schema_is_current(con: sqlite3.Connection) -> bool:
    """Whether a file needs nothing: its version and the texts of its replaceable scripts are this program's."""
    if con.execute("PRAGMA user_version").fetchone()[0] != schema_version():
        return False
    known = dict(con.execute("SELECT name, sha256 FROM schema_texts").fetchall())
    return all(known.get(name) == _script_digest(name) for name in REPLACEABLE)


def folding_is_current(con: sqlite3.Connection) -> bool:
    """Whether the keys and the search documents of a file were made as this program compares text."""
    row = con.execute("SELECT sha256 FROM schema_texts WHERE name = 'folding'").fetchone()
    return row is not None and row[0] == str(FOLDING)


def bring_up_schema(con: sqlite3.Connection) -> None:
    """Run what the file lacks, inside the transaction that the caller has begun.

    Raises DatabaseError if the file was made by a newer program.
    """
    from sqlite_utils import Database, Migrations

    found = con.execute("PRAGMA user_version").fetchone()[0]
    if found > schema_version():
        raise DatabaseError(newer_schema_message(found))
    migrations = Migrations("tracker")
    for path in schema_scripts():
        migrations(name=path.stem)(_script_runner(path))
    migrations.apply(Database(con, execute_plugins=False))
    con.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    con.execute(f"PRAGMA user_version = {schema_version()}")
    for name in REPLACEABLE:
        _run_replaceable(con, name, always=found != schema_version())


def newer_schema_message(found: int) -> str:
    """What to say of a file whose schema is of a later release."""
    known = f"schema {found}, this one knows {schema_version()}"
    return f"it was written by a newer tracker ({known}); upgrade proposal-tracker"


def split_statements(text: str) -> Iterator[str]:
    """The statements of a script one by one, since `executescript` would commit what is open."""
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():  # the last one may lack its semicolon
        yield statement


def _script_runner(path: Path) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in split_statements(path.read_text(encoding="utf-8")):
            db.conn.execute(statement)

    return run


def _run_replaceable(con: sqlite3.Connection, name: str, *, always: bool) -> None:
    known = con.execute("SELECT sha256 FROM schema_texts WHERE name = ?", [name]).fetchone()
    if not always and known and known[0] == _script_digest(name):
        return
    for statement in split_statements(script_text(name)):
        con.execute(statement)
    con.execute("INSERT OR REPLACE INTO schema_texts (name, sha256) VALUES (?, ?)", [name, _script_digest(name)])


@cache
def script_text(name: str) -> str:
    """The text of a replaceable script."""
    return (schema_folder() / f"{name}.sql").read_text(encoding="utf-8")


@cache
def _script_digest(name: str) -> str:
    from hashlib import sha256

    return sha256(script_text(name).encode()).hexdigest()
