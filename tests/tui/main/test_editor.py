"""A record in the user's own editor, opened from the screen: drafts, and how one steps back."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from textual.app import App, SuspendNotSupported

from helpers.ledgers import detail, three
from helpers.screen import main, opened, picture, settle, toasts
from tracker.query import Query
from tracker.store.search import listing

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger

REPLACE = "import pathlib, sys; p = pathlib.Path(sys.argv[3]); p.write_text(p.read_text().replace(*sys.argv[1:3]))"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Makes the editor one that replaces a text; the screen hands the terminal over without having one."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(App, "suspend", lambda _: nullcontext())

    def replaces(old: str, new: str) -> None:
        script = tmp_path / "replace.py"
        script.write_text(REPLACE, encoding="utf-8")
        monkeypatch.setenv("TRACKER_EDITOR", shlex.join([sys.executable, str(script), old, new]))

    return replaces


def drafts(tmp_path: Path) -> list[str]:
    return sorted(path.suffix for path in (tmp_path / "state").rglob("drafts/*") if path.suffix != ".lock")


def texts(tmp_path: Path) -> list[str]:
    """What the files of the drafts hold."""
    found = sorted((tmp_path / "state").rglob("drafts/*"))
    return [path.read_text(encoding="utf-8") for path in found if path.suffix != ".lock"]


async def test_the_editor_saves_a_record_and_leaves_no_draft(ledger: Ledger, editor: Any, tmp_path: Path) -> None:
    three(ledger)
    editor("Border database", "Border data")
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        assert detail(ledger, 3).proposal.title == "Border data"
        assert "Saved #3 (title)   u undoes" in toasts(pilot)
        assert drafts(tmp_path) == []
        await pilot.press("u")
        await settle(pilot)
        assert detail(ledger, 3).proposal.title == "Border database"


async def test_the_editor_left_as_it_is_changes_nothing(ledger: Ledger, editor: Any) -> None:
    three(ledger)
    editor("nothing of this kind", "x")
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        assert "Nothing was changed: the text is as it was" in toasts(pilot)


async def test_a_mistake_in_the_editor_opens_it_again_and_the_draft_waits(
    ledger: Ledger, editor: Any, tmp_path: Path
) -> None:
    three(ledger)
    editor("topics: [migration]", "topics: [migrants]")
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        assert any("your draft is kept" in toast for toast in toasts(pilot))
        assert drafts(tmp_path) == [".base", ".md"]
        editor("topics: [migrants]", "topics: [migration, special-forces]")
        await pilot.press("E")
        await pilot.pause()
        assert "There is a draft of" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert detail(ledger, 3).proposal.topics == ("migration", "special-forces")
        assert drafts(tmp_path) == []


async def test_an_editor_that_fails_is_a_toast(ledger: Ledger, editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    three(ledger)
    assert editor
    for command, said in (("false", "failed"), ("/no/such/editor", "cannot be started"), ("'", "cannot be read")):
        monkeypatch.setenv("TRACKER_EDITOR", command)
        async with opened(ledger) as pilot:
            await pilot.press("E")
            await settle(pilot)
            assert any(said in toast for toast in toasts(pilot)), command


async def test_where_the_screen_cannot_step_aside_the_form_is_named(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        assert any("e edits in a form" in toast for toast in toasts(pilot))


async def test_the_editor_takes_one_at_a_time(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "E")
        await settle(pilot)
        assert any("one proposal at a time" in toast for toast in toasts(pilot))
        assert listing.count_matches(ledger, Query()) == 3
        assert main(pilot).table.marked == {3, 2}


async def test_escape_at_a_draft_steps_back_and_keeps_it_and_n_begins_anew(
    ledger: Ledger, editor: Any, tmp_path: Path
) -> None:
    three(ledger)
    editor("topics: [migration]", "topics: [migrants]")
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        kept = texts(tmp_path)
        editor("Border database", "Border data")
        await pilot.press("E")
        await pilot.pause()
        assert "esc Neither" in picture(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert texts(tmp_path) == kept
        assert detail(ledger, 3).proposal.title == "Border database"
        await pilot.press("E", "n")
        await settle(pilot)
        assert detail(ledger, 3).proposal.title == "Border data"
        assert texts(tmp_path) == []


async def test_where_the_screen_cannot_step_aside_a_draft_stays_and_none_is_begun(
    ledger: Ledger, editor: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise SuspendNotSupported

    three(ledger)
    editor("topics: [migration]", "topics: [migrants]")
    async with opened(ledger) as pilot:
        await pilot.press("E")
        await settle(pilot)
        kept = texts(tmp_path)
        monkeypatch.setattr(App, "suspend", refuse)
        await pilot.press("E", "n")
        await settle(pilot)
        assert texts(tmp_path) == kept
        await pilot.press("down", "E")
        await settle(pilot)
        (said,) = [toast for toast in toasts(pilot) if "e edits in a form" in toast]
        assert said.endswith("(2 times)")
        assert texts(tmp_path) == kept
