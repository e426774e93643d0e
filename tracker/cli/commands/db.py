"""`tracker statuses`, `check` and `db`: the vocabulary of statuses, and the file itself."""

from __future__ import annotations

import shutil
import sys
from typing import Annotated

import typer

from tracker import __version__
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, PlainGroup, new_app
from tracker.cli.render import terminal
from tracker.text import cell_width, plural, visible_line, write_to_stream

FOUND_PROBLEMS = 5
CLOSED = "  (closed)"

app = new_app()
db_app = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(db_app, name="db")


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
        style = terminal.STATUS_COLOURS.get(one.code, "")
        name = visible_line(f"{one.glyph} {one.code}")
        closed = [] if one.is_open else [CLOSED]
        beside = closed if not sys.stdout.isatty() or cell_width(name + CLOSED) <= room else []
        lines.append(terminal.styled(name, style, colour=colour) + "".join(beside))
        lines += closed[len(beside) :]
        lines += terminal.wrapped(visible_line(one.definition), "  ", room - 2)
        following = terminal.wrapped("usual next: " + ", ".join(one.steps), "  ", room - 2)
        lines += [terminal.styled(line, "dim", colour=colour) for line in following]
    terminal.show(session, lines)


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
    from tracker.store.database import file_facts as engine_facts
    from tracker.store.reports import tables

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        facts = {
            "file": str(session.path),
            "size": f"{session.path.stat().st_size:,} bytes",
            **engine_facts(ledger),
            "program": f"tracker {__version__}",
        }
        for name in ("proposals", "sources", "citations", "status_events", "actors", "meetings", "changes"):
            facts[name] = f"{tables.count_rows(ledger, name):,}"
    write_to_stream(
        sys.stdout, "".join(f"{name.replace('_', ' '):<14}  {visible_line(value)}\n" for name, value in facts.items())
    )


@db_app.command(cls=PlainCommand)
def upgrade(ctx: typer.Context, db: Db = None) -> None:
    """Upgrade a database of an older release to this one.

    Example: tracker db upgrade
    """
    from tracker.store.database import upgrade_database as bring_up

    session = sessions.session_of(ctx, db)
    backup = bring_up(session.path)
    if backup is None:
        sessions.print_info(session, f"{session.path} is up to date")
    else:
        sessions.print_info(session, f"{session.path} was upgraded; as it was before it is in {backup}")
