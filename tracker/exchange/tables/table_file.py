"""A file of any kind as a table: what it is, told by its name and its first bytes, and who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.exchange.tables.choices import TableChoices
from tracker.process.system_errors import explain_system_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable

ENDINGS = ("csv", "tsv", "json", "jsonl", "yaml", "xlsx", "xls", "ods")
_HEAD = 512
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
_OTHERS = (
    (b"%PDF-", "a PDF; copy its table into a spreadsheet"),
    (b"SQLite format 3", "a database, not a table; export a table of it as CSV"),
    (b"\x1f\x8b", "packed; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "packed; unpack it first"),
    (b"7z\xbc\xaf", "packed; unpack it first"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
_NO_WORKBOOK = "is no workbook; open it in a spreadsheet program and save it as XLSX or CSV"


def read_table(path: Path, choices: TableChoices | None = None) -> SourceTable:
    """The table of a file.

    Raises ChoiceNeededError if it can be read in several ways, UsageError if it is no table, TrackerError if the disk
    refuses.
    """
    head = _read_head(path)
    _refuse_others(path, head)
    wanted = choices or TableChoices()
    table = _find_reader(path, head)(path, wanted)
    return table._replace(
        chosen=tuple((name, str(value)) for name, value in wanted._asdict().items() if value not in {"", None})
    )


def _find_reader(path: Path, head: bytes) -> Callable[[Path, TableChoices], SourceTable]:
    ending = path.suffix.casefold()
    if head.startswith((_ZIP, _OLD_OFFICE)):
        from tracker.exchange.tables.workbook import read_workbook

        return read_workbook
    if ending in _WORKBOOKS:
        raise UsageError(f"{path} {_NO_WORKBOOK}")
    if ending in {".yaml", ".yml"}:
        from tracker.exchange.tables.yaml_table import read_yaml_table

        return read_yaml_table
    if ending in {".jsonl", ".ndjson"}:
        from tracker.exchange.tables.json_table import read_json_lines

        return read_json_lines
    if ending in {".json", ".geojson"} or (ending not in {".csv", ".tsv", ".tab"} and _looks_like_json(head)):
        from tracker.exchange.tables.json_table import read_json_table

        return read_json_table
    from tracker.exchange.tables.text_table import read_text_table

    return read_text_table


def _looks_like_json(head: bytes) -> bool:
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begins.startswith((b"{", b"[{", b"[\n", b"[\r", b"[ "))


def _read_head(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(f"{path} is a folder; name a file")
    if path.exists() and not path.is_file():  # it is read more than once
        raise UsageError(f"{path} is a device or a pipe; name a file, or give its text on standard input")
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
    if head.lstrip()[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise UsageError(f"{path} is a web page; open it in a spreadsheet program and save it as XLSX or CSV")
