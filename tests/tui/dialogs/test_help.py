"""The help: every key of every place, in groups and in our words, what can be typed, and the search in it."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest
from textual.app import App
from textual.binding import BindingsMap
from textual.dom import DOMNode
from textual.widgets import Input

import tracker.tui
from helpers import factories
from helpers.ledgers import three
from helpers.screen import SIZES, main, opened, picture, place, press, settle
from tracker import guide
from tracker.tui import keys
from tracker.tui.dialogs.help import Help
from tracker.tui.forms.add import Add
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.text_input import TextInput
from tracker.tui.widgets.pages.help_page import HelpPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger

HERE = 0  # the chapter of the keys that work in the place
SCROLLING = ("scroll_", "page_")  # what Textual binds where nothing scrolls
SIDEWAYS = ("scroll_left", "scroll_right", "page_left", "page_right")
WORDS_OF_TEXTUAL = ("Focus", "Scroll", "Page Up", "Page Down", "Move cursor", "Cursor ", "Submit")
PLACES = {  # how to come there, and the key that asks for help there
    "list": ((), "?"),
    "detail": (("enter",), "?"),
    "facets": (("f",), "?"),
    "filter": (("slash",), "^g"),
    "nothing": (("slash", *"zzzz", "enter"), "?"),
    "overview": (("m",), "?"),
    "due": (("D",), "?"),
    "history": (("h",), "?"),
    "change": (("h", "enter"), "?"),
    "sources": (("S",), "?"),
    "source": (("S", "enter"), "?"),
    "add": (("a",), "^g"),
    "edit": (("e",), "^g"),
    "status": (("s",), "^g"),
    "cite": (("c",), "^g"),
    "link": (("l",), "^g"),
    "write": (("w",), "^g"),
    "topics": (("t",), "?"),
    "copy": (("y",), "?"),
    "order": (("o",), "?"),
    "columns": (("C",), "?"),
    "remove": (("asterisk", "x"), "?"),
}
ASKS = {"?": "question_mark", "^g": "ctrl+g"}


def page(pilot: Pilot[None]) -> HelpPage:
    return pilot.app.screen.query_one(HelpPage)


def helped(pilot: Pilot[None], chapter: int | None = None) -> list[tuple[str, str]]:
    """The keys and words of the help that is open."""
    sections = [one for one in page(pilot).sections if chapter in {None, one.chapter}]
    return [row[:2] for section in sections for row in section.rows]


def parts() -> Iterator[type[DOMNode]]:
    """Every part of the screen that has keys of its own."""
    for module in pkgutil.walk_packages(tracker.tui.__path__, "tracker.tui."):
        for kind in vars(importlib.import_module(module.name)).values():
            ours = isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__ == module.name
            if ours and kind.__dict__.get("BINDINGS"):
                yield kind


@pytest.mark.parametrize("name", PLACES)
async def test_the_help_of_a_place_has_every_key_that_works_there_and_no_other_in_our_words(
    ledger: Ledger, name: str
) -> None:
    three(ledger)
    factories.source(ledger, "Paper")
    there, asks = PLACES[name]
    async with opened(ledger) as pilot:
        await press(pilot, *there)
        screen = pilot.app.screen
        active = {
            pilot.app.get_key_display(one.binding)
            for one in screen.active_bindings.values()
            if not one.binding.system and not isinstance(one.node, App)
            if not one.binding.action.startswith(SCROLLING if isinstance(one.node, Input) else SIDEWAYS)
        }
        await press(pilot, ASKS[asks])
        assert place(pilot) is Help
        assert [words for _, words in helped(pilot) if words.startswith(WORDS_OF_TEXTUAL)] == []
        said = {key for drawn, _ in helped(pilot, HERE) for key in drawn.split() if key != "…"}
        of_program = {"^p", "^q", "^z", asks}
        falls_through = {"↑", "↓"}  # an input of one line leaves them to its form
        digits = {str(digit) for digit in range(2, 9)}  # said with the first of them
        assert active - digits - said - of_program == set()
        assert said - active - of_program - falls_through == set()
        assert of_program <= said
        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_every_key_of_every_part_of_the_screen_is_in_the_help(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "question_mark")
        said = helped(pilot)
        for kind in parts():
            assert f"{kind.__module__}.{kind.__name__}".removeprefix("tracker.tui.") in keys.PLACES
            for bindings in BindingsMap(kind.BINDINGS).key_to_bindings.values():
                for one in bindings:
                    key, what = pilot.app.get_key_display(one), one.description.rstrip("123456789 ")
                    key = "1" if key.isdigit() else key
                    assert any(what in words and key in drawn for drawn, words in said), (kind, one)


async def test_the_verbs_come_first_and_the_groups_in_the_order_of_the_keys_of_every_day(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "question_mark")
        groups = [section.heading for section in page(pilot).sections if section.chapter == HERE]
        assert groups == ["Change", "Mark", "Find", "Look", "In and out", "The list", "Move", "Everywhere"]
        of_key = {key: at for at, (drawn, _) in enumerate(helped(pilot, HERE)) for key in drawn.split()}
        daily = [drawn.split()[0] for drawn, _ in guide.DAILY]
        assert [of_key[key] for key in daily[:3]] == sorted(of_key[key] for key in daily[:3])
        rest = [of_key[key] for key in daily[3:10]]
        assert rest == sorted(rest)


@pytest.mark.parametrize(("width", "beside"), [(140, True), (120, True), (100, False), (80, False)])
async def test_there_are_two_columns_from_120_cells_on(ledger: Ledger, width: int, *, beside: bool) -> None:
    three(ledger)
    async with opened(ledger, (width, 45)) as pilot:
        await press(pilot, "question_mark")
        headings = page(pilot).render_line(0).text.split()
        assert (headings[0], len(headings) > 1) == ("Change", beside)


async def test_a_search_leaves_the_lines_with_its_words_and_marks_them(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "question_mark", "slash", *"undo")
        rows = [row[:2] for section in page(pilot).shown for row in section.rows]
        assert ("u", "Undo: your last change") in rows
        assert all("undo" in f"{left} {right}".lower() for left, right in rows)
        assert f"{len(rows)} lines" in picture(pilot)
        marked = {
            segment.text.lower()
            for line in range(page(pilot).size.height)
            for segment in page(pilot).render_line(line)
            if segment.style and segment.style.underline
        }
        assert marked == {"undo"}


@pytest.mark.parametrize("typed", ["ctrl+q", "^q", "quit form"])
async def test_a_key_is_found_as_it_is_drawn_and_as_it_is_called(ledger: Ledger, typed: str) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "question_mark", "slash")
        pilot.app.screen.query_one(Input).value = typed
        await settle(pilot)
        assert "^q" in [row.left for section in page(pilot).shown for row in section.rows]


async def test_esc_takes_one_step_back_out_of_a_search_and_then_out_of_the_help(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "question_mark")
        whole = page(pilot).row_count
        await press(pilot, "slash", *"undo", "enter")
        assert page(pilot).has_focus
        assert page(pilot).row_count < whole
        await press(pilot, "escape")
        assert (place(pilot), page(pilot).row_count) == (Help, whole)
        assert page(pilot).has_focus
        await press(pilot, "escape")
        assert place(pilot) is MainScreen


async def test_the_help_scrolls_with_the_keys_of_every_list(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        await press(pilot, "question_mark")
        half, end = page(pilot).lines_of(0.5), page(pilot).max_scroll_y
        for key, line in (("j", 1), ("k", 0), ("ctrl+d", half), ("ctrl+u", 0), ("G", end), ("g", 0), ("down", 1)):
            await press(pilot, key)
            assert page(pilot).scroll_offset.y == line, key


@pytest.mark.parametrize(("keys_there", "kind"), [(("a",), Add), (("slash",), MainScreen)])
async def test_where_text_is_typed_a_question_mark_is_text(
    ledger: Ledger, keys_there: tuple[str, ...], kind: type
) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, *keys_there, "question_mark")
        assert place(pilot) is kind
        focused = pilot.app.focused
        assert isinstance(focused, Input | TextInput)
        assert focused.value == "?"
        await press(pilot, "ctrl+g")
        assert place(pilot) is Help
        await press(pilot, "escape")
        assert pilot.app.focused is focused


async def test_help_is_not_asked_of_the_help(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "question_mark", "question_mark")
        assert place(pilot) is MainScreen
        await press(pilot, "question_mark", "ctrl+g")
        assert place(pilot) is MainScreen


@pytest.mark.parametrize("size", SIZES)
async def test_the_help_is_drawn_at_every_size(ledger: Ledger, size: tuple[int, int]) -> None:
    three(ledger)
    async with opened(ledger, size) as pilot:
        await press(pilot, "question_mark", "slash", *"mark")
        assert len(picture(pilot).split("\n")) == size[1]
        assert page(pilot).size.height >= 4
        assert main(pilot).table.total == len(("three", "of", "them"))


@pytest.mark.parametrize(
    ("key", "name", "words"),
    [
        ("m", "The numbers of the overview", "List them"),
        ("D", "What is due", "Status"),
        ("h", "The history", "Whole file or proposal"),
        ("S", "The sources", "Open"),
    ],
)
async def test_each_view_is_called_by_its_name_and_says_its_own_keys(
    ledger: Ledger, key: str, name: str, words: str
) -> None:
    three(ledger)
    factories.source(ledger, "Paper")
    factories.add(ledger, "Late", deadline_on="2020-05-01")
    async with opened(ledger) as pilot:
        await press(pilot, key, "question_mark")
        assert f"Keys · {name}" in picture(pilot)
        assert any(words in said for _, said in helped(pilot, HERE))
