"""`tracker source`: listed, shown with what is cited, edited, merged and removed; and extras said by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.program import Program
from helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "Ministers on migration\n\nKazakhstan proposes a single hotline. It was put on the agenda.\n"
PAGE = "https://example.org/report"
HOSTILE = "\x1b]2;gone\x07 [/x] \u202eevil"


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("state", "data", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path / "t.db", capsys)


def cite_both(tracker: Program) -> None:
    """A report with its text and its page as a reference, each cited for a proposal."""
    tracker.done("source", "add", "report.txt", "--date", "2013-06-03", "--publisher", "BelTA")
    tracker.done("source", "add", PAGE, "--title", "The page", "--type", "article-newspaper", "--note", "On paper")
    tracker.done("add", "Open a hotline", "--source", "1", "--quote", "Kazakhstan proposes … hotline")
    tracker.done("add", "Put it on the agenda", "--source", PAGE, "--quote", "on the agenda", "--extra", "era=2013")


@pytest.fixture
def cited(tracker: Program, tmp_path: Path) -> Program:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tracker.filled_by(cite_both)


def columns(program: Program, *args: str) -> list[list[str]]:
    return [line.split("\t") for line in program.done("source", "list", *args).splitlines()]


# listed and shown


def test_a_list_in_a_pipe_has_what_a_bibliography_needs(cited: Program) -> None:
    cited.done("source", "edit", "2", "--archive-url", "https://archive.example/1", "--container", "The Courier")
    report, page = columns(cited)
    assert report[:6] == ["1", "document", "Ministers on migration", "BelTA", "2013-06-03", "1"]
    assert report[6] > "2026"
    assert page == ["2", "article-newspaper", "The page", "The Courier", "", "1", "", "https://archive.example/1"]


@pytest.mark.parametrize(
    ("args", "ids", "says"),
    [
        (["minist"], ["1"], "1 of 3 sources"),
        (["BELTA", "2013"], ["1"], "1 of 3 sources"),
        (["example.org"], ["2"], "1 of 3 sources"),
        (["newspaper"], ["2"], "1 of 3 sources"),
        (["nothing", "has", "this"], [], "0 of 3 sources"),
        (["--uncited"], ["3"], "1 of 3 sources"),
        ([], ["1", "2", "3"], ""),
    ],
)
def test_words_choose_from_the_list(cited: Program, args: list[str], ids: list[str], says: str) -> None:
    cited.done("source", "add", "https://example.com", "--title", "Unused")
    answer = cited("source", "list", *args, "--json")
    assert [str(one["id"]) for one in answer.data] == ids
    assert answer.err.removesuffix("\n") == says


@pytest.mark.parametrize("typed", ["2", "#2", PAGE, "the PAGE"])
def test_a_source_is_shown_with_what_is_cited_from_it(cited: Program, typed: str) -> None:
    cited.done("cite", "1", "--source", "2", "--quote", "no agenda", "--locator", "p. 2", "--against")
    cited.done("rm", "2")
    assert cited.done("source", "show", typed).split("\n") == [
        "Source 2  The page",
        "article-newspaper · cited 2 times",
        f"url           {PAGE}",
        "",
        "Note: On paper",
        "",
        "#1  Open a hotline  [○ proposed]",
        "    against: “no agenda” p. 2 (not checked)",
        "",
        "#2  Put it on the agenda  [removed]",
        "    “on the agenda” (not checked)",
    ]


def test_a_source_as_json_has_its_note_texts_citations_and_history(cited: Program) -> None:
    (shown,) = cited("source", "show", "1", "--json").data
    assert (shown["id"], shown["note"], shown["merged"]) == (1, "", [])
    assert [(one["origin"], one["characters"]) for one in shown["snapshots"]] == [("report.txt", len(REPORT))]
    (passage,) = shown["cited"]
    assert passage["proposal"] == {"id": 1, "title": "Open a hotline", "status": "proposed", "removed": False}
    assert (passage["locator"], passage["snapshot_id"], passage["start_at"]) == ("para. 1", 1, 24)
    assert [one["command"] for one in shown["history"]] == ["source add report.txt"]
    assert "note" not in cited("source", "list", "--json").data[0]


def test_a_reference_has_no_text_and_says_so(cited: Program) -> None:
    answer = cited("source", "show", "2", "--text")
    assert (answer.code, answer.out, answer.err) == (0, "", "Source 2 has no captured text\n")


# edited


def test_an_edit_says_what_it_changed_and_is_taken_back(cited: Program) -> None:
    said = (
        "--title",
        "A  new title",
        "--author",
        "Ada; Bo",
        "--date",
        "May 2013",
        "--publisher",
        "",
        "--type",
        "report",
    )
    answer = cited("source", "edit", "1", *said)
    assert (answer.out, answer.err) == ("1\n", "Undo: tracker undo\n")
    assert cited.done("list", "source:new") == cited.done("list", "id:1")
    assert cited("log", "--json").data[0]["command"] == "source edit 1 (title, author, publisher, date, type)"
    cited.done("check")
    cited.done("undo")
    assert cited.done("list", "source:new") == ""
    assert columns(cited)[0][2] == "Ministers on migration"


def test_a_dry_run_of_an_edit_says_what_it_would_do(cited: Program) -> None:
    answer = cited("source", "edit", "1", "--title", "New", "-n")
    assert (answer.out, answer.err) == ("", "Not done: Updated source 1  New  (title)\n")
    assert columns(cited)[0][2] == "Ministers on migration"


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["edit", "1"], 2, "nothing to change"),
        (["edit", "9", "--title", "x"], 3, "no source 9"),
        (["edit", "no such title", "--title", "x"], 3, "no source 'no such title'"),
        (["edit", "1", "--type", "newspaper"], 2, "did you mean article-newspaper?"),
        (["edit", "1", "--url", "belta.by"], 2, "neither http:// nor https://"),
        (["edit", "1", "--url", PAGE], 2, "source 2 has the address"),
        (["edit", "1", "--date", "05/06/2012"], 2, "--date"),
        (["edit", "1", "--title", "Ministers on migration"], 2, "already has these values"),
        (["edit", "1", "--title", ""], 2, "neither a title nor an address"),
        (["edit", "1", "--title", "a\0b"], 2, "title"),
        (["add", "https://example.com", "--type", "films"], 2, "no type of source"),
        (["add", "https://example.com", "--archive-url", "x"], 2, "not a web address"),
        (["add", "https://a.example", "https://b.example", "--archive-url", PAGE], 2, "name one document"),
        (["merge", "1", "1"], 2, "into itself"),
        (["merge", "1", "9"], 3, "no source 9"),
        (["merge", "x", "1"], 3, "no source 'x'"),
        (["rm", "1"], 2, "source 1 is the evidence of #1 and stays"),
        (["rm", "9"], 3, "no source 9"),
        (["show", "9" * 30], 3, "no source 9"),
        (["show", HOSTILE], 3, "␛]2;gone␇"),
    ],
)
def test_what_cannot_be_meant_is_one_line_and_changes_nothing(
    cited: Program, args: list[str], code: int, says: str
) -> None:
    before = cited.done("log")
    answer = cited("source", *args)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert cited.done("log") == before


@pytest.mark.parametrize("args", [["edit", "1", "--title", "x"], ["merge", "1", "2"], ["rm", "1"], ["show", "1"]])
def test_without_a_database_nothing_is_made(tracker: Program, args: list[str]) -> None:
    assert tracker("source", *args).code == 3
    assert not tracker.db.exists()


# merged and removed


def test_a_merge_says_what_it_took_over_and_the_old_names_find_the_one_that_stays(cited: Program) -> None:
    dry = cited("source", "merge", "2", "1", "-n")
    assert dry.err.startswith("Not done: Merged source 1 into source 2  The page\n")
    answer = cited("source", "merge", "2", "1")
    assert (answer.out, answer.err) == (
        "2\n",
        "Taken over: 1 citation and 1 text\nFilled in: publisher BelTA; date 2013-06-03\nUndo: tracker undo\n",
    )
    assert [row[0] for row in columns(cited)] == ["2"]
    shown = cited("source", "show", "1")
    assert shown.err == "Source 1 was merged into source 2\n"
    assert "merged        source 1  Ministers on migration" in shown.out
    assert cited.done("source", "add", "report.txt") == "2"
    assert cited.done("source", "add", PAGE) == "2"
    assert cited.done("list", "source:1").count("\n") == cited.done("list", "source:on-migration").count("\n") == 1
    again = ("--source", "Ministers on migration", "--quote", "put on the agenda")
    cited.done("cite", "1", *again)
    assert cited("source", "show", "2", "--json").data[0]["cited"][-1]["snapshot_id"] == 1
    assert "source merge 2 1" in cited.done("show", "1", "--history")
    cited.done("check")
    cited.done("undo", str(cited("log", "--json").data[1]["id"]))
    assert [row[0] for row in columns(cited)] == ["1", "2"]
    cited.done("check")


def test_a_known_day_says_what_was_cited_then_from_the_source_that_stayed(cited: Program) -> None:
    cited.done("source", "merge", "2", "1")
    shown = cited("show", "1", "--known-by", "today", "--json").data[0]
    assert [one["source"]["id"] for one in shown["citations"]] == [2]


def test_two_documents_of_one_address_are_told_of(cited: Program, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Another text\n", encoding="utf-8")
    answer = cited("source", "add", "page.txt", "--url", PAGE)
    assert "Source 2 has that address too; if it is the same: tracker source merge 2 3" in answer.err


def test_what_nothing_cites_is_removed_and_comes_back(cited: Program) -> None:
    cited.done("source", "add", "https://example.com")
    assert cited.done("source", "rm", "3") == "3"
    assert [row[0] for row in columns(cited)] == ["1", "2"]
    assert cited("source", "show", "3").code == 3
    cited.done("undo")
    assert [row[0] for row in columns(cited)] == ["1", "2", "3"]


# extras, notes and links of a proposal


def test_extras_are_said_found_shown_and_cleared(cited: Program) -> None:
    assert cited.done("list", "x.era:2013").startswith("2\t")
    cited.done("update", "1", "--extra", "era=2013", "--extra", "Page no=7; 8")
    assert "x.Page no     7; 8" in cited.done("show", "1")
    assert cited("show", "1", "--json").data[0]["extra"] == {"era": "2013", "Page no": "7; 8"}
    assert cited.done("list", "--format", "ids", "x.era:2013", "sort:id") == "1\n2"
    cited.done("update", "1", "2", "--remove-extra", "era", "-y")
    assert cited("list", "--format", "ids", "x.page-no:8").out == "1\n"
    assert cited("log", "--json").data[0]["command"] == "update 1 2 (extra)"
    cited.done("undo")
    assert cited.done("list", "--format", "ids", "x.era:2013", "sort:id") == "1\n2"
    assert cited("update", "1", "--extra", "era").code == 2
    assert cited("update", "1", "--remove-extra", "no").code == 2
    cited.done("check")


def test_the_editor_shows_extras_and_changes_them(
    cited: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "replace.sh"
    script.write_text("sed -i 's/- era=2013/- era=2014\\n  - seen=yes/' \"$1\"\n", encoding="utf-8")
    monkeypatch.setenv("TRACKER_EDITOR", f"sh {script}")
    assert cited.done("edit", "2") == "2"
    assert cited("show", "2", "--json").data[0]["extra"] == {"era": "2014", "seen": "yes"}
    assert cited("log", "--json").data[0]["command"] == "edit 2 (extra)"


def test_links_to_a_proposal_are_in_its_json_by_the_words_of_queries(cited: Program) -> None:
    cited.done("link", "2", "repeats", "1")
    first, second = cited("show", "1", "2", "--json").data
    assert (first["links"], first["linked_from"]) == ([], [{"kind": "repeated-by", "id": 2}])
    assert (second["links"], second["linked_from"]) == ([{"kind": "repeats", "id": 1}], [])
    assert cited.done("list", "--format", "ids", "link:repeated-by") == "1"


def test_notes_on_sources_leave_only_when_asked(cited: Program) -> None:
    assert "On paper" not in cited.done("export", "--table", "sources")
    assert "On paper" in cited.done("export", "--table", "sources", "--notes")


# on a terminal


def test_a_terminal_gets_a_table_that_fits_and_nothing_that_is_obeyed(cited: Program, tmp_path: Path) -> None:
    cited.done("source", "edit", "1", "--title", HOSTILE, "--note", HOSTILE, "--archive-url", "https://archive.example")
    code, listed = Terminal(tmp_path, "source", "list").ends()
    assert code == 0
    assert "ARCHIVE" in listed
    assert "␛]2;gone␇ [/x] \\u202eevil" in listed
    assert all(len(line) <= 100 for line in listed.splitlines())
    code, shown = Terminal(tmp_path, "source", "show", "1").ends()
    assert "\x1b]" not in listed + shown
    assert "Note: ␛]2;gone␇" in shown
    code, said = Terminal(tmp_path, "source", "edit", "2", "--title", "The page of it").ends()
    assert " ".join(said.split()) == "Updated source 2 The page of it (title) Undo: tracker undo"
