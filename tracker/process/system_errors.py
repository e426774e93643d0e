"""An error of the operating system in words: what cannot be done, why, and what to do."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from tracker.errors import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping

_NO_SPACE = ("the disk is full", "free some space and try again")
_NOT_ALLOWED = ("you are not allowed to", "check the permissions of the file and of its folder")
_TOO_MANY_OPEN = ("too many files are open", "close some programs, or raise the limit: ulimit -n 1024")
_TOO_LITTLE = ("there is too little memory or too many programs", "close some and try again")
_READ_ONLY = ("its file system can only be read", "name a place that can be written to")
CAUSES: Mapping[str, tuple[str, str]] = {
    "EACCES": _NOT_ALLOWED,
    "EAGAIN": _TOO_LITTLE,
    "EBADF": ("it is closed", "> /dev/null throws it away"),
    "EDQUOT": ("your share of the disk is used up", "free some space and try again"),
    "EEXIST": ("a file of that name is in the way", "move it away, or name another"),
    "EFBIG": ("the file would be larger than is allowed", "raise the limit: ulimit -f unlimited"),
    "EIO": ("the disk or the device failed", "check it, and restore a backup if a file is damaged"),
    "EISDIR": ("it is a folder", "name a file"),
    "ELOOP": ("its symbolic links lead in a circle", "name the file itself"),
    "EMFILE": _TOO_MANY_OPEN,
    "ENAMETOOLONG": ("the name is too long for this file system", "use a shorter one"),
    "ENFILE": _TOO_MANY_OPEN,
    "ENOENT": ("it is not there", "check the name"),
    "ENOMEM": _TOO_LITTLE,
    "ENOSPC": _NO_SPACE,
    "ENOTDIR": ("a part of its path is a file and no folder", "check the path"),
    "EPERM": _NOT_ALLOWED,
    "EROFS": _READ_ONLY,
}


class OutputError(TrackerError):
    """What was to be printed cannot be."""

    def __init__(self, error: OSError) -> None:
        """The error of the stream."""
        super().__init__(f"the output cannot be written: {describe_cause(error)}")
        self.is_closed_pipe = error.errno == errno.EPIPE


def describe_cause(error: OSError) -> str:
    """Why the system refused, and what to do: `the disk is full; free some space and try again`."""
    return "; ".join(filter(None, _cause_and_advice(error)))


def name_cause(error: OSError) -> str:
    """Why the system refused, for whoever has better advice: `the disk is full`."""
    return _cause_and_advice(error)[0]


def _cause_and_advice(error: OSError) -> tuple[str, str]:
    known = CAUSES.get(errno.errorcode.get(error.errno or 0, ""))
    words = error.strerror or str(error) or type(error).__name__
    return known or (f"{words[:1].lower()}{words[1:]}", "")


def explain_system_error(error: OSError) -> TrackerError:
    """The error in one line, with the file that it is about if it names one."""
    if error.filename is None and error.errno == errno.ENOENT:  # what a path is that begins nowhere
        return TrackerError("the folder that you are in is gone; go to another with cd")
    if error.filename is None or isinstance(error.filename, int):
        return TrackerError(f"the system refused: {describe_cause(error)}")
    name = error.filename.decode(errors="replace") if isinstance(error.filename, bytes) else error.filename
    return TrackerError(f"{name} cannot be used: {describe_cause(error)}")
