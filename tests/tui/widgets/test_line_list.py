"""A list of lines with a cursor: its keys, its window, its clicks."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from helpers.screen import running
from tracker.tui.contrast import ReadableApp
from tracker.tui.widgets.lists.rows import ListCell, ListRow, Rows

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from textual.app import ComposeResult
    from textual.pilot import Pilot

HEIGHT = 10


def groups(count: int, size: int) -> list[ListRow]:
    """A heading and so many lines below it, each group like the other."""
    rows: list[ListRow] = []
    for group in range(count):
        rows.append(ListRow((ListCell(f"Group {group}"),)))
        rows += [ListRow((ListCell(f"{group}.{number}"),), (group, number)) for number in range(size)]
    return rows


def steps(count: int, size: int) -> list[ListRow]:
    """Lines with what belongs to each below it."""
    rows: list[ListRow] = []
    for step in range(count):
        rows.append(ListRow((ListCell(f"Step {step}"),), step))
        rows += [ListRow((ListCell(f"{step}.{number}"),)) for number in range(size)]
    return rows


class Alone(ReadableApp):
    """A list of made-up rows; `opened` are the keys of those that were opened."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        super().__init__()
        self.rows = Rows()
        self.opened: list[object] = []
        self._given = rows

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.show(self._given)

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        self.opened.append(event.row.key)


@asynccontextmanager
async def alone(rows: Sequence[ListRow]) -> AsyncIterator[tuple[Alone, Pilot[None]]]:
    app = Alone(rows)
    async with running(app, (30, HEIGHT)) as pilot:
        await pilot.pause()
        yield app, pilot


def window(app: Alone) -> list[str]:
    return [app.rows.render_line(y).text.removeprefix("▌").strip() for y in range(HEIGHT)]


def key(app: Alone) -> object:
    assert app.rows.row is not None
    return app.rows.row.key


async def test_keys_move_the_cursor_past_the_headings_and_never_out_of_the_window() -> None:
    async with alone(groups(20, 4)) as (app, pilot):
        for keys, there in [
            ((), (0, 0)),
            (("j", "down", "down", "j"), (1, 0)),
            (("k", "up"), (0, 2)),
            (("k", "k", "k"), (0, 0)),
            (("ctrl+d",), (0, 3)),  # the line four below is a heading
            (("ctrl+u",), (0, 0)),
            (("G",), (19, 3)),
            (("end", "j"), (19, 3)),
            (("pageup",), (18, 0)),
            (("g",), (0, 0)),
            (("home", "pageup"), (0, 0)),
        ]:
            await pilot.press(*keys)
            assert key(app) == there, keys
            assert any(app.rows.render_line(y).text.startswith("▌") for y in range(HEIGHT))


@pytest.mark.parametrize("rows", [groups(30, 4), steps(30, 5)])
async def test_a_page_down_passes_over_no_line_unseen(rows: list[ListRow]) -> None:
    async with alone(rows) as (app, pilot):
        seen = set(window(app))
        for _ in range(len(rows)):
            await pilot.press("pagedown")
            seen |= set(window(app))
        assert seen >= {row.cells[0].text for row in rows}


async def test_a_heading_comes_along_with_the_first_line_below_it() -> None:
    async with alone(groups(20, 4)) as (app, pilot):
        await pilot.press("G", *["k"] * 12)
        assert key(app) == (16, 3)
        assert window(app)[0] == "16.3"
        await pilot.press(*["k"] * 3)
        assert key(app) == (16, 0)
        assert window(app)[0] == "Group 16"


async def test_what_stands_below_a_line_is_seen_with_it_even_of_the_last() -> None:
    async with alone(steps(10, 3)) as (app, pilot):
        await pilot.press("j", "j")
        assert window(app)[-1] == "2.2"
        await pilot.press("G")
        assert key(app) == 9
        assert window(app)[-1] == "9.2"


async def test_what_stands_below_a_line_does_not_drive_it_out_of_the_window() -> None:
    async with alone(steps(3, 50)) as (app, pilot):
        for wanted in (1, 2):
            await pilot.press("j")
            assert f"Step {wanted}" in window(app)


async def test_a_click_puts_the_cursor_and_a_second_one_opens() -> None:
    async with alone(groups(3, 4)) as (app, pilot):
        await pilot.click(Rows, offset=(3, 3))
        assert key(app) == (0, 2)
        await pilot.click(Rows, offset=(3, 5), times=2)  # a heading
        assert key(app) == (0, 2)
        assert app.opened == []
        await pilot.click(Rows, offset=(3, 3), times=2)
        assert app.opened == [(0, 2)]
        await pilot.press("enter")
        assert app.opened == [(0, 2), (0, 2)]


async def test_the_cursor_stays_on_its_row_when_rows_are_given_anew() -> None:
    async with alone(groups(3, 4)) as (app, pilot):
        await pilot.press("j", "j")
        app.rows.show([*groups(1, 1), *groups(3, 4)[2:]])
        assert key(app) == (0, 2)
        app.rows.show(groups(1, 1))
        assert key(app) == (0, 0)
        app.rows.show([], "Nothing is here")
        assert app.rows.row is None
        assert "Nothing is here" in window(app)
        await pilot.press("j", "enter", "G", "pagedown")
        assert app.opened == []
