"""A form asks before it saves the very same again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.screen import opened, picture, place, settle, type_into
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.add import Add
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


@pytest.mark.parametrize(("answer", "kept"), [("y", 2), ("escape", 1)])
async def test_the_form_asks_before_it_adds_the_very_same(ledger: Ledger, answer: str, kept: int) -> None:
    factories.add(ledger, "Inspect ferries")
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await type_into(pilot, title="Inspect ferries")
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is Confirm
        assert "#1 is the very same" in picture(pilot)
        await pilot.press(answer)
        await settle(pilot)
        assert place(pilot) is (MainScreen if kept > 1 else Add)
    assert len(factories.titles(ledger)) == kept


async def test_the_form_takes_a_source_alone(ledger: Ledger) -> None:
    factories.add(ledger, "Inspect ferries")
    factories.source(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("c")
        await type_into(pilot, source="1")
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
    assert [row[0] for row in ledger.rows("SELECT quote FROM citations")] == [""]
