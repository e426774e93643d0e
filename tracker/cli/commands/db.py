"""`tracker db`: the file itself."""

from __future__ import annotations

import sys

import typer  # noqa: TC002 - Typer reads the annotations

from tracker import __version__
from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, PlainGroup, new_app
from tracker.config import is_accessible
from tracker.text import visible_line, write_to_stream

app = new_app()
db_app = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(db_app, name="db")


@db_app.callback()
def database(ctx: typer.Context, db: Db = None) -> None:
    """The database file."""
    sessions.session_of(ctx, db)


@db_app.command(cls=PlainCommand)
def path(ctx: typer.Context, db: Db = None) -> None:
    """Print where the database is, or would be created.

    Example: tracker db path
    """
    write_to_stream(sys.stdout, f"{visible_line(str(sessions.session_of(ctx, db).path))}\n")


@db_app.command(cls=PlainCommand)
def info(ctx: typer.Context, db: Db = None) -> None:
    """Show what the database holds and how it is kept.

    Example: tracker db info
    """
    from tracker.store.database import NO_FILE
    from tracker.store.database import file_facts as engine_facts
    from tracker.store.reports import tables

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        if ledger.identity == NO_FILE:  # which `reading` has said
            return
        facts = {
            "file": str(session.path),
            "size": f"{session.path.stat().st_size:,} bytes",
            **engine_facts(ledger),
            "program": f"tracker {__version__}",
        }
        for name in ("proposals", "sources", "citations", "status_events", "actors", "meetings", "changes"):
            facts[name] = f"{tables.count_rows(ledger, name):,}"
    write_to_stream(sys.stdout, "".join(f"{_fact_line(name, value)}\n" for name, value in facts.items()))


def _fact_line(name: str, value: str) -> str:
    label, value = name.replace("_", " "), visible_line(value)
    return f"{label}: {value}" if is_accessible() else f"{label:<14}  {value}"


@db_app.command(cls=PlainCommand)
def upgrade(ctx: typer.Context, db: Db = None) -> None:
    """Upgrade a database of an older release to this one, and make the keys anew by which names are compared.

    Example: tracker db upgrade
    """
    from tracker.store import keys
    from tracker.store.database import upgrade_database as bring_up

    session = sessions.session_of(ctx, db)
    backup = bring_up(session.path, sessions.progress_teller(session))
    with sessions.reading(session) as ledger:
        for both in keys.find_namesakes(ledger):
            sessions.print_info(session, keys.describe_namesakes(both))
    if backup is None:
        sessions.print_info(session, f"{session.path} is up to date")
    else:
        sessions.print_info(session, f"{session.path} was upgraded; as it was before it is in {backup}")
