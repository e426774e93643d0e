"""An open database and the change under way in it: what every room of the store is handed."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tracker.schema import sqlite3
from tracker.store.connection import roll_back
from tracker.store.damage import decode_damaged, is_undecodable, mark_damaged_rows
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")

CHUNK = 500  # ids that one statement is given


class Ledger:
    """An open database: its path, its connection, who the file is (device, inode) and what to warn about."""

    def __init__(self, path: Path, con: sqlite3.Connection, identity: tuple[int, int]) -> None:
        """Take what `open_ledger` has opened."""
        self.path, self.con, self.identity = path, con, identity
        self.warnings: list[str] = []
        self.duplicates: list[str] = []  # what the change under way writes that stands there already
        self.hears: Callable[[int, int], None] | None = None  # how many search documents are made anew, of how many
        self.checked_schema: int | None = None  # the number of the schema that was found to be the program's own

    def rows(self, sql: str, parameters: Any = ()) -> list[Any]:
        """All rows of a query; the cursor is never left open. A damaged value is marked in its text."""
        try:
            cursor = self._run(sql, parameters)
            found = cursor.fetchall()
        except sqlite3.OperationalError as error:
            if not is_undecodable(error):
                raise
            self.con.text_factory = decode_damaged
            cursor = self._run(sql, parameters)
            found = cursor.fetchall()
        return mark_damaged_rows(cursor, found)

    def row(self, sql: str, parameters: Any = ()) -> Any:
        """The first row of a query, None if there is none."""
        return next(iter(self.rows(sql, parameters)), None)

    def each_row(self, sql: str, parameters: Any = ()) -> Generator[Any]:
        """The rows of a query that may have very many, one after the other, as `rows` gives them."""
        passed = 0
        with _closed_after(self._run(sql, parameters)) as cursor:
            try:
                for row in cursor:
                    yield row
                    passed += 1
            except sqlite3.OperationalError as error:
                if not is_undecodable(error):
                    raise
            else:
                return
        self.con.text_factory = decode_damaged  # what was not text until here is read again, now as damaged
        with _closed_after(self._run(sql, parameters)) as cursor:
            yield from islice(cursor, passed, None)

    def value(self, sql: str, parameters: Any = ()) -> Any:
        """The first column of the first row, None if there is none."""
        try:
            found = self._run(sql, parameters).fetchone()
        except sqlite3.OperationalError as error:
            if not is_undecodable(error):
                raise
            found = self.row(sql, parameters)
        return None if found is None else found[0]

    def _run(self, sql: str, parameters: Any) -> sqlite3.Cursor:
        try:
            return self.con.execute(sql, parameters)
        except UnicodeDecodeError as error:  # what SQLite says of a damaged definition names it, and that is no text
            raise sqlite3.DatabaseError(f"malformed database schema: a name is not UTF-8 ({error.reason})") from error

    def close(self) -> None:
        """Close the connection; SQLite folds the write-ahead log in if it is the last one."""
        self.con.close()


class Change(NamedTuple):
    """The change under way in a writing transaction: its id, its UTC instant, and the ledger it writes to.

    Its statements are plain SQL: sqlite-utils would create a table whose name is misspelt.
    """

    id: int
    at: str
    ledger: Ledger

    def insert(self, table: str, **columns: Any) -> int:
        """Insert one row; gives back its id."""
        _refuse_unstorable_columns(columns)
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
        return int(self.execute(sql, list(columns.values())).lastrowid or 0)

    def update(self, table: str, row: int, **columns: Any) -> None:
        """Change columns of one row."""
        _refuse_unstorable_columns(columns)
        marks = ", ".join(f"{name} = ?" for name in columns)
        self.execute(f"UPDATE {table} SET {marks} WHERE id = ?", [*columns.values(), row])

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """What is done whole, or after an error not at all; the change goes on."""
        self.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK TO attempt")
            raise
        finally:
            self.execute("RELEASE attempt")

    def execute(self, sql: str, parameters: Any = ()) -> sqlite3.Cursor:
        """Run a statement of ours inside the change."""
        return self.ledger.con.execute(sql, parameters)


def _refuse_unstorable_columns(columns: dict[str, Any]) -> None:
    """The last gate: NUL and lone surrogates get into no column, whichever action brings them."""
    for name, value in columns.items():
        if isinstance(value, str):
            refuse_unstorable(value, name.removesuffix("_on").replace("_", " "))


@contextmanager
def _closed_after(cursor: sqlite3.Cursor) -> Iterator[sqlite3.Cursor]:
    """A cursor that is closed at the end; one that nobody read to its end may outlive its connection."""
    try:
        yield cursor
    finally:
        with suppress(sqlite3.ProgrammingError):
            cursor.close()


@contextmanager
def consistent_read(ledger: Ledger) -> Iterator[None]:
    """Several queries that see the same state of the database."""
    if ledger.con.in_transaction:
        yield
        return
    ledger.con.execute("BEGIN")
    try:
        yield
    except BaseException:
        roll_back(ledger.con)
        raise
    try:
        ledger.con.execute("COMMIT")
    except sqlite3.DatabaseError:  # nothing was written: on a damaged page reading ends so
        roll_back(ledger.con)


def data_version(ledger: Ledger) -> int:
    """A number that changes when another connection has written."""
    return int(ledger.value("PRAGMA data_version"))


def fetch_in_chunks(wanted: Sequence[int], fetch: Callable[[list[int]], dict[int, T]]) -> Iterator[T]:
    """What `fetch` knows of these ids, some hundred at a time, in their order.

    A list of numbers reads the same in JSON, so `fetch` may bind it as `str(chunk)`.
    """
    for start in range(0, len(wanted), CHUNK):
        chunk = list(wanted[start : start + CHUNK])
        found = fetch(chunk)
        yield from (found[one] for one in chunk if one in found)
