"""Following proposals from the command line: looks, links, updates of many, corrections, and how it is all shown."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest
from commands import Program
from factories import plain

from tracker.cli import INTERRUPTED
from tracker.cli.actions import SAMPLE

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """A session of the northern council

The delegation of Norland proposes a joint ferry inspection by 2014.

At its end the council adopted the plan for joint inspections, and the council went home.
"""
HOSTILE = "[/] \x1b]52;c;aGk=\x07 \u202eevil \x9b31m"


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TRACKER_DB", "TRACKER_FORMAT", "TRACKER_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path / "t.db", capsys)


@pytest.fixture
def coded(tracker: Program, tmp_path: Path) -> Program:
    """A ledger with a source and three proposals, the third of 2019 and with a quote."""
    (tmp_path / "council.txt").write_text(TEXT, encoding="utf-8")
    tracker.done("source", "add", "council.txt")
    addressees = ("--to", "Armenia", "--to", "Belarus", "--to", "Russia")
    quoted = ("--source", "1", "--quote", "joint ferry inspection")
    tracker.done("add", "Inspect ferries", "-t", "other", "--by", "Norland", "--date", "2012-03-03", *addressees)
    tracker.done("add", "Keep a register", "-t", "migration", "--date", "2012")
    tracker.done("add", "Inspect them again", "-t", "migration", "--by", "Russia", "--date", "2019-11-28", *quoted)
    return tracker


@pytest.fixture
def many(tracker: Program) -> Program:
    """Eight proposals on migration."""
    for number in range(8):
        tracker.done("add", f"Proposal {number + 1}", "-t", "migration", "-q")
    return tracker


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("tracker.cli.session.may_ask", lambda _: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


def statuses(tracker: Program) -> list[str]:
    return [line.split("\t")[1] for line in tracker.done("list", "sort:id").splitlines()]


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
        "2012-03-03  ○ proposed · no evidence",
        "2014        ◦ looked: BelTA, nothing new (in Russian too)",
        "2016        ◑ adopted · no evidence",
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
        "2012-03-03  ○ proposed · no evidence",
        "2015        ↻ repeated by #4 ○",
        "2017        ◦ looked: BelTA, nothing new",
        "2019-11-28  ↻ repeated by Russia, #3 ●",
    ]
    coded.done("rm", "3", "4")
    assert "↻" not in coded.done("show", "1")


def test_an_adoption_says_as_what(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2013", "--extent", "weaker")
    coded.done("link", "1", "adopted-as", "3")
    assert life(coded, "1")[-1] == "2013        ◑ adopted · weaker · as #3 · no evidence"


# update of many


def test_many_are_changed_once_it_was_shown_and_agreed_to(many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "y\n")
    answer = many("update", "--where", "topic:migration", "-s", "adopted", "--on", "2013")
    assert (answer.code, answer.out.split()) == (0, [str(one) for one in range(8, 0, -1)])
    shown = [line for line in answer.err.splitlines() if line.startswith("  ")]
    assert shown[0] == "  8  Proposal 8  [proposed → adopted]"
    assert shown[SAMPLE:] == ["  … and 3 more; tracker update -n lists them all"]
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
    assert lines[-1] == "Would update 7 proposals, 1 is so already"
    assert [record["tags"] for record in many("list", "sort:id", "--json").data] == [["x"], *[[]] * 7]


def test_those_that_are_so_already_are_counted(many: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    many.done("update", "1", "2", "3", "--add-tag", "x", "-y")
    answer = many("update", "--where", "topic:migration", "--add-tag", "x", "-y")
    assert answer.out.split() == ["8", "7", "6", "5", "4"]
    assert answer.err == "Updated 5, 3 were so already\nUndo: tracker undo\n"
    refused = many("update", "--where", "topic:migration", "--add-tag", "x", "-y")
    assert (refused.code, refused.err) == (2, "tracker: all 8 are so already; nothing was changed\n")
    many.done("update", "1", "--remove-tag", "x")
    on_a_terminal(monkeypatch)
    answer = many("update", "--where", "topic:migration", "--remove-tag", "x", "-y")
    assert answer.out == "Updated 7, 1 was so already\n"
    assert many("update", "1", "2", "--summary", "more", "-y").out == "Updated 2 proposals\n"


def test_a_step_that_is_unusual_for_some_is_taken_for_none(many: Program) -> None:
    many.done("update", "2", "-s", "adopted")
    refused = many("update", "--where", "topic:migration", "-s", "implemented", "--add-tag", "x", "-y")
    assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    assert "proposed → implemented is an unusual step for #8 and has no evidence" in refused.err
    assert "; so it is for #7, #6, #5, #4, #3 and 1 more, and nothing was changed" in refused.err
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
        (["--where", "id:1", "--where", "id:2", "--add-tag", "x"], 2, "--where is given once"),
        (["1", "--where", "id:2", "--add-tag", "x"], 2, "not by both"),
        (["--add-tag", "x"], 2, "which proposals?"),
        (["1", "99", "--add-tag", "x", "-y"], 3, "no proposal 99"),
        (["1", "x", "--add-tag", "x", "-y"], 2, "'x' is no number of a proposal"),
        (["1", "2", "--corrects", "1", "--on", "2011", "-y"], 2, "event 1 is one of #1, not of #2"),
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


# uncheckable


def test_what_cannot_be_tested_is_said_with_the_reason_and_cleared(coded: Program) -> None:
    coded.done("update", "1", "--uncheckable", "no yardstick")
    assert "uncheckable" in coded("list", "id:1", "--json").data[0]["flags"]
    assert "uncheckable   no yardstick" in coded.done("show", "1")
    assert "(uncheckable)" in coded.done("log", "-L", "1")
    assert "is so already" in coded("update", "1", "--uncheckable", "no yardstick").err
    coded.done("update", "1", "--uncheckable", "")
    assert "uncheckable" not in coded.done("show", "1")


# corrections


def test_a_corrected_event_stays_readable_beside_the_right_one(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016", "--source", "1", "--quote", "adopted the plan")
    answer = coded("update", "1", "--corrects", "last", "--on", "Sep 2013")
    assert "The evidence of event 4 is that of event 5 too" in answer.err
    assert "unsupported" not in coded("list", "id:1", "--json").data[0]["flags"]
    assert life(coded, "1") == [
        "2012-03-03  ○ proposed · no evidence",
        "2013-09     ◑ adopted · corrects event 4 · event 5",
        "            “adopted the plan” [1] para. 2",
        "2016        ◑ adopted · corrected by event 5 · event 4",
        "            “adopted the plan” [1] para. 2",
    ]
    again = coded("cite", "1", "--event", "5", "--source", "1", "--quote", "adopted the plan")
    assert (again.code, again.err) == (2, "tracker: #1 cites that already; nothing was changed\n")
    assert coded.done("log", "1").splitlines()[0].endswith("update 1 --corrects last")


def test_a_superseded_event_is_dim(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2016")
    coded.done("update", "1", "--corrects", "4", "--on", "2013")
    page = coded.done("--color", "always", "show", "1")
    assert "\x1b[2m2016        ◑ adopted · corrected by event 5 · event 4\x1b[0m" in page


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["--corrects", "x", "--on", "2012"], 2, "'x' is no number of a status event"),
        (["--corrects", "99", "--on", "2012"], 3, "#1 has no status event 99"),
        (["--corrects", "2", "--on", "2012"], 2, "event 2 is one of #2, not of #1"),
        (["--corrects", "last"], 2, "event 1 is so already"),
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
    assert (answer.out, answer.err.splitlines()[0]) == ("2\n1\n", "Updated 2, 1 was so already")
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
        "2013        ◑ adopted · disputed",
        "            “adopted the plan” [1] para. 2",
        "            against: “the council went home” [1] para. 2",
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
