"""Opening and writing: every fault made to happen, its error in one line, and nothing written."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from factories import ME, add, contents, newest, plain, titles

from tracker import schema
from tracker.model import BusyError, DatabaseError, NewProposal
from tracker.schema import sqlite3
from tracker.store import database, faults
from tracker.store.database import NoDatabaseError, on_network, open_ledger
from tracker.store.history import changes
from tracker.store.ledger import consistent_read
from tracker.store.records import proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Ledger


def refused(error: type[Exception], words: str, what: Callable[[], object]) -> None:
    """Hold that it is refused with this very class, in one line that says these words."""
    with pytest.raises(error, match=words) as raised:
        what()
    assert raised.type is error
    assert len(str(raised.value).splitlines()) == 1


def as_reader_and_as_writer(error: type[Exception], words: str, path: Path) -> None:
    """Hold that a file is refused both ways and that not a byte of its folder changes."""
    before = {one: one.read_bytes() for one in path.parent.iterdir() if one.is_file()}
    for create in (False, True):
        refused(error, words, partial(open_ledger, path, create=create))
    assert {one: one.read_bytes() for one in path.parent.iterdir() if one.is_file()} == before


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    """A fresh database that nobody has open."""
    folder = tmp_path / "own"
    folder.mkdir()
    return Path(shutil.copy(template, folder / "a.db"))


# Opening


def test_reading_where_there_is_nothing_makes_nothing(tmp_path: Path) -> None:
    for missing in (tmp_path / "none.db", tmp_path / "no" / "folder.db"):
        refused(NoDatabaseError, f"there is no database at {missing}", partial(open_ledger, missing))
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a")
    refused(NoDatabaseError, "there is no database at", lambda: open_ledger(tmp_path / "file" / "a.db"))
    refused(
        DatabaseError, "file cannot be made: File exists", lambda: open_ledger(tmp_path / "file" / "a.db", create=True)
    )
    below = tmp_path / "file" / "folder" / "a.db"
    refused(DatabaseError, "folder cannot be made: Not a directory", lambda: open_ledger(below, create=True))


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
    as_reader_and_as_writer(
        DatabaseError, "is a directory or a device, not a database; name a file with --db", tmp_path
    )


def test_a_path_that_cannot_be_one(tmp_path: Path) -> None:
    refused(DatabaseError, "cannot be opened", lambda: open_ledger(tmp_path / ("a" * 300)))
    refused(DatabaseError, "cannot be made", lambda: open_ledger(tmp_path / ("a" * 300), create=True))
    refused(DatabaseError, "cannot be opened: embedded null", lambda: open_ledger(tmp_path / "a\0b"))


@pytest.mark.parametrize("text", ["ab", "notes on the meeting\n" * 400, "SQLite format 3\n" + "a" * 5000, "\0" * 100])
def test_a_file_of_something_else(tmp_path: Path, text: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(text)
    as_reader_and_as_writer(DatabaseError, "is not a tracker database; name another file with --db", path)


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
    as_reader_and_as_writer(DatabaseError, "belongs to another program; name another file with --db", path)


def test_a_newer_database(path: Path) -> None:
    with closing(plain(path)) as con:
        con.execute(f"PRAGMA user_version = {schema.version() + 1}")
    known = f"schema {schema.version() + 1}, this one knows {schema.version()}"
    as_reader_and_as_writer(DatabaseError, rf"newer tracker \({known}\); upgrade proposal-tracker", path)


@pytest.mark.parametrize("create", [False, True])
def test_an_older_database_is_used_only_after_it_was_upgraded_which_keeps_a_backup(path: Path, *, create: bool) -> None:
    with closing(open_ledger(path, create=True)) as ledger:
        add(ledger, "before")
    with closing(plain(path)) as con:
        con.execute(f"PRAGMA user_version = {schema.version() - 1}")
    says = "is of an older tracker; bring it up with: tracker db upgrade"
    refused(DatabaseError, says, lambda: open_ledger(path, create=create))
    backup = database.upgrade(path)
    assert backup is not None
    for one in (path, backup):
        with closing(plain(one)) as con:
            assert con.execute("SELECT title FROM proposals").fetchall() == [("before",)]
    with closing(plain(backup)) as con:
        assert con.execute("PRAGMA user_version").fetchone() == (schema.version() - 1,)
    open_ledger(path, create=create).close()
    assert database.upgrade(path) is None


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
        DatabaseError, "is a link to a file that is not there; nothing was made", lambda: open_ledger(link, create=True)
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
    monkeypatch.setattr(database, "on_network", lambda _: True)
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
    assert on_network(tmp_path / path, MOUNTS) == expected


def test_a_network_at_the_root() -> None:
    assert on_network(Path("/anywhere/a.db"), "server:/ / nfs rw 0 0\n")
    assert not on_network(Path("/anywhere/a.db"), "")


# Faults while it is open


def writes_nothing(ledger: Ledger, error: type[Exception], words: str) -> None:
    """Hold that a change is refused, and that neither it nor a part of it is there."""
    before, log = contents(ledger), changes.log(ledger)
    refused(error, words, lambda: add(ledger, "lost", topics=("migration",), proposers=("Belarus",)))
    assert not ledger.con.in_transaction
    assert (contents(ledger), changes.log(ledger)) == (before, log)
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
        newer.execute(f"PRAGMA user_version = {schema.version() + 1}")
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
    before, log = contents(ledger), changes.log(ledger)
    refused(DatabaseError, full, lambda: add(ledger, "lost", summary="a long one " * 10_000))
    assert not ledger.con.in_transaction
    assert (contents(ledger), changes.log(ledger)) == (before, log)
    ledger.con.execute("PRAGMA max_page_count = 1000000")
    assert add(ledger, "afterwards") == 2
    assert list(check.problems(ledger)) == []


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
    assert list(check.problems(ledger)) == []


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
    assert faults.explain(ValueError("database is locked"), "a.db") is None
    assert faults.explain(sqlite3.IntegrityError("UNIQUE constraint failed"), "a.db") is None


def test_a_database_that_somebody_rebuilt_cannot_be_used(ledger: Ledger) -> None:
    with pytest.raises(DatabaseError, match="cannot be used"), database.write(ledger, "a", ME) as change:
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
    known = faults.explain(sqlite3.OperationalError(words), "a.db")
    assert type(known) is expected
    assert len(str(known).splitlines()) == 1


# Writing


def test_a_change_that_changes_nothing_leaves_no_entry(ledger: Ledger) -> None:
    proposal = add(ledger)
    before = changes.log(ledger)
    with database.write(ledger, "nothing", ME):
        pass
    with database.write(ledger, "the same", ME) as change:
        change.update("proposals", proposal, title="Joint exercises")
    assert changes.log(ledger) == before
    assert ledger.value("SELECT count(*) FROM current_change") == 0


def test_an_exception_inside_a_change_leaves_nothing(ledger: Ledger) -> None:
    add(ledger, "before")
    before, log = contents(ledger), changes.log(ledger)

    def fail(error: BaseException) -> None:
        with database.write(ledger, "fails", ME) as change:
            proposals.add(change, NewProposal("lost", tags=("x",)))
            raise error

    for error in (ValueError("a"), KeyboardInterrupt(), SystemExit(1)):
        with pytest.raises(type(error)):
            fail(error)
        assert not ledger.con.in_transaction
        assert (contents(ledger), changes.log(ledger)) == (before, log)
        assert ledger.value("SELECT count(*) FROM current_change") == 0
        assert ledger.value("SELECT count(*) FROM search_stale") == 0
    assert list(check.problems(ledger)) == []


def test_the_change_under_way_is_known_inside_and_nowhere_else(ledger: Ledger) -> None:
    with database.write(ledger, "tracker add", "bob") as change:
        proposals.add(change, NewProposal("a"))
        assert ledger.value("SELECT change_id FROM current_change") == change.id
    assert ledger.value("SELECT count(*) FROM current_change") == 0
    entry = changes.get(ledger, change.id)
    assert (entry.who, entry.command, entry.at, entry.undoes) == ("bob", "tracker add", change.at, None)
    assert {row[0] for row in ledger.rows("SELECT change_id FROM history")} == {change.id}


def test_search_is_made_anew_before_a_change_is_committed(ledger: Ledger) -> None:
    add(ledger, "Migration hotline", summary="Énergie", proposers=("Belarus",))
    assert ledger.value("SELECT count(*) FROM search_stale") == 0
    for word in ("hotline", "energie", "belarus"):
        assert len(ledger.rows("SELECT 1 FROM search WHERE search MATCH ?", [word])) == 1


def test_another_program_lands_in_the_history(ledger: Ledger) -> None:
    proposal = add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs' WHERE id = ?", [proposal])
        con.execute("INSERT INTO tags (proposal_id, name) VALUES (?, 'a'), (?, 'b')", [proposal, proposal])
        con.execute("DELETE FROM tags WHERE name = 'a'")
    entries = changes.log(ledger)[:4]
    assert [(one.who, one.command) for one in reversed(entries)] == [
        ("another program", "update proposals"),
        ("another program", "insert tags"),
        ("another program", "insert tags"),
        ("another program", "delete tags"),
    ]
    (update,) = changes.steps(ledger, entries[3].id)
    assert (update.table, update.row, update.old, update.new) == (
        *("proposals", proposal),
        *({"title": "ours"}, {"title": "theirs"}),
    )
    (deleted,) = changes.steps(ledger, entries[0].id)
    assert deleted.old == {"id": 1, "proposal_id": proposal, "name": "a"}


def test_what_another_program_wrote_is_searchable_after_the_next_change(ledger: Ledger) -> None:
    add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs'")
    assert list(check.problems(ledger)) != []
    add(ledger, "another")
    assert list(check.problems(ledger)) == []
    assert len(ledger.rows("SELECT 1 FROM search WHERE search MATCH 'theirs'")) == 1


def test_what_another_program_left_under_way_is_not_taken_for_ours(ledger: Ledger) -> None:
    add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("INSERT INTO current_change (change_id) VALUES (1)")
    add(ledger, "later")
    assert {step.table for step in changes.steps(ledger, newest(ledger))} == {"proposals", "status_events"}
    assert list(check.problems(ledger)) == []


def test_several_queries_see_one_moment(path: Path) -> None:
    with closing(open_ledger(path, create=True)) as ledger, closing(open_ledger(path)) as reader:
        with consistent_read(reader):
            assert titles(reader) == []
            add(ledger, "meanwhile")
            with consistent_read(reader):
                assert titles(reader) == []
        assert titles(reader) == ["meanwhile"]


WRITER = """
import sys
from pathlib import Path
from tracker.model import NewProposal
from tracker.store import database, proposals
ledger = database.open_ledger(Path(sys.argv[1]), create=True)
import tracker.store.search.index
print("ready", flush=True)
sys.stdin.readline()
for n in range(30):
    with database.write(ledger, f"add {n}", sys.argv[2]) as change:
        proposals.add(change, NewProposal(f"{sys.argv[2]} {n}", topics=("migration",), proposers=("Belarus",)))
ledger.close()
"""


def test_six_processes_at_once_lose_nothing(path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"writer{n}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(6)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=120)[1] for process in running] == [""] * 6
    with closing(open_ledger(path)) as ledger:
        wanted = {f"writer{n} {m}" for n in range(6) for m in range(30)}
        assert set(titles(ledger)) == wanted
        log = changes.log(ledger)
        assert len(log) == len(titles(ledger)) == 180
        assert {(entry.who, entry.command) for entry in log} == {
            (f"writer{n}", f"add {m}") for n in range(6) for m in range(30)
        }
        assert ledger.value("SELECT count(*) FROM actors") == 1
        assert list(check.problems(ledger)) == []
