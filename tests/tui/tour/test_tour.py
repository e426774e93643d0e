"""The five steps of the demo: one row, each ticked once it was really done, gone at the end or by one key."""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from helpers.screen import press, running, settle, toasts, type_into, until
from tracker import config
from tracker.capture import anchors
from tracker.store import sample_data
from tracker.store.database import open_ledger
from tracker.store.records import sources
from tracker.tui.app import TrackerApp
from tracker.tui.main.screen import MainScreen
from tracker.tui.tour.line import STEPS, TourLine
from tracker.tui.tour.tour import FINISHED

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from textual.pilot import Pilot

PRACTICE = 16
TAKEN, MOVED = "carry a second radio", "sent to a working group"


@pytest.fixture(name="demo", scope="module")
def with_the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tour") / "demo.db"
    ledger = open_ledger(path, create=True)
    sample_data.load_samples(ledger, config.demo_folder(), config.user_name())
    sample_data.add_practice_text(ledger, config.demo_folder())
    ledger.close()
    return path


@asynccontextmanager
async def practising(
    demo: Path, folder: Path, size: tuple[int, int] = (80, 24), *, is_practice: bool = True
) -> AsyncIterator[Pilot[None]]:
    copy = folder / "copy.db"
    shutil.copy(demo, copy)
    async with running(TrackerApp(copy, is_practice=is_practice), size) as pilot:
        await settle(pilot)
        yield pilot


def line(pilot: Pilot[None]) -> str:
    """What the line says, empty if there is none."""
    return " ".join(one.render_line(0).text.strip() for one in pilot.app.screen.query(TourLine))


async def take(pilot: Pilot[None]) -> None:
    await press(pilot, "a")
    await type_into(pilot, title="Give every ferry a second radio", source=str(PRACTICE), quote=TAKEN)
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


async def move(pilot: Pilot[None]) -> None:
    await press(pilot, "s")
    await type_into(pilot, status="on-agenda", source=str(PRACTICE), quote=MOVED)
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


def test_the_text_for_practice_has_the_words_that_the_steps_name_and_says_that_it_is_made_up(demo: Path) -> None:
    ledger = open_ledger(demo)
    source, captured = sources.read(ledger, PRACTICE), sources.newest_text(ledger, PRACTICE)
    ledger.close()
    assert captured is not None
    assert str(source.title).startswith("Demo text")
    assert all(anchors.find_wording(captured[1], one) for one in (TAKEN, MOVED, "a second radio"))
    assert f"source {PRACTICE}" in STEPS["take"].how
    assert (TAKEN in STEPS["take"].how, MOVED in STEPS["move"].how) == (True, True)


async def test_each_step_is_ticked_when_it_was_done_and_all_of_them_end_the_tour(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with practising(demo, tmp_path) as pilot:
        assert line(pilot).startswith("·····  1/5 take a passage: a")
        await take(pilot)
        await until(pilot, lambda: "2/5 find its quote: S enter" in line(pilot))
        await press(pilot, "S")
        await settle(pilot)
        assert "2/5" in line(pilot)
        await press(pilot, "enter")
        await until(pilot, lambda: "3/5 move a status" in line(pilot))
        await press(pilot, "escape", "escape")
        await move(pilot)
        await until(pilot, lambda: "✓✓✓··  4/5 undo: u" in line(pilot))
        await press(pilot, "u")
        await until(pilot, lambda: "5/5 write a CSV: w" in line(pilot))
        await press(pilot, "w", "enter")
        await until(pilot, lambda: not line(pilot))
        assert (tmp_path / "proposals.csv").is_file()
        assert FINISHED in toasts(pilot)


async def test_keys_alone_tick_nothing_and_the_order_is_free(demo: Path, tmp_path: Path) -> None:
    async with practising(demo, tmp_path) as pilot:
        await press(pilot, "a", "escape", "s", "escape", "w", "escape", "S", "enter", "escape", "escape")
        assert "·····  1/5" in line(pilot)
        await take(pilot)
        await press(pilot, "u")
        await until(pilot, lambda: "✓··✓·  2/5" in line(pilot))


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (140, 45), (200, 60)])
async def test_it_takes_one_row_and_is_whole_at_every_size(demo: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with practising(demo, tmp_path, size) as pilot:
        (one,) = pilot.app.screen.query(TourLine)
        assert (one.region.height, one.region.bottom) == (1, size[1] - 1)
        assert "take a passage" in line(pilot)
        assert line(pilot).endswith("T leaves")
        for done in (STEPS.keys() - {name} for name in STEPS):
            one.done = frozenset(done)
            await pilot.pause()
            (name,) = STEPS.keys() - done
            assert STEPS[name].short in line(pilot)
            assert STEPS[name].keys in line(pilot)


async def test_a_form_has_it_below_its_keys_where_there_is_room(demo: Path, tmp_path: Path) -> None:
    async with practising(demo, tmp_path) as pilot:
        await press(pilot, "a")
        await until(pilot, lambda: "1/5 take a passage" in line(pilot))
        assert "T leaves" not in line(pilot)
    async with practising(demo, tmp_path, (40, 12)) as pilot:
        await press(pilot, "a")
        assert line(pilot) == ""


async def test_one_key_leaves_it_everywhere_and_is_then_no_key_any_more(demo: Path, tmp_path: Path) -> None:
    async with practising(demo, tmp_path) as pilot:
        await press(pilot, "S")
        await until(pilot, lambda: bool(line(pilot)))
        await press(pilot, "T")
        assert line(pilot) == ""
        await press(pilot, "escape")
        assert line(pilot) == ""
        assert pilot.app.check_action("leave_tour", ()) is False
        await take(pilot)
        assert line(pilot) == ""


async def test_a_click_on_its_end_leaves_it(demo: Path, tmp_path: Path) -> None:
    async with practising(demo, tmp_path) as pilot:
        await pilot.click(TourLine, offset=(75, 0))
        await settle(pilot)
        assert line(pilot) == ""


async def test_a_database_of_ones_own_never_has_it(demo: Path, tmp_path: Path) -> None:
    async with practising(demo, tmp_path, is_practice=False) as pilot:
        await take(pilot)
        assert line(pilot) == ""
        assert pilot.app.check_action("leave_tour", ()) is False
