"""The parts of the first screen, each alone: what was typed last counts, marks, the way back, one action at a time."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from textual.screen import Screen

from helpers import factories
from tracker import query
from tracker.model import UsageError
from tracker.offers import Offers
from tracker.query import Query
from tracker.store.search import field_values
from tracker.tui.background import Background
from tracker.tui.context import ScreenContext
from tracker.tui.contrast import ReadableApp
from tracker.tui.form_opener import FormOpener
from tracker.tui.main.actions import Actions
from tracker.tui.main.facet_counts import drop_value
from tracker.tui.main.marks import Marks, RowsListed
from tracker.tui.main.navigation import Trail, Waypoint
from tracker.tui.main.query_runner import PageFound, QueryFailed, QueryRunner, RowsCounted
from tracker.tui.widgets.filter_bar import FilterBar
from tracker.tui.widgets.lists.proposal_table import ProposalTable
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.app import ComposeResult
    from textual.pilot import Pilot

    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger


class Bench(Screen[None]):
    """The parts without the first screen: it keeps what they say and what the threads report."""

    pilot: Pilot[None]

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self.said: list[str] = []
        self.busy: list[str] = []
        self.reloaded: list[int | None] = []
        self.pages: list[PageFound] = []
        self.counts: list[RowsCounted] = []
        self.listed: list[RowsListed] = []
        self.context = ScreenContext(self, ledger, factories.TODAY, self.reloaded.append)
        self.background = Background(self.context, self.busy.append)
        self.title_bar, self.bar = TitleBar("a.db"), FilterBar(Offers(field_values.values_by_field(ledger)))
        self.table = ProposalTable(self.fetch, {})
        self.runner = QueryRunner(self.context, self.bar, self.title_bar, self.table)
        self.marks = Marks(self.context, self.table, self.title_bar)

    def fetch(self, offset: int, limit: int) -> list[ProposalLine]:
        return self.runner.fetch(offset, limit)

    def compose(self) -> ComposeResult:
        yield self.title_bar
        yield self.bar
        yield self.table

    def on_unmount(self) -> None:
        self.runner.close()

    def notify(self, message: str, **_: Any) -> None:
        self.said.append(message)

    def on_page_found(self, found: PageFound) -> None:
        self.pages.append(found)

    def on_rows_counted(self, counted: RowsCounted) -> None:
        self.counts.append(counted)

    def on_rows_listed(self, listed: RowsListed) -> None:
        self.listed.append(listed)

    async def rest(self) -> None:
        """Wait until no thread reads, and what was read has come."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()


@asynccontextmanager
async def bench(ledger: Ledger) -> AsyncIterator[Bench]:
    """The parts on three proposals."""
    for title in ("Migration hotline", "Joint exercises", "Border database"):
        factories.add(ledger, title, topics=("migration",) if title != "Joint exercises" else ())
    parts = Bench(ledger)

    class Around(ReadableApp):
        def get_default_screen(self) -> Screen[None]:
            return parts

    async with Around().run_test(size=(100, 24)) as parts.pilot:
        parts.runner.show_first_page()
        yield parts


def asked_of(line: str) -> Query:
    return query.parse_line(line, factories.TODAY)


# the query runner


