"""What is said in an empty list's place, the columns at each width, the marks, the first line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import WIDE, filtered, main, opened, pane, picture, rows, running, settle, typed
from helpers.table import Alone
from tracker import config
from tracker.store import database
from tracker.store.records import saved_queries
from tracker.store.search import listing
from tracker.tui.widgets.lists.empty_list import Nothing
from tracker.tui.widgets.lists.proposal_table import ProposalTable
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


async def test_each_term_says_what_it_finds_and_what_is_left_without_it(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "topic:migration status:rejected")
        await settle(pilot)
        shown = picture(pilot)
        assert "matches all 2 terms" in shown
        assert "0 of 3" in shown
        [first, second] = [row for row in shown.split("\n") if "alone" in row and "without" in row]
        assert "topic:migration" in first
        assert "2 alone · nothing without it" in first
        assert "status:rejected" in second
        assert "nothing alone · 2 without it" in second
        assert "instead: status:proposed (2)" in shown
        assert second.startswith("▌")  # the guilty one is the one to be dropped


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("enter",), "topic:migration"),
        (("d",), "topic:migration"),
        (("2",), "topic:migration"),
        (("1",), "status:rejected"),
        (("k", "enter"), "status:rejected"),
        (("9",), "topic:migration status:rejected"),
    ],
)
async def test_the_guilty_term_is_dropped_with_a_key(ledger: Ledger, keys: tuple[str, ...], left: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "topic:migration status:rejected")
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(pilot.app.focused, Nothing)
        await pilot.press(*keys)
        await settle(pilot)
        assert filtered(pilot) == left
        assert pilot.app.focused is (main(pilot).table if left == "topic:migration" else main(pilot).nothing)


async def test_a_term_is_dropped_with_two_clicks(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "topic:migration status:rejected")
        await settle(pilot)
        await pilot.click(Nothing, offset=(10, 4))
        await pilot.click(Nothing, offset=(10, 4), times=2)
        await settle(pilot)
        assert filtered(pilot) == "topic:migration"


async def test_a_list_that_empties_under_the_cursor_gives_its_focus_away_and_takes_it_back(ledger: Ledger) -> None:
    [one] = [factories.add(ledger, "Hotline", topics=("migration",))]
    factories.add(ledger, "Other")
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "topic:migration")
        await pilot.press("enter", "f")
        change = factories.remove(ledger, one)
        main(pilot)._watch()
        await settle(pilot)
        assert main(pilot).nothing.has_focus
        assert not main(pilot).facets.display
        factories.undo(ledger, change)
        main(pilot)._watch()
        await settle(pilot)
        assert main(pilot).table.has_focus
        assert "✓migration 1" in pane(pilot)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (140, 45)])
async def test_an_empty_database_says_three_ways_to_begin(ledger: Ledger, size: tuple[int, int]) -> None:
    async with opened(ledger, size) as pilot:
        shown = picture(pilot)
        for said in ("Nothing is tracked here yet", "a   add a proposal", "S   sources"):
            assert said in shown
        assert size[1] < 20 or "`tracker demo`" in " ".join(shown.split())
        await pilot.press("f", "enter", "1", "j", "k")
        await settle(pilot)
        assert pilot.app.focused is main(pilot).nothing


async def test_reasons_that_do_not_fit_scroll_with_the_term_under_the_cursor(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (40, 12)) as pilot:
        await typed(pilot, "topic:migration status:rejected kind:request quokka")
        await pilot.press("enter")
        await settle(pilot)
        for keys, term in [("jjj", "quokka"), ("kkk", "topic:migration")]:
            await pilot.press(*keys)
            [row] = [row for row in picture(pilot).split("\n") if row.startswith("▌")]
            assert term in row


async def test_an_order_alone_does_not_hide_how_to_begin(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await typed(pilot, "sort:title")
        assert "Nothing is tracked here yet" in picture(pilot)


async def test_the_keys_of_each_place_are_in_its_help(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("f", "question_mark")
        assert "The facets" in picture(pilot)
        assert "Narrow" in picture(pilot)
        await pilot.press("escape", "escape")
        await typed(pilot, "topic:migration status:rejected")
        await pilot.press("enter", "question_mark")
        assert "Without a result" in picture(pilot)
        assert "Drop the term" in picture(pilot)


# the columns, the marks, the first line


@pytest.mark.parametrize(
    ("width", "total", "headings"),
    [
        (40, 3, "id Title Ev"),
        (60, 3, "id Title Since▼ Ev"),
        (80, 3, "id Status Title By Since▼ Ev"),
        (100, 3, "id Title Since▼ Ev"),
        (120, 3, "id Status Title Since▼ Ev"),
        (140, 3, "id Status Title By Since▼ Ev"),
        (160, 3, "id Status Title By Since▼ Ev"),
        (200, 3, "id Status Title By Body Deadline Since▼ Ev"),
        (40, 1_000_000, "id Title Ev"),
        (60, 1_000_000, "id Title Since▼ Ev"),
        (80, 1_000_000, "id Status Title Since▼ Ev"),
        (120, 1_000_000, "id Status Title Since▼ Ev"),
        (140, 1_000_000, "id Status Title Since▼ Ev"),
        (200, 1_000_000, "id Status Title By Body Since▼ Ev"),
    ],
)
async def test_what_the_list_shows_at_each_width(ledger: Ledger, width: int, total: int, headings: str) -> None:
    three(ledger)
    async with opened(ledger, (width, 12)) as pilot:
        table = main(pilot).table
        table.total = total
        assert table.render_line(0).text.split() == headings.split()
        assert len(picture(pilot).split("\n")) == 12
        shown = rows(pilot)[0]
        assert "○" in shown
        assert "3" in shown


async def test_a_number_longer_than_that_of_all_rows_keeps_the_columns_straight(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(ledger)
    monkeypatch.setattr("tracker.store.search.listing.largest_id", lambda _: 1_000_000)
    async with opened(ledger) as pilot:
        assert rows(pilot)[0].startswith("▌       3 ")


async def test_the_largest_number_is_that_of_any_proposal(ledger: Ledger) -> None:
    assert listing.largest_id(ledger) == 0
    three(ledger)
    assert listing.largest_id(ledger) == 3


async def test_a_marked_row_has_its_mark_in_the_first_cell() -> None:
    app = Alone(5)
    async with running(app, (80, 10)) as pilot:
        app.table.marked = frozenset({1, 3})
        await pilot.pause()
        assert [app.table.render_line(y).text[0] for y in range(1, 6)] == ["✓", " ", "✓", " ", " "]
        await pilot.press("j")
        assert [app.table.render_line(y).text[0] for y in range(1, 6)] == ["✓", "▌", "✓", " ", " "]


async def test_wide_and_combined_characters_keep_the_columns_straight(ledger: Ledger) -> None:
    for title in (
        "Энергетика и безопасность " * 3,
        "集体安全条约组织理事会会议" * 3,
        "e\u0301" * 40,
        "👩‍👩‍👧 family " * 5,
        "שלום עולם " * 8,
    ):
        factories.add(ledger, title, topics=("migration",), proposed_on="2012")
    async with opened(ledger, WIDE) as pilot:
        strips = [main(pilot).table.render_line(y) for y in range(1, 6)]
        ends = {strip.crop(strip.cell_length - 14).text for strip in strips}
        assert len(ends) == 1
        assert {strip.cell_length for strip in strips} == {main(pilot).table.scrollable_content_region.width}


async def test_the_first_line_names_the_saved_query_once_by_its_digit_where_there_is_room(ledger: Ledger) -> None:
    with database.write_change(ledger, "save", factories.ME) as change:
        saved_queries.save_query(change, "late", "is:open")
    three(ledger)
    for width, there, gone in [(100, "Tracker  ledger.db  1 late ", "saved:"), (30, "saved: late", "1 late")]:
        async with opened(ledger, (width, 20)) as pilot:
            for asked in ("saved:late", "is:open"):
                main(pilot).bar.write(asked)
                await settle(pilot)
                first = picture(pilot).split("\n")[0]
                assert there in first
                assert gone not in first
                assert first.rstrip().endswith("3 of 3")
            main(pilot).bar.clear()
            await settle(pilot)
            assert pilot.app.query_one(TitleBar).saved == ""


# the order and the columns


def _titles(pilot: Pilot[None]) -> list[str]:
    return [re.findall("Border|Joint|Migration", row)[0] for row in rows(pilot)[:3]]


async def test_the_order_is_chosen_with_a_letter_and_the_same_again_turns_it_round(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("o", "t")
        await settle(pilot)
        assert "Title▲" in main(pilot).table.render_line(0).text
        assert _titles(pilot) == ["Border", "Joint", "Migration"]
        await pilot.press("o", "t")
        await settle(pilot)
        assert "Title▼" in main(pilot).table.render_line(0).text
        assert _titles(pilot) == ["Migration", "Joint", "Border"]
        assert filtered(pilot) == ""


async def test_a_click_on_a_heading_orders_by_it(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        at = main(pilot).table.render_line(0).text.index("Title")
        await pilot.click(ProposalTable, offset=(at + 2, 0))
        await settle(pilot)
        assert "Title▲" in main(pilot).table.render_line(0).text
        await pilot.click(ProposalTable, offset=(at + 2, 0))
        await settle(pilot)
        assert "Title▼" in main(pilot).table.render_line(0).text


async def test_an_order_that_is_typed_gives_way_to_one_that_is_chosen(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "topic:migration sort:title")
        await pilot.press("enter", "o", "i")
        await settle(pilot)
        assert filtered(pilot) == "topic:migration"
        assert "id▼" in main(pilot).table.render_line(0).text


async def test_columns_are_ticked_and_kept_for_the_next_time_and_for_this_list_only(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "query save", factories.ME) as change:
        saved_queries.save_query(change, "all-of-migration", "topic:migration")
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("C", "space", "enter")
        await settle(pilot)
        assert main(pilot).table.render_line(0).text.split()[0] == "Status"
        await pilot.press("o", "t", "1")
        await settle(pilot)
        assert filtered(pilot) == "topic:migration"
        assert main(pilot).table.render_line(0).text.split()[0] == "id"
        assert "Since▼" in main(pilot).table.render_line(0).text
    async with opened(ledger, WIDE) as pilot:
        assert main(pilot).table.render_line(0).text.split()[:2] == ["Status", "Title▲"]
        await pilot.press("C", "asterisk")
        await settle(pilot)
        assert main(pilot).table.render_line(0).text.split()[0] == "id"


@pytest.mark.parametrize("kept", ["", "[]", "{", '{"": 3}', '{"": {"order": ["nonsense"], "columns": ["nonsense"]}}'])
async def test_a_file_of_lists_that_is_damaged_is_as_if_never_kept(ledger: Ledger, kept: str) -> None:
    three(ledger)
    path = config.state_folder() / "lists.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(kept, encoding="utf-8")
    async with opened(ledger, WIDE) as pilot:
        assert "Since▼" in main(pilot).table.render_line(0).text
        assert main(pilot).table.render_line(0).text.split()[0] == "id"
