"""Keys pressed so quickly that the row or form they were meant for is gone when they are read: they do nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from helpers import factories
from helpers.screen import main, opened, place, press, rows, settle, toasts, type_into
from tracker.model import NewProposal
from tracker.store.history import changes
from tracker.store.records import proposals
from tracker.tui.main.screen import MainScreen
from tracker.tui.views.source_text import SourceText
from tracker.tui.widgets.lists.row_pages import PAGE

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger

ON_ROWS = ("x", "s", "e", "E", "t", "c", "l", "r", "y", "w", "v", "space", "asterisk")
ELSEWHERE = ("enter", "j", "G", "ctrl+d", "f")


async def press_at_once(pilot: Pilot[Any], *keys: str) -> None:
    """Keys that wait in the queue together, as from a quick finger."""
    for key in keys:
        pilot.app.post_message(Key(key, key if len(key) == 1 else None))
    await settle(pilot)


def commands(ledger: Ledger) -> list[str]:
    return [entry.command for entry in changes.newest_changes(ledger)]


@pytest.mark.parametrize("key", ON_ROWS + ELSEWHERE)
async def test_a_key_behind_the_removal_of_the_only_row_does_nothing(ledger: Ledger, key: str) -> None:
    factories.add(ledger, "Only")
    async with opened(ledger) as pilot:
        await press_at_once(pilot, "x", key, key)
        assert (place(pilot), main(pilot).table.total, main(pilot).table.marked) == (MainScreen, 0, frozenset())
    assert commands(ledger) == ["rm 1", "add Only"]


async def test_removing_twice_at_the_end_of_the_list_takes_no_row_that_is_gone(ledger: Ledger) -> None:
    factories.add(ledger, "First")
    factories.add(ledger, "Last")
    async with opened(ledger) as pilot:
        await press(pilot, "G")
        await press_at_once(pilot, "x", "x")
        assert place(pilot) is MainScreen
        done = commands(ledger)[:-2]  # the second key finds the row above where the list was counted by then
        assert done in (["rm 1"], ["rm 2", "rm 1"])
        assert main(pilot).table.total == 2 - len(done)


async def test_the_end_of_a_long_list_is_the_row_above_once_it_was_removed(ledger: Ledger) -> None:
    with factories.writing_at(ledger, "2026-01-01T00:00:00.000Z") as change:
        for number in range(1, 3 * PAGE + 1):
            proposals.add(change, NewProposal(f"Number {number}"))
    async with opened(ledger) as pilot:
        await press(pilot, "G")
        assert rows(pilot)[-1].split()[1] == "1"
        await press(pilot, "x")
        assert rows(pilot)[-1].split()[1] == "2"


@pytest.mark.parametrize("keys", [("enter", "enter"), ("ctrl+s", "ctrl+s"), ("enter", "ctrl+s", "enter")])
async def test_a_second_key_behind_the_one_that_saves_saves_nothing(ledger: Ledger, keys: tuple[str, ...]) -> None:
    factories.add(ledger, "Only")
    async with opened(ledger) as pilot:
        await pilot.press("r")
        await type_into(pilot, places="BelTA")
        await press_at_once(pilot, *keys)
        assert place(pilot) is MainScreen
    assert commands(ledger) == ["looked 1", "add Only"]


async def test_a_second_enter_asks_no_second_time(ledger: Ledger) -> None:
    factories.add(ledger, "First")
    factories.add(ledger, "Last")
    async with opened(ledger) as pilot:
        await press(pilot, "asterisk")
        await pilot.press("r")
        await type_into(pilot, places="BelTA")
        await press_at_once(pilot, "enter", "enter")
        await press_at_once(pilot, "y", "y")
        assert place(pilot) is MainScreen
    assert commands(ledger) == ["looked 1 2", "add Last", "add First"]


async def test_a_second_enter_copies_once(ledger: Ledger) -> None:
    factories.add(ledger, "Only")
    async with opened(ledger) as pilot:
        await pilot.press("y")
        await press_at_once(pilot, "enter", "enter")
        assert place(pilot) is MainScreen
        assert len(toasts(pilot)) == 1


@pytest.mark.parametrize("view", ["h", "S"])
async def test_a_second_enter_opens_one_row_once(ledger: Ledger, view: str) -> None:
    factories.cite(ledger, factories.add(ledger, "Only"), factories.source(ledger))
    async with opened(ledger) as pilot:
        await press(pilot, view)
        there = place(pilot)
        await press_at_once(pilot, "enter", "enter")
        assert place(pilot) is not there
        await press(pilot, "escape")
        assert place(pilot) is there


async def test_a_second_enter_on_a_link_opens_the_source_once(ledger: Ledger) -> None:
    factories.cite(ledger, factories.add(ledger, "Only"), factories.source(ledger))
    async with opened(ledger) as pilot:
        await press(pilot, "enter", "n")
        await press_at_once(pilot, "enter", "enter")
        assert place(pilot) is SourceText
        await press(pilot, "escape")
        assert place(pilot) is MainScreen


@pytest.mark.parametrize("view", ["S", "D", "h", "m"])
async def test_no_key_of_a_view_acts_where_it_is_empty(ledger: Ledger, view: str) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, view)
        there = place(pilot)
        await press_at_once(pilot, *("enter", "s", "r", "e", "o", "u", "j", "G", "ctrl+d", "space", "tab", "x", "t"))
        assert place(pilot) is there
    assert commands(ledger) == []
