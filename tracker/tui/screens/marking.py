"""Marks: which proposals a verb acts on. They outlive the query, and Esc drops them before it does anything else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import work
from textual.message import Message

from tracker.model import TrackerError
from tracker.store.search import listing
from tracker.text import plural
from tracker.tui.screens import reading
from tracker.tui.screens.filling import Filling

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.query import Query
    from tracker.tui.widgets.proposal_table import ProposalTable
    from tracker.tui.widgets.title_bar import TitleBar

ASKED_ABOVE = 1000


@dataclass
class Listed(Message):
    """The proposals that are to be marked were found."""

    ids: Collection[int]


class Marking(Filling):
    """The verbs space, v, * and what Esc does to marks, of a screen that has a table and a query."""

    table: ProposalTable
    title_bar: TitleBar
    _query: Query

    def at_work(self, what: str) -> None:
        """Say it in the title."""
        super().at_work(what)
        self.title_bar.busy = what

    def chosen(self) -> tuple[int, ...]:
        """The proposals that a verb acts on: the marked ones, else the one under the cursor; none where none is."""
        if self.table.marked:
            return tuple(sorted(self.table.marked))
        line = self.table.line()
        return (line.id,) if line else ()

    def mark(self, ids: Collection[int]) -> None:
        """Mark just these."""
        self.table.marked = frozenset(ids)
        self.title_bar.marked = len(self.table.marked)
        self.refresh_bindings()

    def can_unmark(self) -> bool:
        """Whether there are marks, or a range is open."""
        return bool(self.table.marked) or self.table.ranging is not None

    def action_unmark(self) -> None:
        """Drop a range that is open, or else all marks."""
        if self.table.ranging is not None:
            self.table.ranging = None
            self.refresh_bindings()
        else:
            self.mark(())

    def action_mark(self) -> None:
        """Mark the proposal under the cursor or take its mark away, and go down."""
        line = self.table.line()
        if line is not None:
            self.mark(self.table.marked ^ {line.id})
            self.table.action_move(1)

    def action_range(self) -> None:
        """Begin a range, or mark all from where it was begun."""
        if self.table.ranging is None:
            self.table.ranging = self.table.cursor
            self.refresh_bindings()
            self.say("The range begins here: v marks it, esc drops it")
            return
        span = self.table.span()
        self.table.ranging = None
        self._list(self._query, span.start, len(span))

    def action_mark_all(self) -> None:
        """Mark all that the query finds."""
        self._list(self._query, 0, None)

    @work(thread=True, exclusive=True, group="marking")
    def _list(self, asked: Query, start: int, many: int | None) -> None:
        """Find which proposals stand on these rows, over a connection of its own."""
        reader = reading.Reader(self.ledger.path)
        try:
            with reader.reading() as ledger:
                if ledger is not None:
                    self.post_message(Listed(listing.ids(ledger, asked, start, many)))
        except TrackerError as error:
            self.app.call_from_thread(self.say, str(error), severity="error")
        finally:
            reader.close()

    def on_listed(self, found: Listed) -> None:
        """Mark them, and ask first if they are very many."""
        if len(found.ids) <= ASKED_ABOVE:
            self.mark(self.table.marked | {*found.ids})
            return

        from tracker.tui.screens.confirm import Confirm

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self.mark(self.table.marked | {*found.ids})

        question = f"Mark {plural(len(found.ids), 'proposal')}? Every verb then acts on all of them."
        self.app.push_screen(Confirm(question, "Mark them", "Leave it"), answered)
