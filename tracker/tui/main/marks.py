"""The marks: which proposals a verb acts on. They outlive the query, and Esc drops them before anything else."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from tracker.model import TrackerError
from tracker.store.search import listing
from tracker.text import plural
from tracker.tui.reader import Reader
from tracker.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.query import Query
    from tracker.tui.context import ScreenContext
    from tracker.tui.widgets.lists.proposal_table import ProposalTable
    from tracker.tui.widgets.title_bar import TitleBar

ASKED_ABOVE = 1000


@dataclass
class RowsListed(Message):
    """The proposals that are to be marked were found."""

    ids: Collection[int]


class Marks:
    """What space, v, * and Esc do to the marks of a table, and the proposals that a verb acts on."""

    def __init__(self, context: ScreenContext, table: ProposalTable, title_bar: TitleBar) -> None:
        """The table shows them, the title says how many they are."""
        self._context, self._table, self._title_bar = context, table, title_bar

    @property
    def marked(self) -> tuple[int, ...]:
        """The marked proposals."""
        return tuple(sorted(self._table.marked))

    def targets(self) -> tuple[int, ...]:
        """The proposals that a verb acts on: the marked ones, else the one under the cursor; none where none is."""
        if self._table.marked:
            return self.marked
        line = self._table.line()
        return (line.id,) if line else ()

    def replace(self, ids: Collection[int]) -> None:
        """Mark just these."""
        self._table.marked = frozenset(ids)
        self._title_bar.marked = len(self._table.marked)
        for bar in self._context.screen.query(KeyBar):
            bar.marked = len(self._table.marked)
        self._context.screen.refresh_bindings()

    def can_drop(self) -> bool:
        """Whether there are marks, or a range is open."""
        return bool(self._table.marked) or self._table.ranging is not None

    def drop(self) -> None:
        """Drop a range that is open, or else all marks."""
        if self._table.ranging is not None:
            self._table.ranging = None
            self._context.screen.refresh_bindings()
        else:
            self.replace(())

    def toggle(self) -> None:
        """Mark the proposal under the cursor or take its mark away, and go down."""
        line = self._table.line()
        if line is not None:
            self.replace(self._table.marked ^ {line.id})
            self._table.action_move(1)

    def mark_range(self, asked: Query) -> None:
        """Begin a range, or mark all of the query's list from where it was begun."""
        if self._table.ranging is None:
            self._table.ranging = self._table.cursor
            self._context.screen.refresh_bindings()
            self._context.say("The range begins here: v marks it, esc drops it")
            return
        span = self._table.span()
        self._table.ranging = None
        self._start_listing(asked, span.start, len(span))

    def mark_all(self, asked: Query) -> None:
        """Mark all that a query finds."""
        self._start_listing(asked, 0, None)

    def add(self, ids: Collection[int]) -> None:
        """Mark these too, and ask first if they are very many."""
        if len(ids) <= ASKED_ABOVE:
            self.replace(self._table.marked | {*ids})
            return

        from tracker.tui.dialogs.confirm import Confirm

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self.replace(self._table.marked | {*ids})

        question = f"Mark {plural(len(ids), 'proposal')}? Every action then applies to all of them."
        self._context.app.push_screen(Confirm(question, "Mark them", "Leave it"), answered)

    def _start_listing(self, asked: Query, start: int, many: int | None) -> None:
        work = partial(self._list, asked, start, many)
        self._context.screen.run_worker(work, thread=True, exclusive=True, group="marking")

    def _list(self, asked: Query, start: int, many: int | None) -> None:
        """Find which proposals stand on these rows, over a connection of its own: no key breaks it off."""
        context = self._context
        try:
            with closing(Reader(context.ledger.path)) as reader, reader.reading() as ledger:
                if ledger is not None:
                    context.screen.post_message(RowsListed(listing.matching_ids(ledger, asked, start, many)))
        except TrackerError as error:
            context.app.call_from_thread(context.say, str(error), severity="error")
