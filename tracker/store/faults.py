"""What went wrong in SQLite, said as an error that a user can act on."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.model import BusyError, DatabaseError, TrackerError, UsageError
from tracker.process.system_errors import describe_cause, explain_system_error
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY = "another program is writing to {path}; nothing was changed, try again"
LEAST_ROOM = 100_000  # bytes on a disk that SQLite needs beside a file to open it
MESSAGES = {
    "SQLITE_READONLY": "{path} is read-only; nothing was changed",
    "SQLITE_FULL": "the disk is full: nothing was changed in {path}",
    "SQLITE_IOERR": "the disk refused to read or write {path} ({detail}); nothing was changed",
    "SQLITE_NOTADB": "{path} is not a tracker database; name another file",
    "SQLITE_CORRUPT": "{path} is damaged ({detail}); keep a copy of it and restore a backup",
    "SQLITE_CANTOPEN": "{path} cannot be opened: is the folder there, and may you write to it?",
    "SQLITE_PERM": "you are not allowed to open {path}",
    "SQLITE_AUTH": "you are not allowed to open {path}",
    "SQLITE_NOMEM": "there is too little memory for {path}; close some programs and try again",
    "SQLITE_INTERRUPT": "the query was stopped before it finished",
    "SQLITE_CONSTRAINT_CHECK": "{path} holds a value that its tables forbid ({detail}); nothing was changed",
    "SQLITE_TOOBIG": "a text is too long for the database; nothing was changed",
}


def explain_error(error: BaseException, path: Path | str) -> TrackerError | None:
    """Any error as one of ours that a user can act on; None if it is a fault of the program."""
    if isinstance(error, TrackerError):
        return error
    if isinstance(error, OSError):
        return explain_system_error(error)
    if isinstance(error, MemoryError):
        return TrackerError("there is too little memory; close some programs and try again")
    return tracker_error_for(error, path)


def tracker_error_for(error: BaseException, path: Path | str) -> TrackerError | None:
    """The error of SQLite as one of ours, naming the file; None if it is not one a user can act on."""
    name = getattr(error, "sqlite_errorname", None) or _error_name(str(error))
    if not isinstance(error, sqlite3.Error):
        return None
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_PROTOCOL")):
        return BusyError(BUSY.format(path=path))
    known = [key for key in MESSAGES if name.startswith(key)]
    if not known and not isinstance(error, sqlite3.OperationalError):
        return None
    message = MESSAGES[known[0]] if known else "{path} cannot be used ({detail})"
    if known in (["SQLITE_IOERR"], ["SQLITE_CANTOPEN"]):
        message = _system_message(Path(path)) or message
    return DatabaseError(
        message.format(path=path, detail=error), remedies=("db",) if known == ["SQLITE_NOTADB"] else ()
    )


def _system_message(path: Path) -> str:
    """What the system says where SQLite says only that it could not read, write or open; empty if it says nothing."""
    try:
        if shutil.disk_usage(path.parent).free < LEAST_ROOM:
            return MESSAGES["SQLITE_FULL"]
        with path.open("r+b"):
            return ""
    except OSError as error:
        return "{path} cannot be opened: " + describe_cause(error).replace("{", "{{").replace("}", "}}")


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
        "locking protocol": "SQLITE_PROTOCOL",
        "out of memory": "SQLITE_NOMEM",
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
    except TrackerError:
        raise
    except (sqlite3.Error, OSError, MemoryError) as error:
        known = explain_error(error, path)
        if known is None:
            raise
        raise known from error
