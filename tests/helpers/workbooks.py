"""Workbooks made for tests: XLSX, ODS, and the XLS of 1997 by hand, since no kept library writes it."""

from __future__ import annotations

import struct
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Sheets = dict[str, Any]


def write_xlsx(path: Path, sheets: Sheets, hidden: Sequence[str] = ()) -> Path:
    book = pytest.importorskip("xlsxwriter").Workbook(str(path))
    forms = {datetime: "yyyy-mm-dd hh:mm", date: "yyyy-mm-dd", time: "hh:mm"}
    formats = {kind: book.add_format({"num_format": form}) for kind, form in forms.items()}
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                if type(value) in formats:
                    sheet.write_datetime(number, place, value, formats[type(value)])
                elif isinstance(value, str):
                    sheet.write_string(number, place, value) if value else None
                else:
                    sheet.write(number, place, value)
    book.close()
    return path


def write_ods(path: Path, sheets: Sheets) -> Path:
    office, tables, texts = (pytest.importorskip(f"odf.{one}") for one in ("opendocument", "table", "text"))

    def cell(value: Any) -> Any:
        if isinstance(value, bool):
            return tables.TableCell(valuetype="boolean", booleanvalue=str(value).lower())
        if isinstance(value, int | float):
            return tables.TableCell(valuetype="float", value=str(value))
        if isinstance(value, date):
            return tables.TableCell(valuetype="date", datevalue=value.isoformat())
        if isinstance(value, time):
            return tables.TableCell(valuetype="time", timevalue=value.strftime("PT%HH%MM%SS"))
        made = tables.TableCell(valuetype="string") if value else tables.TableCell()
        for line in value.split("\n") if value else ():
            made.addElement(texts.P(text=line))
        return made

    book = office.OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = tables.Table(name=name)
        book.spreadsheet.addElement(table)
        for row in rows:
            line = tables.TableRow()
            table.addElement(line)
            for value in row:
                line.addElement(cell(value))
    book.save(str(path))
    return path


def write_xls(path: Path, rows: Sequence[Sequence[str | float]]) -> Path:
    """A workbook of 1997 with one sheet: BIFF8 records in a stream of a compound file."""

    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    begin = struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 0x07CC, 0, 6)
    name = b"\x04\0Data"
    cells = b""
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            head = struct.pack("<HHH", number, place, 0)
            numeric = not isinstance(value, str)
            cells += (
                record(0x203, head + struct.pack("<d", value)) if numeric else record(0x204, head + text(str(value)))
            )
    globals_size = len(record(0x809, begin)) + 4 + 6 + len(name) + 4
    stream = record(0x809, begin) + record(0x85, struct.pack("<IH", globals_size, 0) + name) + record(0x0A, b"")
    sheet = struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 0x07CC, 0, 6)
    stream += record(0x809, sheet) + cells + record(0x0A, b"")
    path.write_bytes(compound_file(stream))
    return path


def compound_file(stream: bytes) -> bytes:
    """A compound file (MS-CFB) that holds one stream, `Workbook`."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    blocks = len(stream) // 512
    chain = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, blocks + 2), 0xFFFFFFFE]
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        title = (name + "\0").encode("utf-16-le")
        head = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return head + bytes(36) + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + entry("Workbook", 2, 0xFFFFFFFF, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    return header + table + folder.ljust(512, b"\0") + stream
