"""A list of proposals drawn as a table for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli import session as sessions
from tracker.cli import terminal
from tracker.cli.listing import cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.model import Line

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


def drawn(session: sessions.Session, lines: Sequence[Line]) -> list[str]:
    """The lines of a table that fits; stderr says which columns had no room."""
    day = sessions.today()
    table, hidden = terminal.table(
        COLUMNS,
        [_row(line, day) for line in lines],
        [_styles(line) for line in lines],
        colour=terminal.uses_colour(session),
    )
    if hidden:
        sessions.talk(session, f"No room for: {', '.join(hidden)}")
    return table


def _row(line: Line, day: date) -> list[str]:
    """As in a pipe, with the date as people say it and the evidence as a mark."""
    when = dates.relative(line.date, day) if line.date else ""
    return [*cells(line)[:6], when, "●" if line.evidence else "○"]


def _styles(line: Line) -> dict[int, str]:
    return {1: terminal.STATUS_COLOURS.get(line.status, ""), 3: "dim", 7: "green" if line.evidence else "dim"}
