"""Opening a database and writing to it: one function each, nowhere else."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from tracker import schema
from tracker.model import UPGRADER, BusyError, DatabaseError
from tracker.process.system_errors import describe_cause
from tracker.schema import sqlite3
from tracker.store.connection import Connection, begin_writing, end_writing, roll_back
from tracker.store.faults import raise_tracker_errors
from tracker.store.ledger import Change, Ledger, consistent_read
from tracker.store.trust import restoration, structure
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

TIMEOUT = 10.0
CACHE = 16_000  # kilobytes of pages that a connection keeps: a change reads the same ones again
SMALL_CACHE = 256  # for who only reads: the system keeps the file's pages as well
NO_FILE = (0, 0)
BACKUP_PAGES = 5_000  # that are copied in one part
COMMAND_MOST = 200  # characters of a command that its entry in the history keeps
NOW = "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "fuse.sshfs", "9p", "ncpfs", "davfs"})


class NoDatabaseError(DatabaseError):
    """There is no database there yet; reading finds nothing, writing makes it."""


def open_ledger(
    path: Path,
    *,
    create: bool = False,
    writing: bool = False,
    inspecting: bool = False,
    timeout: float = TIMEOUT,
    cache: int = CACHE,
) -> Ledger:
    """Open the database at a path: to be read, to be written, or made first if there is none (`create`).

    Who is `inspecting` is given what reading may not rely on, such as other views than ours.

    Raises NoDatabaseError if there is none (and not `create`), BusyError if it stays locked, DatabaseError
    if the file is not ours, newer, damaged, a directory, or may not be read.
    """
    if create:
        _make_file(path)
    status = _file_status(path)
    writing = writing or create
    sealed = not writing and _is_sealed(path)
    with raise_tracker_errors(path):
        con = _connect(path, timeout, "mode=ro&immutable=1" if sealed else "mode=rw")
        try:
            ledger = Ledger(path, con, (status.st_dev, status.st_ino))
            _refuse_foreign(ledger, create=create)
            _set_pragmas(ledger, cache)
            if writing:
                _set_journal(ledger)
            if not inspecting:
                _bring_up_if_needed(ledger, create=create, writing=writing)
            _distrust_schema(con)
        except BaseException:
            con.close()
            raise
    return ledger


def open_in_memory() -> Ledger:
    """An empty database without a file, for what is the same in all of them."""
    con = sqlite3.connect(":memory:", isolation_level=None)
    con.row_factory = sqlite3.Row
    con.execute("BEGIN")
    schema.bring_up_schema(con)
    con.execute("COMMIT")
    return Ledger(Path(":memory:"), con, NO_FILE)


def file_facts(ledger: Ledger) -> dict[str, str]:
    """How the file is kept: its schema, its journal, the engine."""
    return {
        "schema": str(ledger.value("PRAGMA user_version")),
        "journal": str(ledger.value("PRAGMA journal_mode")),
        "engine": f"SQLite {sqlite3.sqlite_version}",
    }


@contextmanager
def write_change(ledger: Ledger, command: str, who: str, *, keep: bool = True) -> Iterator[Change]:
    """One change: what happens inside is one transaction, one entry in the history, one undo.

    A change that changes nothing leaves no entry, and neither does one that is not to be kept. Raises BusyError if
    another program keeps writing, DatabaseError if the file was replaced or upgraded meanwhile or cannot be written.
    """
    with raise_tracker_errors(ledger.path):
        con = ledger.con
        begin_writing(con)
        ledger.duplicates.clear()
        try:
            _refuse_replaced(ledger)
            structure.refuse_altered(ledger)
            at = ledger.value(NOW)
            change = Change(_begin_change(con, at, who, visible_line(command, COMMAND_MOST)), at, ledger)
            yield change
            end_writing(con, keeps=lambda: keep and _end_change(change))
        except BaseException:
            roll_back(con)
            raise


def try_change(ledger: Ledger, command: str, who: str) -> AbstractContextManager[Change]:
    """A change that is only tried: it sees what it does, and all is taken back at the end. Raises as `write_change`."""
    return write_change(ledger, command, who, keep=False)


def _begin_change(con: sqlite3.Connection, at: str, who: str, command: str) -> int:
    # left over from a writer that was not ours and did not finish in order
    con.execute("DELETE FROM current_change")
    cursor = con.execute("INSERT INTO changes (at, who, command) VALUES (?, ?, ?)", [at, who, command])
    con.execute("INSERT INTO current_change (change_id) VALUES (?)", [cursor.lastrowid])
    return int(cursor.lastrowid or 0)


def _end_change(change: Change) -> bool:
    """Have what was changed found by a search, and close the change; gives back whether there is anything to keep."""
    from tracker.store.records import events
    from tracker.store.search import index

    events.follow_noted_dates(change)
    index.flush_index(change.ledger)
    change.execute("DELETE FROM current_change")
    return bool(change.ledger.value("SELECT 1 FROM history WHERE change_id = ? LIMIT 1", [change.id]))


def _make_file(path: Path) -> None:
    """Make an empty file of our own for SQLite to fill, unless there is one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseError(f"{path.parent} cannot be made: {describe_cause(error)}") from error
    try:
        flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
        os.close(os.open(path, flags, 0o600))
    except FileExistsError:
        if path.is_symlink() and not path.exists():
            raise DatabaseError(f"{path} is a link to a file that does not exist; nothing was created") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be made: {describe_cause(error)}") from error


