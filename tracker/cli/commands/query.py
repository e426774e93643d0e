"""`tracker query`: queries with a name."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from tracker import query as queries
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, PlainGroup, new_app
from tracker.cli.request import parse_terms
from tracker.model import TrackerError, UsageError
from tracker.query import Query
from tracker.text import visible_line, write_to_stream

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the query.")]

app = new_app()
query = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(query, name="query")


@query.callback()
def query_(ctx: typer.Context, db: Db = None) -> None:
    """Saved queries: a query with a name."""
    sessions.session_of(ctx, db)


@query.command("save", cls=PlainCommand)
def save(
    ctx: typer.Context,
    name: Name,
    terms: Annotated[list[str], typer.Argument(metavar="QUERY...", help="Words and terms, as in list.")],
    force: Annotated[bool, typer.Option("--force", "-f", help="Replace the query of that name.")] = False,
    db: Db = None,
) -> None:
    """Save a query under a name; relative dates stay relative.

    Example: tracker query save open-migration topic:migration is:open
    """
    from tracker.store.records import saved_queries
    from tracker.store.search import codes, listing

    session = sessions.session_of(ctx, db)
    wanted = parse_terms(terms)
    if wanted == Query():
        raise UsageError("a saved query needs a term, as in: tracker query save open is:open")

    with sessions.writing(session, f"query save {name}") as change:
        line = queries.unparse_query(codes.complete_codes(change.ledger, wanted))
        saved_queries.save_query(change, name, line, replace=force)
        found = listing.count_matches(change.ledger, wanted)  # it also refuses what the query names and nobody knows
    sessions.result(f"Saved {name}  {line}  [{found:,} now]", name)
    sessions.print_info(session, "Undo: tracker undo")


@query.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the saved queries, and how many proposals each finds now.

    Example: tracker query list
    """
    from tracker.formats.tsv_format import tsv_lines
    from tracker.store.records import saved_queries
    from tracker.store.search import listing

    session = sessions.session_of(ctx, db)
    saved = []
    with sessions.reading(session) as ledger:
        for name, line in saved_queries.saved_query_lines(ledger).items():
            try:
                count = f"{listing.count_matches(ledger, queries.parse_line(line, sessions.today()))}"
            except TrackerError:  # a topic or an actor that it names is gone
                count = "?"
            saved.append((name, count, line))
    if as_json:
        objects = ({"name": name, "query": line} for name, _, line in saved)
        outputs.put_json(objects)
    elif sys.stdout.isatty() and saved:
        from tracker.cli.render import terminal

        columns = (
            terminal.TerminalColumn("name", 30),
            terminal.TerminalColumn("proposals"),
            terminal.TerminalColumn("query", flexible=True),
        )
        lines, _ = terminal.table_lines(columns, saved, [{} for _ in saved], colour=terminal.uses_colour(session))
        terminal.show(session, lines)
    else:
        write_to_stream(sys.stdout, "".join(tsv_lines(saved)))
    if not saved:
        sessions.print_info(session, "No saved queries yet. Begin with: tracker query save NAME QUERY")


@query.command("show", cls=PlainCommand)
def show(ctx: typer.Context, name: Name, db: Db = None) -> None:
    """Print a saved query, and explain it in plain English.

    Example: tracker query show open-migration
    """
    from tracker.store.records import saved_queries

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        line = saved_queries.find(ledger, name)
    write_to_stream(sys.stdout, visible_line(line) + "\n")
    sessions.print_info(session, queries.explain_query(queries.parse_line(line, sessions.today())))


@query.command("rm", cls=PlainCommand)
def rm(ctx: typer.Context, name: Name, db: Db = None) -> None:
    """Remove a saved query.

    Example: tracker query rm open-migration
    """
    from tracker.store.records import saved_queries

    session = sessions.session_of(ctx, db)
    with sessions.writing(session, f"query rm {name}") as change:
        line = saved_queries.find(change.ledger, name)
        saved_queries.remove(change, name)
    sessions.result(f"Removed {name}  {line}", name)
    sessions.print_info(session, "Undo: tracker undo")
