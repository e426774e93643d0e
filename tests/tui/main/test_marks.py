"""Marks: which proposals a verb acts on, and what Esc does to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.ledgers import many, three
from helpers.screen import main, opened, picture, place, rows, settle, toasts, until
from tracker.query import Query
from tracker.store.search import listing
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.main import marks
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


async def test_space_marks_goes_down_and_takes_the_mark_away_again(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space")
        assert main(pilot).table.marked == {3, 2}
        assert main(pilot).table.cursor == 2
        assert [row[0] for row in rows(pilot)[:3]] == ["✓", "✓", "▌"]
        assert "2 marked · " in picture(pilot)
        await pilot.press("k", "space")
        assert main(pilot).table.marked == {3}


async def test_escape_drops_the_range_then_the_marks_before_anything_else(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "migration"
        await settle(pilot)
        await pilot.press("space", "v", "escape")
        assert main(pilot).table.ranging is None
        assert main(pilot).table.marked
        await pilot.press("escape")
        assert not main(pilot).table.marked
        assert "marked" not in picture(pilot).split("\n")[0]
        assert main(pilot).bar.input.value == "migration"
        await pilot.press("escape")
        assert main(pilot).bar.input.value == ""


async def test_a_range_is_shown_while_it_is_open_and_marked_when_it_ends(ledger: Ledger) -> None:
    many(ledger, 350)
    async with opened(ledger) as pilot:
        await pilot.press("j", "v", "j", "j")
        assert [row[0] for row in rows(pilot)[:5]] == [" ", "┃", "┃", "┃", " "]
        await pilot.press("k", "v")
        await settle(pilot)
        wanted = listing.matching_ids(ledger, Query(), 1, 2)
        assert main(pilot).table.marked == {*wanted}
        await pilot.press("g", "v", "G", "v")  # over rows that were never read
        await settle(pilot)
        assert len(main(pilot).table.marked) == 350


async def test_a_star_marks_all_that_is_listed_and_marks_outlive_the_query(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        await pilot.press("asterisk")
        await settle(pilot)
        assert main(pilot).table.marked == {1, 3}
        main(pilot).bar.input.value = "Joint"
        await settle(pilot)
        assert main(pilot).table.marked == {1, 3}
        assert main(pilot).marks.targets() == (1, 3)


@pytest.mark.parametrize("key", ["y", "n"])
async def test_to_mark_very_many_is_asked_about(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setattr(marks, "ASKED_ABOVE", 10)
    many(ledger, 11)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await until(pilot, lambda: place(pilot) is Confirm)
        assert "Mark 11 proposals?" in picture(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert place(pilot) is MainScreen
        assert len(main(pilot).table.marked) == (11 if key == "y" else 0)


async def test_a_range_stays_on_its_rows_when_another_adds_a_proposal_above(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("v", "j")
        factories.add(ledger, "Newest of all", proposed_on="2026")
        await until(pilot, lambda: "Newest of all" in rows(pilot)[0])
        await pilot.press("v")
        await settle(pilot)
        assert main(pilot).table.marked == {3, 2}


async def test_letters_typed_into_the_filter_mark_and_change_nothing(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("slash", *"vxtclreEyw", "space", "asterisk")
        await settle(pilot)
        assert main(pilot).bar.input.value == "vxtclreEyw *"
        assert not main(pilot).table.marked
        assert listing.count_matches(ledger, Query()) == 3


async def test_without_rows_no_verb_opens_anything(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("space", "v", "asterisk", *"setclrxEyw")
        await settle(pilot)
        assert place(pilot) is MainScreen
        assert toasts(pilot) == []


async def test_what_escape_does_to_marks_stands_in_the_last_line_while_there_are_some(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        assert "Unmark" not in picture(pilot)
        await pilot.press("space")
        assert "Unmark" in picture(pilot)
        await pilot.press("escape", "v")
        assert "Unmark" in picture(pilot)
        await pilot.press("escape")
        assert "Unmark" not in picture(pilot)


async def test_marks_are_told_apart_without_colour(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ledger, (40, 12)) as pilot:
        await pilot.press("space")
        assert rows(pilot)[0].startswith("✓")
        assert "1 marked" in picture(pilot)
