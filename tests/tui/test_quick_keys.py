"""Keys that come in one burst: each lands where it was typed for, and does nothing where that is gone."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from textual.events import Key

from helpers import factories
from helpers.screen import main, opened, place, press, rows, settle, toasts, type_into
from tracker.model import NewProposal
from tracker.store.history import changes
from tracker.store.records import proposals
from tracker.tui.main.screen import MainScreen
from tracker.tui.pastes import PasteParser
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
        for event in PasteParser().feed(key) if len(key) == 1 else [Key(key, None)]:
            pilot.app.post_message(event)
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


async def test_a_double_of_a_key_that_removes_takes_no_row_that_was_not_seen(ledger: Ledger) -> None:
    factories.add(ledger, "First")
    factories.add(ledger, "Last")
    async with opened(ledger) as pilot:
        await press(pilot, "G")
        await press_at_once(pilot, "x", "x")
        assert place(pilot) is MainScreen
        assert commands(ledger)[:-2] == ["rm 1"]
        assert main(pilot).table.total == 1


async def test_what_is_typed_behind_a_removal_acts_on_the_next_row(ledger: Ledger) -> None:
    for title in ("First", "Second", "Third"):
        factories.add(ledger, title)
    async with opened(ledger) as pilot:
        await press_at_once(pilot, "x", "j", "x")
        assert commands(ledger)[:-3] == ["rm 1", "rm 3"]


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


@pytest.mark.parametrize(
    ("burst", "done"),
    [
        ("aTitle\tmigration\r", ("Title", "migration")),
        ("aTitle\tmigration\r\r", ("Title", "migration")),
        ("aaaa\r", ("aaa", "none")),
        ("jaTitle\r", ("Title", "none")),
        ("/first\raTitle\r", ("Title", "none")),
    ],
)
async def test_a_burst_lands_in_the_form_that_it_opens(ledger: Ledger, burst: str, done: tuple[str, str]) -> None:
    factories.add(ledger, "First")
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *burst)
        assert place(pilot) is MainScreen
        added = proposals.read_detail(ledger, 2, factories.TODAY).proposal
        assert (added.title, ", ".join(added.topics) or "none") == done
    assert len(commands(ledger)) == 2


async def test_a_burst_fills_in_several_forms_one_after_the_other(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *"aOne\raTwo\raThree\r")
    assert commands(ledger) == ["add Three", "add Two", "add One"]


async def test_a_verb_behind_a_filter_acts_on_what_the_filter_finds(ledger: Ledger) -> None:
    for title in ("Alpha", "Beta", "Gamma"):
        factories.add(ledger, title)
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *"/alpha\rx")
    assert commands(ledger)[0] == "rm 1"


async def test_a_verb_behind_a_mark_on_all_acts_on_all(ledger: Ledger) -> None:
    for title in ("Alpha", "Beta", "Gamma"):
        factories.add(ledger, title)
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *"*xy")
        assert main(pilot).table.total == 0
    assert len(commands(ledger)) == 4


async def test_a_link_behind_a_step_in_the_list_is_that_of_the_row(ledger: Ledger) -> None:
    source = factories.source(ledger)
    factories.cite(ledger, factories.add(ledger, "Cited"), source)
    factories.add(ledger, "Bare")
    async with opened(ledger, at_once=False) as pilot:
        await press_at_once(pilot, *"j\rn\r")
        assert place(pilot) is SourceText


async def test_a_row_of_a_view_is_opened_by_a_key_right_behind_the_view(ledger: Ledger) -> None:
    factories.cite(ledger, factories.add(ledger, "Only"), factories.source(ledger))
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *"S\r")
        assert place(pilot) is SourceText


async def test_what_is_typed_behind_the_palette_is_done_once(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press_at_once(pilot, "ctrl+p", *"theme", "escape", *"aOne\r")
        assert place(pilot) is MainScreen
    assert commands(ledger) == ["add One"]


async def test_a_double_of_the_key_that_leaves_a_view_does_not_leave_the_program(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press_at_once(pilot, "h", "q", "q")
        assert pilot.app.is_running
        assert place(pilot) is MainScreen


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_is_typed_in_one_burst_is_in_its_fields(ledger: Ledger, seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311 - letters that are keys elsewhere
    titles = ["T" + "".join(choice.choices("aeqxsy /?*jkf", k=5)).rstrip() for _ in range(3)]
    async with opened(ledger) as pilot:
        await press_at_once(pilot, *"".join(f"a{title}\r" for title in titles))
    assert commands(ledger)[::-1] == [f"add {title}" for title in titles]
