"""Opening a database: what is refused, made, followed and set up, each fault in one line."""

from __future__ import annotations

import stat
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.factories import add, plain, titles
from helpers.refusals import as_reader_and_as_writer, refused
from tracker import schema
from tracker.model import DatabaseError
from tracker.schema import sqlite3
from tracker.store import database
from tracker.store.database import NoDatabaseError, is_on_network, open_ledger

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


# Opening


def test_reading_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.db", tmp_path / "no" / "folder.db"):
        refused(NoDatabaseError, f"there is no database at {missing}", partial(open_ledger, missing))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a")
    refused(NoDatabaseError, "there is no database at", lambda: open_ledger(tmp_path / "file" / "a.db"))
    refused(
        DatabaseError,
        "file cannot be made: a file of that name is in the way",
        lambda: open_ledger(tmp_path / "file" / "a.db", create=True),
    )
    below = tmp_path / "file" / "folder" / "a.db"
    refused(
        DatabaseError,
        "folder cannot be made: a part of its path is a file and no folder",
        lambda: open_ledger(below, create=True),
    )


def test_writing_makes_the_file_for_its_owner_alone_and_its_folder_too(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "down" / "a.db"
    with closing(open_ledger(path, create=True)):
        for one in (path, *path.parent.glob("a.db-*")):
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with closing(open_ledger(path)) as ledger:
        assert titles(ledger) == []


def test_a_file_that_is_there_keeps_its_mode(path: Path) -> None:
    path.chmod(0o640)
    open_ledger(path, create=True).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_directory(tmp_path: Path) -> None:
    as_reader_and_as_writer(DatabaseError, "is a directory or a device, not a database; name a file$", tmp_path)


def test_a_path_that_cannot_be_one(tmp_path: Path) -> None:
    refused(DatabaseError, "cannot be opened", lambda: open_ledger(tmp_path / ("a" * 300)))
    refused(DatabaseError, "cannot be made", lambda: open_ledger(tmp_path / ("a" * 300), create=True))
    refused(DatabaseError, "cannot be opened: embedded null", lambda: open_ledger(tmp_path / "a\0b"))


@pytest.mark.parametrize("text", ["ab", "notes on the meeting\n" * 400, "SQLite format 3\n" + "a" * 5000, "\0" * 100])
def test_a_file_of_something_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text)
    as_reader_and_as_writer(DatabaseError, "is not a tracker database; name another file$", path)


def test_a_file_of_one_byte_is_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("a")
    as_reader_and_as_writer(DatabaseError, "belongs to another program", path)


def test_an_empty_file_is_nothing_to_read_and_is_adopted_to_write(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    refused(NoDatabaseError, "there is no database at .*: the file is empty", lambda: open_ledger(path))
    assert path.read_bytes() == b""
    with closing(open_ledger(path, create=True)) as ledger:
        add(ledger, "first")
        assert titles(ledger) == ["first"]


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE theirs (x)",
        "PRAGMA application_id = 42",
        "PRAGMA user_version = 1",
        "CREATE TABLE theirs (x); PRAGMA journal_mode = WAL; INSERT INTO theirs VALUES (1)",
        "CREATE TABLE proposals (id INTEGER PRIMARY KEY, title TEXT); PRAGMA user_version = 3",
    ],
)
def test_the_database_of_another_program(tmp_path: Path, script: str) -> None:
    path = tmp_path / "theirs.db"
    with closing(plain(path)) as con:
        con.executescript(script)
    as_reader_and_as_writer(DatabaseError, "belongs to another program; name another file$", path)


def test_a_newer_database(path: Path) -> None:
    with closing(plain(path)) as con:
        con.execute(f"PRAGMA user_version = {schema.schema_version() + 1}")
    known = f"schema {schema.schema_version() + 1}, this one knows {schema.schema_version()}"
    as_reader_and_as_writer(DatabaseError, rf"newer tracker \({known}\); upgrade proposal-tracker", path)


@pytest.mark.parametrize("create", [False, True])
def test_an_older_database_is_used_only_after_it_was_upgraded_which_keeps_a_backup(path: Path, *, create: bool) -> None:
    with closing(open_ledger(path, create=True)) as ledger:
        add(ledger, "before")
    with closing(plain(path)) as con:
        con.execute(f"PRAGMA user_version = {schema.schema_version() - 1}")
    says = "was made by an older tracker; upgrade it with: tracker db upgrade"
    refused(DatabaseError, says, lambda: open_ledger(path, create=create))
    backup = database.upgrade_database(path)
    assert backup is not None
    for one in (path, backup):
        with closing(plain(one)) as con:
            assert con.execute("SELECT title FROM proposals").fetchall() == [("before",)]
    with closing(plain(backup)) as con:
        assert con.execute("PRAGMA user_version").fetchone() == (schema.schema_version() - 1,)
    open_ledger(path, create=create).close()
    assert database.upgrade_database(path) is None


