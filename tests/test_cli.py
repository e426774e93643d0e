"""The command line: what it prints, what it says, how it exits."""

from __future__ import annotations

import csv
import io
import os
from typing import TYPE_CHECKING, Any

import pytest

from tracker import cli
from tracker.cli.app import HOMES, app
from tracker.formats.rows import COLUMNS
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

pytestmark = pytest.mark.database  # every command on each engine
HOSTILE = "[@click=app.quit()] [/] \x1b]52;c;aGk=\x07 \u202eevil \x9b31m"
KEYS = [
    "id",
    "uid",
    "kind",
    "title",
    "summary",
    "topics",
    "tags",
    "status",
    "status_on",
    "reason",
    "extent",
    "proposers",
    "speakers",
    "supporters",
    "opponents",
    "addressees",
    "body",
    "meeting",
    "place",
    "proposed_on",
    "deadline_on",
    "flags",
    "quotes",
    "sources",
    "status_sources",
    "links",
    "looked_on",
    "added_at",
    "updated_at",
]


# adding and asking


def test_add_in_a_pipe_prints_the_number_and_says_how_to_undo_it(tracker: Program) -> None:
    missing = "No evidence yet: tracker cite {} --source … --quote …\nUndo: tracker undo\n"
    made = tracker("add", "A title")
    assert (made.code, made.out, made.err) == (0, "1\n", f"A new database: {tracker.db}\n" + missing.format(1))
    answer = tracker("add", "A title")
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


def test_json_of_list_has_the_keys_others_rely_on_in_their_order(coded: Program) -> None:
    records = coded("list", "--json", "sort:id").data
    assert [list(record) for record in records] == [[*KEYS, "extra"]] * 2
    first = records[0]
    assert first["topics"] == ["other", "external-cooperation"]
    assert first["speakers"] == ["Ada Berg, Minister"]
    assert first["quotes"] == ["Norland proposes a joint ferry inspection by 2014"]
    assert first["sources"] == [{"id": 1, "title": "A session of the northern council", "url": None}]
    assert first["tags"] == ["ferries"]
    assert (first["body"], first["meeting"], first["place"]) == ("Northern Council", "Spring session", "Port")
    assert records[1]["links"] == [{"kind": "part-of", "id": 1}]
    assert records[1]["flags"] == ["unsupported"]


def test_json_lines_are_the_same_objects_one_a_line(coded: Program) -> None:
    import json  # noqa: PLC0415

    lines = coded.done("list", "--format", "jsonl").splitlines()
    assert [json.loads(line) for line in lines] == coded("list", "--json").data


def test_csv_has_the_same_columns_with_lists_joined(coded: Program) -> None:
    rows = list(csv.DictReader(io.StringIO(coded.done("list", "--format", "csv", "sort:id"))))
    assert list(rows[0]) == KEYS == list(COLUMNS)
    assert rows[0]["topics"] == "other; external-cooperation"
    assert rows[0]["sources"] == "A session of the northern council"
    assert rows[1]["links"] == "part-of 1"


def test_list_in_a_pipe_is_tab_separated_without_a_header(coded: Program) -> None:
    rows = [line.split("\t") for line in coded.done("list", "sort:id").splitlines()]
    assert rows[0] == [
        *("1", "proposed", "Inspect ferries jointly", "other", "Norland", "Northern Council", "2012-03-03", "yes"),
    ]
    assert rows[1][-1] == "no"


def test_show_json_is_always_an_array_and_adds_the_life_of_each(coded: Program) -> None:
    shown = coded("show", "1", "--json").data
    beside = ["citations", "status_events", "looks", "linked_from", "note", "extra", "history"]
    assert list(shown[0]) == [*KEYS, *beside]
    assert shown[0]["citations"][0]["locator"] == "para. 2"
    assert shown[0]["history"][0]["command"] == "add Inspect ferries jointly"


def test_show_draws_the_life_line_with_its_evidence(coded: Program) -> None:
    page = coded.done("show", "1")
    assert "#1  Inspect ferries jointly" in page
    assert "2012-03-03  ○ proposed" in page
    assert "“Norland proposes a joint ferry inspection by 2014” [1] para. 2" in page
    assert "has part      #2  Keep a register of crews  [○ proposed]" in page
    assert "no evidence" in coded.done("show", "2")


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ([], ["1", "2"]),
        (["ferr"], ["1"]),
        (["crews"], ["2"]),
        (["Ada", "Berg"], ["1"]),
        (["northern council"], ["1"]),
        (["topic:migration"], ["2"]),
        (["topic!=migration"], ["1"]),
        (["by:berg"], ["1"]),
        (["by:norland", "is:open"], ["1", "2"]),
        (["body:northern council"], ["1"]),
        (["date:2012"], ["1"]),
        (["id:2,1", "limit:1"], ["1"]),
        (["status:adopted"], []),
    ],
)
def test_a_query_finds_what_it_says(coded: Program, query: list[str], ids: list[str]) -> None:
    assert coded("list", "--format", "ids", *query).out.split() == ids


