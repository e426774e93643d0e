"""The ways from the list to the views and to other proposals, and the way back, one step at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.store.records import saved_queries
from tracker.tui.screens import reading
from tracker.tui.screens.taking import Taking
from tracker.tui.screens.wishes import Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from tracker.query import Query
    from tracker.tui.screens.view import View
    from tracker.tui.widgets.detail import DetailPane
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.linked import Linked
    from tracker.tui.widgets.proposal_table import ProposalTable
    from tracker.tui.widgets.title_bar import TitleBar


class Left(NamedTuple):
    """A place that was left: its filter, its proposal, whether it was the detail, and the view to open again.

    `led` is the filter and the proposal to which it was left: elsewhere there is no way back to it.
    """

    line: str
    proposal: int | None
    in_detail: bool
    again: Callable[[], None] | None
    led: tuple[str, int | None]


class Viewing(Taking):
    """What m, D, h, S and 1 to 9 do on the screen that owns the filter, the list and the detail."""

    title_bar: TitleBar
    bar: FilterBar
    table: ProposalTable
    pane: DetailPane
    _query: Query

    _trail: tuple[Left, ...] = ()
    _landing: Wish | None = None
    _offered = False  # whether there is a filter to keep

    @property
    def today(self) -> date:
        """The day."""
        raise NotImplementedError

    # going

    def go(self, wish: Wish, again: Callable[[], None] | None = None) -> None:
        """Go where a view leads; Esc comes back here and opens it `again`."""
        while self.app.screen is not self:
            self.app.pop_screen()
        here = self.table.line()
        line = self.bar.input.value if wish.line is None else wish.line
        if wish.proposal is not None and line == self.bar.input.value and not self._is_listed(wish.proposal):
            line = f"id:{wish.proposal}"
        left = Left(self.bar.input.value, here.id if here else None, self.pane.has_focus, again, (line, wish.proposal))
        self._trail = (*self._trail, left)
        self._land(line, wish.proposal)
        if wish.line is not None:
            self.set_focus(self.table)

    def landed(self) -> None:
        """Put the cursor on the proposal that was gone to, now that its list is there."""
        wanted, self._landing = self._landing, None
        if wanted is None or wanted.line != self.bar.input.value or wanted.proposal is None:
            return
        if self._is_listed(wanted.proposal):
            self.reload(wanted.proposal)
        else:  # too far down a long list, or no longer in it
            self._led(f"id:{wanted.proposal}", wanted.proposal)
            self._land(f"id:{wanted.proposal}", wanted.proposal)

    def step_back(self) -> bool:
        """Go back to where one came from; gives back whether there was a way."""
        left = self._trail[-1] if self._trail else None
        self._trail = self._trail[:-1]
        here = self.table.line()
        if left is None or left.led[0] != self.bar.input.value or left.led[1] not in {None, here and here.id}:
            self._trail = ()
            return False
        self._land(left.line, left.proposal)
        self.set_focus(self.pane if left.in_detail else self.table)
        if left.again is not None:
            left.again()
        return True

    def on_linked_followed(self, event: Linked.Followed) -> None:
        """Go where a link leads."""
        if event.target.kind == "proposal":
            self.go(Wish(event.target.id))
        else:
            self.open_source(event.target.id)

    def _land(self, line: str, proposal: int | None) -> None:
        if line != self.bar.input.value:
            self._landing = Wish(proposal, line)
            self.bar.input.value = line
        elif proposal is not None:
            self.reload(proposal)

    def _led(self, line: str, proposal: int) -> None:
        """Say that the last place was left to another one."""
        if self._trail:
            self._trail = (*self._trail[:-1], self._trail[-1]._replace(led=(line, proposal)))

    def _is_listed(self, proposal: int) -> bool:
        found = None
        with self.toasted():
            found = reading.row_of(self.ledger, self._query, proposal, self.table.cursor)
        return found is not None

    # views

    def action_overview(self) -> None:
        """Open the overview of what the filter finds."""
        from tracker.tui.screens.overview import Overview

        self._open(lambda go: Overview(self.ledger, go, self._query, self.today), self.action_overview)

    def action_due(self) -> None:
        """Open the Monday list."""
        from tracker.tui.screens.due import Due

        self._open(lambda go: Due(self.ledger, go, self.today), self.action_due)

    def action_history(self) -> None:
        """Open the history of the proposal under the cursor, of the whole file where there is none."""
        from tracker.tui.screens.history import History

        line = self.table.line()
        self._open(lambda go: History(self.ledger, go, line.id if line else None), self.action_history)

    def action_sources(self) -> None:
        """Open the list of sources."""
        from tracker.tui.screens.sources import Sources

        self._open(lambda go: Sources(self.ledger, go), self.action_sources)

    def open_source(self, source: int) -> None:
        """Open the text of a source."""
        from tracker.tui.screens.source_text import SourceText

        self._open(lambda go: SourceText(self.ledger, go, source), lambda: self.open_source(source))

    def _open(self, make: Callable[[Callable[[Wish], None]], View], again: Callable[[], None]) -> None:
        with self.toasted():
            self.app.push_screen(make(lambda wish: self.go(wish, again)))

    # saved queries

    def action_saved(self, number: int) -> None:
        """Ask a saved query by its place."""
        known = list(self.saved_queries().values())
        if number <= len(known):
            self.go(Wish(line=known[number - 1]))
        else:
            self.say(f"There is no saved query {number}: ctrl+s keeps the filter as one", severity="warning")

    def show_saved(self) -> None:
        """Name the saved queries in the title, and offer to keep what is typed."""
        line = self.bar.input.value.strip()
        if bool(line) != self._offered:
            self._offered = bool(line)
            self.refresh_bindings()
        self.title_bar.digits = tuple((name, asks == line) for name, asks in self.saved_queries().items())

    def saved_queries(self) -> dict[str, str]:
        """The saved queries by their names, in their order."""
        known: dict[str, str] = {}
        with self.toasted():
            known |= saved_queries.known(self.ledger)
        return known

    def action_keep(self) -> None:
        """Keep the filter as a saved query."""
        from tracker.tui.screens.keep import Keep

        line = self.bar.input.value.strip()
        if not line:
            self.say("The filter is empty: type what is to be kept", severity="warning")
            return
        self.app.push_screen(Keep(self.ledger, line, self.today), self._kept)

    def _kept(self, kept: tuple[int, Mapping[str, str]] | None) -> None:
        if kept is not None:
            place, typed = kept
            key = f"{place} asks it" if place <= 9 else "ctrl+p asks it"  # noqa: PLR2004 - the digits
            self.reload()
            self.say(f"Kept as {typed['name'].strip()}: {key}   u undoes")
