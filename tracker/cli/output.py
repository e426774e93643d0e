"""Where data goes and in which format: named, or told by the ending of the file it is written to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.formats.registry import all_formats, find_format, format_names, name_of_ending, names_that_write
from tracker.model import UsageError
from tracker.process.system_errors import OutputError
from tracker.text import match_code, write_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.formats.format import Document, Piece

STDOUT = "-"
# What the commands draw themselves, fitted to a terminal: no format of the registry.
DRAWN = {
    "table": "fitted to the terminal; what `list` and `stats` draw there",
    "text": "a page to read; what `show` and `diff` print",
    "svg": "a picture: of the counts of `stats`, or of the life of one proposal of `show`",
}


def describe_formats() -> dict[str, str]:
    """Every format that `--format` takes anywhere, and what it is."""
    return DRAWN | {one.name: one.help for one in all_formats()}


def form(format_name: str, output: str, known: Sequence[str], usual: str) -> str:
    """The format that is meant: the one named, else the one of the file's ending, else the usual one.

    Raises UsageError with the nearest right one.
    """
    if format_name:
        return _known(format_name.lower(), known)
    ending = Path(output).suffix.removeprefix(".").lower()
    if not ending:
        return usual
    nearest = ending if ending in known else name_of_ending(ending) or ending
    if nearest not in known:
        raise UsageError(
            f"no format for .{ending} files; name a {list_endings(known)}, or give --format {', '.join(known)}"
        )
    return nearest


def document_form(document: Document, format_name: str, output: str) -> str:
    """The format in which a document is wanted; empty where none was asked for, and no format is loaded then.

    Raises UsageError as `form` does, and for a file whose format is not said.
    """
    if not format_name and output == STDOUT:
        return ""
    known = names_that_write(document)
    chosen = form(format_name, output, known, "")
    if not chosen:
        raise UsageError(f"a file needs a format: name a {list_endings(known)}")
    return chosen


def list_endings(known: Sequence[str]) -> str:
    """The endings of the files that some formats write: `.csv, .html or .json`."""
    return join_choices([f".{find_format(name).endings[0]}" for name in known if name in format_names()])


def join_choices(choices: Sequence[str]) -> str:
    """Words of which one is to be chosen: `csv, json or jsonl`."""
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last


def takes_columns(form: str) -> bool:
    """Whether a list in this format has columns that can be chosen."""
    return form not in format_names() or find_format(form).has_columns


def usual_format(known: Sequence[str], on_terminal: str, in_a_pipe: str) -> str:
    """The format where none is said: that of TRACKER_FORMAT, else by what stdout is. Raises UsageError."""
    if format_name := os.environ.get("TRACKER_FORMAT", ""):
        return _known(format_name, known)
    return on_terminal if sys.stdout.isatty() else in_a_pipe


def _known(typed: str, known: Sequence[str]) -> str:
    if typed in known:
        return typed
    if typed in format_names():  # it is no mistake of spelling
        raise UsageError(f"no format '{typed}'; known: {', '.join(known)}")
    return match_code(name_of_ending(typed) or typed, known, "format")


def put(output: str, pieces: Iterable[Piece]) -> None:
    """Write data to a file, which is replaced when all is written, or to stdout."""
    if output == STDOUT:
        write_all(pieces)
        return
    from tracker.files import expand_home, replace_file

    replace_file(expand_home(output), pieces)


def write_all(pieces: Iterable[Piece]) -> None:
    """Write data to stdout; on a terminal a control character in it but a tab is shown, not obeyed.

    Raises UsageError for bytes that are no text on a terminal.
    """
    show = _showing if sys.stdout.isatty() else str
    for piece in pieces:
        if isinstance(piece, str):
            write_data(sys.stdout, show(piece))
        elif sys.stdout.isatty():
            raise UsageError("this format is not text and cannot be shown on a terminal; write it to a file: > FILE")
        else:
            _write_bytes(piece)


def _write_bytes(piece: bytes) -> None:
    try:
        sys.stdout.buffer.write(piece)
    except OSError as error:
        raise OutputError(error) from error


def _showing(piece: str) -> str:
    from tracker.text import visible_block

    return "\t".join(map(visible_block, piece.split("\t")))


def put_json(objects: Iterable[object]) -> None:
    """Write objects to stdout as JSON, an array of them."""
    from tracker.formats.json_format import json_array

    for piece in json_array(objects):
        write_data(sys.stdout, piece)


def say(session: sessions.Session, output: str, what: str) -> None:
    """Say what was written where; of stdout only on a terminal."""
    if output != STDOUT:
        sessions.print_info(session, f"Wrote {what} to {output}")
    elif sys.stdout.isatty():
        sessions.print_info(session, f"That was {what}; -o FILE writes a file")
