"""The schema: what every table must be, and how a file is brought up to it."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from factories import plain
from generate_history import DB, UNTRACKED, UNTRACKED_COLUMNS, history_sql, schema_as_written, tracked

from tracker import query, schema
from tracker.model import DatabaseError
from tracker.schema import sqlite3
from tracker.store.database import open_ledger, upgrade
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.store.ledger import Ledger

DATES = ["2012", "2012-05", "2012-05-15", "0001", "9999-12-31", "2012-02-29", "2000-02-29"]
NO_DATES = [
    *("2012-13", "2012-00", "2012-02-30", "2013-02-29", "1900-02-29", "2012-05-00", "2012-05-32", "12", "2012-5"),
    *("", "0000", "0000-01-01", "2012-05-1", "2012-5-15", "201", "20125", "2012-05-15T00:00", "2012/05/15", "2012_05"),
    *(
        "abcd",
        "now",
        " 2012",
        "2012 ",
        "-2012",
        "2012-",
        "+2012",
        "\uff12\uff10\uff11\uff12",
        "2012-05-15 ",
        "2012.5",
        "1e10",
    ),
]


@pytest.fixture
def con() -> Iterator[sqlite3.Connection]:
    """An empty database in memory, without a transaction of its own making."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


def tables(ledger: Ledger) -> list[str]:
    return [table for table in tracked(ledger.con) if not table.startswith(("search_", "sqlite_", "_"))]


def master(con: sqlite3.Connection) -> set[tuple[str, str, str]]:
    rows = con.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT GLOB 'sqlite_*'").fetchall()
    return {(row[0], row[1], re.sub(r"\s+", " ", row[2] or "")) for row in rows}


def everything(con: sqlite3.Connection) -> dict[str, list[Any]]:
    """All that a file holds: its schema and the rows of every table."""
    names = sorted(name for kind, name, sql in master(con) if kind == "table" and "VIRTUAL" not in sql)
    rows = {name: con.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in names}
    return rows | {"schema": sorted(master(con))}


def bring_up(con: sqlite3.Connection) -> None:
    con.execute("BEGIN IMMEDIATE")
    try:
        schema.bring_up(con)
        con.execute("COMMIT")
    except BaseException:
        con.execute("ROLLBACK")
        raise


# The history's triggers


def test_the_history_as_committed_is_the_history_as_generated() -> None:
    with closing(schema_as_written()) as con:
        assert (DB / "history.sql").read_text(encoding="utf-8") == history_sql(con)


