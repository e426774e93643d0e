"""What no program of ours stored: it is shown and marked, named row by row, never undone by, and has a limit."""

from __future__ import annotations

import json
import shutil
import zlib
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from helpers.damage import run_elsewhere, store_anything
from helpers.factories import ME, TODAY, add
from helpers.ledgers import detail
from tracker import query, schema
from tracker.capture.documents import MAX_BYTES
from tracker.dates import DAMAGED, date_in_words, first_day, last_day, mark_damaged_date, relative_day
from tracker.model import DatabaseError, ProposalEdit
from tracker.store.damage import TEXT_COLUMNS
from tracker.store.database import open_ledger, write_change
from tracker.store.history import changes
from tracker.store.packages import pack_document, unpack_document
from tracker.store.records import proposals
from tracker.store.reports.check import find_problems
from tracker.store.reports.repair import repair_database
from tracker.store.reports.tables import read_table_rows
from tracker.store.search import listing
from tracker.store.trust.shapes import shape_of_statement
from tracker.store.trust.steps import tracked_columns
from tracker.store.trust.structure import expected_objects

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger


@pytest.fixture(name="path")
def with_a_file(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    shutil.copy(template, path)
    with closing(open_ledger(path, writing=True)) as ledger:
        add(ledger, "Hotline", proposers=("Belarus",), summary="What it says", proposed_on="2012-05", tags=("old",))
        add(ledger, "Another", proposers=("Belarus",), proposed_on="2013")
    return path


def problems(path: Path) -> list[str]:
    with closing(open_ledger(path, inspecting=True)) as ledger:
        return [one.sentence for one in find_problems(ledger)]


# damaged values


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        ("UPDATE proposals SET summary = CAST(x'61ff62' AS TEXT) WHERE id = 1;", "#1: summary is not UTF-8"),
        ("UPDATE proposals SET proposed_on = '2012-13-45' WHERE id = 1;", "#1: proposed_on is '2012-13-45'"),
        ("UPDATE proposals SET deadline_on = '' WHERE id = 1;", "#1: deadline_on is ''"),
        ("UPDATE status_events SET occurred_on = 'garbage' WHERE id = 1;", "status_events 1: occurred_on is 'garbage'"),
        ("UPDATE changes SET at = 'garbage' WHERE id = 1;", "changes 1: at is 'garbage'"),
        ("UPDATE tags SET name = CAST(x'ff' AS TEXT);", "tags 1: name is not UTF-8"),
        ("UPDATE actors SET name = CAST(x'ff' AS TEXT);", "actors 1: name is not UTF-8"),
        ("UPDATE proposal_actors SET role = 'boss' WHERE id = 1;", "proposal_actors 1: role is 'boss'"),
    ],
)
def test_a_value_that_its_table_forbids_is_named_and_the_rest_is_read(path: Path, damage: str, named: str) -> None:
    run_elsewhere(path, damage)
    assert [one for one in problems(path) if one.startswith(named)]
    read_all(path)


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("title", "x'416263'", "bytes"),
        ("title", "x'ff00'", "bytes"),
        ("summary", "x'416263'", "bytes"),
        ("proposed_on", "x'32303132'", "bytes"),
        ("kind", "x'00'", "bytes"),
        ("meeting_id", "'text'", "text"),
    ],
)
def test_a_value_of_another_kind_is_named_and_the_rest_is_read(path: Path, column: str, value: str, what: str) -> None:
    store_anything(path, "proposals", column, 1, value)
    assert [one for one in problems(path) if one.startswith(f"#1: {column} holds {what}")]
    read_all(path)


def test_a_damaged_value_is_marked_where_it_stands(path: Path) -> None:
    run_elsewhere(path, "UPDATE proposals SET summary = CAST(x'61ff62' AS TEXT) WHERE id = 1;")
    store_anything(path, "proposals", "title", 2, "x'416263'")
    with closing(open_ledger(path)) as ledger:
        assert detail(ledger, 1).proposal.summary == f"a({DAMAGED}: ff)b"
        assert detail(ledger, 1).proposal.title == "Hotline"
        assert detail(ledger, 2).proposal.title == f"{DAMAGED} (not text): Abc"


def test_a_damaged_value_is_no_obstacle_to_another_change(path: Path) -> None:
    run_elsewhere(path, "UPDATE proposals SET proposed_on = 'garbage', summary = CAST(x'61ff62' AS TEXT);")
    with closing(open_ledger(path, writing=True)) as ledger:
        with write_change(ledger, "update", ME) as change:
            proposals.update_proposal(change, 2, ProposalEdit(note="noted"))
        assert detail(ledger, 2).note == "noted"


def read_all(path: Path) -> None:
    """What lists, details, exports and the history read."""
    with closing(open_ledger(path)) as ledger:
        found = listing.matching_ids(ledger, query.parse_line("", TODAY))
        assert sorted(found) == [1, 2]
        assert [line.id for line in listing.read_lines(ledger, [1, 2])] == [1, 2]
        assert len([detail(ledger, one) for one in (1, 2)]) == 2
        assert changes.newest_changes(ledger)
        for table, columns in tracked_columns().items():
            assert list(read_table_rows(ledger, table, sorted(columns))) is not None


@pytest.mark.parametrize("partial", ["garbage", "2012-13-45", "2012-02-30", "", "0000", "2012-1", "9" * 20, "²012"])
def test_a_damaged_date_is_marked_and_never_past(partial: str) -> None:
    assert first_day(partial) == last_day(partial) or partial == "2012-1"
    assert mark_damaged_date(partial) == f"{DAMAGED}: {partial}"
    assert relative_day(partial, TODAY) == date_in_words(partial) == mark_damaged_date(partial)


