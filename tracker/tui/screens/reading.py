"""What the list is read with: pages from the nearer end, the row of a proposal, and a second reader for threads."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING

from tracker.store import database, faults
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.model import Line
    from tracker.query import Query
    from tracker.store.ledger import Ledger

NEARBY = 1000
FIRST = 5000
AGAIN_SECONDS = 0.01


def page(ledger: Ledger, query: Query, total: int | None, offset: int, limit: int) -> list[Line]:
    """The lines from `offset` on, read from the end of the list that is nearer; None is a total not known yet."""
    if total is None or offset <= total // 2 or query.limit is not None:
        wanted = listing.ids(ledger, query, offset, limit)
    else:
        count = max(min(limit, total - offset), 0)
        wanted = listing.ids_from_end(ledger, query, total - offset - count, count)
    return list(listing.lines(ledger, wanted))


def count(ledger: Ledger, query: Query) -> int:
    """How many rows the list of a query has."""
    total = listing.count(ledger, query)
    return total if query.limit is None else min(total, query.limit)


def row_of(ledger: Ledger, query: Query, proposal: int, near: int) -> int | None:
    """The row on which a proposal stands, looked for around a row and at the beginning; None if it is not there."""
    for start, many in ((max(near - NEARBY, 0), 2 * NEARBY), (0, FIRST)):
        found = listing.ids(ledger, query, start, many)
        if proposal in found:
            return start + found.index(proposal)
    return None


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
        with self._lock, faults.explained(self._path):
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
