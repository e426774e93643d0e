"""The first rows of a table as the proposals that they would become, and what is still open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

from tracker.text import clip_text, pad_text, visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GAP = " "
TITLE_LEAST = 24
# the most wanted first, with the cells that each takes
WANTED = (("status", 18), ("topics", 16), ("proposers", 12), ("date", 10), ("sources", 3))
HEADINGS = {"proposers": "by", "sources": "src"}
NUMBER = 6


class MappingPreview(Static):
    """Rows in columns that fit, and below them lines of what is to be decided."""

    DEFAULT_CSS = """
    MappingPreview { height: auto; max-height: 5; margin-top: 1; color: $text-muted; }
    """

    def __init__(self) -> None:
        """Nothing is shown yet."""
        super().__init__(markup=False)
        self._rows: Sequence[tuple[int, Mapping[str, str]]] = ()
        self._open: Sequence[str] = ()

    def show_rows(self, rows: Sequence[tuple[int, Mapping[str, str]]]) -> None:
        """Show rows, each with its number and its cells by their names."""
        self._rows = rows
        self._draw()

    def show_open(self, lines: Sequence[str]) -> None:
        """Show what is still open."""
        self._open = lines
        self._draw()

    def on_resize(self) -> None:
        """Fit the columns anew."""
        self._draw()

    def _draw(self) -> None:
        room = max(self.size.width, TITLE_LEAST)
        lines = preview_lines(self._rows, room) if self._rows else []
        self.update("\n".join([*(clip_text(visible_line(one), room) for one in self._open), *lines]))


def preview_lines(rows: Sequence[tuple[int, Mapping[str, str]]], room: int) -> list[str]:
    """The rows as lines of that many cells, below their headings; columns without a value or room are left out."""
    columns: list[tuple[str, int]] = []
    left = room - NUMBER - TITLE_LEAST
    for name, cells in WANTED:
        if left >= cells + len(GAP) and any(row[name] for _, row in rows):
            columns.append((name, cells))
            left -= cells + len(GAP)
    columns.insert(0, ("title", TITLE_LEAST + max(left, 0)))
    head = {name: HEADINGS.get(name, name) for name, _ in columns}
    return [_line("row", head, columns), *(_line(str(number), row, columns) for number, row in rows)]


def _line(number: str, row: Mapping[str, str], columns: Sequence[tuple[str, int]]) -> str:
    cells = [pad_text(clip_text(visible_line(row[name], 1_000), width), width) for name, width in columns]
    return GAP.join([pad_text(number, NUMBER - len(GAP)), *cells]).rstrip()
