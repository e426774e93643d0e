"""The one way in which files are written: beside the target, flushed to the disk, then renamed over it."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

from tracker.model import TrackerError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SQLITE = b"SQLite format 3\0"
UTF8_MARK = b"\xef\xbb\xbf"  # what some editors and shells put before a text


def decode_utf8(data: bytes) -> str:
    """A text in UTF-8, without the mark (BOM) that may stand before it. Raises UnicodeDecodeError."""
    return data.removeprefix(UTF8_MARK).decode()


@contextmanager
def open_replacement(path: Path, mode: int | None = None) -> Iterator[TextIO]:
    """A UTF-8 file that takes the place of `path` when all is written; until then, and on any error, the old one stays.

    Its rights are `mode`, else those of the file it replaces, else what the user's umask leaves. Raises UsageError
    for a symbolic link or a folder, TrackerError if the disk refuses.
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
        with _open_new(beside, mode or (path.stat().st_mode if path.exists() else 0o666)) as stream:
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


def replace_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """Write texts or bytes to a file that takes the place of `path` when all is there. Raises as `open_replacement`."""
    with open_replacement(path) as stream:
        for piece in pieces:
            if isinstance(piece, str):
                stream.write(piece)
            else:
                stream.buffer.write(piece)


def _is_database(path: Path) -> bool:
    """Whether the file, or the one that it belongs to, is SQLite's: an export must never take its place."""
    owner = path.with_name(path.name.removesuffix("-wal").removesuffix("-shm").removesuffix("-journal"))
    try:
        with owner.open("rb") as stream:
            return stream.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _open_new(path: Path, mode: int) -> TextIO:
    """A new file with these rights, less what the user's umask takes away."""
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


# what is kept between runs


def write_private_file(path: Path, text: str) -> None:
    """Write a file for the user's eyes alone, in a folder made for it. Raises as `open_replacement` does."""
    make_folder(path)
    with open_replacement(path, 0o600) as stream:
        stream.write(text)


def make_folder(path: Path) -> None:
    """Make the folder of a file that is to be kept. Raises TrackerError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise TrackerError(
            f"{path.parent} cannot be made: {error.strerror}{_error_advice(path.parent, error)}"
        ) from error


def read_private_file(path: Path) -> bytes | None:
    """What a file that was kept holds, None if it is not there. Raises TrackerError if it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise private_file_error(path, "read", error) from error


def remove_private_file(path: Path) -> None:
    """Take a file that was kept away, if it is there. Raises TrackerError."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise private_file_error(path, "removed", error) from error


def private_file_error(path: Path, verb: str, error: OSError) -> TrackerError:
    """The error that says that a kept file cannot be read or removed, why, and what to do."""
    return TrackerError(f"{path} cannot be {verb}: {error.strerror}{_error_advice(path, error)}")


def _error_advice(path: Path, error: OSError) -> str:
    """What to do about an error: a folder in the place of a file, or a file in that of a folder, is to be moved."""
    if not isinstance(error, (IsADirectoryError, NotADirectoryError, FileExistsError)):
        return "; check its permissions" if isinstance(error, PermissionError) else ""
    in_the_way = next((one for one in (path, *path.parents) if one.exists()), path)
    return f"; move {'it' if in_the_way == path else in_the_way} away"
