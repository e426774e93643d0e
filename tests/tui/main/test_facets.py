"""The facets beside the list: what they count, and how they narrow the query."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import WIDE, filtered, main, opened, pane, picture, settle, toasts, typed
from tracker.model import BusyError
from tracker.query import Query
from tracker.store.search import facets
from tracker.tui.main.facet_counts import FacetCounted
from tracker.tui.widgets.lists.facets_pane import FacetsPane

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


def is_dim(pilot: Pilot[None]) -> bool:
    """Whether the first value is drawn like what is of less weight."""
    drawn = main(pilot).facets
    segments = [segment for segment in drawn.render_line(1) if segment.text.strip()]
    return segments[0].style == segments[-1].style


async def test_facets_say_what_the_result_is_made_of(ledger: Ledger) -> None:
    three(ledger)
    factories.add(ledger, "Session", status="adopted", body="CSTO", proposed_on="2012-05")
    async with opened(ledger, WIDE) as pilot:
        bars = [row.replace("▇", "").split() for row in pane(pilot)]
        assert bars == [
            *(["Topic"], ["migration", "2"], ["special-forces", "1"]),
            *(["Status"], ["○", "proposed", "3"], ["◑", "adopted", "1"]),
            *(["Body"], ["CSTO", "1"]),
            *(["Year"], ["2020", "1"], ["2019", "1"], ["2012", "2"]),
        ]
        drawn = {row[:4]: row.count("▇") for row in pane(pilot) if "▇" in row}
        assert drawn["2012"] == 2 * drawn["2019"] or drawn["2012"] == 2 * drawn["2019"] - 1
        await typed(pilot, "topic:migration")
        assert "special-forces 1" not in pane(pilot)
        assert "✓migration 2" in pane(pilot)


@pytest.mark.parametrize("key", ["enter", "space"])
async def test_a_facet_narrows_the_query_and_takes_that_back(ledger: Ledger, key: str) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("f", "j", key)
        await settle(pilot)
        assert filtered(pilot) == "topic:special-forces"
        assert "1 of 3" in picture(pilot)
        assert main(pilot).facets.has_focus
        assert main(pilot).facets.entry == ("topic", "special-forces")
        await pilot.press(key)
        await settle(pilot)
        assert filtered(pilot) == ""
        assert "3 of 3" in picture(pilot)


async def test_a_facet_is_clicked_and_the_word_being_typed_stays_the_last(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "hotl")
        at = next(y for y, row in enumerate(pane(pilot)) if row.startswith("2012"))
        await pilot.click(FacetsPane, offset=(3, at))
        await settle(pilot)
        assert filtered(pilot) == "date:2012 hotl"
        assert main(pilot).table.total == 1


async def test_one_of_several_values_is_taken_away_alone(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "date:2012,2019,2020 status:proposed")
        await pilot.press("enter", "f", *["tab"] * 2)
        assert main(pilot).facets.entry == ("year", "2020")
        await pilot.press("enter")
        await settle(pilot)
        assert filtered(pilot) == "date:2012,2019 status:proposed"
        assert main(pilot).table.total == 2


async def test_facets_open_in_place_of_the_detail_and_close_again(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (110, 24)) as pilot:
        assert not main(pilot).facets.display
        await pilot.press("f")
        await settle(pilot)
        assert main(pilot).facets.has_focus
        assert not main(pilot).pane.display
        assert main(pilot).table.display
        assert "migration 2" in pane(pilot)
        await pilot.press("escape")
        assert main(pilot).table.has_focus
        assert main(pilot).pane.display
        assert not main(pilot).facets.display
        await pilot.press("f", "f")
        assert main(pilot).table.has_focus


async def test_on_a_narrow_screen_the_facets_are_all_there_is(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (40, 12)) as pilot:
        await pilot.press("f")
        await settle(pilot)
        assert not main(pilot).table.display
        await pilot.press("enter")
        await settle(pilot)
        assert "2 of 3" in picture(pilot)
        assert main(pilot).facets.has_focus
        await pilot.press("G")
        assert main(pilot).facets.entry == ("year", "2012")
        assert any("2012" in row and "▌" in row for row in picture(pilot).split("\n"))
        await pilot.press("escape")
        assert main(pilot).table.has_focus
        assert filtered(pilot) == "topic:migration"


async def test_keys_go_from_value_to_value_and_from_group_to_group(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("f")
        for keys, entry in [
            (("j",), ("topic", "special-forces")),
            (("j",), ("status", "proposed")),  # past the heading
            (("k",), ("topic", "special-forces")),
            (("tab",), ("status", "proposed")),
            (("tab",), ("year", "2020")),
            (("shift+tab",), ("status", "proposed")),
            (("G",), ("year", "2012")),
            (("g",), ("topic", "migration")),
            (("k",), ("topic", "migration")),
            (("end", "down"), ("year", "2012")),
        ]:
            await pilot.press(*keys)
            assert main(pilot).facets.entry == entry, keys
        await pilot.press("tab")
        assert main(pilot).table.has_focus


async def test_a_long_group_shows_its_beginning_and_on_demand_the_rest(ledger: Ledger) -> None:
    for year in range(2001, 2013):
        factories.add(ledger, proposed_on=str(year))
    async with opened(ledger, (140, 40)) as pilot:
        assert sum("▇" in row for row in pane(pilot)) == 8
        assert pane(pilot)[-1] == "… more"
        await pilot.press("f", "G", "enter")
        await settle(pilot)
        assert sum("▇" in row for row in pane(pilot)) == 12
        assert pane(pilot)[-1] == "… fewer"
        await pilot.press("G", "enter")
        await settle(pilot)
        assert sum("▇" in row for row in pane(pilot)) == 8


async def test_nothing_is_counted_for_nobody(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    asked: list[Query] = []

    def of(_self: object, _ledger: object, query: Query, *_: object) -> Iterator[facets.Facet]:
        asked.append(query)
        return iter(())

    monkeypatch.setattr(facets.Facets, "of", of)
    async with opened(ledger, (80, 24)) as pilot:
        await typed(pilot, "mig")
        assert asked == []
        await pilot.press("enter", "f")
        await settle(pilot)
        assert len(asked) == 1
        await pilot.resize_terminal(140, 30)
        await settle(pilot)
        assert len(asked) == 1


async def test_counts_of_an_older_query_are_not_shown(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "hotline")
        before = pane(pilot)
        late = facets.Facet("topic", (facets.FacetCount("other", 77),), more=False)
        main(pilot).post_message(FacetCounted(Query(), late))
        await pilot.pause()
        assert pane(pilot) == before


async def test_another_key_gives_up_the_counts_that_are_on_their_way(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(ledger)
    given_up: list[bool] = []

    def of(_: object, __: object, ___: object, ____: object, wanted: Callable[[], bool]) -> Iterator[facets.Facet]:
        until = time.monotonic() + 5
        while wanted() and time.monotonic() < until:
            time.sleep(0.01)
        given_up.append(not wanted())
        raise facets.CountingStopped

    async with opened(ledger, WIDE) as pilot:
        monkeypatch.setattr(facets.Facets, "of", of)
        main(pilot).look_closer()
        await pilot.press("slash")
        monkeypatch.undo()
        await pilot.press("m", "i", "g")
        await settle(pilot)
        assert given_up == [True]
        assert "1 of 3" in picture(pilot)


async def test_counts_that_fail_leave_the_list_as_it_is(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)

    def busy(*_: object) -> Iterator[facets.Facet]:
        raise BusyError("another program is writing")

    async with opened(ledger, WIDE) as pilot:
        assert not is_dim(pilot)
        monkeypatch.setattr(facets.Facets, "of", busy)
        await typed(pilot, "topic:migration")
        assert main(pilot).table.total == 2
        assert toasts(pilot) == []
        assert is_dim(pilot)  # the counts are those of the query before
        monkeypatch.undo()
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert not is_dim(pilot)


async def test_a_body_that_a_terminal_could_obey_is_drawn_as_text_and_not_written_into_the_filter(
    ledger: Ledger,
) -> None:
    factories.add(ledger, body="[b]Red[/b] \x1b[31m")
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("f", "tab", "enter")
        await settle(pilot)
        assert "[b]Red[/b] ␛[31m 1" in pane(pilot)
        assert filtered(pilot) == ""
        assert any("cannot be typed here" in toast for toast in toasts(pilot))
        assert "\x1b" not in picture(pilot)


async def test_what_another_adds_is_counted(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        factories.add(ledger, topics=("drug-trafficking",))
        main(pilot)._watch()
        await settle(pilot)
        assert "drug-trafficking 1" in pane(pilot)
