"""Where data goes and in which format: named, or told by the ending of the file it is written to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.formats.writers import OTHER_NAMES
from tracker.model import UsageError
from tracker.text import meant, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STDOUT = "-"


def form(named: str, output: str, known: Sequence[str], usual: str) -> str:
    """The format that is meant: the one named, else the one of the file's ending, else the usual one.

    Raises UsageError with the nearest right one.
    """
    if named:
        return _known(named.lower(), known)
    ending = Path(output).suffix.removeprefix(".").lower()
    if not ending:
        return usual
    chosen = OTHER_NAMES.get(ending, ending)
    if chosen not in known:
        raise UsageError(f"no format for .{ending} files; say --format {', '.join(known)}, or name a .{known[0]}")
    return chosen


def usual(known: Sequence[str], on_terminal: str, in_a_pipe: str) -> str:
    """The format where none is said: that of TRACKER_FORMAT, else by what stdout is. Raises UsageError."""
    if wanted := os.environ.get("TRACKER_FORMAT", ""):
        return _known(wanted, known)
    return on_terminal if sys.stdout.isatty() else in_a_pipe


def _known(typed: str, known: Sequence[str]) -> str:
    return typed if typed in known else meant(OTHER_NAMES.get(typed, typed), known, "format")


def put(output: str, pieces: Iterable[str]) -> None:
    """Write data to a file, which is replaced when all is written, or to stdout."""
    if output == STDOUT:
        write_all(pieces)
        return
    from tracker.files import replacing

    with replacing(Path(output).expanduser()) as stream:
        stream.writelines(pieces)


def write_all(pieces: Iterable[str]) -> None:
    """Write data to stdout; on a terminal a control character in it but a tab is shown, not obeyed."""
    if sys.stdout.isatty():
        from tracker.text import visible_block

        pieces = ("\t".join(map(visible_block, piece.split("\t"))) for piece in pieces)
    for piece in pieces:
        write(sys.stdout, piece)


def put_json(objects: Iterable[object]) -> None:
    """Write objects to stdout as JSON, an array of them."""
    from tracker.formats import writers

    for piece in writers.json_lines(objects, one_a_line=False):
        write(sys.stdout, piece)


def say(session: sessions.Session, output: str, what: str) -> None:
    """Say what was written where; of stdout only on a terminal."""
    if output != STDOUT:
        sessions.talk(session, f"Wrote {what} to {output}")
    elif sys.stdout.isatty():
        sessions.talk(session, f"That was {what}; -o FILE writes a file")