def test_the_views_of_another_release_are_not_read(path: Path) -> None:
    open_ledger(path, create=True).close()
    with closing(plain(path)) as con:
        con.executescript("DROP VIEW proposal_lines; CREATE VIEW proposal_lines AS SELECT id FROM proposals;")
        con.execute("DELETE FROM schema_texts WHERE name = 'views'")
    refused(DatabaseError, "has the views of another release", lambda: open_ledger(path))
    open_ledger(path, create=True).close()
    open_ledger(path).close()


def test_a_link_to_nothing_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "a.db"
    link.symlink_to(tmp_path / "elsewhere.db")
    refused(NoDatabaseError, "there is no database at", lambda: open_ledger(link))
    refused(
        DatabaseError,
        "is a link to a file that does not exist; nothing",
        lambda: open_ledger(link, create=True),
    )
    assert list(tmp_path.iterdir()) == [link]


def test_a_link_to_a_database_is_followed(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with closing(open_ledger(link, create=True)) as ledger:
        add(ledger, "through the link")
    with closing(open_ledger(path)) as ledger:
        assert titles(ledger) == ["through the link"]


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "a?mode=memory.db", "a#b.db", "é.db", "a%20b.db"])
def test_a_name_that_means_something_in_a_uri(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    open_ledger(path, create=True).close()
    assert [one.name for one in tmp_path.iterdir()] == [name]
    open_ledger(path).close()


# SQLite 3.40.1 refuses JSON in the triggers and views of an untrusted schema
JSON_IS_UNSAFE = sqlite3.sqlite_version_info < (3, 41)


def test_the_connection_is_set_up_as_designed(ledger: Ledger) -> None:
    wanted = {
        "foreign_keys": 1,
        "cell_size_check": 1,
        "recursive_triggers": 1,
        "synchronous": 2,
        "trusted_schema": int(JSON_IS_UNSAFE),
        "journal_mode": "wal",
        "journal_size_limit": 64 * 1024 * 1024,
        "busy_timeout": 10_000,
    }
    assert {name: ledger.value(f"PRAGMA {name}") for name in wanted} == wanted
    assert ledger.value("PRAGMA mmap_size") in {0, None}
    assert ledger.con.isolation_level is None
    assert ledger.warnings == []


def test_who_writes_without_making_files_is_as_safe_as_who_makes_them(path: Path) -> None:
    open_ledger(path, create=True).close()
    with closing(plain(path)) as con:
        con.execute("PRAGMA journal_mode = DELETE")
        con.execute("DROP TRIGGER history_tags_insert")
        con.execute("DELETE FROM schema_texts WHERE name = 'history'")
    with closing(open_ledger(path, writing=True)) as ledger:
        assert ledger.value("PRAGMA journal_mode") == "wal"
        assert ledger.value("PRAGMA synchronous") == 2
        assert ledger.value("PRAGMA journal_size_limit") == 64 * 1024 * 1024
        assert ledger.value("SELECT 1 FROM sqlite_master WHERE name = 'history_tags_insert'")
    refused(NoDatabaseError, "there is no database at", lambda: open_ledger(path.with_name("b.db"), writing=True))


def test_a_reader_is_set_up_alike(path: Path) -> None:
    with closing(open_ledger(path)) as ledger:
        assert ledger.value("PRAGMA foreign_keys") == 1
        assert ledger.value("PRAGMA trusted_schema") == int(JSON_IS_UNSAFE)


def test_on_a_network_there_is_no_shared_memory(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "is_on_network", lambda _: True)
    with closing(open_ledger(path, create=True)) as ledger:
        assert ledger.value("PRAGMA journal_mode") == "delete"
        assert ledger.value("PRAGMA synchronous") == 3
        assert ledger.warnings == [f"{path} is on a network file system: one writer at a time, and back up"]
        add(ledger, "over there")
        assert not list(path.parent.glob("*-wal"))


MOUNTS = """\
/dev/vda / ext4 rw,relatime 0 0
server:/home /mnt/home nfs4 rw 0 0
/dev/vdb /mnt/home/local ext4 rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
host:/ /mnt/ssh fuse.sshfs rw 0 0
tmpfs /mnt/tmp tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/home/ann/a.db", False),
        ("/mnt/home/ann/a.db", True),
        ("/mnt/home", True),
        ("/mnt/homes/a.db", False),
        ("/mnt/home/local/a.db", False),
        ("/mnt/home/localized/a.db", True),
        ("/mnt/my share/a.db", True),
        ("/mnt/my/a.db", False),
        ("/mnt/ssh/deep/down/a.db", True),
        ("/mnt/tmp/a.db", False),
    ],
)
def test_a_network_is_known_by_the_table_of_mounts(tmp_path: Path, path: str, *, expected: bool) -> None:
    assert is_on_network(tmp_path / path, MOUNTS) == expected


def test_a_network_at_the_root() -> None:
    assert is_on_network(Path("/anywhere/a.db"), "server:/ / nfs rw 0 0\n")
    assert not is_on_network(Path("/anywhere/a.db"), "")
