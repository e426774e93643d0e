"""Drafts: a text in the user's editor, kept in the state folder until what was made of it is saved."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker import config, files
from tracker.model import BusyError, TrackerError, UsageError
from tracker.process import signals
from tracker.process.system_errors import name_cause
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EDITORS = ("TRACKER_EDITOR", "VISUAL", "EDITOR")


class Draft(NamedTuple):
    """The file that the editor is given, and beside it what the editing began with."""

    path: Path
    base: Path

    @classmethod
    def of(cls, database: Path, name: str) -> Draft:
        """The draft of one record of one database."""
        return cls(*(config.state_file(database, "drafts", f"-{name}{ending}") for ending in (".md", ".base")))

    def keep(self, text: str) -> None:
        """Write the text, for the user's eyes alone. Raises TrackerError if it cannot be kept."""
        files.write_private_file(self.path, text)

    def keep_base(self, text: str) -> None:
        """Write what the editing begins with. Raises TrackerError if it cannot be kept."""
        files.write_private_file(self.base, text)

    def text(self) -> str:
        """The text as the editor left it, empty if it left none. Raises UsageError for what is not UTF-8."""
        try:
            return files.decode_utf8(files.read_private_file(self.path) or b"")
        except UnicodeDecodeError as error:
            raise UsageError(f"{self.path} is not UTF-8 (byte {error.start + 1})") from error

    def base_data(self) -> bytes | None:
        """What the editing began with, byte for byte, None if it was not kept. Raises TrackerError."""
        return files.read_private_file(self.base)

    def since(self) -> str:
        """The time of its last change, in words: `3 Mar 12:05`; empty if there is none."""
        if not self.path.exists():
            return ""
        when = datetime.fromtimestamp(self.path.stat().st_mtime).astimezone()
        return f"{when.day} {when:%b %H:%M}"

    def forget(self) -> None:
        """Let the draft go: it was saved, or there is nothing in it. Raises TrackerError if it cannot be removed."""
        for path in self:
            files.remove_private_file(path)


@contextmanager
def held(draft: Draft, what: str) -> Iterator[None]:
    """Hold a draft, so that two windows do not write over each other's.

    Raises BusyError if another holds it, TrackerError if what is in the place of its files is none.
    """
    lock = draft.path.with_suffix(".lock")
    files.make_folder(lock)
    for path in (*draft, lock):
        if path.is_dir():
            raise TrackerError(f"{path} is a folder where the file of a draft belongs; move it away")
    try:
        # made once and never removed: a lock is on a file, not on its name, and a new one of that name would be free
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise files.private_file_error(lock, "opened", error) from error
    try:
        try:
            _lock(handle)
        except BlockingIOError:
            raise BusyError(f"{what} is open in an editor already; close that one first") from None
        except OSError as error:
            raise files.private_file_error(lock, "locked", error) from error
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> None:
    """Lock an open file until it is closed, or the program is killed; where the system has no such locks, do not."""
    with suppress(ImportError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def edit_text(draft: Draft, text: str, *, pristine: bool) -> str:
    """The text as the user's editor leaves it; what the editor was given is in the draft, whatever happens.

    `pristine` is whether nothing in the text is the user's work yet. Raises TrackerError if the editor cannot be
    started or fails; the draft goes only if it is pristine still.
    """
    draft.keep(text)
    try:
        _run(draft.path)
        return draft.text()
    except (TrackerError, KeyboardInterrupt) as error:
        left = files.read_private_file(draft.path)
        if pristine and left in (None, text.encode()):
            draft.forget()
            raise
        if left is None:
            draft.keep(text)
        if isinstance(error, KeyboardInterrupt):  # it has no message of its own: whoever shows it looks for the draft
            raise
        error.reword(f"{error}; your draft is kept: {draft.path}")
        raise


def _run(path: Path) -> None:
    """Run the editor on a file and wait for it. Ctrl+c is the editor's while it runs."""
    name, command = _editor()
    try:
        # what an editor draws is no data: where stdout is a pipe, it draws on stderr
        process = subprocess.Popen([*command, str(path)], stdout=None if sys.stdout.isatty() else 2)  # noqa: S603 - the user's own editor
    except (OSError, ValueError) as error:
        reason = name_cause(error) if isinstance(error, OSError) else error
        raise TrackerError(f"the editor '{name}' cannot be started: {reason}; name one in TRACKER_EDITOR") from error
    with signals.child_has_terminal():
        code = signals.wait_for_child(process)
    if code == -signal.SIGINT:
        raise KeyboardInterrupt
    if code:
        raise TrackerError(f"the editor '{name}' failed (exit {code}); nothing was changed")


def _editor() -> tuple[str, list[str]]:
    """The editor's name and its command. Raises UsageError where there is neither one named nor a terminal."""
    named = {variable: os.environ.get(variable, "").strip() for variable in EDITORS}
    for where, one in (named | {"the editor that is set": config.settings().editor}).items():
        if one:
            try:
                return visible_line(one), shlex.split(one)
            except ValueError as error:
                raise UsageError(f"{where} cannot be read: {error}") from error
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("there is no terminal for an editor; name one in TRACKER_EDITOR, or use: tracker update")
    standing = "notepad" if os.name == "nt" else "vi"
    return standing, [standing]
