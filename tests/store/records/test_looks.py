"""Looks: a search that found nothing new is logged, ends a staleness, and is undone like any change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, TODAY, add, newest, remove, undo
from tracker.model import NewLook, NotFoundError, UsageError
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import looks, proposals

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
