"""Text that the list and the detail draw is selected with the mouse and copied with ctrl+c; where it goes is said."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from textual.events import MouseDown, MouseMove, MouseUp

from helpers import factories
from helpers.ledgers import three
from helpers.screen import WIDE, main, opened, press, settle, toasts
from tracker.tui import clipboard

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


async def drag(pilot: Pilot[Any], start: tuple[int, int], end: tuple[int, int]) -> None:
    """Press the mouse at one cell of the screen, and let it go at another."""
    for kind, (x, y), button in ((MouseDown, start, 1), (MouseMove, end, 1), (MouseUp, end, 1)):
        pilot.app.post_message(
            kind(None, x, y, 0, 0, button, shift=False, meta=False, ctrl=False, screen_x=x, screen_y=y)
        )
        await pilot.pause()


async def test_a_title_in_the_list_is_selected_and_copied(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        table = main(pilot).table
        line = table.render_line(1).text
        at = line.index("Border")
        x, y = table.content_region.x, table.content_region.y + 1
        await drag(pilot, (x + at, y), (x + at + len("Border"), y))
        await press(pilot, "ctrl+c")
        assert pilot.app.clipboard == "Border"
        assert toasts(pilot) == ["Copied 6 characters"]


async def test_several_lines_of_the_detail_are_selected_and_copied(ledger: Ledger) -> None:
    factories.add(ledger, "A title that is long enough to be broken over more than one line of the detail")
    async with opened(ledger, WIDE) as pilot:
        pane = main(pilot).pane
        whole = [pane.render_line(at).text.rstrip() for at in range(2)]
        x, y = pane.content_region.x, pane.content_region.y
        await drag(pilot, (x, y), (x + len(whole[1]), y + 1))
        assert pilot.app.screen.get_selected_text() == "\n".join(whole)


async def test_what_is_selected_stays_selected_while_the_list_scrolls(ledger: Ledger) -> None:
    for number in range(60):
        factories.add(ledger, f"Number {number}")
    async with opened(ledger, WIDE) as pilot:
        table = main(pilot).table
        x, y = table.content_region.x, table.content_region.y + 1
        await drag(pilot, (x, y), (x + table.size.width, y))
        before = pilot.app.screen.get_selected_text()
        await press(pilot, "G")
        assert before is not None
        assert "Number 59" in before
        selected = pilot.app.screen.get_selected_text()
        assert selected is not None
        assert "Number 59" in selected


async def test_a_second_click_opens_a_row_and_selects_nothing(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await pilot.click(main(pilot).table, offset=(30, 2), times=2)
        await settle(pilot)
        assert main(pilot).pane.has_focus
        assert not pilot.app.screen.get_selected_text()


async def test_ctrl_c_without_a_selection_says_how_to_leave(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "ctrl+c")
        assert "quit" in toasts(pilot)[0]


@pytest.mark.parametrize(
    ("variables", "setting", "said"),
    [
        ({}, None, ""),
        ({"TMUX": "x,1,0"}, "external", ""),
        ({"TMUX": "x,1,0"}, "on", ""),
        ({"TMUX": "x,1,0"}, "off", clipboard.AS_BUFFER),
        ({"STY": "1.x"}, None, clipboard.IN_SCREEN),
    ],
)
def test_where_a_copied_text_does_not_arrive_by_itself_is_said(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], setting: str | None, said: str
) -> None:
    clipboard.copying_note.cache_clear()
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    answer = subprocess.CompletedProcess[bytes]([], 0, (setting or "").encode())
    with mock.patch.object(subprocess, "run", return_value=answer) as run:
        assert clipboard.hand_to_tmux("text") is ("TMUX" in variables)
        assert clipboard.copying_note() == said
    assert not variables.get("TMUX") or run.call_args_list[0].kwargs["input"] == b"text"
    clipboard.copying_note.cache_clear()


def test_a_tmux_that_does_not_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "x,1,0")
    with mock.patch.object(subprocess, "run", side_effect=FileNotFoundError):
        assert not clipboard.hand_to_tmux("text")
