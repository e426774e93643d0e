"""The overview laid out: the matrix, the years as bars, what calls for attention, is open the longest, moved last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.query_fields import FLAGS
from tracker.text import cell_width, clip_text, pad_text, plural
from tracker.tui.widgets import signs
from tracker.tui.widgets.pages.board import Board, Piece, Sheet
from tracker.tui.widgets.pages.canvas import Canvas
from tracker.tui.widgets.pages.matrix import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from tracker.model import OverviewCounts, ProposalLine

Terms = tuple[tuple[str, str], ...]
YearRow = tuple[Terms, str, int]  # what it asks for, nothing if nothing is there; its label; how many

UNFOLD, LONGEST, LATEST = "unfold", "longest", "latest"  # keys of spots that count nothing
BAR = "▇"
BAR_MOST = 80
TWO_ABREAST = 72  # cells from which the years and the longest open stand side by side
COLUMN_LEAST = 48  # cells from which calls and longest open have a column of their own, from the top
CALLS_LEAST = 24  # cells from which the calls stand beside the matrix
GUTTER = 3
WHOLE = 10_000  # lines in which everything is listed
GAP_LEAST = 4  # empty years in a row that are one row
FEWEST = 5  # rows of a part where there is little room
ROWS_BESIDE = 12  # lines that are not topics, in a window of any height
LEGEND_FROM = 20  # lines from which there is room to say what the glyphs mean
AGE = 9  # cells of how long something is open
TITLE_LEAST = 44  # cells of a title below which its age goes
CALL_TONES = {"overdue": "error", "due": "warning", "stale": "warning", "disputed": "warning"}


class Glance(Board):
    """The board of an overview; `show` gives it."""

    def __init__(self, glyphs: Mapping[str, str]) -> None:
        """Nothing is counted yet."""
        super().__init__()
        self._glyphs = glyphs
        self._overview: tuple[OverviewCounts, date] | None = None
        self._first = 0  # the first column of the matrix, where not all fit
        self._whole = False  # whether every topic and year is listed
        self._hidden = 0  # columns beyond the right edge
        self._columns: list[str] = []  # the statuses whose columns are in sight

    def show(self, overview: OverviewCounts, today: date) -> None:
        """Show an overview as it is on a day."""
        self._overview = overview, today
        self.lay_out()

    def unfold(self) -> None:
        """List every topic and every year."""
        self._whole = True
        self.lay_out()

    def sheet(self, cells: int, lines: int) -> Sheet:
        """The board."""
        if self._overview is None:
            return Sheet([Piece(0, 1, "…", "muted")], [])
        told, today = self._overview
        if not told.total:
            return Sheet([Piece(1, 1, "Nothing to count here.", "muted")], [])
        laying = _Laying(told, self._glyphs, today, cells, WHOLE if self._whole else lines)
        laying.lay_parts(self._first)
        self._hidden, self._columns = laying.matrix.hidden, [one.status for one in laying.matrix.shown]
        return laying.canvas.sheet()

    def slide(self, across: int) -> None:
        """Bring in the next column of the matrix where the cursor is at its edge."""
        on = self.spot.key[-1] if self.spot is not None and isinstance(self.spot.key, tuple) else ("", "")
        edge = self._columns[-1 if across > 0 else 0] if self._columns else None
        if on == ("status", edge) and (self._hidden if across > 0 else self._first):
            self._first += across
            self.lay_out()


class _Laying:
    """Lays the parts out, in as many columns as there is room for."""

    def __init__(self, told: OverviewCounts, glyphs: Mapping[str, str], today: date, cells: int, lines: int) -> None:
        self.told, self.glyphs, self.today, self.cells, self.lines = told, glyphs, today, cells, lines
        self.canvas = Canvas()
        self.matrix = Matrix(told, glyphs, max((lines - ROWS_BESIDE) // 2 + FEWEST - 1, FEWEST))

    def lay_parts(self, first: int) -> None:
        if self.cells - GUTTER - self.matrix.natural_cells >= COLUMN_LEAST:
            self._lay_columns()
        elif self.cells >= TWO_ABREAST:
            self._lay_halves(first)
        else:
            below = self._lay_matrix(self.cells, first) + 1
            below = self._lay_calls(0, below, self.cells) + 1
            below = self._lay_longest(0, below, self.cells) + 1
            self._lay_years(0, below, self.cells)

    def _lay_columns(self) -> None:
        """Counts on the left, what there is to do on the right, each from top to bottom."""
        right = max(self.cells * 2 // 5, COLUMN_LEAST)
        left = max(self.matrix.natural_cells, self.cells - GUTTER - right)
        below = self._lay_years(0, self._lay_matrix(left, 0) + 1, left) + 1
        if self.lines - below > FEWEST:
            self._lay_latest(0, below, left)
        x, beside = left + GUTTER, self.cells - left - GUTTER
        self._lay_longest(x, self._lay_calls(x, 0, beside) + 1, beside)

    def _lay_halves(self, first: int) -> None:
        """The matrix above years and the longest open; the calls beside it, or where there is no room, below."""
        below = self._lay_matrix(self.cells, first) + 1
        x = self.matrix.drawn_cells + GUTTER
        left = self.cells * 2 // 5
        half = left + GUTTER
        if self.cells - x >= CALLS_LEAST:
            top = below = max(self._lay_calls(x, 0, self.cells - x) + 1, below)
        else:
            top = self._lay_calls(half, below, self.cells - half) + 1
        self._lay_years(0, below, left)
        self._lay_longest(half, top, self.cells - half)

    def _lay_matrix(self, cells: int, first: int) -> int:
        y = self.matrix.draw(self.canvas, cells, first)
        legend = self.matrix.legend(self.cells) if self.lines >= LEGEND_FROM else []
        for line in legend:
            x = 0
            for words, tone in line:
                self.canvas.put(x, y, words, tone)
                x += cell_width(words)
            y += 1
        return y

    # years

    def _lay_years(self, x: int, y: int, cells: int) -> int:
        self.canvas.put(x, y, "Year", "heading")
        most = max([*self.told.years.values(), self.told.undated], default=0)
        numbers = cell_width(f"{most:,}")
        wide = min(max(cells - 9 - numbers - 2, 4), BAR_MOST)
        for asked, label, number in self._year_rows(self.lines - y - 1):
            y += 1
            bar = _bar(number, most, wide) if asked and label.isdigit() else ""
            if not asked:
                self.canvas.put(x, y, f"{label:<8} {'·':>{numbers}}", "muted")
                continue
            words = f"{label:<8} {number:>{numbers},}"
            self.canvas.put_spot((x, y), words, "plain" if bar else "muted", asked, f"{number:,}")
            self.canvas.put(x + cell_width(words) + 2, y, bar, "primary")
        return y + 1

    def _year_rows(self, room: int) -> Sequence[YearRow]:
        """The years, the newest first, with the empty ones between where all fit; what has no room as one row."""
        known = {year: number for year, number in self.told.years.items() if number}
        undated: list[YearRow] = [((("no", "date"),), "undated", self.told.undated)] if self.told.undated else []
        listed: list[YearRow] = [((("date", year),), year, number) for year, number in reversed(known.items())]
        fit = max(FEWEST, room - len(undated))
        if len(listed) > fit:
            rest = listed[fit - 1 :]
            older = ((("date", f"..{rest[0][1]}"),), f"to {rest[0][1]}", sum(number for _, _, number in rest))
            return [*listed[: fit - 1], older, *undated]
        with_gaps = [*_with_empty_years(listed)]
        return [*(with_gaps if len(with_gaps) <= fit else listed), *undated]

    # what there is to do

    def _lay_calls(self, x: int, y: int, cells: int) -> int:
        """What calls for attention, one below the other, each with its meaning where that is not cut."""
        self.canvas.put(x, y, "Calls for attention", "heading")
        if not self.told.flags:
            self.canvas.put(x, y + 1, "nothing", "muted")
            return y + 2
        names = max(map(cell_width, self.told.flags))
        numbers = max(cell_width(f"{number:,}") for number in self.told.flags.values())
        for flag, number in self.told.flags.items():
            y += 1
            words = clip_text(f"{flag:<{names}} {number:>{numbers},}", cells)
            self.canvas.put_spot((x, y), words, CALL_TONES.get(flag, "plain"), (("is", flag),), f"{number:,}")
            at = cell_width(words) + 2
            meaning = FLAGS[flag].split(", and ")[-1] if at + cell_width(FLAGS[flag]) > cells else FLAGS[flag]
            if at + cell_width(meaning) <= cells:
                self.canvas.put(x + at, y, meaning, "muted")
        return y + 1

    def _lay_longest(self, x: int, y: int, cells: int) -> int:
        """What is open the longest, down to the last line."""
        return self._lay_lines(x, y, cells, ("Longest open", LONGEST, "what is open"), self.told.oldest)

    def _lay_latest(self, x: int, y: int, cells: int) -> int:
        """What got its status last, down to the last line."""
        return self._lay_lines(x, y, cells, ("Moved last", LATEST, "them, what moved last first"), self.told.latest)

    def _lay_lines(self, x: int, y: int, cells: int, words: tuple[str, str, str], lines: Sequence[ProposalLine]) -> int:
        """Proposals below a heading, as many as fit, and the way to all of them."""
        if not lines:
            return y
        heading, key, listed = words
        self.canvas.put(x, y, heading, "heading")
        room = max(self.lines - y - 1, FEWEST)
        shown = lines if len(lines) <= room else lines[: room - 1]
        for one in shown:
            y += 1
            on, age = (one.date, _age(one.date, self.today)) if key == LONGEST else (one.status_on, "")
            self._lay_line((x, y), cells, one, on, age)
        if len(shown) < len(lines):
            y += 1
            self.canvas.put_spot((x, y), clip_text("… all of them", cells), "muted", key, listed)
        return y + 1

    def _lay_line(self, at: tuple[int, int], cells: int, one: ProposalLine, on: str | None, age: str) -> None:
        x, y = at
        glyph, _, tone = signs.status(one.status, self.glyphs)
        head = f"{signs.day(on):<10} "
        title = cells - cell_width(head) - 2
        self.canvas.put_spot((x, y), head, "muted", one.id, f"#{one.id}", cells=cells)
        self.canvas.put(x + cell_width(head), y, pad_text(glyph, 2), tone)
        room = title - AGE if age and title - AGE >= TITLE_LEAST else title
        words = pad_text(clip_text(signs.visible_cell(one.title), room), room)
        self.canvas.put(x + cell_width(head) + 2, y, words)
        if room < title:
            self.canvas.put(x + cells - AGE, y, age.rjust(AGE), "muted")


def _with_empty_years(listed: Sequence[YearRow]) -> Iterator[YearRow]:
    """The years with the empty ones between them, many in a row as one row."""
    before = 0
    for row in listed:
        empty = [f"{year:04d}" for year in range(before - 1, int(row[1]), -1)] if before else []
        yield from (((), year, 0) for year in (empty if len(empty) < GAP_LEAST else ["…"]))
        yield row
        before = int(row[1])


def _bar(number: int, most: int, wide: int) -> str:
    """A bar of whole cells; what is there at all is seen."""
    return BAR * max(round(wide * number / most), 1) if number and most else ""


def _age(partial: str | None, today: date) -> str:
    """For how long something has been open since a partial date; nothing for a date that is damaged."""
    if partial is None or not dates.is_partial_date(partial):
        return ""
    since = dates.first_day(partial)
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day))
    return plural(years, "year") if years > 0 else "< 1 year"
