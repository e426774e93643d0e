from __future__ import annotations

import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pytest

from helpers.workbooks import write_ods, write_xls, write_xlsx
from tracker.errors import UsageError
from tracker.exchange.tables import workbook
from tracker.exchange.tables.choices import ChoiceNeededError, TableChoices
from tracker.exchange.tables.table_file import read_table

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable

pytest.importorskip("python_calamine")
ROWS = (
    ("Promises of 2012", "", "", ""),
    ("", "", "", ""),
    ("Title", "Date", "Share", "Kept"),
    ("Build Ārai 漢", date(2012, 5, 15), 3, True),
    ("", "", "", ""),
    ("a\nb", datetime(2012, 5, 15, 10, 30), 0.25, False),  # noqa: DTZ001 - a cell knows no zone
    ("=1+1", time(9, 5), 12345678901, ""),
)
READ = (
    (4, {"Title": "Build Ārai 漢", "Date": "2012-05-15", "Share": "3", "Kept": "TRUE"}),
    (6, {"Title": "a\nb", "Date": "2012-05-15 10:30:00", "Share": "0.25", "Kept": "FALSE"}),
    (7, {"Title": "=1+1", "Date": "09:05:00", "Share": "12345678901"}),
)


def numbered_rows(table: SourceTable) -> list[tuple[int, dict[str, str]]]:
    return [(row.number, {name: values[0] for name, values in row.values.items()}) for row in table.read_rows()]


@pytest.mark.parametrize(("write", "name"), [(write_xlsx, "t.xlsx"), (write_ods, "t.ods"), (write_xlsx, "t.csv")])
def test_a_sheet_is_read_as_a_person_reads_it(tmp_path: Path, write: Any, name: str) -> None:
    table = read_table(write(tmp_path / name, {"Data": ROWS}))
    assert table.columns == ("Title", "Date", "Share", "Kept")
    assert (table.counted, table.sheet, table.sheets) == ("row", "Data", ("Data",))
    assert table.about == ("sheet Data", "names in row 3")
    assert numbered_rows(table) == numbered_rows(table) == list(READ)
    assert [row.fault for row in table.read_rows() if row.fault] == []


def test_a_workbook_of_old_is_read(tmp_path: Path) -> None:
    table = read_table(write_xls(tmp_path / "t.xls", [("Title", "Share"), ("Ārai", 3.0), ("漢", 0.5)]))
    assert (table.columns, table.sheet) == (("Title", "Share"), "Data")
    assert numbered_rows(table) == [(2, {"Title": "Ārai", "Share": "3"}), (3, {"Title": "漢", "Share": "0.5"})]


def test_of_several_sheets_one_is_asked_about_and_chosen_by_name(tmp_path: Path) -> None:
    sheets = {"Notes": [("x",)], "Data": ROWS, "Empty": [], "Secret": [("a", "b"), ("1", "2")]}
    path = write_xlsx(tmp_path / "t.xlsx", sheets, hidden=["Secret"])
    with pytest.raises(ChoiceNeededError, match="several sheets; name one of Notes, Data") as raised:
        read_table(path)
    assert raised.value.field == "sheet"
    assert [one.label for one in raised.value.options] == ["Notes: 1 row, 1 column", "Data: 7 rows, 4 columns"]
    assert raised.value.options[1].rows[2][0] == "Build Ārai 漢"
    assert read_table(path, TableChoices(sheet="Data")).sheets == ("Notes", "Data", "Empty", "Secret")
    assert read_table(path, TableChoices(sheet="secret")).columns == ("a", "b")
    with pytest.raises(UsageError, match="Datum"):
        read_table(path, TableChoices(sheet="Datum"))


def test_hidden_and_empty_sheets_ask_no_question(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Empty": [], "Data": ROWS, "Lists": [("x",)]}, hidden=["Lists"])
    assert read_table(path).sheet == "Data"


def test_a_value_beside_the_table_has_a_column_and_blank_columns_have_none(tmp_path: Path) -> None:
    rows = [("a", "b", "", ""), *[("x", "y", "", "")] * 300, ("p", "q", "", "see below")]
    table = read_table(write_xlsx(tmp_path / "t.xlsx", {"Data": rows}))
    assert table.columns == ("a", "b", "column 4")
    *_, last = table.read_rows()
    assert (last.fault, last.values["column 4"]) == ("", ("see below",))


def test_cells_without_a_value_because_of_an_error_are_told(tmp_path: Path) -> None:
    book = pytest.importorskip("xlsxwriter").Workbook(str(tmp_path / "t.xlsx"))
    sheet = book.add_worksheet("Data")
    sheet.write_row(0, 0, ["a", "b"])
    sheet.write_row(1, 0, ["x", 1])
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()
    about = read_table(tmp_path / "t.xlsx").about
    assert "1 cell of the workbook with an error such as #DIV/0!, read as empty" in about


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"<table><tr>", "t.xls", "is no workbook; open it in a spreadsheet program"),
        (b"PK\x03\x04 and so on", "t.xlsx", "is broken or no workbook"),
        (b"\xd0\xcf\x11\xe0 and so on", "t.xls", "is broken or no workbook"),
        (b"<!DOCTYPE html><table>", "t.csv", "is a web page"),
    ],
)
def test_a_file_that_only_claims_to_be_a_workbook_is_refused(
    tmp_path: Path, data: bytes, name: str, message: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=message):
        read_table(tmp_path / name)


def test_a_workbook_without_cells_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no sheet with cells"):
        read_table(write_xlsx(tmp_path / "t.xlsx", {"Data": []}))


@pytest.mark.parametrize(("limit", "message"), [("BYTES_MOST", "is larger than"), ("UNPACKED_MOST", "unpacks to more")])
def test_a_workbook_beyond_all_bounds_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, message: str
) -> None:
    monkeypatch.setattr(workbook, limit, 1000)
    with pytest.raises(UsageError, match=message):
        read_table(write_xlsx(tmp_path / "t.xlsx", {"Data": ROWS}))


def test_without_the_library_a_workbook_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_xlsx(tmp_path / "t.xlsx", {"Data": ROWS})
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(UsageError, match=r"install `proposal-tracker\[tables\]`"):
        read_table(path)
