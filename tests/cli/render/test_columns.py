"""The columns of lists and exports: named, of every kind, in every format."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from helpers.dossier import HOSTILE, fill
from helpers.markup import Page, table
from tracker.formats.columns import WORDS
from tracker.formats.rows import COLUMNS as FIELDS

if TYPE_CHECKING:
    from helpers.program import Program


@pytest.fixture
def filled(tracker: Program) -> Program:
    return tracker.filled_by(fill)


# columns


def test_columns_are_those_that_were_named_in_their_order(filled: Program) -> None:
    named = ("sort:id", "--columns", "by,ID,x.era, evidence ,topics,by")
    header = ["by", "id", "x.era", "evidence", "topics"]
    rows = [["Norland", "1", "2017", "unchecked", "migration; other"], ["Bare", "3", "=1+1", "none", ""]]
    found = list(csv.reader(io.StringIO(filled.done("list", "id:1", *named, "--format", "csv"))))
    assert found == [header, rows[0]]
    assert filled.done("list", "id:1", *named) == "\t".join(rows[0])
    first = filled("list", *named, "--json").data[0]
    assert first == {
        "by": ["Norland"],
        "id": 1,
        "x.era": "2017",
        "evidence": "unchecked",
        "topics": ["migration", "other"],
    }
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
        (" , ", "--columns: name at least one column, such as id,title; --columns help lists them"),
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
    assert filled.done("list", *day) == "1\t~proposed\t2012\tyes\tunchecked"
    assert filled("list", *day, "--json").data[0]["status"] == "proposed"
    then = filled.done("list", "id:1", "--as-of", "2013", "--format", "markdown")
    assert table(then)[1][-1] == "◐ [1], p. 4"
    now = filled.done("list", "id:1", "--as-of", "2015", "--format", "markdown")
    assert table(now)[1][-1] == "◐ [1], p. 4; [2]"
    assert ">As of 31 December 2013</p>" in filled.done("list", "--as-of", "2013", "--format", "html")
    assert filled.done("export", "--as-of", "2015", "id:1").splitlines()[0].endswith('updated_at,"x.a, b",x.era,unsure')


def test_a_status_without_evidence_is_said_to_have_none(filled: Program) -> None:
    filled.done("update", "1", "-s", "implemented", "--on", "2014", "--force", "--because", "hearsay")
    assert table(filled.done("list", "id:1", "--format", "markdown"))[1][-1] == "○ [1], p. 4; none for the status"
