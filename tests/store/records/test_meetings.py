"""Meetings: which one is meant by what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers.factories import TODAY, add, newest, undo, update
from tracker.model import ProposalEdit, UsageError
from tracker.store import database
from tracker.store.records import meetings as store
from tracker.store.records import proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

MINSK = {"body": "CSTO", "meeting": "Minsk session"}


def meetings(ledger: Ledger) -> list[tuple[Any, ...]]:
    rows = ledger.rows(
        "SELECT a.name, m.name, m.held_on, m.place FROM meetings AS m LEFT JOIN actors AS a ON a.id = m.body_id"
    )
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("said", "there"),
    [
        ([MINSK, MINSK], 1),
        ([MINSK, {**MINSK, "meeting": "minsk  SESSION"}], 1),
        ([{**MINSK, "proposed_on": "2012-05-15"}, MINSK], 1),
        ([{**MINSK, "proposed_on": "2012-05-15"}, {**MINSK, "proposed_on": "2012"}], 1),
        # twice a year: a date said more exactly is another meeting, until somebody says that it is the same
        ([{**MINSK, "proposed_on": "2012-05-15"}, {**MINSK, "proposed_on": "2012-12-19"}], 2),
        ([{**MINSK, "proposed_on": "2012"}, {**MINSK, "proposed_on": "2012-05-15"}], 2),
        ([MINSK, {**MINSK, "proposed_on": "2013"}, {**MINSK, "proposed_on": "2014"}], 3),
        ([MINSK, {**MINSK, "body": "UN"}], 2),
        ([{**MINSK, "place": "Minsk"}, {**MINSK, "place": "Brest"}], 2),
        ([{**MINSK, "place": "Minsk"}, MINSK], 1),
        # without a name nothing tells two meetings of a body apart but what is said
        ([{"body": "UN", "proposed_on": "2012"}, {"body": "UN", "proposed_on": "2013"}, {"body": "UN"}], 3),
        ([{"body": "UN"}, {"body": "UN"}], 1),
        ([{"place": "Minsk"}, {"body": "UN", "place": "Minsk"}], 2),
    ],
)
def test_the_same_meeting_is_one_and_another_is_another(ledger: Ledger, said: list[dict[str, Any]], there: int) -> None:
    for one in said:
        add(ledger, **one)
    assert len(meetings(ledger)) == there


def test_what_was_not_known_of_a_meeting_is_filled_in(ledger: Ledger) -> None:
    add(ledger, meeting="Minsk session", proposed_on="2012-05-15")
    add(ledger, **MINSK, place="Minsk", proposed_on="2012-05-15")
    assert meetings(ledger) == [("CSTO", "Minsk session", "2012-05-15", "Minsk")]


def test_two_that_are_meant_alike_are_told_apart_by_more(ledger: Ledger) -> None:
    for place in ("Minsk", "Brest"):
        add(ledger, **MINSK, place=place, proposed_on="2012-05-15")
    add(ledger, **MINSK, proposed_on="2013-06-03")
    with pytest.raises(UsageError, match="say which") as caught:
        add(ledger, **MINSK)
    assert caught.value.remedies == ("date", "body", "place")
    add(ledger, **MINSK, place="Brest")
    assert len(meetings(ledger)) == 3


def test_a_proposal_takes_the_date_of_its_meeting(ledger: Ledger) -> None:
    add(ledger, **MINSK, proposed_on="2012-05-15")
    add(ledger, **MINSK)
    assert [row[0] for row in ledger.rows("SELECT proposed_on FROM proposals")] == ["2012-05-15"] * 2


def test_names_and_places_are_known_once_each_newest_first(ledger: Ledger) -> None:
    add(ledger, meeting="Summit", place="Minsk", proposed_on="2012")
    add(ledger, meeting="Session", place="Moscow", proposed_on="2013")
    add(ledger, meeting="Session", place="Minsk", proposed_on="2014")
    assert store.meeting_names(ledger) == ["Session", "Summit"]
    assert store.meeting_places(ledger) == ["Minsk", "Moscow"]


@pytest.mark.parametrize("emptied", [["body"], ["place"], ["meeting"], ["body", "place"], ["body", "meeting", "place"]])
@pytest.mark.parametrize("name", ["Minsk session", ""])
def test_what_an_edit_empties_is_empty_and_the_others_of_the_meeting_keep_theirs(
    ledger: Ledger, emptied: list[str], name: str
) -> None:
    whole = {"body": "CSTO", "meeting": name, "place": "Minsk"}
    mine, other = (add(ledger, **whole, proposed_on="2012-05-15") for _ in range(2))
    if name or emptied != ["meeting"]:
        nothing: dict[str, Any] = dict.fromkeys(emptied, "")
        update(ledger, mine, ProposalEdit(**nothing))
    assert where(ledger, mine) == {field: "" if field in emptied else said for field, said in whole.items()}
    assert where(ledger, other) == whole


def test_a_meeting_without_what_an_edit_empties_is_taken_rather_than_made(ledger: Ledger) -> None:
    bare = add(ledger, meeting="Minsk session", place="Brest", proposed_on="2012-05-15")
    mine = add(ledger, **MINSK, place="Minsk", proposed_on="2012-05-15")
    update(ledger, mine, ProposalEdit(body="", place="Brest"))
    assert where(ledger, mine) == where(ledger, bare) == {"body": "", "meeting": "Minsk session", "place": "Brest"}
    assert len(meetings(ledger)) == 2


def test_a_body_that_goes_finds_the_meeting_of_that_name_that_has_none(ledger: Ledger) -> None:
    mine = add(ledger, **MINSK, place="Minsk", proposed_on="2012-05-15")
    bare = add(ledger, meeting="Minsk session", place="Brest", proposed_on="2012-05-15")
    update(ledger, bare, ProposalEdit(place=""))
    update(ledger, mine, ProposalEdit(body=""))
    assert where(ledger, mine) == {"body": "", "meeting": "Minsk session", "place": "Minsk"}
    assert len(meetings(ledger)) == 3


def where(ledger: Ledger, proposal: int) -> dict[str, str]:
    said = proposals.read_detail(ledger, proposal, TODAY).proposal
    return {name: getattr(said, name) or "" for name in ("body", "meeting", "place")}


def merged(ledger: Ledger, keep: int, *others: int) -> None:
    with database.write_change(ledger, "meeting merge", "ann") as change:
        store.merge(change, keep, others)


def test_a_merged_meeting_is_known_by_all_that_was_said_of_it(ledger: Ledger) -> None:
    add(ledger, **MINSK, proposed_on="2012-05-15")
    add(ledger, meeting="Minsk summit", place="Brest", proposed_on="2012-05-16")
    merged(ledger, 1, 2)
    for said in (
        {"meeting": "Minsk summit", "proposed_on": "2012-05-16"},
        {"meeting": "Minsk summit", "proposed_on": "2012-05-15"},
        {"meeting": "minsk SUMMIT"},
        {**MINSK, "proposed_on": "2012"},
    ):
        assert ledger.value("SELECT meeting_id FROM proposals WHERE id = ?", [add(ledger, **said)]) == 1
    assert meetings(ledger)[0] == ("CSTO", "Minsk session", "2012-05-15", "Brest")
    assert list(check.find_problems(ledger)) == []


def test_a_proposal_that_an_undo_moves_back_is_at_the_meeting_kept(ledger: Ledger) -> None:
    one = add(ledger, meeting="Minsk summit", proposed_on="2012")
    other = update(ledger, one, ProposalEdit(meeting="Brest summit"))
    add(ledger, **MINSK, proposed_on="2012")
    merged(ledger, 3, 1)
    undo(ledger, other)
    assert where(ledger, one)["meeting"] == "Minsk session"
    assert list(check.find_problems(ledger)) == []


def test_a_merged_meeting_cannot_be_parted_before_what_was_done_later(ledger: Ledger) -> None:
    for name in ("First", "Second", "Third"):
        add(ledger, meeting=name)
    merged(ledger, 2, 3)
    merged(ledger, 1, 2)
    with pytest.raises(UsageError, match="change 4 cannot be undone: Third was merged on since, into First"):
        undo(ledger, newest(ledger) - 1)
    assert list(check.find_problems(ledger)) == []
