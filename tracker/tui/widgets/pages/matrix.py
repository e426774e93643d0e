"""The matrix of an overview: topic by status, each count on a ground as strong as it is large, with totals."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

from tracker.text import cell_width, clip_text
from tracker.tui.widgets import signs
from tracker.tui.widgets.pages.board import SHADES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.model import OverviewCounts
    from tracker.tui.widgets.pages.canvas import Canvas

ALL = "all"
TITLE, SHORT_TITLE = "topic by status", "topic"
LABEL_LEAST, LABEL_MOST = 10, 24
COLUMN_LEAST, COLUMN_MOST = 4, 16  # cells; the most to which a column is widened where there is room


class MatrixColumn(NamedTuple):
    """A column of the matrix: its status, its heading in lines, its cells across."""

    status: str
    heading: Sequence[str]
    cells: int


class Matrix:
    """Counts of an overview by topic and status, of at most so many topics, laid out for a width."""

    def __init__(self, told: OverviewCounts, glyphs: Mapping[str, str], most: int) -> None:
        """What is counted."""
        self._told, self._glyphs = told, glyphs
        self._topics = list(told.topics)[:most] if len(told.topics) > most + 1 else list(told.topics)
        names = max(cell_width(signs.visible_cell(one)) for one in [*self._topics, TITLE])
        self._labels = max(min(names, LABEL_MOST), LABEL_LEAST)
        self._totals = max(cell_width(f"{told.total:,}"), len(ALL))
        self.shown: list[MatrixColumn] = []
        self.hidden = 0  # columns beyond the right edge
        self.in_words = False

    @property
    def natural_cells(self) -> int:
        """How wide it is with its statuses in words."""
        return self._cells_with(self._named(in_words=True))

    @property
    def drawn_cells(self) -> int:
        """How wide it was drawn."""
        return self._cells_with(self.shown)

    def draw(self, canvas: Canvas, cells: int, first: int = 0) -> int:
        """Put it down in the corner, from its column of that number on; gives back the line below it."""
        if self._cells_with(self._named(in_words=False)) > cells:
            self._labels = max(min(self._labels, cells // 3), LABEL_LEAST)
        self._choose_columns(cells, first)
        tall = max((len(one.heading) for one in self.shown), default=1)
        self._draw_headings(canvas, tall, first)
        most = max(self._told.cells.values(), default=0)
        for y, topic in enumerate(self._topics, tall):
            tone = "plain" if topic != "none" else "muted"
            canvas.put(0, y, clip_text(signs.visible_cell(topic), self._labels), tone)
            self._draw_row(canvas, y, topic, most)
        y = tall + len(self._topics)
        if more := len(self._told.topics) - len(self._topics):
            canvas.put_spot((0, y), f"… {more:,} more topics", "muted", "unfold", "every topic")
            y += 1
        self._draw_totals(canvas, y)
        return y + 1

    def legend(self, cells: int) -> list[list[tuple[str, str]]]:
        """What its glyphs mean, in lines of parts with their tones; nothing where the words stand above the columns."""
        lines: list[list[tuple[str, str]]] = []
        room = 0
        for one in () if self.in_words else self.shown:
            glyph, word, tone = signs.status(one.status, self._glyphs)
            taken = cell_width(glyph) + cell_width(word) + 3
            if taken > room:
                lines.append([])
                room = cells + 2
            lines[-1] += [(glyph, tone), (f" {word}  ", "muted")]
            room -= taken
        return lines

    def _cells_with(self, columns: Sequence[MatrixColumn]) -> int:
        return self._labels + 1 + sum(one.cells + 1 for one in columns) + self._totals

    def _choose_columns(self, cells: int, first: int) -> None:
        """Take the columns that fit, in words where all of them do, and as wide as there is room for."""
        named = self._named(in_words=True)
        self.in_words = self._cells_with(named) <= cells
        if not self.in_words:
            named = self._named(in_words=False)
        room = cells - self._cells_with([])
        self.shown = []
        for one in named[first:]:
            room -= one.cells + 1
            if room < 0:
                break
            self.shown.append(one)
        self.hidden = len(named) - first - len(self.shown)
        if not self.hidden and self.in_words:
            more = max(room, 0) // max(len(self.shown), 1)
            self.shown = [one._replace(cells=max(one.cells, min(one.cells + more, COLUMN_MOST))) for one in self.shown]

    def _named(self, *, in_words: bool) -> list[MatrixColumn]:
        return [self._column(one, in_words=in_words) for one in self._told.statuses]

    def _column(self, status: str, *, in_words: bool) -> MatrixColumn:
        glyph, word, _ = signs.status(status, self._glyphs)
        number = max(cell_width(f"{self._told.statuses[status]:,}"), COLUMN_LEAST - 1)
        if not in_words:
            return MatrixColumn(status, (glyph,), number)
        *before, last = word.replace("-", "-\n").split("\n")
        return MatrixColumn(status, (*before, last, glyph), max(number, *map(cell_width, [*before, last])))

    def _places(self) -> Iterator[tuple[int, MatrixColumn]]:
        """Where each column begins."""
        x = self._labels + 1
        for one in self.shown:
            yield x, one
            x += one.cells + 1

    def _draw_headings(self, canvas: Canvas, tall: int, first: int) -> None:
        more = "← " * bool(first) + "→ " * bool(self.hidden)
        title = TITLE if cell_width(more + TITLE) <= self._labels else SHORT_TITLE
        canvas.put(0, tall - 1, more + title, "heading")
        for x, one in self._places():
            tone = signs.status(one.status, self._glyphs)[2]
            for y, words in enumerate(one.heading, tall - len(one.heading)):
                canvas.put(x + one.cells - cell_width(words), y, words, "heading" if tone == "plain" else tone)
        canvas.put(self.drawn_cells - len(ALL), tall - 1, ALL, "heading")

    def _draw_row(self, canvas: Canvas, y: int, topic: str, most: int) -> None:
        for x, one in self._places():
            number = self._told.cells.get((topic, one.status), 0)
            shade = ceil(SHADES * sqrt(number / most)) if number else 0
            text = f"{number:,}" if number else "·" if self._told.complete else " "
            asked = (("topic", topic), ("status", one.status))
            tone = "plain" if number else "muted"
            canvas.put_spot((x, y), text.rjust(one.cells), tone, asked, f"{number:,}", shade=shade)
        self._draw_total(canvas, y, self._told.topics[topic], ("topic", topic))

    def _draw_totals(self, canvas: Canvas, y: int) -> None:
        canvas.put(0, y, ALL, "heading")
        for x, one in self._places():
            number = f"{self._told.statuses[one.status]:,}"
            canvas.put_spot((x, y), number.rjust(one.cells), "heading", (("status", one.status),), number)
        self._draw_total(canvas, y, self._told.total, (ALL, ""))

    def _draw_total(self, canvas: Canvas, y: int, number: int, asked: tuple[str, str]) -> None:
        at = (self.drawn_cells - self._totals, y)
        canvas.put_spot(at, f"{number:,}".rjust(self._totals), "heading", (asked,), f"{number:,}")
