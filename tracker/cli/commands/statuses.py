"""`tracker statuses`: the vocabulary of statuses."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, new_app
from tracker.cli.render import linear, terminal
from tracker.formats.tones import status_style
from tracker.text import cell_width, visible_line

CLOSED = "  (closed)"

app = new_app()


@app.command(cls=PlainCommand)
def statuses(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show what each status means and what usually comes next.

    Example: tracker statuses
    """
    from tracker.store.records import statuses

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        known = statuses.read_statuses(ledger)
    if as_json:
        from tracker.formats import rows

        outputs.put_json(map(rows.record_object, known.values()))
        return
    colour = terminal.uses_colour(session)
    room = min(shutil.get_terminal_size().columns, 100)
    lines: list[str] = []
    for one in known.values():
        style = status_style(one.code)
        name = visible_line(f"{linear.status_glyphs(known)[one.code]} {one.code}".strip())
        closed = [] if one.is_open else [CLOSED]
        beside = closed if not sys.stdout.isatty() or cell_width(name + CLOSED) <= room else []
        lines.append(terminal.styled(name, style, colour=colour) + "".join(beside))
        lines += closed[len(beside) :]
        lines += terminal.wrapped(visible_line(one.definition), "  ", room - 2)
        following = terminal.wrapped("usual next: " + ", ".join(one.steps), "  ", room - 2)
        lines += [terminal.styled(line, "dim", colour=colour) for line in following]
    terminal.show(session, lines)
