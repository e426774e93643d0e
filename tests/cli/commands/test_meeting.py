"""`tracker meeting`: where proposals were put forward, corrected for all of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.program import Program

SESSION = ("--body", "CSTO", "--meeting", "Moscow session")


def met_twice(tracker: Program) -> None:
    tracker.done("add", "Ferries", *SESSION, "--date", "2012-05-15", "-q")
    tracker.done("add", "Trains", *SESSION, "--date", "2012-12-19", "-q")
    tracker.done("add", "Planes", "--meeting", "Kremlin talks", "--place", "Moscow", "--date", "2012-05", "-q")


def test_the_list_has_the_newest_first_with_how_many_proposals(tracker: Program) -> None:
    met_twice(tracker)
    assert tracker.done("meeting", "list").split("\n") == [
        "2\t2012-12-19\tMoscow session\tCSTO\t\t1\t",
        "1\t2012-05-15\tMoscow session\tCSTO\t\t1\t",
        "3\t2012-05\tKremlin talks\t\tMoscow\t1\t",
    ]
    assert tracker.done("meeting", "list", "kremlin", "2012").startswith("3\t")
    assert tracker("meeting", "list", "csto", "2012-12", "--json").data[0]["id"] == 2
    assert tracker("meeting", "list", "nowhere").err == "No such meetings\n"


def test_a_name_of_two_is_told_apart_by_the_date_or_refused(tracker: Program) -> None:
    met_twice(tracker)
    refused = tracker("meeting", "show", "Moscow session")
    assert refused.code == 2
    assert "2 meetings match (1: Moscow session, CSTO, 2012-05-15; 2:" in refused.err
    assert "(meeting 2)" in tracker.done("meeting", "show", "moscow SESSION", "--date", "2012-12")
    assert tracker("meeting", "show", "Moscow session", "--date", "2013").code == 3
    assert tracker("meeting", "show", "Moscow session", "--date", "05/06/2012").code == 2
    assert "did you mean 3: Kremlin talks, Moscow, 2012-05?" in tracker("meeting", "show", "Kremlin talk").err
    assert tracker("meeting", "edit", "Moscow session", "--place", "Kremlin").code == 2


def test_show_has_the_facts_and_what_lists_the_proposals(tracker: Program) -> None:
    met_twice(tracker)
    page = tracker.done("meeting", "show", "3")
    assert page.startswith(
        "Kremlin talks  (meeting 3)\ndate          2012-05\nplace         Moscow\nproposals     1 proposed\n"
    )
    assert "list them     tracker list 'meeting:\"Kremlin talks\"'" in page
    (whole,) = tracker("meeting", "show", "3", "--json").data
    assert (whole["proposals"], whole["statuses"], whole["latest"]) == (1, {"proposed": 1}, [3])


def test_an_edit_moves_all_proposals_of_the_meeting(tracker: Program) -> None:
    met_twice(tracker)
    assert tracker.done("meeting", "edit", "1", "--body", "UN", "--name", "Spring session", "--place", "Minsk") == "1"
    for term in ("body:un", "meeting:spring", "meeting:minsk", "meeting:moscow session date:2012-05-15"):
        assert tracker.done("list", *term.split(" date:")[:1], "date:2012-05-15", "--format", "ids") == "1", term
    assert tracker.done("list", "body:csto", "--format", "ids") == "2"
    assert "UN, Spring session, Minsk" in tracker.done("show", "1")
    assert tracker("check").code == 0
    tracker.done("undo", "-y")
    assert tracker.done("list", "body:csto", "--count") == "2"
    assert tracker("check").code == 0


def test_a_corrected_date_says_which_proposals_keep_the_old_one(tracker: Program) -> None:
    met_twice(tracker)
    answer = tracker("meeting", "edit", "1", "--date", "2012-05-16")
    assert "1 proposal keeps the date 2012-05-15 that the meeting had" in answer.err
    assert "tracker update 1 --date 2012-05-16" in answer.err


def test_a_merged_meeting_is_still_found_by_its_name_in_queries_and_in_add(tracker: Program) -> None:
    met_twice(tracker)
    assert tracker.done("meeting", "merge", "1", "Kremlin talks") == "1"
    assert tracker.done("list", "meeting:kremlin talks", "--count") == "2"
    tracker.done("add", "Buses", "--meeting", "Kremlin talks", "--date", "2012-05", "-q")
    tracker.done("add", "Trams", "--meeting", "kremlin TALKS", "-q")
    assert [line.split("\t")[5] for line in tracker.done("meeting", "list").split("\n")] == ["1", "4"]
    assert tracker.done("list", "body:csto", "--count") == "5"
    assert "Moscow session, Moscow" in tracker.done("show", "3")
    assert "(meeting 1)" in tracker.done("meeting", "show", "3")
    assert tracker("check").code == 0


def test_a_merge_is_undone_as_one_and_done_again(tracker: Program) -> None:
    met_twice(tracker)
    before = tracker.done("export", "--table", "meetings")
    tracker.done("meeting", "merge", "1", "2", "3")
    assert "meeting merge 1 2 3" in tracker.done("show", "2", "--history")
    tracker.done("undo", "-y")
    assert tracker.done("export", "--table", "meetings") == before
    assert tracker("check").code == 0
    tracker.done("redo")
    assert len(tracker.done("meeting", "list").split("\n")) == 1
    assert tracker("check").code == 0


def test_what_there_is_already_is_not_made_twice(tracker: Program) -> None:
    met_twice(tracker)
    same = ("--body", "csto", "--date", "15 May 2012")
    assert "there is such a meeting already: 1" in tracker("meeting", "add", "Moscow session", *same).err
    refused = tracker("meeting", "edit", "2", "--date", "2012-05-15")
    assert (refused.code, "tracker meeting merge 1 2" in refused.err) == (2, True)
    assert tracker("meeting", "add").code == 2
    assert tracker("meeting", "edit", "3", "--name", "", "--place", "").code == 2
    assert tracker("meeting", "merge", "1", "1").code == 2


def test_one_that_no_proposal_is_from_is_added_and_removed(tracker: Program) -> None:
    assert tracker.done("meeting", "add", "Summit", "--body", "SCO", "--date", "2026-11", "--note", "to watch") == "1"
    assert tracker.done("meeting", "list", "--unused") == "1\t2026-11\tSummit\tSCO\t\t0\t"
    assert tracker("actor", "rm", "SCO").code == 2
    tracker.done("meeting", "rm", "summit")
    tracker.done("actor", "rm", "SCO")
    assert tracker("check").code == 0
    tracker.done("undo", "-y")
    tracker.done("undo", "-y")
    assert tracker.done("meeting", "list", "--unused").startswith("1\t2026-11")
    assert tracker("check").code == 0


def test_without_a_database_only_add_makes_one(tracker: Program) -> None:
    assert tracker("meeting", "list").code == 0
    for command in (["show", "x"], ["edit", "x", "--note", "y"], ["merge", "x", "y"], ["rm", "x"]):
        assert tracker("meeting", *command).code == 3, command
    assert tracker("meeting", "add", "Summit", "-n").code == 0
    assert tracker("meeting", "add", "a\0b").code == 2
    assert not tracker.db.exists()
    assert tracker.done("meeting", "add", "Summit \x1b[31m") == "1"
    assert "\x1b" not in tracker.done("meeting", "list") + tracker.done("meeting", "show", "1")
