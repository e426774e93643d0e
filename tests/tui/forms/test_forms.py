"""What every form and question of the screen has: keys to be clicked, fields of few words, room for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from helpers import factories
from helpers.ledgers import three
from helpers.screen import main, opened, picture, place, settle, toasts, typed_at_once
from tracker.store.records import proposals
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.add import Add
from tracker.tui.forms.link import Link
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Form


async def test_a_click_on_a_key_of_a_form_or_a_question_presses_it(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("a", "x")
        await pilot.click(KeysLine, offset=(len("enter save  "), 0))
        await pilot.pause()
        assert place(pilot) is Confirm
        await pilot.click(KeysLine, offset=(len("y Close  n"), 0))
        await pilot.pause()
        assert place(pilot) is Add
        await pilot.click(KeysLine, offset=(1, 0))
        await settle(pilot)
        assert place(pilot) is MainScreen
        assert factories.titles(ledger)[-1] == "x"


async def test_what_is_typed_into_a_field_of_few_words_replaces_what_stands_there(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a", "x", "tab", "tab")
        await typed_at_once(pilot, "commitment")
        await pilot.press("enter")
        await settle(pilot)
        assert proposals.read_detail(ledger, 1, factories.TODAY).proposal.kind == "commitment"


async def test_words_that_begin_with_a_digit_find_the_other_proposal_of_a_link(ledger: Ledger) -> None:
    factories.add(ledger, "2014 hotline for migrants")
    factories.add(ledger, "Another")
    async with opened(ledger) as pilot:
        main(pilot).reload(2)
        await settle(pilot)
        await pilot.press("l")
        await pilot.pause()
        cast("Form", pilot.app.screen).query_one("#field-other LineInput").focus()
        assert place(pilot) is Link
        await typed_at_once(pilot, "2014 hot")
        await pilot.press("enter")
        await settle(pilot)
        assert any(toast.startswith("Linked: #2") for toast in toasts(pilot))


async def test_what_was_done_before_does_not_lie_on_the_form_that_opens_next(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("x")
        await settle(pilot)
        assert "Removed #3  Border database   u undoes" in toasts(pilot)
        await pilot.press("e")
        await settle(pilot)
        assert toasts(pilot) == []
        assert "enter save  esc close  tab next" in picture(pilot)
