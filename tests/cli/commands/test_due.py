"""`tracker due`: what is listed on a Monday, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import tour
from helpers.program import Program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def program(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(tmp_path / "t.db", capsys)


def fill(program: Program) -> None:
    """Late, soon, far, closed, uncheckable and stale ones; only the last has a passage."""
    program.done("add", "Late", "--deadline", "2020")
    program.done("add", "Soon", "--deadline", "+5d")
    program.done("add", "Far", "--deadline", "+40d")
    program.done("add", "Closed", "-s", "implemented", "--deadline", "2020")
    source = ("--source", "1", "--quote", "a passage")
    program.done("source", "add", "https://example.org/1", "--title", "A paper")
    program.done("add", "Forgotten", "--date", "2012", *source)


@pytest.fixture
def filled(program: Program) -> Program:
    return program.filled_by(fill)


def grouped(out: str) -> list[tuple[str, str]]:
    return [(why, number) for why, number, *_ in (line.split("\t") for line in out.splitlines())]


def test_each_reason_lists_what_it_finds_the_next_deadline_first(filled: Program) -> None:
    found = grouped(filled("due", "--days", "60").out)
    assert [pair for pair in found if pair[0] != "unsupported"] == [("overdue", "1"), ("due", "2"), ("due", "3")]
    assert {number for why, number in found if why == "unsupported"} == {"1", "2", "3", "4"}
    assert ("due", "3") not in grouped(filled("due").out)


def test_as_json_each_row_says_why_and_since_when(filled: Program) -> None:
    first = filled("due", "--json").data[0]
    assert first == {"why": "overdue", "id": 1, "status": "proposed", "title": "Late", "day": "2020", "unsure": False}


def test_what_is_up_to_date_is_said_to_be(program: Program) -> None:
    answer = program("due")
    assert (answer.code, answer.out) == (0, "")
    assert "Nothing is due in the next 14 days, stale, altered, gone or unsupported" in answer.err


@pytest.mark.parametrize("days", ["-1", "soon", "1.5", "#3", "100001", "9" * 5000, "٣"])
def test_days_are_a_count_and_no_number_of_a_record(program: Program, days: str) -> None:
    answer = program("due", f"--days={days}")
    assert answer.code == 2
    assert "--days must be a whole number from 0 to 100,000, as in 14" in answer.err


def test_no_days_ahead_are_today(filled: Program) -> None:
    filled.done("add", "Today", "--deadline", "+0d")
    assert [number for why, number in grouped(filled("due", "--days", "0").out) if why == "due"] == ["6"]


def test_what_is_up_to_date_today_is_said_to_be(program: Program) -> None:
    assert "Nothing is due today, stale" in program("due", "--days", "0").err


def test_on_a_terminal_each_reason_has_its_heading_and_a_way_to_the_rest(filled: Program, tmp_path: Path) -> None:
    for number in range(11):
        filled.done("add", f"More {number}")
    said = tour.on_a_terminal(f"tracker --db {filled.db} due", tmp_path)
    assert re.search(r"^Overdue  1\n1 +proposed +Late +deadline 2020\n", said)
    assert "Due in 14 days  1" in said
    assert "Unsupported  15" in said
    assert "… all of them: tracker list is:unsupported" in said
