"""Lists, pages and exports: the formats, the columns, the files, and what becomes of them when writing fails."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from commands import Program
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tracker.formats.columns import WORDS
from tracker.formats.rows import COLUMNS as FIELDS
from tracker.model import NewProposal
from tracker.schema import sqlite3
from tracker.store import database
from tracker.store.records import proposals

if TYPE_CHECKING:
    from pathlib import Path

LISTED = ["id", "status", "moved", "title", "topic", "by", "body", "date", "evidence"]
HOSTILE = "a | b `c` <b>d</b> [e](http://f.org) \x1b[31m\u202e\nnext line"
BODY = ("--by", "Norland", "--to", "Island", "--body", "Council", "--meeting", "Session", "--place", "Port")


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("TRACKER_FORMAT", "TRACKER_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path / "t.db", capsys)


@pytest.fixture
def filled(tracker: Program) -> Program:
    """Two sources, three proposals: cited, cited and contradicted, bare; with imported columns and a note."""
    tracker.done("source", "add", "https://x.org/a", "--title", "First", "--author", "Li, B.", "--date", "2012-05")
    tracker.done("source", "add", "https://x.org/b", "--title", "Second")
    tracker.done(
        "add", "Ferries", "-t", "migration,other", "--by", "Norland", "--to", "Island", "--date", "2012", *BODY
    )
    tracker.done("add", HOSTILE.replace("\n", " "), "--summary", HOSTILE, "--by", HOSTILE, "--date", "2013-02-03")
    tracker.done("add", "Bare", "--deadline", "2030", "--tag", "x", "--tag", "y", "--note", "between us")
    tracker.done("cite", "1", "--source", "2", "--quote", "the ferries", "--locator", "p. 4")
    tracker.done("cite", "2", "--source", "1", "--quote", HOSTILE, "--locator", "p. 1 | 2")
    tracker.done("cite", "2", "--source", "1", "--locator", "p. 9")
    tracker.done("cite", "2", "--source", "2", "--quote", "no", "--against")
    imported(tracker, [(1, "era", "2017"), (3, "era", "=1+1"), (3, "a, b", HOSTILE)])
    return tracker


def imported(tracker: Program, extras: list[tuple[int, str, str]]) -> None:
    with sqlite3.connect(tracker.db) as con:
        con.executemany("INSERT INTO extras (proposal_id, name, value) VALUES (?, ?, ?)", extras)
    con.close()


def table(written: str) -> list[list[str]]:
    """The cells of a table in Markdown, as a reader sees them."""
    rows: list[list[str]] = []
    for one in MarkdownIt("gfm-like").parse(written):
        if one.type == "tr_open":
            rows.append([])
        elif one.type == "inline" and rows and one.level > 3:
            rows[-1].append("".join(child.content for child in one.children or []))
    return rows


class Page(HTMLParser):
    """The cells, the anchors and the links of a page; every tag must be closed in its order."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.rows: list[list[str]] = []
        self.anchors, self.links = set[str](), list[str]()
        self.heads = 0
        self.feed(written)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self.open.append(tag)
        self.rows += [[]] * (tag == "tr")
        if tag in {"td", "th"}:
            self.rows[-1] = [*self.rows[-1], ""]
        self.heads += tag == "th" and dict(attrs).get("scope") in {"col", "row"}
        self.anchors |= {value for name, value in attrs if name == "id" and value}
        self.links += [value for name, value in attrs if name == "href" and value]
        assert tag not in {"script", "b", "iframe", "img"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self.open):
            self.rows[-1][-1] += data


# formats


def test_a_list_as_markdown_is_a_table_with_numbered_references(filled: Program) -> None:
    written = filled.done("list", "sort:id", "--format", "markdown")
    assert table(written)[0] == LISTED
    assert [row[-1] for row in table(written)[1:]] == ["[1], p. 4", "[2], p. 1 | 2, p. 9; against: [1]", "none"]
    assert written.endswith(
        "\n## References\n\n1. Second. <https://x.org/b>\n2. Li, B. First. 2012-05. <https://x.org/a>"
    )