def _file_status(path: Path) -> os.stat_result:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NoDatabaseError(f"there is no database at {path}") from None
    except OSError as error:
        raise DatabaseError(f"{path} cannot be opened: {describe_cause(error)}") from error
    except ValueError as error:
        raise DatabaseError(f"{path} cannot be opened: {error}") from error
    if not path.is_file():
        raise DatabaseError(f"{path} is a directory or a device, not a database; name a file", remedies=("db",))
    return status


def _is_sealed(path: Path) -> bool:
    """Whether neither the file nor its folder may be written and nobody has it open.

    SQLite cannot make the files beside it that it shares with writers, but then there are none.
    """
    writable = os.access(path, os.W_OK) or os.access(path.parent, os.W_OK)
    return not writable and not path.with_name(path.name + "-wal").exists()


def _connect(path: Path, timeout: float, mode: str) -> sqlite3.Connection:
    con = sqlite3.connect(
        f"{path.resolve().as_uri()}?{mode}",
        uri=True,
        timeout=timeout,
        isolation_level=None,
        cached_statements=1000,
        check_same_thread=False,
        factory=Connection,
    )
    con.row_factory = sqlite3.Row
    return con


def _refuse_foreign(ledger: Ledger, *, create: bool) -> None:
    """Let a database of ours pass, and an empty file that is to be filled."""
    _load_schema(ledger)
    with consistent_read(ledger):  # another process may be filling it just now
        application, found = (ledger.value(f"PRAGMA {name}") for name in ("application_id", "user_version"))
        tables = ledger.value("SELECT count(*) FROM sqlite_master")
    if application == schema.APPLICATION_ID:
        if found > schema.schema_version():
            raise DatabaseError(f"{ledger.path} cannot be used: {schema.newer_schema_message(found)}")
        return
    if application or found or tables or ledger.path.stat().st_size == 1:  # SQLite takes one byte for an empty file
        raise DatabaseError(f"{ledger.path} belongs to another program; name another file", remedies=("db",))
    if not create:
        raise NoDatabaseError(f"there is no database at {ledger.path}: the file is empty")


def _load_schema(ledger: Ledger) -> None:
    """Have SQLite read the definitions in a file; one that is damaged is passed over, and the rest can be read."""
    try:
        ledger.value("SELECT count(*) FROM sqlite_master")
    except sqlite3.DatabaseError as error:
        if "malformed database schema" not in str(error):
            raise
        ledger.con.execute("PRAGMA writable_schema = ON")
        ledger.warnings.append(f"a definition in {ledger.path} is damaged ({error}); see: tracker check")


