"""What went wrong in SQLite, said as an error that a user can act on."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.model import BusyError, DatabaseError, TrackerError, UsageError
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY = "another program is writing to {path}; nothing was changed, try again"
MESSAGES = {
    "SQLITE_READONLY": "{path} is read-only; nothing was changed",
    "SQLITE_FULL": "the disk is full: nothing was changed in {path}",
    "SQLITE_IOERR": "the disk refused to read or write {path} ({detail}); nothing was changed",
    "SQLITE_NOTADB": "{path} is not a tracker database; name another file",
    "SQLITE_CORRUPT": "{path} is damaged ({detail}); keep a copy of it and restore a backup",
    "SQLITE_CANTOPEN": "{path} cannot be opened: is the folder there, and may you write to it?",
    "SQLITE_PERM": "you are not allowed to open {path}",
    "SQLITE_AUTH": "you are not allowed to open {path}",
    "SQLITE_INTERRUPT": "the query was stopped before it finished",
    "SQLITE_CONSTRAINT_CHECK": "{path} holds a value that its tables forbid ({detail}); nothing was changed",
    "SQLITE_TOOBIG": "a text is too long for the database; nothing was changed",
}


def tracker_error_for(error: BaseException, path: Path | str) -> TrackerError | None:
    """The error of SQLite as one of ours, naming the file; None if it is not one a user can act on."""
    name = getattr(error, "sqlite_errorname", None) or _error_name(str(error))
    if not isinstance(error, sqlite3.Error):
        return None
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(BUSY.format(path=path))
    known = [key for key in MESSAGES if name.startswith(key)]
    if not known and not isinstance(error, sqlite3.OperationalError):
        return None
    message = MESSAGES[known[0]] if known else "{path} cannot be used ({detail})"
    return DatabaseError(
        message.format(path=path, detail=error), remedies=("db",) if known == ["SQLITE_NOTADB"] else ()
    )


def _error_name(message: str) -> str:
    """The error's name where the engine gives none (before Python 3.11, and pysqlite3)."""
    words = {
        "is locked": "SQLITE_BUSY",
        "readonly": "SQLITE_READONLY",
        "is full": "SQLITE_FULL",
        "disk I/O": "SQLITE_IOERR",
        "not a database": "SQLITE_NOTADB",
        "malformed": "SQLITE_CORRUPT",
        "unable to open": "SQLITE_CANTOPEN",
        "too big": "SQLITE_TOOBIG",
        "CHECK constraint failed": "SQLITE_CONSTRAINT_CHECK",
        "interrupted": "SQLITE_INTERRUPT",
    }
    return next((name for part, name in words.items() if part in message), "")


@contextmanager
def raise_tracker_errors(path: Path | str) -> Iterator[None]:
    """Raise what SQLite reports inside as an error of ours, where a user can act on it."""
    try:
        yield
    except UnicodeEncodeError as error:  # a lone surrogate on its way into SQLite
        raise UsageError(f"a text has a character that cannot be stored at position {error.start + 1}") from error
    except sqlite3.Error as error:
        known = tracker_error_for(error, path)
        if known is None:
            raise
        raise known from error
