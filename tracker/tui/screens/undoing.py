"""Undo and redo from the screen: one's own last change, asked about when it is old or others wrote since."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from textual.screen import Screen

from tracker import config
from tracker.model import TrackerError
from tracker.store import changes, database, faults
from tracker.text import plural
from tracker.tui.screens.confirm import Confirm
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from tracker.model import ChangeEntry
    from tracker.store.database import Ledger

RECENT = timedelta(days=1)
LOOKED_BACK = 100


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
        """Take back one's own last change."""
        with self.toasted():
            entry = changes.get(self.ledger, changes.last_to_undo(self.ledger, config.who()))
            doubt = self._doubt(entry)
            if doubt is None:
                self._take_back(entry, "Undid", "ctrl+r does it again")
                return

            def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
                if sure:
                    with self.toasted():
                        self._take_back(entry, "Undid", "ctrl+r does it again")

            self.app.push_screen(Confirm(f"{doubt} Undo “{short(entry.command)}”?", "Undo it", "Leave it"), answered)

    def action_redo(self) -> None:
        """Do again what was last undone."""
        with self.toasted():
            entry = changes.get(self.ledger, changes.last_to_redo(self.ledger, config.who()))
            self._take_back(entry, "Did again", "u undoes")

    def _take_back(self, entry: ChangeEntry, deed: str, way_out: str) -> None:
        word = "undo" if entry.undoes is None else "redo"
        with database.write(self.ledger, f"{word} {entry.id}", config.who()) as change:
            kept = changes.undo(change, entry.id)
        original = entry if entry.undoes is None else changes.get(self.ledger, entry.undoes)
        self.reload()
        left = f", but {plural(len(kept), 'value')} changed since and stayed" if kept else ""
        self.say(f"{deed}: {short(original.command)}{left}   {way_out}")

    def _doubt(self, entry: ChangeEntry) -> str | None:
        """Why a bare undo should be asked about."""
        others = {one.who for one in changes.log(self.ledger, LOOKED_BACK) if one.id > entry.id} - {entry.who}
        if others:
            return f"{short(min(others))} changed something after this."
        done = datetime.fromisoformat(entry.at)
        return f"This was done on {entry.at[:10]}." if datetime.now(UTC) - done > RECENT else None
