"""What the file said on a day, against what it did say: also what an undo took away since, and what was restored."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add, writing_at
from helpers.lifetime import ASKED_ON, Seen, live
from tracker import query
from tracker.clocks import Clock
from tracker.model import Evidence, NewLook, NewProposal, NewStatus, ProposalEdit
from tracker.query import Query
from tracker.store import lost_rows
from tracker.store.as_of import first_page, selection, states
from tracker.store.history import changes
from tracker.store.records import looks, proposals, sources

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def by(day: date) -> Clock:
    return Clock(known_by=day)


def seen(ledger: Ledger, clock: Clock) -> dict[int, Seen]:
    """What is told of each proposal under a clock."""
    found: dict[int, Seen] = {}
    for removed in (False, True):
        there = list(states.proposals_as_of(ledger, None, clock, removed=removed).values())
        told = states.facts_as_of(ledger, there, clock)
        for one in there:
            facts = told[one.id]
            state = (one.state.status, one.state.status_on, removed)
            found[one.id] = Seen(*state, facts.evidence, facts.disputed, facts.looked_on, facts.quote)
    return found


@pytest.mark.parametrize("seed", range(1, 7))
def test_what_the_file_said_on_each_day_is_what_it_said(ledger: Ledger, seed: int) -> None:
    """Of every proposal that still has a row: one whose adding was undone has none."""
    said = live(ledger, seed)
    left = {row[0] for row in ledger.rows("SELECT id FROM proposals")}
    for day, then in said.items():
        assert seen(ledger, by(day)) == {one: told for one, told in then.items() if one in left}, day


@pytest.mark.parametrize("seed", [1, 2])
def test_a_page_that_is_walked_to_is_the_first_of_the_list(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.setattr(first_page, "FEW", 0)
    monkeypatch.setattr(first_page, "STEP", 5)
    for day in list(live(ledger, seed))[::9]:
        whole = [one.id for one in selection.select_as_of(ledger, Query(), by(day), ASKED_ON)]
        page = first_page.read_first_page(ledger, Query(), by(day), ASKED_ON, 6)
        assert [one.id for one in page.found] == whole[:6], day


@pytest.fixture
def undone(ledger: Ledger) -> Ledger:
    """#1 removed in February and restored in March; #2 adopted in February by an undo of April taken back."""
    with writing_at(ledger, "2026-01-10T10:00:00.000Z") as change:
        for title in ("One", "Two"):
            proposals.add(change, NewProposal(title, proposed_on="2012"))
    with writing_at(ledger, "2026-02-01T10:00:00.000Z") as change:
        proposals.remove(change, 1)
    with writing_at(ledger, "2026-02-01T11:00:00.000Z") as change:
        paper = sources.add_reference(change, title="Declaration")
        new = NewStatus("adopted", "2025-12", actor=None, extent="weaker", because="agreed")
        proposals.update_proposal(change, 2, ProposalEdit(), new, Evidence(paper, "it was adopted"))
        proposals.update_proposal(change, 2, ProposalEdit(), NewStatus("adopted", "2026", actor="Armenia"), None)
        looks.add(change, 2, NewLook("BelTA", "2026-01-31"), ASKED_ON)
        adopted = change.id
    with writing_at(ledger, "2026-03-01T10:00:00.000Z") as change:
        proposals.restore(change, 1)
    with writing_at(ledger, "2026-04-02T10:00:00.000Z") as change:
        changes.undo_change(change, adopted)
    return ledger


def found(ledger: Ledger, line: str, day: str) -> list[int]:
    clock = by(date.fromisoformat(day))
    return [one.id for one in selection.select_as_of(ledger, query.parse_line(line, ASKED_ON), clock, ASKED_ON)]


def test_between_a_removal_and_its_taking_back_it_was_removed(undone: Ledger) -> None:
    for day, there in (("2026-01-31", [1, 2]), ("2026-02-15", [2]), ("2026-03-01", [1, 2])):
        assert found(undone, "sort:id", day) == there, day
    assert found(undone, "is:removed", "2026-02-15") == [1]
    page = states.detail_as_of(undone, 1, by(date(2026, 2, 15)), ASKED_ON)
    assert page.detail.removed_at == "2026-02-01T10:00:00.000Z"
    assert states.detail_as_of(undone, 1, by(date(2026, 3, 15)), ASKED_ON).detail.removed_at is None


def test_until_its_undo_an_act_was_there_with_its_evidence(undone: Ledger) -> None:
    line = "status:adopted extent:weaker has:evidence has:quote has:look moved:2025-12"
    assert found(undone, line, "2026-01-31") == []
    assert found(undone, line, "2026-02-15") == found(undone, line, "2026-04-01") == [2]
    assert found(undone, "status:proposed", "2026-04-02") == [2, 1]
    detail = states.detail_as_of(undone, 2, by(date(2026, 2, 15)), ASKED_ON).detail
    assert [(one.status, one.actor) for one in detail.status_events[1:]] == [("adopted", None), ("adopted", "Armenia")]
    assert [(one.quote, one.source.title) for one in detail.citations] == [("it was adopted", "Declaration")]
    assert (detail.proposal.quotes, detail.proposal.extent, len(detail.looks)) == (("it was adopted",), "weaker", 1)
    assert (
        states.detail_as_of(undone, 2, by(date(2026, 4, 2)), ASKED_ON).detail.status_events == detail.status_events[:1]
    )


def test_what_was_done_again_was_away_in_between(undone: Ledger) -> None:
    taken_back = changes.last_to_redo(undone, ME)
    with writing_at(undone, "2026-05-01T10:00:00.000Z") as change:
        changes.undo_change(change, taken_back)
    days = {"2026-02-15": [2], "2026-04-02": [], "2026-04-30": [], "2026-05-01": [2]}
    assert {day: found(undone, "status:adopted has:evidence has:look", day) for day in days} == days


def test_a_citation_that_another_program_removed_was_there(undone: Ledger) -> None:
    with writing_at(undone, "2026-05-01T10:00:00.000Z") as change:
        paper = sources.add_reference(change, title="Paper")
        cited = proposals.cite_passage(change, 1, Evidence(paper, "no", stance="contradicts"))
    for stamp, removed_at in (("2026-06-01", "2026-06-01T10:00:00.000Z"), ("2026-07-01", None)):
        with writing_at(undone, f"{stamp}T10:00:00.000Z") as change:
            change.update("citations", cited, removed_at=removed_at)
    days = {"2026-05-02": [1], "2026-06-02": [], "2026-07-02": [1]}
    assert {day: found(undone, "is:disputed", day) for day in days} == days


def test_without_a_day_of_knowledge_the_history_is_not_read(undone: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lost_rows, "_read_lost_rows", None)
    assert len(selection.select_as_of(undone, Query(), Clock(as_of=ASKED_ON), ASKED_ON)) == 2
    with pytest.raises(TypeError):
        found(undone, "", "2026-02-15")


def test_the_history_is_read_once_for_a_clock_until_something_is_written(
    undone: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def read(_: Ledger, end: str) -> lost_rows.LostRows:
        reads.append(end)
        return lost_rows.NOTHING

    monkeypatch.setattr(lost_rows, "_read_lost_rows", read)
    for _ in range(3):
        found(undone, "status:adopted has:look", "2026-02-15")
    assert len(reads) == 1
    add(undone, "Three")
    found(undone, "", "2026-02-15")
    assert len(reads) == 2
