"""What tests of the screen may ask for besides: terminals of their own, closed at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.ledgers import three

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.raw_screen import RawScreen
    from tracker.store.ledger import Ledger


@pytest.fixture
def screens(tmp_path: Path, ledger: Ledger) -> Iterator[list[RawScreen]]:
    three(ledger)
    ledger.con.execute("VACUUM INTO ?", [str(tmp_path / "t.db")])
    all_of_them: list[RawScreen] = []
    yield all_of_them
    for one in all_of_them:
        one.close()
