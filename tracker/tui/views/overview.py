"""The overview as a screen: what the filter finds at one glance; Enter goes into what a number counts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Static

from tracker import query as queries
from tracker.store.records import statuses
from tracker.store.reports import overview
from tracker.text import plural, visible_line
from tracker.tui.views.destination import Destination
from tracker.tui.views.view import View
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.pages.matrix import ALL
from tracker.tui.widgets.pages.overview_board import LATEST, LONGEST, UNFOLD, Glance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from textual.app import ComposeResult

    from tracker.formats.pictures.canvas import Picture
    from tracker.model import OverviewCounts as Told
    from tracker.query import Query, Sort
    from tracker.store.ledger import Ledger
    from tracker.tui.widgets.pages.board import Board

OLDEST = 100  # open ones that are read: as many as a high window has lines


class Overview(View):
    """`m`: topic by status, years, what calls for attention, what is open the longest."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "close", "Back", show=False),
        Binding("w", "write_picture", "Write as a picture"),
    ]

    def __init__(
        self, ledger: Ledger, go: Callable[[Destination], None], query: Query, today: date | None = None
    ) -> None:
        """What a query finds."""
        super().__init__(ledger, go, today)
        self._query = query
        self._complete = False
        self._told: Told | None = None
        self.heading = "Overview   …"
        self.board = Glance({code: status.glyph for code, status in statuses.read_statuses(ledger).items()})
        self._below = Static(classes="view--said", markup=False)

    def compose(self) -> ComposeResult:
        """Heading, board, what is under the cursor, keys."""
        yield Static(visible_line(self.heading, 1000), classes="view--heading", markup=False)
        yield self.board
        yield self._below
        yield KeyBar()

    def read_steps(self, ledger: Ledger) -> Iterator[Told]:
        """What is counted, as it comes."""
        return overview.overview_steps(ledger, self._query, self.context.today, OLDEST)

    def show(self, answer: Told) -> None:
        """Show it; what was counted whole stays until it is counted whole again."""
        if self._complete and not answer.complete:
            return
        self._complete, self._told = answer.complete, answer
        asked = queries.explain_query(self._query._replace(sort=(), unfinished=False))
        self.head(f"Overview   {asked}   {plural(answer.total, 'proposal')}")
        self.board.show(answer, self.context.today)

    def action_write_picture(self) -> None:
        """Write the matrix and the years as an SVG."""
        from tracker.tui.forms.write_picture import WritePicture

        if self._told is not None:
            told, title = self._told, self.heading.removeprefix("Overview").strip()
            heading, draw = "Write the overview as a picture", partial(self._draw, told, title)
            self.forms.open(lambda: WritePicture(self.ledger, heading, "overview.svg", draw))

    def _draw(self, told: Told, title: str) -> Picture:
        from tracker.formats.pictures.canvas import stack_pictures
        from tracker.formats.pictures.counts import MatrixCounts, bars_picture, matrix_picture

        glyphs = {code: status.glyph for code, status in statuses.read_statuses(self.ledger).items()}
        counts = MatrixCounts(("topic", "status"), told.topics, told.statuses, told.cells)
        return stack_pictures([matrix_picture(title, counts, glyphs), bars_picture("", {"year": told.years}, glyphs)])

    def on_board_moved(self) -> None:
        """Say what is under the cursor."""
        spot = self.board.spot
        self._below.update("" if spot is None else visible_line(_number_said(spot.key, spot.said), 400))

    def on_board_chosen(self, event: Board.Chosen) -> None:
        """Go into what was counted, or to the proposal."""
        key: Any = event.key
        if key == UNFOLD:
            self.board.unfold()
        elif key == LONGEST:
            self._list((("is", "open"), ("has", "date")), queries.Sort("date"))
        elif key == LATEST:
            self._list((), queries.Sort("moved", descending=True))
        elif isinstance(key, int):
            self.go(Destination(key))
        else:
            self._list(() if key == ((ALL, ""),) else key)

    def _list(self, asked: Iterable[tuple[str, str]], *sort: Sort) -> None:
        """Go to the list of what is asked for besides."""
        narrowed = overview.narrow_query(self._query, asked, self.context.today)
        self.go(Destination(line=queries.unparse_query(narrowed._replace(sort=sort or narrowed.sort))))


def _number_said(key: Any, said: str) -> str:
    if key in {UNFOLD, LONGEST, LATEST}:
        return f"enter lists {said}"
    if isinstance(key, int):
        return f"{said}: enter goes to it"
    terms = " ".join(f"{field}:{value}" for field, value in key if field != ALL) or "all of them"
    return f"{terms}   {said}   enter lists them"
