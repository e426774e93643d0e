"""Undo and redo from the screen: one's own last change, asked about when it is old or others wrote since."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.screen import Screen

from tracker import config
from tracker.model import TrackerError
from tracker.store import changes, database, faults
from tracker.text import plural
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tracker.model import ChangeEntry
    from tracker.store.database import Ledger


class Undoing(Screen[None]):
    """The verbs u and ctrl+r of a screen that has a ledger and can read its rows again."""

    ledger: Ledger

    @contextmanager
    def toasted(self) -> Iterator[None]:
        """Say an error of the store in a toast."""
        try:
            with faults.explained(self.ledger.path):
                yield
        except TrackerError as error:
            self.say(str(error), severity="error")

    def reload(self, proposal: int | None = None) -> None:
        """Read the visible rows again."""

    def say(self, message: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A toast: plain text, however it came about."""
        self.notify(short(message, 400), severity=severity, markup=False)

    def action_undo(self) -> None:
        """Take back one's own last change, of those on which nobody has built."""
        with self.toasted():
            with database.write(self.ledger, "undo", config.who()) as change:  # it tries, and leaves no trace
                entry, passed = changes.next_to_undo(change, config.who())
            built_on = ["others built on what you did since"] if passed else []
            doubts = built_on or changes.doubts(self.ledger, entry, datetime.now(UTC))
            if not doubts:
                self._take_back(entry, "Undid", "ctrl+r does it again")
                return

            from tracker.tui.screens.confirm import Confirm  # noqa: PLC0415 - the first paint does not need it

            def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
                if sure:
                    with self.toasted():
                        self._take_back(entry, "Undid", "ctrl+r does it again")

            question = f"Undo “{short(entry.command)}”, though {short(' and '.join(doubts))}?"
            self.app.push_screen(Confirm(question, "Undo it", "Leave it"), answered)

    def action_redo(self) -> None:
        """Do again what was last undone."""
        with self.toasted():
            entry = changes.get(self.ledger, changes.last_to_redo(self.ledger, config.who()))
            self._take_back(entry, "Did again", "u undoes")

    def _take_back(self, entry: ChangeEntry, deed: str, way_out: str) -> None:
        made, command = changes.reversal(self.ledger, entry)
        with database.write(self.ledger, command, config.who()) as change:
            kept = changes.undo(change, entry.id)
        self.reload()
        left = f", but {plural(len(kept), 'value')} changed since and stayed" if kept else ""
        self.say(f"{deed}: {short(made.command)}{left}   {way_out}")
