"""Counts drawn for a terminal: bars, and a matrix that fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config
from tracker.cli.render import linear, terminal
from tracker.formats.tones import status_style
from tracker.store.reports.stats import CountMatrix
from tracker.text import cell_width, clip_text, pad_text, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.model import Status

BAR, HALF = "█", "▌"
LABEL_MOST = 34
BAR_LEAST, BAR_MOST = 8, 40
COLUMN_LEAST = 10  # cells below which a heading cannot be read any more
TOTAL = "total"


def label_width(names: Iterable[str]) -> int:
    """The cells that the widest of these names takes, as far as labels go."""
    return min(max((cell_width(name) for name in names), default=0), LABEL_MOST)


def value_label(by: str, value: str, statuses: Mapping[str, Status]) -> str:
    """A value as a terminal shows it: a status with its glyph."""
    known = statuses.get(value) if by == "status" else None
    return visible_line(f"{known.glyph} {value}" if known and not config.is_accessible() else value)


def bar_lines(
    by: str,
    counts: Mapping[str, int],
    statuses: Mapping[str, Status],
    *,
    colour: bool,
    room: int,
    labels: int,
    numbers: int,
) -> list[str]:
    """A line for each value: its name, how many, and a bar; the longest bar fills what room there is."""
    if config.is_accessible():
        return [f"{value_label(by, value, statuses)}: {number:,}" for value, number in counts.items()]
    most = max(counts.values(), default=0)
    gaps = 2 * len(terminal.GAP)
    labels = min(labels, room - numbers - gaps - BAR_LEAST)
    wide = min(room - labels - numbers - gaps, BAR_MOST)
    lines = []
    for value, number in counts.items():
        style = status_style(value) if by == "status" else ""
        label = terminal.styled(pad_text(value_label(by, value, statuses), labels), style, colour=colour)
        bar = terminal.styled(_bar(number, most, wide), style or "blue", colour=colour)
        lines.append(f"{label}  {number:>{numbers},}  {bar}".rstrip())
    return lines


def _bar(number: int, most: int, wide: int) -> str:
    """A bar in halves of a cell; what is there at all is seen."""
    halves = max(round(2 * wide * number / most), 1) if number and most else 0
    return BAR * (halves // 2) + HALF * (halves % 2)


def matrix_lines(
    by: tuple[str, str], matrix: CountMatrix, statuses: Mapping[str, Status], *, colour: bool, room: int
) -> tuple[list[str], list[str]]:
    """Lines of a matrix with totals, its headings broken at hyphens; and the columns that had no room.

    It is turned round where it fits only so.
    """
    if config.is_accessible():
        return [*linear.matrix_rows(by, matrix)], []
    turned = CountMatrix(
        matrix.columns, matrix.rows, {(down, at): n for (at, down), n in matrix.cells.items()}, matrix.total
    )
    if not _fits(by, matrix, statuses, room) and _fits((by[1], by[0]), turned, statuses, room):
        by, matrix = (by[1], by[0]), turned
    labels, total = _margins(by, matrix, statuses)
    labels = min(labels, max(room - total - len(terminal.GAP), len(TOTAL)))
    wide = _natural(by[1], matrix, statuses)
    names = _narrowed(wide, room - labels - total - len(terminal.GAP))
    lines = _matrix_heading(
        {name: _broken(value_label(by[1], name, statuses), wide[name]) for name in names}, wide, labels, total
    )
    lines = [terminal.styled(line, "dim", colour=colour) for line in lines]
    for row, number in matrix.rows.items():
        style = status_style(row) if by[0] == "status" else ""
        cells = [_number_cell(matrix.cells.get((row, name), 0), wide[name]) for name in names]
        head = terminal.styled(pad_text(value_label(by[0], row, statuses), labels), style, colour=colour)
        lines.append(terminal.GAP.join([head, *cells, f"{number:>{total},}"]))
    last = [
        pad_text(TOTAL, labels),
        *(f"{matrix.columns[name]:>{wide[name]},}" for name in names),
        f"{matrix.total:>{total},}",
    ]
    return [*lines, terminal.GAP.join(last)], [name for name in matrix.columns if name not in names]


def _margins(by: tuple[str, str], matrix: CountMatrix, statuses: Mapping[str, Status]) -> tuple[int, int]:
    """The cells of the labels and of the totals."""
    labels = label_width([*(value_label(by[0], row, statuses) for row in matrix.rows), TOTAL])
    return labels, max(cell_width(f"{matrix.total:,}"), len(TOTAL))


def _natural(by: str, matrix: CountMatrix, statuses: Mapping[str, Status]) -> dict[str, int]:
    """The cells that each column takes, its heading broken but not cut."""
    return {
        name: max(cell_width(f"{number:,}"), *(cell_width(part) for part in _parts(value_label(by, name, statuses))))
        for name, number in matrix.columns.items()
    }


def _fits(by: tuple[str, str], matrix: CountMatrix, statuses: Mapping[str, Status], room: int) -> bool:
    taken = [*_margins(by, matrix, statuses), *_natural(by[1], matrix, statuses).values()]
    return sum(taken) + len(terminal.GAP) * (len(taken) - 1) <= room


def _narrowed(wide: dict[str, int], room: int) -> list[str]:
    """The columns that there is room for, narrowed as far as they can be read; the last ones go first."""
    names = list(wide)
    while names and sum(wide[name] + len(terminal.GAP) for name in names) > room:
        widest = max(names, key=lambda name: wide[name])
        if wide[widest] > COLUMN_LEAST:
            wide[widest] -= 1
        else:
            names.pop()
    return names


def _number_cell(number: int, wide: int) -> str:
    return f"{number:>{wide},}" if number else f"{'·':>{wide}}"


def _parts(shown: str) -> list[str]:
    """The pieces of a heading: broken behind hyphens and at blanks."""
    return [piece for piece in shown.replace("-", "-\n").replace(" ", "\n").split("\n") if piece]


def _broken(shown: str, wide: int) -> list[str]:
    """A heading in lines of its column, pieces put together where they fit."""
    lines: list[str] = []
    for piece in _parts(shown):
        joint = "" if lines and lines[-1].endswith("-") else " "
        if lines and cell_width(lines[-1] + joint + piece) <= wide:
            lines[-1] += joint + piece
        else:
            lines.append(piece)
    return [clip_text(line, wide) for line in lines]


def _matrix_heading(heads: Mapping[str, Sequence[str]], wide: Mapping[str, int], labels: int, total: int) -> list[str]:
    """The headings, standing on the line above the rows."""
    tall = max((len(lines) for lines in heads.values()), default=1)
    drawn_lines = []
    for at in range(tall):
        cells = []
        for name, lines in heads.items():
            own = ["", *lines][max(at - (tall - len(lines)) + 1, 0)]
            cells.append(" " * (wide[name] - cell_width(own)) + own)
        last = f"{TOTAL:>{total}}" if at == tall - 1 else " " * total
        drawn_lines.append(terminal.GAP.join([" " * labels, *cells, last]).rstrip())
    return drawn_lines
