"""The overview: what it counts, how the cursor walks it, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import SIZES, filtered, main, opened, picture, place, press, settle, under_cursor
from tracker.tui.main.screen import MainScreen
from tracker.tui.views.overview import Overview
from tracker.tui.widgets.pages.board import Board
from tracker.tui.widgets.pages.overview_board import LONGEST

if TYPE_CHECKING:
    from typing import Any

    from tracker.store.ledger import Ledger


async def test_the_overview_counts_and_enter_goes_into_a_cell_and_esc_back(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "m")
        shown = picture(pilot)
        assert "topic by status" in shown
        assert [word for word in ("migration", "special-forces", "2012", "2020") if word not in shown] == []
        assert "topic:migration status:proposed   2" in shown
        await press(pilot, "enter")
        assert place(pilot) is MainScreen
        assert filtered(pilot) == "topic:migration status:proposed"
        assert main(pilot).table.total == 2
        await press(pilot, "escape")
        assert place(pilot) is Overview
        assert filtered(pilot) == ""
        await press(pilot, "escape")
        assert place(pilot) is MainScreen
        assert main(pilot).table.total == 3


async def test_the_overview_is_of_what_the_filter_finds_and_adds_to_it(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        await press(pilot, "m")
        assert "special-forces" not in picture(pilot)
        board = pilot.app.screen.query_one(Board)
        board.action_go(0)
        while not (board.spot and board.spot.key == (("date", "2012"),)):
            await pilot.press("down")
        await press(pilot, "enter")
        assert filtered(pilot) == "topic:migration date:2012"
        assert main(pilot).table.total == 1


async def test_the_oldest_open_leads_to_the_proposal(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "m")
        board = pilot.app.screen.query_one(Board)
        board._go(next(at for at, spot in enumerate(board._spots) if spot.key == 1))
        await press(pilot, "enter")
        assert (place(pilot), under_cursor(pilot)) == (MainScreen, 1)


async def test_what_moved_last_fills_a_high_window_and_leads_to_the_proposal(ledger: Ledger) -> None:
    three(ledger)
    factories.add(ledger, "Signed at last", status="adopted", proposed_on="2012", status_on="2024")
    async with opened(ledger, (140, 20)) as pilot:
        await press(pilot, "m")
        assert "Moved last" not in picture(pilot)
    async with opened(ledger, (200, 60)) as pilot:
        await press(pilot, "m")
        _, below = picture(pilot).split("Moved last")
        assert below.splitlines()[1].startswith(" 2024       ◑ Signed at last")
        board = pilot.app.screen.query_one(Board)
        board._go(max(at for at, spot in enumerate(board._spots) if spot.key == 4))
        await press(pilot, "enter")
        assert (place(pilot), under_cursor(pilot)) == (MainScreen, 4)


@pytest.mark.parametrize("size", SIZES)
async def test_arrows_reach_every_number(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    factories.add(ledger, "Adopted", status="adopted", deadline_on="2013")
    async with opened(ledger, size) as pilot:
        await press(pilot, "m")
        board = pilot.app.screen.query_one(Board)
        for start in range(len(board._spots)):
            reached, asked = {start}, [start]
            while asked:
                board._here = asked.pop()
                here = board._here
                for way in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                    board._here = here
                    board.action_walk(*way)
                    if board._here not in reached:
                        reached.add(board._here)
                        asked.append(board._here)
            assert len(reached) == len(board._spots)
            break
        assert len(picture(pilot).split("\n")) == size[1]


async def test_a_narrow_overview_brings_in_the_columns_that_do_not_fit(ledger: Ledger) -> None:
    for status in ("proposed", "on-agenda", "adopted", "in-progress", "stalled", "rejected", "withdrawn", "lapsed"):
        factories.add(ledger, status, topics=("external-cooperation",), status=status)
    async with opened(ledger, (40, 12)) as pilot:
        await press(pilot, "m")
        board = pilot.app.screen.query_one(Board)
        seen = set()
        for _ in range(12):
            seen.add(board.spot and board.spot.key)
            await pilot.press("right")
        assert (("topic", "external-cooperation"), ("status", "lapsed")) in seen


async def test_many_topics_are_unfolded(ledger: Ledger) -> None:
    for topic in ("migration", "drug-trafficking", "special-forces", "counter-terrorism", "information-security"):
        factories.add(ledger, topic, topics=(topic, "external-cooperation", "other"))
    factories.add(ledger, "none")
    async with opened(ledger, (40, 12)) as pilot:
        await press(pilot, "m")
        assert "more topics" in picture(pilot)
        board = pilot.app.screen.query_one(Board)
        board._go(next(at for at, spot in enumerate(board._spots) if spot.key == "unfold"))
        await press(pilot, "enter")
        assert {"none", "other"} <= {cast("Any", spot.key)[0][1] for spot in board._spots if spot.x > 10}


async def test_a_click_on_a_number_selects_it_and_a_second_one_opens_it(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "m")
        board = pilot.app.screen.query_one(Board)
        spot = next(spot for spot in board._spots if spot.key == (("topic", "special-forces"), ("status", "proposed")))
        await pilot.click(board, offset=(spot.x + 1, spot.y), times=2)
        await settle(pilot)
        assert filtered(pilot) == "topic:special-forces status:proposed"


@pytest.mark.parametrize(("size", "beside"), [((200, 60), True), ((140, 45), True), ((100, 24), False)])
async def test_calls_and_longest_open_have_a_column_of_their_own_where_there_is_room(
    ledger: Ledger, size: tuple[int, int], *, beside: bool
) -> None:
    for status in ("proposed", "on-agenda", "adopted", "in-progress", "partly-implemented", "implemented"):
        said = {"status": status, "proposed_on": "2012", "deadline_on": "2013"}
        factories.add(ledger, status, topics=("external-cooperation",), **said)
    async with opened(ledger, size) as pilot:
        await press(pilot, "m")
        lines = picture(pilot).split("\n")
        calls = next(line for line in lines if "Calls for attention" in line)
        assert (lines.index(calls) == 1) == beside
        column = calls.index("Calls")
        below = [line[column:].split()[0] for line in lines[lines.index(calls) + 1 :] if line[column:].strip()]
        assert below[0] == "overdue"  # what is late stands first
        assert "Longest" in below


async def test_the_longest_open_fill_the_window_and_lead_to_all_of_them(ledger: Ledger) -> None:
    for year in range(1950, 2020):
        factories.add(ledger, f"Of {year}", proposed_on=str(year))
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "m")
        lines = [line for line in picture(pilot).split("\n") if " Of " in line]
        assert [line.split(" Of ")[1].split()[0] for line in lines] == [str(1950 + at) for at in range(len(lines))]
        assert len(lines) > 30
        board = pilot.app.screen.query_one(Board)
        board._go(next(at for at, spot in enumerate(board._spots) if spot.key == LONGEST))
        await press(pilot, "enter")
        assert filtered(pilot) == "is:open has:date sort:date"


async def test_the_years_are_an_axis_with_long_gaps_folded(ledger: Ledger) -> None:
    for year in ("2001", "2004", "2020"):
        factories.add(ledger, year, proposed_on=year)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "m")
        lines = picture(pilot).split("\n")
        years = [line.split()[0] for line in lines[lines.index(next(one for one in lines if "Year" in one)) + 1 :][:6]]
        assert years == ["2020", "…", "2004", "2003", "2002", "2001"]


async def test_glyphs_are_explained_where_the_columns_have_no_words(ledger: Ledger) -> None:
    for status in ("proposed", "on-agenda", "adopted", "in-progress", "partly-implemented", "implemented"):
        factories.add(ledger, status, topics=("external-cooperation",), status=status)
    async with opened(ledger, (80, 24)) as pilot:
        await press(pilot, "m")
        assert "◕ in-progress  ◍ partly-implemented" in picture(pilot)
