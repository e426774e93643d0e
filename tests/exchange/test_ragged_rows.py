"""A row that is wrong as it stands in the file is a fault of the import, and can be corrected from the bad rows."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from helpers.source_tables import VOCABULARY
from tracker.exchange.intake.bad_rows import write_bad_rows
from tracker.exchange.mapping.mapping import MappedRow, Mapping, RowFault
from tracker.exchange.mapping.rows import map_rows
from tracker.exchange.tables.table_file import read_table

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "t,era\nPlant trees,x\nBuild, here,y\nShut\0down,z\n"


def test_a_ragged_row_and_one_with_a_nul_are_faults_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(TEXT, encoding="utf-8")
    rows = list(map_rows(Mapping({"t": ("title",)}), read_table(path), VOCABULARY))
    assert isinstance(rows[0], MappedRow)
    ragged, unstorable = rows[1:]
    assert isinstance(ragged, RowFault)
    assert (ragged.number, ragged.column) == (3, "")
    assert ragged.reason.startswith("3 cells, but 2 columns")
    assert isinstance(unstorable, RowFault)
    assert (unstorable.number, unstorable.column, unstorable.value) == (4, "t", "Shut\\x00down")


def test_the_bad_rows_hold_each_cell_even_those_beyond_the_last_column(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text(TEXT, encoding="utf-8")
    table = read_table(path)
    faults = [one for one in map_rows(Mapping({"t": ("title",)}), table, VOCABULARY) if isinstance(one, RowFault)]
    write_bad_rows(tmp_path / "bad.csv", table, faults)
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as stream:
        lines = list(csv.reader(stream))
    assert lines[0] == ["t", "era", "_row", "_reason"]
    assert (lines[1][:3], lines[1][4:]) == (["Build", " here", "3"], ["y"])
    assert lines[2][:3] == ["Shut\\x00down", "z", "4"]


def test_bad_rows_that_were_not_corrected_are_bad_again(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("t,x\nPlant,1\nSow,2\nBuild,2,3\n", encoding="utf-8")
    table = read_table(path)
    faults = [one for one in map_rows(Mapping({"t": ("title",)}), table, VOCABULARY) if isinstance(one, RowFault)]
    write_bad_rows(tmp_path / "bad.csv", table, [*faults, RowFault(2, "x", "1", "no; not so")])
    again = read_table(tmp_path / "bad.csv")
    assert again.columns == ("t", "x", "_row", "_reason")
    assert [bool(row.fault) for row in again.read_rows()] == [False, True]
