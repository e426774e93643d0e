"""What every test may ask for: an empty ledger of its own, the command line on one."""

from __future__ import annotations

import gc
import getpass
import os
import re
import shutil
import signal
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

import generate
from helpers.council import COUNCIL, code_council
from helpers.editor import replacing
from helpers.factories import ME
from helpers.program import Program
from helpers.strategies import SIZE
from tracker.schema import sqlite3
from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.store.ledger import Ledger

OF_THE_TESTER = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "VISUAL", "EDITOR", "TEXTUAL_THEME")
MEMORY = Path("/dev/shm")  # noqa: S108 - where no test waits for a disk
ROOM = 2 * 2**30
TESTS = Path(__file__).parent
in_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
temporary = (MEMORY if in_memory else Path(tempfile.gettempdir())) / f"tests-of-{getpass.getuser()}"
folder = Path(os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(temporary)))  # a worker is told its parent's
folder.mkdir(exist_ok=True)
# nothing of the tester's own says who acts, how it prints and what is set
for name in [*os.environ]:
    if (name.startswith("TRACKER_") and name != "TRACKER_PATIENCE") or name in OF_THE_TESTER:
        del os.environ[name]
os.environ |= {"XDG_CONFIG_HOME": str(folder / "no-settings"), "LOGNAME": ME, "TEXTUAL_ANIMATIONS": "none"}
# what is ignored, as in a job of the background or under nohup, would be so in all that tests run
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
gc.set_threshold(100_000, 20, 20)  # a screen is a hundred thousand objects, which Python would look through many times
# no example of chance is wrong because the machine is full
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what tests the rooms that speak SQL, by its file's name or folder: CI runs it with each engine."""
    for item in items:
        if {"store", "schema"} & {*re.split(r"[\W_]", str(item.path.relative_to(TESTS)))}:
            item.add_marker("database")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_ledger(path, create=True).close()
    return path


@pytest.fixture
def ledger(tmp_path: Path, template: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """A fresh database, open; what a screen on it keeps stays beside it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "ledger.db"
    shutil.copy(template, path)
    opened = open_ledger(path, create=True)
    yield opened
    opened.close()


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The command line in a folder of its own, on a database that is not there yet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    return Program(tmp_path / "t.db", capsys)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of some hundred invented proposals, to be read only."""
    path = tmp_path_factory.mktemp("generated") / "ledger.db"
    generate.generate(path, SIZE)
    opened = open_ledger(path)
    yield opened
    opened.close()


@pytest.fixture
def article(tmp_path: Path) -> str:
    """The file with the report of a council."""
    path = tmp_path / "council.txt"
    path.write_text(COUNCIL, encoding="utf-8")
    return str(path)


@pytest.fixture
def coded(tracker: Program, article: str) -> Program:  # noqa: ARG001 - the file must be there
    """A ledger with the report and two proposals from it."""
    return tracker.filled_by(code_council)


@pytest.fixture
def con() -> Iterator[sqlite3.Connection]:
    """An empty database in memory, without a transaction of its own making."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    """A fresh database that nobody has open."""
    folder = tmp_path / "own"
    folder.mkdir()
    return Path(shutil.copy(template, folder / "a.db"))


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Makes the editor one that replaces these texts."""

    def replaces(*pairs: str) -> str:
        command = replacing(tmp_path, *pairs)
        monkeypatch.setenv("EDITOR", command)
        return command

    return replaces
