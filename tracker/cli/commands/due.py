"""`tracker due`: the Monday list, what is to be looked into and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import config
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, Output, PlainCommand, new_app
from tracker.cli.render import terminal
from tracker.formats.tones import status_style
from tracker.model import DUE_DAYS
from tracker.text import parse_count, plural, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.store.ledger import Ledger
    from tracker.store.reports.due import ReasonDue

SHOWN = 10  # of each reason on a terminal
COLUMNS = (
    terminal.TerminalColumn("id"),
    terminal.TerminalColumn("status"),
    terminal.TerminalColumn("title", flexible=True),
    terminal.TerminalColumn("why", 40, gives_way=1),
)

app = new_app()


@app.command(cls=PlainCommand)
def due(
    ctx: typer.Context,
    days: Annotated[
        str, typer.Option("--days", metavar="N", help=f"How many days ahead; default {DUE_DAYS}, or your setting.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="ics. The deadlines among them, for a calendar.")
    ] = "",
    output: Output = outputs.STDOUT,
    db: Db = None,
) -> None:
    """Show what needs a look: deadlines, and what is stale, altered, gone or unsupported.

    Example: tracker due --days 30
    """
    from tracker.store.reports import due as store

    session = sessions.session_of(ctx, db)
    ahead = parse_count(days, "--days", 0, config.SETTING_MOST) if days else config.settings().due_days
    form = outputs.document_form("deadlines", format_, output)
    on_terminal = sys.stdout.isatty() and not as_json and not form
    with sessions.reading(session) as ledger:
        groups = list(store.reasons_due(ledger, sessions.today(), ahead, SHOWN if on_terminal else None))
        if form:
            _write_deadlines(session, ledger, groups, form, output)
    if form:
        return
    if on_terminal:
        terminal.show(session, _due_lines(session, groups, sessions.today()))
    else:
        _print(groups, as_json=as_json)
    if not groups:
        span = f"in the next {plural(ahead, 'day')}" if ahead else "today"
        sessions.print_info(session, f"Nothing is due {span}, stale, altered, gone or unsupported")


def _write_deadlines(
    session: sessions.Session, ledger: Ledger, groups: Sequence[ReasonDue], form: str, output: str
) -> None:
    """The deadlines in a format for calendars, each once."""
    from tracker.formats.format import ListShape
    from tracker.store.reports.export import ProposalSelection

    ids = [line.id for one in groups if one.reason.column == "deadline_on" for line in one.lines]
    selected = ProposalSelection(ledger, list(dict.fromkeys(ids)), sessions.today())
    outputs.put(output, selected.pieces(ListShape(form)))
    outputs.say(session, output, plural(len(selected.ids), "deadline"))


def _due_lines(session: sessions.Session, groups: Sequence[ReasonDue], today: date) -> Iterator[str]:
    colour = terminal.uses_colour(session)
    for number, one in enumerate(groups):
        rows = [[str(line.id), line.status, line.title, one.why(line, today)] for line in one.lines]
        styles = [{1: status_style(line.status), 3: "dim"} for line in one.lines]
        table, _ = terminal.table_lines(COLUMNS, rows, styles, colour=colour)
        yield from [""] * bool(number)
        yield terminal.styled(f"{one.reason.heading}  {one.numbers}", "bold", colour=colour)
        yield from table[1:]
        if one.total > len(one.lines):
            yield terminal.styled(f"… all of them: tracker list {one.reason.query}", "dim", colour=colour)


def _print(groups: Sequence[ReasonDue], *, as_json: bool) -> None:
    from tracker.formats.tsv_format import tsv_lines

    rows = [
        (one.reason.name, str(line.id), line.status, line.title, one.days.get(line.id, ""), line.id in one.perhaps)
        for one in groups
        for line in one.lines
    ]
    if as_json:
        names = ("why", "id", "status", "title", "day", "unsure")
        values = ((row[0], int(row[1]), *row[2:4], row[4] or None, row[5]) for row in rows)
        objects = (dict(zip(names, value, strict=True)) for value in values)
        outputs.put_json(objects)
    else:
        write_to_stream(sys.stdout, "".join(tsv_lines(row[:5] for row in rows)))
