"""Rows and objects as CSV, TSV, JSON and JSON lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Control, bidi and invisible characters, which JSON may hold raw but a terminal must not see.
_UNSAFE = re.compile(
    "[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_FORMULA = re.compile(r"'*[ \t\r\n']*[=+\-@|%＝＋－＠｜％]")  # noqa: RUF001 - the full-width forms count as well
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
FORMATS = ("csv", "json", "jsonl", "tsv", "markdown", "html", "ids")  # of a list that is written
SPREADSHEETS = {"excel": ",", "excel-eu": ";"}
OTHER_NAMES = {"md": "markdown", "htm": "html", "ndjson": "jsonl"}  # of formats, and of files that are in them


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str]], spreadsheet: str = "") -> Iterator[str]:
    """CSV (RFC 4180), lossless; for a spreadsheet with a byte order mark and with formulas made harmless."""
    import csv

    held: list[str] = []
    writer = csv.writer(_Lines(held.append), delimiter=SPREADSHEETS.get(spreadsheet, ","), lineterminator="\r\n")
    cell: Callable[[str], str] = harmless if spreadsheet else str
    writer.writerow(header)
    yield ("\ufeff" if spreadsheet else "") + held.pop()
    for row in rows:
        writer.writerow([cell(value) for value in row])
        yield held.pop()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: `'` before what looks like one, numbers left alone."""
    return "'" + cell if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def tsv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Tab-separated lines without a header, each value on one line and safe on a terminal."""
    for row in rows:
        yield "\t".join(visible(value) for value in row) + "\n"


def json_text(value: Any, indent: int | None = None) -> str:
    """JSON (RFC 8259) with letters as they are, and escapes for what a terminal must not see."""
    import json

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda match: json.dumps(match[0])[1:-1], text)


def json_lines(objects: Iterable[Any], *, one_a_line: bool) -> Iterator[str]:
    """A JSON array with one object a line, or JSON lines."""
    if one_a_line:
        yield from (json_text(one) + "\n" for one in objects)
        return
    start = "[\n"
    for one in objects:
        yield start + json_text(one)
        start = ",\n"
    yield "\n]\n" if start != "[\n" else "[]\n"


class _Lines:
    """The one method that csv asks of a file."""

    def __init__(self, take: Callable[[str], None]) -> None:
        self.write = take
