"""`tracker import`: a table becomes proposals, whole or not at all, and the same rows are known again."""

from __future__ import annotations

import hashlib
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

NZ = """\
id,area,party,status,promise,whatHappened,sourceDoc,sourceUrl,evidenceUrls
w1,water,Labour,kept,Clean the rivers of Ōtākou,It was done.,Manifesto,https://example.org/m,https://a.org/1 | https://b.org/2
w2,water,Greens,broken,Fence every stream in the south,,Manifesto,https://example.org/m,
h1,health,Labour,in the works,Build a hospital in Ōpōtiki,Begun in 2019.,Speech,https://example.org/s,https://a.org/1
"""  # fmt: skip
LINE = ("--create-topics", "nz", "--default", "proposed_on=2017-10-24", "--according-to", "Promise Tracker")


@pytest.fixture(name="table")
def with_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "nz.csv"
    path.write_text(NZ, encoding="utf-8")
    return path


def shown(tracker: Program, number: int) -> dict[str, object]:
    page: dict[str, object] = json.loads(tracker.done("show", str(number), "--format", "json"))
    return page


def test_one_line_imports_a_table_of_promises(tracker: Program, table: Path) -> None:
    assert tracker.done("import", str(table), *LINE) == "3"
    assert tracker.done("stats", "--by", "status") == "in-progress\t1\nimplemented\t1\nlapsed\t1"
    assert tracker.done("list", "topic:nz/water", "--count") == "2"
    assert tracker.done("list", "reason:abandoned", "--count") == "1"
    assert tracker.done("list", "Ōtākou", "by:labour", "kind:commitment", "date:2017-10-24", "--count") == "1"
    assert tracker.done("list", "x.id:w1", "--count") == "1"
    assert tracker.done("list", "source:https://a.org/1", "--count") == "2"
    assert tracker("check").code == 0


def test_a_status_is_the_claim_of_the_file_and_never_checked(tracker: Program, table: Path) -> None:
    tracker.done("import", str(table), *LINE)
    assert tracker.done("list", "according-to:promise-tracker", "rating:kept", "--count") == "1"
    assert tracker.done("list", "evidence:checked", "--count") == "0"
    assert tracker.done("list", "evidence:unchecked", "--count") == "3"
    assert tracker.done("list", 'locator:"line 2"', "--count") == "1"
    digest = hashlib.sha256(table.read_bytes()).hexdigest()
    assert digest in tracker.done("export", "--table", "snapshots")
    page = json.dumps(shown(tracker, 1), ensure_ascii=False)
    for words in ("nz.csv", "line 2", "Promise Tracker", "https://b.org/2", '"rating": "kept"'):
        assert words in page


def test_one_undo_takes_the_whole_import_back(tracker: Program, table: Path) -> None:
    tracker.done("import", str(table), *LINE)
    tracker.done("undo", "-y")
    assert tracker.done("list", "--count") == "0"
    assert tracker.done("source", "list") == ""
    assert "nz/water" not in tracker.done("topic", "list")
    assert tracker("check").code == 0


def test_the_same_rows_twice_change_nothing(tracker: Program, table: Path) -> None:
    tracker.done("import", str(table), *LINE)
    before = tracker.done("log")
    again = tracker("import", str(table), *LINE)
    assert (again.code, again.out) == (0, "")
    assert "3 rows known already" in again.err
    table.write_text(NZ + "h2,health,Greens,kept,Train more nurses in the north,,,,\n", encoding="utf-8")
    assert tracker.done("import", str(table), *LINE) == "1"
    assert tracker.done("list", "--count") == "4"
    assert len(tracker.done("log").splitlines()) == len(before.splitlines()) + 1


def test_rows_without_a_key_are_known_by_all_that_they_say(tracker: Program, table: Path) -> None:
    table.write_text("title,date\nBuild a bridge to the island,2012\nBuild a school,2013\n", encoding="utf-8")
    assert tracker.done("import", str(table)) == "2"
    table.write_text("title,date\nBuild a school,2013\nBuild a road,2013\nBuild a bridge to the island,2012\n")
    assert tracker.done("import", str(table)) == "1"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tracker: Program, table: Path) -> None:
    would = tracker("import", str(table), *LINE, "-n")
    assert (would.code, would.out) == (0, "")
    assert "Not done: Imported 3 proposals" in would.err
    assert "new topics" in would.err
    assert not tracker.db.exists()


