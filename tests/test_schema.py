"""The schema: what every table must be, its history, and how its scripts are split into statements."""

from __future__ import annotations

import re
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from generate_history import DB, KEYS, UNTRACKED, UNTRACKED_COLUMNS, history_sql, schema_as_written, tracked
from helpers.master import master
from tracker import schema
from tracker.schema import sqlite3

if TYPE_CHECKING:
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


def tables(ledger: Ledger) -> list[str]:
    return [table for table in tracked(ledger.con) if not table.startswith(("search_", "sqlite_", "_"))]


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
        for column in [name for name in columns if name not in KEYS]:
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
    assert len(columns) == 8
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
        for statement in schema.split_statements(script):
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
