"""Which columns the table has at which width, and what stands in their cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.text import pad
from tracker.tui.widgets import drawing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Line
    from tracker.tui.widgets.drawing import Tone

    Cell = tuple[str, Tone]

GAP = 1
TITLE_MIN = 20
GLYPH_ONLY = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it shows, its heading, its cells across, and from which width of the table it is there."""

    name: str
    heading: str
    cells: int
    width_from: int = 0


COLUMNS = (
    Column("mark", "", 1),
    Column("id", "id", 4, 48),
    Column("status", "", GLYPH_ONLY),
    Column("status", "Status", 13, 66),
    Column("status", "Status", 20, 112),
    Column("title", "Title", 0),
    Column("topic", "Topic", 18, 98),
    Column("by", "By", 12, 82),
    Column("date", "Date", 10),
    Column("evidence", "Ev", 2),
)


def fitting(width: int, *, id_cells: int, dated: str) -> list[Column]:
    """The columns that a table of this width has; the title takes what is left.

    `dated` is the heading of the date, which follows the order of the list.
    """
    chosen = {column.name: column for column in COLUMNS if column.width_from <= width}
    chosen["date"] = Column("date", dated, 10)
    if "id" in chosen:
        chosen["id"] = Column("id", "id", max(3, id_cells))
    taken = sum(column.cells + GAP for column in chosen.values())
    chosen["title"] = Column("title", "Title", max(width - taken, 1))
    return list(chosen.values())


def text(column: Column, line: Line, glyphs: Mapping[str, str], *, moved: bool) -> Cell:
    """What stands in a cell, exactly as wide as its column, and its tone."""
    words, tone = _text(column, line, glyphs, moved=moved)
    if column.name == "id":
        return words.rjust(column.cells), tone
    return pad(words, column.cells), tone


def _text(column: Column, line: Line, glyphs: Mapping[str, str], *, moved: bool) -> Cell:
    if column.name == "status":
        glyph, word, tone = drawing.status(line.status, glyphs)
        return (glyph if column.cells == GLYPH_ONLY else f"{glyph} {word}"), tone
    if column.name == "evidence":
        return drawing.evidence(supported=line.evidence)
    if column.name == "title":
        return drawing.cell(line.title), "plain"
    plain = {
        "mark": "",
        "id": str(line.id),
        "topic": drawing.cell(line.topic or ""),
        "by": drawing.cell(line.proposer),
        "date": drawing.day(line.status_on if moved else line.date),
    }
    return plain[column.name], "muted"
