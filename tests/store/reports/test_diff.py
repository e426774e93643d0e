"""What happened between two days: which act confirms, which only happened, and what a file recorded besides acts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import writing_at
from helpers.lifetime import ASKED_ON, live
from tracker.clocks import DigestEntry, DigestSpan
from tracker.model import Evidence, NewProposal, NewStatus, ProposalEdit
from tracker.query import Query, parse_line
from tracker.store.history import changes
from tracker.store.records import proposals, sources
from tracker.store.reports import diff

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

BEFORE, AFTER = date(2026, 2, 28), date(2026, 3, 31)
RECORDED = DigestSpan(BEFORE, AFTER, recorded=True)


def told(ledger: Ledger, span: DigestSpan = RECORDED, line: str = "") -> dict[str, list[DigestEntry]]:
    asked = parse_line(line, ASKED_ON) if line else Query()
    found = diff.make_digest(ledger, asked, span, ASKED_ON).sections
    return {section: list(entries) for section, entries in found.items() if entries}


def later(ledger: Ledger, step: NewStatus, *evidence: Evidence, at: str = "2026-03-10T10:00:00.000Z") -> int:
    """Record a step; gives back the change."""
    with writing_at(ledger, at) as change:
        proposals.update_proposal(
            change, 1, ProposalEdit(), step._replace(force=True, because="x"), *(evidence or (None,))
        )
        return change.id


@pytest.fixture
def adopted(ledger: Ledger) -> Ledger:
    """#1 of 2012, adopted in 2014 (event 2), recorded in January."""
    with writing_at(ledger, "2026-01-01T10:00:00.000Z") as change:
        for title in ("Communiqué", "Declaration"):
            sources.add_reference(change, title=title)
        proposals.add(
            change, NewProposal("One", proposed_on="2012", status_on="2012", evidence=Evidence(1, "a hotline"))
        )
        proposals.update_proposal(change, 1, ProposalEdit(), NewStatus("adopted", "2014"), Evidence(1, "adopted"))
    return ledger


@pytest.mark.parametrize(
    ("step", "sections"),
    [
        (NewStatus("adopted", "2015"), ["confirmed"]),
        (NewStatus("adopted", "2015", actor="Armenia"), ["confirmed"]),
        (NewStatus("in-progress", "2015", actor="Armenia"), ["further"]),
        (NewStatus("on-agenda", "2013"), ["further"]),
        (NewStatus("", "2015", corrects=2), ["corrected"]),
        (NewStatus("implemented", "2015"), ["closed"]),
        (NewStatus("implemented", "2015", corrects=2), ["closed", "corrected"]),
    ],
    ids=["again", "again for one", "another for one", "a late find", "a corrected date", "moved", "a corrected status"],
)
def test_only_what_says_again_where_it_stands_confirms(adopted: Ledger, step: NewStatus, sections: list[str]) -> None:
    later(adopted, step)
    found = told(adopted)
    assert list(found) == sections
    assert [act.id for act in found[sections[0]][0].acts] == [3]


def test_an_act_that_may_be_older_than_the_span_confirms_nothing_in_it(adopted: Ledger) -> None:
    later(adopted, NewStatus("adopted", "2015"))
    found = told(adopted, DigestSpan(date(2015, 6, 30), date(2015, 12, 31)))
    assert {section: [act.id for act in entries[0].acts] for section, entries in found.items()} == {"further": [3]}
    assert list(told(adopted, DigestSpan(date(2014, 12, 31), date(2015, 12, 31)))) == ["confirmed"]


@pytest.mark.parametrize(("stance", "event"), [("supports", 2), ("contradicts", 2), ("contradicts", None)])
def test_a_passage_for_what_was_there_is_new_evidence(adopted: Ledger, stance: str, event: int | None) -> None:
    with writing_at(adopted, "2026-03-10T10:00:00.000Z") as change:
        proposals.cite_passage(change, 1, Evidence(2, "now", stance=stance), event)
    found = told(adopted)
    ((entry,),) = found.values()
    assert list(found) == ["evidence"]
    assert [(one.quote, one.stance) for one in entry.citations] == [("now", stance)]
    assert [act.id for act in entry.acts] == [event] * (event is not None)
    assert told(adopted, DigestSpan(AFTER, date(2026, 4, 30), recorded=True)) == {}


def test_what_an_act_brings_with_it_is_told_with_it_alone(adopted: Ledger) -> None:
    later(adopted, NewStatus("in-progress", "2015"), Evidence(2, "begun"))
    found = told(adopted)
    assert list(found) == ["moved"]
    assert [one.quote for one in found["moved"][0].citations] == ["begun"]


def test_what_was_brought_back_is_restored_and_what_was_taken_out_removed(adopted: Ledger) -> None:
    with writing_at(adopted, "2026-02-01T10:00:00.000Z") as change:
        proposals.remove(change, 1)
    with writing_at(adopted, "2026-03-10T10:00:00.000Z") as change:
        proposals.restore(change, 1)
    assert list(told(adopted)) == ["restored"]
    assert list(told(adopted, DigestSpan(date(2026, 1, 31), BEFORE, recorded=True))) == ["removed"]
    assert told(adopted, DigestSpan(date(2026, 1, 31), AFTER, recorded=True)) == {}


def test_what_an_undo_took_back_is_told(adopted: Ledger) -> None:
    implemented = later(adopted, NewStatus("implemented", "2015"), at="2026-02-10T10:00:00.000Z")
    with writing_at(adopted, "2026-03-10T10:00:00.000Z") as change:
        changes.undo_change(change, implemented)
    found = told(adopted)
    assert list(found) == ["undone"]
    (entry,) = found["undone"]
    assert [(one.id, one.status) for one in entry.undone] == [(3, "implemented")]
    assert (entry.before and entry.before.status, entry.after and entry.after.status) == ("implemented", "adopted")
    assert list(told(adopted, DigestSpan(date(2026, 1, 31), BEFORE, recorded=True))) == ["closed"]
    assert told(adopted, DigestSpan(date(2026, 1, 31), AFTER, recorded=True)) == {}


def test_a_correction_that_was_undone_confirms_nothing(adopted: Ledger) -> None:
    wrong = later(adopted, NewStatus("", "2015", corrects=2), at="2026-02-10T10:00:00.000Z")
    with writing_at(adopted, "2026-03-10T10:00:00.000Z") as change:
        changes.undo_change(change, wrong)
    assert list(told(adopted)) == ["undone"]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_any_two_days_a_digest_tells_what_differs(ledger: Ledger, seed: int) -> None:
    """A proposal whose status differs is told to have moved, or to have been taken back, or it is new."""
    said = live(ledger, seed)
    days = list(said)
    left: set[Any] = {row[0] for row in ledger.rows("SELECT id FROM proposals")}
    for before, after in zip(days[::11], days[5::11], strict=False):
        found = told(ledger, DigestSpan(before, after, recorded=True))
        there = {section: {one.proposal.id for one in entries} for section, entries in found.items()}
        old, new = ({one: now for one, now in said[day].items() if one in left} for day in (before, after))
        assert there.get("new", set()) == {one for one in new if one not in old and not new[one].removed}
        assert there.get("removed", set()) == {
            one for one in new if one in old and new[one].removed and not old[one].removed
        }
        assert there.get("restored", set()) == {
            one for one in new if one in old and old[one].removed and not new[one].removed
        }
        moved = {one for one in new if one in old and not new[one].removed and old[one].status != new[one].status}
        assert moved <= there.get("moved", set()) | there.get("closed", set()) | there.get("undone", set())
