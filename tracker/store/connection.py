"""Our connection to SQLite: a signal breaks off what it does, and no end of a transaction hides why it failed."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tracker.process.outcome import OUTCOME
from tracker.process.signals import watch_connection
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_STEP = 100  # milliseconds that SQLite waits for a lock; a signal is heard between two such waits only


class Connection(sqlite3.Connection):
    """A connection that ctrl+c breaks off in the middle of a statement."""

    def __init__(self, *args: Any, **options: Any) -> None:
        """Take what `sqlite3.connect` takes."""
        super().__init__(*args, **options)
        watch_connection(self)


def begin_writing(con: sqlite3.Connection) -> None:
    """Begin a transaction that writes, once no other program does; raises what SQLite does if that takes too long."""
    patience = con.execute("PRAGMA busy_timeout").fetchone()[0]
    end = time.monotonic() + patience / 1000
    con.execute(f"PRAGMA busy_timeout = {min(patience, WAIT_STEP)}")
    try:
        while not _begins(con, is_last=time.monotonic() >= end):
            pass
    finally:
        con.execute(f"PRAGMA busy_timeout = {patience}")


def _begins(con: sqlite3.Connection, *, is_last: bool) -> bool:
    try:
        con.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if is_last or "locked" not in str(error):
            raise
        return False
    OUTCOME.is_begun = True
    return True


def end_writing(con: sqlite3.Connection, *, keeps: Callable[[], bool]) -> None:
    """End a transaction: keep it, or take it back. One that was kept is known to be, even if a signal comes with it."""
    if not keeps():
        con.execute("ROLLBACK")
        return
    try:
        con.execute("COMMIT")
        OUTCOME.is_saved = True
    except sqlite3.Error:
        raise
    except BaseException:
        OUTCOME.is_saved = OUTCOME.is_saved or not con.in_transaction
        raise


def roll_back(con: sqlite3.Connection) -> None:
    """Take a transaction back after an error, which its own failure must not hide: closed, SQLite takes it back too."""
    with suppress(sqlite3.Error):
        if con.in_transaction:
            con.execute("ROLLBACK")
