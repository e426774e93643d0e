"""A list as a workbook: what each value becomes in it, and what such a file cannot hold."""

from __future__ import annotations

import datetime as dt
import weakref
from typing import TYPE_CHECKING, Any

import pytest
import python_calamine

from tracker.formats import xlsx_format
from tracker.formats.format import FormatTable
from tracker.formats.registry import find_format
from tracker.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("id", "title", "proposed_on", "url")


def read_back(tmp_path: Path, *rows: tuple[Any, ...]) -> list[list[list[Any]]]:
    """The rows of each sheet of a workbook with these rows."""
    write = find_format("xlsx").table
    assert write is not None
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"".join(one for one in write(FormatTable(NAMES, rows)) if isinstance(one, bytes)))
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def test_numbers_and_whole_days_are_real_and_vague_days_stay_text(tmp_path: Path) -> None:
    [sheet] = read_back(
        tmp_path, (1, "One", "2012-05-15", None), (2, "Two", "2012-05", ""), (3, "Old", "1899-01-01", "")
    )
    assert sheet[0] == list(NAMES)
    assert [row[2] for row in sheet[1:]] == [dt.date(2012, 5, 15), "2012-05", "1899-01-01"]
    assert [row[0] for row in sheet[1:]] == [1, 2, 3]


@pytest.mark.parametrize("text", ["=1+1", "'=1", "@x", "-x", " =1", "＝1"])  # noqa: RUF001 - full width counts
def test_what_looks_like_a_formula_has_one_mark_more(tmp_path: Path, text: str) -> None:
    [sheet] = read_back(tmp_path, (1, text, "", ""))
    assert sheet[1][1] == "'" + text


@pytest.mark.parametrize(
    "text", ["a; b", "two\nlines", "_x0041_", "bell \x07", "émoji 🙂", "https://a.example/?q=1&r=2"]
)
def test_other_text_is_as_it_was(tmp_path: Path, text: str) -> None:
    [sheet] = read_back(tmp_path, (1, "a", "", text))
    assert sheet[1][3] == text


def test_a_full_sheet_is_followed_by_another_with_the_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_format, "MOST_ROWS", 3)
    sheets = read_back(tmp_path, *((n, "a", "", "") for n in range(5)))
    assert [[row[0] for row in sheet] for sheet in sheets] == [["id", 0, 1], ["id", 2, 3], ["id", 4]]


def test_a_cell_that_is_too_long_is_refused_by_row_and_column(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"row 2, column title has 32,768 characters"):
        read_back(tmp_path, (1, "a" * 32_768, "", ""))


class CountedRow(list[Any]):
    """A row that can be counted while somebody holds it."""

    __hash__ = object.__hash__  # type: ignore[assignment]


def test_no_more_than_a_row_or_two_are_held_at_a_time() -> None:
    held: weakref.WeakSet[CountedRow] = weakref.WeakSet()
    most = 0

    def rows() -> Iterator[CountedRow]:
        nonlocal most
        for at in range(1_000):
            row = CountedRow([at, "a", "", ""])
            held.add(row)
            most = max(most, len(held))
            yield row

    write = find_format("xlsx").table
    assert write is not None
    assert b"".join(one for one in write(FormatTable(NAMES, rows())) if isinstance(one, bytes)).startswith(b"PK")
    assert most <= 2
