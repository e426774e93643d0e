"""The filter: what it offers, what it says, and that the list stays where it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import filtered, main, opened, picture, press, settle, typed
from tracker.offers import Offers
from tracker.store import database
from tracker.store.records import saved_queries
from tracker.store.search.field_values import values_by_field
from tracker.tui.widgets.filter_hints import LINES, Below

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Ledger


KNOWN: dict[str, Callable[[], list[str]]] = {
    "topic": lambda: ["migration", "military", "drug-trafficking", "none"],
    "status": lambda: ["proposed", "partly-implemented"],
    "by": lambda: ["Belarus", "United Nations", "Énergie", 'a "quoted" name', "red \x1b[31m"],
    "saved": lambda: ["mine"],
    "is": lambda: ["open", "overdue"],
    "sort": lambda: ["date", "deadline"],
}


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("", []),
        ("to", ["topic:", "to:"]),
        ("mi", ["topic:migration", "topic:military", "saved:mine"]),
        ("m", ["meeting:", "moved:"]),
        ("security mig", ["security topic:migration"]),
        ("topic:mi", ["topic:migration", "topic:military"]),
        ("topic!=dr", ["topic!=drug-trafficking"]),
        ("topic:migration,d", ["topic:migration,drug-trafficking"]),
        ("topic:migration", []),
        ("topic:migration ", []),
        ("TOPIC:mig", ["TOPIC:migration"]),
        ("by:bel", ["by:belarus"]),
        ("by:united n", ["by:united no:", "by:united not:"]),
        ('by:"united n', ['by:"united nations"']),
        ("by:united", ['by:"united Nations"']),
        ("by:ener", ["by:energie"]),
        ("by:a", []),
        ("by:red", []),
        ("is:", ["is:open", "is:overdue"]),
        ("sort:-d", ["sort:-date", "sort:-deadline"]),
        ("sort:date,-de", ["sort:date,-deadline"]),
        ("nofield:x", []),
        ('"security topic', []),
        ("x", ["x."]),
    ],
)
def test_what_can_come_next(line: str, offered: list[str]) -> None:
    assert [offer.line for offer in Offers(KNOWN).of(line)] == offered


def test_what_a_field_takes_is_said_where_it_has_no_values() -> None:
    assert "as in date:2012" in Offers(KNOWN).hint("hotline date:")
    assert Offers(KNOWN).hint("date:2") == ""
    assert Offers(KNOWN).hint("nofield:") == ""


def test_every_field_of_a_closed_vocabulary_offers_its_values(ledger: Ledger) -> None:
    factories.add(ledger, tags=("nato-2026",), proposers=("Belarus",), body="CSTO")
    with database.write_change(ledger, "save", factories.ME) as change:
        saved_queries.save_query(change, "late", "is:overdue")
    offers = Offers(values_by_field(ledger))
    for typed_so_far, offered in [
        *(("tag:", "nato-2026"), ("saved:", "late"), ("body:", "CSTO"), ("by:", "Belarus"), ("kind:", "request")),
        *(("has:", "quote"), ("no:", "look"), ("sort:", "title"), ("link:", "repeats"), ("status:", "stalled")),
        *(("reason:", "superseded"), ("extent:", "weaker"), ("primary:", "migration")),
    ]:
        assert offered in [offer.word for offer in offers.of(typed_so_far)], typed_so_far


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        (("tab",), "topic:"),
        (("right",), "topic:"),
        (("down", "down", "enter"), "to:"),
        (("down", "down", "up", "tab"), "topic:"),
        (("tab", "m", "i", "g", "tab"), "topic:migration"),
        (("left", "right"), "to"),  # not at the end of the line: the cursor moves
    ],
)
async def test_offers_are_taken_chosen_and_closed(ledger: Ledger, keys: tuple[str, ...], written: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "to")
        await pilot.press(*keys)
        await settle(pilot)
        assert filtered(pilot) == written
        assert main(pilot).bar.input.has_focus


@pytest.mark.parametrize("typed_words", ["to", "mig", "zzz", ""])
async def test_esc_goes_to_the_list_with_the_query_as_it_is_and_there_clears_it(
    ledger: Ledger, typed_words: str
) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, typed_words)
        await pilot.press("escape")
        await settle(pilot)
        assert filtered(pilot) == typed_words
        assert not main(pilot).bar.input.has_focus
        assert main(pilot).focused in {main(pilot).table, main(pilot).nothing}
        await pilot.press("escape")
        await settle(pilot)
        assert filtered(pilot) == ""
        assert main(pilot).table.has_focus
        assert main(pilot).table.total == 3


async def test_enter_goes_to_the_list_unless_an_offer_was_chosen(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "mig")
        assert main(pilot).bar.below.display
        await pilot.press("enter")
        assert main(pilot).table.has_focus
        assert not main(pilot).bar.below.display
        await pilot.press("slash", "escape", "tab")
        assert not main(pilot).bar.input.has_focus  # without an offer, tab goes on


async def test_an_offer_is_clicked(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "is:")
        await pilot.click(Below, offset=(5, 1))
        await settle(pilot)
        assert filtered(pilot) == "is:closed"
        assert main(pilot).bar.input.has_focus


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (140, 45)])
async def test_neither_an_error_nor_an_offer_moves_the_list(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    async with opened(ledger, size) as pilot:
        before = main(pilot).table.region
        await pilot.press("slash")
        for text, said in [
            ("topik:x", "topic"),
            ("topic:zzz", "no topic"),
            ("is:", "overdue"),
            ("date:", "as in date:"),
        ]:
            main(pilot).bar.write(text)
            await settle(pilot)
            assert said in picture(pilot), text
            assert main(pilot).table.region == before


async def test_what_may_be_the_beginning_of_more_does_not_empty_the_list_until_it_is_meant_so(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "drug")
        assert main(pilot).table.total == 3
        assert "topic:drug-trafficking" in picture(pilot)
        await pilot.press("escape", "escape", "slash", *"zz")
        await settle(pilot)
        assert main(pilot).table.total == 3
        assert "from three letters on" in picture(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "No proposal matches" in picture(pilot)
        assert "0 of 3" in picture(pilot)
        assert pilot.app.focused is main(pilot).nothing
        await pilot.press("slash", "z")
        await settle(pilot)
        assert main(pilot).table.total == 0


async def test_a_long_list_of_offers_scrolls_with_the_one_chosen(ledger: Ledger) -> None:
    async with opened(ledger, (80, 24)) as pilot:
        await typed(pilot, "has:")
        below = main(pilot).bar.below
        await pilot.press(*["down"] * (LINES + 3))
        assert below.size.height == LINES
        assert below.chosen == LINES + 2
        assert any("▌" in below.render_line(y).text for y in range(LINES))


@pytest.mark.parametrize("line", ["meeting:moscow", '"joint exercise"'])
async def test_the_list_keeps_its_rows_while_a_value_is_half_typed(ledger: Ledger, line: str) -> None:
    factories.add(ledger, "Hold a joint exercise", body="CSTO", meeting="Moscow")
    async with opened(ledger) as pilot:
        await press(pilot, "slash")
        for end in range(1, len(line) + 1):
            main(pilot).bar.write(line[:end])
            await settle(pilot)
            assert main(pilot).table.total == 1, line[:end]


async def test_enter_asks_a_half_typed_value_as_it_is(ledger: Ledger) -> None:
    factories.add(ledger, "Hold a joint exercise", body="CSTO", meeting="Moscow")
    async with opened(ledger) as pilot:
        await typed(pilot, "meeting:mos")
        assert main(pilot).table.total == 1
        assert "Enter asks it as it is" in main(pilot).bar.error
        await press(pilot, "enter")
        assert main(pilot).table.total == 0