async def test_only_the_query_typed_last_is_shown(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        for line in ("topic:migration", "exercises"):
            assert parts.runner.accept(line)
            parts.runner.ask()
            await parts.rest()
        older, newer = parts.pages
        assert not parts.runner.show_page(older)
        assert parts.runner.query == Query()
        assert parts.runner.show_page(newer)
        assert parts.runner.query is newer.asked
        assert [line.title for line in newer.lines] == ["Joint exercises"]
        assert parts.table.total == 1


async def test_what_is_no_query_is_said_beside_it_and_the_last_one_stays(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        assert not parts.runner.accept("topik:migration")
        assert "topik" in parts.bar.error
        assert parts.runner.query == Query()
        assert parts.table.total == 3


async def test_an_empty_result_of_what_may_go_on_is_held_back_until_it_is_meant(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        assert parts.runner.accept("topi")
        parts.runner.ask()
        await parts.rest()
        (found,) = parts.pages
        assert not parts.runner.show_page(found)
        assert [parts.runner.held] == [found]
        assert "topic:" in parts.bar.error
        assert parts.table.total == 3
        assert parts.runner.show_page(found)
        assert parts.runner.held is None
        assert parts.table.total == 0


async def test_a_number_is_shown_of_the_list_that_is_shown_only(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        assert not parts.runner.show_count(RowsCounted(asked_of("topic:migration"), 2))
        assert [parts.title_bar.shown] == [None]
        parts.runner.count_again()
        await parts.rest()
        (counted,) = parts.counts
        assert parts.runner.show_count(counted)
        assert (parts.title_bar.shown, parts.title_bar.known) == (3, 3)


async def test_a_failure_of_an_older_query_is_not_said(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        parts.runner.accept("topic:migration")
        parts.runner.show_failure(QueryFailed(asked_of("old"), UsageError("too late")))
        assert parts.said == []


async def test_a_query_that_cannot_be_drawn_is_not_put_into_the_filter(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        parts.runner.rewrite(asked_of("tag:a"))
        assert parts.bar.input.value == "tag:a"
        parts.runner.rewrite(query.with_term(Query(), "tag", "b\u202e", factories.TODAY))
        assert parts.bar.input.value == "tag:a"
        assert ["cannot be typed here" in one for one in parts.said] == [True]


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("topic:a is:open", "a", "is:open"),
        ("topic:a,b is:open", "a", "topic:b is:open"),
        ("topic:a,B", "b", "topic:a"),
        ("topic:a", "c", "topic:a"),
    ],
)
def test_a_value_is_taken_out_of_a_term(before: str, value: str, after: str) -> None:
    asked = asked_of(before)
    assert query.unparse_query(drop_value(asked, asked.terms[0], value)) == after


# marks


async def test_a_verb_acts_on_the_marks_else_on_the_row_under_the_cursor(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        assert parts.marks.targets() == (3,)
        parts.marks.toggle()
        parts.marks.toggle()
        assert parts.table.cursor == 2
        assert parts.marks.targets() == parts.marks.marked == (2, 3)
        assert parts.title_bar.marked == 2
        parts.marks.drop()
        assert parts.marks.targets() == (1,)


async def test_a_range_is_marked_from_where_it_was_begun_and_dropped_before_the_marks(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        parts.marks.replace({3})
        parts.marks.mark_range(Query())
        assert parts.said == ["The range begins here: v marks it, esc drops it"]
        parts.marks.drop()
        assert (parts.table.ranging, parts.marks.marked) == (None, (3,))
        parts.table.cursor = 1
        parts.marks.mark_range(Query())
        parts.table.cursor = 2
        parts.marks.mark_range(Query())
        await parts.rest()
        (listed,) = parts.listed
        parts.marks.add(listed.ids)
        assert parts.marks.marked == (1, 2, 3)
        parts.marks.drop()
        assert not parts.marks.can_drop()


async def test_a_verb_without_a_row_does_nothing(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        parts.table.show([])
        actions = Actions(parts.context, parts.runner, parts.marks, parts.background)
        assert parts.marks.targets() == ()
        for verb in (actions.remove, actions.restore, actions.change_status, actions.edit, actions.edit_outside):
            verb()
        assert parts.said == []
        assert parts.app.screen is parts


# the way back


def place(line: str, led: tuple[str, int | None]) -> Waypoint:
    return Waypoint(line, 1, in_detail=False, again=None, led=led)


def test_one_goes_back_step_by_step() -> None:
    trail = Trail()
    trail.leave(first := place("", ("is:open", 2)))
    trail.leave(second := place("is:open", ("is:open", 3)))
    assert trail.step_back("is:open", 3) is second
    assert trail.step_back("is:open", 2) is first
    assert trail.step_back("", 1) is None


def test_there_is_no_way_back_from_where_no_way_led() -> None:
    trail = Trail()
    trail.leave(place("", ("is:open", 2)))
    assert trail.step_back("is:open", 3) is None
    assert trail.step_back("is:open", 2) is None


def test_a_list_is_left_from_any_of_its_rows() -> None:
    trail = Trail()
    trail.leave(there := place("", ("is:open", None)))
    assert trail.step_back("is:open", 7) is there


def test_a_way_that_led_elsewhere_leads_back_from_there() -> None:
    trail = Trail()
    trail.redirect("id:9", 9)
    trail.leave(place("", ("is:open", 9)))
    trail.redirect("id:9", 9)
    left = trail.step_back("id:9", 9)
    assert left is not None
    assert left.line == ""


# what views own too


async def test_one_action_at_a_time_is_done_beside_the_screen(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        go_on, done = Event(), list[str]()

        def wait(own: Ledger) -> str:
            assert own is not ledger
            go_on.wait(5)
            return "first"

        parts.background.start("waiting", wait, done.append)
        parts.background.start("more", lambda _: "second", done.append)
        assert (parts.said, parts.busy) == (["Wait: the last action is still running"], ["waiting"])
        go_on.set()
        await parts.rest()
        assert (done, parts.busy, parts.background.busy) == (["first"], ["waiting", ""], "")


async def test_an_error_beside_the_screen_is_said_and_the_next_action_can_begin(ledger: Ledger) -> None:
    async with bench(ledger) as parts:
        done = list[object]()

        def refuse(_: Ledger) -> None:
            raise UsageError("not so")

        parts.background.start("trying", refuse, done.append)
        await parts.rest()
        assert (parts.said, done, parts.busy) == (["not so"], [], ["trying", ""])
        assert parts.background.is_free()


async def test_a_form_that_cannot_be_opened_says_why(ledger: Ledger) -> None:
    async with bench(ledger) as parts:

        def refuse() -> None:
            raise UsageError("no proposal 99")

        FormOpener(parts.context).open(refuse)  # type: ignore[arg-type]
        assert parts.said == ["no proposal 99"]
