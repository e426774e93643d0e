"""Counts as pictures: a bar for each value, or a matrix whose cells are as strong as their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.formats.pictures.canvas import CELL, LINE, MARGIN, Picture, bar_svg, rule_svg, words_svg
from tracker.formats.tones import status_tone
from tracker.text import cell_width, clip_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.formats.tones import Tone

LABEL_MOST = 36  # cells of a value's name
BAR, NUMBER = 360, 64  # the longest bar, and the room of a number behind it
COLUMN_LEAST = 64
FAINTEST, STRONGEST = 0.15, 0.6  # of a cell of a matrix: the number stays readable on it


def bars_picture(title: str, parts: Mapping[str, Mapping[str, int]], glyphs: Mapping[str, str]) -> Picture:
    """A bar for each value of each field, in the order given; the longest of a field has the whole width."""
    names = [_value_label(by, value, glyphs) for by, counts in parts.items() for value in counts]
    labels = _label_room(names)
    width = 2 * MARGIN + labels + BAR + NUMBER
    lines = sum(len(counts) + 2 for counts in parts.values()) + 2
    about = "; ".join(f"{by}: {_list_counts(counts)}" for by, counts in parts.items())
    return Picture(width, lines * LINE, title, about, [*_bars(title, parts, glyphs, labels)])


def _bars(
    title: str, parts: Mapping[str, Mapping[str, int]], glyphs: Mapping[str, str], labels: float
) -> Iterator[str]:
    y = MARGIN + LINE / 2
    yield words_svg(MARGIN, y, title, strong=True)
    for by, counts in parts.items():
        y += 2 * LINE
        yield words_svg(MARGIN, y, by.capitalize(), "muted", strong=True)
        most = max(counts.values(), default=1)
        for value, number in counts.items():
            y += LINE
            tone = _tone(by, value)
            yield words_svg(MARGIN, y, _clip(_value_label(by, value, glyphs)), tone if by == "status" else "plain")
            long = max(BAR * number / most, 2) if number else 0
            shade = "blue" if by != "status" else "muted" if tone == "plain" else tone
            yield bar_svg((MARGIN + labels, y - 12), (long, 14), shade)
            yield words_svg(MARGIN + labels + long + 8, y, f"{number:,}")


class MatrixCounts(NamedTuple):
    """Counts by two fields: their names, the totals of their values in order, and the numbers by row and column."""

    by: tuple[str, str]
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    cells: Mapping[tuple[str, str], int]


def matrix_picture(title: str, counts: MatrixCounts, glyphs: Mapping[str, str]) -> Picture:
    """A row for each value of the first field, a column for each of the second, with the totals of both."""
    drawing = _Matrix(counts, glyphs)
    about = "; ".join(f"{row}: {_list_counts(drawing.row(row))}" for row in counts.rows)
    return Picture(drawing.last + MARGIN, drawing.height, title, about, [*drawing.body(title)])


class _Matrix:
    """Where everything of a matrix stands."""

    def __init__(self, counts: MatrixCounts, glyphs: Mapping[str, str]) -> None:
        self.counts, self.glyphs = counts, glyphs
        self.heads = {name: _head(counts.by[1], name, glyphs) for name in counts.columns}
        self.tall = max(map(len, self.heads.values()), default=1)
        self.wide = [max(COLUMN_LEAST, CELL * max(map(cell_width, head)) + 22) for head in self.heads.values()]
        left = MARGIN + _label_room([*(_value_label(counts.by[0], row, glyphs) for row in counts.rows), "total"])
        self.ends = [left + sum(self.wide[: at + 1]) for at in range(len(self.wide))]
        self.last = left + sum(self.wide) + NUMBER
        self.height = 2 * MARGIN + LINE * (len(counts.rows) + self.tall + 2.5)

    def row(self, row: str) -> dict[str, int]:
        """The numbers of a row by its columns."""
        return {name: self.counts.cells.get((row, name), 0) for name in self.counts.columns}

    def body(self, title: str) -> Iterator[str]:
        """All that is drawn."""
        y = MARGIN + LINE / 2
        yield words_svg(MARGIN, y, title, strong=True)
        y += LINE * (self.tall + 0.5)
        yield from self._heading(y)
        for row, total in self.counts.rows.items():
            y += LINE
            down = self.counts.by[0]
            yield words_svg(MARGIN, y, _clip(_value_label(down, row, self.glyphs)), _tone(down, row))
            yield from self._cells(y, row)
            yield words_svg(self.last, y, f"{total:,}", at_end=True)
        y += LINE
        yield rule_svg(MARGIN, y - 16, self.last, y - 16)
        yield words_svg(MARGIN, y, "total", "muted")
        for name, end in zip(self.counts.columns, self.ends, strict=True):
            yield words_svg(end - 8, y, f"{self.counts.columns[name]:,}", at_end=True)

    def _heading(self, y: float) -> Iterator[str]:
        for (name, head), end in zip(self.heads.items(), self.ends, strict=True):
            for at, words in enumerate(head):
                up = LINE * 0.8 * (len(head) - 1 - at)
                yield words_svg(end - 8, y - up, words, _tone(self.counts.by[1], name), at_end=True)
        yield words_svg(self.last, y, "total", "muted", at_end=True)
        yield rule_svg(MARGIN, y + 7, self.last, y + 7)

    def _cells(self, y: float, row: str) -> Iterator[str]:
        most = max(self.counts.cells.values(), default=1)
        for (name, number), end, room in zip(self.row(row).items(), self.ends, self.wide, strict=True):
            if number:
                share = FAINTEST + (STRONGEST - FAINTEST) * number / most
                tone = _shaded(self.counts.by, row, name)
                yield bar_svg((end - room + 3, y - 15), (room - 6, LINE - 3), tone, share)
            yield words_svg(end - 8, y, f"{number:,}" if number else "·", "plain" if number else "muted", at_end=True)


def _label_room(names: Sequence[str]) -> float:
    return CELL * min(max(map(cell_width, names), default=0), LABEL_MOST) + 14


def _clip(name: str) -> str:
    return clip_text(name, LABEL_MOST)


def _value_label(by: str, value: str, glyphs: Mapping[str, str]) -> str:
    """A value with its glyph if it is a status: never by colour alone."""
    return f"{glyphs[value]} {value}" if by == "status" and value in glyphs else value


def _head(by: str, value: str, glyphs: Mapping[str, str]) -> list[str]:
    """The heading of a column in lines, broken behind hyphens and at blanks; a glyph stands before the last."""
    *first, last = value.replace("-", "-\n").replace(" ", "\n").split("\n")
    glyph = f"{glyphs[value]} " if by == "status" and value in glyphs else ""
    return [*first, glyph + last]


def _tone(by: str, value: str) -> Tone:
    return status_tone(value) if by == "status" else "plain"


def _shaded(by: tuple[str, str], row: str, column: str) -> Tone:
    """The tone of the shade of a cell: that of its status, if one of its fields is the status."""
    if "status" not in by:
        return "blue"
    tone = status_tone(row if by[0] == "status" else column)
    return "muted" if tone == "plain" else tone


def _list_counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{value} {number:,}" for value, number in counts.items() if number) or "nothing"
