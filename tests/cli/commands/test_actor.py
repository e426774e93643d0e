"""`tracker actor`: what is shown of actors, and how their names are kept tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

HOSTILE = "Evil \x1b]2;pwned\x07 [@click=app.quit()] \u202eactor"


def said_twice(tracker: Program) -> None:
    lukashenko = ("--spoken-by", "Aleksandr Lukashenko, President of Belarus")
    tracker.done("add", "Ferries", "--by", "Belarus", *lukashenko, "--to", "CSTO", "--date", "2012", "-q")
    tracker.done("add", "Trains", "--by", "Belorussia", "--body", "CSTO", "--meeting", "Talks", "--date", "2013", "-q")


def test_the_list_in_a_pipe_counts_each_part(tracker: Program) -> None:
    said_twice(tracker)
    assert tracker.done("actor", "list").split("\n") == [
        "2\tAleksandr Lukashenko\tperson\t0\t1\t0\t0\t0\t0\t0\t",
        "1\tBelarus\t\t1\t0\t0\t0\t0\t0\t0\t",
        "4\tBelorussia\t\t1\t0\t0\t0\t0\t0\t0\t",
        "3\tCSTO\t\t0\t0\t0\t0\t1\t1\t0\t",
    ]
    assert tracker.done("actor", "list", "luka", "--kind", "person").startswith("2\tAleksandr")
    (one,) = tracker("actor", "list", "csto", "--json").data
    assert (one["name"], one["proposals"], one["used"]) == ("CSTO", {"addressee": 1, "body": 1}, True)
    assert tracker("actor", "list", "nobody").err == "No such actors\n"
    assert tracker("actor", "list", "--kind", "staet").err == "tracker: no kind of actor 'staet'; did you mean state?\n"


def test_show_has_the_names_the_parts_the_offices_and_what_lists_them(tracker: Program) -> None:
    said_twice(tracker)
    tracker.done("actor", "alias", "2", "Alexander Lukashenko", "Лукашенко")
    page = tracker.done("actor", "show", "alexander LUKASHENKO")
    assert page.startswith("Aleksandr Lukashenko  (actor 2)\nkind          person\n")
    assert "also called   Alexander Lukashenko; Лукашенко\n" in page
    assert "as speaker        1  tracker list 'by:\"Aleksandr Lukashenko\"'\n" in page
    assert "\nOffices\n  President of Belarus  2012, 1 proposal\n" in page
    assert page.endswith("Latest\n  1  proposed            2012        Ferries")
    assert "Meetings (1)\n  1: Talks, CSTO, 2013, 1 proposal" in tracker.done("actor", "show", "csto")
    (whole,) = tracker("actor", "show", "2", "--json").data
    assert whole["statuses"] == {"proposed": 1}
    assert whole["offices"][0]["office"] == "President of Belarus"


def test_a_rename_says_what_it_did_and_the_old_name_still_finds(tracker: Program) -> None:
    said_twice(tracker)
    answer = tracker(
        "actor", "edit", "CSTO", "--name", "Collective Security Treaty Organization", "--kind", "organisation"
    )
    assert (answer.code, answer.out, answer.err) == (0, "3\n", "Undo: tracker undo\n")
    for term in ("to:csto", "to:collective security treaty organization", "csto", "collective"):
        assert tracker.done("list", term, "--format", "ids") == "1", term
    assert tracker.done("actor", "edit", "3", "--kind", "") == "3"
    assert tracker("check").code == 0


def test_a_dry_run_and_what_is_lacking_are_said_and_nothing_changes(tracker: Program) -> None:
    said_twice(tracker)
    before = tracker.done("actor", "list")
    for command, said in {
        (
            "edit",
            "csto",
            "--name",
            "Treaty",
            "-n",
        ): "Not done: Renamed CSTO to Treaty (3), still found by the old name\n",
        ("edit", "csto", "--name", "Treaty", "--slip", "-n"): "Not done: Renamed CSTO to Treaty (3)\n",
        ("alias", "csto", "Treaty", "-n"): "Not done: CSTO (3): also called Treaty\n",
        (
            "merge",
            "belarus",
            "4",
            "-n",
        ): "  2  Trains  [proposed]\nNot done: Merged Belorussia into Belarus (1): 1 proposal\n",
    }.items():
        answer = tracker("actor", *command, "-n")
        assert (answer.code, answer.out, answer.err) == (0, "", said)
    assert tracker("actor", "edit", "csto").code == 2
    assert tracker("actor", "edit", "csto", "--note", "x", "--slip").code == 2
    assert tracker("actor", "show", "9").code == 3
    assert tracker.done("actor", "list") == before


def test_a_merge_is_one_change_with_one_undo(tracker: Program) -> None:
    said_twice(tracker)
    assert tracker.done("actor", "merge", "Belarus", "Belorussia") == "1"
    assert tracker.done("list", "by:belorussia", "--count") == tracker.done("list", "by:belarus", "--count") == "2"
    assert "actor merge Belarus Belorussia" in tracker.done("show", "2", "--history")
    assert "by            Belarus\n" in tracker.done("show", "2", "--known-by", "2100-01-01")
    assert tracker.done("stats", "--by", "proposer") == "Belarus\t2"
    assert tracker("check").code == 0
    tracker.done("undo", "-y")
    assert tracker.done("stats", "--by", "proposer") == "Belarus\t1\nBelorussia\t1"
    tracker.done("redo")
    assert tracker("check").code == 0


def test_meetings_that_become_alike_are_merged_with_their_bodies_and_said(tracker: Program) -> None:
    for body in ("CSTO", "ODKB"):
        tracker.done(
            "add", "Hotline", "-t", "migration", "--body", body, "--meeting", "Moscow session", "--date", "2012"
        )
    would = tracker("actor", "merge", "CSTO", "ODKB", "-n").err
    assert "1 proposal, and 1 meeting into another of the same name" in would
    tracker.done("actor", "merge", "CSTO", "ODKB")
    assert tracker("check").code == 0


def test_many_proposals_are_merged_only_when_that_is_agreed_to(tracker: Program) -> None:
    for number in range(6):
        tracker.done("add", f"Idea {number}", "--by", "Belorussia", "-q")
    tracker.done("add", "Another", "--by", "Belarus", "-q")
    refused = tracker("actor", "merge", "Belarus", "Belorussia")
    assert refused.code == 2
    assert "Belorussia will be Belarus. 6 proposals will say so. Go on? Nobody can be asked here: -y" in refused.err
    assert tracker.done("actor", "merge", "Belarus", "Belorussia", "-y") == "2"


def test_on_a_terminal_a_merge_of_many_shows_a_sample_and_asks(tmp_path: Path, tracker: Program) -> None:
    for number in range(7):
        tracker.done("add", f"Idea {number}", "--by", "Belorussia", "-q")
    tracker.done("add", "Another", "--by", "Belarus", "-q")
    terminal = Terminal(tmp_path, "actor", "merge", "Belarus", "Belorussia")
    assert "… and 2 more; -n lists them all" in terminal.until("Go on?")
    terminal.types("y\n")
    code, said = terminal.ends()
    assert code == 0
    assert "Merged Belorussia into Belarus (2): 7 proposals\nUndo: tracker undo" in said


def test_only_what_nothing_names_is_removed(tracker: Program) -> None:
    said_twice(tracker)
    refused = tracker("actor", "rm", "csto")
    assert refused.code == 2
    assert "CSTO cannot be removed: 1 role in a proposal and 1 meeting name it" in refused.err
    tracker.done("update", "2", "--add-by", "Belarus", "--remove-by", "Belorussia")
    assert tracker.done("actor", "list", "--unused").split("\t")[1] == "Belorussia"
    assert tracker.done("actor", "rm", "Belorussia") == "4"
    assert tracker("actor", "list", "--unused").err == "No such actors\n"
    assert tracker("list", "by:belorussia").code == 2
    assert tracker("check").code == 0


def test_an_unknown_actor_in_a_query_is_answered_with_the_nearest_alias(tracker: Program) -> None:
    said_twice(tracker)
    tracker.done("actor", "alias", "CSTO", "Treaty Organization")
    assert "did you mean Treaty Organization?" in tracker("list", "by:treaty organisation").err


def test_hostile_names_are_shown_as_what_they_are(tracker: Program) -> None:
    tracker.done("add", "Ferries", "--by", HOSTILE, "-q")
    for command in (["list"], ["show", "1"], ["list", "--json"], ["show", "1", "--json"]):
        out = tracker.done("actor", *command)
        assert not {"\x1b", "\x07", "\u202e"} & {*out}, command
    assert tracker("actor", "edit", "1", "--name", "a\0b").err == "tracker: name has a NUL character at position 2\n"
    assert tracker("actor", "alias", "1", "\udcff").code == 2


def test_without_a_database_nothing_is_made(tracker: Program) -> None:
    for command in (["list"], ["list", "--json"]):
        assert tracker("actor", *command).code == 0
    for command in (["show", "x"], ["edit", "x", "--note", "y"], ["merge", "x", "y"], ["rm", "x"], ["alias", "x", "y"]):
        assert tracker("actor", *command).code == 3, command
    assert not tracker.db.exists()
