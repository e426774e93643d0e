"""Links, saved queries, the palette, the help, the themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest
from textual.command import CommandPalette

from helpers import factories
from helpers.ledgers import three
from helpers.screen import (
    complaints,
    main,
    opened,
    picture,
    place,
    press,
    rows,
    settle,
    toasts,
    type_into,
    typed_at_once,
)
from tracker.store import database
from tracker.store.records import links, saved_queries
from tracker.tui import themes
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.saved_query import Keep
from tracker.tui.main import list_rows
from tracker.tui.main.screen import MainScreen
from tracker.tui.views.destination import Destination
from tracker.tui.views.history import History

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("TRACKER_THEME", raising=False)
    monkeypatch.delenv("TEXTUAL_THEME", raising=False)
    return tmp_path / "state" / "tracker" / "theme"


def at(pilot: Pilot[None]) -> tuple[str, int | None]:
    line = main(pilot).table.line()
    return main(pilot).bar.input.value, line and line.id


def linked(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "link", factories.ME) as change:
        links.add(change, 3, "repeats", 1)
        links.add(change, 2, "related", 3)


def keep(ledger: Ledger, **queries: str) -> None:
    with database.write_change(ledger, "query save", factories.ME) as change:
        for name, line in queries.items():
            saved_queries.save_query(change, name, line)


# links


async def test_a_link_is_followed_with_n_and_enter_and_esc_comes_back(ledger: Ledger) -> None:
    linked(ledger)
    async with opened(ledger) as pilot:
        assert at(pilot) == ("", 3)
        await press(pilot, "enter", "n", "enter")
        assert at(pilot) == ("", 1)
        assert main(pilot).pane.has_focus
        assert main(pilot).pane.proposal == 1
        assert "↻ repeated by #3" in picture(pilot)
        await press(pilot, "n", "enter", "escape")
        assert at(pilot) == ("", 1)
        await press(pilot, "escape")
        assert at(pilot) == ("", 3)
        assert main(pilot).pane.has_focus
        await press(pilot, "escape")
        assert main(pilot).table.has_focus


async def test_a_link_out_of_the_filter_is_followed_and_esc_brings_the_filter_back(ledger: Ledger) -> None:
    linked(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "border"
        await settle(pilot)
        await press(pilot, "enter", "n", "enter")
        assert at(pilot) == ("id:1", 1)
        await press(pilot, "escape")
        assert at(pilot) == ("border", 3)


async def test_a_proposal_too_far_down_the_list_is_gone_to_alone(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked(ledger)
    monkeypatch.setattr(list_rows, "NEARBY", 1)
    monkeypatch.setattr(list_rows, "FIRST", 1)
    keep(ledger, all="is:open")
    async with opened(ledger) as pilot:
        await press(pilot, "enter", "n", "enter")
        assert at(pilot) == ("id:1", 1)
        await press(pilot, "escape")
        assert at(pilot) == ("", 3)
        main(pilot).navigation.go(Destination(1, "is:open"))
        await settle(pilot)
        assert at(pilot) == ("id:1", 1)
        await press(pilot, "escape")
        assert at(pilot)[0] == ""


async def test_a_click_follows_a_link(ledger: Ledger) -> None:
    linked(ledger)
    async with opened(ledger) as pilot:
        line = next(y for y, line in enumerate(picture(pilot).split("\n")) if "repeats" in line and "#1" in line)
        await pilot.click(main(pilot).pane, offset=(20, line - main(pilot).pane.region.y))
        await settle(pilot)
        assert at(pilot) == ("", 1)


async def test_after_the_cursor_went_elsewhere_esc_does_not_jump(ledger: Ledger) -> None:
    linked(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "enter", "n", "enter", "escape", "escape")
        assert at(pilot) == ("", 3)
        main(pilot).bar.input.value = "is:open"
        await settle(pilot)
        await press(pilot, "escape")
        assert at(pilot)[0] == ""


# saved queries


async def test_digits_ask_the_saved_queries_which_the_title_names(ledger: Ledger) -> None:
    three(ledger)
    keep(ledger, border="border", exercises="topic:special-forces")
    async with opened(ledger) as pilot:
        assert "1 border  2 exercises" in picture(pilot)
        await press(pilot, "2")
        assert at(pilot) == ("topic:special-forces", 2)
        await press(pilot, "1")
        assert at(pilot) == ("border", 3)
        await press(pilot, "escape")
        assert at(pilot)[0] == "topic:special-forces"
        await press(pilot, "9")
        assert any("no saved query 9" in toast for toast in toasts(pilot))


async def test_the_filter_is_kept_under_a_name_and_undone(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "slash", *"topic:migration")
        assert "^s Save the filter" in picture(pilot)
        await press(pilot, "ctrl+s")
        assert place(pilot) is Keep
        await type_into(pilot, name="mig ration")
        await press(pilot, "enter")
        assert "cannot name a query" in complaints(pilot)
        await type_into(pilot, name="mine", query="topic:migrants")
        await press(pilot, "enter")
        assert "did you mean migration" in complaints(pilot)
        await type_into(pilot, query="topic:migration is:open")
        await press(pilot, "enter")
        assert saved_queries.saved_query_lines(ledger) == {"mine": "topic:migration is:open"}
        assert any("1 runs it" in toast for toast in toasts(pilot))
        assert "1 mine" in picture(pilot)
        await press(pilot, "enter", "u")
        assert saved_queries.saved_query_lines(ledger) == {}


async def test_a_name_that_is_taken_is_asked_about(ledger: Ledger) -> None:
    three(ledger)
    keep(ledger, mine="border")
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "is:open"
        await settle(pilot)
        await press(pilot, "ctrl+s")
        await type_into(pilot, name="mine")
        await press(pilot, "enter")
        assert place(pilot) is Confirm
        await press(pilot, "n")
        assert saved_queries.saved_query_lines(ledger) == {"mine": "border"}
        await press(pilot, "enter", "y")
        assert saved_queries.saved_query_lines(ledger) == {"mine": "is:open"}


async def test_letters_of_views_are_typed_into_the_filter(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "slash", *"mDhS1")
        assert main(pilot).bar.input.value == "mDhS1"


@pytest.mark.parametrize(
    ("burst", "lands"), [("mm", MainScreen), ("Dq", MainScreen), ("hh", History), ("SS", MainScreen)]
)
async def test_what_is_typed_right_behind_a_view_belongs_to_it(ledger: Ledger, burst: str, lands: type) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, burst)
        assert place(pilot) is lands
        assert main(pilot).is_attached


# palette and help


async def test_the_palette_does_what_it_offers(ledger: Ledger) -> None:
    three(ledger)
    keep(ledger, **{"[/x]mine": "border"})
    async with opened(ledger, (100, 80)) as pilot:
        await press(pilot, "ctrl+p")
        assert isinstance(pilot.app.screen, CommandPalette)
        shown = picture(pilot)
        for said in ("Overview", "History", "Sources", "Due", "Undo", "Theme", "[/x]mine", "border"):
            assert said in shown
        await press(pilot, *"history", "enter")
        assert place(pilot) is History
        await press(pilot, "escape", "ctrl+p", *"mine", "enter")
        assert at(pilot) == ("border", 3)


# themes


def kept(state: Path) -> str:
    return state.read_text() if state.exists() else ""


async def test_a_theme_that_is_chosen_is_remembered(ledger: Ledger, state: Path) -> None:
    async with opened(ledger) as pilot:
        assert pilot.app.theme == "textual-dark"
        assert kept(state) == ""
        await press(pilot, "ctrl+p", *"theme textual-light", "enter")
        assert pilot.app.theme == "textual-light"
    assert kept(state) == "textual-light\n"
    async with opened(ledger) as pilot:
        assert pilot.app.theme == "textual-light"


@pytest.mark.parametrize(
    ("asked", "taken", "complains"), [("high-contrast", "high-contrast", False), ("no\x1bsuch", "nord", True)]
)
async def test_the_theme_asked_for_comes_first(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, asked: str, taken: str, *, complains: bool
) -> None:
    themes.remember("nord")
    monkeypatch.setenv("TRACKER_THEME", asked)
    three(ledger)
    async with opened(ledger) as pilot:
        assert pilot.app.theme == taken
        assert any("no theme 'no␛such'" in toast for toast in toasts(pilot)) == complains
        assert rows(pilot)[0].startswith("▌")


@pytest.mark.parametrize("kept", [b"gone\n", b"\xff\xfe", b""])
def test_a_theme_that_is_none_any_more_is_passed_over(state: Path, kept: bytes) -> None:
    state.parent.mkdir(parents=True)
    state.write_bytes(kept)
    assert themes.first_theme({"nord": None}) == (None, "")


def test_a_state_folder_that_cannot_be_written_is_no_reason_to_stop(state: Path) -> None:
    state.parent.parent.mkdir(exist_ok=True)
    state.parent.write_text("a file where the folder should be")
    themes.remember("nord")
    assert themes.first_theme({"nord": None}) == (None, "")


async def test_without_colours_no_themes_are_offered(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "ctrl+p")
        assert "Theme" not in picture(pilot)
        await press(pilot, "escape", "m", "right", "S")
        assert cast("Any", pilot.app).theme == "ansi-dark"
        assert isinstance(main(pilot), MainScreen)
