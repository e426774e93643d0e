"""What every test may ask for: an empty ledger of its own."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chance import SIZE, generate

from tracker.store.database import Ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of some hundred invented proposals, to be read only."""
    path = tmp_path_factory.mktemp("generated") / "ledger.db"
    generate.generate(path, SIZE)
    opened = open_ledger(path)
    yield opened
    opened.close()
