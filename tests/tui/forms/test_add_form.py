"""The form that adds a proposal: what it saves, what it refuses, how it is typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual.events import Paste

from helpers import factories
from helpers.ledgers import three
from helpers.screen import (
    complaints,
    main,
    opened,
    picture,
    place,
    settle,
    toasts,
    type_into,
    typed_at_once,
)
from tracker.query import Query
from tracker.store.records import proposals
from tracker.store.search import listing
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.add import Add
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field

FIELDS_SEEN = ("Title", "Topics", "Kind", "Status", "Date", "By", "Source", "Quote")

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Form


async def test_add_lands_in_the_database_and_under_the_cursor(ledger: Ledger) -> None:
    three(ledger)
    cited = factories.source(ledger, "Session in Moscow")
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await type_into(
            pilot,
            title="Rapid reaction force",
            topics="special-forces, migration",
            date="15 May 2012",
            by="Belarus; Russia",
            speaker="Aleksandr Lukashenko, President",
            body="CSTO",
            source="session in moscow",
            quote="a rapid reaction force",
        )
        await pilot.press("enter")
        await settle(pilot)
        assert place(pilot) is MainScreen
        [new] = proposals.read_records(ledger, [4], factories.TODAY)
        assert (new.title, new.topics, new.proposed_on) == (
            "Rapid reaction force",
            ("special-forces", "migration"),
            "2012-05-15",
        )
        assert (new.proposers, new.speakers) == (("Belarus", "Russia"), ("Aleksandr Lukashenko, President",))
        assert [source.id for source in new.sources] == [cited]
        line = main(pilot).table.line()
        assert line is not None
        assert line.id == 4
        assert "4 of 4" in picture(pilot)
        assert any("u undoes" in toast for toast in toasts(pilot))
        await pilot.press("a")
        offered = cast("Form", pilot.app.screen).typed()
        assert (offered["body"], offered["date"], offered["title"]) == ("CSTO", "15 May 2012", "")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, "needs a title"),
        ({"title": "x", "topics": "migrants"}, "did you mean migration"),
        ({"title": "x", "date": "05/06/2012"}, "could be"),
        ({"title": "x", "source": "nowhere"}, "S and a add one"),
        ({"title": "x", "quote": "words"}, "needs the source"),
        ({"title": "x", "kind": "wish"}, "no kind"),
        ({"title": "a\0b"}, "NUL"),
    ],
)
async def test_what_is_wrong_is_said_in_the_form_which_stays_open(
    ledger: Ledger, values: dict[str, str], said: str
) -> None:
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("a")
        await type_into(pilot, **values)
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert place(pilot) is Add
        assert said in complaints(pilot)
        assert listing.count_matches(ledger, Query()) == 0


async def test_a_form_with_changes_asks_before_it_closes(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a", "escape")
        assert place(pilot) is MainScreen
        await pilot.press("a", "x", "escape")
        assert place(pilot) is Confirm
        await pilot.press("n")
        assert place(pilot) is Add
        await pilot.press("escape", "y")
        await pilot.pause()
        assert place(pilot) is MainScreen


async def test_a_topic_is_completed_with_the_right_arrow(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a", "tab")
        await type_into(pilot, topics="migration, dr")
        await pilot.press("end", "u")
        await pilot.pause()
        await pilot.press("right")
        assert cast("Form", pilot.app.screen).typed()["topics"] == "migration, drug-trafficking"


async def test_a_pasted_quote_keeps_all_its_lines(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await pilot.press("a")
        field = pilot.app.screen.query_one("#field-quote", Field)
        field.input.focus()
        pilot.app.screen.post_message(Paste("first words\n  second\x1b line"))
        await pilot.pause()
        assert field.input.value == "first words second␛ line"


async def test_what_is_typed_right_behind_a_verb_is_the_form_and_no_verb(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, "aqus")
        assert isinstance(pilot.app.screen, Add)
        assert pilot.app.screen.typed()["title"] == "qus"
    assert listing.count_matches(ledger, Query()) == 3


# what it looks like


async def test_every_mistake_is_said_at_once_each_below_its_field(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (140, 45)) as pilot:
        await pilot.press("a")
        await type_into(pilot, kind="xx", date="zz", source="99")
        await pilot.press("enter")
        await settle(pilot)
        said = complaints(pilot).split("\n")
        assert [line.split("'")[0].strip() for line in said] == ["a proposal needs a title", "no kind", "", "no source"]
        assert pilot.app.focused is pilot.app.screen.query_one("#field-title", Field).input
        shown = [one.id or "error" for one in pilot.app.screen.query_one(".form-fields").children]
        for field in ("field-title", "field-kind", "field-date", "field-source"):
            assert shown[shown.index(field) + 1] == "error"
        await type_into(pilot, date="2012")
        assert len(complaints(pilot).split("\n")) == 3  # what is typed anew is no longer wrong, the others are


async def test_a_long_title_is_read_whole_and_enter_saves_it(ledger: Ledger) -> None:
    long = "Set up a joint centre against drug trafficking, with a staff of its own and a budget that all members share"
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("a")
        await typed_at_once(pilot, long)
        field = pilot.app.screen.query_one("#field-title", Field).input
        assert field.size.height == 2
        await pilot.press("enter")
        await settle(pilot)
        assert "Added #1" in toasts(pilot)[-1]
    assert next(iter(listing.read_lines(ledger, [1]))).title == long


async def test_a_long_quote_is_read_whole_where_there_is_room(ledger: Ledger) -> None:
    async with opened(ledger, (140, 45)) as pilot:
        await pilot.press("a")
        await type_into(pilot, quote="tight and mutually beneficial cooperation " * 10)
        await settle(pilot)
        field = pilot.app.screen.query_one("#field-quote", Field).input
        assert field.size.height == field.virtual_size.height > 5


@pytest.mark.parametrize("theme", ["textual-dark", "ansi-dark"])
async def test_at_80_by_24_each_field_is_a_row_within_bounds_and_the_quote_is_in_sight(
    ledger: Ledger, theme: str
) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        pilot.app.theme = theme
        await pilot.press("a")
        shown = picture(pilot)
        rows = {label: next(line for line in shown.split("\n") if f"│ {label} " in line) for label in FIELDS_SEEN}
        assert all(("▏" in row and "▕" in row) or ("▌" in row and "▐" in row) for row in rows.values())
        assert "Title *" in rows["Title"]
        assert "* required" in shown
        assert "such as 15 May 2012" in rows["Date"]
        places = [shown.index(words) for words in ("what", "Status", "who and where", "Date", "evidence", "Quote")]
        assert places == sorted(places)


async def test_without_colours_what_is_behind_a_form_stays_in_sight(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    three(ledger)
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(ledger, (140, 45)) as pilot:
        await pilot.press("a")
        assert pilot.app.screen.styles.background.a == 0


async def test_adding_and_editing_have_their_fields_in_the_same_order(ledger: Ledger) -> None:
    three(ledger)
    orders = []
    async with opened(ledger, (140, 45)) as pilot:
        for key in "ae":
            await pilot.press(key)
            await settle(pilot)
            orders.append([one.blank.name for one in pilot.app.screen.query(Field)])
            await pilot.press("escape")
            await settle(pilot)
    adding, editing = orders
    assert [one for one in adding if one in editing] == [one for one in editing if one in adding]
