"""A small stock of what completion can offer: proposals, people, a source, a saved query, in five changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import factories
from tracker.model import NewProposal, Person, ProposalEdit
from tracker.store import database
from tracker.store.records import proposals, saved_queries, sources

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

LAST = 20  # the number of the last proposal, the only one without a topic; 2 is removed


def put(ledger: Ledger) -> None:
    """Put it into an empty database."""
    with database.write_change(ledger, "nineteen", factories.ME) as change:
        sources.add_reference(change, title="Aleksandr Lukashenko takes part in a session")
        for number in range(1, LAST):
            said_by = {"speakers": (Person("Aleksandr Lukashenko", "President"),), "proposers": ("Belarus",)}
            where = {"body": "CSTO", "meeting": "A session", "place": "Moscow", "proposed_on": "2012-05-15"}
            new = NewProposal(f"Meet threats to the CSTO, part {number}", topics=("migration",), **said_by, **where)  # type: ignore[arg-type]  # fields of several types
            proposals.add(change, new)
    with database.write_change(ledger, "save", factories.ME) as change:
        saved_queries.save_query(change, "late", "is:overdue")
    factories.add(ledger, "Open a hotline", tags=("nato-2026",), meeting="Summit in Minsk", place="Minsk", body="UN")
    factories.update(ledger, 1, ProposalEdit(add={"proposers": ("Énergie et Climat",)}))
    factories.remove(ledger, 2)
