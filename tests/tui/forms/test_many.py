"""The verbs of the screen for the marked ones, through to the database: one question, one change, one undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers import factories
from helpers.ledgers import changes, detail, many, record, three
from helpers.screen import complaints, main, opened, picture, place, settle, toasts, type_into, typed_at_once, until
from tracker.model import NewStatus, ProposalEdit
from tracker.query import Query
from tracker.store import database
from tracker.store.records import links, proposals
from tracker.store.search import listing
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms import form
from tracker.tui.forms.edit import EditMany
from tracker.tui.forms.looked import Looked
from tracker.tui.forms.parts import bulk
from tracker.tui.forms.status import ChangeStatus
from tracker.tui.forms.topics import Topics
from tracker.tui.main import list_rows
from tracker.tui.main.screen import MainScreen

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


async def test_a_status_for_the_marked_is_asked_about_once_and_undone_at_once(ledger: Ledger) -> None:
    three(ledger)
    cited = factories.source(ledger, "Communiqué")
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "space", "s")
        await type_into(pilot, status="adopted", date="2021", source=str(cited), quote="was adopted", extent="weaker")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is Confirm
        assert "Record adopted for 3 proposals?" in picture(pilot)
        assert "#1  Migration hotline" in picture(pilot)
        assert changes(ledger) == before
        await pilot.press("y")
        await settle(pilot)
        assert [(record(ledger, one).status, record(ledger, one).extent) for one in (1, 2, 3)] == [
            ("adopted", "weaker")
        ] * 3
        assert [one.quote for one in detail(ledger, 2).citations] == ["was adopted"]
        assert changes(ledger) == before + 1
        assert "3 proposals are now adopted   u undoes" in toasts(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert {record(ledger, one).status for one in (1, 2, 3)} == {"proposed"}


async def test_a_mistake_for_the_marked_is_said_before_it_is_asked(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "s")
        await type_into(pilot, status="adoptd")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is ChangeStatus
        assert "did you mean adopted" in complaints(pilot)


async def test_an_unusual_step_of_one_of_the_marked_is_asked_about_as_well(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "update 2", "ann") as change:
        proposals.update_proposal(change, 2, ProposalEdit(), NewStatus("adopted", "2020"))
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("s")
        await type_into(pilot, status="on-agenda", date="2021", because="seen by us")
        await pilot.press("enter")
        await pilot.pause()
        assert "unusual step" in picture(pilot)
        await pilot.press("y")
        await pilot.pause()
        assert "Record on-agenda for 3 proposals?" in picture(pilot)
        assert "[adopted → on-agenda]" in picture(pilot)
        assert record(ledger, 1).status == "proposed"
        await pilot.press("y")
        await settle(pilot)
        assert [detail(ledger, one).status_events[-1].is_unusual for one in (1, 2, 3)] == [False, True, False]


async def test_topics_of_the_marked_are_given_and_taken_as_one_change(ledger: Ledger) -> None:
    three(ledger)
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "space", "t")
        assert place(pilot) is Topics
        assert "[–] migration" in picture(pilot)  # noqa: RUF001
        assert "[ ] drug-trafficking" in picture(pilot)
        options = pilot.app.screen.query_one("TopicList")
        options.highlighted = cast("Topics", pilot.app.screen)._known.index("drug-trafficking")  # type: ignore[attr-defined]
        await pilot.press("space", "enter")
        await pilot.pause()
        assert "Topics +drug-trafficking for 3 proposals?" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert [record(ledger, one).topics for one in (1, 2, 3)] == [
            ("migration", "drug-trafficking"),
            ("special-forces", "drug-trafficking"),
            ("migration", "drug-trafficking"),
        ]
        assert changes(ledger) == before + 1
        assert main(pilot).table.marked == {1, 2, 3}
        await pilot.press("u")
        await settle(pilot)
        assert record(ledger, 2).topics == ("special-forces",)


async def test_many_are_changed_alike_and_what_is_empty_stays(ledger: Ledger) -> None:
    three(ledger)
    factories.update(ledger, 1, ProposalEdit(deadline_on="2030", add={"tags": ("old",)}))
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "space", "e")
        await pilot.press("enter")
        await pilot.pause()
        assert "nothing to change yet" in complaints(pilot)
        await type_into(pilot, tags="nato-2026, -old", body="CSTO", deadline="-", speaker="Ada Berg, Minister")
        await pilot.press("enter")
        await pilot.pause()
        assert "Change the tags, speakers, body, deadline of 3" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        for one in (1, 2, 3):
            now = record(ledger, one)
            assert (now.tags, now.body, now.deadline_on) == (("nato-2026",), "CSTO", None)
            assert now.speakers == ("Ada Berg, Minister",)
        assert record(ledger, 1).proposers == ("Belarus",)


async def test_many_more_are_changed_beside_the_screens_own_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "AT_ONCE", 5)
    many(ledger, 12)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("r")
        await type_into(pilot, places="BelTA")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("y")
        await until(pilot, lambda: place(pilot) is MainScreen)
        await settle(pilot)
        assert all(detail(ledger, one).looks for one in range(1, 13))
        assert "Looked for 12 proposals in BelTA: nothing new   u undoes" in toasts(pilot)


async def test_an_error_beside_the_screens_own_work_stays_in_the_form(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "AT_ONCE", 2)
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("r")
        await type_into(pilot, places="BelTA")
        await pilot.press("enter")
        await pilot.pause()
        factories.remove(ledger, 3, who="bob")
        await pilot.press("y")
        await until(pilot, lambda: place(pilot) is Looked and "was removed" in complaints(pilot))
        assert not detail(ledger, 1).looks


async def test_removing_is_one_key_for_one_and_asked_about_for_many(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("x")
        await settle(pilot)
        assert main(pilot).table.total == 2
        assert any("Removed #3  Border database" in toast and "u undoes" in toast for toast in toasts(pilot))
        await pilot.press("u")
        await settle(pilot)
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("x")
        await pilot.pause()
        assert "Remove 3 proposals?" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert listing.count_matches(ledger, Query()) == 0
        assert not main(pilot).table.marked


async def test_very_many_are_removed_beside_the_screens_own_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "AT_ONCE", 5)
    many(ledger, 12)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("x", "y")
        await until(pilot, lambda: listing.count_matches(ledger, Query()) == 0)
        await settle(pilot)
        await pilot.press("u")
        await settle(pilot)
        assert listing.count_matches(ledger, Query()) == 12
        assert "Removed 12 proposals   u undoes" in toasts(pilot)
        assert main(pilot).title_bar.busy == ""
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("x")
        await settle(pilot)
        factories.remove(ledger, 7, who="bob")
        await pilot.press("y")
        await until(pilot, lambda: any("#7 was removed" in toast for toast in toasts(pilot)))
        assert listing.count_matches(ledger, Query()) == 11
        assert main(pilot).title_bar.busy == ""


async def test_what_is_added_far_down_a_long_list_is_not_said_to_be_missing_from_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(list_rows, "NEARBY", 2)
    monkeypatch.setattr(list_rows, "FIRST", 2)
    many(ledger, 12)
    async with opened(ledger) as pilot:
        await pilot.press("a")
        await type_into(pilot, title="At the end")
        await pilot.press("enter")
        await settle(pilot)
        assert "Added #13  At the end   u undoes" in toasts(pilot)


async def test_what_is_added_where_the_list_does_not_show_it_says_so(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "topic:migration"
        await settle(pilot)
        main(pilot).table.focus()
        await pilot.pause()
        await pilot.press("a")
        await type_into(pilot, title="Elsewhere", topics="special-forces")
        await pilot.press("enter")
        await settle(pilot)
        assert "Added #4  Elsewhere (the list does not show it)   u undoes" in toasts(pilot)


async def test_among_the_removed_the_same_key_restores(ledger: Ledger) -> None:
    three(ledger)
    factories.remove(ledger, 2)
    async with opened(ledger, (140, 24)) as pilot:
        assert "x Remove" in picture(pilot)
        main(pilot).bar.input.value = "is:removed"
        await settle(pilot)
        assert "Joint" in picture(pilot)
        assert "x Restore" in picture(pilot)
        await pilot.press("x")
        await settle(pilot)
        assert listing.count_matches(ledger, Query()) == 3
        assert any("Restored #2" in toast for toast in toasts(pilot))


async def test_a_verb_on_a_proposal_that_is_removed_says_so(ledger: Ledger) -> None:
    three(ledger)
    factories.remove(ledger, 2)
    async with opened(ledger) as pilot:
        main(pilot).bar.input.value = "is:removed"
        await settle(pilot)
        for key in "setclr":
            await pilot.press(key)
            await pilot.pause()
            assert place(pilot) is MainScreen, key
        assert any("was removed" in toast for toast in toasts(pilot))


async def test_a_verb_pressed_twice_quickly_on_the_last_row_does_nothing_more(ledger: Ledger) -> None:
    factories.add(ledger, "The only one")
    async with opened(ledger) as pilot:
        await typed_at_once(pilot, "xxetlrcyv ")
        assert main(pilot).table.total == 0
        assert any("Removed #1" in toast for toast in toasts(pilot))
        assert place(pilot) is MainScreen


async def test_what_a_verb_would_do_to_the_marked_is_shown_with_three_titles_and_how_many_stay(ledger: Ledger) -> None:
    many(ledger, 6)
    factories.update(ledger, 2, ProposalEdit(add={"tags": ("seen",)}))
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        await pilot.press("e")
        await type_into(pilot, tags="seen")
        await pilot.press("enter")
        await pilot.pause()
        shown = picture(pilot)
        assert "Change the tags of 5 proposals, 1 already has these" in shown
        assert [one for one in range(1, 7) if f"#{one}  Number {one - 1}" in shown] == [1, 3, 4]
        assert "… and 2 more" in shown
        assert changes(ledger) == before  # it was tried, and taken back
        assert record(ledger, 1).tags == ()


async def test_the_titles_of_a_preview_say_from_which_status_to_which(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "s")
        await type_into(pilot, status="adopted", date="2021")
        await pilot.press("enter")
        await pilot.pause()
        assert picture(pilot).count("[proposed → adopted]") == 2


async def test_where_all_the_marked_are_so_already_it_is_said_and_not_asked(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "e")
        await type_into(pilot, tags="seen")
        await pilot.press("enter", "y")
        await settle(pilot)
        await pilot.press("e")
        await type_into(pilot, tags="seen")
        await pilot.press("enter")
        await pilot.pause()
        assert place(pilot) is EditMany
        assert "all 2 already have these values" in complaints(pilot)


async def test_a_link_of_the_marked_leaves_those_that_are_linked_so(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "link", "ann") as change:
        links.add(change, 3, "related", 1)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", "l")
        await type_into(pilot, kind="related", other="1")
        await pilot.press("enter")
        await pilot.pause()
        assert "#1” for 1 proposal, 1" in picture(pilot)
        assert "#2  Joint exercises" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert record(ledger, 2).links == (("related", 1),)


@pytest.mark.parametrize(
    ("verb", "typed", "asks"),
    [
        ("r", {"places": "BelTA"}, "Log this look for 2 proposals?"),
        ("c", {"source": "1"}, "Cite this passage for 2 proposals?"),
        ("l", {"kind": "repeats", "other": "1"}, "Record “repeats #1” for 2 proposals?"),
        ("x", {}, "Remove 2 proposals?"),
    ],
)
async def test_every_verb_for_the_marked_is_shown_before_it_is_done(
    ledger: Ledger, verb: str, typed: dict[str, str], asks: str
) -> None:
    three(ledger)
    factories.source(ledger, "Paper")
    before = changes(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("space", "space", verb)
        if typed:
            await type_into(pilot, **typed)
            await pilot.press("enter")
        await pilot.pause()
        shown = picture(pilot)
        assert asks in shown
        assert "#3  " in shown
        assert "#2  " in shown
        await pilot.press("n")
        await settle(pilot)
        assert changes(ledger) == before
        assert main(pilot).table.marked == {2, 3}


async def test_what_was_removed_since_it_was_marked_is_counted_apart(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("asterisk")
        await settle(pilot)
        with database.write_change(database.open_ledger(ledger.path, writing=True), "rm 2", "bob") as change:
            proposals.remove(change, 2)
        await pilot.press("x")
        await pilot.pause()
        assert "Remove 2 proposals, 1 is removed already?" in picture(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert "Removed 2 proposals   u undoes" in toasts(pilot)


@pytest.mark.parametrize("verb", ["s", "e", "t", "c", "l", "r", "y", "w"])
async def test_what_acts_on_the_marked_says_how_many_they_are(ledger: Ledger, verb: str) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("space", "space", verb)
        await pilot.pause()
        assert "2 marked proposals" in picture(pilot)


async def test_the_first_line_and_the_last_say_how_many_are_marked(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger, (80, 24)) as pilot:
        await pilot.press("space", "space")
        await pilot.pause()
        first, *_, last = picture(pilot).split("\n")
        assert "2 marked · " in first
        assert last.strip().startswith("✓ 2 marked  ")
        await pilot.press("escape")
        await pilot.pause()
        assert "marked" not in picture(pilot)


@pytest.mark.parametrize("verb", ["a", "s", "e", "t", "c", "l", "r", "w"])
@pytest.mark.parametrize("marks", [(), ("asterisk",)])
async def test_a_form_in_which_nothing_was_changed_closes_without_a_question(
    ledger: Ledger, verb: str, marks: tuple[str, ...]
) -> None:
    for title in ("One", "Two"):  # a topic that all of the marked have is no tick of the reader's
        factories.add(ledger, title, topics=("migration", "drug-trafficking"))
    async with opened(ledger) as pilot:
        await pilot.press(*marks)
        await settle(pilot)
        await pilot.press(verb)
        await settle(pilot)
        assert place(pilot) is not MainScreen
        await pilot.press("escape")
        await settle(pilot)
        assert place(pilot) is MainScreen
