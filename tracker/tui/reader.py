"""Reading beside the screen: a connection for threads, one at a time, and messages with what was read."""

from __future__ import annotations

from contextlib import contextmanager
from itertools import takewhile
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual.worker import get_current_worker

from tracker.model import TrackerError
from tracker.store import database, faults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from textual.message import Message
    from textual.screen import Screen

    from tracker.store.ledger import Ledger

    IsWanted = Callable[[], bool]
    Read = Callable[[Ledger, IsWanted], Iterable[Message]]

AGAIN_SECONDS = 0.01


class Reader:
    """A connection of its own for threads, one at a time, so that counting never holds up a key."""

    def __init__(self, path: Path) -> None:
        """It is opened when it is first used."""
        self._path = path
        self._ledger: Ledger | None = None
        self._lock = Lock()
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[Ledger | None]:
        """The connection, once other threads have done with it; None when the screen is gone."""
        with self._lock, faults.raise_tracker_errors(self._path):
            if self._ledger is None and not self._closed:
                self._ledger = database.open_ledger(self._path, cache=database.SMALL_CACHE)
            yield self._ledger

    def stop(self) -> None:
        """Break off what is being read: its answer is no longer wanted."""
        ledger = self._ledger
        if ledger is not None:
            ledger.con.interrupt()

    def close(self) -> None:
        """Close the connection once it is free."""
        while not self._lock.acquire(timeout=AGAIN_SECONDS):
            self.stop()  # again and again: what is broken off between two statements goes on with the next
        try:
            self._closed = True
            if self._ledger is not None:
                self._ledger.close()
                self._ledger = None
        finally:
            self._lock.release()


def start_reading(
    screen: Screen[Any],
    reader: Reader,
    group: str,
    read: Read,
    refuse: Callable[[TrackerError], Message] | None = None,
) -> None:
    """Read in a thread and post each message that `read` gives; a newer one of the group takes its place.

    `read` may ask whether it is still wanted. An error is posted as the message that `refuse` makes of it; without
    `refuse` it is dropped: the reading was broken off by a key, and is asked again with the answer to that.
    """

    def run() -> None:
        worker = get_current_worker()

        def is_wanted() -> bool:
            return not worker.is_cancelled

        try:
            with reader.reading() as ledger:
                if ledger is not None and is_wanted():
                    for message in takewhile(lambda _: is_wanted(), read(ledger, is_wanted)):
                        screen.post_message(message)
        except TrackerError as error:
            if refuse is not None and is_wanted():
                screen.post_message(refuse(error))

    screen.run_worker(run, thread=True, exclusive=True, group=group)
