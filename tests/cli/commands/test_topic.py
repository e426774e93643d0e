"""`tracker topic` and `tracker tag`: the vocabulary kept tidy, for all proposals at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tracker.cli import nouns, session

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


def add_three(tracker: Program) -> None:
    tracker.done("add", "Ferries", "-t", "migration", "--tag", "review", "-q")
    tracker.done("add", "Trains", "-t", "other,migration", "--tag", "nato", "-q")
    tracker.done("add", "Planes", "-t", "other", "--tag", "review", "--tag", "nato", "-q")


@pytest.fixture(name="tracker")
def with_some(tracker: Program) -> Program:
    return tracker.filled_by(add_three)


def rows(tracker: Program, *args: str) -> dict[str, list[str]]:
    lines = [line.split("\t") for line in tracker.done("topic", "list", *args).split("\n")]
    return {cells[0]: cells[1:4] for cells in lines}


def test_the_list_counts_any_and_primary_and_hides_what_is_not_in_use(tracker: Program) -> None:
    assert rows(tracker)["migration"] == ["2", "1", ""]
    assert rows(tracker)["other"] == ["2", "2", ""]
    tracker.done("topic", "retire", "special-forces")
    tracker.done("topic", "merge", "migration", "other", "-y")
    tracker.done("topic", "edit", "drug-trafficking", "--code", "drugs")
    assert rows(tracker).keys().isdisjoint({"special-forces", "other", "drug-trafficking"})
    every = rows(tracker, "--all")
    assert {code: cells[2] for code, cells in every.items() if cells[2]} == {
        "special-forces": "retired",
        "other": "merged into migration",
        "drug-trafficking": "now drugs",
    }
    assert every["migration"] == ["3", "3", ""]
    (one,) = [one for one in tracker("topic", "list", "--json").data if one["code"] == "migration"]
    assert (one["proposals"], one["primary"], one["also"]) == (3, 3, ["other"])


def test_an_old_code_works_wherever_a_topic_is_named_and_that_is_said(tracker: Program) -> None:
    tracker.done("query", "save", "rest", "topic:other")
    tracker.done("topic", "merge", "migration", "other", "-y")
    said = "other was merged: it means migration\n"
    listed = tracker("list", "topic:other", "--format", "ids")
    assert (listed.out.split(), listed.err) == (["3", "2", "1"], said)
    assert tracker.done("list", "saved:rest", "--count") == "3"
    added = tracker("add", "Buses", "-t", "other")
    assert said in added.err
    updated = tracker("update", "4", "--remove-topic", "other", "--add-topic", "special-forces")
    assert said in updated.err
    assert tracker("show", "4", "--json").data[0]["topics"] == ["special-forces"]
    assert tracker("list", "topic:migraton").err.startswith("tracker: no topic 'migraton'; did you mean migration?")
    assert tracker.done("check") == ""


def test_a_merge_is_said_with_its_numbers_and_is_one_undo(tracker: Program) -> None:
    tried = tracker("topic", "merge", "migration", "other", "-n")
    assert "Not done: Merged other into migration: 2 proposals, 1 of them had both\n" in tried.err
    assert tracker.done("list", "topic:other", "--count") == "2"
    done = tracker("topic", "merge", "migration", "other")
    assert (done.out, done.err) == ("migration\n", "Undo: tracker undo\n")
    assert "topic merge migration other" in tracker.done("show", "3", "--history")
    tracker.done("undo")
    assert rows(tracker)["other"] == ["2", "2", ""]
    assert tracker("show", "2", "--json").data[0]["topics"] == ["other", "migration"]
    assert tracker.done("check") == ""


def test_a_merge_of_many_asks_first_and_says_what_takes_long(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nouns, "FEW", 1)
    monkeypatch.setattr(session, "LONG", 1)
    refused = tracker("topic", "merge", "migration", "other")
    assert refused.code == 2
    assert "other will be migration. 2 proposals will say so. Go on? Nobody can be asked here" in refused.err
    itself = tracker("topic", "merge", "migration", "migration")
    assert itself.err == "tracker: migration cannot be merged into itself\n"
    assert "Making 2 proposals searchable anew" in tracker("topic", "merge", "migration", "other", "-y").err


def test_a_retired_topic_is_refused_with_the_way_back(tracker: Program) -> None:
    tracker.done("topic", "retire", "other")
    refused = tracker("add", "Buses", "-t", "other")
    assert refused.code == 2
    assert re.search(r"the topic other is retired.*tracker topic restore other", refused.err)
    assert tracker.done("list", "topic:other", "--count") == "2"
    assert "other" in tracker.done("stats", "--by", "topic")
    tracker.done("topic", "restore", "other")
    tracker.done("add", "Buses", "-t", "other")


def test_a_topic_is_added_defined_grouped_and_shown(tracker: Program) -> None:
    assert tracker.done("topic", "add", "energy/grid", "--definition", "Power lines.", "--stems", "grid, pylon") == (
        "energy/grid"
    )
    tracker.done("topic", "edit", "energy/grid", "--add-stems", "cable", "--title", "Power grids")
    tracker.done("topic", "group", "energy", "other")
    page = tracker.done("topic", "show", "energy/grid")
    assert page.startswith("energy/grid  Power grids\n")
    assert "grid pylon cable" in page
    assert "energy/other" in tracker.done("topic", "show", "other")
    assert tracker.done("list", "topic:energy", "--count") == "2"
    for args in (("add", "Bad Code"), ("add", "migrations"), ("edit", "other"), ("show", "nonsense")):
        assert tracker("topic", *args).code == 2


def test_hostile_texts_do_not_reach_the_terminal(tracker: Program) -> None:
    tracker.done("topic", "add", "evil", "--title", "a\x1b]2;x\x07", "--definition", "\u202eb\nc")
    assert "\x1b" not in tracker.done("topic", "show", "evil")
    for typed in ("\x1b[31m", "a\0b", "\udcff", ""):
        refused = tracker("topic", "add", typed)
        assert refused.code == 2
        assert "\x1b" not in refused.err
        assert "\0" not in refused.err
        assert tracker("tag", "rename", "nato", typed).code in {0, 2}


def test_tags_are_counted_renamed_made_one_and_taken_away(tracker: Program) -> None:
    listed = [line.split("\t") for line in tracker.done("tag", "list").split("\n")]
    assert [cells[:2] for cells in listed] == [["nato", "2"], ["review", "2"]]
    assert listed[0][2].endswith("Z")
    assert tracker.done("tag", "rename", "review", "To Review") == "to-review"
    assert tracker.done("list", "tag:to-review", "--count") == "2"
    tracker.done("tag", "rename", "to-review", "nato")
    assert tracker("show", "3", "--json").data[0]["tags"] == ["nato"]
    assert [one["proposals"] for one in tracker("tag", "list", "--json").data] == [3]
    assert tracker.done("tag", "rm", "nato") == "nato"
    assert tracker("tag", "list").err.startswith("No tags yet")
    for _ in range(3):
        tracker.done("undo")
    assert [line.split("\t")[:2] for line in tracker.done("tag", "list").split("\n")] == [
        ["nato", "2"],
        ["review", "2"],
    ]
    assert tracker.done("check") == ""


def test_a_tag_given_before_it_was_renamed_is_taken_back_after_it(tracker: Program) -> None:
    tracker.done("update", "1", "--add-tag", "late")
    change = tracker("log", "--json").data[0]["id"]
    tracker.done("tag", "rename", "late", "overdue-2")
    tracker.done("undo", str(change))
    assert tracker("show", "1", "--json").data[0]["tags"] == ["review"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("tag", "rename", "revew", "x"), "did you mean review?"),
        (("tag", "rename", "review", "review"), "is its name already"),
        (("tag", "rename", "review", "a,b"), "cannot be a tag"),
        (("tag", "rm", "zzz"), "see: tracker tag list"),
    ],
)
def test_a_wrong_tag_is_refused(tracker: Program, args: tuple[str, ...], said: str) -> None:
    refused = tracker(*args)
    assert refused.code == 2
    assert said in refused.err


def test_without_a_database_the_vocabulary_is_shown_and_nothing_is_made(tmp_path: Path, tracker: Program) -> None:
    tracker.db = tmp_path / "none.db"
    assert rows(tracker)["migration"] == ["0", "0", ""]
    assert tracker("tag", "list").code == 0
    assert tracker("topic", "retire", "other").code == 3
    assert not tracker.db.exists()
