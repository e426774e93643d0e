"""Looks: a search that found nothing new is logged, ends a staleness, and is undone like any change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, TODAY, add, newest, remove, undo, writing_at
from tracker import query
from tracker.clocks import Clock
from tracker.model import NewLook, NewProposal, NewStatus, NotFoundError, ProposalEdit, UsageError
from tracker.store import database
from tracker.store.as_of import selection
from tracker.store.history import changes
from tracker.store.records import looks, proposals
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.model import Look
    from tracker.store.ledger import Ledger

LATER = date(2028, 1, 1)  # when all that was entered today is long stale


def look(
    ledger: Ledger, proposal: int, places: str = "BelTA", *, on: str = "2026-11-20", note: str = "", today: date = TODAY
) -> int:
    with database.write_change(ledger, f"looked {proposal}", ME) as change:
        return looks.add(change, proposal, NewLook(places, on, note), today)


def logged(ledger: Ledger, proposal: int) -> list[Look]:
    return list(proposals.read_detail(ledger, proposal, TODAY).looks)


def test_a_look_is_kept_with_its_places_its_day_and_our_note(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    number = look(ledger, one, "  BelTA, odkb-csto.org ", on="2026-11", note=" also in Russian ")
    (kept,) = logged(ledger, one)
    assert kept[:4] == (number, "2026-11", "BelTA, odkb-csto.org", "also in Russian")
    assert logged(ledger, other) == []
    assert proposals.read_detail(ledger, one, TODAY).proposal.looked_on == "2026-11"


def test_looks_are_told_in_the_order_entered(ledger: Ledger) -> None:
    one = add(ledger)
    days = ["2026-11-20", "2024", "2026-11-20"]
    for day in days:
        look(ledger, one, on=day)
    assert [kept.looked_on for kept in logged(ledger, one)] == days


def test_a_silence_that_was_checked_is_not_stale(ledger: Ledger) -> None:
    one = add(ledger, status_on="2012")
    assert "stale" in proposals.read_detail(ledger, one, LATER).proposal.flags
    look(ledger, one, on="2027-12-20", today=LATER)
    assert "stale" not in proposals.read_detail(ledger, one, LATER).proposal.flags


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12", "2027", "9999-12-31"])
def test_a_look_of_the_future_is_refused(ledger: Ledger, day: str) -> None:
    one = add(ledger)
    with pytest.raises(UsageError, match=f"the day of the look {day} is in the future"):
        look(ledger, one, on=day)
    assert logged(ledger, one) == []


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11", "2026", "0001"])
def test_a_span_that_has_begun_is_no_future(ledger: Ledger, day: str) -> None:
    one = add(ledger)
    look(ledger, one, on=day)
    assert [kept.looked_on for kept in logged(ledger, one)] == [day]


@pytest.mark.parametrize(
    ("places", "note", "message"),
    [
        ("", "", "a look needs the places"),
        (" \t\n", "", "a look needs the places"),
        ("a\x00b", "", "places has a NUL character at position 2"),
        ("a", "\udc80", "note has bytes that are not UTF-8"),
    ],
)
def test_a_look_that_cannot_be_meant_is_refused(ledger: Ledger, places: str, note: str, message: str) -> None:
    one, before = add(ledger), newest(ledger)
    with pytest.raises(UsageError, match=message):
        look(ledger, one, places, note=note)
    assert newest(ledger) == before


def test_nothing_is_logged_for_a_proposal_that_is_not_there(ledger: Ledger) -> None:
    one = add(ledger)
    remove(ledger, one)
    with pytest.raises(NotFoundError, match="was removed"):
        look(ledger, one)
    with pytest.raises(NotFoundError, match="no proposal 99"):
        look(ledger, 99)


def test_a_look_is_in_the_history_of_its_proposal_and_undone(ledger: Ledger) -> None:
    one = add(ledger)
    look(ledger, one)
    assert [entry.command for entry in proposals.proposal_history(ledger, one)][-1] == f"looked {one}"
    undo(ledger, newest(ledger))
    assert logged(ledger, one) == []
    undo(ledger, changes.last_to_redo(ledger, ME))
    assert len(logged(ledger, one)) == 1


def test_the_last_look_and_where_was_looked_are_known_newest_first(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    assert (looks.last_look(ledger), looks.look_places(ledger)) == (None, [])
    for proposal, places in ((one, "TASS"), (other, "BelTA"), (one, "TASS")):
        look(ledger, proposal, places, note="quiet")
    last = looks.last_look(ledger)
    assert last is not None
    assert (last.places, last.note) == ("TASS", "quiet")
    assert looks.look_places(ledger) == ["TASS", "BelTA"]
    assert looks.look_places(ledger, 1) == ["TASS"]


# the next one


def stale_on(ledger: Ledger, day: date, clock: Clock | None = None) -> list[int]:
    """What a list, a record and the clocks each say is stale on a day; they must agree."""
    asked = query.parse_query(["is:stale"], day)
    listed = sorted(listing.matching_ids(ledger, asked))
    flagged = [one.id for one in proposals.read_records(ledger, [1, 2], day) if "stale" in one.flags]
    then = selection.select_as_of(ledger, asked, clock or Clock(as_of=day), day)
    assert listed == flagged == sorted(one.id for one in then)
    return listed


def next_look(ledger: Ledger, on: str, next_on: str | None, today: date) -> None:
    with writing_at(ledger, f"{today.isoformat()}T10:00:00.000Z") as change:
        looks.add(change, 1, NewLook("BelTA", on, "", next_on), today)


@pytest.fixture
def watched(ledger: Ledger) -> Ledger:
    """A proposal of long ago that was looked for on 1 March 2020, to be looked for again on 1 June 2022."""
    with writing_at(ledger, "2012-05-15T10:00:00.000Z") as change:
        proposals.add(change, NewProposal("Old", proposed_on="2012"))
    next_look(ledger, "2020-03-01", "2022-06-01", date(2020, 3, 1))
    return ledger


def test_until_the_day_of_the_next_look_nothing_is_stale_and_from_then_on_it_is_at_once(watched: Ledger) -> None:
    assert stale_on(watched, date(2022, 5, 31)) == []
    assert stale_on(watched, date(2022, 6, 1)) == stale_on(watched, date(2023, 1, 1)) == [1]


def test_a_look_on_that_day_or_later_answers_it(watched: Ledger) -> None:
    next_look(watched, "2022-06-02", None, date(2022, 6, 2))
    assert stale_on(watched, date(2022, 12, 1)) == []
    assert stale_on(watched, date(2023, 4, 1)) == [1]


def test_the_newest_look_decides_when_the_next_one_is(watched: Ledger) -> None:
    next_look(watched, "2021-01-01", "2024-01", date(2021, 1, 1))
    assert stale_on(watched, date(2023, 12, 31)) == []
    assert stale_on(watched, date(2024, 1, 1)) == [1]
    next_look(watched, "2021-02-01", None, date(2021, 2, 1))
    assert stale_on(watched, date(2021, 10, 1)) == []
    assert stale_on(watched, date(2022, 1, 1)) == [1]


def test_an_act_before_that_day_does_not_put_it_off(watched: Ledger) -> None:
    with writing_at(watched, "2022-05-01T10:00:00.000Z") as change:
        moved = NewStatus("adopted", "2022-05-01")
        proposals.update_proposal(change, 1, ProposalEdit(), moved)
    assert stale_on(watched, date(2022, 5, 31)) == []
    assert stale_on(watched, date(2022, 6, 1)) == [1]


def test_what_cannot_be_tested_is_not_stale_on_that_day_either(watched: Ledger) -> None:
    with writing_at(watched, "2020-04-01T10:00:00.000Z") as change:
        proposals.update_proposal(change, 1, ProposalEdit(uncheckable="vague"))
    assert stale_on(watched, date(2023, 1, 1)) == []


@pytest.mark.parametrize("day", ["2026-11-20", "2026-11", "2026", "2012"])
def test_the_next_look_comes_after_this_one(ledger: Ledger, day: str) -> None:
    add(ledger)
    with (
        pytest.raises(UsageError, match="must come after") as refused,
        database.write_change(ledger, "looked 1", ME) as change,
    ):
        looks.add(change, 1, NewLook("BelTA", "2026-11-20", "", day), TODAY)
    assert refused.value.field == "next_on"


def test_undoing_a_look_takes_its_next_day_back(watched: Ledger) -> None:
    undo(watched, newest(watched))
    assert stale_on(watched, date(2021, 1, 1)) == [1]
