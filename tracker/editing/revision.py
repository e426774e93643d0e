"""What may be edited of a proposal as one record: read, and brought back merged with what became of it meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.editing import merge, record
from tracker.model import ProposalEdit
from tracker.store.records import proposals, topics

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from tracker.editing.merge import Clash
    from tracker.editing.record import Record
    from tracker.store.ledger import Change, Ledger


def now(ledger: Ledger, proposal: int, today: date) -> tuple[Record, str]:
    """The record as it is, and where the proposal stands, in words. Raises NotFoundError."""
    found = proposals.read_detail(ledger, proposal, today)
    since = f" since {found.proposal.status_on}" if found.proposal.status_on else ""
    return record.record_of(found), found.proposal.status + since


def bring_in(
    change: Change,
    proposal: int,
    base: Record | None,
    mine: Record,
    *,
    today: date,
    mine_stands: Collection[Clash] = (),
) -> ProposalEdit:
    """Make a proposal the record that I edited from `base`, with what others changed since; gives back what changes.

    Without a base, all that differs clashes. Raises ClashError where both changed one thing to different ends, but for
    those clashes where mine is to stand, and otherwise as `proposals.update_proposal` does.
    """
    proposals.existing(change.ledger, proposal)
    # a topic typed by its beginning is the one that it means, or it would seem to take the place of that
    mine = mine._replace(topics=tuple(one.code for one in topics.find_topics(change.ledger, mine.topics)))
    theirs = record.from_text(record.to_text(now(change.ledger, proposal, today)[0], {}), today)
    both, clashes = merge.merge_records(base, mine, theirs)
    if open_ := [clash for clash in clashes if clash not in mine_stands]:
        raise merge.ClashError(open_, both, theirs)
    edit = merge.difference(theirs, both)
    if edit != ProposalEdit():
        proposals.update_proposal(change, proposal, edit)
    return edit
