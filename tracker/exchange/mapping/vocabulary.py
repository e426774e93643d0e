"""The vocabulary of a database as a mapping needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.exchange.known.status_words import status_words
from tracker.exchange.mapping.mapping import Vocabulary
from tracker.store.records import statuses, topics

if TYPE_CHECKING:
    from datetime import date

    from tracker.store.ledger import Ledger


def read_vocabulary(ledger: Ledger, today: date) -> Vocabulary:
    """What the database knows of statuses, their reasons and topics, and what others call a status."""
    known = statuses.read_statuses(ledger)
    return Vocabulary(
        statuses=tuple(known),
        reasons={code: tuple(statuses.read_reasons(ledger, code)) for code in known},
        topics=topics.topic_titles(ledger),
        today=today,
        status_words=status_words(),
    )
