"""A list of proposals drawn as a table for a terminal."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli import session as sessions
from tracker.cli import terminal
from tracker.fields import WORDS
from tracker.formats.rows import line_cells
from tracker.model import UNSURE
from tracker.text import clip, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.model import Line
    from tracker.query import Query
    from tracker.store.database import Ledger

COLUMNS = (
    terminal.Column("id"),
    terminal.Column("status"),
    terminal.Column("title", flexible=True),
    terminal.Column("topic", gives_way=3),
    terminal.Column("proposer", 20, gives_way=2),
    terminal.Column("body", 12, gives_way=1),
    terminal.Column("date"),
    terminal.Column("ev", gives_way=4),
)


def drawn(
    session: sessions.Session, ledger: Ledger, query: Query, lines: Sequence[Line]
) -> tuple[list[str], list[str]]:
    """A table that fits, with the place of a match that no title shows; and the columns that had no room."""
    day = sessions.today()
    table, hidden = terminal.table(
        COLUMNS,
        [_row(line, day) for line in lines],
        [_styles(line) for line in lines],
        colour=terminal.uses_colour(session),
    )
    asked = [value for term in query.terms if term.field == WORDS and not term.negated for value in term.values]
    rows = _with_places(ledger, asked, lines, table[1:], colour=terminal.uses_colour(session))
    return [table[0], *rows], hidden


def _with_places(
    ledger: Ledger, asked: Sequence[str], lines: Sequence[Line], table: Sequence[str], *, colour: bool
) -> Iterator[str]:
    """Each row, and under it where the words are that were asked for."""
    from tracker.store import search  # noqa: PLC0415 - --help needs no database

    room = shutil.get_terminal_size().columns
    for line, row in zip(lines, table, strict=True):
        yield row
        if asked and (found := search.place(ledger, line.id, asked)):
            told = clip(visible(f"    {found[0]}: {found[1]}"), room)
            yield terminal.styled(told, "dim", colour=colour)


def _row(line: Line, day: date) -> list[str]:
    """As in a pipe, with the date as people say it and the evidence as a mark."""
    when = dates.relative(line.date, day) if line.date else ""
    return [*line_cells(line)[:6], when, "●" if line.evidence else "○"]


def _styles(line: Line) -> dict[int, str]:
    status = line.status.removeprefix(UNSURE)
    return {1: terminal.STATUS_COLOURS.get(status, ""), 3: "dim", 7: "green" if line.evidence else "dim"}