def test_a_list_as_html_is_a_whole_page_whose_links_lead_somewhere(filled: Program) -> None:
    written = filled.done("list", "topic:migration,none", "sort:id", "--format", "html")
    page = Page(written)
    assert page.rows[0] == LISTED
    assert [row[-1] for row in page.rows[1:]] == ["[1], p. 4", "[2], p. 1 | 2, p. 9; against: [1]", "none"]
    assert page.heads == len(LISTED) + 3
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
    assert {link for link in page.links if not link.startswith("#")} == {"https://x.org/a", "https://x.org/b"}
    assert '<p class="about">Query: topic:migration,none sort:id</p>' in written
    assert re.search(r"<p class=\"about\">Made on \d+ \w+ \d{4}</p>", written)


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
        ("a.md", "| id | status"),
        ("a.markdown", "| id | status"),
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
        (["export", "-o", "a.docx"], "no format for .docx files"),
        (["show", "1", "--format", "csv"], "no format 'csv'; known: text, markdown, html, json"),
        (["list", "--dates", "iso8601"], "no way 'iso8601' to show dates; known: relative, iso"),
        (["export", "--table", "sources", "--format", "html"], "tables are exported as csv, json or jsonl"),
        (["export", "--table", "sources", "--columns", "id"], "--table and --all take whole tables"),
    ],
)
def test_a_format_that_cannot_be_meant_is_refused(filled: Program, args: list[str], said: str) -> None:
    answer = filled(*args)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert sorted(path.name for path in filled.db.parent.glob("a*")) == []


def test_nothing_found_is_an_empty_table(filled: Program) -> None:
    for form in ("markdown", "html"):
        answer = filled("list", "quokka", "--format", form)
        assert answer.code == 0
        assert "Nothing matches" in answer.err
        assert "References" not in answer.out
        assert (table(answer.out) if form == "markdown" else Page(answer.out).rows) == [LISTED]


# columns


def test_columns_are_those_that_were_named_in_their_order(filled: Program) -> None:
    named = ("sort:id", "--columns", "by,ID,x.era, evidence ,topics,by")
    header = ["by", "id", "x.era", "evidence", "topics"]
    rows = [["Norland", "1", "2017", "yes", "migration; other"], ["Bare", "3", "=1+1", "no", ""]]
    found = list(csv.reader(io.StringIO(filled.done("list", "id:1", *named, "--format", "csv"))))
    assert found == [header, rows[0]]
    assert filled.done("list", "id:1", *named) == "\t".join(rows[0])
    first = filled("list", *named, "--json").data[0]
    assert first == {"by": ["Norland"], "id": 1, "x.era": "2017", "evidence": True, "topics": ["migration", "other"]}
    assert table(filled.done("list", "id:1", *named, "--format", "markdown"))[0] == header
    assert Page(filled.done("list", *named, "--format", "html")).rows[0] == header
    drawn = filled.done("list", *named, "--format", "table").splitlines()
    assert drawn[0].split() == ["BY", "ID", "X.ERA", "EV", "TOPICS"]


@pytest.mark.parametrize("column", [*(one.name for one in WORDS), *FIELDS, "x.era", 'x."a"'])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_every_column_works_in_every_kind_of_format(filled: Program, column: str, form: str) -> None:
    if column == 'x."a"':
        column = '"x.a, b"'
    answer = filled("list", "--columns", column, "--format", form)
    assert (answer.code, answer.err.count("\n") <= 1) == (0, True)


def test_a_named_column_has_the_value_of_the_whole_record(filled: Program) -> None:
    whole = filled("list", "--json").data
    named = filled("list", "--json", "--columns", ",".join(FIELDS) + ",extra").data
    assert named == whole


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("titel", "no column 'titel'; did you mean title?"),
        ("id,proposer", "no column 'proposer'; did you mean by?"),
        ("year", "did you mean date?"),
        ("zzz", "no column 'zzz'; --columns help lists them"),
        ("x.ear", "no imported column 'ear'; did you mean x.era?"),
        ("x.zzz", "no imported column 'zzz'; known: x.a, b, x.era"),
        (" , ", "--columns: no column is named; --columns help lists them"),
    ],
)
def test_a_wrong_column_is_answered_with_the_nearest_right_one(filled: Program, typed: str, said: str) -> None:
    for command in ("list", "export"):
        answer = filled(command, "--columns", typed)
        assert (answer.code, answer.out) == (2, "")
        assert said in answer.err


def test_numbers_alone_have_no_columns(filled: Program) -> None:
    assert filled("list", "--format", "ids", "--columns", "title").code == 2


def test_the_help_lists_the_columns_with_the_imported_ones(filled: Program) -> None:
    for command in ("list", "export"):
        listed = filled.done(command, "--columns", "help").splitlines()
        assert [line.split("  ")[0] for line in listed[:3]] == ["id", "status", "moved"]
        assert "x.era         imported" in listed
        assert "proposed_on" in listed[-1]


