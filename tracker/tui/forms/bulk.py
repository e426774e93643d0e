"""Changes to many proposals at once: how many wait for a thread, and how many are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.store.ledger import Ledger

AT_ONCE = 200  # more than that are changed beside the screen's own work
SAMPLE = 3  # titles that are shown before many are changed


def sample_titles(ledger: Ledger, wanted: Sequence[int]) -> list[str]:
    """The first of many proposals with their titles, and how many more there are."""
    titles = [f"#{line.id}  {line.title}" for line in listing.read_lines(ledger, wanted[:SAMPLE])]
    more = len(wanted) - len(titles)
    return [*titles, *([f"… and {more:,} more"] if more else [])]
