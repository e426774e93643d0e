"""The panes of the first screen: which of list, detail, facets and explanation is seen, and which has the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.screen import Screen
    from textual.widget import Widget

    from tracker.tui.widgets.lists.empty_list import Nothing
    from tracker.tui.widgets.lists.facets_pane import FacetsPane
    from tracker.tui.widgets.lists.proposal_table import ProposalTable
    from tracker.tui.widgets.pages.detail import DetailPane

WIDTHS = [(0, "-narrow"), (80, "-normal"), (100, "-split"), (120, "-wide")]
HEIGHTS = [(0, "-short"), (22, "-tall"), (32, "-high")]


def size_classes(columns: int, lines: int) -> str:
    """The classes that a screen of this size has."""
    width = next(name for least, name in reversed(WIDTHS) if columns >= least)
    height = next(name for least, name in reversed(HEIGHTS) if lines >= least)
    return f"{width} {height}"


class Panes:
    """What is opened and left; the style sheet says by the screen's classes where each pane stands."""

    def __init__(
        self, screen: Screen[Any], table: ProposalTable, detail: DetailPane, facets: FacetsPane, nothing: Nothing
    ) -> None:
        """The screen with its panes."""
        self._screen = screen
        self._table, self._detail, self._facets, self._nothing = table, detail, facets, nothing

    @property
    def is_empty(self) -> bool:
        """Whether the list has no rows."""
        return not self._table.total

    def show_list(self) -> None:
        """Show the list, or in its place why there is none; the keys go along."""
        self._screen.set_class(self.is_empty, "-empty")
        here, other = (self._nothing, self._table) if self.is_empty else (self._table, self._nothing)
        focused = self._screen.focused
        if focused is other or (self.is_empty and focused in {self._facets, self._detail}):
            self._screen.set_focus(here)

    def enter_list(self) -> None:
        """Give the keys to the list, or to what stands in its place."""
        self._screen.set_focus(self._nothing if self._screen.has_class("-empty") else self._table)

    def open_detail(self) -> None:
        """Go into the detail."""
        self._screen.add_class("-opened")
        self._screen.set_focus(self._detail)

    def leave_detail(self) -> None:
        """Go back to the list."""
        self._screen.remove_class("-opened")
        self._screen.set_focus(self._table)

    def open_facets(self) -> None:
        """Open the facets and go into them."""
        if not self.is_empty:
            self._screen.add_class("-faceting")
            self._screen.set_focus(self._facets)

    def leave_facets(self) -> None:
        """Close the facets where they took the place of something, and go back to the list."""
        self._screen.remove_class("-faceting")
        self.enter_list()

    def leave(self) -> bool:
        """Leave the detail or the facets; gives back whether one was open."""
        if self._screen.has_class("-opened") or self._detail.has_focus:
            self.leave_detail()
        elif self._screen.has_class("-faceting"):
            self.leave_facets()
        else:
            return False
        return True

    def follow(self, focused: Widget) -> None:
        """Show on a narrow screen what the keys go to."""
        self._screen.set_class(focused is self._detail, "-opened")
        if focused is not self._facets:
            self._screen.remove_class("-faceting")
