"""Many proposals updated at once: shown, asked about, one change."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from helpers.factories import plain
from helpers.following import TEXT, add_eight, answering, code_three, on_a_terminal, statuses
from tracker.cli import INTERRUPTED
from tracker.cli.actions import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


@pytest.fixture
def coded(tracker: Program, tmp_path: Path) -> Program:
    (tmp_path / "council.txt").write_text(TEXT, encoding="utf-8")
    return tracker.filled_by(code_three)


@pytest.fixture
def many(tracker: Program) -> Program:
    return tracker.filled_by(add_eight)


# update of many


def test_many_are_changed_once_it_was_shown_and_agreed_to(many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "y\n")
    answer = many("update", "--where", "topic:migration", "-s", "adopted", "--on", "2013")
    assert (answer.code, answer.out.split()) == (0, [str(one) for one in range(8, 0, -1)])
    shown = [line for line in answer.err.splitlines() if line.startswith("  ")]
    assert shown[0] == "  8  Proposal 8  [proposed → adopted]"
    assert shown[SAMPLE:] == ["  … and 3 more; -n lists them all"]
    assert "Update 8 proposals? [y/N] " in answer.err
    assert statuses(many) == ["adopted"] * 8
    assert many.done("log", "-L", "1").endswith("update --where 'topic:migration' -s adopted")
    many.done("undo")
    assert statuses(many) == ["proposed"] * 8


@pytest.mark.parametrize("answer", ["n\n", "\n", ""])
def test_without_consent_nothing_is_changed(many: Program, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    answering(monkeypatch, answer)
    said = many("update", "1", "2", "-s", "adopted")
    assert (said.code, said.out) == (0, "")
    assert said.err.endswith("Nothing was changed\n")
    assert statuses(many) == ["proposed"] * 8


def test_an_interrupted_question_changes_nothing(many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> str:
        raise KeyboardInterrupt

    answering(monkeypatch, "")
    monkeypatch.setattr(sys.stdin, "readline", interrupted)
    before = many.done("log")
    assert many("update", "1", "2", "-s", "adopted").code == INTERRUPTED
    assert many.done("log") == before


def test_what_was_changed_while_the_question_stood_is_left_alone(
    many: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    def yes_later() -> str:
        con = plain(many.db)
        con.execute("UPDATE proposals SET title = 'Changed by another' WHERE id = 2")
        con.close()
        return "y\n"

    answering(monkeypatch, "")
    monkeypatch.setattr(sys.stdin, "readline", yes_later)
    answer = many("update", "1", "2", "-s", "adopted")
    assert (answer.code, "changed one of these proposals meanwhile" in answer.err) == (4, True)
    assert set(statuses(many)) == {"proposed"}


def test_where_nobody_can_be_asked_it_says_how_to_do_it_unasked(many: Program) -> None:
    answer = many("update", "--where", "topic:migration", "-s", "adopted")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "Update 8 proposals? Nobody can be asked here: -y does it" in answer.err
    assert statuses(many) == ["proposed"] * 8
    assert many("update", "--where", "topic:migration", "-s", "adopted", "-y").code == 0
    assert statuses(many) == ["adopted"] * 8


def test_a_dry_run_lists_all_that_it_would_change(many: Program) -> None:
    many.done("update", "1", "--add-tag", "x")
    answer = many("update", "--where", "topic:migration", "--add-tag", "x", "-n")
    assert (answer.code, answer.out) == (0, "")
    lines = answer.err.splitlines()
    assert lines[0] == "Not done: Updated 8  Proposal 8  [proposed]"
    assert len(lines) == 8
    assert lines[-1] == "Would update 7 proposals, 1 already has these values"
    assert [record["tags"] for record in many("list", "sort:id", "--json").data] == [["x"], *[[]] * 7]


def test_those_that_are_so_already_are_counted(many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    many.done("update", "1", "2", "3", "--add-tag", "x", "-y")
    answer = many("update", "--where", "topic:migration", "--add-tag", "x", "-y")
    assert answer.out.split() == ["8", "7", "6", "5", "4"]
    assert answer.err == "Updated 5, 3 already have these values\nUndo: tracker undo\n"
    refused = many("update", "--where", "topic:migration", "--add-tag", "x", "-y")
    assert (refused.code, refused.err) == (2, "tracker: all 8 already have these values; nothing was changed\n")
    many.done("update", "1", "--remove-tag", "x")
    on_a_terminal(monkeypatch)
    answer = many("update", "--where", "topic:migration", "--remove-tag", "x", "-y")
    assert answer.out == "Updated 7, 1 already has these values\n"
    assert many("update", "1", "2", "--summary", "more", "-y").out == "Updated 2 proposals\n"


def test_a_step_that_is_unusual_for_some_is_taken_for_none(many: Program) -> None:
    many.done("update", "2", "-s", "adopted")
    refused = many("update", "--where", "topic:migration", "-s", "implemented", "--add-tag", "x", "-y")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "proposed to implemented is an unusual step for #8 and has no evidence" in refused.err
    assert "; the same for #7, #6, #5, #4, #3 and 1 more; nothing was changed" in refused.err
    assert statuses(many) == ["proposed", "adopted", *["proposed"] * 6]
    assert [record["tags"] for record in many("list", "--json").data] == [[]] * 8
    many.done("update", "--where", "id:1,2", "-s", "implemented", "-y", "--force", "--because", "seen on site")
    assert statuses(many)[:2] == ["implemented", "implemented"]


def test_evidence_is_cited_for_each_of_many(coded: Program) -> None:
    quoted = ("--source", "1", "--quote", "adopted the plan")
    answer = coded("update", "1", "2", "-s", "adopted", *quoted, "-y")
    assert "Evidence: para. 2, 3 words: “adopted the plan”" in answer.err
    assert [len(record["status_sources"]) for record in coded("list", "id:1,2", "--json").data] == [1, 1]


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--where", "status:adopted", "--add-tag", "x"], 0, "Nothing matches status:adopted; nothing was changed"),
        (["--where", "", "--add-tag", "x"], 2, "--where needs a query"),
        (["--where", "sort:id", "--add-tag", "x"], 2, "--where needs a query"),
        (["--where", "topik:x", "--add-tag", "x"], 2, "did you mean topic"),
        (["--where", "id:1", "--where", "id:2", "--add-tag", "x"], 0, "Nothing matches id:1 id:2; nothing was changed"),
        (["1", "--where", "id:2", "--add-tag", "x"], 2, "not by both"),
        (["--add-tag", "x"], 2, "which proposals?"),
        (["1", "99", "--add-tag", "x", "-y"], 3, "no proposal 99"),
        (["1", "x", "--add-tag", "x", "-y"], 2, "'x' is not a proposal number"),
        (["1", "2", "--corrects", "1", "--on", "2011", "-y"], 2, "event 1 belongs to #1, not to #2"),
    ],
)
def test_an_update_that_changes_nothing_says_why(many: Program, args: list[str], code: int, says: str) -> None:
    before = many.done("log")
    answer = many("update", *args)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert many.done("log") == before


def test_one_number_twice_is_one_proposal_and_needs_no_asking(many: Program) -> None:
    assert many.done("update", "1", "#1", "--add-tag", "x") == "1"


def test_the_evidence_of_a_wrong_status_does_not_follow_to_the_right_one(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016", "--source", "1", "--quote", "adopted the plan")
    answer = coded("update", "1", "--corrects", "last", "-s", "on-agenda")
    again = "tracker cite 1 --event 5 --source 1 --quote …"
    assert f"The evidence stays with event 4; if it holds for event 5 too: {again}" in answer.err
    assert "unsupported" in coded("list", "id:1", "--json").data[0]["flags"]
