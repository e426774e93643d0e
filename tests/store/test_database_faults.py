"""What goes wrong while a database is open: locks, replaced and damaged files, full disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add, contents, plain, titles
from helpers.refusals import as_reader_and_as_writer, refused
from tracker import schema
from tracker.model import BusyError, DatabaseError
from tracker.schema import sqlite3
from tracker.store import database, faults
from tracker.store.database import open_ledger
from tracker.store.history import changes
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


# Faults while it is open


def writes_nothing(ledger: Ledger, error: type[Exception], words: str) -> None:
    """Hold that a change is refused, and that neither it nor a part of it is there."""
    before, log = contents(ledger), changes.newest_changes(ledger)
    refused(error, words, lambda: add(ledger, "lost", topics=("migration",), proposers=("Belarus",)))
    assert not ledger.con.in_transaction
    assert (contents(ledger), changes.newest_changes(ledger)) == (before, log)
    assert ledger.value("SELECT count(*) FROM current_change") == 0


def test_locked_by_a_writer_that_does_not_finish(path: Path) -> None:
    with closing(plain(path)) as other, closing(open_ledger(path, create=True, timeout=0.2)) as ledger:
        other.execute("BEGIN IMMEDIATE")
        writes_nothing(ledger, BusyError, "another program is writing to .*; nothing was changed, try again")
        other.execute("ROLLBACK")
        add(ledger, "afterwards")
        assert titles(ledger) == ["afterwards"]


def test_a_writer_that_finishes_in_time_is_waited_for(path: Path) -> None:
    hold = "import sqlite3, sys, time\ncon = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
    hold += "con.execute('BEGIN IMMEDIATE')\nprint('held', flush=True)\ntime.sleep(0.3)\ncon.execute('COMMIT')\n"
    with closing(open_ledger(path, create=True)) as ledger:
        command = [sys.executable, "-c", hold, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            add(ledger, "waited")
        assert titles(ledger) == ["waited"]


def test_locked_while_it_is_to_be_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with closing(plain(path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        refused(BusyError, "another program is writing to", lambda: open_ledger(path, create=True, timeout=0.2))
        other.execute("ROLLBACK")
    open_ledger(path, create=True).close()


def test_upgraded_meanwhile(path: Path) -> None:
    with closing(open_ledger(path, create=True)) as ledger, closing(plain(path)) as newer:
        add(ledger, "before")
        newer.execute(f"PRAGMA user_version = {schema.schema_version() + 1}")
        writes_nothing(ledger, DatabaseError, "was upgraded by a newer tracker meanwhile; upgrade proposal-tracker")


def test_replaced_meanwhile(path: Path, template: Path) -> None:
    with closing(open_ledger(path, create=True)) as ledger:
        add(ledger, "before")
        other = Path(shutil.copy(template, path.with_name("other.db")))
        other.replace(path)
        writes_nothing(ledger, BusyError, "was replaced by another file meanwhile; open it again")
        assert path.read_bytes() == template.read_bytes()


def test_deleted_meanwhile(path: Path) -> None:
    with closing(open_ledger(path, create=True)) as ledger:
        path.unlink()
        refused(BusyError, "was replaced by another file meanwhile; open it again", lambda: add(ledger))
        assert not path.exists()


def test_a_full_disk(ledger: Ledger) -> None:
    add(ledger, "before")
    ledger.con.execute("CREATE TABLE filler (x)")
    pages = ledger.value("PRAGMA page_count")
    assert ledger.value(f"PRAGMA max_page_count = {pages}") == pages
    full = "the disk is full: nothing was changed in "
    before, log = contents(ledger), changes.newest_changes(ledger)
    refused(DatabaseError, full, lambda: add(ledger, "lost", summary="a long one " * 10_000))
    assert not ledger.con.in_transaction
    assert (contents(ledger), changes.newest_changes(ledger)) == (before, log)
    ledger.con.execute("PRAGMA max_page_count = 1000000")
    assert add(ledger, "afterwards") == 2
    assert list(check.find_problems(ledger)) == []


def test_a_disk_that_fills_up_anywhere_in_a_change_leaves_nothing_of_it(ledger: Ledger) -> None:
    add(ledger, "before")
    pages = ledger.value("PRAGMA page_count")
    before, done = contents(ledger), 0
    for more in range(40):
        ledger.con.execute(f"PRAGMA max_page_count = {pages + more}")
        try:
            add(ledger, "a" * 9_000, summary="b c d " * 6_000, tags=tuple(f"t{n}" for n in range(100)))
        except DatabaseError as error:
            assert "the disk is full" in str(error)  # noqa: PT017 - that it fails is not asked of every turn
            assert contents(ledger) == before
            assert not ledger.con.in_transaction
        else:
            done += 1
            break
    assert done == 1
    assert more > 2
    assert list(check.find_problems(ledger)) == []


def test_a_connection_that_may_only_read(ledger: Ledger) -> None:
    add(ledger, "before")
    ledger.con.execute("PRAGMA query_only = ON")
    writes_nothing(ledger, DatabaseError, "is read-only; nothing was changed")


def test_a_file_opened_for_reading_alone(ledger: Ledger) -> None:
    add(ledger, "before")
    with closing(sqlite3.connect(ledger.path.as_uri() + "?mode=ro", uri=True, isolation_level=None)) as con:
        con.row_factory = sqlite3.Row
        own, ledger.con = ledger.con, con
        try:
            writes_nothing(ledger, DatabaseError, "is read-only; nothing was changed")
        finally:
            ledger.con = own


def test_a_file_in_a_folder_that_may_not_be_written_is_read_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_ledger(path, create=True)) as ledger:
        add(ledger, "before")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with closing(open_ledger(path)) as ledger:
        assert titles(ledger) == ["before"]
        assert [one.name for one in path.parent.iterdir() if one.name.startswith(path.name)] == [path.name]
        writes_nothing(ledger, DatabaseError, "is read-only; nothing was changed")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do anything")
def test_a_file_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o400)
    refused(DatabaseError, "", lambda: open_ledger(path, create=True))


def test_a_damaged_header(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[0:4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    as_reader_and_as_writer(DatabaseError, "is not a tracker database", path)


def test_a_damaged_middle(path: Path) -> None:
    data = bytearray(path.read_bytes())
    size = int.from_bytes(data[16:18], "big")
    data[size:] = bytes(0xFF - byte for byte in data[size:])
    path.write_bytes(data)

    def use(*, create: bool) -> None:
        with closing(open_ledger(path, create=create)) as ledger:
            add(ledger, "lost")

    for create in (False, True):
        refused(DatabaseError, "is damaged .*; keep a copy of it and restore a backup", partial(use, create=create))
    assert path.read_bytes() == bytes(data)


def test_a_file_cut_off(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])

    def use() -> None:
        with closing(open_ledger(path)) as ledger:
            add(ledger, "lost")

    refused(DatabaseError, "is damaged .*; keep a copy of it and restore a backup", use)
    assert path.read_bytes() == data[: len(data) // 2]


def test_what_a_user_cannot_act_on_is_not_explained() -> None:
    assert faults.tracker_error_for(ValueError("database is locked"), "a.db") is None
    assert faults.tracker_error_for(sqlite3.IntegrityError("UNIQUE constraint failed"), "a.db") is None


def test_a_database_that_somebody_rebuilt_cannot_be_used(ledger: Ledger) -> None:
    with pytest.raises(DatabaseError, match="cannot be used"), database.write_change(ledger, "a", ME) as change:
        change.execute("SELECT * FROM nowhere")
    assert not ledger.con.in_transaction


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("database is locked", BusyError),
        ("database table is locked", BusyError),
        ("attempt to write a readonly database", DatabaseError),
        ("database or disk is full", DatabaseError),
        ("disk I/O error", DatabaseError),
        ("file is not a database", DatabaseError),
        ("database disk image is malformed", DatabaseError),
        ("unable to open database file", DatabaseError),
        ("string or blob too big", DatabaseError),
    ],
)
def test_an_engine_that_gives_no_names_is_understood_by_its_words(words: str, expected: type[Exception]) -> None:
    known = faults.tracker_error_for(sqlite3.OperationalError(words), "a.db")
    assert type(known) is expected
    assert len(str(known).splitlines()) == 1
