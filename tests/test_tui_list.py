"""The filter and its offers, the facets, what is said in an empty list's place, the columns at each width."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import factories
import pytest
from test_tui import Alone, main, me, opened, picture, rows, settle, three, toasts

from tracker.model import BusyError
from tracker.query import Query
from tracker.store import database, facets, saved
from tracker.tui.screens import words
from tracker.tui.screens.answers import Faceted
from tracker.tui.widgets.below import LINES, Below
from tracker.tui.widgets.facets_pane import FacetsPane
from tracker.tui.widgets.nothing import Nothing
from tracker.tui.widgets.offers import Offers
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.pilot import Pilot

    from tracker.store.database import Ledger

__all__ = ["me"]  # its environment is this file's as well
WIDE = (140, 30)


def pane(pilot: Pilot[None]) -> list[str]:
    """What the facets say, line by line, without the blanks between name and number."""
    drawn = main(pilot).facets
    return [
        " ".join(drawn.render_line(y).text.lstrip("▌").split())
        for y in range(drawn.size.height)
        if len(drawn._rows) > y
    ]


def line(pilot: Pilot[None]) -> str:
    return main(pilot).bar.input.value


async def typed(pilot: Pilot[None], text: str) -> None:
    await pilot.press("slash", *text)
    await settle(pilot)


# facets


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
        assert line(pilot) == "topic:special-forces"
        assert "1 of 3" in picture(pilot)
        assert main(pilot).facets.has_focus
        assert main(pilot).facets.entry == ("topic", "special-forces")
        await pilot.press(key)
        await settle(pilot)
        assert line(pilot) == ""
        assert "3 of 3" in picture(pilot)


async def test_a_facet_is_clicked_and_the_word_being_typed_stays_the_last(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "hotl")
        at = next(y for y, row in enumerate(pane(pilot)) if row.startswith("2012"))
        await pilot.click(FacetsPane, offset=(3, at))
        await settle(pilot)
        assert line(pilot) == "date:2012 hotl"
        assert main(pilot).table.total == 1


async def test_one_of_several_values_is_taken_away_alone(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        await typed(pilot, "date:2012,2019,2020 status:proposed")
        await pilot.press("enter", "f", *["tab"] * 2)
        assert main(pilot).facets.entry == ("year", "2020")
        await pilot.press("enter")
        await settle(pilot)
        assert line(pilot) == "date:2012,2019 status:proposed"
        assert main(pilot).table.total == 2


async def test_facets_open_in_place_of_the_detail_and_close_again(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (90, 24)) as pilot:
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
        assert line(pilot) == "topic:migration"


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
        late = facets.Facet("topic", (facets.Counted("other", 77),), more=False)
        main(pilot).post_message(Faceted(Query(), late))
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
        raise facets.Stopped

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

    monkeypatch.setattr(facets.Facets, "of", busy)
    async with opened(ledger, WIDE) as pilot:
        assert main(pilot).table.total == 3
        assert toasts(pilot) == []


async def test_a_body_that_a_terminal_could_obey_is_drawn_as_text_and_not_written_into_the_filter(
    ledger: Ledger,
) -> None:
    factories.add(ledger, body="[b]Red[/b] \x1b[31m")
    async with opened(ledger, WIDE) as pilot:
        await pilot.press("f", "tab", "enter")
        await settle(pilot)
        assert "[b]Red[/b] ␛[31m 1" in pane(pilot)
        assert line(pilot) == ""
        assert any("cannot be typed" in toast for toast in toasts(pilot))
        assert "\x1b" not in picture(pilot)


async def test_what_another_adds_is_counted(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, WIDE) as pilot:
        factories.add(ledger, topics=("drug-trafficking",))
        main(pilot)._watch()
        await settle(pilot)
        assert "drug-trafficking 1" in pane(pilot)


# the filter


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
    with database.write(ledger, "save", factories.ME) as change:
        saved.save(change, "late", "is:overdue")
    offers = Offers(words.completions(ledger))
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
        (("escape",), "to"),
        (("escape", "escape"), ""),
        (("left", "right"), "to"),  # not at the end of the line: the cursor moves
    ],
)
async def test_offers_are_taken_chosen_and_closed(ledger: Ledger, keys: tuple[str, ...], written: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "to")
        await pilot.press(*keys)
        await settle(pilot)
        assert line(pilot) == written
        assert main(pilot).bar.input.has_focus


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
        assert line(pilot) == "is:closed"
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
        await typed(pilot, "zz")
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


# an empty list


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
        assert "instead: status:proposed (3)" in shown
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
        assert line(pilot) == left
        assert pilot.app.focused is (main(pilot).table if left == "topic:migration" else main(pilot).nothing)


async def test_a_term_is_dropped_with_two_clicks(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed(pilot, "topic:migration status:rejected")
        await settle(pilot)
        await pilot.click(Nothing, offset=(10, 4))
        await pilot.click(Nothing, offset=(10, 4), times=2)
        await settle(pilot)
        assert line(pilot) == "topic:migration"


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
        for said in ("Nothing is tracked here yet", "a   add a proposal", "S   keep a source"):
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
    ("width", "headings"),
    [
        (40, ["id", "Title", "Ev"]),
        (60, ["id", "Title", "Since", "Ev"]),
        (80, ["id", "Title", "Since", "Ev"]),
        (120, ["id", "Status", "Title", "Since", "Ev"]),
        (140, ["id", "Status", "Title", "Since", "Ev"]),
        (160, ["id", "Status", "Title", "By", "Since", "Ev"]),
        (220, ["id", "Status", "Title", "Topic", "By", "Since", "Ev"]),
    ],
)
@pytest.mark.parametrize("total", [3, 1_000_000])
async def test_what_the_list_shows_at_each_width(ledger: Ledger, width: int, headings: list[str], total: int) -> None:
    three(ledger)
    async with opened(ledger, (width, 12)) as pilot:
        table = main(pilot).table
        table.total = total
        assert table.render_line(0).text.split() == headings
        assert len(picture(pilot).split("\n")) == 12
        shown = rows(pilot)[0]
        assert "○" in shown
        assert "3" in shown


async def test_a_marked_row_has_its_mark_in_the_first_cell() -> None:
    app = Alone(5)
    async with app.run_test(size=(80, 10)) as pilot:
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


async def test_the_first_line_says_the_saved_query_and_what_gives_way(ledger: Ledger) -> None:
    with database.write(ledger, "save", factories.ME) as change:
        saved.save(change, "late", "is:open")
    three(ledger)
    for width, there, gone in [(100, "Tracker  ledger.db  saved: late", ""), (36, "saved: late", "ledger.db")]:
        async with opened(ledger, (width, 20)) as pilot:
            main(pilot).bar.write("saved:late")
            await settle(pilot)
            first = picture(pilot).split("\n")[0]
            assert there in first
            assert not gone or gone not in first
            assert first.rstrip().endswith("3 of 3")
            main(pilot).bar.clear()
            await settle(pilot)
            assert pilot.app.query_one(TitleBar).saved == ""
