"""Our own triggers, views, indexes and tables put back as the scripts make them, inside an open transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import DatabaseError
from tracker.schema import sqlite3
from tracker.store.trust.shapes import shape_of_statement, table_shape
from tracker.store.trust.statements import quote_name
from tracker.store.trust.structure import expected_objects, find_differences, refuse_found, stored_objects

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.store.ledger import Ledger
    from tracker.store.trust.structure import Difference, StoredObject

ORDER = ("table", "index", "view", "trigger")  # each may need those before it
ANEW = "tracker_made_anew"  # what a table is called while it is filled


def restore_before_upgrade(ledger: Ledger, version: int) -> None:
    """Have an older file as its release made it, before scripts build on that.

    Tables are left to the scripts. Raises DatabaseError where a trigger that is not ours would run.
    """
    found = [one for one in find_differences(ledger.con, version) if not one.harmless]
    refuse_found(ledger, [one for one in found if one.ours is None])
    for _ in restore_objects(ledger, [one for one in found if one.ours and one.ours.kind != "table"]):
        pass


def restore_objects(ledger: Ledger, found: Sequence[Difference]) -> Iterator[str]:
    """Put back what differs, inside the open transaction; gives back what was done, in words."""
    ours = {one.ours.name: one.ours for one in found if one.ours}
    for one in sorted(ours.values(), key=lambda one: ORDER.index(one.kind)):
        _put_back(ledger.con, one)
        yield f"put back: {one.kind} {one.name}"
    for other in (one.foreign for one in found if one.foreign):
        ledger.con.execute(f"DROP TRIGGER IF EXISTS {quote_name(other.name)}")
        yield f"dropped: trigger {other.name} on {other.table}"


def empty_search(con: sqlite3.Connection) -> None:
    """Have every search document made anew by who flushes the index."""
    con.execute("DELETE FROM search")
    _note_all_stale(con)


def _put_back(con: sqlite3.Connection, ours: StoredObject) -> None:
    """Have one object as the scripts make it."""
    there = next((one for one in stored_objects(con) if one.name.lower() == ours.name.lower()), None)
    if ours.kind == "table" and there is not None and there.kind == "table" and "VIRTUAL" not in ours.sql[:20].upper():
        _make_table_anew(con, ours, there.sql)
        return
    if ours.kind == "table" and "VIRTUAL" not in ours.sql[:20].upper():
        raise DatabaseError(f"the table {ours.name} is missing, with all that was in it; restore a backup")
    if there is not None:
        _drop_object(con, there.kind, ours.name)
    con.execute(ours.sql)
    if ours.name == "search":
        _note_all_stale(con)


def _drop_object(con: sqlite3.Connection, kind: str, name: str) -> None:
    """Drop what stands under a name; a trigger or view that SQLite cannot read is taken out of the definitions."""
    try:
        con.execute(f"DROP {kind} {quote_name(name)}")
    except sqlite3.OperationalError as error:
        if kind not in {"trigger", "view"} or "no such" not in str(error):
            raise
        con.execute("PRAGMA writable_schema = ON")
        con.execute("DELETE FROM sqlite_master WHERE type = ? AND name = ?", [kind, name])


def _make_table_anew(con: sqlite3.Connection, ours: StoredObject, sql: str) -> None:
    """Have a table with our columns and constraints, and its rows. Raises DatabaseError for a row against them."""
    right, found = shape_of_statement(ours.name, ours.sql), table_shape(con, ours.name, sql)
    if missing := [name for name in right.columns if name not in found.columns]:
        raise DatabaseError(f"the table {ours.name} has lost its column {missing[0]}; restore a backup")
    if further := [name for name, facts in found.columns.items() if name not in right.columns and not facts[3]]:
        raise DatabaseError(
            f"the table {ours.name} has a column of yours, {further[0]}; move it to a table of your own"
        )
    stored = ", ".join(name for name, facts in right.columns.items() if not facts[3])
    seats = con.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", [ours.name]).fetchone()
    con.execute(ours.sql.replace(ours.name, ANEW, 1))
    try:
        con.execute(f"INSERT INTO {ANEW} ({stored}) SELECT {stored} FROM {ours.name}")
    except sqlite3.IntegrityError as error:
        raise DatabaseError(
            f"a row of {ours.name} is against its rules ({error}); see which, and correct it"
        ) from error
    con.execute(f"DROP TABLE {ours.name}")
    con.execute(f"ALTER TABLE {ANEW} RENAME TO {ours.name}")
    if seats is not None:
        con.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", [seats[0], ours.name])
    _restore_what_stood_on(con, ours.name)


def _restore_what_stood_on(con: sqlite3.Connection, table: str) -> None:
    """A table that is made anew loses its indexes and triggers: ours are put back."""
    there = {one.name.lower() for one in stored_objects(con)}
    version = con.execute("PRAGMA user_version").fetchone()[0]
    for name, one in expected_objects(version).items():
        if one.table == table and one.kind in {"index", "trigger"} and name not in there:
            con.execute(one.sql)


def _note_all_stale(con: sqlite3.Connection) -> None:
    con.execute("DELETE FROM search_words")
    con.execute("DELETE FROM search_stale")
    con.execute("INSERT INTO search_stale (proposal_id, old_key) SELECT id, NULL FROM proposals")
