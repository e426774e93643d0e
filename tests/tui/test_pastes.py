"""A paste is text, however its brackets and what is in them arrive; where nothing takes text it does nothing."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING
from unittest import mock

import pytest
from textual.events import Key, Paste

from helpers import factories
from helpers.screen import complaints, main, opened, place, settle, toasts
from tracker.store.history import changes
from tracker.tui import pastes
from tracker.tui.forms.add import Add
from tracker.tui.main.screen import MainScreen
from tracker.tui.pastes import PasteParser
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.message import Message

    from tracker.store.ledger import Ledger

START, END = "\x1b[200~", "\x1b[201~"
COLOURED = "one\r\x1b[31mred\x1b[0m three\r"


def read(parser: PasteParser, *pieces: str) -> list[str]:
    return words(event for piece in pieces for event in parser.feed(piece))


def words(events: Iterable[Message]) -> list[str]:
    """A key by its name, a paste in its brackets."""
    return [f"<{one.text}>" if isinstance(one, Paste) else one.key for one in events if isinstance(one, Paste | Key)]


@pytest.mark.parametrize(
    "text",
    [
        COLOURED,
        "",
        "\r",
        "\x1b",
        "\x1b\x1b\x1b",
        "\x1b[",
        "\x1b[20",
        "a\x1b[A\x1b[B",
        f"{START}nested",
        f"{START}{START}",
        "\x1b[<0;1;1M",
        "\x1b[I\x1b[O",
        "\x1b[1;1R",
        "x" * 100_000,
        "\x03\x1a\x11q",
        "日本語 🇪🇺\n",
    ],
)
def test_what_is_inside_the_brackets_is_text_and_what_is_around_them_is_keys(text: str) -> None:
    pasted = [f"<{text}>"] if text else []
    assert read(PasteParser(), f"a{START}{text}{END}b") == ["a", *pasted, "b"]


@pytest.mark.parametrize("seed", range(20))
def test_a_paste_that_is_cut_anywhere_is_the_same(seed: int) -> None:
    choice = random.Random(seed)  # noqa: S311 - where to cut
    sent = f"x{START}{COLOURED}{END}y{START}two{END}z"
    cuts = sorted(choice.sample(range(1, len(sent)), choice.randint(1, 8)))
    pieces = [sent[begin:end] for begin, end in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert read(PasteParser(), *pieces) == ["x", f"<{COLOURED}>", "y", "<two>", "z"]


def test_a_paste_that_comes_letter_by_letter_is_the_same() -> None:
    sent = f"x{START}{COLOURED}{END}y"
    assert read(PasteParser(), *sent) == ["x", f"<{COLOURED}>", "y"]


def test_what_is_no_paste_is_read_as_before() -> None:
    assert read(PasteParser(), "a\x1b[A\x1bOPq\x1b[201~\r") == ["a", "up", "f1", "q", "enter"]


def test_a_paste_that_pauses_goes_on_as_text() -> None:
    parser = PasteParser()
    begun = read(parser, f"{START}one\r")
    with mock.patch.object(pastes, "STALLED_SECONDS", 0):
        paused = words(parser.tick())
    assert (begun, paused, read(parser, f"two\r{END}q")) == ([], ["<one\r>"], ["<two\r>", "q"])


@pytest.mark.parametrize(("key", "name"), [("q", "q"), ("\r", "enter"), ("\x1b[A", "up"), ("\x03", "ctrl+c")])
def test_a_paste_without_an_end_does_not_keep_the_keys_for_ever(key: str, name: str) -> None:
    parser = PasteParser()
    with mock.patch.object(pastes, "STALLED_SECONDS", 0):
        assert [*read(parser, f"{START}one"), *words(parser.tick()), *read(parser, key)] == ["<one>", name]
        assert read(parser, "ab") == ["a", "b"]


def test_half_an_end_is_no_text_of_a_paste_that_pauses() -> None:
    parser = PasteParser()
    with mock.patch.object(pastes, "STALLED_SECONDS", 0):
        assert [*read(parser, f"{START}one\x1b[20"), *words(parser.tick()), *read(parser, "1~", "q")] == ["<one>", "q"]


async def test_a_paste_into_a_field_of_one_line_is_one_line_and_saves_nothing(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a")
        pilot.app.post_message(Paste(COLOURED))
        await settle(pilot)
        assert place(pilot) is Add
        assert pilot.app.screen.query_one("#field-title", Field).input.value == "one ␛[31mred␛[0m three"
        assert not complaints(pilot)
    assert changes.newest_changes(ledger) == []


async def test_a_paste_where_nothing_takes_text_says_so(ledger: Ledger) -> None:
    factories.add(ledger, "Only")
    async with opened(ledger) as pilot:
        pilot.app.post_message(Paste("x\rq"))
        await settle(pilot)
        assert toasts(pilot) == ["Nothing here takes text: / types a filter, a adds a proposal"]
        assert (place(pilot), main(pilot).table.total) == (MainScreen, 1)


async def test_a_paste_behind_a_key_lands_in_what_the_key_opens(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        for event in PasteParser().feed(f"a{START}A title\r{END}\r"):
            pilot.app.post_message(event)
        await settle(pilot)
    assert [entry.command for entry in changes.newest_changes(ledger)] == ["add A title"]
