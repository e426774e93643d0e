"""What is said to the reader: how long it stays, and that nothing of it is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets._toast import Toast

from helpers import factories
from helpers.ledgers import many
from helpers.screen import SIZES, main, opened, picture, place, press, toasts, until
from tracker.tui.dialogs.messages import SaidMessages
from tracker.tui.messages import SEEN_SECONDS, stay_seconds

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


async def test_an_error_stays_until_a_key_is_pressed_by_somebody_who_saw_it(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        pilot.app.notify("this went wrong", severity="error")
        pilot.app.notify("this was done")
        await pilot.pause()
        await press(pilot, "j")
        assert toasts(pilot) == ["this went wrong", "this was done"]  # the key came with it
        _let_time_go_by(pilot)
        assert toasts(pilot) == ["this went wrong", "this was done"]
        await press(pilot, "j")
        assert toasts(pilot) == ["this was done"]


def test_a_long_message_stays_longer_and_an_error_longest() -> None:
    assert stay_seconds("Done", "information") < stay_seconds("Done " * 20, "warning") < stay_seconds("No", "error")


async def test_a_message_that_is_repeated_stands_once_and_says_how_often(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        for times in range(1, 4):
            pilot.app.notify("already so")
            await pilot.pause()
            assert toasts(pilot) == [f"already so  ({times} times)" if times > 1 else "already so"]


async def test_all_messages_can_be_read_again(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "ctrl+p", *"messages", "enter")
        assert place(pilot) is SaidMessages
        assert "Nothing was said yet." in picture(pilot)
        await press(pilot, "escape")
        pilot.app.notify("the first", markup=False)
        pilot.app.notify("[b]the second", severity="error", markup=False)
        await press(pilot, "ctrl+p", *"messages", "enter")
        shown = picture(pilot)
        assert shown.index("[b]the second") < shown.index("the first")


@pytest.mark.parametrize("size", SIZES)
async def test_messages_leave_half_of_the_window_and_the_row_that_one_works_on(
    ledger: Ledger, size: tuple[int, int]
) -> None:
    many(ledger, 30)
    async with opened(ledger, size, messages=True) as pilot:
        await press(pilot, "G")
        for number in range(4):
            pilot.app.notify(f"{number} was done, and the words of this message are many, so that they take two lines")
        await until(pilot, lambda: "3 was done" in picture(pilot))
        assert main(pilot).table.region.height > size[1] // 4
        assert "Number 0" in picture(pilot)
        assert picture(pilot).count("was done") == len(toasts(pilot))  # what has no room can be read again


@pytest.mark.parametrize("size", SIZES)
async def test_a_message_lies_over_no_form(ledger: Ledger, size: tuple[int, int]) -> None:
    factories.add(ledger)
    async with opened(ledger, size, messages=True) as pilot:
        await press(pilot, "e")
        pilot.app.notify("something was done")
        await until(pilot, lambda: bool(pilot.app.screen.query(Toast)))
        dialog = pilot.app.screen.query_one(".dialog")
        assert not pilot.app.screen.query_one(Toast).region.overlaps(dialog.region)
        assert pilot.app.focused is not None
        assert dialog.region.contains_region(pilot.app.focused.region)


def _let_time_go_by(pilot: Pilot[None]) -> None:
    for one in pilot.app._notifications:
        one.raised_at -= SEEN_SECONDS
