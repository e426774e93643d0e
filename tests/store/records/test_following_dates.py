"""The date of a first status: it is the proposal's until one is given for it, whatever writes the proposal's."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import ME, TODAY, add, newest, plain, redo_last, step, undo, undo_last, update, writing_at
from helpers.steps import take
from tracker import query
from tracker.clocks import Clock
from tracker.model import LAST, NewProposal, ProposalEdit
from tracker.store import database
from tracker.store.as_of import selection, states
from tracker.store.records import proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def dates_of(ledger: Ledger, proposal: int = 1) -> list[tuple[str, str | None]]:
    """Each status event of a proposal with its date, in the order entered."""
    detail = proposals.read_detail(ledger, proposal, TODAY)
    return [(one.status, one.occurred_on) for one in detail.status_events]


def redate(ledger: Ledger, on: str, proposal: int = 1) -> int:
    return update(ledger, proposal, ProposalEdit(proposed_on=on))


def as_of(ledger: Ledger, clock: Clock, words: str = "") -> list[tuple[int, str | None]]:
    found = selection.select_as_of(ledger, query.parse_line(words, TODAY), clock, TODAY)
    return [(one.id, one.state.status_on) for one in found]


FIRST: list[tuple[str, dict[str, Any], str | None, bool]] = [
    ("proposed on the proposal's date", {"proposed_on": "2012"}, "2012", True),
    ("adopted on the proposal's date", {"status": "adopted", "proposed_on": "2012"}, "2012", True),
    ("proposed without a date", {}, None, True),
    (
        "adopted with a date of its own",
        {"status": "adopted", "status_on": "2013", "proposed_on": "2012"},
        "2013",
        False,
    ),
    ("a date of its own that is the same", {"status_on": "2012", "proposed_on": "2012"}, "2012", False),
]


@pytest.mark.parametrize(("fields", "at_first", "follows"), [one[1:] for one in FIRST], ids=[one[0] for one in FIRST])
def test_a_first_status_follows_the_date_unless_one_was_given_for_it(
    ledger: Ledger, fields: dict[str, Any], at_first: str | None, *, follows: bool
) -> None:
    status = fields.get("status", "proposed")
    add(ledger, **fields)
    assert dates_of(ledger) == [(status, at_first)]
    redate(ledger, "2014-05")
    then = "2014-05" if follows else at_first
    assert dates_of(ledger) == [(status, then)]
    assert ledger.value("SELECT status_on FROM proposals") == then
    redate(ledger, "")
    assert dates_of(ledger) == [(status, None if follows else at_first)]
    for on in (then, at_first):
        undo_last(ledger)
        assert dates_of(ledger) == [(status, on)]
    redo_last(ledger)
    assert dates_of(ledger) == [(status, then)]
    assert list(check.find_problems(ledger)) == []


def test_the_date_of_the_meeting_is_followed_too(ledger: Ledger) -> None:
    add(ledger, body="CSTO", meeting="Session", proposed_on="2012-05-15")
    add(ledger, "another", body="CSTO", meeting="Session")
    assert dates_of(ledger, 2) == [("proposed", "2012-05-15")]
    redate(ledger, "2012-05-16", 2)
    assert (dates_of(ledger), dates_of(ledger, 2)) == ([("proposed", "2012-05-15")], [("proposed", "2012-05-16")])


def test_what_was_corrected_follows_no_more_and_does_again_once_the_correction_is_undone(ledger: Ledger) -> None:
    add(ledger, proposed_on="2012")
    take(ledger, 1, step("", corrects=LAST, occurred_on="2011"))
    correction = newest(ledger)
    redate(ledger, "2013")
    assert dates_of(ledger) == [("proposed", "2012"), ("proposed", "2011")]
    undo(ledger, correction)
    assert dates_of(ledger) == [("proposed", "2013")]


def test_a_correction_that_says_no_date_has_the_one_of_then(ledger: Ledger) -> None:
    add(ledger, proposed_on="2012")
    take(ledger, 1, step("adopted", corrects=LAST))
    redate(ledger, "2013")
    assert dates_of(ledger) == [("proposed", "2012"), ("adopted", "2012")]


def test_later_events_stay_where_they_are(ledger: Ledger) -> None:
    add(ledger, proposed_on="2012")
    take(ledger, 1, step("adopted", occurred_on="2012"))
    take(ledger, 1, step("adopted"))
    redate(ledger, "2013")
    assert dates_of(ledger) == [("proposed", "2013"), ("adopted", "2012"), ("adopted", None)]


def test_an_undo_of_an_older_date_leaves_the_newer_one_and_does_not_speak_of_the_status(ledger: Ledger) -> None:
    add(ledger, proposed_on="2012")
    with database.write_change(ledger, "update 1", ME) as change:
        proposals.update_proposal(change, 1, ProposalEdit(proposed_on="2013", summary="more"))
    older = newest(ledger)
    redate(ledger, "2014")
    assert [(one.table, one.column) for one in undo(ledger, older)] == [("proposals", "proposed_on")]
    assert dates_of(ledger) == [("proposed", "2014")]


def test_what_another_program_wrote_is_named_and_set_right_by_any_change(ledger: Ledger) -> None:
    add(ledger, proposed_on="2012")
    with closing(plain(ledger.path)) as other:
        other.execute("UPDATE proposals SET proposed_on = '2013'")
    named = "#1: event 1 has the date of its proposal, 2013, but is of 2012; any change here sets it right"
    assert named in [one.sentence for one in check.find_problems(ledger)]
    add(ledger, "another")
    assert dates_of(ledger) == [("proposed", "2013")]
    assert list(check.find_problems(ledger)) == []


# The clocks


def test_as_of_a_day_goes_by_the_date_that_is_right_and_known_by_recalls_the_old_one(ledger: Ledger) -> None:
    with writing_at(ledger, "2026-01-10T10:00:00.000Z") as change:
        proposals.add(change, NewProposal("Open a hotline", proposed_on="2021-05-15"))
        proposals.add(change, NewProposal("Another", proposed_on="2015"))
    with writing_at(ledger, "2026-02-10T10:00:00.000Z") as change:
        proposals.update_proposal(change, 1, ProposalEdit(proposed_on="2012-05-15"))
    with writing_at(ledger, "2026-03-10T10:00:00.000Z") as change:
        proposals.update_proposal(change, 1, ProposalEdit(proposed_on="2013"))
    expected = {date(2026, 1, 31): "2021-05-15", date(2026, 2, 28): "2012-05-15", date(2026, 3, 31): "2013"}
    for day, on in expected.items():
        clock = Clock(known_by=day)
        order = sorted([(1, on), (2, "2015")], key=lambda one: str(one[1]), reverse=True)
        assert as_of(ledger, clock) == order
        assert as_of(ledger, clock, f"moved:{on}") == [(1, on)]
        shown = states.detail_as_of(ledger, 1, clock, TODAY).detail
        assert (shown.proposal.status_on, shown.status_events[0].occurred_on) == (on, on)
    assert as_of(ledger, Clock(as_of=date(2013, 12, 31))) == [(1, "2013")]
    assert as_of(ledger, Clock(as_of=date(2020, 1, 1), known_by=date(2026, 1, 31))) == [(2, "2015"), (1, None)]


def test_the_date_of_an_event_that_an_undo_took_away_is_the_one_of_then(ledger: Ledger) -> None:
    with writing_at(ledger, "2026-01-10T10:00:00.000Z") as change:
        proposals.add(change, NewProposal("Open a hotline", proposed_on="2021"))
    with writing_at(ledger, "2026-02-10T10:00:00.000Z") as change:
        proposals.update_proposal(change, 1, ProposalEdit(proposed_on="2012"))
    undo_last(ledger)
    assert as_of(ledger, Clock(known_by=date(2026, 1, 31))) == [(1, "2021")]
    assert as_of(ledger, Clock(known_by=date(2026, 2, 28))) == [(1, "2012")]
