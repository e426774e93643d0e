"""The views that one goes to from the list: what is due, history, sources, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from helpers import factories
from helpers.ledgers import three
from helpers.screen import (
    HOSTILE,
    SIZES,
    filtered,
    main,
    opened,
    picture,
    place,
    press,
    toasts,
    under_cursor,
    until,
)
from tracker.model import Evidence, NewLook, NewStatus, ProposalEdit
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import links, looks, proposals, sources
from tracker.tui.dialogs.confirm import Confirm
from tracker.tui.forms.status import ChangeStatus
from tracker.tui.main.screen import MainScreen
from tracker.tui.views.addresses import open_address
from tracker.tui.views.change import WhatItDid
from tracker.tui.views.due import Due
from tracker.tui.views.history import History
from tracker.tui.views.source_text import SourceText, _paragraphs
from tracker.tui.views.sources import Sources

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.tui.views.view import View


TEXT = "A session in Moscow\n\nFirst words of it.\n\nA hotline [/x] on migration was proposed.\n"


def captured(ledger: Ledger, url: str | None = None) -> int:
    with database.write_change(ledger, "source add", factories.ME) as change:
        source = sources.add_reference(change, title="Session", url=url)
        sources.add_snapshot(change, source, TEXT.encode(), TEXT, media_type="text/plain", origin="s.txt")
    return source


# due


async def test_due_says_why_and_enter_goes_to_the_proposal(ledger: Ledger) -> None:
    three(ledger)
    late = factories.add(ledger, "Late", deadline_on="2020-05-01")
    async with opened(ledger) as pilot:
        await press(pilot, "D")
        assert place(pilot) is Due
        assert "Overdue  1" in picture(pilot)
        heading, row = (line.split() for line in picture(pilot).split("\n")[1:3])
        assert heading == ["Overdue", "1", "deadline"]  # what repeats is said once, above its column
        assert row == [f"▌#{late}", "○", "proposed", "Late", "2020-05-01"]
        await press(pilot, "enter")
        assert (place(pilot), filtered(pilot), under_cursor(pilot)) == (MainScreen, "is:overdue sort:deadline", late)
        await press(pilot, "escape")
        assert (place(pilot), filtered(pilot)) == (Due, "")


async def test_a_status_is_recorded_from_what_is_due_and_undone_there(ledger: Ledger) -> None:
    late = factories.add(ledger, "Late", deadline_on="2020-05-01")
    async with opened(ledger) as pilot:
        await press(pilot, "D", "s")
        assert isinstance(pilot.app.screen, ChangeStatus)
        for letter in "adopted":
            await pilot.press(letter)
        await pilot.press("enter")
        await until(pilot, lambda: place(pilot) is Due)
        [record] = proposals.read_records(ledger, [late], factories.TODAY)
        assert record.status == "adopted"
        await press(pilot, "u")
        [record] = proposals.read_records(ledger, [late], factories.TODAY)
        assert record.status == "proposed"


async def test_a_look_is_logged_where_what_is_due_asks_for_it(ledger: Ledger) -> None:
    late = factories.add(ledger, "Late", deadline_on="2020-05-01")
    async with opened(ledger) as pilot:
        await press(pilot, "D")
        assert "r Looked" in picture(pilot)
        await press(pilot, "r")
        for letter in "BelTA":
            await pilot.press(letter)
        await pilot.press("enter")
        await until(pilot, lambda: place(pilot) is Due)
        assert f"Looked for #{late} in BelTA: nothing new   u undoes" in toasts(pilot)
        assert [look.places for look in proposals.read_detail(ledger, late, factories.TODAY).looks] == ["BelTA"]


async def test_what_is_left_out_of_a_reason_is_listed_by_its_query(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.views.due.SHOWN", 1)
    for year in ("2019", "2020", "2021"):
        factories.add(ledger, f"Late since {year}", deadline_on=year)
    async with opened(ledger) as pilot:
        await press(pilot, "D")
        assert "Late since 2020" not in picture(pilot)
        await press(pilot, "down", "enter")
        assert filtered(pilot) == "is:overdue sort:deadline"
        assert main(pilot).table.total == 3


async def test_nothing_due_says_so(ledger: Ledger) -> None:
    async with opened(ledger) as pilot:
        await press(pilot, "D", "enter", "s")
        assert "Nothing is due" in picture(pilot)
        await press(pilot, "escape")
        assert place(pilot) is MainScreen


# history


async def test_the_history_is_of_the_proposal_and_with_h_of_the_whole_file(ledger: Ledger) -> None:
    three(ledger)
    factories.update(ledger, 3, ProposalEdit(title="Renamed"), who="bob")
    factories.undo_last(ledger, "bob")
    async with opened(ledger) as pilot:
        await press(pilot, "h")
        assert place(pilot) is History
        shown = picture(pilot)
        assert "History of #3" in shown
        assert "update 3" in shown
        assert "↶ undone" in shown
        assert "add Migration hotline" not in shown
        await press(pilot, "h")
        assert "add Migration hotline" in picture(pilot)
        await press(pilot, "tab")
        assert "History of #3" in picture(pilot)


async def test_the_day_stands_once_above_its_changes_and_a_name_only_where_there_are_several(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "h", "h")
        _, day, *changes = (line.split() for line in picture(pilot).split("\n")[:5])
        assert day[-2:] == ["by", "ann"]
        assert [words[2] for words in changes] == ["add", "add", "add"]  # number, time, what
    factories.add(ledger, "By another", who="bob")
    async with opened(ledger) as pilot:
        await press(pilot, "h", "h")
        _, day, *changes = (line.split() for line in picture(pilot).split("\n")[:6])
        assert "by" not in day
        assert [words[2] for words in changes] == ["bob", "ann", "ann", "ann"]


async def test_the_palette_is_at_most_eighty_cells_wide(ledger: Ledger) -> None:
    for columns in (40, 80, 140, 200):
        async with opened(ledger, (columns, 30)) as pilot:
            await press(pilot, "ctrl+p")
            widths = [one.region.width for one in pilot.app.screen.query("*")]
            assert max(one for one in widths if one < columns or columns <= 80) <= 80


async def test_what_a_change_did_is_said_row_by_row_and_u_takes_it_back(ledger: Ledger) -> None:
    proposal = factories.add(ledger, "Before")
    factories.update(ledger, proposal, ProposalEdit(title="After"))
    async with opened(ledger) as pilot:
        await press(pilot, "h", "enter")
        assert place(pilot) is WhatItDid
        assert "Before → After" in picture(pilot)
        await press(pilot, "u")
        assert factories.titles(ledger) == ["Before"]
        assert "undone by change" in picture(pilot)
        assert any("Undid" in toast for toast in toasts(pilot))
        await press(pilot, "u")  # it is undone already, and is not offered
        assert factories.titles(ledger) == ["Before"]
        await press(pilot, "ctrl+r")
        assert factories.titles(ledger) == ["After"]
        await press(pilot, "escape")
        assert "redo: " in picture(pilot)


async def test_what_was_changed_since_is_asked_about_before_a_change_is_taken_back(ledger: Ledger) -> None:
    proposal = factories.add(ledger, "One")
    factories.update(ledger, proposal, ProposalEdit(title="Two", summary="said"))
    factories.update(ledger, proposal, ProposalEdit(title="Three"), who="bob")
    async with opened(ledger) as pilot:
        await press(pilot, "h", "down", "enter", "u")
        assert place(pilot) is Confirm
        assert "title was changed again since and stays" in " ".join(picture(pilot).split())
        await press(pilot, "n")
        assert proposals.read_detail(ledger, proposal, factories.TODAY).proposal.summary == "said"
        await press(pilot, "u", "y")
        now = proposals.read_detail(ledger, proposal, factories.TODAY).proposal
        assert (now.title, now.summary) == ("Three", "")


async def test_a_change_that_cannot_be_taken_back_says_why(ledger: Ledger) -> None:
    proposal = factories.add(ledger, "One")
    factories.update(ledger, proposal, ProposalEdit(title="Two"), who="bob")
    async with opened(ledger) as pilot:
        await press(pilot, "h", "end", "enter", "u")
        assert any("undo that first" in toast for toast in toasts(pilot))
        assert len(changes.newest_changes(ledger)) == 2


async def test_what_a_change_did_leaves_out_that_records_were_touched(ledger: Ledger) -> None:
    three(ledger)
    with database.write_change(ledger, "link 3 repeats 1", factories.ME) as change:
        links.add(change, 3, "repeats", 1)
    async with opened(ledger) as pilot:
        await press(pilot, "h", "enter")
        assert "+ added    links 1" in picture(pilot)
        assert "changed  #" not in picture(pilot)


async def test_enter_on_a_row_of_a_change_goes_to_its_proposal(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await press(pilot, "h", "h", "end", "enter", "enter")
        assert (place(pilot), under_cursor(pilot)) == (MainScreen, 1)


# sources


async def test_a_source_is_read_with_its_passages_and_leads_to_their_proposals(ledger: Ledger) -> None:
    source = captured(ledger)
    cited = factories.add(ledger, "Hotline", evidence=Evidence(source, "A hotline [/x] on migration"))
    factories.add(ledger, "Another")
    async with opened(ledger, (80, 24)) as pilot:
        await press(pilot, "S")
        assert place(pilot) is Sources
        assert "1 source" in picture(pilot)
        await press(pilot, "enter")
        assert place(pilot) is SourceText
        shown = picture(pilot)
        assert "2  A hotline [/x] on migration was proposed." in shown
        assert f"● #{cited}  Hotline" in shown
        await press(pilot, "n", "enter")
        assert (place(pilot), under_cursor(pilot)) == (MainScreen, cited)


def test_the_line_of_a_title_begins_with_its_words_whatever_stands_before_them() -> None:
    assert _paragraphs("\n A title\n\nFirst. \n") == [(2, 9, ""), (11, 17, "1")]
    assert _paragraphs("") == []


async def test_a_source_without_a_text_shows_what_is_cited_from_it(ledger: Ledger) -> None:
    source = factories.source(ledger)
    factories.cite(ledger, factories.add(ledger), source, "some words")
    async with opened(ledger) as pilot:
        await press(pilot, "S", "enter")
        assert "Its text was not captured" in picture(pilot)
        assert "“some words”" in picture(pilot)


async def test_only_addresses_of_the_web_are_opened(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    captured(ledger, "https://example.org/x")
    async with opened(ledger) as pilot:
        asked: list[str] = []
        monkeypatch.setattr(pilot.app, "open_url", asked.append)
        await press(pilot, "S", "o", "enter", "o")
        assert asked == ["https://example.org/x"] * 2
        for url in ("javascript:alert(1)", "file:///etc/passwd", "", None):
            open_address(cast("View", pilot.app.screen).context, url)
        assert len(asked) == 2
        await pilot.pause()
        assert any("not a web address" in toast for toast in toasts(pilot))


async def test_a_detail_leads_to_the_text_of_its_source(ledger: Ledger) -> None:
    source = captured(ledger)
    factories.add(ledger, "Hotline", evidence=Evidence(source, "A hotline [/x] on migration"))
    async with opened(ledger) as pilot:
        await press(pilot, "enter", "n", "enter")
        assert place(pilot) is SourceText
        await press(pilot, "escape")
        assert place(pilot) is MainScreen
        assert main(pilot).pane.has_focus


# everywhere


@pytest.mark.parametrize("size", SIZES)
async def test_every_view_is_drawn_at_every_size_and_shows_hostile_text_as_text(
    ledger: Ledger, size: tuple[int, int]
) -> None:
    source = factories.source(ledger, HOSTILE)
    proposal = factories.add(
        ledger, HOSTILE, proposers=(HOSTILE,), deadline_on="2020", evidence=Evidence(source, HOSTILE)
    )
    factories.update(ledger, proposal, ProposalEdit(summary=HOSTILE), who="bob")
    async with opened(ledger, size) as pilot:
        for keys in (("m",), ("D",), ("h",), ("h", "enter"), ("S",), ("S", "enter"), ("ctrl+p",), ("question_mark",)):
            await press(pilot, *keys)
            shown = picture(pilot)
            assert len(shown.split("\n")) == size[1]
            assert not {"\x1b", "\x07", "\u202e"} & {*shown}
            while place(pilot) is not MainScreen:
                await press(pilot, "escape")


@pytest.mark.parametrize(("keys", "there"), [("m", "migration"), ("D", "New"), ("hh", "add New"), ("S", "Paper")])
async def test_what_another_writes_is_seen_and_the_cursor_stays(ledger: Ledger, keys: str, there: str) -> None:
    three(ledger)
    factories.source(ledger, "First")
    async with opened(ledger) as pilot:
        await press(pilot, *keys, "down")
        view = cast("View", pilot.app.screen)
        before = view.rows.row if view.rows.is_attached else None
        other = database.open_ledger(ledger.path, writing=True)
        factories.add(other, "New", topics=("counter-terrorism",), who="bob")
        factories.source(other, "Paper", who="bob")
        other.close()
        await until(pilot, lambda: there in picture(pilot) and ("counter-terrorism" in picture(pilot) or keys != "m"))
        now = view.rows.row if view.rows.is_attached else None
        assert (before and before.key) == (now and now.key)


async def test_the_detail_follows_another_process(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        other = database.open_ledger(ledger.path, writing=True)
        with database.write_change(other, "looked", "bob") as change:
            looks.add(change, 3, NewLook("BelTA", "2026-11-20"), factories.TODAY)
        other.close()
        await until(pilot, lambda: "looked: BelTA" in picture(pilot))


async def test_an_unusual_step_says_so_in_its_life(ledger: Ledger) -> None:
    proposal = factories.add(ledger, "One", proposed_on="2012")
    with database.write_change(ledger, "update", factories.ME) as change:
        new = NewStatus("implemented", "2013", because="seen", force=True)
        proposals.update_proposal(change, proposal, ProposalEdit(), new)
    async with opened(ledger, (140, 45)) as pilot:
        assert "implemented ○ ·" in picture(pilot)
        assert "unusual" in picture(pilot)