def test_every_table_is_tracked_or_named_as_untracked(ledger: Ledger) -> None:
    triggers = {row[0] for row in ledger.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for (table,) in ledger.rows(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*'"
    ):
        names = {f"history_{table}_{verb}" for verb in ("insert", "update", "delete")}
        assert names <= triggers or (table in UNTRACKED and not names & triggers), table


def test_every_column_is_in_the_history(ledger: Ledger) -> None:
    for table, columns in tracked(ledger.con).items():
        sql = {
            verb: ledger.value("SELECT sql FROM sqlite_master WHERE name = ?", [f"history_{table}_{verb}"])
            for verb in ("update", "delete")
        }
        # what a table has beside its stored columns is computed from them
        every = {row["name"]: row["hidden"] for row in ledger.rows(f"PRAGMA table_xinfo({table})")}
        assert {name for name, hidden in every.items() if not hidden} == set(columns)
        for column in columns:
            assert f"'{column}', old.{column}" in sql["delete"], (table, column)
            if column not in UNTRACKED_COLUMNS.get(table, {"id"}):
                assert f"OR old.{column} IS NOT new.{column}" in sql["update"], (table, column)
                assert f"'{column}', new.{column}" in sql["update"], (table, column)
                assert f"iif(old.{column} IS new.{column}, '$.{column}', '$.id')" in sql["update"], (table, column)


def test_ids_are_never_changed(ledger: Ledger) -> None:
    for table in tables(ledger):
        if not ledger.value(f"SELECT count(*) FROM {table}"):
            continue
        with pytest.raises(sqlite3.IntegrityError, match="ids are never changed"):
            ledger.con.execute(f"UPDATE {table} SET id = id + 1000")


# What every table must be


def test_every_record_is_strict_and_its_ids_are_never_reused(ledger: Ledger) -> None:
    strict = dict(ledger.rows("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'"))
    for table in tables(ledger):
        assert strict[table] == 1, table
        sql = ledger.value("SELECT sql FROM sqlite_master WHERE name = ?", [table])
        assert re.search(r"\((?: +--.*)?\s+id INTEGER PRIMARY KEY AUTOINCREMENT,", sql), table
    untracked = set(UNTRACKED) - {"_sqlite_migrations"}
    assert [table for table in untracked if strict[table] != 1] == []


def test_every_foreign_key_has_an_index_that_begins_with_it(ledger: Ledger) -> None:
    found = 0
    for table in [*tables(ledger), *(set(UNTRACKED) - {"_sqlite_migrations"})]:
        indexes = [row["name"] for row in ledger.rows(f"PRAGMA index_list({table})")]
        first = {ledger.rows(f"PRAGMA index_info({index})")[0]["name"] for index in indexes}
        for key in ledger.rows(f"PRAGMA foreign_key_list({table})"):
            # the index of a key of two columns begins with its first
            assert key["seq"] or key["from"] in first, (table, key["from"])
            assert (key["on_delete"], key["on_update"]) == ("NO ACTION", "NO ACTION")
            found += 1
    assert found > 25


def test_a_partial_index_of_a_foreign_key_is_used_when_its_parent_goes(ledger: Ledger) -> None:
    for table, column in (("status_events", "reason"), ("citations", "status_event_id"), ("changes", "undoes")):
        (plan,) = ledger.rows(f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = ?", [1])
        assert "SEARCH" in plan["detail"]


def test_every_table_column_is_named_in_one_of_the_known_ways(ledger: Ledger) -> None:
    for table in tables(ledger):
        sql = ledger.value("SELECT sql FROM sqlite_master WHERE name = ?", [table])
        for row in ledger.rows(f"PRAGMA table_info({table})"):
            name = row["name"]
            if name.endswith("_at") and name not in {"start_at", "end_at"}:
                assert re.search(rf"\b{name} TEXT.*CHECK \({name} GLOB '\[0-9\]", sql), (table, name)
            if name == "uid":
                assert "uid TEXT NOT NULL UNIQUE" in sql, table


def partial_dates(ledger: Ledger) -> list[tuple[str, str]]:
    return [
        (table, row["name"])
        for table in tables(ledger)
        for row in ledger.rows(f"PRAGMA table_info({table})")
        if row["name"].endswith("_on")
    ]


def test_partial_dates_are_held_to_their_form_in_every_column(ledger: Ledger) -> None:
    columns = partial_dates(ledger)
    assert len(columns) == 7
    ledger.con.execute("INSERT INTO proposals (title) VALUES ('a')")
    ledger.con.execute("INSERT INTO meetings (name) VALUES ('a')")
    ledger.con.execute("INSERT INTO sources (title) VALUES ('a')")
    ledger.con.execute("INSERT INTO status_events (proposal_id, status) VALUES (1, 'proposed')")
    ledger.con.execute("INSERT INTO looks (proposal_id, looked_on, places) VALUES (1, '2012', 'there')")
    for table, column in columns:
        for day in DATES:
            ledger.con.execute(f"UPDATE {table} SET {column} = ?", [day])
            assert ledger.value(f"SELECT {column} FROM {table}") == day
        for day in NO_DATES:
            with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
                ledger.con.execute(f"UPDATE {table} SET {column} = ?", [day])


@pytest.mark.parametrize("instant", ["2012-05-15", "2012-05-15T10:00:00Z", "2012-05-15 10:00:00.000Z", "", "now"])
def test_an_instant_is_held_to_its_form(ledger: Ledger, instant: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK constraint failed"):
        ledger.con.execute("INSERT INTO proposals (title, added_at) VALUES ('a', ?)", [instant])
    ledger.con.execute("INSERT INTO proposals (title, added_at) VALUES ('a', '2012-05-15T10:00:00.000Z')")


def test_the_recency_is_one_number_that_sorts_newest_first(ledger: Ledger) -> None:
    days = [None, "2012", "2012-05", "2012-05-15", "2012-06", "2013"]
    for day in days:
        ledger.con.execute("INSERT INTO proposals (title, status_on) VALUES ('a', ?)", [day])
    rows = [row[0] for row in ledger.rows("SELECT id FROM proposals ORDER BY recency")]
    assert rows == [1, 2, 3, 4, 5, 6]
    assert ledger.value("SELECT recency FROM proposals WHERE id = 4") == (20120515 << 32) + 4
    ledger.con.execute("UPDATE proposals SET removed_at = '2012-05-15T10:00:00.000Z' WHERE id = 4")
    assert ledger.value("SELECT recency FROM proposals WHERE id = 4") == -((20120515 << 32) + 4)


# Statements


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE a (x);\nCREATE TABLE b (x);\n",
        "CREATE TABLE a (x);\nCREATE TABLE b (x)",
        "CREATE TABLE a (x TEXT DEFAULT ';\n;');\n-- a comment; with a semicolon\nCREATE TABLE b (x);\n",
        "CREATE TABLE a (x);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  DELETE FROM a;\nEND;\n",
        "CREATE TABLE a (x); -- what it is\n/* one; more\n; */ CREATE TABLE b (x);\n\n-- the end\n",
        'CREATE TABLE "a;\nb" (x);\n\n\n;\nCREATE TABLE c (x);',
        "-- nothing but a comment\n",
        "",
    ],
)
def test_a_script_is_split_as_executescript_would(con: sqlite3.Connection, script: str) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole:
        whole.executescript(script)
        for statement in schema.statements(script):
            con.execute(statement)
        assert master(con) == master(whole)


def test_our_scripts_are_split_as_executescript_would(ledger: Ledger) -> None:
    with closing(schema_as_written()) as con:
        for name in schema.REPLACEABLE:
            con.executescript((DB / f"{name}.sql").read_text(encoding="utf-8"))
        ours = {row for row in master(ledger.con) if "_sqlite_migrations" not in row[1]}
        assert ours == master(con)
        for table in ("statuses", "status_steps", "reasons"):
            rows = [tuple(row) for row in ledger.rows(f"SELECT * FROM {table}")]
            assert rows == con.execute(f"SELECT * FROM {table}").fetchall()


# Bringing a file up


def test_a_file_that_was_brought_up_says_so(con: sqlite3.Connection) -> None:
    bring_up(con)
    assert con.execute("PRAGMA user_version").fetchone()[0] == schema.version() == int(schema.scripts()[-1].name[:4])
    assert con.execute("PRAGMA application_id").fetchone()[0] == schema.APPLICATION_ID == int(b"trkr".hex(), 16)
    assert schema.is_current(con)


def test_the_scripts_are_numbered_without_a_gap() -> None:
    assert [int(path.name[:4]) for path in schema.scripts()] == list(range(1, schema.version() + 1))


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
    assert not schema.is_current(con)


@pytest.mark.parametrize("place", ["first", "last"])
def test_a_script_that_fails_leaves_nothing_behind(
    con: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    number = {"first": "0000", "last": "9999"}[place]
    bad = tmp_path / f"{number}_bad.sql"
    bad.write_text("CREATE TABLE left_behind (x);\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    scripts = tuple(sorted([*schema.scripts(), bad], key=lambda path: path.name))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "scripts", lambda: scripts)
        with pytest.raises(sqlite3.OperationalError, match="nowhere"):
            bring_up(con)
    assert master(con) == set()
    assert con.execute("PRAGMA user_version").fetchone()[0] == con.execute("PRAGMA application_id").fetchone()[0] == 0
    bring_up(con)
    assert schema.is_current(con)


def test_a_script_that_fails_leaves_an_older_file_as_it_was(
    con: sqlite3.Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up(con)
    before = everything(con)
    bad = tmp_path / "9999_bad.sql"
    bad.write_text("DROP TABLE looks;\nINSERT INTO nowhere VALUES (1);\n", encoding="utf-8")
    scripts = (*schema.scripts(), bad)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "scripts", lambda: scripts)
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
    scripts = (*schema.scripts(), script)
    monkeypatch.setattr(schema, "scripts", lambda: scripts)
    monkeypatch.setattr(schema, "version", lambda: 9998)
    assert not schema.is_current(con)
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
    original = schema._text
    more = "\nDROP VIEW IF EXISTS answer;\nCREATE VIEW answer AS SELECT 42 AS n;\n"
    schema._digest.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(schema, "_text", lambda asked: original(asked) + more * (asked == name))
        assert not schema.is_current(con)
        bring_up(con)
        assert schema.is_current(con)
        assert con.execute("SELECT n FROM answer").fetchone()[0] == 42
        con.execute("DROP VIEW answer")  # unchanged text is not run again
        bring_up(con)
        assert not con.execute("SELECT 1 FROM sqlite_master WHERE name = 'answer'").fetchall()
    schema._digest.cache_clear()
    assert not schema.is_current(con)
    bring_up(con)
    assert schema.is_current(con)


def test_opening_to_write_brings_the_views_up(tmp_path: Path, template: Path) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(template.read_bytes())
    with closing(plain(path)) as con:
        con.execute("DROP VIEW proposal_lines")
        con.execute("UPDATE schema_texts SET sha256 = 'of an older text' WHERE name = 'views'")
    with closing(open_ledger(path, create=True)) as ledger:
        assert ledger.rows("SELECT * FROM proposal_lines") == []
        assert schema.is_current(ledger.con)


OPEN = """
import sys, time
from pathlib import Path
from tracker.store import checks, listing
from tracker.store.database import open_ledger, upgrade
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
        before.setattr(schema, "scripts", lambda: tuple(sorted(schema.folder().glob("000[123]_*.sql"))))
        before.setattr(schema, "version", lambda: 3)
        before.setattr(schema, "REPLACEABLE", ())  # those of today speak of later tables
        con = schema.sqlite3.connect(path, isolation_level=None)
        con.execute("BEGIN")
        schema.bring_up(con)
        con.execute("INSERT INTO proposals (title, deadline_on) VALUES ('Migration hotline', '2014')")
        con.execute("INSERT INTO status_events (proposal_id, status) VALUES (1, 'proposed')")
        con.execute("INSERT INTO tags (proposal_id, name) VALUES (1, 'nato-2026')")
        con.execute("COMMIT")
        con.close()
    with pytest.raises(DatabaseError, match="tracker db upgrade"):
        open_ledger(path)
    assert upgrade(path) == tmp_path / "old.db.schema-3.backup"
    ledger = open_ledger(path)
    asked = query.parse(["tag:nato-2026", "deadline:2014", "hotl"], date(2026, 11, 23))
    assert list(listing.ids(ledger, asked)) == [1]
    assert list(check.problems(ledger)) == []
    ledger.close()


def test_a_file_from_before_meetings_were_merged_keeps_them_once_upgraded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.db"
    with monkeypatch.context() as before:
        before.setattr(schema, "scripts", lambda: tuple(sorted(schema.folder().glob("000[1234]_*.sql"))))
        before.setattr(schema, "version", lambda: 4)
        before.setattr(schema, "REPLACEABLE", ())
        with closing(schema.sqlite3.connect(path, isolation_level=None)) as con:
            con.execute("BEGIN")
            schema.bring_up(con)
            con.execute("INSERT INTO meetings (name, key, held_on) VALUES ('Moscow session', 'moscow session', '2012')")
            con.execute("INSERT INTO proposals (title, meeting_id) VALUES ('Migration hotline', 1)")
            con.execute("INSERT INTO status_events (proposal_id, status) VALUES (1, 'proposed')")
            con.execute("COMMIT")
    assert upgrade(path) == tmp_path / "old.db.schema-4.backup"
    with closing(open_ledger(path)) as ledger:
        assert list(listing.ids(ledger, query.parse(["meeting:moscow"], date(2026, 11, 23)))) == [1]
        assert list(check.problems(ledger)) == []
