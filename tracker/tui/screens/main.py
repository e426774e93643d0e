"""The proposals: filter, list and detail. Owns the query and the cursor, asks the store, does the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from tracker.offers import Offers
from tracker.query import Query
from tracker.store.ledger import consistent_read, data_version
from tracker.store.records import statuses
from tracker.store.search import field_values
from tracker.tui.screens import reading
from tracker.tui.screens.narrowing import Narrowing
from tracker.tui.widgets.detail import DetailPane
from tracker.tui.widgets.filter_bar import FilterBar
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.pages import PAGE
from tracker.tui.widgets.proposal_table import ProposalTable
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from datetime import date

    from textual.app import ComposeResult
    from textual.events import DescendantFocus
    from textual.timer import Timer
    from textual.widget import Widget

    from tracker.model import Line
    from tracker.store.ledger import Ledger

WATCH_SECONDS = 0.5
LETTERS = {"facets", "overview", "due", "history", "sources"}  # their keys are letters in the filter
DETAIL_SECONDS = 0.07  # longer than between two keys of one held down (25 a second or more): it draws the list only


class MainScreen(Narrowing):
    """The first screen."""

    AUTO_FOCUS = "ProposalTable"
    BINDINGS: ClassVar[list[BindingType]] = [
        # priority: what is typed right behind these belongs to what they open, never to the list
        Binding("escape", "unmark", "Unmark"),
        Binding("a", "add", "Add", priority=True),
        Binding("s", "status", "Status", priority=True),
        Binding("slash", "filter", "Filter", key_display="/", priority=True),
        Binding("question_mark", "help", "Keys", key_display="?"),
        Binding("u", "undo", "Undo"),
        Binding("e", "edit", "Edit", priority=True),
        Binding("space", "mark", "Mark"),
        Binding("q", "app.quit", "Quit"),
        Binding("f", "facets", "Facets", priority=True),
        Binding("m", "overview", "Overview", priority=True),
        Binding("x", "remove", "Remove", priority=True),
        Binding("x", "restore", "Restore", priority=True),
        Binding("t", "topics", "Topics", priority=True),
        Binding("c", "cite", "Cite", priority=True),
        Binding("D", "due", "Due", priority=True),
        Binding("h", "history", "History", priority=True),
        Binding("S", "sources", "Sources", priority=True),
        Binding("l", "link", "Link", priority=True),
        Binding("r", "looked", "Looked", priority=True),
        Binding("y", "copy", "Copy", priority=True),
        Binding("w", "write_file", "Write", priority=True),
        Binding("E", "editor", "Edit in your editor", show=False, priority=True),
        Binding("v", "range", "Mark a range", show=False),
        Binding("asterisk", "mark_all", "Mark all that is listed", key_display="*", show=False),
        *(Binding(f"{n}", f"saved({n})", f"Saved query {n}", show=False) for n in range(1, 10)),
        Binding("ctrl+r", "redo", "Redo", show=False),
        Binding("escape", "back", "One step back", show=False),
        Binding("ctrl+s", "keep", "Keep the filter"),
    ]

    def __init__(self, ledger: Ledger, name: str, today: date | None = None) -> None:
        """An open database, and the name that is said of it."""
        glyphs = {code: status.glyph for code, status in statuses.known(ledger).items()}
        # the classes of the commonest size: its first frame is styled once, not twice
        super().__init__(ledger, glyphs, today, "-normal -tall")
        self._resting: Timer | None = None
        self._seen = data_version(ledger)
        self.bar = FilterBar(Offers(field_values.values(ledger)))
        self.title_bar = TitleBar(name)
        self.table = ProposalTable(self._fetch, glyphs)
        self.pane = DetailPane(glyphs)

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
        with self.toasted():
            self.table.show(reading.page(self.ledger, self._query, None, 0, PAGE))
        self.shown()
        self.call_after_refresh(self.count, self._query)
        self.set_interval(WATCH_SECONDS, self._watch)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what works here and now."""
        if action in LETTERS and self.focused is self.bar.input:
            return False
        if action == "facets":
            return self.table.total > 0 and self.focused is not self.facets  # it closes them there
        if action == "keep":
            return bool(self.bar.input.value.strip())
        return super().check_action(action, parameters)

    def on_filter_bar_done(self) -> None:
        """Go to the list."""
        self.show_held()
        self.set_focus(self.nothing if self.has_class("-empty") else self.table)

    def reload(self, proposal: int | None = None) -> None:
        """Read the visible rows again; the cursor goes to a proposal, or stays on the one that it is on."""
        line = self.table.line()
        wanted = proposal or (line.id if line else None)
        row = self.table.cursor
        with self.toasted():
            if wanted is None:
                self.table.show(reading.page(self.ledger, self._query, None, 0, PAGE))
            else:
                found = reading.row_of(self.ledger, self._query, wanted, row)
                self.table.reload(row if found is None else found)
        self.shown()
        self._load_detail()
        self._known = False
        self.count(self._query)
        if self._query != Query():
            self.count_everything()

    def on_proposal_table_highlighted(self) -> None:
        """Load the detail once the cursor rests."""
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(DETAIL_SECONDS, self._load_detail)

    def on_proposal_table_opened(self) -> None:
        """Go into the detail."""
        self.add_class("-opened")
        self.set_focus(self.pane)

    def on_detail_pane_left(self) -> None:
        """Go back to the list."""
        self.remove_class("-opened")
        self.set_focus(self.table)

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """On a narrow screen, show what is looked at."""
        self.set_class(event.widget is self.pane, "-opened")
        if event.widget is not self.facets:
            self.remove_class("-faceting")

    # verbs

    def action_filter(self) -> None:
        """Go to the filter."""
        self.set_focus(self.bar.input)

    def action_back(self) -> None:
        """Go back along the links, leave the detail or the facets, then the filter; `unmark` comes before it."""
        if self.step_back():
            return
        if self.has_class("-opened") or self.pane.has_focus:
            self.on_detail_pane_left()
        elif self.has_class("-faceting"):
            self.leave_facets()
        else:
            self.bar.clear()

    def action_help(self) -> None:
        """Say the keys of this place."""
        from tracker.tui.screens.help import Help

        with self.toasted():
            self.app.push_screen(Help(self.active_bindings, self.ledger))

    def _fetch(self, offset: int, limit: int) -> list[Line]:
        lines: list[Line] = []
        with self.toasted():
            total = self.table.total if self.table.total_known else None
            lines += reading.page(self.ledger, self._query, total, offset, limit)
        return lines

    def _load_detail(self) -> None:
        line = self.table.line()
        if line is None:
            self.pane.show(None)
            return
        from tracker.store.records import proposals

        with self.toasted(), consistent_read(self.ledger):
            self.pane.show(proposals.detail(self.ledger, line.id, self.today))
        self.call_after_refresh(self.table.read_ahead)

    def _detail(self) -> Widget:
        return self.pane

    def _watch(self) -> None:
        """Notice what another process wrote."""
        with self.toasted():
            seen = data_version(self.ledger)
            if seen != self._seen:
                self._seen = seen
                self.reload()
