"""What an upgrade writes into the records of a file: its own entry in the history, which nobody can undo."""

from __future__ import annotations

import shutil
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add, plain
from tracker import schema
from tracker.model import UPGRADER, UsageError
from tracker.store import database
from tracker.store.database import open_ledger, write_change
from tracker.store.history import changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ADDS_A_STATUS = """
INSERT INTO statuses (code, glyph, definition, position, is_open) VALUES ('suspended', '-', 'set aside', 99, 1);
"""
ADDS_NONE = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;"


@pytest.fixture(name="path")
def with_a_file_of_this_release(template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    shutil.copy(template, path)
    with closing(open_ledger(path, writing=True)) as ledger:
        add(ledger, "before")
    return path


@pytest.fixture(name="release")
def with_the_program_of_a_later_release(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], None]]:
    """Gives what makes this program one with a further script."""

    def forget() -> None:
        schema.schema_scripts.cache_clear()
        schema.schema_version.cache_clear()

    def release(script: str) -> None:
        scripts = shutil.copytree(schema.schema_folder(), tmp_path / "db")
        (scripts / f"{schema.schema_version() + 1:04}_later.sql").write_text(script, encoding="utf-8")
        monkeypatch.setattr(schema, "schema_folder", lambda: scripts)
        forget()

    yield release
    monkeypatch.undo()
    forget()


def test_what_an_upgrade_writes_cannot_be_undone(path: Path, release: Callable[[str], None]) -> None:
    release(ADDS_A_STATUS)
    assert database.upgrade_database(path) is not None
    with closing(open_ledger(path, writing=True)) as ledger:
        newest, oldest = changes.newest_changes(ledger)
        assert (newest.who, oldest.who) == (UPGRADER, ME)
        assert newest.command == f"upgrade from schema {schema.schema_version() - 1} to {schema.schema_version()}"
        with (
            pytest.raises(UsageError, match=f"change {newest.id} is the program's own upgrade"),
            write_change(ledger, "undo", ME) as change,
        ):
            changes.undo_change(change, newest.id)
        assert changes.last_to_undo(ledger, ME) == oldest.id
        assert ledger.value("SELECT count(*) FROM statuses WHERE code = 'suspended'") == 1


def test_an_upgrade_that_changes_no_record_is_no_entry(path: Path, release: Callable[[str], None]) -> None:
    release(ADDS_NONE)
    database.upgrade_database(path)
    with closing(open_ledger(path)) as ledger:
        assert [entry.who for entry in changes.newest_changes(ledger)] == [ME]


def test_what_an_early_upgrade_wrote_as_another_program_cannot_be_undone_but_its_undo_can(path: Path) -> None:
    with closing(plain(path)) as con:
        con.executescript(ADDS_A_STATUS)
    with closing(open_ledger(path, writing=True)) as ledger:
        written = changes.newest_changes(ledger, 1)[0]
        assert written.who == "another program"
        with (
            pytest.raises(UsageError, match=f"change {written.id} sets which statuses there are"),
            write_change(ledger, "undo", ME) as change,
        ):
            changes.undo_change(change, written.id)
        with write_change(ledger, "undo", ME) as change:  # by an early release
            change.update("changes", change.id, undoes=written.id)
            change.execute("DELETE FROM statuses WHERE code = 'suspended'")
            undone = change.id
        with write_change(ledger, "undo", ME) as change:
            changes.undo_change(change, undone)
        assert ledger.value("SELECT count(*) FROM statuses WHERE code = 'suspended'") == 1
