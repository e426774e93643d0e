"""What is refused, by its class and its words, leaving every byte as it was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
