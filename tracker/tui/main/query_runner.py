"""What the list is asked: the query as typed, its first page and its numbers, read beside the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tracker import query
from tracker.model import QueryError, TrackerError
from tracker.query import Query
from tracker.store.search import listing
from tracker.text import visible_line
from tracker.tui.main import list_rows, words
from tracker.tui.reader import Reader, start_reading
from tracker.tui.widgets.lists.row_pages import PAGE

if TYPE_CHECKING:
    from tracker.model import ProposalLine
    from tracker.query import Sort
    from tracker.tui.context import ScreenContext
    from tracker.tui.reader import Read
    from tracker.tui.widgets.filter_bar import FilterBar
    from tracker.tui.widgets.lists.proposal_table import ProposalTable
    from tracker.tui.widgets.title_bar import TitleBar


@dataclass
class PageFound(Message):
    """The first page of a query is there."""

    asked: Query
    lines: list[ProposalLine]


@dataclass
class RowsCounted(Message):
    """A query was counted."""

    asked: Query
    total: int


@dataclass
class QueryFailed(Message):
    """A query could not be answered."""

    asked: Query
    error: TrackerError


class QueryRunner:
    """The query whose answer is shown and the one typed last; a newer query breaks off the one before."""

    def __init__(self, context: ScreenContext, bar: FilterBar, title_bar: TitleBar, table: ProposalTable) -> None:
        """Everything is asked for at first."""
        self._context, self._bar, self._title_bar, self._table = context, bar, title_bar, table
        self._reader = Reader(context.ledger.path)
        self.query = Query()
        self.held: PageFound | None = None  # an empty result of what may be the beginning of more
        self._typed = self.query
        self.order: tuple[Sort, ...] = ()
        """The order of a query that names none."""
        self._all_counted = False  # whether the number of all proposals is still right

    def close(self) -> None:
        """Close the connection of the threads."""
        self._reader.close()

    # what is typed

    def accept(self, line: str) -> bool:
        """Take what is typed as the next query, if it is one; else say beside it why not, and the list stays."""
        try:
            self._typed = query.parse_line(line, self._context.today)
        except QueryError as error:
            self._bar.error = str(error)
            return False
        if self.order and not self._typed.sort:
            self._typed = self._typed._replace(sort=self.order)
        self.held = None
        return True

    def ask(self) -> None:
        """Break off what is being read, and find the first page of what was typed."""
        screen = self._context.screen
        for group in ("count", "closer"):
            screen.workers.cancel_group(screen, group)
        self._reader.stop()
        asked = self._typed
        self._read(
            "query", asked, lambda ledger, _: [PageFound(asked, list_rows.read_page(ledger, asked, None, 0, PAGE))]
        )

    def as_typed(self, asked: Query) -> Query:
        """A query without the order that it has here unasked."""
        return asked._replace(sort=()) if asked.sort == self.order else asked

    def drop_typed_order(self) -> bool:
        """Take an order that is typed out of the filter, for one that was chosen; gives back whether there was one."""
        typed = query.parse_line(self._bar.input.value, self._context.today) if self._is_query() else Query()
        if typed.sort:
            self.rewrite(typed._replace(sort=()))
        return bool(typed.sort)

    def _is_query(self) -> bool:
        return not self._bar.error

    def rewrite(self, asked: Query) -> None:
        """Put another query into the filter, which then asks it."""
        line = query.unparse_query(self.as_typed(asked))
        if visible_line(line) == line:
            self._bar.write(line)
        else:  # an input draws what is in it as it is
            self._context.say(f"{line} cannot be typed here; use the command line", severity="warning")

    # what comes of it

    def show_page(self, found: PageFound) -> bool:
        """Show a result; gives back whether it is shown: not if another query was typed, or more may be typed."""
        if found.asked is not self._typed:
            return False
        hint = "" if found.lines else self._unfinished_message(found.asked)
        if hint and found is not self.held:
            self._bar.error, self.held = hint, found
            return False
        self.held, self.query = None, found.asked
        self._bar.error = ""
        self._title_bar.shown = None
        self._title_bar.saved = words.saved_name(found.asked)
        self._show_order()
        self._table.show(found.lines)
        return True

    def begin(self) -> None:
        """Show all proposals in the order of the plain list, read at once."""
        self.accept("")
        self.query = self._typed
        self._show_order()
        self.show_first_page()

    def _show_order(self) -> None:
        first = (*self.query.sort, *listing.NEWEST_FIRST)[0]
        self._table.order = (first.key, first.descending)
        self._table.dated = "Date" if first.key == "date" else "Since"

    def _unfinished_message(self, asked: Query) -> str:
        half = self._bar.half_typed
        return words.unfinished_message(asked, offered=self._bar.offers_something) or (
            words.half_typed_message(half) if half else ""
        )

    def show_count(self, counted: RowsCounted) -> bool:
        """Show a number; gives back whether it is that of the list."""
        if counted.asked._replace(sort=()) == Query():
            self._title_bar.known, self._all_counted = counted.total, True
        if counted.asked != self.query:
            return False
        self._title_bar.shown = counted.total
        self._table.count(counted.total)
        return True

    def show_failure(self, failed: QueryFailed) -> None:
        """Say what is wrong with the query beside it, anything else in a toast."""
        if failed.asked is not self._typed:
            return
        if isinstance(failed.error, QueryError):
            self._bar.error = str(failed.error)
        else:
            self._context.say(str(failed.error), severity="error")

    # the numbers

    def count_drawn(self, asked: Query) -> None:
        """Count what is drawn now, which would have had to share the processor, unless another query was typed."""
        if asked is self._typed:
            self.count()
            if not self._all_counted:
                self.count_all()

    def count(self) -> None:
        """Count the list."""
        asked = self.query
        self._read("count", asked, lambda ledger, _: [RowsCounted(asked, list_rows.count_list_rows(ledger, asked))])

    def count_all(self) -> None:
        """Count all proposals."""
        everything = Query()
        self.read(
            "everything", lambda ledger, _: [RowsCounted(everything, list_rows.count_list_rows(ledger, everything))]
        )

    def count_again(self) -> None:
        """Count the list and all proposals: something was changed."""
        self._all_counted = False
        self.count()
        if self.query._replace(sort=()) != Query():
            self.count_all()

    # the rows

    def fetch(self, offset: int, limit: int) -> list[ProposalLine]:
        """The rows from one on, for the table."""
        lines: list[ProposalLine] = []
        with self._context.say_errors():
            total = self._table.total if self._table.total_known else None
            lines += list_rows.read_page(self._context.ledger, self.query, total, offset, limit)
        return lines

    def show_first_page(self) -> None:
        """Show the list from its beginning, read at once."""
        with self._context.say_errors():
            self._table.show(list_rows.read_page(self._context.ledger, self.query, None, 0, PAGE))

    def find_row(self, proposal: int) -> int | None:
        """The row of the list on which a proposal stands; None if it is not there, too far down, or not readable."""
        rows: list[int | None] = []
        with self._context.say_errors():
            rows.append(list_rows.find_row(self._context.ledger, self.query, proposal, self._table.cursor))
        return rows[0] if rows else None

    def read_again(self, proposal: int | None = None) -> None:
        """Read the visible rows again; the cursor goes to a proposal, or stays on the one that it is on."""
        line = self._table.line()
        wanted = proposal or (line.id if line else None)
        if wanted is None:
            self.show_first_page()
            return
        with self._context.say_errors():
            row = list_rows.find_row(self._context.ledger, self.query, wanted, self._table.cursor)
            self._table.reload(self._table.cursor if row is None else row)

    def read(self, group: str, read: Read) -> None:
        """Read about the result over the connection that a newer query breaks off; an error says nothing."""
        start_reading(self._context.screen, self._reader, group, read)

    def _read(self, group: str, asked: Query, read: Read) -> None:
        start_reading(self._context.screen, self._reader, group, read, lambda error: QueryFailed(asked, error))
