"""Undo and redo from the screen: one's own last change, asked about when it is old or others wrote since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker import config
from tracker.store import database
from tracker.store.history import changes
from tracker.text import plural
from tracker.tui.screens.working import Working
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.model import ChangeEntry
    from tracker.store.ledger import Ledger

LARGE = 300  # steps of a change; a larger one is taken back beside the screen's own work


class Undoing(Working):
    """The verbs u and ctrl+r of a screen that has a ledger and can read its rows again."""

    def action_undo(self) -> None:
        """Take back one's own last change, of those on which nobody has built."""
        with self.toasted():
            self.judged(changes.last_to_undo(self.ledger, config.who()), _to_undo, self._ask_of_doubts)

    def action_redo(self) -> None:
        """Do again what was last undone."""
        with self.toasted():
            entry = changes.get(self.ledger, changes.last_to_redo(self.ledger, config.who()))
            self.take_back(entry, "Did again", "u undoes")

    def judged(self, change: int, deed: Callable[[Ledger], Any], then: Callable[[Any], None]) -> None:
        """Do something about a change, beside the screen's own work if it is large; `then` is given what came of it."""
        if changes.size(self.ledger, change) > LARGE:
            self.beside("taking back", deed, then)
        elif self.is_free():
            then(deed(self.ledger))

    def take_back(self, entry: ChangeEntry, deed: str = "Undid", way_out: str = "ctrl+r does it again") -> None:
        """Take a change back as one change, and say so."""

        def told(answer: tuple[ChangeEntry, int]) -> None:
            made, kept = answer
            self.reload()
            left = f", but {plural(kept, 'value')} changed since and stayed" if kept else ""
            self.say(f"{deed}: {short(made.command)}{left}   {way_out}")

        self.judged(entry.id, lambda ledger: _taken_back(ledger, entry), told)

    def _ask_of_doubts(self, found: tuple[ChangeEntry, list[str]]) -> None:
        entry, doubts = found
        if not doubts:
            self.take_back(entry)
            return

        from tracker.tui.screens.confirm import Confirm

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                with self.toasted():
                    self.take_back(entry)

        question = f"Undo “{short(entry.command)}”, though {short(' and '.join(doubts))}?"
        self.app.push_screen(Confirm(question, "Undo it", "Leave it"), answered)


def _taken_back(ledger: Ledger, entry: ChangeEntry) -> tuple[ChangeEntry, int]:
    """Take a change back as one change; gives back the change that was made once, and how many values stayed."""
    made, command = changes.reversal(ledger, entry)
    with database.write(ledger, command, config.who()) as change:
        return made, len(changes.undo(change, entry.id))


def _to_undo(ledger: Ledger) -> tuple[ChangeEntry, list[str]]:
    """One's own last change that can be taken back, and why that may not be what is wanted."""
    entry, passed = changes.next_to_undo(ledger, config.who())
    built_on = ["others built on what you did since"] if passed else []
    return entry, built_on or changes.doubts(ledger, entry, datetime.now(UTC))
