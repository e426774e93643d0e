"""A file of every released schema is brought up, read, changed and undone by this program."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from generate_history import tracked
from helpers.program import Program
from tracker import schema
from tracker.schema import sqlite3
from tracker.store import database

FOLLOWED = [(1, "2014-05-12"), (2, "2015-06"), (3, "2019"), (4, None), (5, "2014-05-12")]
DUMPS = sorted((Path(__file__).parent.parent / "fixtures" / "schemas").glob("*.sql"))


@pytest.fixture(name="program", params=DUMPS, ids=lambda dump: dump.stem)
def with_a_file_of_that_release(
    request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Program:
    path = tmp_path / "release.db"
    with closing(sqlite3.connect(path)) as con:
        con.executescript(request.param.read_text(encoding="utf-8"))
        assert con.execute("PRAGMA user_version").fetchone() == (int(request.param.stem),)
    database.upgrade_database(path)
    return Program(path, capsys)


def test_there_is_a_dump_of_the_schema_of_today() -> None:
    assert DUMPS[-1].stem == f"{schema.schema_version():04}"


def test_every_table_of_a_record_has_a_row(program: Program) -> None:
    with closing(database.open_ledger(program.db)) as ledger:
        empty = {table for table in tracked(ledger.con) if not ledger.value(f"SELECT count(*) FROM {table}")}
    assert empty == {"dismissals"}  # which no command makes yet


def test_it_is_sound_and_says_what_it_said(program: Program) -> None:
    assert program.done("check") == ""
    listed = [line.split("\t")[:3] for line in program.done("list", "sort:id").splitlines()]
    assert listed == [
        ["1", "adopted", "A common register of lost weapons"],
        ["2", "rejected", "Ёлка: a hotline for migrants 漢字"],
        ["3", "proposed", "Register lost weapons"],
        ["5", "proposed", "Spelt otherwise"],
    ]
    assert [row.split("\t")[0] for row in program.done("list", "елка").splitlines()] == ["2"]
    assert [row.split("\t")[0] for row in program.done("list", "by:sudrya", "sort:id").splitlines()] == ["2", "5"]
    assert [row.split("\t")[0] for row in program.done("list", "tag:arms").splitlines()] == ["1"]
    assert [row.split("\t")[0] for row in program.done("list", "x.era:before").splitlines()] == ["1"]
    assert [row.split("\t")[0] for row in program.done("list", "meeting:vilgrad meeting").splitlines()] == ["5", "1"]
    assert "power" in program("list", "topic:power", "is:removed").err


def test_one_of_its_proposals_is_whole(program: Program) -> None:
    page = program("show", "1", "--json").data[0]
    assert [event["status"] for event in page["status_events"]] == ["proposed", "adopted", "in-progress"]
    assert {citation["quote"] for citation in page["citations"]} == {
        "suggests a common register of lost weapons",
        "The ministers adopted the register",
    }


def test_its_changes_are_undone_and_new_ones_made(program: Program) -> None:
    undo = next(change for change in program("log", "--json").data if change["undoes"])
    program.done("undo", str(undo["id"]))
    assert program("show", "3", "--json").data[0]["title"] == "A mistake"
    redo = program("log", "--limit", "1", "--json").data[0]
    program.done("undo", str(redo["id"]))
    assert program("show", "3", "--json").data[0]["title"] == "Register lost weapons"
    program.done("add", "After the upgrade", "-t", "energy/grid")
    program.done("restore", "4")
    assert [row.split("\t")[0] for row in program.done("list", "topic:energy/grid", "sort:id").splitlines()] == [
        "4",
        "6",
    ]
    assert program.done("check") == ""


def test_a_first_status_of_the_date_of_its_proposal_follows_it(program: Program) -> None:
    with closing(database.open_ledger(program.db)) as ledger:
        followed = "SELECT proposal_id, occurred_on FROM status_events WHERE follows_date = 1 ORDER BY id"
        assert [tuple(row) for row in ledger.rows(followed)] == FOLLOWED
    program.done("update", "3", "--date", "1999")
    assert program("show", "3", "--json").data[0]["status_on"] == "1999"
    assert program.done("check") == ""
