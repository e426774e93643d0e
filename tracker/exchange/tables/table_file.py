"""A file of any kind as a table: what it is, told by its name and its first bytes, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.exchange.tables.choices import TableChoices
from tracker.process.system_errors import explain_system_error

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable

_HEAD = 512
_OTHERS = (
    (b"%PDF-", "a PDF; copy its table into a spreadsheet"),
    (b"SQLite format 3", "a database, not a table; export a table of it as CSV"),
    (b"\x1f\x8b", "packed; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed; unpack it first"),
    (b"7z\xbc\xaf", "packed; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read_table(path: Path, choices: TableChoices | None = None) -> SourceTable:
    """The table of a file.

    Raises ChoiceNeededError if it can be read in several ways, UsageError if it is no table, TrackerError if the disk
    refuses.
    """
    from tracker.exchange.tables.text_table import read_text_table

    _refuse_others(path, _read_head(path))
    return read_text_table(path, choices or TableChoices())


def _read_head(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")
    try:
        with path.open("rb") as stream:
            return stream.read(_HEAD)
    except OSError as error:
        raise explain_system_error(error) from error


def _refuse_others(path: Path, head: bytes) -> None:
    if not head:
        raise UsageError(f"{path} is empty; a table needs a row of names and rows below it")
    for mark, what in _OTHERS:
        if head.startswith(mark):
            raise UsageError(f"{path} is {what}")
