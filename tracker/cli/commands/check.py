"""`tracker check`: what is wrong in the database, and putting right what can be."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, new_app
from tracker.text import plural, visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Sequence

FOUND_PROBLEMS = 5
LOST = "What other programs wrote while triggers were gone is not in the history, and cannot be undone"

app = new_app()


@app.command(cls=PlainCommand)
def check(
    ctx: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put the tracker's own triggers, views and indexes back, after a backup.")
    ] = False,
    drop_foreign: Annotated[
        bool, typer.Option("--drop-foreign", help="With --repair, drop triggers that are not the tracker's.")
    ] = False,
    db: Db = None,
) -> None:
    """Check the database for errors; exit 5 if there are any.

    Example: tracker check
    """
    session = sessions.session_of(ctx, db)
    if repair:
        _repair(session, drop_foreign=drop_foreign)
    elif drop_foreign:
        from tracker.model import UsageError

        raise UsageError("--drop-foreign goes with --repair: tracker check --repair --drop-foreign")
    _report(session)


def _report(session: sessions.Session) -> None:
    """Say what is wrong, and exit with 5 if anything is."""
    from tracker.cli.render.errors import way_sentence
    from tracker.store.reports import check, tables

    found = 0
    with sessions.inspecting(session) as ledger:
        for one in check.find_problems(ledger):
            _print_lines([one.sentence + way_sentence(one.way)])
            found += 1
        held = 0 if found else tables.count_rows(ledger, "proposals")
    if found:
        sessions.print_info(session, f"{plural(found, 'problem')} in {session.path}")
        raise typer.Exit(FOUND_PROBLEMS)
    sessions.print_info(session, f"Nothing wrong with the {plural(held, 'proposal')} in {session.path}")


def _repair(session: sessions.Session, *, drop_foreign: bool) -> None:
    from tracker.store.reports.repair import repair_database

    done = repair_database(session.path, drop_foreign=drop_foreign)
    for line in done.done:
        sessions.print_info(session, line[:1].upper() + line[1:])
    for line in done.left:
        sessions.print_info(session, f"Left as it is: {line}")
    if done.backup is None:
        sessions.print_info(session, f"Nothing of the tracker's own is to be put back in {session.path}")
        return
    if any("trigger" in line for line in done.done):
        sessions.print_info(session, LOST)
    sessions.print_info(session, f"{session.path} as it was before is in {done.backup}")


def _print_lines(lines: Sequence[str]) -> None:
    write_to_stream(sys.stdout, "".join(visible_line(line) + "\n" for line in lines))
