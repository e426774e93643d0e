"""Redo where somebody took the place meanwhile: no event is corrected twice, nothing is linked twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.factories import add, redo_last, step, undo, undo_last
from tracker.model import ProposalEdit, UsageError
from tracker.store import database
from tracker.store.records import links, proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.model import NewStatus
    from tracker.store.ledger import Ledger


def take(ledger: Ledger, new: NewStatus, who: str) -> int:
    with database.write_change(ledger, "update 1", who) as change:
        proposals.update_proposal(change, 1, ProposalEdit(), new)
        return change.id


def test_a_correction_is_not_done_again_where_another_stands_in_its_place(ledger: Ledger) -> None:
    add(ledger)
    take(ledger, step("adopted", occurred_on="2013"), "ann")
    take(ledger, step("", occurred_on="2014", corrects=2), "ann")
    undo_last(ledger, "ann")
    take(ledger, step("rejected", corrects=2), "bob")
    with pytest.raises(UsageError, match="nothing of change 4 can be undone"):
        redo_last(ledger, "ann")
    assert ledger.value("SELECT status FROM proposals") == "rejected"
    assert list(check.find_problems(ledger)) == []


def test_related_is_not_said_twice_by_an_undo(ledger: Ledger) -> None:
    first, second = add(ledger), add(ledger, "Another")
    with database.write_change(ledger, "link", "ann") as change:
        links.add(change, first, "related", second)
    with database.write_change(ledger, "link --remove", "ann") as change:
        links.remove(change, first, "related", second)
        removed = change.id
    with database.write_change(ledger, "link", "ann") as change:
        links.add(change, second, "related", first)
    with pytest.raises(UsageError, match="nothing of change 4 can be undone"):
        undo(ledger, removed)
    assert len(links.read_neighbours(ledger, first)) == 1
