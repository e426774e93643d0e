"""The proposals: filter, list and detail. Owns the query and the cursor, asks the store, does the verbs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.worker import get_current_worker

from tracker import query
from tracker.model import QueryError, TrackerError
from tracker.query import Query
from tracker.store import database, listing, proposals, statuses
from tracker.tui.screens import reading, words
from tracker.tui.screens.answers import Counted, Failed, Found
from tracker.tui.screens.taking import Taking
from tracker.tui.widgets.detail import DetailPane
from tracker.tui.widgets.filter_bar import FilterBar
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.pages import PAGE
from tracker.tui.widgets.proposal_table import ProposalTable
from tracker.tui.widgets.suggesters import Terms
from tracker.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.events import DescendantFocus
    from textual.timer import Timer

    from tracker.model import Line
    from tracker.store.database import Ledger

WATCH_SECONDS = 0.5
DETAIL_SECONDS = 0.07  # longer than between two keys of one held down (25 a second or more): it draws the list only


class MainScreen(Taking):
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
        Binding("t", "topics", "Topics", priority=True),
        Binding("c", "cite", "Cite", priority=True),
        Binding("y", "copy", "Copy", priority=True),
        Binding("w", "write_file", "Write", priority=True),
        Binding("l", "link", "Link", priority=True),
        Binding("r", "looked", "Looked", priority=True),
        Binding("x", "remove", "Remove", priority=True),
        Binding("x", "restore", "Restore", priority=True),
        Binding("E", "editor", "Edit in your editor", show=False, priority=True),
        Binding("v", "range", "Mark a range", show=False),
        Binding("asterisk", "mark_all", "Mark all that is listed", key_display="*", show=False),
        Binding("ctrl+r", "redo", "Redo", show=False),
        Binding("escape", "back", "One step back", show=False),
    ]

    def __init__(self, ledger: Ledger, name: str, today: date | None = None) -> None:
        """An open database, and the name that is said of it."""
        super().__init__(classes="-normal -tall")  # the commonest size: its first frame is styled once, not twice
        self.ledger = ledger
        self._today = today
        self._reader = reading.Reader(ledger.path)
        self._query = Query()
        self._wanted = self._query
        self._known = False  # whether the number of all proposals is still right
        self._said: Mapping[str, str] = {}
        self._resting: Timer | None = None
        self._seen = database.data_version(ledger)
        glyphs = {code: status.glyph for code, status in statuses.known(ledger).items()}
        self.bar = FilterBar(Terms(words.completions(ledger)))
        self.title_bar = TitleBar(name)
        self.table = ProposalTable(self._fetch, glyphs)
        self.pane = DetailPane(glyphs)

    @property
    def today(self) -> date:
        """The day, which may change while the screen is open."""
        return self._today or date.today()  # noqa: DTZ011 - the reader's own day

    def compose(self) -> ComposeResult:
        """Title, filter, list and detail, keys."""
        yield self.title_bar
        yield self.bar
        with Horizontal(id="body"):
            yield self.table
            yield self.pane
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the first page at once; the count follows."""
        for warning in self.ledger.warnings:
            self.notify(warning, severity="warning", markup=False)
        with self.toasted():
            self.table.show(reading.page(self.ledger, self._query, None, 0, PAGE))
        self._show_notice()
        self.ask(self._query, first=False)
        self.set_interval(WATCH_SECONDS, self._watch)

    def on_unmount(self) -> None:
        """Close what was opened here."""
        self._reader.close()

    # asking

    @work(thread=True, exclusive=True, group="query")
    def ask(self, asked: Query, *, first: bool = True) -> None:
        """Find the first page of a query if that is wanted, then count it, beside the screen's own work."""
        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
                if first and ledger is not None and not worker.is_cancelled:
                    self.post_message(Found(asked, reading.page(ledger, asked, None, 0, PAGE)))
                if ledger is not None and not worker.is_cancelled:
                    self.post_message(Counted(asked, reading.count(ledger, asked)))
        except TrackerError as error:
            self.post_message(Failed(asked, error))

    @work(thread=True, exclusive=True, group="everything")
    def count_everything(self) -> None:
        """Count all proposals, beside the screen's own work."""
        try:
            with self._reader.reading() as ledger:
                if ledger is not None:
                    self.post_message(Counted(Query(), reading.count(ledger, Query())))
        except TrackerError:
            return  # broken off by a key, and asked again with its answer

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """Ask what is typed; a query that is none is said to be none, and the list stays."""
        try:
            self._wanted = query.parse_line(event.text, self.today)
        except QueryError as error:
            self.bar.error = str(error)
        else:
            self._reader.stop()
            self.ask(self._wanted)

    def on_found(self, found: Found) -> None:
        """Show a result, unless another query was typed since."""
        if found.asked is not self._wanted:
            return
        if not found.lines and (hint := words.field_begun(found.asked)):
            self.bar.error = hint
            return
        before, self._query = self._query, found.asked
        self.offer_for(before)
        self.bar.error = ""
        self.title_bar.shown = None
        if not self._known:
            self.count_everything()
        self.table.dated = "Since" if not found.asked.sort or found.asked.sort[0].key == "moved" else "Date"
        self.table.show(found.lines)
        self._show_notice()

    def on_counted(self, counted: Counted) -> None:
        """Show the numbers, unless another query was answered since."""
        if counted.asked == Query():
            self.title_bar.known, self._known = counted.total, True
        if counted.asked == self._query:
            self.title_bar.shown = counted.total
            self.table.count(counted.total)
            self._show_notice()

    def on_failed(self, failed: Failed) -> None:
        """Say what is wrong with the query beside it, anything else in a toast."""
        if failed.asked is not self._wanted:
            return
        if isinstance(failed.error, QueryError):
            self.bar.error = str(failed.error)
        else:
            self.say(str(failed.error), severity="error")

    def on_filter_bar_done(self) -> None:
        """Go to the list."""
        self.table.focus()

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
        self._show_notice()
        self._load_detail()
        self._known = False
        self.ask(self._query, first=False)
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

    # verbs

    def action_filter(self) -> None:
        """Go to the filter."""
        self.set_focus(self.bar.input)

    def action_back(self) -> None:
        """Leave the detail, then the filter; marks are dropped before, by `unmark`."""
        if self.has_class("-opened") or self.pane.has_focus:
            self.on_detail_pane_left()
        else:
            self.bar.clear()

    def action_help(self) -> None:
        """Say the keys of this place."""
        from tracker.tui.screens.help import Help  # noqa: PLC0415 - the first paint does not need it

        self.app.push_screen(Help(self.active_bindings))

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
        with self.toasted(), database.reading(self.ledger):
            detail = proposals.detail(self.ledger, line.id, self.today)
            linked = [link.id for link in (*detail.proposal.links, *detail.linked_from)]
            self.pane.show(detail, {other.id: other.title for other in listing.lines(self.ledger, linked)})

    def _show_notice(self) -> None:
        self.table.notice = words.BEGIN if self._query == Query() else words.NO_MATCH
        self.set_class(self.table.total == 0, "-empty")

    def _watch(self) -> None:
        """Notice what another process wrote."""
        with self.toasted():
            seen = database.data_version(self.ledger)
            if seen != self._seen:
                self._seen = seen
                self.reload()
