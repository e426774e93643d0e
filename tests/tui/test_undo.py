"""Undo and redo on the screen: what is asked first, and what is done beside its own work."""

from __future__ import annotations

from threading import Event, Timer
from typing import TYPE_CHECKING, Any, cast

from textual.widgets import Static

from helpers import factories
from helpers.ledgers import many, three
from helpers.screen import main, opened, picture, place, settle, toasts, until
from tracker.model import ProposalEdit
from tracker.query import Query
from tracker.store.history import changes
from tracker.store.records import proposals
from tracker.store.search import listing
from tracker.tui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    import pytest

    from tracker.store.ledger import Change, Ledger
    from tracker.tui.app import TrackerApp


async def test_undo_and_redo(ledger: Ledger) -> None:
    three(ledger)
    async with opened(ledger) as pilot:
        await pilot.press("u")
        await settle(pilot)
        assert main(pilot).table.total == 2
        assert any("Undid: add Border database" in toast and "ctrl+r" in toast for toast in toasts(pilot))
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert main(pilot).table.total == 3


async def test_undo_asks_if_somebody_else_wrote_since(ledger: Ledger) -> None:
    factories.add(ledger)
    factories.add(ledger, "Another", who="bob")
    async with opened(ledger) as pilot:
        await pilot.press("u")
        await pilot.pause()
        assert place(pilot) is Confirm
        assert "though bob" in picture(pilot)
        await pilot.press("n")
        assert listing.count_matches(ledger, Query()) == 2
        await pilot.press("u", "y")
        await settle(pilot)
        assert factories.titles(ledger) == ["Another"]


async def test_undo_passes_over_what_somebody_else_built_on(ledger: Ledger) -> None:
    one = factories.add(ledger, "Mine")
    factories.update(ledger, one, ProposalEdit(summary="short"))
    factories.update(ledger, one, ProposalEdit(title="Mine, again"))
    factories.update(ledger, one, ProposalEdit(title="Theirs"), who="bob")
    async with opened(ledger) as pilot:
        await pilot.press("u")
        await settle(pilot)
        assert place(pilot) is Confirm
        question = pilot.app.screen.query(Static).first()
        assert "though others have built on your later changes?" in str(question.render())
        await pilot.press("y")
        await settle(pilot)
        found = proposals.read_detail(ledger, one, factories.TODAY).proposal
        assert (found.title, found.summary) == ("Theirs", "")


async def test_a_large_change_is_taken_back_beside_the_screens_own_work(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.undo.LARGE", 5)
    many(ledger, 12)
    async with opened(ledger) as pilot:
        for key, total in (("u", 0), ("ctrl+r", 12)):
            await pilot.press(key)
            await settle(pilot)
            assert listing.count_matches(ledger, Query()) == total
            assert main(pilot).table.total == total
        assert any("Undid: import   ctrl+r redoes it" in toast for toast in toasts(pilot))
        factories.add(ledger, "Theirs", who="bob")
        await pilot.press("u")
        await settle(pilot)
        assert place(pilot) is Confirm
        assert "though bob changed something since?" in picture(pilot)
        await pilot.press("y")
        await until(pilot, lambda: listing.count_matches(ledger, Query()) == 1)
        assert main(pilot).title_bar.busy == ""


async def test_a_large_change_is_taken_back_beside_from_the_history_too_and_nothing_else_meanwhile(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.undo.LARGE", 5)
    many(ledger, 12)
    waiting, undo = Event(), changes.undo_change

    def slow(change: Change, undone: int) -> Any:
        assert waiting.wait(20)
        return undo(change, undone)

    monkeypatch.setattr(changes, "undo_change", slow)
    async with opened(ledger) as pilot:
        await pilot.press("h", "h")
        await until(pilot, lambda: "import" in picture(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: "Undo it" in picture(pilot))
        await pilot.press("u")
        await until(pilot, lambda: "undoing …" in picture(pilot))
        await pilot.press("u")
        assert "Wait: the last action is still running" in toasts(pilot)
        await pilot.press("escape", "escape")
        waiting.set()
        await until(pilot, lambda: listing.count_matches(ledger, Query()) == 0)
        await until(pilot, lambda: main(pilot).table.total == 0)
        await settle(pilot)
        assert "Undid: import   ctrl+r redoes it" in toasts(pilot)


async def test_one_who_leaves_while_a_change_is_taken_back_sees_no_error(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.tui.undo.LARGE", 5)
    many(ledger, 12)
    begun, waiting, undo = Event(), Event(), changes.undo_change

    def slow(change: Change, undone: int) -> Any:
        begun.set()
        assert waiting.wait(20)
        return undo(change, undone)

    monkeypatch.setattr(changes, "undo_change", slow)
    async with opened(ledger) as pilot:
        await pilot.press("u")
        await until(pilot, begun.is_set)
        app = pilot.app
        Timer(0.3, waiting.set).start()
    assert cast("TrackerApp", app).failure is None
