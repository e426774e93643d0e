"""Topics of several proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories import add

from tracker.store import topics

if TYPE_CHECKING:
    from tracker.store.database import Ledger


def test_it_is_counted_how_many_of_some_proposals_share_a_topic(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration", "special-forces"))
    two = add(ledger, topics=("migration",))
    add(ledger, topics=("other",))
    assert topics.shared(ledger, [one, two]) == {"migration": 2, "special-forces": 1}
    assert topics.shared(ledger, []) == {}
