"""The saved queries: named in the title, asked by their digits, and kept from the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.records import saved_queries
from tracker.tui.views.destination import Destination

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.tui.context import ScreenContext
    from tracker.tui.main.layouts import Layouts
    from tracker.tui.main.navigation import Navigation
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.title_bar import TitleBar

DIGITS = 9


class SavedQueries:
    """What 1 to 9 and ctrl+s do."""

    def __init__(
        self,
        context: ScreenContext,
        navigation: Navigation,
        bar: FilterBar,
        title_bar: TitleBar,
        layouts: Layouts,
    ) -> None:
        """The title names them."""
        self._context, self._navigation, self._bar, self._title_bar = context, navigation, bar, title_bar
        self._layouts = layouts
        self._offered = False  # whether there is a filter to keep

    @property
    def line(self) -> str:
        """What is typed into the filter."""
        return self._bar.input.value.strip()

    def read(self) -> dict[str, str]:
        """The saved queries by their names, in their order."""
        queries: dict[str, str] = {}
        with self._context.say_errors():
            queries |= saved_queries.saved_query_lines(self._context.ledger)
        return queries

    def show(self) -> None:
        """Name them in the title, and offer to keep what is typed."""
        if bool(self.line) != self._offered:
            self._offered = bool(self.line)
            self._context.screen.refresh_bindings()
        self._title_bar.digits = tuple((name, asks == self.line) for name, asks in self.read().items())

    def ask(self, number: int) -> None:
        """Ask a saved query by its place."""
        names, lines = zip(*self.read().items(), strict=True) if self.read() else ((), ())
        if number <= len(lines):
            self._layouts.enter(names[number - 1], lines[number - 1])
            self._navigation.go(Destination(line=lines[number - 1]))
        else:
            message = f"There is no saved query {number}: ctrl+s saves the filter as one"
            self._context.say(message, severity="warning")

    def keep(self) -> None:
        """Save the filter as a saved query."""
        from tracker.tui.forms.saved_query import Keep

        if not self.line:
            self._context.say("The filter is empty: type what to save", severity="warning")
            return
        self._context.app.push_screen(Keep(self._context.ledger, self.line, self._context.today), self._tell)

    def _tell(self, saved: tuple[int, Mapping[str, str]] | None) -> None:
        if saved is not None:
            place, typed = saved
            key = f"{place} runs it" if place <= DIGITS else "ctrl+p runs it"
            self._context.reload()
            self._context.say(f"Saved as {typed['name'].strip()}: {key}   u undoes")
