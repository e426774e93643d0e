"""`tracker check`: what is wrong in the database."""

from __future__ import annotations

import sys

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, new_app
from tracker.text import plural, visible_line, write_to_stream

FOUND_PROBLEMS = 5

app = new_app()


@app.command(cls=PlainCommand)
def check(ctx: typer.Context, db: Db = None) -> None:
    """Check the database for errors; exit 5 if there are any.

    Example: tracker check
    """
    from tracker.cli.render.errors import way_sentence
    from tracker.store.reports import check, tables

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        problems = list(check.find_problems(ledger))
        held = tables.count_rows(ledger, "proposals")
    lines = [one.sentence + way_sentence(one.way) for one in problems]
    write_to_stream(sys.stdout, "".join(visible_line(line) + "\n" for line in lines))
    if problems:
        sessions.print_info(session, f"{plural(len(problems), 'problem')} in {session.path}")
        raise typer.Exit(FOUND_PROBLEMS)
    sessions.print_info(session, f"Nothing wrong with the {plural(held, 'proposal')} in {session.path}")
