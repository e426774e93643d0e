"""Lists, pages and exports: the formats, the files, and what becomes of them when writing fails."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.dossier import fill
from helpers.markup import Page, table
from tracker.cli import session as sessions
from tracker.clocks import NO_CLOCK
from tracker.dates import date_in_words
from tracker.formats.documents.caption import caption_lines
from tracker.model import NewProposal
from tracker.schema import sqlite3
from tracker.store import database
from tracker.store.records import proposals

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


LISTED = ["id", "status", "moved", "title", "topic", "by", "body", "date", "evidence"]


@pytest.fixture
def filled(tracker: Program) -> Program:
    return tracker.filled_by(fill)


# formats


def test_a_list_as_markdown_is_a_table_with_numbered_references(filled: Program) -> None:
    written = filled.done("list", "sort:id", "--format", "markdown")
    assert table(written)[0] == LISTED
    assert [row[-1] for row in table(written)[1:]] == ["◐ [1], p. 4", "◐ [2], p. 1 | 2, p. 9; against: [1]", "○ none"]
    references = "\n## References\n\n1. Second. <https://x.org/b>\n2. Li, B. First. 2012-05. <https://x.org/a>\n"
    assert references in written
    assert written.index("*Status on ") < written.index(references) < written.index("\n*Made on ")


def test_a_list_as_html_is_a_whole_page_whose_links_lead_somewhere(filled: Program) -> None:
    written = filled.done("list", "topic:migration,none", "sort:id", "--format", "html")
    page = Page(written)
    assert page.rows[0] == LISTED
    assert [row[-1] for row in page.rows[1:]] == ["◐ [1], p. 4", "◐ [2], p. 1 | 2, p. 9; against: [1]", "○ none"]
    assert page.heads == len(LISTED) + 3
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
    assert {link for link in page.links if not link.startswith("#")} == {"https://x.org/a", "https://x.org/b"}
    foot = r"<footer>\n<p>Made on \d+ \w+ \d{4}</p>\n<p>Query: topic:migration,none sort:id</p>\n</footer>"
    assert re.search(foot, written)
    assert "<title>Proposals whose topic is migration or none</title>" in written


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_what_was_stored_reaches_the_reader_as_it_is(filled: Program, form: str) -> None:
    written = filled.done("list", "id:2", "--columns", "title,by,summary", "--format", form)
    cells = (table(written) if form == "markdown" else Page(written).rows)[1]
    seen = "a | b `c` <b>d</b> [e](http://f.org) ␛[31m\\u202e next line"
    assert [" ".join(cell.split()) for cell in cells] == [seen] * 3


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "jsonl", "markdown", "html", "ids"])
def test_an_export_and_a_list_of_a_format_are_the_same(filled: Program, form: str) -> None:
    assert filled.done("list", "--format", form) == filled.done("export", "--format", form)


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.md", "# All proposals\n\n| id | status"),
        ("a.markdown", "# All proposals\n\n| id | status"),
        ("a.html", "<!DOCTYPE html>"),
        ("A.HTM", "<!DOCTYPE html>"),
        ("a.csv", "id,uid"),
        ("a.ndjson", '{"id"'),
    ],
)
@pytest.mark.parametrize("command", ["list", "export"])
def test_the_ending_of_the_file_tells_the_format(filled: Program, command: str, name: str, begins: str) -> None:
    answer = filled(command, "-o", name)
    assert (answer.code, answer.out, answer.err) == (0, "", f"Wrote 3 proposals to {name}\n")
    assert (filled.db.parent / name).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["list", "--format", "markdwn"], "no format 'markdwn'; did you mean markdown?"),
        (["list", "-o", "a.xml"], "no format for .xml files"),
        (["list", "-o", "a"], "a file needs a format"),
        (["list", "-o", "a.md", "--format", "table"], "a file needs a format"),
        (["export", "-o", "a.doc"], "no format for .doc files"),
        (["show", "1", "--format", "csv"], "no format 'csv'; known: text, docx, html, json, markdown"),
        (["list", "--dates", "iso8601"], "no way to show dates 'iso8601'; did you mean iso?"),
        (["export", "--table", "sources", "--format", "html"], "tables are exported as csv, json, jsonl or xlsx"),
        (["export", "--table", "sources", "--columns", "id"], "--table and --all export whole tables"),
    ],
)
def test_a_format_that_cannot_be_meant_is_refused(filled: Program, args: list[str], said: str) -> None:
    answer = filled(*args)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert sorted(path.name for path in filled.db.parent.glob("a*")) == []


def test_a_file_that_has_no_format_is_answered_with_the_endings_there_are(filled: Program) -> None:
    endings = ".bib, .csl, .csv, .docx, .html, .ics, .ids, .json, .jsonl, .md, .ris, .tsv or .xlsx"
    assert f"no format for .xml files; name a {endings}, or give --format" in filled("export", "-o", "a.xml").err
    assert f"a file needs a format: name a {endings}, or give --format" in filled("list", "-o", "a").err


# counts


@pytest.mark.parametrize("clock", [[], ["--as-of", "2100"]])
def test_a_count_as_json_is_an_object(filled: Program, clock: list[str]) -> None:
    assert filled("list", "--count", "--json", *clock).data == {"count": 3}
    assert filled.done("list", "--count", "--format", "jsonl", "topic:migration", *clock) == '{"count": 1}'
    assert filled.done("list", "--count", *clock) == "3"


@pytest.mark.parametrize(
    ("name", "written"), [("n.json", '{\n  "count": 3\n}\n'), ("n.csv", "3\n"), ("n.txt", "3\n"), ("n", "3\n")]
)
@pytest.mark.parametrize("clock", [[], ["--as-of", "2100"]])
def test_a_count_is_written_into_the_file(filled: Program, name: str, written: str, clock: list[str]) -> None:
    answer = filled("list", "--count", "-o", name, *clock)
    assert (answer.code, answer.out, answer.err) == (0, "", f"Wrote the count to {name}\n")
    assert (filled.db.parent / name).read_text(encoding="utf-8") == written


def test_a_count_is_a_number_whatever_format_lists_have(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_FORMAT", "json")
    assert filled.done("list", "--count") == "3"
    assert filled("list", "--count", "--columns", "title").out == "3\n"
    assert filled("list", "--count", "--format", "q").code == 2


def test_nothing_found_is_an_empty_table(filled: Program) -> None:
    for form in ("markdown", "html"):
        answer = filled("list", "quokka", "--format", form)
        assert answer.code == 0
        assert "Nothing matches" in answer.err
        assert "References" not in answer.out
        assert (table(answer.out) if form == "markdown" else Page(answer.out).rows) == [LISTED]


# pages


def test_a_briefing_tells_facts_life_and_quotes_with_references(filled: Program) -> None:
    filled.done("looked", "1", "--in", "BelTA", "--on", "2014", "--note", "only for us")
    assert filled.done("show", "1", "--format", "md").splitlines() == [
        "## Ferries (\\#1)",
        "",
        "○ proposed since 2012 · proposal · migration, other",
        "",
        "- **by:** Norland",
        "- **to:** Island",
        "- **at:** Council, Session, Port",
        "- **on:** 2012",
        "- **era:** 2017",
        "",
        "### What became of it",
        "",
        "- 2012: ○ proposed ◐",
        "",
        "  > “the ferries” [1], p. 4 ◐",
        "- 2014: ◦ looked: BelTA, nothing new",
        "",
        *(line for one in caption_lines(NO_CLOCK, sessions.today()) for line in (f"*{one}*", "")),
        "## References",
        "",
        "1. Second. <https://x.org/b>",
        "",
        f"*Made on {date_in_words(sessions.today().isoformat())}*",
    ]


def test_several_share_their_references_and_the_file_tells_the_format(filled: Program) -> None:
    answer = filled("show", "2", "1", "3", "-o", "briefing.html")
    assert (answer.code, answer.err) == (0, "Wrote 3 proposals to briefing.html\n")
    written = (filled.db.parent / "briefing.html").read_text(encoding="utf-8")
    page = Page(written)
    assert {"proposal-1", "proposal-2", "proposal-3", "source-1", "source-2"} <= page.anchors
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
    assert written.count("<h1") == 1
    assert "<title>Proposals</title>" in written


def test_a_briefing_on_a_day_says_so(filled: Program) -> None:
    for form in ("markdown", "html"):
        assert "As of 31 December 2013" in filled.done("show", "1", "--as-of", "2013", "--format", form)


def test_what_is_not_there_is_said_after_the_others(filled: Program) -> None:
    answer = filled("show", "1", "99", "--format", "markdown")
    assert (answer.code, answer.out.startswith("## Ferries")) == (3, True)
    assert "no proposal 99" in answer.err
    answer = filled("show", "99", "-o", "none.md")
    assert (answer.code, (filled.db.parent / "none.md").exists()) == (3, False)


# lossless

VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20).filter(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(VALUES, VALUES)
def test_csv_and_json_give_back_what_was_stored(tracker: Program, title: str, summary: str) -> None:
    tracker.db.unlink(missing_ok=True)
    ledger = database.open_ledger(tracker.db, create=True)
    with database.write_change(ledger, "add", "ann") as change:
        proposals.add(change, NewProposal(title, summary=summary, tags=("a",)))
        change.execute("INSERT INTO extras (proposal_id, name, value) VALUES (1, 'era', ?)", [summary])
    ledger.close()
    stored = (" ".join(title.split()), summary.strip(), summary)
    named = ("--columns", "title,summary,x.era")
    (row,) = csv.reader(io.StringIO(tracker("export", *named).out.split("\r\n", 1)[1], newline=""))
    (whole,) = csv.DictReader(io.StringIO(tracker("export").out, newline=""))
    (line,) = map(json.loads, tracker("export", "--format", "jsonl", *named).out.removesuffix("\n").split("\n"))
    assert tuple(row) == (whole["title"], whole["summary"], whole["x.era"]) == tuple(line.values()) == stored


# faults


def run(folder: Path, shell: str) -> tuple[int, str]:
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -o pipefail; {shell}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "TRACKER": f"{sys.executable} -m tracker --db {folder / 't.db'}"},
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("shell", "code", "said"),
    [
        ("$TRACKER list --json > /dev/full", 1, "the output cannot be written: the disk is full"),
        ("$TRACKER list --format html > /dev/full", 1, "the output cannot be written: the disk is full"),
        ("$TRACKER show 1 --format markdown >&-", 1, "the output cannot be written: it is closed"),
        ("$TRACKER list >&-", 1, "the output cannot be written: it is closed"),
        ("$TRACKER export -o a.md >&-", 0, "Wrote 3 proposals to a.md"),
        ("$TRACKER list 2>&- <&-", 0, ""),
        ("$TRACKER list --columns bogus >&- 2>&-", 2, ""),
        ("for i in 1 2 3 4 5 6 7 8; do $TRACKER list --format html; done | true", 141, ""),
    ],
)
def test_output_that_cannot_be_written_is_one_line(filled: Program, shell: str, code: int, said: str) -> None:
    found, err = run(filled.db.parent, shell)
    assert (found, err.count("\n"), said in err) == (code, bool(said), True), err
    with sqlite3.connect(filled.db) as con:
        assert con.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    con.close()


def test_a_file_is_replaced_only_when_all_was_written(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker.store.records import sources  # noqa: PLC0415 - to break it

    path = filled.db.parent / "a.md"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(sources, "numbered_sources", lambda *_: iter([None]))
    assert filled("list", "-o", str(path)).code == 1
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in path.parent.glob(".a.md*")] == []


def test_a_page_has_the_title_that_it_is_given(filled: Program) -> None:
    assert "<title>For the board</title>" in filled.done("show", "1", "--format", "html", "--title", " For the\nboard ")
    assert filled.done("export", "--format", "markdown", "--title", "All #1").startswith("# All \\#1\n\n| id |")
    assert filled.done("export", "--format", "markdown").startswith("# All proposals\n\n| id |")


@pytest.mark.parametrize("form", ["csv", "json", "ids"])
def test_a_format_without_pages_refuses_a_title(filled: Program, form: str) -> None:
    answer = filled("export", "--format", form, "--title", "All")
    assert answer.code == 2
    instead = "use it with --format docx, html or markdown"
    assert answer.err == f"tracker: --title is for a page, and {form} has none; {instead}\n"
