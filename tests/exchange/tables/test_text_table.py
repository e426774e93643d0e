from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import TrackerError, UsageError
from tracker.exchange.tables import dividers, text_table
from tracker.exchange.tables.choices import NO_HEADER, TableChoices
from tracker.exchange.tables.table_file import read_table

if TYPE_CHECKING:
    from tracker.exchange.source_table import SourceTable

SHARED = Path(__file__).parents[4] / "shared" / "data"  # where the house is worked on
CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)


def write_table(tmp_path: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def plain_rows(table: SourceTable) -> list[dict[str, str]]:
    return [{name: "|".join(values) for name, values in row.values.items()} for row in table.read_rows()]


def told_rows(table: SourceTable) -> list[tuple[int, str]]:
    return [(row.number, row.fault) for row in table.read_rows()]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n1,"x, y"\n', [{"a": "1", "b": "x, y"}]),
        ('a,b,c\n1,"",""\n2,3,4\n', [{"a": "1"}, {"a": "2", "b": "3", "c": "4"}]),
        ('a,b\n1,"ha ""ha"" ha"\n3,4\n', [{"a": "1", "b": 'ha "ha" ha'}, {"a": "3", "b": "4"}]),
        ('a,b\r\n1,"{""type"": ""Point""}"\r\n', [{"a": "1", "b": '{"type": "Point"}'}]),
        ('a,b\n1,"x\ny"\n5,6\n', [{"a": "1", "b": "x\ny"}, {"a": "5", "b": "6"}]),
        ('a,b\r\n1,"x\r\ny"\r\n', [{"a": "1", "b": "x\r\ny"}]),
        ('a,b\r1,"x\ry"\r', [{"a": "1", "b": "x\ry"}]),
        ('a,b\n1,"ha \n""ha"" \nha"\n', [{"a": "1", "b": 'ha \n"ha" \nha'}]),
        ("a,b\n1,ʤ\n", [{"a": "1", "b": "ʤ"}]),
        ("a;b\n1,5;2,5\n3;4\n", [{"a": "1,5", "b": "2,5"}, {"a": "3", "b": "4"}]),
        ("a\tb\n1,2\t3\n", [{"a": "1,2", "b": "3"}]),
        ("a|b\n1|3\n", [{"a": "1", "b": "3"}]),
        ("sep=;\na;b\n1;3\n", [{"a": "1", "b": "3"}]),
        ("Hello, you\nnobody\nno one\n", [{"Hello, you": "nobody"}, {"Hello, you": "no one"}]),
        ("word\nHello, you\nnobody\n", [{"word": "Hello, you"}, {"word": "nobody"}]),
        ("\ufeffa,b\n1,2\n", [{"a": "1", "b": "2"}]),
        ('a,b\n1,"x\\"\n', [{"a": "1", "b": "x\\"}]),
        ('a,b\n5,\\A B\\\\.\n6,"C\\"""""\n', [{"a": "5", "b": "\\A B\\\\."}, {"a": "6", "b": 'C\\""'}]),
    ],
)
def test_the_cells_of_a_text_are_read_exactly(tmp_path: Path, text: str, rows: list[dict[str, str]]) -> None:
    assert plain_rows(read_table(write_table(tmp_path, text))) == rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n1,"say \\"x\\", y"\n2,"say \\"z\\", y"\n', ['say "x", y', 'say "z", y']),
        ("a,b\n1,'x, y'\n2,'p, q'\n", ["x, y", "p, q"]),
        ("a~b\n1~x, y\n2~p\n", ["x, y", "p"]),
    ],
)
def test_a_dialect_that_is_rare_is_found_too(tmp_path: Path, text: str, rows: list[str]) -> None:
    pytest.importorskip("clevercsv")
    assert [row["b"] for row in plain_rows(read_table(write_table(tmp_path, text)))] == rows


def test_without_the_library_a_divider_is_found_by_the_widths_of_the_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "clevercsv", None)
    text = "Promises;of, 2012\nId;Promise\n1;Plant, and sow\n2;Build\n3\n"
    assert plain_rows(read_table(write_table(tmp_path, text)))[1] == {"Promises": "1", "of, 2012": "Plant, and sow"}
    assert plain_rows(read_table(write_table(tmp_path, "one\ntwo, three\n"))) == [{"one": "two, three"}]


def test_a_divider_that_is_wanted_is_taken_by_its_sign_or_its_name(tmp_path: Path) -> None:
    path = write_table(tmp_path, "a:b\n1:2\n")
    assert plain_rows(read_table(path, TableChoices(divider=":"))) == [{"a": "1", "b": "2"}]
    assert read_table(path, TableChoices(divider="tab")).columns == ("a:b",)
    for wrong in ("::", '"', "\n", "none"):
        with pytest.raises(UsageError, match="divides no columns"):
            read_table(path, TableChoices(divider=wrong))


def test_a_row_is_known_by_the_line_on_which_it_begins_each_time_it_is_read(tmp_path: Path) -> None:
    table = read_table(write_table(tmp_path, 'a,b\n\n1,"x\ny\nz"\n,\n5,6\n'))
    assert told_rows(table) == told_rows(table) == [(3, ""), (7, "")]


def test_the_names_are_found_below_lines_of_title(tmp_path: Path) -> None:
    text = "Promises of the government,,\nas of,1 May 2012,\n,,\nId,Promise,Status\n1,Build,kept\n2,Plant,broken\n"
    table = read_table(write_table(tmp_path, text))
    assert table.columns == ("Id", "Promise", "Status")
    assert [row.number for row in table.read_rows()] == [5, 6]
    assert "names in line 4" in table.about


