"""A list of proposals drawn as a table for a terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.cli import session as sessions
from tracker.cli.render import linear, terminal
from tracker.clocks import local_day
from tracker.formats.rows import line_cells
from tracker.formats.tones import evidence_style, status_style
from tracker.model import UNSURE
from tracker.query_fields import WORDS
from tracker.text import clip_text, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from tracker.formats import columns as cols
    from tracker.model import ProposalLine
    from tracker.query import Query
    from tracker.store.ledger import Ledger

    Dated = Callable[[str], str]

COLUMNS = (
    terminal.TerminalColumn("id"),
    terminal.TerminalColumn("status", gives_way=7, least=10),
    terminal.TerminalColumn("moved", gives_way=1),
    terminal.TerminalColumn("title", flexible=True),
    terminal.TerminalColumn("topic", gives_way=4),
    terminal.TerminalColumn("proposer", 20, gives_way=3, least=8),
    terminal.TerminalColumn("body", 12, gives_way=2, least=4),
    terminal.TerminalColumn("date", gives_way=6),
    terminal.TerminalColumn("ev", gives_way=5),
)
LUXURY = "moved"  # of the usual columns: shown where it says more than the date and there is room for all
ALIKE = 5  # the turn of columns that were asked for: they are narrowed together, the last one goes first
NARROW = 12
LONG = ("title", "summary", "quote", "quotes", "note", "source", "sources")  # what is made to fit first


class LineTable(NamedTuple):
    """What is drawn: the numbers of the proposals, the columns, the rows of cells and their styles."""

    ids: Sequence[int]
    columns: Sequence[terminal.TerminalColumn]
    cells: Sequence[Sequence[str]]
    styles: Sequence[dict[int, str]]


def dated(kind: str) -> Dated:
    """How dates are shown: as `relative` to today where they are near, or all as `iso` has them."""
    day = sessions.today()
    return dates.mark_damaged_date if kind == "iso" else (lambda partial: dates.relative_day(partial, day))


def of_lines(
    lines: Sequence[ProposalLine], shown: Dated, partly: Container[int] = (), asked: Container[str] = ()
) -> LineTable:
    """The usual columns: as in a pipe, and the date of the status; dates as people say them, the evidence as a mark.

    A date is marked that was asked for (`date`, `moved`) and answers only in part.
    """
    cells, styles = [], []
    for line in lines:
        number, status, *others = line_cells(line)[:6]
        marks = [UNSURE * (line.id in partly and field in asked) for field in ("moved", "date")]
        dates_of = zip(marks, (line.status_on, line.date), strict=True)
        days = [mark + shown(day) if day else "" for mark, day in dates_of]
        cells.append([number, status, days[0], *others, days[1], linear.evidence_label(line.evidence)])
        styles.append({1: _tone(line.status), 2: "dim", 4: "dim", 8: evidence_style(line.evidence)})
    table = LineTable([line.id for line in lines], COLUMNS, cells, styles)
    return table if any(line.status_on not in {line.date, None} for line in lines) else _without(table, LUXURY)


def _without(table: LineTable, name: str) -> LineTable:
    """The table less one column."""
    at = [column.name for column in table.columns].index(name)
    styles = [{spot - (spot > at): style for spot, style in row.items() if spot != at} for row in table.styles]
    cells = [[*row[:at], *row[at + 1 :]] for row in table.cells]
    return LineTable(table.ids, [*table.columns[:at], *table.columns[at + 1 :]], cells, styles)


def of_rows(rows: Sequence[cols.ExportRow], columns: Sequence[cols.ExportColumn], shown: Dated) -> LineTable:
    """The columns that were asked for."""
    return LineTable(
        [row.record.id for row in rows],
        _fitting(columns),
        [[_line_cell(one, row, shown) for one in columns] for row in rows],
        [{at: _style(one, row) for at, one in enumerate(columns)} for row in rows],
    )


def _fitting(columns: Sequence[cols.ExportColumn]) -> list[terminal.TerminalColumn]:
    names = [one.name for one in columns]
    flexible = next((name for name in LONG if name in names), names[-1])
    found = []
    for name in names:
        shrinks = 0 if _is_short(name) else NARROW
        turn = 0 if name in {"id", flexible} else ALIKE
        heading = "ev" if name == "evidence" else visible_line(name)
        found.append(terminal.TerminalColumn(heading, 24, flexible=name == flexible, gives_way=turn, least=shrinks))
    return found


def _is_short(name: str) -> bool:
    from tracker.formats import columns as cols

    return name in cols.PARTIAL_DATES | cols.INSTANTS | {"id", "evidence"}


def _line_cell(column: cols.ExportColumn, row: cols.ExportRow, shown: Dated) -> str:
    from tracker.formats import columns as cols

    if column.name == "evidence":
        return linear.evidence_label(row.record.evidence)
    said = cols.column_text(column, row)
    if column.name in cols.INSTANTS:
        return shown(local_day(said))
    return shown(said) if said and column.name in cols.PARTIAL_DATES else said


def _style(column: cols.ExportColumn, row: cols.ExportRow) -> str:
    if column.name == "evidence":
        return evidence_style(row.record.evidence)
    return _tone(row.record.status) if column.name == "status" else ""


def _tone(status: str) -> str:
    return status_style(status.removeprefix(UNSURE))


def draw_lines(
    session: sessions.Session, ledger: Ledger, query: Query, table: LineTable
) -> tuple[list[str], list[str]]:
    """A table that fits, with the place of a match that no title shows; and the columns that had no room."""
    colour = terminal.uses_colour(session)
    lines, hidden = terminal.table_lines(table.columns, table.cells, table.styles, colour=colour)
    asked = [value for term in query.terms if term.field == WORDS and not term.negated for value in term.values]
    told = [name for name in hidden if table.columns is not COLUMNS or name != LUXURY]
    return [lines[0], *_with_places(ledger, asked, table.ids, lines[1:], colour=colour)], told


def _with_places(
    ledger: Ledger, asked: Sequence[str], ids: Sequence[int], lines: Sequence[str], *, colour: bool
) -> Iterator[str]:
    """Each row, and under it where the words are that were asked for."""
    from tracker.store.search import index

    room = shutil.get_terminal_size().columns
    for number, line in zip(ids, lines, strict=True):
        yield line
        if asked and (found := index.match_excerpt(ledger, number, asked)):
            told = clip_text(visible_line(f"    {found[0]}: {found[1]}"), room)
            yield terminal.styled(told, "dim", colour=colour)
