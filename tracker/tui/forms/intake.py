"""A document as it is taken in in a thread, over a connection of its own; it can be left until it is written."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tracker import config
from tracker.comparison import is_address
from tracker.editing.taken_in import is_endless, read_file_bytes, take_in_source
from tracker.errors import UsageError, blame_field
from tracker.model import TrackerError
from tracker.store import database, faults
from tracker.store.records import source_edits, sources
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from threading import Event

    from tracker.store.ledger import Change, Ledger

PASTED = "pasted text"


class Taken(NamedTuple):
    """What was taken in, in words; whether it is new."""

    words: str
    is_new: bool


@dataclass(frozen=True)
class Intake:
    """What was typed, the columns that it says; `left` is set once nobody waits for it any more."""

    path: Path
    typed: Mapping[str, str]
    columns: Mapping[str, str | None]
    left: Event

    def run(self) -> Taken | TrackerError | None:
        """Take it in as one change, or give back why not; None if it was left."""
        field = "file" if self.typed["file"].strip() else "text"
        try:
            with (
                faults.raise_tracker_errors(self.path),
                blame_field(field, self.typed["file"].strip()),
                closing(database.open_ledger(self.path, writing=True)) as ledger,
            ):
                return self._take_in(ledger)
        except TrackerError as error:
            return None if self.left.is_set() else error

    def _take_in(self, ledger: Ledger) -> Taken:
        name = self.typed["file"].strip() or PASTED
        data = self._read()
        self._stop_if_left()
        with database.write_change(ledger, f"source add {name}", config.user_name()) as change:
            number, is_new = take_in_source(change, name, data, self.columns)
            words = _words_of(change, number, is_new=is_new)
            self._stop_if_left()
        return Taken(words, is_new)

    def _read(self) -> bytes:
        name = self.typed["file"].strip()
        if not name:
            return self.typed["text"].encode()
        if is_address(name):
            return b""
        if is_endless(name):
            raise UsageError(f"{name} is a pipe or a device; name a file, such as summit.txt")
        return read_file_bytes(name)

    def _stop_if_left(self) -> None:
        """Raise TrackerError, which takes the change back, if nobody waits for it."""
        if self.left.is_set():
            raise TrackerError("it was left")


def _words_of(change: Change, number: int, *, is_new: bool) -> str:
    """What was done; whether another source has its address too."""
    known = sources.read(change.ledger, number)
    verb = "Added source" if is_new else "Already known as source"
    other = source_edits.source_with_address(change.ledger, number, known.url) if is_new and known.url else None
    double = f"; source {other} has that address too" if other else ""
    return f"{verb} {number}  {short(known.title or known.url or '')}{double}"
