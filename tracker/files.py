"""The one way in which files are written: beside the target, flushed to the disk, then renamed over it."""

from __future__ import annotations

import os
import re
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tracker.model import TrackerError, UsageError
from tracker.process.signals import clean_up_with
from tracker.process.system_errors import describe_cause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    with clean_up_with(beside.unlink):
        try:
            _remove_leftovers(path)
            with _open_new(beside, mode or (path.stat().st_mode if path.exists() else 0o666)) as stream:
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
            _sync_folder(path.parent)
        except OSError as error:
            raise TrackerError(f"{path} cannot be written: {describe_cause(error)}; nothing was changed") from error
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


def _remove_leftovers(path: Path) -> None:
    """Remove what runs that were killed had begun to write in the place of this file."""
    with suppress(OSError):
        for one in path.parent.iterdir():
            left = re.fullmatch(rf"\.{re.escape(path.name)}\.([0-9]{{1,9}})\.part", one.name)
            if left and not _is_running(int(left[1])):
                one.unlink()


def _is_running(process: int) -> bool:
    """Whether another process has this number; where that cannot be asked without ending it, one has."""
    if process == os.getpid() or os.name == "nt":
        return process != os.getpid()
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


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
        for folder in reversed([one for one in path.parents if not one.exists()]):
            folder.mkdir(exist_ok=True, mode=0o700)  # with `parents` the ones above would be for all eyes
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise TrackerError(f"{path.parent} cannot be made: {_private_cause(path.parent, error)}") from error


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
    return TrackerError(f"{path} cannot be {verb}: {_private_cause(path, error)}")


def _private_cause(path: Path, error: OSError) -> str:
    """Why, and what to do: a folder in the place of a file, or a file in that of a folder, is to be moved."""
    if not isinstance(error, (IsADirectoryError, NotADirectoryError, FileExistsError)):
        return describe_cause(error)
    in_the_way = next((one for one in (path, *path.parents) if one.exists()), path)
    return f"{error.strerror}; move {'it' if in_the_way == path else in_the_way} away"


def resolve_links(path: Path) -> Path:
    """The path without symbolic links. Raises UsageError for links that lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError:  # what Python before 3.13 says of a circle
        raise UsageError(f"{path} cannot be used: its symbolic links lead in a circle; name the file itself") from None


def expand_home(typed: str) -> Path:
    """A path as it was typed, with the folder that `~` stands for. Raises UsageError where there is none."""
    try:
        return Path(typed).expanduser()
    except RuntimeError:
        raise UsageError(f"{typed}: there is no such home folder; name the whole path") from None
