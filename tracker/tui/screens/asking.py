"""What the list is asked: the query as typed, its first page and its numbers, read beside the screen's own work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from tracker import query
from tracker.model import QueryError, TrackerError
from tracker.query import Query
from tracker.tui.screens import reading, words
from tracker.tui.screens.answers import Counted, Failed, Found
from tracker.tui.screens.viewing import Viewing
from tracker.tui.widgets.pages import PAGE

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.proposal_table import ProposalTable
    from tracker.tui.widgets.title_bar import TitleBar


class Asking(Viewing):
    """A screen whose list is what a query finds; a newer query breaks off the one before."""

    bar: FilterBar
    title_bar: TitleBar
    table: ProposalTable

    def __init__(self, ledger: Ledger, today: date | None, classes: str) -> None:
        """Everything is asked for at first."""
        super().__init__(classes=classes)
        self.ledger = ledger
        self._today = today
        self._reader = reading.Reader(ledger.path)
        self._query = Query()
        self._wanted = self._query
        self._held: Found | None = None  # an empty result of what may be the beginning of more
        self._known = False  # whether the number of all proposals is still right

    @property
    def today(self) -> date:
        """The day, which may change while the screen is open."""
        return self._today or date.today()  # noqa: DTZ011 - the reader's own day

    def on_unmount(self) -> None:
        """Close what was opened here."""
        self._reader.close()

    @work(thread=True, exclusive=True, group="query")
    def ask(self, asked: Query) -> None:
        """Find the first page of a query, beside the screen's own work."""
        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
                if ledger is not None and not worker.is_cancelled:
                    self.post_message(Found(asked, reading.page(ledger, asked, None, 0, PAGE)))
        except TrackerError as error:
            self.post_message(Failed(asked, error))

    @work(thread=True, exclusive=True, group="count")
    def count(self, asked: Query) -> None:
        """Count a query, beside the screen's own work."""
        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
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
            self._held = None
            self.break_off()
            self.ask(self._wanted)

    def break_off(self) -> None:
        """Stop whatever is being read: another query was typed."""
        self.workers.cancel_group(self, "count")
        self._reader.stop()

    def on_found(self, found: Found) -> None:
        """Show a result, unless another query was typed since."""
        if found.asked is not self._wanted:
            return
        hint = "" if found.lines else words.begun(found.asked, offered=self.bar.offers_something)
        if hint and found is not self._held:
            self.bar.error = hint
            self._held = found
            return
        self._held = None
        before, self._query = self._query, found.asked
        self.offer_for(before)
        self.bar.error = ""
        self.title_bar.shown = None
        self.title_bar.saved = words.saved_name(found.asked)
        self.show_saved()
        self.table.dated = "Since" if not found.asked.sort or found.asked.sort[0].key == "moved" else "Date"
        self.table.show(found.lines)
        self.shown()
        self.landed()
        self.call_after_refresh(self._count_shown, found.asked)

    def _count_shown(self, asked: Query) -> None:
        """Count what is drawn now, which would have had to share the processor, unless another query was typed."""
        if asked is self._wanted:
            self.count(asked)
            if not self._known:
                self.count_everything()

    def show_held(self) -> None:
        """Show what was held back while it was typed: it is meant so."""
        if self._held is not None:
            self.on_found(self._held)

    def on_counted(self, counted: Counted) -> None:
        """Show the numbers, unless another query was answered since."""
        if counted.asked == Query():
            self.title_bar.known, self._known = counted.total, True
        if counted.asked == self._query:
            self.title_bar.shown = counted.total
            self.table.count(counted.total)
            self.shown()
            self.look_closer()

    def on_failed(self, failed: Failed) -> None:
        """Say what is wrong with the query beside it, anything else in a toast."""
        if failed.asked is not self._wanted:
            return
        if isinstance(failed.error, QueryError):
            self.bar.error = str(failed.error)
        else:
            self.say(str(failed.error), severity="error")

    def shown(self) -> None:
        """The list has other rows, or none."""

    def look_closer(self) -> None:
        """The result is counted: say what it is made of, or why it is empty."""
