"""The proposal under the cursor, shown whole once the cursor rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.ledger import consistent_read

if TYPE_CHECKING:
    from textual.timer import Timer

    from tracker.tui.context import ScreenContext
    from tracker.tui.widgets.lists.proposal_table import ProposalTable
    from tracker.tui.widgets.pages.detail import DetailPane

DETAIL_SECONDS = 0.07  # longer than between two keys of one held down (25 a second or more): it draws the list only


class DetailLoader:
    """What reads the proposal under the cursor into the detail."""

    def __init__(self, context: ScreenContext, table: ProposalTable, pane: DetailPane) -> None:
        """Nothing is shown yet."""
        self._context, self._table, self._pane = context, table, pane
        self._resting: Timer | None = None

    def load_at_rest(self) -> None:
        """Load it once the cursor rests."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self._context.screen.set_timer(DETAIL_SECONDS, self.load)

    def load_now(self) -> None:
        """Load it at once if it waits for that."""
        if self._resting is not None:
            self.load()

    def load(self) -> None:
        """Show the proposal under the cursor, or none."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        line = self._table.line()
        if line is None:
            self._pane.show(None)
            return
        from tracker.store.records import proposals

        ledger = self._context.ledger
        with self._context.say_errors(), consistent_read(ledger):
            self._pane.show(proposals.read_detail(ledger, line.id, self._context.today))
        self._context.screen.call_after_refresh(self._table.read_ahead)
