"""A file is written to only as the scripts make it: what else is there is refused or named, and can be put right."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database

from helpers.damage import run_elsewhere
from helpers.factories import ME, add, remove
from tracker import schema
from tracker.model import DatabaseError
from tracker.store.database import open_ledger, write_change
from tracker.store.history import changes
from tracker.store.records import saved_queries
from tracker.store.reports.check import find_problems
from tracker.store.reports.repair import repair_database
from tracker.store.trust import structure
from tracker.store.trust.structure import expected_objects, find_differences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.store.trust.structure import Difference

OURS = expected_objects(schema.schema_version())
TABLES = [one.name for one in OURS.values() if one.kind == "table" and "VIRTUAL" not in one.sql[:20]]
# sqlite-utils leaves out a column that is reckoned, or has no key of a number to copy by
COPIED = [name for name in TABLES if name not in {"proposals", "search_words"}]


@pytest.fixture(name="path")
def with_a_file(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    shutil.copy(template, path)
    with closing(open_ledger(path, writing=True)) as ledger:
        add(ledger, "Hotline", proposers=("Belarus",), topics=("migration",))
    return path


def refusal(path: Path) -> str:
    """What a write is refused with; empty if it is done."""
    with closing(open_ledger(path, writing=True, inspecting=True)) as ledger:
        try:
            with write_change(ledger, "query save", ME) as change:
                saved_queries.save_query(change, f"mine{len(saved_queries.saved_query_names(ledger))}", "is:open")
        except DatabaseError as error:
            return str(error)
    return ""


def problems(path: Path) -> list[str]:
    with closing(open_ledger(path, inspecting=True)) as ledger:
        return [one.sentence for one in find_problems(ledger)]


def test_a_file_of_ours_differs_in_nothing(path: Path) -> None:
    with closing(open_ledger(path)) as ledger:
        assert list(find_differences(ledger.con, schema.schema_version())) == []
    assert (problems(path), refusal(path)) == ([], "")


@pytest.mark.parametrize("name", [one.name for one in OURS.values() if one.kind in {"trigger", "index", "view"}])
def test_nothing_is_written_where_something_of_ours_is_gone(path: Path, name: str) -> None:
    kind = OURS[name].kind
    run_elsewhere(path, f"DROP {kind} {name};")
    assert f"{kind} {name} is missing" in refusal(path)
    assert f"{kind} {name} is missing" in problems(path)
    repair_database(path)
    assert (refusal(path), problems(path)) == ("", [])


@pytest.mark.parametrize("table", COPIED)
def test_a_table_that_another_program_wrote_anew_has_its_triggers_put_back(path: Path, table: str) -> None:
    before = [one.name for one in OURS.values() if one.kind == "trigger" and one.table == table]
    database = Database(path, execute_plugins=False)
    database.table(table).transform()
    database.close()
    assert bool(refusal(path)) == bool(before)
    done = repair_database(path)
    assert done.done == tuple(f"put back: trigger {name}" for name in before)
    assert (done.backup is not None) == bool(before)
    assert (refusal(path), problems(path)) == ("", [])


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("CREATE TRIGGER mine AFTER INSERT ON tags BEGIN DELETE FROM citations; END;", "trigger mine on tags"),
        ("CREATE TRIGGER mine INSTEAD OF INSERT ON proposal_lines BEGIN SELECT 1; END;", "trigger mine on proposal_l"),
        ("CREATE TRIGGER mine AFTER INSERT ON search_data BEGIN SELECT 1; END;", "trigger mine on search_data"),
        ("UPDATE sqlite_master SET sql = replace(sql, 'new.id', 'new.row') WHERE name = 'history_tags_insert';",
         "trigger history_tags_insert is not the tracker's own"),
        ("DROP VIEW proposal_lines; CREATE VIEW proposal_lines AS SELECT 1;", "view proposal_lines is not the tracker"),
        ("DROP INDEX tags_name; CREATE INDEX tags_name ON tags (id);", "index tags_name is not the tracker's own"),
        (("UPDATE sqlite_master SET sql = replace(sql, 'CHECK (is_primary IN (0, 1))', '')"
         " WHERE name = 'proposal_topics';"), "lacks a test of its values"),
        ("UPDATE sqlite_master SET sql = replace(sql, 'AUTOINCREMENT', '') WHERE name = 'looks';", "has other rules"),
        ("UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '') WHERE name = 'tags';", "has other rules"),
        ("UPDATE sqlite_master SET sql = replace(sql, ' REFERENCES proposals (id)', '') WHERE name = 'tags';",
         "refers to other tables"),
        (("UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES proposals (id)',"
         " 'REFERENCES proposals (id) ON DELETE CASCADE') WHERE name = 'tags';"), "refers to other tables"),
        (("UPDATE sqlite_master SET sql = replace(sql, 'DEFAULT (strftime', 'DEFAULT (datetime')"
         " WHERE name = 'looks';"), "has another column recorded_at"),
        ("DROP TABLE tags;", "table tags is missing"),
    ],
)  # fmt: skip
def test_nothing_is_written_where_something_else_would_run(path: Path, script: str, named: str) -> None:
    run_elsewhere(path, script)
    assert named in refusal(path)
    assert any(named in one for one in problems(path))


@pytest.mark.parametrize(
    ("script", "named"),
    [
        ("CREATE UNIQUE INDEX mine ON tags (name);", "index mine on tags is not the tracker's"),
        ("CREATE TABLE mine (x); CREATE TRIGGER own AFTER INSERT ON mine BEGIN DELETE FROM tags; END;",
         "trigger own on mine is not the tracker's and writes to tags"),
        ("CREATE TABLE mine (x REFERENCES proposals (id) ON DELETE CASCADE);", "table mine"),
        ("ALTER TABLE tags ADD COLUMN twice TEXT AS (name || name);", "table tags has a test or a reckoned column"),
        ("ALTER TABLE tags ADD COLUMN more TEXT CHECK (more <> 'x');", "table tags has a test or a reckoned column"),
    ],
)  # fmt: skip
def test_what_runs_on_a_write_beside_ours_is_named(path: Path, script: str, named: str) -> None:
    run_elsewhere(path, script)
    assert refusal(path) == ""
    assert [one for one in problems(path) if one.startswith(named)]


@pytest.mark.parametrize(
    "script",
    [
        "CREATE VIEW mine AS SELECT * FROM proposals;",
        "CREATE INDEX mine ON tags (name, id);",
        "CREATE TABLE mine (id INTEGER PRIMARY KEY, note TEXT);",
        "CREATE TABLE mine (x); CREATE TRIGGER own AFTER INSERT ON mine BEGIN DELETE FROM mine; END;",
        "ALTER TABLE tags ADD COLUMN colour TEXT;",
    ],
)
def test_what_is_the_users_own_is_welcome(path: Path, script: str) -> None:
    run_elsewhere(path, script)
    assert (refusal(path), problems(path)) == ("", [])


def test_triggers_that_are_not_ours_are_dropped_only_if_that_is_asked(path: Path) -> None:
    run_elsewhere(path, "CREATE TRIGGER mine AFTER INSERT ON tags BEGIN SELECT 1; END;")
    assert repair_database(path).left == ("trigger mine on tags is not the tracker's",)
    assert refusal(path)
    assert repair_database(path, drop_foreign=True).done == ("dropped: trigger mine on tags",)
    assert (refusal(path), problems(path)) == ("", [])


@pytest.mark.parametrize("column", ["url_key", "archive_key"])
def test_an_address_that_is_compared_by_something_else_is_named_and_repaired(path: Path, column: str) -> None:
    run_elsewhere(path, "INSERT INTO sources (url, archive_url) VALUES ('https://E.org', 'https://a.org/E.org');")
    repair_database(path)
    assert problems(path) == []
    run_elsewhere(path, f"UPDATE sources SET {column} = NULL;")
    assert [one for one in problems(path) if "not found by its address" in one]
    assert repair_database(path).done == ("derived anew: what addresses of sources are compared by",)
    assert problems(path) == []


def test_a_repair_derives_anew_what_was_written_meanwhile(path: Path) -> None:
    run_elsewhere(
        path,
        "DROP TRIGGER status_after_insert; DROP TRIGGER search_after_proposal_update;"
        "DROP TRIGGER search_after_event_insert; DROP TRIGGER history_proposals_update;"
        "UPDATE proposals SET title = 'Quite another';"
        "INSERT INTO status_events (proposal_id, status) VALUES (1, 'lapsed');",
    )
    done = repair_database(path).done
    assert [one for one in done if one.startswith("derived")] == [
        "derived anew: the status of 1 proposal",
        "derived anew: the keys by which names are compared",
        "derived anew: the search of 1 proposal",
    ]
    assert problems(path) == []
    with closing(open_ledger(path)) as ledger:
        assert ledger.value("SELECT status FROM proposals") == "lapsed"


def test_a_repair_keeps_the_rows_and_the_numbers_given_so_far(path: Path) -> None:
    with closing(open_ledger(path, writing=True)) as ledger:
        last = add(ledger, "Another", tags=("kept",))
        remove(ledger, last)
    run_elsewhere(path, "UPDATE sqlite_master SET sql = replace(sql, ' STRICT', '') WHERE name IN ('tags', 'looks');")
    run_elsewhere(path, "DELETE FROM tags;")
    repair_database(path)
    assert problems(path) == []
    with closing(open_ledger(path, writing=True)) as ledger:
        assert ledger.value("SELECT seq FROM sqlite_sequence WHERE name = 'tags'") == 1
        add(ledger, "A third", tags=("new",))
        assert ledger.value("SELECT id FROM tags") == 2


def test_the_structure_is_looked_at_once_until_it_changes(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []
    original = structure.find_differences

    def counted(*args: Any) -> Iterator[Difference]:
        looks.append(1)
        return original(*args)

    monkeypatch.setattr(structure, "find_differences", counted)
    with closing(open_ledger(path, writing=True)) as ledger:
        add(ledger, "One")
        add(ledger, "Two")
        assert len(looks) == 1
        run_elsewhere(path, "CREATE VIEW mine AS SELECT 1;")
        add(ledger, "Three")
        assert len(looks) == 2
        run_elsewhere(path, "DROP TRIGGER history_tags_insert;")
        with pytest.raises(DatabaseError, match="history_tags_insert is missing"):
            add(ledger, "Four")


def test_nothing_is_undone_where_triggers_are_gone(path: Path) -> None:
    run_elsewhere(path, "DROP TRIGGER history_proposals_delete;")
    with (
        closing(open_ledger(path, writing=True)) as ledger,
        pytest.raises(DatabaseError, match="is missing"),
        write_change(ledger, "undo", ME) as change,
    ):
        changes.undo_change(change, 1)


def test_other_views_are_not_read_from(path: Path) -> None:
    run_elsewhere(path, "DROP VIEW proposal_lines; CREATE VIEW proposal_lines AS SELECT 1 AS id;")
    with pytest.raises(DatabaseError, match="views that are not the tracker's own"):
        open_ledger(path)