def test_an_empty_result_says_how_many_each_term_has(coded: Program) -> None:
    answer = coded("list", "topic:migration", "ferry")
    assert (answer.code, answer.out) == (0, "")
    assert "topic:migration 1" in answer.err
    assert "ferry 1" in answer.err


def test_exit_status_tells_whether_anything_matched(coded: Program) -> None:
    assert coded("list", "--exit-status", "ferries").code == 0
    assert coded("list", "--exit-status", "nothing").code == 1


def test_count_and_explain(coded: Program) -> None:
    answer = coded("list", "--count", "--explain", "topic:migration")
    assert answer.out == "1\n"
    assert answer.err == "proposals whose topic is migration\n"


@pytest.mark.parametrize(
    ("form", "out"), [("tsv", ""), ("json", "[]\n"), ("csv", ",".join(KEYS) + "\r\n"), ("ids", "")]
)
def test_without_a_database_list_is_empty_and_makes_none(tracker: Program, form: str, out: str) -> None:
    answer = tracker("list", "--format", form)
    assert (answer.code, answer.out) == (0, out)
    assert "tracker demo" in answer.err
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
    monkeypatch.setattr("tracker.config.who", lambda: "somebody else")
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


def test_export_never_replaces_a_database(coded: Program) -> None:
    before = coded.db.read_bytes()
    for name in (str(coded.db), f"{coded.db}-wal"):
        assert coded("export", "--format", "csv", "-o", name).code == 2
    assert coded.db.read_bytes() == before


def test_an_export_keeps_the_rights_of_the_file_it_replaces(coded: Program, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.touch(mode=0o640)
    coded.done("export", "-o", str(target))
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_slip_in_the_name_of_the_database_makes_no_folders(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tracker("add", "T", "--db", "nowhere/t.db").code == 2
    monkeypatch.setenv("TRACKER_DB", "")
    assert cli.run(["list"]) == cli.USAGE


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


# export


def test_export_writes_a_file_whose_ending_decides(coded: Program, tmp_path: Path) -> None:
    coded.done("export", "-o", str(tmp_path / "all.json"))
    coded.done("export", "topic:migration", "-o", str(tmp_path / "some.csv"))
    assert '"id": 1' in (tmp_path / "all.json").read_text(encoding="utf-8")
    assert len((tmp_path / "some.csv").read_text(encoding="utf-8").splitlines()) == 2


def test_every_table_is_exported(coded: Program, tmp_path: Path) -> None:
    coded.done("export", "--all", "-o", str(tmp_path / "out"))
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "citations.csv").read_text(encoding="utf-8"))))
    assert rows[0]["quote"] == "Norland proposes a joint ferry inspection by 2014"
    assert len(list((tmp_path / "out").iterdir())) == 25


def test_our_notes_are_exported_only_when_asked(tracker: Program) -> None:
    tracker.done("add", "T", "--note", "between us")
    assert "between us" not in tracker.done("export") + tracker.done("export", "--table", "proposals")
    assert "between us" in tracker.done("export", "--table", "proposals", "--notes")


def test_a_formula_is_harmless_in_a_spreadsheet_and_whole_in_plain_csv(tracker: Program) -> None:
    tracker.done("add", "=1+1", "--summary", "-5")
    assert ",=1+1,-5," in tracker.done("export")
    assert ",'=1+1,-5," in tracker.done("export", "--for", "excel")
    assert ";'=1+1;-5;" in tracker.done("export", "--for", "excel-eu")


