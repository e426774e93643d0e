"""The overview laid out: topic by status with shading, years as bars, what calls for attention, the oldest open."""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

from tracker.text import cell_width, clip_text, pad_text
from tracker.tui.widgets import signs
from tracker.tui.widgets.pages.board import SHADES, Board, Piece, Sheet, Spot

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from tracker.model import OverviewCounts

Terms = tuple[tuple[str, str], ...]

ALL = "all"
TITLE = "topic by status"
BAR = "▇"
LABEL_LEAST, LABEL_MOST = 10, 24
COLUMN_LEAST = 4
TWO_ABREAST = 72  # cells from which the years and the rest stand side by side
GUTTER = 3
WHOLE = 10_000  # lines in which everything is listed
FEWEST = 5  # rows of a part where there is little room
ROWS_BESIDE = 12  # lines that are not topics, in a window of any height


class MatrixColumn(NamedTuple):
    """A column of the matrix: its status, its heading in lines, its cells across."""

    status: str
    heading: Sequence[str]
    cells: int


class Glance(Board):
    """The board of an overview; `show` gives it."""

    def __init__(self, glyphs: Mapping[str, str]) -> None:
        """Nothing is counted yet."""
        super().__init__()
        self._glyphs = glyphs
        self._overview: OverviewCounts | None = None
        self._first = 0  # the first column of the matrix, where not all fit
        self._whole = False  # whether every topic and year is listed
        self._hidden = 0  # columns beyond the right edge
        self._columns: list[str] = []  # the statuses whose columns are in sight

    def show(self, overview: OverviewCounts) -> None:
        """Show an overview."""
        self._overview = overview
        self.lay_out()

    def unfold(self) -> None:
        """List every topic and every year."""
        self._whole = True
        self.lay_out()

    def sheet(self, cells: int, lines: int) -> Sheet:
        """The board."""
        if self._overview is None:
            return Sheet([Piece(0, 1, "…", "muted")], [])
        laying = _Laying(self._overview, self._glyphs, cells, WHOLE if self._whole else lines)
        laying.all_parts(self._first)
        self._hidden, self._columns = laying.hidden, laying.columns
        return Sheet(laying.pieces, laying.spots)

    def slide(self, across: int) -> None:
        """Bring in the next column of the matrix where the cursor is at its edge."""
        on = self.spot.key[-1] if self.spot is not None and isinstance(self.spot.key, tuple) else ("", "")
        edge = self._columns[-1 if across > 0 else 0] if self._columns else None
        if on == ("status", edge) and (self._hidden if across > 0 else self._first):
            self._first += across
            self.lay_out()


