"""The command line: what it adds and changes, what it says of that, how it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker import cli
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


pytestmark = pytest.mark.database  # every command on each engine


# adding and asking


def test_add_in_a_pipe_prints_the_number_and_says_how_to_undo_it(tracker: Program) -> None:
    missing = "No evidence yet: tracker cite {} --source … --quote …\nUndo: tracker undo\n"
    made = tracker("add", "A title")
    assert (made.code, made.out, made.err) == (0, "1\n", f"A new database: {tracker.db}\n" + missing.format(1))
    answer = tracker("add", "Another title")
    assert (answer.code, answer.out, answer.err) == (0, "2\n", missing.format(2))


def test_quiet_says_nothing_wherever_it_stands(tracker: Program) -> None:
    assert tracker("add", "A title", "-q").err == ""
    assert tracker("-q", "add", "A title").err == ""


def test_what_follows_two_hyphens_is_never_a_switch(tracker: Program) -> None:
    tracker.done("add", "--", "-q")
    assert tracker("list").out.split("\t")[2] == "-q"


def test_the_database_may_be_named_after_the_command_too(tracker: Program, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    tracker.done("add", "There", "--db", str(other))
    assert other.exists()
    assert not tracker.db.exists()


# following


def test_a_status_with_evidence_is_taken_and_cited(coded: Program) -> None:
    coded.done("update", "1", "-s", "adopted", "--on", "2012-03", "--source", "1", "--quote", "adopted the plan")
    record = coded("list", "id:1", "--json").data[0]
    assert (record["status"], record["status_on"], len(record["status_sources"])) == ("adopted", "2012-03", 1)


def test_an_unusual_step_needs_evidence_or_force_and_a_reason(coded: Program) -> None:
    refused = coded("update", "1", "-s", "implemented")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "unusual step" in refused.err
    assert coded("update", "1", "-s", "implemented", "--force").code == 2
    coded.done("update", "1", "-s", "implemented", "--force", "--because", "seen on site")
    assert "unusual step" in coded.done("show", "1")


def test_undo_and_redo_take_turns(coded: Program) -> None:
    coded.done("update", "2", "--title", "A register of crews")
    assert coded.done("undo") == "4"
    assert "Keep a register of crews" in coded.done("list")
    coded.done("redo")
    assert "A register of crews" in coded.done("list")


def test_undo_lists_what_it_kept(coded: Program) -> None:
    coded.done("update", "2", "--title", "Second title", "--summary", "first")
    coded.done("update", "2", "--title", "Third title")
    answer = coded("undo", "4")
    assert "Kept: proposals 2: title was changed again since and stays 'Third title'" in answer.err
    assert coded("list", "id:2", "--json").data[0]["summary"] == ""


def test_a_bare_undo_asks_when_somebody_wrote_since(coded: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.config.user_name", lambda: "somebody else")
    coded.done("add", "Theirs")
    monkeypatch.undo()
    answer = coded("undo")
    assert answer.code == 2
    assert "somebody else changed something since" in answer.err
    assert coded("undo", "--yes").code == 0


def test_removed_is_out_of_every_list_until_restored(coded: Program) -> None:
    coded.done("rm", "1")
    assert coded.done("list", "--format", "ids") == "2"
    assert coded.done("list", "--format", "ids", "is:removed") == "1"
    assert coded("update", "1", "--title", "x").code == 3
    coded.done("restore", "1")
    assert coded.done("list", "--format", "ids", "sort:id") == "1\n2"


def test_cite_against_disputes_a_proposal(coded: Program) -> None:
    coded.done("cite", "1", "--source", "1", "--quote", "the council went home", "--against")
    assert "disputed" in coded("list", "id:1", "--json").data[0]["flags"]


def test_a_dry_run_says_and_does_nothing(coded: Program) -> None:
    assert coded("add", "Third", "-n").err == "Not done: Added 3  Third  [proposed]\n"
    assert coded("rm", "1", "-n").err == "Not done: Removed 1  Inspect ferries jointly  [proposed]\n"
    assert coded.done("list", "--count") == "2"
    assert "add Third" not in coded.done("log")


def test_a_url_is_a_reference_and_is_not_added_twice(tracker: Program) -> None:
    assert tracker.done("source", "add", "https://example.org/a") == "1"
    assert tracker.done("source", "add", "https://example.org/a") == "1"
    assert tracker.done("add", "T", "--source", "https://example.org/a", "--quote", "said so") == "1"
    assert tracker.done("source", "list").split("\t")[5] == "1"


def test_the_same_file_is_the_same_source(tracker: Program, article: str) -> None:
    assert tracker.done("source", "add", article) == tracker.done("source", "add", article) == "1"


def test_log_tells_who_did_what_and_what_it_did_row_by_row(coded: Program) -> None:
    assert [line.split("\t")[3] for line in coded.done("log", "2").splitlines()] == ["add Keep a register of crews"]
    assert "added  proposals 2" in coded.done("log", "--change", "3")


@pytest.mark.parametrize(
    "command",
    [
        ["rm", "1"],
        ["restore", "1"],
        ["update", "1", "--title", "x"],
        ["cite", "1", "--source", "1", "--quote", "x"],
        ["undo", "--yes"],
        ["show", "1"],
        ["log", "1"],
        ["add", ""],
        ["add", "T", "-t", "migrants"],
        ["add", "T", "-n"],
        ["source", "add", "nowhere.txt"],
    ],
)
def test_only_what_adds_makes_a_database(tracker: Program, command: list[str]) -> None:
    tracker(*command)
    assert list(tracker.db.parent.glob("t.db*")) == []


@pytest.mark.parametrize("command", [["list"], ["export"], ["check"], ["log"], ["source", "list"], ["list", "--count"]])
def test_reading_without_a_database_finds_nothing_and_says_how_to_begin(tracker: Program, command: list[str]) -> None:
    answer = tracker(*command)
    assert answer.code == 0
    assert "Begin with: tracker add" in answer.err
    assert tracker("list", "topic:migrants").code == 2


def test_every_switch_of_the_program_may_stand_behind_the_command(coded: Program) -> None:
    assert "\x1b[" in coded("show", "1", "--color", "always").out
    assert "\x1b[" not in coded("show", "1").out
    assert coded("log", "-q", "--no-pager", "--no-input").code == 0
    assert coded("source", "list", "-q").code == 0
    coded.done("add", "--note", "-q", "With a note that looks like a switch")
    assert coded("show", "3", "--json").data[0]["note"] == "-q"


def test_undo_says_beforehand_what_it_would_do_or_that_it_would_not(coded: Program) -> None:
    refused = coded("undo", "1", "-n")
    assert (refused.code, refused.out) == (2, "")
    assert "in use by later changes" in refused.err
    would = coded("undo", "3", "-n")
    assert "deleted  proposals 2" in would.out
    assert coded.done("list", "--count") == "2"


def test_evidence_is_said_back_and_an_unchecked_quote_is_called_so(coded: Program) -> None:
    said = coded("cite", "2", "--source", "1", "--quote", "urges a common register")
    assert "Evidence: para. 2, 4 words: “urges a common register”\n" in said.err
    unchecked = coded("cite", "2", "--source", "https://example.org", "--quote", "made up")
    assert "not checked, since this source has no text here" in unchecked.err
    assert "(source 2, quotes not checked against its text)" in coded.done("show", "2")


def test_a_new_actor_is_said_with_the_known_one_that_may_have_been_meant(coded: Program) -> None:
    assert "New actor" not in coded("add", "T", "--by", "norland").err
    slip = coded("add", "T", "--by", "Norlund").err
    assert "New actor: Norlund; if Norland was meant: tracker undo\n" in slip
    assert "New actor: Zembla\n" in coded("update", "1", "--add-support", "Zembla").err


def test_a_status_that_does_not_move_the_proposal_is_explained(coded: Program) -> None:
    coded.done("update", "1", "-s", "on-agenda", "--on", "2013")
    earlier = coded("update", "1", "-s", "adopted", "--on", "2012-06")
    assert "#1 stays on-agenda, which is of a later date (2013)" in earlier.err
    assert "concerns Norland alone" in coded("update", "1", "-s", "adopted", "--for", "Norland").err
    page = coded.done("show", "1")
    assert page.index("2012-06  ") < page.index("2013  ")


def test_a_meeting_is_corrected(coded: Program) -> None:
    coded.done("update", "1", "--place", "Harbour", "--meeting", "Autumn session")
    record = coded("list", "id:1", "--json").data[0]
    assert (record["body"], record["meeting"], record["place"]) == ("Northern Council", "Autumn session", "Harbour")


def test_show_shows_what_is_there_before_it_says_what_is_not(coded: Program) -> None:
    answer = coded("show", "1", "99", "2")
    assert answer.code == 3
    assert "#1  " in answer.out
    assert "#2  " in answer.out
    assert "no proposal 99" in answer.err


def test_a_source_is_shown_with_the_numbers_of_its_paragraphs(coded: Program) -> None:
    assert "  2  The delegation of Norland proposes" in coded.done("source", "show", "1", "--text")


def test_none_finds_what_has_nobody(tracker: Program) -> None:
    tracker.done("add", "Nobody's")
    tracker.done("add", "Norland's", "--by", "Norland", "--body", "Council")
    for term in ("by:none", "body:none", "topic:none topic:none"):
        assert tracker.done("list", "--format", "ids", *term.split(), "not:norland's") == "1"


def test_a_slip_in_the_name_of_the_database_makes_no_folders(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tracker("add", "T", "--db", "nowhere/t.db").code == 2
    monkeypatch.setenv("TRACKER_DB", "")
    assert cli.run_command(["list"]) == cli.USAGE


def test_a_noun_alone_shows_its_help(tracker: Program) -> None:
    answer = tracker("source")
    assert (answer.code, answer.out) == (2, "")
    assert "Commands:" in answer.err
    assert answer.err.count("\n") > 5


def test_a_date_is_cleared_by_an_empty_one(coded: Program) -> None:
    coded.done("update", "1", "--deadline", "2014")
    coded.done("update", "1", "--deadline", "", "--title", "Two\nlines")
    record = coded("list", "id:1", "--json").data[0]
    assert (record["deadline_on"], record["title"]) == (None, "Two lines")


def test_what_is_added_by_a_name_is_removed_by_it(coded: Program) -> None:
    coded.done("update", "1", "--add-tag", "Foo Bar", "--add-spoken-by", "Ivan")
    coded.done("update", "1", "--remove-tag", "Foo Bar", "--add-spoken-by", "Ivan, Minister")
    record = coded("list", "id:1", "--json").data[0]
    assert (record["tags"], record["speakers"][-1]) == (["ferries"], "Ivan, Minister")


def test_a_passage_named_only_by_its_place_is_no_ground_for_an_unusual_step(coded: Program) -> None:
    assert coded("update", "1", "-s", "implemented", "--source", "1", "--locator", "para. 1").code == 2


def test_known_bytes_keep_their_title_and_it_is_said(coded: Program, article: str) -> None:
    assert "keeps its title" in coded("source", "add", article, "--title", "Another").err


def test_a_vocabulary_from_elsewhere_is_text_too(coded: Program) -> None:
    con = sqlite3.connect(coded.db)
    con.execute("UPDATE statuses SET glyph = char(27) || ']52;c;QUJD' || char(7)")
    con.commit()
    con.close()
    assert "\x1b" not in coded.done("show", "1") + coded.done("statuses")


def test_a_very_long_source_is_no_source(coded: Program) -> None:
    assert coded("add", "T", "--source", "x" * 300, "--quote", "y").code == 3


@pytest.mark.parametrize(
    "option", ["--meeting", "--place", "--body", "--by", "--tag", "--note", "--quote", "--summary"]
)
def test_what_cannot_be_stored_is_refused_in_every_field(tracker: Program, option: str) -> None:
    source = ["--source", "https://example.org"] if option == "--quote" else []
    answer = tracker("add", "T", option, "a\udcff", *source)
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "position 2" in answer.err