def _set_pragmas(ledger: Ledger, cache: int = CACHE) -> None:
    for pragma in (
        "foreign_keys = ON",
        "cell_size_check = ON",
        f"cache_size = -{cache}",
        "mmap_size = 0",
        "recursive_triggers = ON",
    ):
        ledger.con.execute(f"PRAGMA {pragma}")


def _set_journal(ledger: Ledger) -> None:
    if is_on_network(ledger.path):
        ledger.warnings.append(f"{ledger.path} is on a network file system: one writer at a time, and back up")
        _switch_journal(ledger.con, "DELETE")
        ledger.con.execute("PRAGMA synchronous = EXTRA")
    else:
        _switch_journal(ledger.con, "WAL")
        ledger.con.execute("PRAGMA synchronous = FULL")
        ledger.con.execute("PRAGMA journal_size_limit = 67108864")


def _distrust_schema(con: sqlite3.Connection) -> None:
    """Let the file's own views and triggers call no unsafe function, where the engine knows JSON to be safe."""
    con.execute("PRAGMA trusted_schema = OFF")
    try:
        con.execute("SELECT 1 FROM proposal_records LIMIT 0")
    except (sqlite3.DatabaseError, UnicodeDecodeError):  # SQLite 3.40.1 takes JSON for unsafe; or a damaged view
        con.execute("PRAGMA trusted_schema = ON")


def _switch_journal(con: sqlite3.Connection, mode: str) -> None:
    """Switch the journal mode; the switch does not wait for the timeout by itself."""
    deadline = time.monotonic() + TIMEOUT
    while con.execute("PRAGMA journal_mode").fetchone()[0].upper() != mode and time.monotonic() < deadline:
        try:
            con.execute(f"PRAGMA journal_mode = {mode}")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _bring_up_if_needed(ledger: Ledger, *, create: bool, writing: bool) -> None:
    """Fill a new file; a writer also replaces what may be. An older file is upgraded only when that is asked for."""
    found = ledger.value("PRAGMA user_version")
    if found != schema.schema_version() and (found or not create):
        raise DatabaseError(f"{ledger.path} was made by an older tracker; upgrade it with: tracker db upgrade")
    if not writing and not structure.has_own_views(ledger.con):
        if schema.schema_is_current(ledger.con):
            raise DatabaseError(f"{ledger.path} has views that are not the tracker's own", way=("repair",))
        raise DatabaseError(f"{ledger.path} has the views of another release; upgrade it with: tracker db upgrade")
    folded = schema.folding_is_current(ledger.con) if found else False
    if not writing and not folded:
        raise DatabaseError(f"{ledger.path} compares text as another release did; upgrade it with: tracker db upgrade")
    if writing and not (folded and schema.schema_is_current(ledger.con)):
        _bring_up_now(ledger)


def _bring_up_now(ledger: Ledger) -> None:
    from tracker.store import keys
    from tracker.store.records import sources
    from tracker.store.search import index

    con = ledger.con
    begin_writing(con)
    try:
        before = ledger.value("PRAGMA user_version")
        if before and before != schema.schema_version():
            restoration.restore_before_upgrade(ledger, before)
        command = f"upgrade from schema {before} to {schema.schema_version()}"
        with upgrade_entry(ledger, command) if before else nullcontext():
            schema.bring_up_schema(con)
            keys.bring_up_keys(ledger)
            sources.set_address_keys(ledger)
            index.flush_index(ledger)
        end_writing(con, keeps=lambda: True)
    except BaseException:
        roll_back(con)
        raise


