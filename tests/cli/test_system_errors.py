"""What the operating system refuses is one line: what, why, what to do; and never the clean-up's own error."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers import factories
from tracker import cli
from tracker.cli import crash
from tracker.model import DatabaseError, TrackerError
from tracker.process import system_errors
from tracker.schema import sqlite3
from tracker.store import database, faults
from tracker.store.ledger import consistent_read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from helpers.program import Program
    from tracker.store.ledger import Ledger

TRACKER = [sys.executable, "-m", "tracker"]
LONG = "a" * 300


def is_one_line(said: str) -> bool:
    """Whether there is one complaint, and behind it nothing; before it may stand that there is no database yet."""
    *before, last = said.removesuffix("\n").split("\n")
    hints = ("Nothing is tracked yet: ", "A new database: ")
    return (
        last.startswith("tracker: ")
        and "not have happened" not in said
        and all(one.startswith(hints) for one in before)
    )


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 3 MB, where one may be made."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder],  # noqa: S607 - one of every Linux
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("only root makes a file system")
    yield folder
    subprocess.run(["umount", folder], check=True)  # noqa: S607 - the same


def fill_up(folder: Path) -> None:
    with (folder / "fill").open("wb", buffering=0) as stream:
        try:
            while True:
                stream.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC  # noqa: PT017 - it always comes


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["show", "1"],
        ["add", "Second"],
        ["update", "1", "-s", "adopted"],
        ["check"],
        ["db", "info"],
        ["stats"],
    ],
)
def test_on_a_full_disk_every_command_says_so(tracker: Program, small_disk: Path, command: list[str]) -> None:
    tracker.done("add", "First")
    path = Path(shutil.copy(tracker.db, small_disk / "t.db"))
    fill_up(small_disk)
    code = cli.run_command(["--db", str(path), *command])
    err = tracker.capsys.readouterr().err
    assert code in {0, 1}
    assert code == 0 or (is_one_line(err) and "the disk is full" in err), err


def test_an_export_to_a_full_disk_says_so_and_leaves_the_old_file(tracker: Program, small_disk: Path) -> None:
    tracker.done("add", "First")
    target = small_disk / "o.csv"
    target.write_text("old", encoding="utf-8")
    fill_up(small_disk)
    answer = tracker("export", "-o", str(target))
    assert (answer.code, is_one_line(answer.err)) == (1, True)
    assert "the disk is full" in answer.err
    assert target.read_text(encoding="utf-8") == "old"
    assert sorted(one.name for one in small_disk.iterdir()) == ["fill", "o.csv"]


def test_a_file_that_may_not_grow_is_said(tracker: Program, tmp_path: Path) -> None:
    tracker.done("add", "First", "--summary", "long " * 20_000)
    done = subprocess.run(
        [*TRACKER, "--db", tracker.db, "export", "--table", "proposals", "-o", tmp_path / "o.csv"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)),
    )
    assert (done.returncode, is_one_line(done.stderr)) == (1, True)
    assert "larger than is allowed; raise the limit" in done.stderr


def circle(folder: Path) -> Path:
    (folder / "circle").symlink_to(folder / "circle")
    return folder / "circle"


def below_a_file(folder: Path) -> Path:
    (folder / "file").write_text("", encoding="utf-8")
    return folder / "file" / "t.db"


PLACES: dict[str, Callable[[Path], Path]] = {
    "too long": lambda folder: folder / LONG,
    "below too long": lambda folder: folder / LONG / "t.db",
    "a circle": circle,
    "below a circle": lambda folder: circle(folder) / "t.db",
    "below a file": below_a_file,
    "a folder": lambda folder: folder,
    "no such home": lambda _: Path("~nobody-of-that-name/t.db"),
    "a device": lambda _: Path("/dev/null"),
}
COMMANDS: dict[str, Callable[[str], list[str]]] = {
    "list": lambda place: ["--db", place, "list"],
    "add": lambda place: ["--db", place, "add", "T"],
    "db info": lambda place: ["--db", place, "db", "info"],
    "db path": lambda place: ["--db", place, "db", "path"],
    "db upgrade": lambda place: ["--db", place, "db", "upgrade"],
    "check": lambda place: ["--db", place, "check"],
    "use": lambda place: ["--db", place, "use", "--body", "CSTO"],
    "export": lambda place: ["export", "-o", f"{place}.csv"],
    "export of all": lambda place: ["export", "--all", "-o", place],
    "source add": lambda place: ["source", "add", place],
    "add --source": lambda place: ["add", "T", "--source", place, "--quote", "a"],
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_cannot_be_used_is_one_line(
    tracker: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, place: str
) -> None:
    tracker.done("add", "First")
    monkeypatch.setenv("TRACKER_DB", str(tracker.db))
    folder = tmp_path / "places"
    folder.mkdir()
    code = cli.run_command(COMMANDS[command](str(PLACES[place](folder))))
    said = tracker.capsys.readouterr()
    assert code in {0, 1, 2, 3}
    assert "should not have happened" not in said.err
    assert code == 0 or is_one_line(said.err), said.err


@pytest.mark.parametrize("variable", ["XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"])
@pytest.mark.parametrize("place", PLACES)
def test_a_folder_of_the_user_that_cannot_be_used_is_one_line(
    tracker: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, place: str
) -> None:
    tracker.done("add", "First")
    folder = tmp_path / "places"
    folder.mkdir()
    monkeypatch.setenv(variable, str(PLACES[place](folder)))
    monkeypatch.setenv("EDITOR", "true")
    db = [] if variable == "XDG_DATA_HOME" else ["--db", str(tracker.db)]
    for command in (["list"], ["use", "--body", "CSTO"], ["use"], ["edit", "1"], ["config", "edit"], ["add", "T"]):
        code = cli.run_command([*db, *command])
        said = tracker.capsys.readouterr()
        assert "should not have happened" not in said.err
        assert code == 0 or is_one_line(said.err), (command, said.err)


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    here = tmp_path / "gone"
    here.mkdir()
    line = f'cd "{here}" && rmdir "{here}" && exec "{sys.executable}" -P -m tracker --db t.db list'
    package = str(Path(cli.__file__).parent.parent.parent)
    done = subprocess.run(
        ["/bin/bash", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([package, *filter(None, sys.path)])},
    )
    assert done.returncode in {0, 1}
    assert "should not have happened" not in done.stderr
    assert "Traceback" not in done.stderr


def test_without_room_for_the_sample_data_one_line_says_so(
    tracker: Program, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill_up(small_disk)
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    answer = tracker("demo", "--path")
    assert (answer.code, is_one_line(answer.err)) == (1, True)
    assert "the disk is full" in answer.err
    assert [one.name for one in small_disk.iterdir()] == ["fill"]


def test_without_a_temporary_folder_one_line_says_so(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/no/such/folder")
    answer = tracker("demo", "--path")
    assert (answer.code, is_one_line(answer.err)) == (1, True)
    assert "name a place for it in TMPDIR" in answer.err


def test_too_many_open_files_are_said(tracker: Program) -> None:
    tracker.done("add", "First")
    done = subprocess.run(
        [*TRACKER, "--db", tracker.db, "list"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (6, 6)),
    )
    assert done.returncode in {0, 1}
    assert done.returncode == 0 or is_one_line(done.stderr), done.stderr


@pytest.mark.parametrize("name", system_errors.CAUSES)
def test_every_error_of_the_system_has_a_cause_and_an_advice(name: str) -> None:
    error = OSError(getattr(errno, name), os.strerror(getattr(errno, name)), "a.txt")
    cause, advice = system_errors.CAUSES[name]
    assert str(system_errors.explain_system_error(error)) == f"a.txt cannot be used: {cause}; {advice}"


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.EXDEV, "Invalid cross-device link", "a.txt"), "a.txt cannot be used: invalid cross-device link"),
        (OSError(errno.EMFILE, "Too many open files"), "the system refused: too many files are open; "),
        (MemoryError(), "there is too little memory; "),
    ],
)
def test_an_error_that_nobody_expected_there_is_one_line_of_the_command_line(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, error: Exception, says: str
) -> None:
    def fails(*_: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr(database, "open_ledger", fails)
    answer = tracker("list")
    assert (answer.code, is_one_line(answer.err)) == (1, True)
    assert says in answer.err


SAID = {
    "SQLITE_FULL": "the disk is full",
    "SQLITE_IOERR_WRITE": "refused to read or write",
    "SQLITE_READONLY_DBMOVED": "read-only",
    "SQLITE_CORRUPT_INDEX": "is damaged",
    "SQLITE_LOCKED_SHAREDCACHE": "another program is writing",
    "SQLITE_BUSY_SNAPSHOT": "another program is writing",
    "SQLITE_TOOBIG": "too long",
    "SQLITE_CANTOPEN_ISDIR": "cannot be opened",
    "SQLITE_PROTOCOL": "another program",
    "SQLITE_NOMEM": "too little memory",
}


@pytest.mark.parametrize("name", SAID)
def test_the_first_cause_is_said_although_the_clean_up_fails_too(ledger: Ledger, name: str) -> None:
    class FailsToEnd:
        in_transaction = False

        def execute(self, sql: str, *_: object) -> None:
            self.in_transaction = True
            if sql in {"ROLLBACK", "COMMIT"}:
                raise sqlite3.OperationalError("cannot commit - no transaction is active")

    first = sqlite3.OperationalError("it failed")
    first.sqlite_errorname = name
    own = ledger.con
    ledger.con = FailsToEnd()  # type: ignore[assignment]
    try:
        with pytest.raises(sqlite3.OperationalError, match="it failed") as caught, consistent_read(ledger):
            raise first
    finally:
        ledger.con = own
    assert SAID[name] in str(faults.explain_error(caught.value, ledger.path))


def test_a_change_that_fails_says_its_own_cause(ledger: Ledger) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname = "SQLITE_FULL"

    def fill_disk() -> None:
        with database.write_change(ledger, "a", factories.ME) as change:
            change.execute("ROLLBACK")  # as SQLite does by itself on a full disk
            raise error

    with pytest.raises(DatabaseError, match="the disk is full"):
        fill_disk()


def test_db_info_without_a_file_is_one_line(tracker: Program) -> None:
    answer = tracker("db", "info")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err.count("\n") == 1
    assert "there is no database at" in answer.err
    assert not tracker.db.exists()


def test_a_crash_report_is_for_the_user_alone_and_holds_no_stored_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "new" / "state"))
    before = os.umask(0o022)
    try:
        try:
            try:
                raise ValueError("Invalid isoformat string: 'SECRET it\\'s'")  # noqa: TRY301 - as the library does
            except ValueError as error:
                raise LookupError('in "SECRET"') from error
        except LookupError as error:
            said = crash.report_crash(error)
    finally:
        os.umask(before)
    path = tmp_path / "new" / "state" / "tracker" / "crash.txt"
    assert str(path) in said
    report = path.read_text(encoding="utf-8")
    assert "SECRET" not in report.replace(
        "raise ValueError(\"Invalid isoformat string: 'SECRET it\\\\'s'\")", ""
    ).replace("raise LookupError('in \"SECRET\"')", "")
    assert report.index("ValueError: Invalid isoformat string: '…'") < report.index("LookupError: in '…'")
    assert "test_a_crash_report_is" in report
    for one, mode in ((path, 0o600), (path.parent, 0o700), (path.parent.parent, 0o700)):
        assert stat.S_IMODE(one.stat().st_mode) == mode


def test_a_crash_report_that_cannot_be_kept_says_how_to_see_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(below_a_file(tmp_path)))
    assert "report it with --debug" in crash.report_crash(TrackerError("x"))
