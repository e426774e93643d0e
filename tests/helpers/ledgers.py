"""What tests of the screen put into a ledger, and what they ask it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import factories
from tracker.model import NewProposal, NewStatus, ProposalEdit
from tracker.store import database
from tracker.store.records import proposals

if TYPE_CHECKING:
    from tracker.model import Detail, Proposal
    from tracker.store.ledger import Ledger


def three(ledger: Ledger) -> list[int]:
    """The oldest first: the list has them the other way round."""
    return [
        factories.add(ledger, "Migration hotline", topics=("migration",), proposed_on="2012", proposers=("Belarus",)),
        factories.add(ledger, "Joint exercises", topics=("special-forces",), proposed_on="2019-11-28"),
        factories.add(ledger, "Border database", topics=("migration",), proposed_on="2020-03"),
    ]


def many(ledger: Ledger, number: int) -> None:
    """So many proposals as one change, the last one the newest."""
    with database.write_change(ledger, "import", factories.ME) as change:
        for one in range(number):
            proposals.add(change, NewProposal(f"Number {one} ", proposed_on="2012"))


def step_by_another(ledger: Ledger, proposal: int, status: str, on: str) -> None:
    """What another person records meanwhile."""
    with database.write_change(ledger, "update", "bob") as change:
        proposals.update_proposal(
            change, proposal, ProposalEdit(), NewStatus(status, on, because="so it was", force=True)
        )


def statuses_of(ledger: Ledger, proposal: int) -> list[str]:
    """The statuses that a proposal was given, in the order entered."""
    return [event.status for event in detail(ledger, proposal).status_events]


def detail(ledger: Ledger, proposal: int = 1) -> Detail:
    """All that is known of a proposal."""
    return proposals.read_detail(ledger, proposal, factories.TODAY)


def record(ledger: Ledger, proposal: int) -> Proposal:
    """A proposal itself."""
    return detail(ledger, proposal).proposal


def changes(ledger: Ledger) -> int:
    """How many changes were made."""
    return int(ledger.value("SELECT count(*) FROM changes"))
