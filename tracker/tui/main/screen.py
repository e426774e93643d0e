"""The first screen: it puts its parts together, and hands each key and each message to the part that it is for."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Horizontal
from textual.widgets import Input

from tracker.offers import Offers
from tracker.store.ledger import data_version
from tracker.store.records import statuses
from tracker.store.search import field_values, listing, terms
from tracker.tui.background import Background
from tracker.tui.context import ScreenContext
from tracker.tui.main.actions import Actions
from tracker.tui.main.bindings import LETTERS, MAIN_BINDINGS, ON_ROWS
from tracker.tui.main.detail import DetailLoader
from tracker.tui.main.explanation import Explanation
from tracker.tui.main.exports import Exports
from tracker.tui.main.facet_counts import FacetCounts
from tracker.tui.main.layouts import Layouts
from tracker.tui.main.marks import Marks
from tracker.tui.main.navigation import Navigation
from tracker.tui.main.panes import Panes, size_classes
from tracker.tui.main.query_runner import QueryRunner
from tracker.tui.main.saved_queries import SavedQueries
from tracker.tui.main.verbs import VerbScreen
from tracker.tui.views.destination import Destination
from tracker.tui.widgets.filter_bar import FilterBar
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.lists.empty_list import Nothing
from tracker.tui.widgets.lists.facets_pane import FacetsPane
from tracker.tui.widgets.lists.proposal_table import ProposalTable
from tracker.tui.widgets.pages.detail import DetailPane
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.events import DescendantFocus

    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger
    from tracker.tui.main.explanation import EmptinessExplained
    from tracker.tui.main.facet_counts import FacetCounted
    from tracker.tui.main.marks import RowsListed
    from tracker.tui.main.query_runner import PageFound, QueryFailed, RowsCounted
    from tracker.tui.widgets.pages.link_page import LinkPage

WATCH_SECONDS = 0.5


class MainScreen(VerbScreen):
    """Filter, list and detail; what they do is done by the parts that it owns."""

    AUTO_FOCUS = "ProposalTable"
    BINDINGS: ClassVar[list[BindingType]] = MAIN_BINDINGS
    ONCE = frozenset({"x"})  # the next row, on which a double would act, was not seen yet

    def __init__(self, ledger: Ledger, name: str, today: date | None = None) -> None:
        """An open database, and the name that is said of it."""
        # the classes of the size that the terminal has: the first frame is styled once, not twice
        super().__init__(classes=size_classes(*shutil.get_terminal_size()))
        self.ledger = ledger
        self._seen = data_version(ledger)
        glyphs = {code: status.glyph for code, status in statuses.read_statuses(ledger).items()}
        self._make_widgets(name, glyphs)
        self._make_parts(ledger, today)

    def _make_widgets(self, name: str, glyphs: Mapping[str, str]) -> None:
        self.title_bar = TitleBar(name)
        self.bar = FilterBar(Offers(field_values.values_by_field(self.ledger)))
        self.facets = FacetsPane(glyphs)
        self.table = ProposalTable(self._fetch, glyphs)
        self.nothing = Nothing()
        self.pane = DetailPane(glyphs)

    def _make_parts(self, ledger: Ledger, today: date | None) -> None:
        self.context = context = ScreenContext(self, ledger, today, self.reload)
        self.background = Background(context, self._show_busy)
        self.runner = QueryRunner(context, self.bar, self.title_bar, self.table)
        self.panes = Panes(self, self.table, self.pane, self.facets, self.nothing)
        self.detail = DetailLoader(context, self.table, self.pane)
        self.facet_counts = FacetCounts(context, self.runner, self.facets)
        self.explanation = Explanation(self.runner, self.nothing)
        self.marks = Marks(context, self.table, self.title_bar)
        self.navigation = Navigation(context, self.runner, self.bar, self.table, self.pane)
        self.layouts = Layouts(context, self.runner, self.bar, self.table)
        self.saved_queries = SavedQueries(context, self.navigation, self.bar, self.title_bar, self.layouts)
        self.actions = Actions(context, self.runner, self.marks, self.background)
        self.exports = Exports(context, self.actions.forms, self.background)

    def compose(self) -> ComposeResult:
        """Title, filter, list and detail, keys."""
        yield self.title_bar
        yield self.bar
        with Horizontal(id="body"):
            yield self.facets
            yield self.table
            yield self.nothing
            yield self.pane
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the first page at once; the count follows."""
        for warning in self.ledger.warnings:
            self.notify(warning, severity="warning", markup=False)
        self.layouts.enter("", "")
        self.runner.begin()
        self.show_list()
        self.call_after_refresh(self.runner.count)
        self.set_interval(WATCH_SECONDS, self._watch)

    def on_unmount(self) -> None:
        """Close what was opened here."""
        self.runner.close()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer only what works here and now."""
        if action in LETTERS and isinstance(self.focused, Input):
            return False
        if action in {"remove", "restore"} and (action == "restore") != terms.asks_for_removed(self.runner.query):
            return False
        if action in ON_ROWS:  # a row that was removed is counted until the list was read again
            return bool(self.table.marked or self.table.line())
        if action == "unmark":
            return self.marks.can_drop()
        if action == "facets":
            return self.table.total > 0 and self.focused is not self.facets  # it closes them there
        return bool(self.saved_queries.line) if action == "keep" else True

    # what is shown

    def reload(self, proposal: int | None = None) -> None:
        """Read the visible rows again; the cursor goes to a proposal, or stays on the one that it is on."""
        self.runner.read_again(proposal)
        self.show_list()
        self.detail.load()
        self.runner.count_again()

    def show_list(self) -> None:
        """Have the list, or in its place why there is none."""
        self.saved_queries.show()
        with self.context.say_errors():
            self.table.largest = listing.largest_id(self.ledger)
        if self.panes.is_empty:
            self.explanation.begin()
        self.panes.show_list()

    def look_closer(self) -> None:
        """Find out what the result is made of, or why it is empty."""
        if self.panes.is_empty:
            self.facets.clear()
            self.explanation.find()
        else:
            self.facet_counts.count()

    def _fetch(self, offset: int, limit: int) -> list[ProposalLine]:
        return self.runner.fetch(offset, limit)

    def _show_busy(self, what: str) -> None:
        self.title_bar.busy = what

    def _watch(self) -> None:
        """Notice what another process wrote."""
        with self.context.say_errors():
            seen = data_version(self.ledger)
            if seen != self._seen:
                self._seen = seen
                self.reload()

    # what the threads found

    def on_page_found(self, found: PageFound) -> None:
        """Show the result of a query."""
        before = self.runner.query
        if not self.runner.show_page(found):
            return
        if terms.asks_for_removed(before) != terms.asks_for_removed(found.asked):
            self.refresh_bindings()  # what is removed can be restored, and the other way round
        self.show_list()
        self.navigation.finish_landing()
        self.call_after_refresh(self.runner.count_drawn, found.asked)

    def on_rows_counted(self, counted: RowsCounted) -> None:
        """Show the numbers."""
        if self.runner.show_count(counted):
            self.show_list()
            self.look_closer()

    def on_query_failed(self, failed: QueryFailed) -> None:
        """Say why there is no result."""
        self.runner.show_failure(failed)

    def on_facet_counted(self, counted: FacetCounted) -> None:
        """Show a group of counts."""
        self.facet_counts.show(counted)

    def on_emptiness_explained(self, explained: EmptinessExplained) -> None:
        """Say why nothing is found."""
        if self.panes.is_empty:
            self.explanation.show(explained)

    def on_rows_listed(self, listed: RowsListed) -> None:
        """Mark what was found."""
        self.marks.add(listed.ids)

    # what the widgets say

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Ask what is typed."""
        self.layouts.follow(event.text)
        if self.runner.accept(event.text):
            self.facet_counts.forget()
            self.runner.ask()

    def on_filter_bar_done(self) -> None:
        """Show what was held back while it was typed, as it is meant so; go to the list."""
        if self.runner.held is not None:
            self.on_page_found(self.runner.held)
        self.panes.enter_list()

    def on_proposal_table_highlighted(self) -> None:
        """Load the detail once the cursor rests."""
        self.detail.load_at_rest()

    def on_proposal_table_heading_picked(self, event: ProposalTable.HeadingPicked) -> None:
        """Order by a column."""
        self.layouts.pick_order(event.key)

    def on_proposal_table_opened(self) -> None:
        """Go into the detail."""
        self.panes.open_detail()

    def on_detail_pane_left(self) -> None:
        """Go back to the list."""
        self.panes.leave_detail()

    def on_link_page_followed(self, event: LinkPage.Followed) -> None:
        """Go where a link leads."""
        if event.target.kind == "proposal":
            self.navigation.go(Destination(event.target.id))
        elif self.is_active:  # a second Enter right behind it finds it open
            self.navigation.open_source(event.target.id)

    def on_facets_pane_appeared(self) -> None:
        """Count what was not counted while nobody saw it."""
        if self.facet_counts.is_missing() and self.table.total_known:
            self.look_closer()

    def on_facets_pane_left(self) -> None:
        """Go back to the list."""
        self.panes.leave_facets()

    def on_facets_pane_picked(self, picked: FacetsPane.Picked) -> None:
        """Add the value to the query, or take it away again."""
        self.facet_counts.toggle(picked.field, picked.value)

    def on_facets_pane_rest_wanted(self, event: FacetsPane.RestWanted) -> None:
        """Show a group whole, or its beginning."""
        self.facet_counts.set_whole(event.field, whole=event.whole)
        self.look_closer()

    def on_nothing_dropped(self, event: Nothing.Dropped) -> None:
        """Ask without a term."""
        self.explanation.drop_term(event.place)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """On a narrow screen, show what is looked at; its keys act on what the cursor is on."""
        if event.widget is self.pane:
            self.detail.load_now()
        self.panes.follow(event.widget)

    # the keys: where to go

    def action_filter(self) -> None:
        """Go to the filter."""
        self.set_focus(self.bar.input)

    def action_facets(self) -> None:
        """Go into the facets."""
        self.panes.open_facets()

    def action_back(self) -> None:
        """Go back along the links, leave the detail or the facets, then the filter; `unmark` comes before it."""
        if not (self.navigation.step_back() or self.panes.leave()):
            self.bar.clear()

    def action_overview(self) -> None:
        """Open the overview."""
        self.navigation.open_overview()

    def action_due(self) -> None:
        """Open the Monday list."""
        self.navigation.open_due()

    def action_history(self) -> None:
        """Open the history."""
        self.navigation.open_history()

    def action_sources(self) -> None:
        """Open the list of sources."""
        self.navigation.open_sources()

    def action_saved(self, number: int) -> None:
        """Ask a saved query by its place."""
        self.saved_queries.ask(number)

    def action_keep(self) -> None:
        """Save the filter as a saved query."""
        self.saved_queries.keep()

    def action_order(self) -> None:
        """Choose the order of the list."""
        self.layouts.choose_order()

    def action_columns(self) -> None:
        """Choose the columns of the list."""
        self.layouts.choose_columns()