def test_what_nobody_can_be_asked_is_said_once_with_its_option(tracker: Program, table: Path) -> None:
    table.write_text(NZ.replace("kept", "meh").replace("broken", "meh"), encoding="utf-8")
    refused = tracker("import", str(table))
    assert refused.code == 2
    assert "meh  2" in refused.err
    assert "--map-value status:THEIRS=OURS" in refused.err
    assert "--create-topics GROUP" in refused.err
    assert not tracker.db.exists()
    assert tracker.done("import", str(table), *LINE, "--map-value", "status:meh=lapsed:expired") == "3"
    assert tracker.done("list", "reason:expired", "--count") == "2"


BAD = """\
title,date,topics
Build a bridge to the island,2012,
,2013,
Build a school,31 Foo 2012,
Build a road to the south,2014,
"""


def test_each_bad_row_is_said_with_its_line_column_value_and_reason(tracker: Program, table: Path) -> None:
    table.write_text(BAD, encoding="utf-8")
    refused = tracker("import", str(table), "--map", "date=date")
    assert refused.code == 2
    assert not tracker.db.exists()
    taken = tracker("import", str(table), "--map", "date=date", "--skip-bad")
    assert taken.out == "2\n"
    assert "line 3, title: there is no title" in taken.err
    assert "line 4, date: '31 Foo 2012'" in taken.err
    bad = (table.parent / "nz-bad.csv").read_text(encoding="utf-8")
    assert bad.splitlines()[0] == "title,date,topics,_row,_reason"
    assert ",2013,,3,title: there is no title" in bad
    corrected = bad.replace(",2013,,3", "Build a quay,2013,,3").replace("31 Foo 2012", "2012-12-31")
    (table.parent / "nz-bad.csv").write_text(corrected, encoding="utf-8")
    assert tracker.done("import", str(table.parent / "nz-bad.csv")) == "2"
    assert tracker.done("list", "school", "date:2012-12-31", "--count") == "1"
    assert "_row" not in tracker.done("export", "--table", "extras")


def test_a_mapping_is_kept_under_a_name_and_used_again(tracker: Program, table: Path) -> None:
    line = ("--create-topics", "nz", "--map", "promise=title", "--map", "area=topics", "--map", "party=-")
    tracker.done("import", str(table), *line, "--profile", "nz")
    second = table.with_name("more.csv")
    second.write_text(NZ.replace("w1", "z1").replace("w2", "z2").replace("h1", "z3").replace("Build", "Found"))
    assert tracker.done("import", str(second), "--profile", "nz") == "3"
    assert "no actor 'labour' is known here" in tracker("list", "by:labour").err


def test_stdin_is_a_file_too(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"title,date\nBuild a bridge to the island,2012\n")))
    assert tracker.done("import", "-") == "1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"SQLite format 3\x00", "a database"),
        (b"title\n\xff\xfe\xfa\n", ""),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tracker: Program, table: Path, content: bytes, words: str) -> None:
    table.write_bytes(content)
    refused = tracker("import", str(table))
    assert refused.code in {1, 2}
    assert words in refused.err
    assert "Traceback" not in refused.err
    assert not tracker.db.exists()


def test_a_table_without_rows_says_so(tracker: Program, table: Path) -> None:
    table.write_text("title,date\n", encoding="utf-8")
    answer = tracker("import", str(table))
    assert (answer.code, answer.out) == (0, "")
    assert "it has no rows" in answer.err


def test_a_field_that_nobody_knows_is_answered_with_the_nearest(tracker: Program, table: Path) -> None:
    refused = tracker("import", str(table), "--map", "promise=titel")
    assert (refused.code, "did you mean title?" in refused.err) == (2, True)
    refused = tracker("import", str(table), "--map", "promis=title")
    assert (refused.code, "did you mean promise?" in refused.err) == (2, True)