@contextmanager
def upgrade_entry(ledger: Ledger, command: str) -> Iterator[None]:
    """What scripts do to records is one entry of the history, which names itself and cannot be undone."""
    con = ledger.con
    at = ledger.value(NOW)
    change = _begin_change(con, at, UPGRADER, command)
    yield
    con.execute("DELETE FROM current_change")
    con.execute("DELETE FROM changes WHERE id = ? AND id NOT IN (SELECT change_id FROM history)", [change])


def upgrade_database(path: Path, hears: Callable[[int, int], None] | None = None) -> Path | None:
    """Bring a file of an older release up to this one; gives back the verified backup made first, None if not needed.

    `hears` is told how many search documents are made anew, of how many. Raises what `open_ledger` raises.
    """
    from tracker.store import keys

    with open_to_mend(path) as ledger:
        ledger.hears = hears
        found = ledger.value("PRAGMA user_version")
        is_current = schema.schema_is_current(ledger.con) and schema.folding_is_current(ledger.con)
        if found == schema.schema_version() and is_current:
            keys.mend_keys(ledger)
            return None
        kept = back_up_beside(ledger, f"schema-{found}")
        _bring_up_now(ledger)
        return kept


@contextmanager
def open_to_mend(path: Path) -> Iterator[Ledger]:
    """A file of ours, of any release and in any state, to be upgraded or repaired. Raises what `open_ledger` raises."""
    status = _file_status(path)
    with raise_tracker_errors(path), closing(_connect(path, TIMEOUT, "mode=rw")) as con:
        ledger = Ledger(path, con, (status.st_dev, status.st_ino))
        _refuse_foreign(ledger, create=False)
        _set_pragmas(ledger)
        yield ledger


def back_up_beside(ledger: Ledger, label: str, *, damaged: bool = False) -> Path:
    """A copy by SQLite's online backup, found sound before it is relied on, unless the file is known to be damaged."""
    target = ledger.path.with_name(f"{ledger.path.name}.{label}.backup")
    is_new = not target.exists()
    _make_file(target)
    try:
        is_sound = _copy_database(ledger, target) or damaged
    except BaseException:
        if is_new:  # half a backup would be taken for one
            target.unlink(missing_ok=True)
        raise
    if not is_sound:
        raise DatabaseError(f"the backup {target} is not sound; nothing was upgraded")
    return target


def _copy_database(ledger: Ledger, target: Path) -> bool:
    """Copy it in parts, since a signal is heard between two of them; gives back whether the copy is sound."""
    with closing(sqlite3.connect(target.resolve().as_uri() + "?mode=rw", uri=True, factory=Connection)) as copy:
        ledger.con.backup(copy, pages=BACKUP_PAGES, progress=lambda *_: None)
        try:
            return bool(copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok")
        except (sqlite3.DatabaseError, UnicodeDecodeError):  # a definition that SQLite or Python cannot read
            return False


def _refuse_replaced(ledger: Ledger) -> None:
    """Refuse to write to a file that was replaced or upgraded since it was opened."""
    if ledger.identity == NO_FILE:
        return
    try:
        status = ledger.path.stat()
        identity = (status.st_dev, status.st_ino)
    except OSError:
        identity = NO_FILE
    if identity != ledger.identity:
        raise BusyError(f"{ledger.path} was replaced by another file meanwhile; open it again")
    if ledger.value("PRAGMA user_version") != schema.schema_version():
        raise DatabaseError(f"{ledger.path} was upgraded by a newer tracker meanwhile; upgrade proposal-tracker")


def is_on_network(path: Path, mounts: str | None = None) -> bool:
    """Whether a path lies on a network file system, by the system's table of mounts (Linux; elsewhere False)."""
    if mounts is None:
        try:
            mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    here, best, kind = str(path.resolve()), "", ""
    for line in mounts.splitlines():
        _, point, kind_of, *_ = line.split(" ")
        point = point.replace("\\040", " ").rstrip("/")
        if len(point) >= len(best) and (here == point or here.startswith(point + "/")):
            best, kind = point, kind_of
    return kind in NETWORK
