"""The list as a widget: pages, cursor, columns, with made-up rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers.ledgers import many, three
from helpers.screen import (
    main,
    opened,
    running,
)
from helpers.table import Alone
from tracker.query import Query
from tracker.store.search import listing
from tracker.tui.widgets.lists import columns
from tracker.tui.widgets.lists.row_pages import PAGES_HELD

if TYPE_CHECKING:
    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger


@pytest.mark.parametrize("total", [5_000, 1_000_000])
async def test_the_end_of_a_long_list_is_reached_by_reading_two_pages_at_most(total: int) -> None:
    app = Alone(total)
    async with running(app, (80, 24)) as pilot:
        app.asked.clear()
        await pilot.press("G")
        assert len(app.asked) <= 2
        assert app.table.cursor == total - 1
        assert f"Number {total - 1} " in app.table.render_line(23).text
        await pilot.press("g")
        assert "Number 0 " in app.table.render_line(1).text


async def test_the_end_is_waited_for_while_it_is_still_being_counted() -> None:
    app = Alone(5_000)
    async with running(app, (80, 24)) as pilot:
        app.table.show(app.fetch(0, 100))
        await pilot.press("G")
        assert 99 <= app.table.cursor < 4_999
        app.table.count(5_000)
        assert app.table.cursor == 4_999


async def test_rows_can_be_walked_while_they_are_still_being_counted() -> None:
    app = Alone(5_000)
    async with running(app, (80, 60)) as pilot:
        app.table.show(app.fetch(0, 100))
        await pilot.press(*["pagedown"] * 6)
        assert app.table.cursor == 6 * 58


async def test_a_table_holds_only_some_pages() -> None:
    app = Alone(5_000)
    async with running(app, (80, 24)):
        for row in range(0, 5_000, 100):
            assert app.table._pages.row(row) is not None
        assert len(app.table._pages._held) <= PAGES_HELD


async def test_keys_move_the_cursor_and_the_window() -> None:
    app = Alone(300)
    async with running(app, (80, 20)) as pilot:
        for keys, row in [
            (("j", "j", "k"), 1),
            (("k", "k"), 0),
            (("pagedown",), 18),
            (("ctrl+d",), 27),
            (("ctrl+u",), 18),
            (("pageup",), 0),
            (("end",), 299),
            (("down",), 299),
            (("home",), 0),
        ]:
            await pilot.press(*keys)
            assert app.table.cursor == row, keys
            assert any(app.table.render_line(y).text.startswith("▌") for y in range(20))


async def test_a_click_selects_and_the_wheel_scrolls() -> None:
    app = Alone(300)
    async with running(app, (80, 20)) as pilot:
        await pilot.click(app.table, offset=(20, 3))
        assert app.table.cursor == 2
        app.table.scroll_down(animate=False)
        await pilot.pause()
        assert app.table.scroll_offset.y >= 1
        assert app.table.cursor == 2


async def test_the_rows_are_those_of_the_query_wherever_they_are_read_from(ledger: Ledger) -> None:
    many(ledger, 350)
    async with opened(ledger) as pilot:
        wanted = [line.id for line in listing.read_lines(ledger, listing.matching_ids(ledger, Query()))]
        shown = [cast("ProposalLine", main(pilot).table._pages.row(row)).id for row in range(350)]
        assert shown == wanted


async def test_columns_give_way_as_the_window_shrinks(ledger: Ledger) -> None:
    three(ledger)
    for width, there, gone in [(40, "Title", "Status"), (200, "Deadline", "Topic")]:
        async with opened(ledger, (width, 12)) as pilot:
            heading = main(pilot).table.render_line(0).text
            assert there in heading
            assert not gone or gone not in heading
            assert all(len(main(pilot).table.render_line(y).text) <= width for y in range(4))


@pytest.mark.parametrize("id_cells", [1, 4, 7])
def test_the_status_is_said_in_words_wherever_the_title_keeps_thirty_cells(id_cells: int) -> None:
    before: set[str] = set()
    for width in range(20, 250):
        shown = {column.name: column for column in columns.fitting(width, id_cells=id_cells, dated="Since")}
        glyph_only = shown["status"].cells == columns.GLYPH_ONLY
        assert not glyph_only or shown["title"].cells < 30 + 12  # what the word takes
        assert glyph_only or shown["title"].cells >= 25
        assert before <= shown.keys()  # none goes as the window grows
        before = {*shown}


@pytest.mark.parametrize(("width", "headings"), [(100, {"id"}), (120, {"id", "Status"}), (180, {"Status", "By"})])
async def test_the_columns_of_common_windows(ledger: Ledger, width: int, headings: set[str]) -> None:
    three(ledger)
    async with opened(ledger, (width, 24)) as pilot:
        table = main(pilot).table
        for total in (3, 1_000_000):
            table.total = total
            assert headings <= {*table.render_line(0).text.split()}
