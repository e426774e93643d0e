"""Sources from the screen: files, addresses and pasted text taken in, an address offered, the newest to choose from."""

from __future__ import annotations

import os
import pathlib
import socket
import threading
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from textual.events import Paste

from helpers import factories
from helpers.screen import (
    complaints,
    opened,
    picture,
    place,
    press,
    settle,
    toasts,
    type_into,
    typed_at_once,
    under_cursor,
    until,
)
from tracker.editing.taken_in import take_in_source
from tracker.store import database
from tracker.store.records import sources
from tracker.tui.dialogs.source_menu import SourceMenu
from tracker.tui.forms import intake
from tracker.tui.forms.add import Add
from tracker.tui.forms.add_source import AddSource
from tracker.tui.main.screen import MainScreen
from tracker.tui.views.sources import Sources
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.inputs.suggesters import Paths

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger

TEXT = "Notice of a session\n\nThe chair proposed a hotline.\n"
URL = "https://example.org/notice"


async def form(pilot: Pilot[None], **values: str) -> None:
    await press(pilot, "S", "a")
    assert place(pilot) is AddSource
    for name, value in values.items():
        one = next(field for field in pilot.app.screen.query(Field) if field.blank.name == name)
        one.input.value = value
    await pilot.pause()
    await press(pilot, "ctrl+s")


async def test_a_file_is_taken_in_with_its_text(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(TEXT, encoding="utf-8")
    async with opened(ledger) as pilot:
        await form(pilot, file=str(path), publisher="Council", date="15 May 2012")
        assert place(pilot) is Sources
        assert "Added source 1  Notice of a session" in toasts(pilot)[-1]
        await press(pilot, "escape")
        await form(pilot, file=str(path))
        assert "Already known as source 1" in toasts(pilot)[-1]
    known = sources.read(ledger, 1)
    assert (known.title, known.publisher, known.issued_on) == ("Notice of a session", "Council", "2012-05-15")
    assert sources.count(ledger) == 1


async def test_an_address_is_a_reference_and_a_text_is_pasted(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await form(pilot, file=URL, title="A notice")
        await press(pilot, "escape")
        await form(pilot, text=TEXT)
    assert [(one.title, one.url, bool(one.captured_at)) for one in sources.all_sources(ledger)] == [
        ("A notice", URL, False),
        ("Notice of a session", None, True),
    ]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, "name a file, such as summit.txt"),
        ({"file": "a.txt", "text": "b"}, "not both"),
        ({"file": "/nowhere/a.txt"}, "there is no file /nowhere/a.txt"),
        ({"file": "/"}, "/ is a folder"),
        ({"file": "binary"}, "binary"),
        ({"file": "pipe"}, "pipe is a pipe or a device; name a file"),
        ({"file": "~nobody-of-this-name/a.txt"}, "there is no such home folder"),
        ({"text": "a\0b"}, "NUL"),
        ({"file": URL, "date": "yesterday week"}, "is not a date"),
    ],
)
async def test_what_cannot_be_taken_in_is_said_below_its_field(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], wrong: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\x00\x01\x02")
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)
    async with opened(ledger) as pilot:
        await form(pilot, **values)
        assert place(pilot) is AddSource
        assert wrong in complaints(pilot)
    assert sources.count(ledger) == 0


