"""Which columns the table has at which width, and what stands in their cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.text import pad_text
from tracker.tui.widgets import signs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import ProposalLine
    from tracker.tui.widgets.signs import Tone

GAP = 1
GLYPH_ONLY = 1
ID_LEAST = 3


class TableColumn(NamedTuple):
    """A column: what it shows, its heading, its cells across."""

    name: str
    heading: str
    cells: int


ORDER = ("mark", "id", "status", "title", "proposer", "body", "topic", "deadline", "date", "evidence")
CHOICES = {
    "id": "number",
    "status": "status as a word",
    "proposer": "who put it forward",
    "body": "where: the body of the meeting",
    "topic": "primary topic",
    "deadline": "deadline",
    "date": "date of the status",
    "evidence": "strength of the evidence",
}
ALWAYS = (
    TableColumn("mark", "", 1),
    TableColumn("status", "", GLYPH_ONLY),
    TableColumn("title", "Title", 0),
    TableColumn("evidence", "Ev", 2),
)
# the most wanted first, each with the cells that it must leave to the title; no column comes before a more wanted one,
# or one would go as another comes while the window grows
WANTED = (
    (TableColumn("id", "id", ID_LEAST), 14),
    (TableColumn("date", "Date", 10), 18),
    (TableColumn("status", "Status", 13), 25),
    (TableColumn("proposer", "By", 12), 30),
    (TableColumn("body", "Body", 9), 44),
    (TableColumn("deadline", "Deadline", 10), 50),
    (TableColumn("topic", "Topic", 18), 60),
    (TableColumn("status", "Status", 20), 70),
)
SORTED_BY = {"id": "id", "status": "status", "title": "title", "deadline": "deadline", "date": "moved"}
UP, DOWN = "▲", "▼"
CROWDED = 12  # cells of the title that columns leave which were chosen


def fitting(width: int, *, id_cells: int, dated: str, names: tuple[str, ...] = ()) -> list[TableColumn]:
    """The columns that a table of this width has; the title takes what is left.

    `dated` is the heading of the date, which follows the order of the list. Of `names`, if there are any, as many are
    shown as there is room for, and no others.
    """
    chosen = {column.name: column for column in ALWAYS if not names or column.name in {"mark", "title", *names}}
    changing: dict[str, dict[str, Any]] = {"id": {"cells": max(ID_LEAST, id_cells)}, "date": {"heading": dated}}
    for column, left_to_title in WANTED:
        if names and column.name not in names:
            continue
        if names:
            left_to_title = min(left_to_title, CROWDED)  # noqa: PLW2901 - what was chosen is wanted more than a wide title
        wide = column._replace(**changing.get(column.name, {}))
        more = chosen | {column.name: wide}
        if _left(more, width) < left_to_title:
            break
        chosen = more
    chosen["title"] = chosen["title"]._replace(cells=max(_left(chosen, width), 1))
    return [chosen[name] for name in ORDER if name in chosen]


def _left(chosen: Mapping[str, TableColumn], width: int) -> int:
    return width - sum(column.cells + GAP for column in chosen.values())


def cell_text(column: TableColumn, line: ProposalLine, glyphs: Mapping[str, str], *, moved: bool) -> tuple[str, Tone]:
    """What stands in a cell, exactly as wide as its column, and its tone."""
    words, tone = _column_text(column, line, glyphs, moved=moved)
    if column.name == "id":
        return words.rjust(column.cells), tone
    return pad_text(words, column.cells), tone


def _column_text(
    column: TableColumn, line: ProposalLine, glyphs: Mapping[str, str], *, moved: bool
) -> tuple[str, Tone]:
    if column.name == "status":
        glyph, word, tone = signs.status(line.status, glyphs)
        return (glyph if column.cells == GLYPH_ONLY else f"{glyph} {word}"), tone
    if column.name == "evidence":
        return signs.evidence_sign(line.evidence)
    if column.name == "title":
        return signs.visible_cell(line.title), "plain"
    plain = {
        "mark": "",
        "id": str(line.id),
        "topic": signs.visible_cell(line.topic or ""),
        "proposer": signs.visible_cell(line.proposer),
        "body": signs.visible_cell(line.body),
        "deadline": signs.visible_cell(line.deadline or ""),
        "date": signs.day(line.status_on if moved else line.date),
    }
    return plain[column.name], "muted"