def test_without_a_database_the_columns_are_known_all_the_same(tracker: Program) -> None:
    assert "title" in tracker.done("list", "--columns", "help")
    assert tracker("list", "--columns", "id,titel").code == 2
    assert not tracker.db.exists()


def test_our_note_is_given_only_when_it_is_asked_for(filled: Program) -> None:
    for form in ("csv", "tsv", "json", "jsonl", "markdown", "html"):
        assert "between us" not in filled.done("export", "--format", form)
        assert "between us" in filled.done("export", "--format", form, "--columns", "id,note")
        assert "between us" in filled.done("export", "--format", form, "--notes")
    for form in ("markdown", "html"):
        assert "between us" not in filled.done("show", "3", "--format", form)


def test_imported_columns_are_always_exported(filled: Program) -> None:
    found = list(csv.DictReader(io.StringIO(filled.done("export", "sort:id"))))
    assert list(found[0])[-2:] == ["x.a, b", "x.era"]
    assert [row["x.era"] for row in found] == ["2017", "", "=1+1"]
    assert [one["extra"] for one in filled("list", "sort:id", "--json").data] == [
        {"era": "2017"},
        {},
        {"era": "=1+1", "a, b": HOSTILE},
    ]
    assert "'=1+1" in filled.done("export", "--for", "excel", "--columns", "x.era")


def test_columns_under_a_clock_are_of_that_day(filled: Program) -> None:
    filled.done("update", "1", "-s", "adopted", "--on", "2014-05", "--source", "1", "--quote", "it was adopted")
    day = ("id:1", "--as-of", "2014-05-10", "--columns", "id,status,moved,unsure,evidence")
    assert filled.done("list", *day) == "1\t~proposed\t2012\tyes\tyes"
    assert filled("list", *day, "--json").data[0]["status"] == "proposed"
    then = filled.done("list", "id:1", "--as-of", "2013", "--format", "markdown")
    assert table(then)[1][-1] == "[1], p. 4"
    now = filled.done("list", "id:1", "--as-of", "2015", "--format", "markdown")
    assert table(now)[1][-1] == "[1], p. 4; [2]"
    assert ", as of 31 December 2013</p>" in filled.done("list", "--as-of", "2013", "--format", "html")
    assert filled.done("export", "--as-of", "2015", "id:1").splitlines()[0].endswith('updated_at,"x.a, b",x.era,unsure')


def test_a_status_without_evidence_is_said_to_have_none(filled: Program) -> None:
    filled.done("update", "1", "-s", "implemented", "--on", "2014", "--force", "--because", "hearsay")
    assert table(filled.done("list", "id:1", "--format", "markdown"))[1][-1] == "[1], p. 4; none for the status"


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
        "- **x\\.era:** 2017",
        "",
        "### What became of it",
        "",
        "- 2012: ○ proposed",
        "",
        "  > “the ferries” [1], p. 4",
        "- 2014: looked: BelTA, nothing new",
        "",
        "## References",
        "",
        "1. Second. <https://x.org/b>",
    ]


def test_several_share_their_references_and_the_file_tells_the_format(filled: Program) -> None:
    answer = filled("show", "2", "1", "3", "-o", "briefing.html")
    assert (answer.code, answer.err) == (0, "Wrote 3 proposals to briefing.html\n")
    written = (filled.db.parent / "briefing.html").read_text(encoding="utf-8")
    page = Page(written)
    assert {"proposal-1", "proposal-2", "proposal-3", "source-1", "source-2"} <= page.anchors
    assert {link[1:] for link in page.links if link.startswith("#")} <= page.anchors
    assert written.count("<h1") == 1
    assert "<title>3 proposals</title>" in written


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
    with database.write(ledger, "add", "ann") as change:
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
        ("$TRACKER list --json > /dev/full", 1, "the output cannot be written: No space left on device"),
        ("$TRACKER list --format html > /dev/full", 1, "the output cannot be written: No space left on device"),
        ("$TRACKER show 1 --format markdown >&-", 1, "the output cannot be written: Bad file descriptor"),
        ("$TRACKER list >&-", 1, "the output cannot be written: Bad file descriptor"),
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
    monkeypatch.setattr(sources, "numbered", lambda *_: iter([None]))
    assert filled("list", "-o", str(path)).code == 1
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in path.parent.glob(".a.md*")] == []
