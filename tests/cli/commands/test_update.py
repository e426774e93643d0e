"""Following proposals from the command line: looks, links, corrections, and how it is all shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.following import TEXT, add_eight, answering, code_three, on_a_terminal, statuses

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


HOSTILE = "[/] \x1b]52;c;aGk=\x07 \u202eevil \x9b31m"


@pytest.fixture
def coded(tracker: Program, tmp_path: Path) -> Program:
    (tmp_path / "council.txt").write_text(TEXT, encoding="utf-8")
    return tracker.filled_by(code_three)


@pytest.fixture
def many(tracker: Program) -> Program:
    return tracker.filled_by(add_eight)


def life(tracker: Program, proposal: str) -> list[str]:
    """The life line as `show` draws it in a pipe."""
    page = tracker.done("show", proposal).splitlines()
    begin = page.index("") + 1
    return page[begin : page.index("", begin) if "" in page[begin:] else None]


# looked


def test_looks_for_many_are_one_change_and_are_said_back(coded: Program) -> None:
    answer = coded("looked", "2", "1", "2", "--in", "BelTA, odkb-csto.org", "--on", "Feb 2024")
    assert (answer.code, answer.out) == (0, "2\n1\n")
    assert answer.err == "Looked on 2024-02 in BelTA, odkb-csto.org: nothing new\nUndo: tracker undo\n"
    assert coded.done("log", "-L", "1").endswith("looked 2 1")
    assert "looked" in coded.done("show", "1")
    coded.done("undo")
    assert "looked" not in coded.done("show", "1", "2")


def test_a_look_is_of_today_unless_said_otherwise(coded: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import date  # noqa: PLC0415

    monkeypatch.setattr("tracker.cli.session.today", lambda: date(2026, 2, 3))
    coded.done("looked", "1", "--in", "BelTA")
    assert coded("show", "1", "--json").data[0]["looks"][0]["looked_on"] == "2026-02-03"
    assert "2026-02-04 is in the future" in coded("looked", "1", "--in", "BelTA", "--on", "tomorrow").err


def test_looks_stand_in_the_life_line_by_date_with_our_note(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016")
    coded.done("looked", "1", "--in", "BelTA", "--on", "2014", "--note", "in Russian too")
    coded.done("looked", "1", "--in", "odkb-csto.org", "--on", "2020-01-02")
    assert life(coded, "1") == [
        "2012-03-03  ○ proposed ○ · no evidence",
        "2014        ◦ looked: BelTA, nothing new (in Russian too)",
        "2016        ◑ adopted ○ · no evidence",
        "2020-01-02  ◦ looked: odkb-csto.org, nothing new",
    ]


def test_a_dry_look_logs_nothing(coded: Program) -> None:
    assert coded("looked", "1", "--in", "BelTA", "-n").err.startswith(
        "Not done: Looked for 1  Inspect ferries  [proposed]\n"
    )
    assert coded("show", "1", "--json").data[0]["looks"] == []


# link


def test_a_link_is_said_from_both_ends(coded: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert coded("link", "3", "repeats", "#1").out == "3\n"
    coded.done("link", "3", "repeats", "1", "--remove")
    on_a_terminal(monkeypatch)
    answer = coded("link", "3", "repeats", "1")
    assert answer.out == "Linked 3  Inspect them again  repeats  1  Inspect ferries\n"
    assert answer.err == "1  Inspect ferries  repeated by  3  Inspect them again\nUndo: tracker undo\n"
    answer = coded("link", "3", "repeats", "1", "--remove")
    assert answer.out == "Unlinked 3  Inspect them again  repeats  1  Inspect ferries\n"


def test_a_dry_link_links_nothing(coded: Program) -> None:
    said = "Not done: Linked 3  Inspect them again  repeats  1  Inspect ferries\n"
    assert coded("link", "3", "repeats", "1", "-n").err == said
    assert coded("list", "id:3", "--json").data[0]["links"] == []


def test_each_link_is_shown_with_the_title_and_the_status_of_the_other(coded: Program) -> None:
    coded.done("link", "2", "part-of", "1")
    coded.done("link", "1", "related", "3")
    coded.done("update", "2", "-s", "on-agenda")
    coded.done("rm", "3")
    page = coded.done("show", "1")
    assert "has part      #2  Keep a register  [◔ on-agenda]" in page
    assert "related       #3  Inspect them again  [removed]" in page
    assert "part-of       #1  Inspect ferries  [○ proposed]" in coded.done("show", "2")


def test_a_repetition_stands_in_the_life_line_at_its_date(coded: Program) -> None:
    coded.done("add", "And once more", "--date", "2015", "--repeats", "1")
    coded.done("link", "3", "repeats", "1")
    coded.done("link", "2", "related", "1")
    coded.done("looked", "1", "--in", "BelTA", "--on", "2017")
    assert life(coded, "1") == [
        "2012-03-03  ○ proposed ○ · no evidence",
        "2015        ↻ repeated by #4 ○ · no evidence",
        "2017        ◦ looked: BelTA, nothing new",
        "2019-11-28  ↻ repeated by Russia, #3 ●",
    ]
    coded.done("rm", "3", "4")
    assert "↻" not in coded.done("show", "1")


def test_an_adoption_says_as_what(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2013", "--extent", "weaker")
    coded.done("link", "1", "adopted-as", "3")
    assert life(coded, "1")[-1] == "2013        ◑ adopted ○ · weaker · as #3 · no evidence"


# uncheckable


def test_what_cannot_be_tested_is_said_with_the_reason_and_cleared(coded: Program) -> None:
    coded.done("update", "1", "--uncheckable", "no yardstick")
    assert "uncheckable" in coded("list", "id:1", "--json").data[0]["flags"]
    assert "uncheckable   no yardstick" in coded.done("show", "1")
    assert "(uncheckable)" in coded.done("log", "-L", "1")
    assert "already has these values" in coded("update", "1", "--uncheckable", "no yardstick").err
    coded.done("update", "1", "--uncheckable", "")
    assert "uncheckable" not in coded.done("show", "1")


# corrections


def test_a_corrected_event_stays_readable_beside_the_right_one(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016", "--source", "1", "--quote", "adopted the plan")
    answer = coded("update", "1", "--corrects", "last", "--on", "Sep 2013")
    assert "Event 5 keeps the evidence of event 4" in answer.err
    assert "unsupported" not in coded("list", "id:1", "--json").data[0]["flags"]
    assert life(coded, "1") == [
        "2012-03-03  ○ proposed ○ · no evidence",
        "2013-09     ◑ adopted ● · corrects event 4 · event 5",
        "            “adopted the plan” [1] para. 2 ●",
        "2016        ◑ adopted ● · corrected by event 5 · event 4",
        "            “adopted the plan” [1] para. 2 ●",
    ]
    again = coded("cite", "1", "--event", "5", "--source", "1", "--quote", "adopted the plan")
    assert (again.code, again.err) == (2, "tracker: #1 cites that already; nothing was changed\n")
    assert coded.done("log", "1").splitlines()[0].endswith("update 1 --corrects last")


def test_a_superseded_event_is_dim(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016")
    coded.done("update", "1", "--corrects", "4", "--on", "2013")
    page = coded.done("--color", "always", "show", "1")
    assert "\x1b[2m2016        ◑ adopted ○ · corrected by event 5 · event 4\x1b[0m" in page


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--corrects", "x", "--on", "2012"], 2, "'x' is not a status event number"),
        (["--corrects", "99", "--on", "2012"], 3, "#1 has no status event 99"),
        (["--corrects", "2", "--on", "2012"], 2, "event 2 belongs to #2, not to #1"),
        (["--corrects", "last"], 2, "event 1 already has these values"),
        (["--corrects", "last", "--on", "2999"], 2, "in the future"),
        (["--corrects", "last", "-s", "adoptd"], 2, "did you mean adopted?"),
    ],
)
def test_a_correction_that_cannot_be_meant(coded: Program, args: list[str], code: int, says: str) -> None:
    answer = coded("update", "1", *args)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err


def test_the_last_events_of_many_are_corrected_as_one_change(many: Program) -> None:
    many.done("update", "1", "2", "3", "-s", "adopted", "--on", "2016", "-y")
    many.done("update", "3", "--corrects", "Last", "--on", "2013")
    answer = many("update", "--where", "id:1,2,3", "--corrects", "last", "--on", "2013", "-y")
    assert (answer.out, answer.err.splitlines()[0]) == ("2\n1\n", "Updated 2, 1 already has these values")
    assert {record["status_on"] for record in many("list", "id:1,2,3", "--json").data} == {"2013"}
    many.done("undo")
    records = many("list", "id:1,2,3", "sort:id", "--json").data
    assert [record["status_on"] for record in records] == ["2016", "2016", "2013"]


def test_a_date_is_taken_away_by_an_empty_one(coded: Program) -> None:
    coded.done("update", "1", "--corrects", "last", "--on", "")
    assert coded("list", "id:1", "--json").data[0]["status_on"] is None


# whom it concerns


def test_what_each_addressee_did_is_told_under_the_life_line(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2013")
    assert "nothing yet" not in coded.done("show", "1")
    coded.done("update", "1", "-s", "implemented", "--for", "Armenia", "--on", "2014")
    answer = coded("update", "1", "-s", "implemented", "--for", "russia", "--on", "2015")
    assert "That concerns Russia alone: #1 itself stays adopted\n" in answer.err
    progress = "implemented: Armenia, Russia · nothing yet: Belarus"
    assert f"#1: {progress}\n" in answer.err
    assert life(coded, "1")[-1] == f"so far      {progress}"
    assert statuses(coded)[0] == "adopted"


# against


def test_what_contradicts_an_event_is_drawn_under_it_and_disputes_the_proposal(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2013", "--source", "1", "--quote", "adopted the plan")
    coded.done("cite", "1", "--event", "4", "--source", "1", "--quote", "the council went home", "--against")
    assert life(coded, "1")[1:] == [
        "2013        ◑ adopted ● · disputed",
        "            “adopted the plan” [1] para. 2 ●",
        "            against: “the council went home” [1] para. 2 ●",
    ]
    assert "disputed" in coded.done("show", "1").splitlines()[2]
    assert coded("list", "id:1", "--json").data[0]["flags"] == ["disputed"]


# what is hostile, what is not there


def test_hostile_words_are_shown_as_words(coded: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    coded.done("add", HOSTILE, "--by", HOSTILE, "--repeats", "1", "--to", HOSTILE)
    on_a_terminal(monkeypatch)
    answering(monkeypatch, "y\n")
    answers = [
        coded("looked", "1", "--in", HOSTILE, "--note", HOSTILE),
        coded("link", "4", "part-of", "1"),
        coded("update", "1", "4", "-s", "adopted", "--for", HOSTILE, "--because", HOSTILE),
        coded("update", "1", "--corrects", "last", "--on", "2011"),
        coded("update", "1", "--uncheckable", HOSTILE),
        coded("--no-pager", "show", "1", "4", "--history"),
        coded("update", "--where", '"[/] \x1b evil"', "-s", "adopted"),
    ]
    assert [answer.code for answer in answers] == [0] * len(answers)
    everything = "".join(answer.out + answer.err for answer in answers)
    assert not set(everything) & set("\x1b\x07\x9b\u202e")
    assert "␛" in everything


@pytest.mark.parametrize(
    "command",
    [
        ["looked", "1", "--in", "a\x00b"],
        ["looked", "1", "--in", "a", "--note", "\udc80"],
        ["update", "1", "--uncheckable", "a\x00b"],
        ["update", "1", "-s", "adopted", "--because", "a\x00b"],
        ["update", "--where", "a\x00b", "-s", "adopted"],
        ["link", "1", "a\x00b", "2"],
        ["log", "--since", "a\x00b"],
    ],
)
def test_what_cannot_be_stored_is_refused(coded: Program, command: list[str]) -> None:
    answer = coded(*command)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    "command",
    [["looked", "1", "--in", "BelTA"], ["link", "1", "repeats", "2"], ["update", "1", "2", "-s", "adopted", "-y"]],
)
def test_without_a_database_nothing_is_followed_and_none_is_made(tracker: Program, command: list[str]) -> None:
    answer = tracker(*command)
    assert (answer.code, answer.out) == (3, "")
    assert "begin with: tracker add" in answer.err
    assert not tracker.db.exists()


def test_without_a_database_no_query_matches(tracker: Program) -> None:
    answer = tracker("update", "--where", "status:proposed", "-s", "adopted")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.endswith("Nothing matches status:proposed; nothing was changed\n")
    assert not tracker.db.exists()
