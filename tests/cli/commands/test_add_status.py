"""A status with which a proposal is added, or that it gets: its day, whose finding it is, in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

QUOTE = "the hotline was opened"


@pytest.fixture
def sourced(tracker: Program, tmp_path: Path) -> Program:
    paper = tmp_path / "paper.txt"
    paper.write_text(f"In May {QUOTE} as it was promised.\n", encoding="utf-8")
    tracker.done("source", "add", str(paper), "--date", "2024-05-02")
    return tracker


def page(tracker: Program, number: str = "1") -> Any:
    return tracker("show", number, "--json").data[0]


def days(tracker: Program) -> list[tuple[str, str | None]]:
    return [(one["status"], one["occurred_on"]) for one in page(tracker)["status_events"]]


GIVEN: list[tuple[list[str], str | None, str]] = [
    ([], None, "implemented on a day that is not known; if that is wrong: tracker update 1 --corrects last --on DATE"),
    (["--on", "2023"], "2023", "It was proposed on 2017, and implemented on 2023"),
    (["--source", "1", "--quote", QUOTE], "2024-05-02", "and implemented on 2024-05-02"),
    (["--source", "1", "--quote", QUOTE, "--on", "2024-03"], "2024-03", "and implemented on 2024-03"),
    (["--source", "1", "--quote", QUOTE, "--on", "none"], None, "and implemented on a day that is not known"),
]


@pytest.mark.parametrize(("more", "on", "said"), GIVEN)
def test_a_first_status_beyond_adopted_is_of_the_day_that_its_source_reports(
    sourced: Program, more: list[str], on: str | None, said: str
) -> None:
    answer = sourced("add", "Open a hotline", "-t", "migration", "-s", "implemented", "--date", "2017", *more)
    assert said in answer.err
    assert days(sourced) == [("proposed", "2017"), ("implemented", on)]
    assert not any(one["is_unusual"] for one in page(sourced)["status_events"])
    for clock, count in (("2016", "0"), ("2018", "1")):
        assert sourced.done("list", "--as-of", f"{clock}-06-01", "--count").strip() == count
    assert sourced.done("list", "status:implemented", "--as-of", "2018-06-01", "--format", "ids") == ""
    assert sourced.done("list", "status:implemented", "--format", "ids").split() == ["1"]


def test_its_passage_is_evidence_for_the_proposal_and_its_last_event(sourced: Program) -> None:
    sourced.done("add", "Open", "-t", "migration", "-s", "implemented", "--source", "1", "--quote", QUOTE)
    (cited,) = page(sourced)["citations"]
    assert cited["status_event_id"] == page(sourced)["status_events"][-1]["id"]
    assert page(sourced)["flags"] == []
    assert "no evidence" not in sourced.done("show", "1")


def test_the_first_of_the_two_follows_the_date_and_the_other_does_not(sourced: Program) -> None:
    sourced.done("add", "Open", "-t", "migration", "-s", "implemented", "--on", "2020", "--date", "2017")
    sourced.done("update", "1", "--date", "2018")
    assert days(sourced) == [("proposed", "2018"), ("implemented", "2020")]


# according to whom, in which words


def test_a_status_says_according_to_whom_and_in_which_words(tracker: Program) -> None:
    said = ["--according-to", "Slovenia", "--rating", "in the works"]
    tracker.done("add", "Open a hotline", "-t", "migration", "-s", "in-progress", *said)
    tracker.done("add", "Another", "-t", "migration")
    tracker.done("update", "2", "-s", "rejected", "--reason", "noted", "--rating", "Noted")
    assert (page(tracker)["according_to"], page(tracker)["rating"]) == ("Slovenia", "in the works")
    assert [one["rating"] for one in page(tracker)["status_events"]] == ["", "in the works"]
    assert "according to Slovenia · rated “in the works”" in tracker.done("show", "1")
    for query, found in {
        "rating:works": ["1"],
        "rating:in the works": ["1"],
        "rating:noted": ["2"],
        "rating:none": [],
        "has:rating": ["2", "1"],
        "according-to:slovenia": ["1"],
        "according-to:none": ["2"],
        "no:according-to": ["2"],
        "reason:noted": ["2"],
    }.items():
        for clock in ([], ["--as-of", "today"], ["--known-by", "today"]):
            ids = tracker.done("list", query, "--format", "ids", *clock).split()
            assert sorted(ids) == sorted(found), (query, clock)
    rows = tracker.done("list", "--columns", "id,according-to,rating", "--format", "csv", "sort:id").splitlines()
    assert rows == ["id,according_to,rating", "1,Slovenia,in the works", "2,,Noted"]
    table = tracker.done("export", "--table", "status_events", "--format", "csv").splitlines()
    assert {"follows_date", "according_to_id", "rating"} <= set(table[0].split(","))


def test_a_correction_takes_them_over_unsaid_and_an_empty_one_leaves_them_out(tracker: Program) -> None:
    tracker.done("add", "Open", "-t", "migration", "--according-to", "Slovenia", "--rating", "kept")
    tracker.done("update", "1", "--corrects", "last", "-s", "adopted")
    assert (page(tracker)["according_to"], page(tracker)["rating"]) == ("Slovenia", "kept")
    tracker.done("update", "1", "--corrects", "last", "--rating", "", "--according-to", "Croatia")
    assert (page(tracker)["according_to"], page(tracker)["rating"]) == ("Croatia", None)


def test_they_describe_a_status(tracker: Program) -> None:
    tracker.done("add", "Open", "-t", "migration")
    answer = tracker("update", "1", "--rating", "kept")
    assert answer.code == 2
    assert "--according-to and --rating describe a status" in answer.err


def test_a_merge_moves_what_is_according_to_an_actor_and_an_undo_gives_it_back(tracker: Program) -> None:
    tracker.done("add", "Open", "-t", "migration", "--according-to", "Slowenia")
    refused = tracker("actor", "rm", "Slowenia")
    assert (refused.code, "1 status event according to it name it" in refused.err) == (2, True)
    tracker.done("add", "Another", "-t", "migration", "--by", "Slovenia")
    tracker.done("actor", "merge", "Slovenia", "Slowenia")
    assert page(tracker)["according_to"] == "Slovenia"
    assert tracker.done("list", "according-to:slowenia", "--format", "ids").split() == ["1"]
    assert tracker.done("check") == ""
    tracker.done("undo")
    assert page(tracker)["according_to"] == "Slowenia"
    assert tracker.done("check") == ""