@pytest.mark.parametrize(
    ("text", "header", "columns", "numbers"),
    [
        ("x,y\na,b\n1,2\n", 2, ("a", "b"), [3]),
        ("x,y\na,b\n", NO_HEADER, ("column 1", "column 2"), [1, 2]),
        ("a,,a,a (2), b \n1,2,3,4,5\n", None, ("a", "column 2", "a (3)", "a (2)", "b"), [2]),
        ("a,b,,\n1,2,,\n", None, ("a", "b"), [2]),
        ("land,2010,2011\nx,1,2\ny,3,4\n", None, ("land", "2010", "2011"), [2, 3]),
        ("a,b\nx,1,2\ny,3,4\n", None, ("a", "b", "column 3"), [2, 3]),
    ],
)
def test_columns_have_names_of_their_own(
    tmp_path: Path, text: str, header: int | None, columns: tuple[str, ...], numbers: list[int]
) -> None:
    table = read_table(write_table(tmp_path, text), TableChoices(header=header))
    assert table.columns == columns
    assert [row.number for row in table.read_rows()] == numbers


@pytest.mark.parametrize("header", [3, 9])
def test_a_line_that_begins_no_row_names_no_columns(tmp_path: Path, header: int) -> None:
    with pytest.raises(UsageError, match=f"line {header} of .* begins no row"):
        read_table(write_table(tmp_path, 'a,b\n1,"x\ny"\n'), TableChoices(header=header))


@pytest.mark.parametrize(
    ("row", "fault", "values"),
    [
        ("1,2,3", "3 cells, but 2 columns", {"a": "1", "b": "2", "column 3": "3"}),
        ("note", "1 cell, but 2 columns", {"a": "note"}),
        ("1,2,,", "", {"a": "1", "b": "2"}),
        ('1,"x" y', "double it", {"a": "1", "b": "x y"}),
        ('1,"x', "never closed", {"a": "1", "b": "x\n"}),
        ("1,x\0y", "NUL character at position 2", {"a": "1", "b": "x\\x00y"}),
    ],
)
def test_a_row_that_is_not_right_is_told_and_not_dropped(
    tmp_path: Path, row: str, fault: str, values: dict[str, str]
) -> None:
    table = read_table(write_table(tmp_path, f"a,b\np,q\nr,s\n{row}\n"))
    assert plain_rows(table)[2] == values
    assert told_rows(table)[2][0] == 4
    assert fault in told_rows(table)[2][1]


def test_of_a_small_table_half_may_be_ragged(tmp_path: Path) -> None:
    table = read_table(write_table(tmp_path, "a,b\np,1\nq,2,3\nr\n"))
    assert table.columns == ("a", "b")
    assert [bool(fault) for _, fault in told_rows(table)] == [False, True, True]


def test_a_row_after_a_bad_quotation_mark_is_read_as_ever(tmp_path: Path) -> None:
    table = read_table(write_table(tmp_path, 'a,b\n1,"x" y\n3,"4"\n'))
    assert plain_rows(table)[1] == {"a": "3", "b": "4"}


def test_a_cell_beyond_all_bounds_is_an_error_with_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dividers, "CELL_MOST", 100)
    monkeypatch.setattr(text_table, "CELL_MOST", 100)
    with pytest.raises(TrackerError, match="line 3: a cell has more than 100 signs"):
        read_table(write_table(tmp_path, 'a,b\n1,2\n3,"' + "x\n" * 200))
    csv.field_size_limit(131_072)


def test_a_cell_of_a_megabyte_is_read(tmp_path: Path) -> None:
    table = read_table(write_table(tmp_path, f"a,b\n1,{'x' * 1_000_000}\n"))
    assert len(next(table.read_rows()).values["b"][0]) == 1_000_000


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b"\n\n,,\n", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\x1f\x8b\x08", "is packed"),
        (b"SQLite format 3\0", "is a database"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_its_kind(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_table(write_table(tmp_path, data))


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(TrackerError):
        read_table(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="is a folder"):
        read_table(tmp_path)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS).filter(any), min_size=1, max_size=6))
def test_what_was_written_with_quotation_marks_is_read_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    path = tmp_path_factory.mktemp("t") / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("one", "two", "three"), *rows])
    table = read_table(path, TableChoices(divider=",", header=1))
    read = [tuple("".join(row.values.get(name, ())) for name in table.columns) for row in table.read_rows()]
    assert read == rows
    assert [row.fault for row in table.read_rows() if row.fault] == []


@pytest.mark.skipif(not SHARED.exists(), reason="the tables of others are not beside the house")
def test_tables_of_others_are_read_whole() -> None:
    for path in sorted((SHARED / "csv-spectrum" / "csvs").glob("*.csv")):
        expected = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
        rows = plain_rows(read_table(path))
        if path.stem == "location_coordinates":  # its phone number differs in the two files, and it is one object
            expected = [{**expected, "Contact Phone Number": rows[0]["Contact Phone Number"]}]
        assert rows == [{name: cell for name, cell in row.items() if cell} for row in expected], path.name
    promises = list(read_table(SHARED / "nz_promised_vs_did.csv").read_rows())
    assert len(promises) == 347
    assert [row for row in promises if row.fault] == []
    votes = list(read_table(SHARED / "un_roll_calls.csv").read_rows())
    assert len(votes) == 6203
    assert votes[2].values["descr"][0].endswith('VOTE.\\""')
