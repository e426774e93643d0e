"""Undo and redo from the screen: one's own last change, asked about when it is old or others wrote since."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import work
from textual.screen import Screen

from tracker import config
from tracker.model import TrackerError, UsageError
from tracker.store import changes, database, faults
from tracker.text import plural
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tracker.model import ChangeEntry
    from tracker.store.database import Ledger


LARGE = 1000  # steps of a change; a larger one is taken back beside the screen's own work


class Undoing(Screen[None]):
    """The verbs u and ctrl+r of a screen that has a ledger and can read its rows again."""

    ledger: Ledger
    _is_undoing = False  # whether a large change is being taken back

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
            if changes.size(self.ledger, changes.last_to_undo(self.ledger, config.who())) > LARGE:
                self._begin_beside(None)
                return
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
            if changes.size(self.ledger, entry.id) > LARGE:
                self._begin_beside(entry)
            else:
                self._take_back(entry, "Did again", "u undoes")

    def _take_back(self, entry: ChangeEntry, deed: str, way_out: str) -> None:
        self._told_back(*_taken_back(self.ledger, entry), deed, way_out)

    def _told_back(self, made: ChangeEntry, kept: int, deed: str, way_out: str) -> None:
        self._is_undoing = False
        self.reload()
        left = f", but {plural(kept, 'value')} changed since and stayed" if kept else ""
        self.say(f"{deed}: {short(made.command)}{left}   {way_out}")

    def _begin_beside(self, redone: ChangeEntry | None) -> None:
        """Take a large change back beside the screen's own work, one at a time."""
        if self._is_undoing:
            self.say("Wait until the last is done", "warning")
            return
        self._is_undoing = True
        self.say("That was a large change: it is being taken back …" if redone is None else "It is being done again …")
        self._take_back_beside(redone)

    @work(thread=True, group="undo")
    def _take_back_beside(self, redone: ChangeEntry | None) -> None:
        try:
            with faults.explained(self.ledger.path):
                own = database.open_ledger(self.ledger.path, writing=True)
                try:
                    made, kept = _taken_back(own, redone or _undisputed(own))
                finally:
                    own.close()
        except TrackerError as error:
            self.app.call_from_thread(self._broken_off_undoing, str(error))
        else:
            said = ("Undid", "ctrl+r does it again") if redone is None else ("Did again", "u undoes")
            self.app.call_from_thread(self._told_back, made, kept, *said)

    def _broken_off_undoing(self, message: str) -> None:
        self._is_undoing = False
        self.say(message, "error")


def _taken_back(ledger: Ledger, entry: ChangeEntry) -> tuple[ChangeEntry, int]:
    """Take a change back as one change; gives back the change that was made once, and how many values stayed."""
    made, command = changes.reversal(ledger, entry)
    with database.write(ledger, command, config.who()) as change:
        return made, len(changes.undo(change, entry.id))


def _undisputed(ledger: Ledger) -> ChangeEntry:
    """One's own last change. Raises UsageError if it is to be asked about first."""
    with database.write(ledger, "undo", config.who()) as change:  # it tries, and leaves no trace
        entry, passed = changes.next_to_undo(change, config.who())
    if passed or changes.doubts(ledger, entry, datetime.now(UTC)):
        raise UsageError("it is old, or others wrote since; in the shell, tracker undo shows it and asks")
    return entry
