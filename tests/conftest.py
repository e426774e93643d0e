"""What every test may ask for: an empty ledger of its own, the command line on one."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chance import SIZE, generate
from commands import Program

from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

os.environ["XDG_CONFIG_HOME"] = str(Path(tempfile.gettempdir()) / "no-settings-of-anybody")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once, to be copied."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    open_ledger(path, create=True).close()
    return path


@pytest.fixture
def ledger(tmp_path: Path, template: Path) -> Iterator[Ledger]:
    """A fresh database, open."""
    path = tmp_path / "ledger.db"
    shutil.copy(template, path)
    opened = open_ledger(path, create=True)
    yield opened
    opened.close()


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    """The command line on a database that is not there yet; no variable of the tester's own says how it prints."""
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TRACKER_DB", "TRACKER_FORMAT", "TRACKER_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return Program(tmp_path / "t.db", capsys)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of some hundred invented proposals, to be read only."""
    path = tmp_path_factory.mktemp("generated") / "ledger.db"
    generate.generate(path, SIZE)
    opened = open_ledger(path)
    yield opened
    opened.close()
