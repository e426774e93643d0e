"""Several values in one cell of CSV: cut at the divider there are as many as there were, and each is exact."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.editing.add_options import Typed, options
from tracker.formats.cells import cut_values, join_values

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

HARD = st.text(alphabet="; \\a\n,\"'", min_size=1, max_size=12)
NAME = 'Ministry \\ of; "Ports"; all'


@given(st.lists(HARD | st.text(min_size=1), max_size=5))
def test_any_values_come_back_by_the_rule_that_help_tells(values: list[str]) -> None:
    cell = join_values(values)
    assert cut_values(cell) == values
    if values:
        by_hand = [re.sub(r"\\(.)", r"\1", one, flags=re.DOTALL) for one in cell.split("; ")]
        assert by_hand == values


@pytest.mark.parametrize("values", [["a; b"], ["a;", "b"], [";", " "], ["\\"], ["a;\\ b"], ["; ", "; "]])
def test_the_hard_ones_come_back(values: list[str]) -> None:
    assert cut_values(join_values(values)) == values


def test_what_holds_neither_is_written_as_before() -> None:
    assert join_values(["Norland", "Island; and"]) == "Norland; Island;\\ and"
    assert join_values(["Norland", "Island"]) == "Norland; Island"


def test_names_quotes_and_columns_leave_csv_whole(tracker: Program, tmp_path: Path) -> None:
    quoted = '"' + NAME.replace('"', '""') + '"'
    tracker.done("add", "Vote", "--by", "Norland", "--by", quoted, "--extra", "a=1; b=2")
    tracker.done("update", "1", "--add-by", '"Left; right"; Island')
    tracker.done("export", "-o", str(tmp_path / "out.csv"))
    (row,) = csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text("utf-8")))
    names = json.loads(tracker.done("export", "--format", "json"))[0]["proposers"]
    assert names == ["Norland", NAME, "Left; right", "Island"]
    assert cut_values(row["proposers"]) == names
    assert row["x.a"] == "1; b=2"
    line = tracker.done("list", "--columns", "by,extra", "--format", "tsv").split("\t")
    assert [cut_values(one) for one in line] == [names, ["a=1; b=2"]]


def test_the_line_that_would_have_added_it_adds_the_same_names(tracker: Program) -> None:
    typed = Typed(title="Vote", proposers=("Left; right", "Island"))
    tracker.done("add", "Vote", *options(typed))
    assert json.loads(tracker.done("export", "--format", "json"))[0]["proposers"] == ["Left; right", "Island"]
