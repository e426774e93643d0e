"""`tracker due`: the Monday list, what is to be looked into and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from tracker import dates, query
from tracker.cli import session as sessions
from tracker.cli import terminal
from tracker.cli.parameters import Command, Db, new_app
from tracker.model import DUE_DAYS
from tracker.text import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.model import Line
    from tracker.store.database import Ledger

SHOWN = 10  # of each reason on a terminal
COLUMNS = (
    terminal.Column("id"),
    terminal.Column("status"),
    terminal.Column("title", flexible=True),
    terminal.Column("why", 40, gives_way=1),
)
DAYS = f"{DUE_DAYS}"
DEADLINE: tuple[str, Literal["deadline_on"]] = ("deadline {day}", "deadline_on")

app = new_app()


class Reason(NamedTuple):
    """Why proposals are to be looked into: the query that finds them, what is said of each, and which day of it."""

    name: str
    heading: str
    terms: tuple[str, ...]
    says: str
    column: Literal["deadline_on", "attended_on", ""] = ""


class Due(NamedTuple):
    """A reason with what it finds: how many, the first of them, and the day that decides for each."""

    reason: Reason
    total: int
    lines: Sequence[Line]
    days: dict[int, str]


@app.command(cls=Command)
def due(
    ctx: typer.Context,
    days: Annotated[str, typer.Option("--days", metavar="N", help="How far ahead deadlines are looked for.")] = DAYS,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show what is to be looked into: deadlines, what is stale, altered, gone or unsupported.

    Example: tracker due --days 30
    """
    session = sessions.of(ctx, db)
    ahead = sessions.an_id(days, "day")
    on_terminal = sys.stdout.isatty() and not as_json
    with sessions.reading(session) as ledger:
        found = list(_found(ledger, ahead, SHOWN if on_terminal else None))
    if on_terminal:
        terminal.show(session, _drawn(session, found, sessions.today()))
    else:
        _print(found, as_json=as_json)
    if not found:
        sessions.talk(session, f"Nothing is due in the next {ahead} days, stale, altered, gone or unsupported")


def _reasons(ahead: int) -> Sequence[Reason]:
    soon = f"deadline:{sessions.today().isoformat()}..+{ahead}d"
    return (
        Reason("overdue", "Overdue", ("is:overdue", "sort:deadline"), *DEADLINE),
        Reason("due", f"Due in {ahead} days", ("is:open", "is!=uncheckable", soon, "sort:deadline"), *DEADLINE),
        Reason("stale", "Stale", ("is:stale",), "nothing since {day}", "attended_on"),
        Reason("altered", "Altered", ("is:altered",), "a source no longer says it"),
        Reason("gone", "Gone", ("is:gone",), "a source is gone"),
        Reason("unsupported", "Unsupported", ("is:unsupported",), "{status} has no passage"),
    )


def _found(ledger: Ledger, ahead: int, most: int | None) -> Iterator[Due]:
    from tracker.store import listing, proposals  # noqa: PLC0415 - --help needs no database

    for reason in _reasons(ahead):
        asked = query.parse(reason.terms, sessions.today())
        if total := listing.count(ledger, asked):
            wanted = listing.ids(ledger, asked, limit=most)
            days = proposals.days(ledger, wanted, reason.column) if reason.column else {}
            yield Due(reason, total, list(listing.lines(ledger, wanted)), days)


def _why(one: Due, line: Line, today: date | None) -> str:
    day = one.days.get(line.id, "")
    said = dates.relative(day, today) if today and day else day
    return one.reason.says.format(day=said, status=line.status)


def _drawn(session: sessions.Session, found: Sequence[Due], today: date) -> Iterator[str]:
    colour = terminal.uses_colour(session)
    for number, one in enumerate(found):
        rows = [[str(line.id), line.status, line.title, _why(one, line, today)] for line in one.lines]
        styles = [{1: terminal.STATUS_COLOURS.get(line.status, ""), 3: "dim"} for line in one.lines]
        table, _ = terminal.table(COLUMNS, rows, styles, colour=colour)
        yield from [""] * bool(number)
        yield terminal.styled(f"{one.reason.heading}  {one.total:,}", "bold", colour=colour)
        yield from table[1:]
        if one.total > len(one.lines):
            more = " ".join(term for term in one.reason.terms if not term.startswith("sort:"))
            yield terminal.styled(f"… all of them: tracker list {more}", "dim", colour=colour)


def _print(found: Sequence[Due], *, as_json: bool) -> None:
    from tracker.formats import writers  # noqa: PLC0415 - a terminal gets a page

    rows = [
        (one.reason.name, str(line.id), line.status, line.title, one.days.get(line.id, ""))
        for one in found
        for line in one.lines
    ]
    if as_json:
        names = ("why", "id", "status", "title", "day")
        objects = (dict(zip(names, (row[0], int(row[1]), *row[2:4], row[4] or None), strict=True)) for row in rows)
        write(sys.stdout, "".join(writers.json_lines(objects, one_a_line=False)))
    else:
        write(sys.stdout, "".join(writers.tsv_lines(rows)))
