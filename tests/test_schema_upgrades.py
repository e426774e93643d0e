"""How a file is brought up to the newest schema, and what a script that fails leaves behind."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import plain
from helpers.master import master
from tracker import query, schema
from tracker.model import DatabaseError
from tracker.schema import sqlite3
from tracker.store.database import open_ledger, upgrade_database
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger


def everything(con: sqlite3.Connection) -> dict[str, list[Any]]:
    """All that a file holds: its schema and the rows of every table."""
    names = sorted(name for kind, name, sql in master(con) if kind == "table" and "VIRTUAL" not in sql)
    rows = {name: con.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}
    return rows | {"schema": sorted(master(con))}


def bring_up(con: sqlite3.Connection) -> None:
    con.execute("BEGIN IMMEDIATE")
    try:
        schema.bring_up_schema(con)
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


# Bringing a file up


def test_a_file_that_was_brought_up_says_so(con: sqlite3.Connection) -> None:
    bring_up(con)
    assert (
        con.execute("PRAGMA user_version").fetchone()[0]
        == schema.schema_version()
        == int(schema.schema_scripts()[-1].name[:4])
    )
    assert con.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID == int(b"trkr".hex(), 16)
    assert schema.schema_is_current(con)


def test_the_scripts_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in schema.schema_scripts()] == list(range(1, schema.schema_version() + 1))


def test_bringing_up_twice_changes_nothing(con: sqlite3.Connection) -> None:
    bring_up(con)
    before = everything(con)
    bring_up(con)
    assert everything(con) == before


def test_a_new_file_has_no_history_yet(ledger: Ledger) -> None:
    assert ledger.value("SELECT count(*) FROM changes") == 0
    assert ledger.value("SELECT count(*) FROM history") == 0


def test_a_newer_file_is_refused(con: sqlite3.Connection) -> None:
    bring_up(con)
    con.execute("PRAGMA user_version = 9999")
    with pytest.raises(DatabaseError, match=r"newer tracker \(schema 9999, this one knows"):
        bring_up(con)
    assert not schema.schema_is_current(con)


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_script_that_fails_leaves_nothing_behind(
    con: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    number = {"first": "0000", "last": "9999"}[place]
    bad = tmp_path / f"{number}_bad.sql"
    bad.write_text("CREATE TABLE left_behind (x);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    scripts = tuple(sorted([*schema.schema_scripts(), bad], key=lambda path: path.name))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "schema_scripts", lambda: scripts)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            bring_up(con)
    assert master(con) == set()
    assert con.execute("PRAGMA user_version").fetchone()[0] == con.execute("PRAGMA application_id").fetchone()[0] == 0
    bring_up(con)
    assert schema.schema_is_current(con)


def test_a_script_that_fails_leaves_an_older_file_as_it_was(
    con: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up(con)
    before = everything(con)
    bad = tmp_path / "9999_bad.sql"
    bad.write_text("DROP TABLE looks;\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    scripts = (*schema.schema_scripts(), bad)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "schema_scripts", lambda: scripts)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            bring_up(con)
    assert everything(con) == before


def test_a_new_script_runs_once_on_an_older_file(
    con: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up(con)
    con.execute("INSERT INTO proposals (title) VALUES ('kept')")
    script = tmp_path / "9998_more.sql"
    script.write_text("CREATE TABLE more (x);\nINSERT INTO more VALUES (1);\n", encoding="utf-8")
    scripts = (*schema.schema_scripts(), script)
    monkeypatch.setattr(schema, "schema_scripts", lambda: scripts)
    monkeypatch.setattr(schema, "schema_version", lambda: 9998)
    assert not schema.schema_is_current(con)
    for _ in range(2):
        bring_up(con)
        assert con.execute("SELECT * FROM more").fetchall() == [(1,)]
    assert con.execute("PRAGMA user_version").fetchone()[0] == 9998
    assert con.execute("SELECT title FROM proposals").fetchall() == [("kept",)]


@pytest.mark.parametrize("name", schema.REPLACEABLE)
def test_a_replaceable_script_is_replaced_when_its_text_changes(
    con: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    bring_up(con)
    original = schema.script_text
    more = "\nDROP VIEW IF EXISTS answer;\nCREATE VIEW answer AS SELECT 42 AS n;\n"
    schema._script_digest.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "script_text", lambda asked: original(asked) + more * (asked == name))
        assert not schema.schema_is_current(con)
        bring_up(con)
        assert schema.schema_is_current(con)
        assert con.execute("SELECT n FROM answer").fetchone()[0] == 42
        con.execute("DROP VIEW answer")  # unchanged text is not run again
        bring_up(con)
        assert not con.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer'").fetchall()
    schema._script_digest.cache_clear()
    assert not schema.schema_is_current(con)
    bring_up(con)
    assert schema.schema_is_current(con)


def test_opening_to_write_brings_the_views_up(tmp_path: Path, template: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(template.read_bytes())
    with closing(plain(path)) as con:
        con.execute("DROP VIEW proposal_lines")
        con.execute("UPDATE schema_texts SET sha256 = 'of an older text' WHERE name = 'views'")
    with closing(open_ledger(path, create=True)) as ledger:
        assert ledger.rows("SELECT * FROM proposal_lines") == []
        assert schema.schema_is_current(ledger.con)


OPEN = """
import sys, time
from pathlib import Path
from tracker.store.reports import check
from tracker.store.search import listing
from tracker.store.database import open_ledger, upgrade_database
import sqlite_utils
print("ready", flush=True)
sys.stdin.readline()
ledger = open_ledger(Path(sys.argv[1]), create=True)
print(ledger.value("SELECT count(*) FROM statuses"), ledger.value("PRAGMA journal_mode"))
ledger.close()
"""


def test_processes_that_bring_up_the_same_new_file_at_once_all_succeed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPEN, str(tmp_path / "new.db")]
    running = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, bufsize=1
        )
        for _ in range(5)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in running]
    assert said == [("10 wal\n", "")] * len(running)
    assert [process.returncode for process in running] == [0] * len(running)


def test_a_file_from_before_the_marks_is_searched_by_them_once_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr(schema, "schema_scripts", lambda: tuple(sorted(schema.schema_folder().glob("000[123]_*.sql"))))
        before.setattr(schema, "schema_version", lambda: 3)
        before.setattr(schema, "REPLACEABLE", ())  # those of today speak of later tables
        con = schema.sqlite3.connect(path, isolation_level=None)
        con.execute("BEGIN")
        schema.bring_up_schema(con)
        con.execute("INSERT INTO proposals (title, deadline_on) VALUES ('Migration hotline', '2014')")
        con.execute("INSERT INTO status_events (proposal_id, status) VALUES (1, 'proposed')")
        con.execute("INSERT INTO tags (proposal_id, name) VALUES (1, 'nato-2026')")
        con.execute("COMMIT")
        con.close()
    with pytest.raises(DatabaseError, match="tracker db upgrade"):
        open_ledger(path)
    assert upgrade_database(path) == tmp_path / "old.db.schema-3.backup"
    ledger = open_ledger(path)
    asked = query.parse_query(["tag:nato-2026", "deadline:2014", "hotl"], date(2026, 11, 23))
    assert list(listing.matching_ids(ledger, asked)) == [1]
    assert list(check.find_problems(ledger)) == []
    ledger.close()


def test_a_file_from_before_meetings_were_merged_keeps_them_once_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr(schema, "schema_scripts", lambda: tuple(sorted(schema.schema_folder().glob("000[1234]_*.sql"))))
        before.setattr(schema, "schema_version", lambda: 4)
        before.setattr(schema, "REPLACEABLE", ())
        with closing(schema.sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("BEGIN")
            schema.bring_up_schema(con)
            con.execute("INSERT INTO meetings (name, key, held_on) VALUES ('Moscow session', 'moscow session', '2012')")
            con.execute("INSERT INTO proposals (title, meeting_id) VALUES ('Migration hotline', 1)")
            con.execute("INSERT INTO status_events (proposal_id, status) VALUES (1, 'proposed')")
            con.execute("COMMIT")
    assert upgrade_database(path) == tmp_path / "old.db.schema-4.backup"
    with closing(open_ledger(path)) as ledger:
        assert list(listing.matching_ids(ledger, query.parse_query(["meeting:moscow"], date(2026, 11, 23)))) == [1]
        assert list(check.find_problems(ledger)) == []
