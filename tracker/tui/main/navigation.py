"""The ways from the list to views and to other proposals, and the way back, one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.tui.views.destination import Destination

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.tui.context import ScreenContext
    from tracker.tui.main.query_runner import QueryRunner
    from tracker.tui.views.view import View
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.lists.proposal_table import ProposalTable
    from tracker.tui.widgets.pages.detail import DetailPane

    Go = Callable[[Destination], None]


class Waypoint(NamedTuple):
    """A place that was left: its filter, its proposal, whether it was the detail, and the view to open again.

    `led` is the filter and the proposal to which it was left: elsewhere there is no way back to it.
    """

    line: str
    proposal: int | None
    in_detail: bool
    again: Callable[[], None] | None
    led: tuple[str, int | None]


class Trail:
    """The places that were left, the last one last."""

    def __init__(self) -> None:
        """Nothing was left yet."""
        self._places: tuple[Waypoint, ...] = ()

    def leave(self, place: Waypoint) -> None:
        """A place was left."""
        self._places = (*self._places, place)

    def redirect(self, line: str, proposal: int) -> None:
        """The last place was left to another one than it seemed."""
        if self._places:
            self._places = (*self._places[:-1], self._places[-1]._replace(led=(line, proposal)))

    def step_back(self, line: str, proposal: int | None) -> Waypoint | None:
        """The place from which one came here; None, and no way back at all, where no way led here."""
        place = self._places[-1] if self._places else None
        if place is None or place.led[0] != line or place.led[1] not in {None, proposal}:
            self._places = ()
            return None
        self._places = self._places[:-1]
        return place


class Navigation:
    """What a link, a view and Esc do on the screen that owns the filter, the list and the detail."""

    def __init__(
        self, context: ScreenContext, runner: QueryRunner, bar: FilterBar, table: ProposalTable, pane: DetailPane
    ) -> None:
        """No way was gone yet."""
        self._context, self._runner = context, runner
        self._bar, self._table, self._pane = bar, table, pane
        self._trail = Trail()
        self._landing: Destination | None = None  # where to put the cursor once the list of a filter is there

    @property
    def proposal(self) -> int | None:
        """The proposal under the cursor."""
        line = self._table.line()
        return line.id if line else None

    def go(self, wish: Destination, again: Callable[[], None] | None = None) -> None:
        """Go where a view leads; Esc comes back here and opens it `again`."""
        while self._context.app.screen is not self._context.screen:
            self._context.app.pop_screen()
        here = self._bar.input.value
        line = here if wish.line is None else wish.line
        if wish.proposal is not None and line == here and self._runner.find_row(wish.proposal) is None:
            line = f"id:{wish.proposal}"
        self._trail.leave(Waypoint(here, self.proposal, self._pane.has_focus, again, (line, wish.proposal)))
        self._land(line, wish.proposal)
        if wish.line is not None:
            self._context.screen.set_focus(self._table)

    def finish_landing(self) -> None:
        """Put the cursor on the proposal that was gone to, now that its list is there."""
        wish, self._landing = self._landing, None
        if wish is None or wish.line != self._bar.input.value or wish.proposal is None:
            return
        if self._runner.find_row(wish.proposal) is not None:
            self._context.reload(wish.proposal)
        else:  # too far down a long list, or no longer in it
            self._trail.redirect(f"id:{wish.proposal}", wish.proposal)
            self._land(f"id:{wish.proposal}", wish.proposal)

    def step_back(self) -> bool:
        """Go back to where one came from; gives back whether there was a way."""
        place = self._trail.step_back(self._bar.input.value, self.proposal)
        if place is None:
            return False
        self._land(place.line, place.proposal)
        self._context.screen.set_focus(self._pane if place.in_detail else self._table)
        if place.again is not None:
            place.again()
        return True

    def _land(self, line: str, proposal: int | None) -> None:
        if line != self._bar.input.value:
            self._landing = Destination(proposal, line)
            self._bar.input.value = line
        elif proposal is not None:
            self._context.reload(proposal)

    # views

    def open_overview(self) -> None:
        """Open the overview of what the filter finds."""
        from tracker.tui.views.overview import Overview

        ledger, today = self._context.ledger, self._context.today
        self._open(
            lambda go: Overview(ledger, go, self._runner.as_typed(self._runner.query), today), self.open_overview
        )

    def open_due(self) -> None:
        """Open the Monday list."""
        from tracker.tui.views.due import Due

        self._open(lambda go: Due(self._context.ledger, go, self._context.today), self.open_due)

    def open_history(self) -> None:
        """Open the history of the proposal under the cursor, of the whole file where there is none."""
        from tracker.tui.views.history import History

        self._open(lambda go: History(self._context.ledger, go, self.proposal), self.open_history)

    def open_sources(self) -> None:
        """Open the list of sources."""
        from tracker.tui.views.sources import Sources

        self._open(lambda go: Sources(self._context.ledger, go), self.open_sources)

    def open_source(self, source: int) -> None:
        """Open the text of a source."""
        from tracker.tui.views.source_text import SourceText

        self._open(lambda go: SourceText(self._context.ledger, go, source), lambda: self.open_source(source))

    def _open(self, make: Callable[[Go], View], again: Callable[[], None]) -> None:
        with self._context.say_errors():
            self._context.app.push_screen(make(lambda wish: self.go(wish, again)))
