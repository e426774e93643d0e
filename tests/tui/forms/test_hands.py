"""What forms offer while they are typed into: completion, names that are new, what is carried on from the last one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.screen import opened, picture, place, press, settle, type_into, typed_at_once
from tracker.store import database
from tracker.store.records import actors, sources
from tracker.tui.forms.add import Add
from tracker.tui.forms.parts.field_places import field_around
from tracker.tui.forms.parts.new_names import NewName, find_new_names, take_nearest
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger


def one(ledger: Ledger) -> None:
    factories.add(
        ledger,
        "Migration hotline",
        topics=("migration",),
        proposers=("Slovenia",),
        speakers=(),
        addressees=("CSTO",),
        proposed_on="2012",
    )


def captured(ledger: Ledger, text: str) -> int:
    with database.write_change(ledger, "source add", factories.ME) as change:
        source = sources.add_reference(change, title="Session")
        sources.add_snapshot(change, source, text.encode(), text, media_type="text/plain", origin="s.txt")
    return source


def value(pilot: Pilot[None], name: str) -> str:
    return pilot.app.screen.query_one(f"#field-{name}", Field).input.value


async def type_in(pilot: Pilot[None], name: str, text: str) -> None:
    pilot.app.screen.query_one(f"#field-{name}", Field).input.focus()
    await pilot.pause()
    await typed_at_once(pilot, text)
    await pilot.pause()


# completion


@pytest.mark.parametrize("key", ["tab", "right"])
async def test_a_suggestion_that_is_seen_is_taken_and_the_field_stays(ledger: Ledger, key: str) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "by", "Slov")
        await press(pilot, key)
        assert value(pilot, "by") == "Slovenia"
        assert pilot.app.focused is pilot.app.screen.query_one("#field-by", Field).input


async def test_without_a_suggestion_tab_goes_to_the_next_field(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "by", "Zzz")
        await press(pilot, "tab")
        assert pilot.app.focused is pilot.app.screen.query_one("#field-speaker", Field).input


async def test_enter_takes_no_half_typed_name_without_a_word(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="Another")
        await type_in(pilot, "by", "Slov")
        await press(pilot, "enter")
        assert place(pilot) is Add
        assert "new actor: Slov; nearest: Slovenia" in picture(pilot)
        await press(pilot, "ctrl+n")
        assert value(pilot, "by") == "Slovenia"
        assert "new actor" not in picture(pilot)
        await press(pilot, "enter")
        assert place(pilot) is MainScreen
    assert actors.actor_names(ledger) == ["CSTO", "Slovenia"]


async def test_a_name_that_is_new_is_said_when_its_field_is_left_and_enter_then_saves_it(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="Another")
        await type_in(pilot, "meeting", "Minsk session")
        await press(pilot, "tab")
        assert "new meeting: Minsk session" in picture(pilot)
        await press(pilot, "enter")
        assert place(pilot) is MainScreen


@pytest.mark.parametrize(
    ("field", "typed", "new"),
    [
        ("proposers", "Slovenia", []),
        ("proposers", "slovenia; csto", []),
        ("proposers", "Slovenai", [NewName("Slovenai", "actor", "Slovenia")]),
        ("proposers", "Slovenia; Xyz", [NewName("Xyz", "actor", "")]),
        ("speakers", "Slovenia, President", []),
        ("speakers", "Slove, President", [NewName("Slove", "actor", "Slovenia")]),
        ("proposers", "-Slov", []),
        ("proposers", "none", []),
        ("title", "Anything", []),
        ("tags", "one", [NewName("one", "tag", "")]),
        ("body", "", []),
    ],
)
def test_names_are_new_by_what_they_are_compared_by(ledger: Ledger, field: str, typed: str, new: list[NewName]) -> None:
    one(ledger)
    assert find_new_names(ledger, field, typed) == new


@pytest.mark.parametrize(
    ("field", "typed", "taken"),
    [
        ("proposers", "CSTO; Slov", "CSTO; Slovenia"),
        ("speakers", "Slov, President", "Slovenia, President"),
        ("body", "Slov", "Slovenia"),
    ],
)
def test_the_nearest_name_is_taken_for_the_new_one_alone(field: str, typed: str, taken: str) -> None:
    assert take_nearest(field, typed, NewName("Slov", "actor", "Slovenia")) == taken


# quotes


async def test_the_rest_of_the_sentence_is_offered_for_a_quote_and_taken_with_the_right_arrow(ledger: Ledger) -> None:
    source = captured(ledger, "They asked for a hotline on migration. Nobody objected.")
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "source", str(source))
        await type_in(pilot, "quote", "asked for")
        assert "asked for a hotline on migration" in picture(pilot)
        assert value(pilot, "quote") == "asked for"
        await press(pilot, "right")
        assert value(pilot, "quote") == "asked for a hotline on migration"


async def test_a_quote_that_ends_within_a_sentence_is_left_as_it_is_by_tab(ledger: Ledger) -> None:
    source = captured(ledger, "They asked for a hotline on migration.")
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "source", str(source))
        await type_in(pilot, "quote", "asked for a hotline")
        await press(pilot, "tab")
        assert place_of_focus(pilot) != "quote"
        assert value(pilot, "quote") == "asked for a hotline"


@pytest.mark.parametrize("named", ["", "99", "a title that no source has"])
async def test_nothing_is_offered_for_a_quote_of_no_known_text(ledger: Ledger, named: str) -> None:
    captured(ledger, "They asked for a hotline on migration.")
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_in(pilot, "source", named)
        await type_in(pilot, "quote", "asked for")
        assert "hotline on migration" not in picture(pilot)


# what is carried on


async def test_what_was_said_of_the_last_one_is_carried_on_and_says_so(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="First", topics="migration", kind="request", by="Slovenia", to="CSTO")
        await press(pilot, "enter", "a")
        assert [value(pilot, name) for name in ("title", "topics", "kind", "by", "to")] == [
            "",
            "migration",
            "request",
            "Slovenia",
            "CSTO",
        ]
        assert picture(pilot).count("▕ carried") == 4
        await press(pilot, "ctrl+l")
        assert [value(pilot, name) for name in ("topics", "kind", "by", "to")] == ["", "", "", ""]
        assert "▕ carried" not in picture(pilot)


def place_of_focus(pilot: Pilot[None]) -> str:
    field = field_around(pilot.app.focused) if pilot.app.focused else None
    return field.blank.name if field else ""


async def test_page_down_goes_from_group_to_group_and_page_up_back(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        seen = []
        for key in ("pagedown", "pagedown", "pagedown", "pageup", "pageup"):
            await press(pilot, key)
            seen.append(place_of_focus(pilot))
        assert seen == ["date", "source", "title", "source", "date"]


async def test_page_down_has_no_use_in_a_form_of_one_group(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "r")
        await press(pilot, "pagedown")
        assert place_of_focus(pilot) == "places"
        assert "next group" not in picture(pilot)


async def test_what_was_filled_in_is_replaced_by_typing_and_kept_by_moving_on(ledger: Ledger) -> None:
    one(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await press(pilot, "a")
        await type_into(pilot, title="First", by="Slovenia", to="CSTO")
        await press(pilot, "enter", "a")
        pilot.app.screen.query_one("#field-by", Field).input.focus()
        await pilot.pause()
        await typed_at_once(pilot, "CS")
        await settle(pilot)
        assert value(pilot, "by") == "CS"
        await press(pilot, "tab", "tab", "tab", "tab")
        assert value(pilot, "by") == "CSTO"
        assert value(pilot, "to") == "CSTO"
