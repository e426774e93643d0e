"""The line of keys of a form: what fits stands whole, the way out always, the way to all keys at the right end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.ledgers import three
from helpers.screen import main, opened, place, press
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.keys_line import KeysLine

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

LINE = "enter  save    tab  next    esc  close    ctrl+g  more"


@pytest.mark.parametrize(
    ("cells", "shown"),
    [
        (60, "enter save  tab next  esc close" + " " * 18 + "ctrl+g more"),
        (44, "enter save  tab next  esc close  ctrl+g more"),
        (43, "enter save  esc close" + " " * 11 + "ctrl+g more"),
        (22, "esc close  ctrl+g more"),
    ],
)
async def test_what_does_not_fit_whole_is_left_out(ledger: Ledger, cells: int, shown: str) -> None:
    async with opened(ledger, (100, 24)) as pilot:
        line = KeysLine(LINE)
        line.styles.width = cells
        await main(pilot).mount(line)
        await pilot.pause()
        assert line.render_line(0).text.rstrip() == shown


@pytest.mark.parametrize("size", [(40, 12), (80, 24)])
async def test_a_click_presses_what_stands_there(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    async with opened(ledger, size) as pilot:
        await press(pilot, "a")
        line = pilot.app.screen.query_one(KeysLine)
        text = line.render_line(0).text
        assert text.endswith("ctrl+g more")
        await pilot.click(KeysLine, offset=(text.index("esc"), 0))
        await pilot.pause()
        assert place(pilot) is MainScreen
