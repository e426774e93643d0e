"""The one way in which files are written: beside the target, flushed to the disk, then renamed over it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from tracker.model import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQLITE = b"SQLite format 3\0"


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """A UTF-8 file that takes the place of `path` when all is written; until then, and on any error, the old one stays.

    Raises UsageError for a symbolic link or a folder, TrackerError if the disk refuses.
    """
    if path.is_symlink():
        raise UsageError(f"{path} is a symbolic link; name the file itself")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is a folder or a device; name a file")
    if path.exists() and not os.access(path, os.W_OK):
        raise UsageError(f"{path} may not be written; name another file")
    if _is_database(path):
        raise UsageError(f"{path} is a database; name another file")
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with _new(beside, path.stat().st_mode if path.exists() else 0o666) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise TrackerError(f"{path} cannot be written: {error.strerror}; nothing was changed") from error
    finally:
        with suppress(OSError):
            beside.unlink()


def _is_database(path: Path) -> bool:
    """Whether the file, or the one that it belongs to, is SQLite's: an export must never take its place."""
    owner = path.with_name(path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal"))
    try:
        with owner.open("rb") as stream:
            return stream.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _new(path: Path, mode: int) -> TextIO:
    """A new file with the rights of the one it replaces, or with those that the user's umask leaves."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, mode), "w", encoding="utf-8", newline="")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
