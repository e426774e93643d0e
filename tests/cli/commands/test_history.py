"""The history from the command line: what was done since a day, and undo where others wrote meanwhile."""

from __future__ import annotations

import io
import os
import sys
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpers.program import Program


@pytest.fixture
def noon_in_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("tracker.cli.session.today", lambda: date(2026, 11, 25))
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    os.environ.pop("TZ")
    time.tzset()


def add_dated(tracker: Program) -> None:
    """Three changes: of 20 November, and of the last millisecond of the 23rd in Tokyo and the first of the 24th."""
    for title in ("One", "Two"):
        tracker.done("add", title)
    tracker.done("update", "1", "--title", "One again")
    con = sqlite3.connect(tracker.db, isolation_level=None)
    for number, at in enumerate(("20T12:00:00.000Z", "23T14:59:59.999Z", "23T15:00:00.000Z"), 1):
        con.execute("UPDATE changes SET at = ? WHERE id = ?", [f"2026-11-{at}", number])
    con.close()


@pytest.fixture
def dated(tracker: Program) -> Program:
    return tracker.filled_by(add_dated)


def someone_else(tracker: Program, monkeypatch: pytest.MonkeyPatch, *args: str) -> None:
    monkeypatch.setenv("LOGNAME", "bob")
    tracker.done(*args)
    monkeypatch.setenv("LOGNAME", "ann")


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("tracker.cli.session.may_ask", lambda _: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))


# log --since


@pytest.mark.usefixtures("noon_in_tokyo")
@pytest.mark.parametrize(
    ("args", "found"),
    [
        (["--since", "2026"], [3, 2, 1]),
        (["--since", "2026-11-20"], [3, 2, 1]),
        (["--since", "2026-11-21"], [3, 2]),
        (["--since", "24 Nov 2026"], [3]),  # its midnight is in Tokyo
        (["--since", "yesterday"], [3]),
        (["--since", "2026-11-23.."], [3, 2]),
        (["--since", "2d"], [3, 2]),
        (["--since", "-2d"], [3, 2]),
        (["--since", "7d"], [3, 2, 1]),
        (["--since", "7d", "-L", "1"], [3]),
        (["1", "--since", "7d"], [3, 1]),
        (["1", "--since", "2d"], [3]),
        (["2", "--since", "1d"], []),
        (["--since", "today"], []),
        (["--since", "0001"], [3, 2, 1]),
        (["--since", "9999-12-31"], []),
    ],
)
def test_the_log_since_a_day_as_the_user_counts_days(dated: Program, args: list[str], found: list[int]) -> None:
    answer = dated("log", *args)
    assert answer.code == 0
    assert [int(line.split("\t")[0]) for line in answer.out.splitlines()] == found
    assert answer.err == ("" if found else f"No changes since {args[-1]}\n")


@pytest.mark.parametrize("since", ["x", "..", "05/06/2012", "15 May", "2012-02-30"])
def test_a_day_that_is_none_is_refused(tracker: Program, since: str) -> None:
    answer = tracker("log", "--since", since)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("tracker: --since: ")


# undo where others wrote


@pytest.fixture
def passed(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    """Changes 1 and 2 add, 3 gives #1 a summary, 4 retitles #2, and 5 is somebody else's: it retitles #2 again."""
    tracker.done("add", "One")
    tracker.done("add", "Two")
    tracker.done("update", "1", "--summary", "short")
    tracker.done("update", "2", "--title", "Mine")
    someone_else(tracker, monkeypatch, "update", "2", "--title", "Theirs")
    return tracker


REFUSAL = "nothing of change 4 can be undone: what it did was changed again since (by bob, change 5)"


def test_a_change_that_others_built_on_is_passed_over_for_the_one_before(
    passed: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    answering(monkeypatch, "y\n")
    answer = passed("undo")
    assert answer.out == "3\n"
    question = "Undo change 3 (update 1 (summary)) instead, though bob changed something since? [y/N] "
    assert answer.err == f"{REFUSAL}. {question}Redo: tracker redo\n"
    assert [record["title"] for record in passed("list", "sort:id", "--json").data] == ["One", "Theirs"]
    passed.done("redo")
    assert passed("list", "id:1", "--json").data[0]["summary"] == "short"


def test_where_nobody_can_be_asked_it_names_the_change_that_can_be_undone(passed: Program) -> None:
    before = passed.done("log")
    answer = passed("undo")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith(f"tracker: {REFUSAL}. Undo change 3")
    assert answer.err.endswith("Nobody can be asked here: run tracker undo 3\n")
    assert passed.done("log") == before
    assert passed.done("undo", "3") == "3"


def test_no_answer_undoes_nothing(passed: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "\n")
    before = passed.done("log")
    assert passed("undo").err.endswith("Nothing was changed\n")
    assert passed.done("log") == before


def test_unasked_it_says_what_it_passed_over_and_goes_on_to_the_end(passed: Program) -> None:
    assert passed("undo", "-n").err.splitlines()[:2] == [
        f"Skipped: {REFUSAL}",
        "Would undo change 3: update 1 (summary)",
    ]
    assert [passed.done("undo", "-y") for _ in range(2)] == ["3", "1"]
    answer = passed("undo", "-y")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"tracker: {REFUSAL} (1 other of yours cannot either)\n"


def test_a_change_of_which_a_part_can_be_undone_is_not_passed_over(
    passed: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed.done("update", "2", "--title", "Mine again", "--summary", "long")
    someone_else(passed, monkeypatch, "update", "2", "--title", "Theirs again")
    answer = passed("undo", "-y")
    assert answer.out == "6\n"
    assert "Kept: proposals 2: title was changed again since and stays 'Theirs again'" in answer.err
    assert passed("list", "id:2", "--json").data[0]["summary"] == ""


def test_trying_what_can_be_undone_leaves_no_trace(passed: Program) -> None:
    passed("undo")
    passed("undo", "-n")
    assert passed("check").code == 0
    assert len(passed.done("log").splitlines()) == 5


@pytest.mark.parametrize(("answer", "summary"), [("n\n", "long"), ("y\n", "")])
def test_an_undo_in_the_middle_asks_about_what_it_would_keep(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, answer: str, summary: str
) -> None:
    tracker.done("add", "One")
    tracker.done("update", "1", "--title", "Second", "--summary", "long")
    tracker.done("update", "1", "--title", "Third")
    answering(monkeypatch, answer)
    said = tracker("undo", "2")
    assert said.code == 0
    assert "proposals 1: title was changed again since and stays 'Third'. Undo the rest? [y/N] " in said.err
    record = tracker("list", "--json").data[0]
    assert (record["title"], record["summary"]) == ("Third", summary)