async def test_every_mistake_is_said_at_once_and_what_was_typed_stays(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await form(pilot, file="/nowhere/a.txt", date="05/06/2012")
        assert "could be" in complaints(pilot)
        date = next(field for field in pilot.app.screen.query(Field) if field.blank.name == "date")
        date.input.value = "2012"
        await press(pilot, "ctrl+s")
        assert complaints(pilot) == "there is no file /nowhere/a.txt"
        assert date.input.value == "2012"


async def test_a_file_that_may_not_be_read_is_said(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").touch()
    monkeypatch.setattr(pathlib.Path, "read_bytes", mock.Mock(side_effect=PermissionError(13, "Permission denied")))
    async with opened(ledger) as pilot:
        await form(pilot, file=str(tmp_path / "a.txt"))
        assert "a.txt cannot be read" in complaints(pilot)


async def test_an_address_is_never_asked_for_so_one_that_cannot_be_reached_is_a_reference_too(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", mock.Mock(side_effect=AssertionError("it was asked for")))
    async with opened(ledger) as pilot:
        await form(pilot, file="https://no-such-host.invalid/a")
        assert "Added source 1  https://no-such-host.invalid/a" in toasts(pilot)[-1]


async def test_the_same_pasted_text_is_known_already_and_there_is_nothing_to_undo(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await form(pilot, text=TEXT)
        await press(pilot, "escape")
        await form(pilot, text=TEXT)
        assert toasts(pilot)[-1] == "Already known as source 1  Notice of a session"
    assert sources.count(ledger) == 1


async def test_a_second_source_with_an_address_is_said(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "notice.md"
    path.write_text(f"---\ntitle: A notice\nurl: {URL}\n---\n\n{TEXT}", encoding="utf-8")
    async with opened(ledger) as pilot:
        await form(pilot, file=URL)
        await press(pilot, "escape")
        await form(pilot, file=str(path))
        assert "source 1 has that address too" in toasts(pilot)[-1]


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """What holds a document back until it is set: one that takes long to be taken in."""
    opens = threading.Event()

    def take_in_slowly(*given: Any) -> tuple[int, bool]:
        taken_in = take_in_source(*given)
        assert opens.wait(30)
        return taken_in

    monkeypatch.setattr(intake, "take_in_source", take_in_slowly)
    yield opens
    opens.set()


async def begin(pilot: Pilot[None]) -> None:
    """Ask for a text to be taken in, without waiting for it."""
    await press(pilot, "S", "a")
    next(field for field in pilot.app.screen.query(Field) if field.blank.name == "text").input.value = TEXT
    await pilot.pause()
    await pilot.press("ctrl+s")


async def test_it_is_taken_in_beside_the_screen_and_said_meanwhile(ledger: Ledger, gate: threading.Event) -> None:
    async with opened(ledger) as pilot:
        await begin(pilot)
        await until(pilot, lambda: "taking in pasted text …    esc leaves it" in picture(pilot))
        assert place(pilot) is AddSource
        gate.set()
        await until(pilot, lambda: place(pilot) is Sources)
    assert sources.count(ledger) == 1


async def test_esc_leaves_what_is_taken_in_with_the_form_open_and_nothing_written(
    ledger: Ledger, gate: threading.Event
) -> None:
    async with opened(ledger) as pilot:
        await begin(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "left: nothing was taken in" in picture(pilot))
        assert place(pilot) is AddSource
        gate.set()
        await settle(pilot)
        assert sources.count(ledger) == 0
        await press(pilot, "ctrl+s")
        assert place(pilot) is Sources
    assert sources.count(ledger) == 1


async def test_the_palette_adds_a_source_and_the_cursor_of_the_list_stays(ledger: Ledger) -> None:
    for title in ("A hotline", "A second hotline"):
        factories.add(ledger, title)
    async with opened(ledger, (140, 45)) as pilot:
        before = under_cursor(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: place(pilot) is not MainScreen)
        await typed_at_once(pilot, "add a source")
        await until(pilot, lambda: "a file, an address, a text" in picture(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: place(pilot) is AddSource)
        next(field for field in pilot.app.screen.query(Field) if field.blank.name == "text").input.value = TEXT
        await pilot.pause()
        await press(pilot, "ctrl+s")
        assert place(pilot) is MainScreen
        assert under_cursor(pilot) == before
    assert sources.count(ledger) == 1


async def test_only_what_can_be_read_is_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summit-0").symlink_to("nowhere")
    os.mkfifo(tmp_path / "summit-1")
    (tmp_path / "summit-2").touch()
    (tmp_path / "summit-3").touch()
    (tmp_path / ".secret").touch()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("-2") and real(path, mode))
    offer = Paths().get_suggestion
    assert await offer("su") == "summit-3"
    assert await offer("./s") == "./summit-3"
    assert await offer(".s") == ".secret"


async def test_paths_are_completed_folders_with_a_slash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "csto").mkdir()
    (tmp_path / "csto" / "Summit.txt").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    offer = Paths().get_suggestion
    assert await offer("cs") == "csto/"
    assert await offer("csto/Su") == "csto/Summit.txt"
    assert await offer("~/c") == "~/csto/"
    assert await offer("nothing/x") is None
    assert await offer("https://example.org/c") is None


async def test_enter_in_an_empty_field_of_the_source_lists_the_newest(ledger: Ledger) -> None:
    factories.source(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        pilot.app.screen.query_one("#field-source", Field).input.focus()
        await press(pilot, "enter")
        assert place(pilot) is SourceMenu
        await press(pilot, "enter")
        assert place(pilot) is Add
        assert pilot.app.screen.query_one("#field-source", Field).input.value == "1"


async def test_enter_lists_the_sources_that_a_text_fits_and_takes_a_title_as_it_is(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        for year in (2011, 2012):
            await form(pilot, file=f"{URL}/{year}", title=f"Session in Moscow, {year}")
            await press(pilot, "escape")
        await form(pilot, file=f"{URL}/other", title="Another notice")
        await press(pilot, "escape", "a")
        await type_into(pilot, title="A hotline", source="moscow session")
        source = pilot.app.screen.query_one("#field-source", Field).input
        source.focus()
        await press(pilot, "enter")
        assert place(pilot) is SourceMenu
        assert "Those with moscow session:" in picture(pilot)
        assert "Another notice" not in picture(pilot)
        await press(pilot, "down", "enter")
        assert source.value == "1"
        source.value = "session in moscow, 2012"
        await press(pilot, "enter")
        assert place(pilot) is MainScreen


async def test_enter_lists_the_sources_that_have_the_same_title(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        for number in (1, 2):
            await form(pilot, file=f"{URL}/{number}", title="Notice")
            await press(pilot, "escape")
        await press(pilot, "a")
        await type_into(pilot, title="A hotline", source="Notice")
        pilot.app.screen.query_one("#field-source", Field).input.focus()
        await press(pilot, "enter")
        assert place(pilot) is SourceMenu


async def test_ctrl_s_in_the_empty_field_saves(ledger: Ledger) -> None:
    factories.source(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="A hotline")
        pilot.app.screen.query_one("#field-source", Field).input.focus()
        await press(pilot, "ctrl+s")
        assert place(pilot) is MainScreen


@pytest.mark.parametrize("typed", ["HTTPS://EXAMPLE.ORG/notice", "https://archive.example/1"])
async def test_a_pasted_address_says_at_once_which_source_has_it_or_a_copy_of_it(ledger: Ledger, typed: str) -> None:
    with database.write_change(ledger, "test", factories.ME) as change:
        sources.add_reference(change, title="A notice", url=URL, archive_url="https://archive.example/1")
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        source = pilot.app.screen.query_one("#field-source", Field).input
        source.focus()
        await pilot.pause()
        pilot.app.post_message(Paste(typed))
        await settle(pilot)
        assert "source 1: A notice" in picture(pilot)


async def test_a_pasted_address_is_offered_at_once_and_each_time(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        source = pilot.app.screen.query_one("#field-source", Field).input
        source.focus()
        await pilot.pause()
        for _ in range(2):
            pilot.app.post_message(Paste(URL))
            await settle(pilot)
            assert picture(pilot).count("no source has this address yet") == 1
            source.value = ""
            await settle(pilot)
            assert "no source has" not in picture(pilot)


async def test_an_address_that_no_source_has_is_offered_and_taken_in_with_a_key(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="A hotline")
        pilot.app.screen.query_one("#field-source", Field).input.focus()
        await typed_at_once(pilot, URL)
        await press(pilot, "tab")
        assert "no source has this address yet: ctrl+t takes it in" in picture(pilot)
        await press(pilot, "ctrl+t")
        assert pilot.app.screen.query_one("#field-source", Field).input.value == "1"
        await press(pilot, "enter")
        await settle(pilot)
    assert [one.url for one in sources.all_sources(ledger)] == [URL]


async def test_an_address_that_a_source_has_names_it(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await form(pilot, file=URL, title="A notice")
        await press(pilot, "escape", "a")
        await type_into(pilot, title="A hotline", source="HTTPS://EXAMPLE.ORG/notice")
        assert "no source has" not in picture(pilot)
        await press(pilot, "enter")
        assert "Added #1" in toasts(pilot)[-1]
    assert sources.count(ledger) == 1
