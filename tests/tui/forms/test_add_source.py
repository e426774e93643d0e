"""Sources from the screen: files, addresses and pasted text taken in, an address offered, the newest to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.screen import complaints, opened, picture, place, press, settle, toasts, type_into, typed_at_once
from tracker.store.records import sources
from tracker.tui.dialogs.source_menu import SourceMenu
from tracker.tui.forms.add import Add
from tracker.tui.forms.add_source import AddSource
from tracker.tui.views.sources import Sources
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.inputs.suggesters import Paths

if TYPE_CHECKING:
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
        ({"file": URL, "date": "yesterday week"}, "is not a date"),
    ],
)
async def test_what_cannot_be_taken_in_is_said_below_its_field(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, values: dict[str, str], wrong: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\x00\x01\x02")
    monkeypatch.chdir(tmp_path)
    async with opened(ledger) as pilot:
        await form(pilot, **values)
        assert place(pilot) is AddSource
        assert wrong in complaints(pilot)
    assert sources.count(ledger) == 0


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
