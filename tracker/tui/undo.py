"""Undo and redo from a screen: one's own last change, asked about when it is old or others wrote since."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tracker import config
from tracker.store import database
from tracker.store.history import changes
from tracker.text import plural
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.model import ChangeEntry
    from tracker.store.ledger import Ledger
    from tracker.tui.background import Background
    from tracker.tui.context import ScreenContext

LARGE = 300  # steps of a change; a larger one is taken back beside the screen's own work


class UndoRedo:
    """What u and ctrl+r do on every screen."""

    def __init__(self, context: ScreenContext, background: Background) -> None:
        """The screen, and what does the large ones beside it."""
        self._context, self._background = context, background

    def undo_last(self) -> None:
        """Take back one's own last change, of those on which nobody has built."""
        with self._context.say_errors():
            self.run(
                changes.last_to_undo(self._context.ledger, config.user_name()), _to_undo, self._undo_unless_doubted
            )

    def redo_last(self) -> None:
        """Do again what was last undone."""
        ledger = self._context.ledger
        with self._context.say_errors():
            entry = changes.read_change(ledger, changes.last_to_redo(ledger, config.user_name()))
            self.take_back(entry, "Redid", "u undoes")

    def run(self, change: int, action: Callable[[Ledger], Any], then: Callable[[Any], None]) -> None:
        """Do something about a change, beside the screen's own work if it is large; `then` is given what came of it."""
        if changes.count_steps(self._context.ledger, change) > LARGE:
            self._background.start("undoing", action, then)
        elif self._background.is_free():
            then(action(self._context.ledger))

    def take_back(self, entry: ChangeEntry, done: str = "Undid", way_out: str = "ctrl+r redoes it") -> None:
        """Take a change back as one change, and say so."""

        def tell(answer: tuple[ChangeEntry, int]) -> None:
            made, kept = answer
            self._context.reload()
            left = f", but {plural(kept, 'value')} changed since, and stayed" if kept else ""
            self._context.say(f"{done}: {short(made.command)}{left}   {way_out}")

        self.run(entry.id, lambda ledger: _take_back(ledger, entry), tell)

    def ask_and_take_back(self, entry: ChangeEntry, question: str, yes: str) -> None:
        """Put a question, and take the change back on a yes."""
        from tracker.tui.dialogs.confirm import Confirm

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                with self._context.say_errors():
                    self.take_back(entry)

        self._context.app.push_screen(Confirm(question, yes, "Leave it"), answered)

    def _undo_unless_doubted(self, answer: tuple[ChangeEntry, list[str]]) -> None:
        entry, doubts = answer
        if doubts:
            question = f"Undo “{short(entry.command)}”, though {short(' and '.join(doubts))}?"
            self.ask_and_take_back(entry, question, "Undo it")
        else:
            self.take_back(entry)


def _take_back(ledger: Ledger, entry: ChangeEntry) -> tuple[ChangeEntry, int]:
    """Take a change back as one change; gives back the change that was made once, and how many values stayed."""
    made, command = changes.describe_reversal(ledger, entry)
    with database.write_change(ledger, command, config.user_name()) as change:
        return made, len(changes.undo_change(change, entry.id))


def _to_undo(ledger: Ledger) -> tuple[ChangeEntry, list[str]]:
    """One's own last change that can be taken back, and why that may not be what is wanted."""
    entry, passed = changes.next_to_undo(ledger, config.user_name())
    built_on = ["others have built on your later changes"] if passed else []
    return entry, built_on or changes.undo_doubts(ledger, entry, datetime.now(UTC))