class _Laying:
    """Lays the parts out below each other."""

    def __init__(self, told: OverviewCounts, glyphs: Mapping[str, str], cells: int, lines: int) -> None:
        self.told, self.glyphs, self.cells, self.lines = told, glyphs, cells, lines
        self.pieces: list[Piece] = []
        self.spots: list[Spot] = []
        self.hidden = 0
        self.columns: list[str] = []
        self.room = max((lines - ROWS_BESIDE) // 2 + FEWEST - 1, FEWEST)

    def all_parts(self, first: int) -> None:
        if not self.told.total:
            self._put(1, 1, "Nothing to count here.", "muted")
            return
        below = self._matrix(first) + 1
        if self.cells < TWO_ABREAST:
            below = self._years(0, below, self.cells) + 1
            below = self._flags(0, below, self.cells) + 1
            self._oldest(0, below, self.cells)
            return
        left = self.cells * 2 // 5
        self._years(0, below, left)
        beside = self.cells - left - GUTTER
        below = self._flags(left + GUTTER, below, beside) + 1
        self._oldest(left + GUTTER, below, beside)

    # topic by status

    def _matrix(self, first: int) -> int:
        told = self.told
        topics = list(told.topics)[: self.room] if len(told.topics) > self.room + 1 else list(told.topics)
        labels = max(cell_width(signs.visible_cell(one)) for one in [*topics, TITLE])
        totals = max(cell_width(f"{told.total:,}"), len(ALL))
        labels = max(min(labels, LABEL_MOST, self.cells // 3), LABEL_LEAST)
        columns = self._columns(self.cells - labels - totals - 2, first)
        tall = max((len(one.heading) for one in columns), default=1)
        self._headings(columns, labels, tall, totals, first)
        most = max(told.cells.values(), default=0)
        last = labels + 1 + sum(one.cells + 1 for one in columns)
        for y, topic in enumerate(topics, tall):
            self._put(0, y, clip_text(signs.visible_cell(topic), labels), "plain" if topic != "none" else "muted")
            self._row(columns, labels, y, topic, most)
            self._total((last, y), totals, told.topics[topic], ("topic", topic))
        y = tall + len(topics)
        if more := len(told.topics) - len(topics):
            self._spot((0, y), f"… {more:,} more topics", "muted", "unfold", "every topic")
            y += 1
        self._put(0, y, ALL, "heading")
        x = labels + 1
        for one in columns:
            self._total((x, y), one.cells, told.statuses[one.status], ("status", one.status))
            x += one.cells + 1
        self._total((last, y), totals, told.total)
        return y + 1

    def _columns(self, room: int, first: int) -> list[MatrixColumn]:
        """The columns that fit, said in words where all of them do, by their glyphs else."""
        named = [self._column(one, in_words=True) for one in self.told.statuses]
        if sum(one.cells + 1 for one in named) > room:
            named = [self._column(one, in_words=False) for one in self.told.statuses]
        shown: list[MatrixColumn] = []
        for one in named[first:]:
            room -= one.cells + 1
            if room < 0:
                break
            shown.append(one)
        self.hidden, self.columns = len(named) - first - len(shown), [one.status for one in shown]
        return shown

    def _column(self, status: str, *, in_words: bool) -> MatrixColumn:
        glyph, word, _ = signs.status(status, self.glyphs)
        number = max(cell_width(f"{self.told.statuses[status]:,}"), COLUMN_LEAST - 1)
        if not in_words:
            return MatrixColumn(status, (glyph,), number)
        *before, last = word.replace("-", "-\n").split("\n")
        return MatrixColumn(status, (*before, last, glyph), max(number, *map(cell_width, [*before, last])))

    def _headings(self, columns: Sequence[MatrixColumn], labels: int, tall: int, totals: int, first: int) -> None:
        x = labels + 1
        title = "← " * bool(first) + "→ " * bool(self.hidden) + TITLE
        self._put(0, tall - 1, clip_text(title, labels), "heading")
        for one in columns:
            tone = signs.status(one.status, self.glyphs)[2]
            for y, words in enumerate(one.heading, tall - len(one.heading)):
                self._put(x + one.cells - cell_width(words), y, words, "heading" if tone == "plain" else tone)
            x += one.cells + 1
        self._put(x + totals - len(ALL), tall - 1, ALL, "heading")

    def _row(self, columns: Sequence[MatrixColumn], labels: int, y: int, topic: str, most: int) -> None:
        x = labels + 1
        for one in columns:
            number = self.told.cells.get((topic, one.status), 0)
            shade = ceil(SHADES * sqrt(number / most)) if number else 0
            none = "·" if self.told.complete else " "
            text = f"{number:,}" if number else none
            asked: Terms = (("topic", topic), ("status", one.status))
            self._spot((x, y), text.rjust(one.cells), "plain" if number else "muted", asked, f"{number:,}", shade=shade)
            x += one.cells + 1

    def _total(self, at: tuple[int, int], cells: int, number: int, *asked: tuple[str, str]) -> None:
        self._spot(at, f"{number:,}".rjust(cells), "heading", asked or ((ALL, ""),), f"{number:,}")

    # the rest

    def _years(self, x: int, y: int, cells: int) -> int:
        self._put(x, y, "Year", "heading")
        years = list(self.told.years.items())
        most = max([*self.told.years.values(), self.told.undated], default=0)
        numbers = cell_width(f"{most:,}")
        wide = min(max(cells - 9 - numbers - 2, 4), 40)
        listed: list[tuple[Terms, str, int]] = [((("date", year),), year, number) for year, number in reversed(years)]
        fit = max(FEWEST, self.lines - y - 3)
        rest = sum(number for _, _, number in listed[fit:])
        if len(listed) > fit + 1:
            until = listed[fit][1]
            listed = [*listed[:fit], ((("date", f"..{until}"),), f"to {until}", rest)]
        if self.told.undated:
            listed.append(((("no", "date"),), "undated", self.told.undated))
        for asked, label, number in listed:
            y += 1
            bar = _bar(number, most, wide) if label.isdigit() else ""
            words = f"{label:<8} {number:>{numbers},}"
            self._spot((x, y), words, "plain" if bar else "muted", asked, f"{number:,}")
            self._put(x + cell_width(words) + 2, y, bar, "primary")
        return y + 1

    def _flags(self, x: int, y: int, cells: int) -> int:
        self._put(x, y, "Calls for attention", "heading")
        flags = list(self.told.flags.items()) or [("", 0)]
        half = cells // 2
        for place, (flag, number) in enumerate(flags):
            down, across = divmod(place, 2)
            if not flag:
                self._put(x, y + 1, "nothing", "muted")
                continue
            words = f"{flag:<12} {number:>7,}"
            tone = {"overdue": "error", "due": "warning", "stale": "warning", "disputed": "warning"}.get(flag, "plain")
            self._spot((x + across * half, y + 1 + down), clip_text(words, half), tone, (("is", flag),), f"{number:,}")
        return y + 1 + (len(flags) + 1) // 2

    def _oldest(self, x: int, y: int, cells: int) -> int:
        if self.told.oldest:
            self._put(x, y, "Oldest open", "heading")
        for one in self.told.oldest[: max(FEWEST, self.lines - y - 1)]:
            y += 1
            glyph, _, tone = signs.status(one.status, self.glyphs)
            head = f"{signs.day(one.date):<10} {glyph} "
            title = clip_text(signs.visible_cell(one.title), cells - cell_width(head))
            self._spot((x, y), head, tone, one.id, f"#{one.id}", cells=cells)
            self._put(x + cell_width(head), y, pad_text(title, cells - cell_width(head)), "plain")
        return y + 1

    def _put(self, x: int, y: int, text: str, tone: str) -> None:
        if text:
            self.pieces.append(Piece(x, y, text, tone))

    def _spot(self, at: tuple[int, int], text: str, tone: str, key: Hashable, said: str, **more: int) -> None:
        """A text as a spot, with its shade, and with its cells if it is wider than its text."""
        self.pieces.append(Piece(*at, text, tone, more.get("shade", 0)))
        self.spots.append(Spot(*at, more.get("cells", cell_width(text)), key, said))


def _bar(number: int, most: int, wide: int) -> str:
    """A bar of whole cells; what is there at all is seen."""
    return BAR * max(round(wide * number / most), 1) if number and most else ""