def test_the_columns_of_text_are_those_of_the_tables() -> None:
    kinds: dict[str, set[object]] = {}
    for one in expected_objects(schema.schema_version()).values():
        if one.kind == "table" and "VIRTUAL" not in one.sql[:20]:
            for name, facts in shape_of_statement(one.name, one.sql).columns.items():
                kinds.setdefault(name, set()).add(facts[0])
    always = {name for name, found in kinds.items() if found == {"TEXT"}}
    assert always - TEXT_COLUMNS == {"text", "value"}  # json_each calls its values so


# a definition that is damaged


def test_a_damaged_definition_is_named_and_the_records_are_read(path: Path) -> None:
    run_elsewhere(
        path,
        "UPDATE sqlite_master SET sql = replace(sql, 'INSERT INTO', 'INSERQ INTO') WHERE name = 'history_tags_insert';",
    )
    assert "trigger history_tags_insert is not the tracker's own" in problems(path)
    read_all(path)
    with (
        closing(open_ledger(path, writing=True)) as ledger,
        pytest.raises(DatabaseError, match="history_tags_insert"),
        write_change(ledger, "note", ME),
    ):
        pass
    repair_database(path)
    assert problems(path) == []


def test_a_definition_that_is_no_text_is_named(path: Path) -> None:
    run_elsewhere(
        path,
        "UPDATE sqlite_master SET sql = CAST(replace(CAST(sql AS BLOB), 'INSERT INTO', x'ff') AS TEXT)"
        " WHERE name = 'history_tags_insert';",
    )
    assert "trigger history_tags_insert is not the tracker's own" in problems(path)
    repair_database(path)
    assert problems(path) == []


# a crafted history


def step(ledger: Ledger, **columns: object) -> int:
    """The change that a crafted step was put into."""
    newest = int(ledger.value("SELECT max(id) FROM changes"))
    crafted = {"change_id": newest, "tbl": "tags", "row": 1, "old": None, "new": None} | columns
    names = ", ".join(crafted)
    ledger.con.execute(f"INSERT INTO history ({names}) VALUES (?, ?, ?, ?, ?)", [*crafted.values()])
    return newest


CRAFTED = [
    {"tbl": "citations WHERE id > 0 OR id = ?1 --"},
    {"tbl": "changes"},
    {"tbl": "sqlite_master"},
    {"tbl": "history", "old": json.dumps({"id": 1})},
    {"old": json.dumps({"name = 'x' WHERE 1 --": 1}), "new": json.dumps({"name = 'x' WHERE 1 --": 2})},
    {"old": json.dumps({"id": 1, "proposal_id) VALUES (1); --": 1})},
    {"old": json.dumps({"name": "a"}), "new": json.dumps({"name": "b", "proposal_id": 9})},
    {"new": json.dumps({"name": "b"})},
    {"old": "not json"},
    {"old": "[]", "new": "[]"},
    {"old": json.dumps({"name": {"deep": 1}}), "new": json.dumps({"name": {"deep": 2}})},
    {"old": json.dumps({"id": 99, "proposal_id": 1, "name": "x", "key": "x"})},
    {"old": json.dumps({"id": 1}), "new": json.dumps({"id": 7})},
]


@pytest.mark.parametrize("columns", CRAFTED, ids=str)
def test_a_crafted_history_is_named_and_never_undone(path: Path, columns: dict[str, object]) -> None:
    with closing(open_ledger(path, writing=True)) as ledger:
        crafted = step(ledger, **columns)
        before = ledger.rows("SELECT count(*) FROM proposals UNION ALL SELECT count(*) FROM tags")
        for undo in (lambda: changes.next_to_undo(ledger, ME), lambda: undo_now(ledger, crafted)):
            with pytest.raises(DatabaseError, match=f"change {crafted} was not written by the tracker"):
                undo()
        assert ledger.rows("SELECT count(*) FROM proposals UNION ALL SELECT count(*) FROM tags") == before
        assert changes.change_steps(ledger, crafted)
    assert [one for one in problems(path) if one.startswith(f"change {crafted}: its history")]


def undo_now(ledger: Ledger, number: int) -> None:
    with write_change(ledger, "undo", ME) as change:
        changes.undo_change(change, number)


def test_changes_that_undo_each_other_end(path: Path) -> None:
    run_elsewhere(path, "UPDATE changes SET undoes = 2 WHERE id = 1; UPDATE changes SET undoes = 1 WHERE id = 2;")
    with closing(open_ledger(path, writing=True)) as ledger:
        assert changes.find_undoer(ledger, 1) == 2
        assert changes.describe_reversal(ledger, changes.read_change(ledger, 2))[0].id == 1
        assert changes.newest_changes(ledger)
    assert "change 1: says that it undoes change 2, which was not there yet" in problems(path)


# what is packed


def test_a_document_comes_out_as_it_was_packed() -> None:
    assert unpack_document(pack_document(b"Report")) == b"Report"
    assert unpack_document(pack_document(bytes(MAX_BYTES))) == bytes(MAX_BYTES)


@pytest.mark.parametrize("packed", [b"", b"no package", pack_document(b"Report")[:-3], None, 7, "text"])
def test_what_is_no_package_is_none(packed: object) -> None:
    assert unpack_document(packed) is None


def test_what_is_unpacked_has_a_limit() -> None:
    assert unpack_document(zlib.compress(bytes(MAX_BYTES + 1))) is None
