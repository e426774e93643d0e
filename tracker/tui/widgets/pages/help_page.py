"""The page of the help: sections in one column or two, and of them only what is searched for, its words marked."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tracker.text import cell_width, pad_text, wrap_text
from tracker.tui.widgets.lists.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

TWO_COLUMNS = 100  # cells from which on there are two, which an own screen of 120 leaves
BETWEEN = 4
LEFT_LEAST, LEFT_MOST = 10, 24  # cells of a key or a term
MARKED = Style(bold=True, underline=True)  # never the colour alone

Parts = list[tuple[str, str]]  # words with their tones


class HelpRow(NamedTuple):
    """A key or a term and what it does; without one a paragraph. `also` is found by a search and not shown."""

    left: str
    right: str
    also: str = ""


class HelpSection(NamedTuple):
    """Rows below a heading; those of one `chapter` stand side by side where there is room."""

    heading: str
    rows: Sequence[HelpRow]
    chapter: int = 0


class HelpPage(LineView):
    """The sections given to it; `search` leaves those rows that have all of some words."""

    def __init__(self, sections: Sequence[HelpSection]) -> None:
        """Everything that there is."""
        super().__init__()
        self.sections = sections
        self.shown: Sequence[HelpSection] = sections
        self._words: list[str] = []
        self._lines: list[Parts] = []

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return sum(len(section.rows) for section in self.shown)

    def search(self, typed: str) -> None:
        """Show the rows that have every word that is typed, beside their heading; without one, all."""
        self._words = typed.casefold().split()
        found = (section._replace(rows=self._matching(section)) for section in self.sections)
        self.shown = [section for section in found if section.rows]
        self._lay_out()
        self.jump(0)

    def draw_at(self, at: int) -> Strip:
        """A line, the words searched for marked."""
        cells = self.scrollable_content_region.width
        parts = self._lines[at] if at < len(self._lines) else []
        segments = [one for words, tone in parts for one in self._segments(words, tone)]
        return Strip(segments).adjust_cell_length(cells, self.toned("plain"))

    def on_resize(self) -> None:
        """Lay out anew."""
        self._lay_out()

    def action_move(self, lines: int) -> None:
        """Go up or down by lines."""
        self.jump(self.scroll_offset.y + lines)

    def action_go(self, line: int) -> None:
        """Go to the top or the end."""
        self.jump(line % max(len(self._lines), 1))

    def _matching(self, section: HelpSection) -> list[HelpRow]:
        return [row for row in section.rows if self._has_all(f"{section.heading} {row.left} {row.right} {row.also}")]

    def _has_all(self, text: str) -> bool:
        folded = text.casefold()
        return all(word in folded for word in self._words)

    def _segments(self, words: str, tone: str) -> Iterator[Segment]:
        style = self.toned("plain", strong=True) if tone == "title" else self.toned(tone)
        if not self._words:
            yield Segment(words, style)
            return
        pattern = "|".join(map(re.escape, self._words))
        for number, piece in enumerate(re.split(f"({pattern})", words, flags=re.IGNORECASE)):
            yield Segment(piece, style + MARKED if number % 2 else style)

    def _lay_out(self) -> None:
        cells = self.scrollable_content_region.width
        self._lines = [line for chapter in _by_chapter(self.shown) for line in _chapter_lines(chapter, cells)]
        self.set_line_count(len(self._lines))
        self.refresh()


def _by_chapter(sections: Sequence[HelpSection]) -> Iterator[list[HelpSection]]:
    for chapter in dict.fromkeys(section.chapter for section in sections):
        yield [section for section in sections if section.chapter == chapter]


def _chapter_lines(sections: list[HelpSection], cells: int) -> Iterator[Parts]:
    """The sections below one another, or in two columns that are about as long as each other."""
    if cells < TWO_COLUMNS:
        for section in sections:
            yield from _section_lines(section, cells)
        return
    column = (cells - BETWEEN) // 2
    drawn = [list(_section_lines(section, column)) for section in sections]
    longest = [max(done, sum(map(len, drawn)) - done) for done in accumulate(map(len, drawn))]
    at = longest.index(min(longest)) + 1
    left, right = ([line for one in half for line in one] for half in (drawn[:at], drawn[at:]))
    for number in range(max(len(left), len(right))):
        beside = right[number] if number < len(right) else []
        yield [*_padded(left[number] if number < len(left) else [], column + BETWEEN), *beside]


def _section_lines(section: HelpSection, cells: int) -> Iterator[Parts]:
    yield [(section.heading, "title")]
    widest = max((cell_width(row.left) for row in section.rows), default=0)
    left = min(max(widest, LEFT_LEAST), LEFT_MOST, max(cells // 3, 8))
    for row in section.rows:
        yield from _row_lines(row, left, cells)
    yield []


def _row_lines(row: HelpRow, left: int, cells: int) -> Iterator[Parts]:
    if not row.left:
        yield from ([("  ", "plain"), (line, "muted")] for line in wrap_text(row.right, max(cells - 2, 10)))
        return
    first, *rest = wrap_text(row.right, max(cells - left - 4, 10)) or [""]
    if cell_width(row.left) > left:
        yield from ([("  ", "plain"), (line, "accent")] for line in wrap_text(row.left, max(cells - 2, 10)))
        yield [(" " * (left + 4), "plain"), (first, "plain")]
    else:
        yield [("  ", "plain"), (pad_text(row.left, left), "accent"), ("  ", "plain"), (first, "plain")]
    yield from ([(" " * (left + 4), "plain"), (line, "plain")] for line in rest)


def _padded(parts: Parts, cells: int) -> Parts:
    return [*parts, (" " * max(cells - sum(cell_width(words) for words, _ in parts), 0), "plain")]
