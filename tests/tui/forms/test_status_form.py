"""The form that records a status: evidence, unusual steps, and what others change meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual.events import Key

from helpers import factories
from helpers.ledgers import statuses_of, step_by_another, three
from helpers.screen import (
    complaints,
    opened,
    picture,
    place,
    rows,
    settle,
    type_into,
    typed_at_once,
    until,
)
from tracker.errors import UsageError
from tracker.model import ProposalEdit
from tracker.store.records import proposals
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.status import ChangeStatus
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


async def test_a_status_with_evidence_is_recorded(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    factories.source(ledger, "Communiqué")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="implemented", date="2013", source="1", quote="it was carried out")
        await pilot.press("enter")
        await settle(pilot)
        detail = proposals.read_detail(ledger, proposal, factories.TODAY)
        assert (detail.proposal.status, detail.proposal.status_on) == ("implemented", "2013")
        assert [citation.quote for citation in detail.citations] == ["it was carried out"]
        assert "◐" in rows(pilot)[0]
        assert "● implemented" in picture(pilot)
        assert "it was carried out" in picture(pilot)


async def test_saving_does_not_overtake_the_letters_typed_just_before(ledger: Ledger) -> None:
    proposal = factories.add(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        await pilot.press("tab")
        for letter in "2013":
            pilot.app.post_message(Key(letter, letter))
        pilot.app.post_message(Key("ctrl+s", None))
        await until(pilot, lambda: place(pilot) is MainScreen)
        [record] = proposals.read_records(ledger, [proposal], factories.TODAY)
        assert record.status_on == "2013"


async def test_an_unusual_step_without_evidence_is_refused_and_with_a_reason_asked_about(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="implemented", date="2013")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is ChangeStatus
        assert "unusual step" in complaints(pilot)
        assert "--" not in complaints(pilot)
        await type_into(pilot, because="seen by us")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is Confirm
        await pilot.press("y")
        await settle(pilot)
        [event] = proposals.read_detail(ledger, proposal, factories.TODAY).status_events[1:]
        assert (event.status, event.is_unusual, event.because) == ("implemented", True, "seen by us")


async def test_a_status_that_another_changed_meanwhile_is_said_and_saved_only_when_asked_again(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted", date="2013")
        step_by_another(ledger, proposal, "rejected", "2012-11")
        await pilot.press("enter")
        await pilot.pause()
        assert "#1 was changed meanwhile: now rejected (November 2012). Enter saves anyway" in complaints(pilot)
        assert "#1  Joint exercises  (rejected)" in picture(pilot)
        assert statuses_of(ledger, proposal) == ["proposed", "rejected"]
        step_by_another(ledger, proposal, "adopted", "2012-12")
        await pilot.press("enter")
        await pilot.pause()
        assert "now adopted (December 2012)" in complaints(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        assert statuses_of(ledger, proposal) == ["proposed", "rejected", "adopted", "adopted"]


async def test_what_is_an_unusual_step_is_judged_by_the_status_as_it_now_is(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted", because="seen by us")
        step_by_another(ledger, proposal, "rejected", "2012-11")
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert place(pilot) is Confirm
        await pilot.press("y")
        await settle(pilot)
        assert proposals.read_detail(ledger, proposal, factories.TODAY).status_events[-1].is_unusual


async def test_another_change_of_the_proposal_does_not_hold_up_a_status(ledger: Ledger) -> None:
    proposal = factories.add(ledger, proposed_on="2012")
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        factories.update(ledger, proposal, ProposalEdit(summary="said by another"))
        await pilot.press("enter")
        await settle(pilot)
        assert statuses_of(ledger, proposal) == ["proposed", "adopted"]


@pytest.mark.parametrize(
    ("remedies", "said"),
    [
        (("source quote", "force because"), "it is wrong: Source and Quote, or Because"),
        (("date", "body", "place"), "it is wrong: Date, Body or Place"),
        (("because",), "it is wrong: Because"),
        (("force",), "it is wrong"),
        ((), "it is wrong"),
    ],
)
def test_what_would_mend_an_error_is_said_by_the_labels_of_the_form(remedies: tuple[str, ...], said: str) -> None:
    labels = {name: name.capitalize() for name in ("source", "quote", "because", "date", "body", "place")}
    assert UsageError("it is wrong", remedies=remedies).with_remedies(labels) == said


async def test_s_on_a_proposal_that_another_removed_says_so(ledger: Ledger) -> None:
    proposal = factories.add(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("s")
        await type_into(pilot, status="adopted")
        factories.remove(ledger, proposal)
        await pilot.press("enter")
        await pilot.pause()
        assert "was removed" in complaints(pilot)


async def test_what_is_typed_right_behind_a_tab_is_the_next_field(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, "sadopted\t2013\t1\tsaid so")
        typed = cast("ChangeStatus", pilot.app.screen).typed()
        assert [typed[name] for name in ("status", "status_on", "source", "quote")] == [
            "adopted",
            "2013",
            "1",
            "said so",
        ]