def test_export_replaces_no_pipe(coded: Program, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert coded("export", "-o", str(tmp_path / "pipe.csv")).code == 2
    assert (tmp_path / "pipe.csv").is_fifo()


def test_export_does_not_follow_a_link_and_leaves_the_old_file(coded: Program, tmp_path: Path) -> None:
    target = tmp_path / "target.csv"
    target.write_text("old", encoding="utf-8")
    (tmp_path / "link.csv").symlink_to(target)
    assert coded("export", "-o", str(tmp_path / "link.csv")).code == 2
    assert target.read_text(encoding="utf-8") == "old"


# what is wrong


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["add", " "], 2, "a proposal needs a title"),
        (["add", "T", "-t", "migrants"], 2, "did you mean migration?"),
        (["add", "T", "-s", "adoptd"], 2, "did you mean adopted?"),
        (["add", "T", "--kind", "wish"], 2, "no kind 'wish'"),
        (["add", "T", "--date", "05/06/2012"], 2, "could be 5 June 2012 or 6 May 2012"),
        (["add", "T", "--date", "15 May"], 2, "has no year"),
        (["add", "T", "--date", "2012-02-30"], 2, "--date"),
        (["add", "a\x00b"], 2, "NUL character at position 2"),
        (["add", "T", "--summary", "a\udc80"], 2, "position 2"),
        (["add", "T", "--source", "1", "--quote", "no such words"], 2, "not in the source"),
        (["add", "T", "--source", "1", "--quote", "the council"], 2, "times"),
        (["add", "T", "--source", "1"], 2, "needs the passage"),
        (["add", "T", "--quote", "x"], 2, "needs its source"),
        (["add", "T", "--source", "nowhere.txt", "--quote", "x"], 3, "no source 'nowhere.txt'"),
        (["add", "T", "--part-of", "99"], 3, "no proposal 99"),
        (["list", "topik:x"], 2, "did you mean topic?"),
        (["list", "topic:x"], 2, "no topic 'x'"),
        (["list", "status:x"], 2, "no status 'x'"),
        (["list", "is:x"], 2, "is:"),
        (["list", "is:removed,open"], 2, "stands alone"),
        (["list", "by:nobody"], 2, "no actor 'nobody'"),
        (["log", "99"], 3, "no proposal 99"),
        (["list", "date:x"], 2, "date"),
        (["list", "--format", "x"], 2, "no format 'x'"),
        (["list", "--nope"], 2, "no such option"),
        (["show", "99"], 3, "no proposal 99"),
        (["show", "x"], 2, "'x' is no number"),
        (["show", "9" * 30], 3, "no proposal"),
        (["show", "0"], 2, "is no number"),
        (["add", "T", "--date", "2999"], 2, "in the future"),
        (["update", "1", "-s", "on-agenda", "--on", "2999-01"], 2, "in the future"),
        (["update", "1", "--title", "Inspect ferries jointly"], 2, "is so already"),
        (["list", "not:topic:migration"], 2, "topic!=migration"),
        (["list", "--color", "pink", "--format", "table"], 2, "no colour 'pink'"),
        (["export", "-o", "out.xlsx"], 2, "no format for .xlsx"),
        (["update", "1"], 2, "nothing to change"),
        (["update", "1", "--on", "2012"], 2, "say which: --status"),
        (["update", "1", "-s", "rejected", "--reason", "voted"], 2, "did you mean voted-down?"),
        (["update", "1", "--remove-tag", "nope"], 2, "has no tag nope"),
        (["update", "99", "--title", "x"], 3, "no proposal 99"),
        (["cite", "1", "--source", "1", "--quote", "went home", "--event", "99"], 3, "no status event 99"),
        (["source", "add", "nowhere.txt"], 2, "no file nowhere.txt"),
        (["source", "show", "99"], 3, "no source 99"),
        (["restore", "1"], 2, "was not removed"),
        (["undo", "99"], 3, "no change 99"),
        (["redo"], 2, "nothing to redo"),
        (["export", "--table", "topcs"], 2, "did you mean topics?"),
        (["demo"], 2, "needs a terminal"),
        (["lst"], 2, "did you mean list?"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_exit_code_and_writes_nothing(
    coded: Program, args: list[str], code: int, says: str
) -> None:
    before = coded.done("log")
    answer = coded(*args)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert answer.err.startswith("tracker: ")
    assert coded.done("log") == before


def test_the_help_goes_to_stderr_when_there_is_no_terminal_for_the_screen(tracker: Program) -> None:
    answer = tracker()
    assert (answer.code, answer.out) == (2, "")
    assert "Commands:" in answer.err


@pytest.mark.parametrize("field", ["title", "summary", "by", "spoken-by", "place", "meeting", "tag", "quote", "note"])
def test_hostile_text_is_shown_as_text_everywhere(tracker: Program, field: str) -> None:
    option = [] if field == "title" else [f"--{field}", HOSTILE]
    source = ["--source", "https://example.org"] if field == "quote" else []
    tracker.done("add", HOSTILE if field == "title" else "T", *option, *source)
    said = [tracker.done("list"), tracker.done("show", "1", "--history"), tracker.done("log"), tracker("undo").err]
    everything = "".join(said) + tracker.done("list", "--json")
    assert not set(everything) & set("\x1b\x07\x9b\u202e")
    assert "[@click=app.quit()] [/]" in "".join(said) or field in {"tag", "note"}


def test_a_failure_of_ours_is_one_line_and_its_traceback_is_kept(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tracker.query.parse", broken)
    answer = tracker("list")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "ZeroDivisionError" in (tmp_path / "state" / "tracker" / "crash.txt").read_text(encoding="utf-8")


# help


def test_the_first_sentence_of_each_command_is_the_one_in_the_overview(tracker: Program) -> None:
    import typer  # noqa: PLC0415

    group: Any = typer.main.get_command(app)
    for name, (_, sentence) in HOMES.items():
        command = group.get_command(None, name)
        assert " ".join(command.help.split("\n\n")[0].split()).split(". ")[0].rstrip(".") == sentence.rstrip("."), name
    assert tracker.done("--help").count("\n") > len(HOMES)


def test_help_of_a_command_is_its_own_help(tracker: Program) -> None:
    assert tracker.done("help", "source", "add") == tracker.done("source", "add", "--help")
    assert tracker("help", "nope").code == 2


def test_statuses_are_explained_without_a_database(tracker: Program) -> None:
    assert "usual next: on-agenda, adopted" in " ".join(tracker.done("statuses").split())
    assert len(tracker("statuses", "--json").data) == 10


def test_interrupting_exits_130(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.query.parse", interrupted)
    assert tracker("list").code == cli.INTERRUPTED
