"""What was typed into a form is kept on every way out, offered when it opens again, and gone once it is saved."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, cast

import pytest
from textual.widgets import Static

from helpers import factories
from helpers.screen import opened, picture, place, press, toasts, type_into, typed_at_once
from tracker import config
from tracker.editing import form_drafts
from tracker.model import ProposalEdit
from tracker.store.history import changes
from tracker.store.records import proposals
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.dialogs.draft_offer import DraftOffer
from tracker.tui.forms.add import Add
from tracker.tui.forms.edit import EditRecord
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger
    from tracker.tui.app import TrackerApp


def kept(ledger: Ledger) -> list[Path]:
    path = config.state_file(ledger.path, "drafts", "")
    return sorted(path.parent.glob(f"{path.name}-form-*.json"))


def stands_in(pilot: Pilot[Any], name: str) -> str:
    return pilot.app.screen.query_one(f"#field-{name}", Field).input.value


async def _type_and_crash(ledger: Ledger) -> None:
    def crash() -> None:
        raise RuntimeError("a crash")

    async with opened(ledger) as pilot:
        await press(pilot, "a", *"Half")
        pilot.app.call_later(crash)
        while pilot.app.is_running:
            await pilot.pause(0.01)


WAYS_OUT = {
    "esc": ("escape", "y"),
    "ctrl+q": ("ctrl+q", "y"),
    "ctrl+q twice": ("ctrl+q", "ctrl+q"),
}


@pytest.mark.parametrize("way", WAYS_OUT)
async def test_what_was_typed_is_kept_on_each_way_out_and_taken_up_again(ledger: Ledger, way: str) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "a", *"Half a title")
        await press(pilot, *WAYS_OUT[way])
    (path,) = kept(ledger)
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        assert place(pilot) is DraftOffer
        assert "A draft from" in picture(pilot)
        await press(pilot, "enter")
        assert (place(pilot), stands_in(pilot, "title")) == (Add, "Half a title")
        await press(pilot, "enter")
        assert place(pilot) is MainScreen
    assert factories.titles(ledger) == ["Half a title"]
    assert kept(ledger) == []


@pytest.mark.filterwarnings("ignore")
async def test_a_crash_keeps_what_was_typed(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError, match="a crash"):
        await _type_and_crash(ledger)
    assert len(kept(ledger)) == 1


async def test_the_program_keeps_drafts_when_it_is_told_to_end(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "a", *"Half")
        assert cast("TrackerApp", pilot.app).keep_drafts()
        assert len(kept(ledger)) == 1


@pytest.mark.parametrize("key", ["a", "e", "s", "t", "c", "l", "r"])
async def test_a_form_that_was_not_changed_leaves_nothing(ledger: Ledger, key: str) -> None:
    factories.add(ledger, "Only")
    async with opened(ledger) as pilot:
        await press(pilot, key, "ctrl+q")
    assert kept(ledger) == []


async def test_a_draft_that_is_dropped_is_gone_and_one_that_is_left_stays(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "a", "T", "escape", "y", "a", "escape")
        assert (place(pilot), stands_in(pilot, "title"), len(kept(ledger))) == (Add, "", 1)
        await press(pilot, "escape", "a", "x")
        assert (place(pilot), stands_in(pilot, "title"), len(kept(ledger))) == (Add, "", 0)


async def test_what_is_typed_for_the_form_is_not_taken_for_an_answer(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "a", "T", "escape", "y")
        await typed_at_once(pilot, "aAnother title")
        assert (place(pilot), stands_in(pilot, "title"), len(kept(ledger))) == (Add, "Another title", 1)


async def test_each_record_and_each_form_has_a_draft_of_its_own(ledger: Ledger) -> None:
    factories.add(ledger, "First")
    factories.add(ledger, "Last")
    async with opened(ledger) as pilot:
        for key, field in (("e", "place"), ("s", "because"), ("c", "quote"), ("r", "places"), ("l", "other")):
            await press(pilot, key)
            await type_into(pilot, **{field: "typed"})
            await press(pilot, "escape", "y")
        await press(pilot, "t", "space", "escape", "y", "j", "e")
        assert place(pilot) is EditRecord
        assert len(kept(ledger)) == 6
        await press(pilot, "escape", "k", "t", "enter")
        assert "changed" in picture(pilot)


async def test_a_draft_of_a_record_that_others_changed_since_is_merged(ledger: Ledger) -> None:
    factories.add(ledger, "Old title")
    async with opened(ledger) as pilot:
        await press(pilot, "e")
        await type_into(pilot, place="Minsk")
        await press(pilot, "escape", "y")
        with factories.writing_at(ledger, "2030-01-01T00:00:00.000Z") as change:
            proposals.update_proposals(change, [1], ProposalEdit(title="New title"))
        await press(pilot, "e", "enter")
        assert (stands_in(pilot, "title"), stands_in(pilot, "place")) == ("New title", "Minsk")
        await press(pilot, "enter", "enter")  # the first says that the place is new
    assert (factories.titles(ledger), changes.read_change(ledger, 3).command) == (["New title"], "edit 1 (place)")


async def test_a_field_that_others_changed_since_the_draft_is_asked_about(ledger: Ledger) -> None:
    factories.add(ledger, "Old title")
    async with opened(ledger) as pilot:
        await press(pilot, "e")
        await type_into(pilot, title="My title")
        await press(pilot, "escape", "y")
        with factories.writing_at(ledger, "2030-01-01T00:00:00.000Z") as change:
            proposals.update_proposals(change, [1], ProposalEdit(title="Their title"))
        await press(pilot, "e", "enter", "enter")
        assert "Somebody else changed the title" in picture(pilot)


async def test_a_state_folder_that_cannot_be_written_is_said_and_holds_nobody_up(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(ledger) as pilot:
        blocked = ledger.path.parent / "blocked"
        blocked.write_text("a file", encoding="utf-8")
        monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
        await press(pilot, "a", "T", "ctrl+q")
        assert place(pilot) is Confirm
        assert "could not be kept" in str(pilot.app.screen.query(Static).first().render())
        await press(pilot, "n", "escape", "y")
        assert place(pilot) is MainScreen
        assert "could not be kept" in toasts(pilot)[-1]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"typed": 3}', '{"typed": {"title": 3}, "began": null}', "[" * 100000]
)
async def test_a_damaged_draft_is_none(ledger: Ledger, text: str) -> None:
    form_drafts.keep_form_draft(ledger.path, "add", form_drafts.FormDraft({"title": "T"}, {"title": ""}))
    kept(ledger)[0].write_text(text, encoding="utf-8")
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        assert place(pilot) is Add
