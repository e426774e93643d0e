"""The first screen: what it opens with, its filter, its steps back, its help, every place at every size."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.events import Key
from textual.widgets._toast import Toast

from helpers import factories
from helpers.ledgers import many, three
from helpers.screen import (
    SIZES,
    main,
    opened,
    picture,
    place,
    rows,
    settle,
    toasts,
    typed_at_once,
    until,
)
from tracker.tui.dialogs.help import Help
from tracker.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.widget import Widget

    from tracker.model import Detail
    from tracker.store.ledger import Ledger


async def test_opening_shows_the_newest_first_and_the_cursor_on_the_first_row(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        shown = rows(pilot)
        assert [title for title in ("Border", "Joint", "Migration") if title in shown[0]] == ["Border"]
        assert "Joint" in shown[1]
        assert "Migration" in shown[2]
        assert shown[0].startswith("▌")
        assert "3 of 3" in picture(pilot)
        assert "March 2020" in picture(pilot)  # the detail, in words


async def test_the_filter_narrows_with_each_key_and_shows_the_count(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("slash", *"mig")
        await settle(pilot)
        assert "1 of 3" in picture(pilot)
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        assert "2 of 3" in picture(pilot)
        assert "Joint" not in "".join(rows(pilot))
        await pilot.press("enter")
        assert main(pilot).table.has_focus


@pytest.mark.parametrize(
    ("typed", "said"),
    [("topik:x", "did you mean topic"), ("topic:migrants", "did you mean migration"), ("date:05/06/2012", "could be")],
)
async def test_a_bad_query_says_so_and_keeps_the_list(ledger: Ledger, typed: str, said: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        before = rows(pilot)[:3]
        await pilot.press("slash")
        main(pilot).bar.input.value = typed
        await settle(pilot)
        assert said in picture(pilot)
        assert [row[1:] for row in rows(pilot)[:3]] == [row[1:] for row in before]


async def test_the_name_of_a_field_being_typed_does_not_empty_the_list(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topi"
        await settle(pilot)
        assert "topic: searches for" in picture(pilot)
        assert main(pilot).table.total == 3


async def test_a_query_without_result_says_the_way_back(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("slash", "z")
        main(pilot).bar.input.value = "zzz"
        await settle(pilot)
        assert "No proposal matches" in picture(pilot)
        assert "0 of 3" in picture(pilot)
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert main(pilot).table.total == 3
        assert main(pilot).table.has_focus


async def test_an_empty_database_says_how_to_begin(ledger: Ledger) -> None:
    async with opened(ledger, (80, 24)) as pilot:
        assert "Nothing is tracked here yet" in picture(pilot)
        assert "a takes in a file, an address or a text" in picture(pilot)
        await pilot.press("j", "G", "enter", "s", "u")
        await settle(pilot)
        assert any("nothing to undo" in toast for toast in toasts(pilot))


async def test_escape_goes_back_one_step_at_a_time(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (60, 20)) as pilot:
        main(pilot).bar.input.value = "migration"
        await settle(pilot)
        await pilot.press("slash", "enter", "enter")
        assert main(pilot).pane.has_focus
        assert not main(pilot).table.display or main(pilot).has_class("-opened")
        await pilot.press("escape")
        assert main(pilot).table.has_focus
        assert main(pilot).bar.input.value == "migration"
        await pilot.press("escape")
        await settle(pilot)
        assert main(pilot).table.total == 3


async def test_what_another_connection_adds_appears_and_the_cursor_stays_on_its_proposal(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("j")
        await settle(pilot)
        factories.add(ledger, "Newest of all", proposed_on="2026")
        await until(pilot, lambda: "Newest of all" in rows(pilot)[0])
        line = main(pilot).table.line()
        assert line is not None
        assert line.title == "Joint exercises"
        await settle(pilot)
        assert "4 of 4" in picture(pilot)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (140, 45)])
async def test_every_place_is_drawn_at_every_size(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    async with opened(ledger, size) as pilot:
        for keys in (("enter",), ("escape", "a"), ("escape", "s"), ("escape", "question_mark")):
            await pilot.press(*keys)
            await pilot.pause()
            assert len(picture(pilot).split("\n")) == size[1]
        assert place(pilot) is Help


async def test_a_held_key_draws_the_list_only_and_the_detail_once_it_rests(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.main.detail.DETAIL_SECONDS", 0.5)  # more than a full machine takes for a key
    three(ledger)
    async with opened(ledger, at_once=False) as pilot:
        await pilot.pause(0.6)
        shown: list[int] = []

        def show(detail: Detail) -> None:
            shown.append(detail.proposal.id)

        monkeypatch.setattr(main(pilot).pane, "show", show)
        for key in "jkjkjj":
            pilot.app.post_message(Key(key, key))
            await asyncio.sleep(0.035)  # as a keyboard repeats
        await until(pilot, lambda: bool(shown))
        assert shown == [1]


async def test_a_detail_that_is_longer_or_shorter_does_not_lay_out_the_screen_anew(ledger: Ledger) -> None:
    factories.add(ledger, "Short")
    factories.add(ledger, "Long", summary="word " * 400)
    async with opened(ledger) as pilot:
        laid_out_anew: list[object] = []
        pilot.app.screen.screen_layout_refresh_signal.subscribe(main(pilot).pane, laid_out_anew.append)
        for key in "jkj":
            await pilot.press(key)
            await settle(pilot)
        assert laid_out_anew == []


async def test_the_last_line_says_the_keys_and_a_click_presses_one(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (60, 12)) as pilot:
        last = picture(pilot).split("\n")[-1]
        assert last.rstrip().endswith("? more")
        assert "q Quit" not in last  # it does not fit, and is not cut
        assert "  a Add  " in last
        await pilot.click(KeyBar, offset=(last.index("/ Filter"), 0))
        await pilot.pause()
        assert main(pilot).bar.input.has_focus
        assert "Add" not in picture(pilot).split("\n")[-1]  # a letter is typed into the filter


async def test_no_color_is_honoured_from_the_first_frame(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ledger) as pilot:
        assert pilot.app.theme == "ansi-dark"
        assert pilot.app.ansi_color
        assert main(pilot).table.styles.background in {Color.parse("ansi_default"), Color(0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("before", "burst", "filtered"),
    [((), "/mig", "mig"), (("enter", "escape"), "/mig", "mig"), (("slash",), "as/u", "as/u")],
)
async def test_what_is_typed_right_behind_a_slash_is_the_filter(
    ledger: Ledger, before: tuple[str, ...], burst: str, filtered: str
) -> None:
    three(ledger)
    async with opened(ledger, (60, 20)) as pilot:
        await pilot.press(*before)
        await typed_at_once(pilot, burst)
        assert main(pilot).bar.input.value == filtered


@pytest.mark.parametrize("size", SIZES)
async def test_a_message_lies_over_no_row_and_no_field(ledger: Ledger, size: tuple[int, int]) -> None:
    many(ledger, 30)
    async with opened(ledger, size, messages=True) as pilot:
        await pilot.press("G")
        pilot.app.notify("something was done")
        await until(pilot, lambda: bool(main(pilot).query(Toast)))
        toast, table = main(pilot).query_one(Toast), main(pilot).table
        assert toast.region.height == 1
        assert not toast.region.overlaps(table.region)
        assert "Number 0" in picture(pilot)  # the row that one works on, the last of the list


@pytest.mark.parametrize("plain", [False, True])
async def test_the_pane_with_the_focus_has_a_brighter_rule_and_heading(ledger: Ledger, *, plain: bool) -> None:
    three(ledger)
    async with opened(ledger, (140, 24)) as pilot:
        if plain:
            pilot.app.theme = "ansi-dark"
        panes = (main(pilot).table, main(pilot).facets, main(pilot).pane)
        await pilot.pause()
        rules, heads = [], []
        for pane in panes:
            pilot.app.screen.set_focus(pane)
            await pilot.pause()
            rules.append([one.styles.border_left[0] for one in panes])
            heads.append([_first_words(one).style for one in panes])
        assert rules == [["heavy" if at == here else "vkey" for at in range(3)] for here in range(3)]
        for at in range(3):
            focused, *others = heads[at][at], *(heads[other][at] for other in range(3) if other != at)
            assert [one == focused for one in others] == [False, False]


def _first_words(pane: Widget) -> Segment:
    return next(one for one in pane.render_line(0) if any(letter.isalpha() for letter in one.text))
