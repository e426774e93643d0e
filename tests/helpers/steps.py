"""A step of a proposal taken as a change of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.factories import ME
from tracker.model import (
    Evidence,
    NewStatus,
)
from tracker.model import ProposalEdit as Nothing
from tracker.store import database
from tracker.store.records import events, proposals

if TYPE_CHECKING:
    from tracker.model import StatusEvent
    from tracker.store.ledger import Ledger


def take(ledger: Ledger, proposal: int, new: NewStatus, evidence: Evidence | None = None) -> StatusEvent:
    with database.write_change(ledger, "update", ME) as change:
        proposals.update_proposal(change, proposal, Nothing(), new, evidence)
    return events.events_of_proposal(ledger, proposal)[-1]
