"""`tracker list`: what is there."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import config
from tracker import query as queries
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Columns, Command, Db, KnownBy, Output, Terms, new_app
from tracker.model import UsageError
from tracker.text import plural, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.clocks import Clock
    from tracker.formats.columns import Column
    from tracker.formats.lists import Shape
    from tracker.query import Query
    from tracker.store.ledger import Ledger

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "markdown", "html", "ids")
DATES = ("relative", "iso")
HELP = "help"  # instead of columns
app = new_app()


class Wish(NamedTuple):
    """What is to be listed and how: the query, the clock if there is one, the format, the columns, the dates."""

    query: Query
    clock: Clock | None
    form: str
    columns: tuple[Column, ...]
    dates: str


class Answer(NamedTuple):
    """How many were found, the lines of a table if it is one, and what to say after it.

    They are printed once the database is closed, since a pager may keep them for hours.
    """

    found: int
    drawn: Sequence[str] = ()
    said: Sequence[str] = ()


@app.command("list", cls=Command)
def list_(
    ctx: typer.Context,
    terms: Terms = None,
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="At most so many.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS", help="Such as -date,title; - turns a key round.")] = "",
    columns: Columns = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    dates: Annotated[str, typer.Option("--dates", metavar="relative|iso", help="How a table shows near ones.")] = "",
    output: Output = outputs.STDOUT,
    count: Annotated[bool, typer.Option("--count", help="Only how many.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say the query in plain English.")] = False,
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit 1 if nothing matches.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """List proposals, the newest status first.

    Example: tracker list topic:migration is:open
    """
    session = sessions.of(ctx, db)
    form = _format("json" if as_json else format_, output)
    query = parsed(terms, sort, limit)
    if dates not in {"", *DATES}:
        raise UsageError(f"no way '{dates}' to show dates; known: {', '.join(DATES)}")
    if explain:
        sessions.talk(session, queries.explain(query))
    clock = clock_of(as_of, known_by)
    with sessions.reading(session) as ledger:
        if is_help(ledger, columns):
            return
        wish = Wish(query, clock, form, chosen(ledger, columns, form), dates)
        answer = _count(session, ledger, wish) if count else _answer(session, ledger, wish, output)
        renamed = _renamed(ledger, query)
    if answer.drawn:
        from tracker.cli.render import terminal

        terminal.show(session, answer.drawn)
    for line in (*renamed, *answer.said):
        sessions.talk(session, line)
    if exit_status and not answer.found:
        raise typer.Exit(1)


def parsed(terms: Sequence[str] | None, sort: str = "", limit: str = "") -> Query:
    """The query of a command's arguments and of the options that say the same. Raises QueryError."""
    extra = [f"sort:{sort}"] * bool(sort) + [f"limit:{limit}"] * bool(limit)
    return queries.parse([*extra, *(terms or ())], sessions.today())


def is_help(ledger: Ledger, columns: str) -> bool:
    """Whether only the columns are asked for that there are; they are printed."""
    if columns.strip() != HELP:
        return False
    from tracker.formats import columns as cols
    from tracker.store.reports import export
    from tracker.text import visible

    told = [(visible(name), says) for name, says in cols.help_lines(export.extras(ledger))]
    write(sys.stdout, "".join(f"{name:<12}  {says}\n" for name, says in told))
    return True


def chosen(ledger: Ledger, columns: str, form: str) -> tuple[Column, ...]:
    """The columns that were asked for, none if none were. Raises UsageError."""
    if not columns:
        return ()
    from tracker.formats import columns as cols
    from tracker.store.reports import export

    if form == "ids":
        raise UsageError("--format ids has no columns but the numbers; say --columns id with another format")
    return cols.chosen(columns, export.extras(ledger))


def shape(query: Query, clock: Clock | None, form: str, columns: tuple[Column, ...], spreadsheet: str = "") -> Shape:
    """How a list is written, with what a page says of it: the query and the day."""
    from tracker.formats.lists import Shape
    from tracker.store.reports import export

    when = ""
    if clock is not None:
        from tracker.cli import as_of_pages

        when = as_of_pages.in_words(clock)
    about = export.about(query, sessions.today(), when) if form == "html" else ()
    return Shape(form, columns, spreadsheet, about, clocked=clock is not None)


def clock_of(as_of: str, known_by: str) -> Clock | None:
    """The clock of the two options, None without them. Raises UsageError."""
    if not (as_of or known_by):
        return None
    from tracker.cli import as_of_pages

    return as_of_pages.clock(as_of, known_by)


def _format(named: str, output: str) -> str:
    usual = outputs.usual(FORMATS, "table", "tsv") if output == outputs.STDOUT else ""
    form = outputs.form(named, output, FORMATS, usual)
    if output != outputs.STDOUT and form in {"", "table"}:
        raise UsageError("a file needs a format: name a .csv, .json, .md or .html, or say --format")
    return form


def _count(session: sessions.Session, ledger: Ledger, wish: Wish) -> Answer:
    if wish.clock is None:
        from tracker.store.search import listing

        found = listing.count(ledger, wish.query)
    else:
        from tracker.cli import as_of_pages

        found = as_of_pages.counted(session, ledger, wish.query, wish.clock)
    write(sys.stdout, f"{found}\n")
    return Answer(found)


def _answer(session: sessions.Session, ledger: Ledger, wish: Wish, output: str) -> Answer:
    if wish.clock is not None:
        from tracker.cli import as_of_pages

        return as_of_pages.listed(session, ledger, wish, wish.clock, output)
    return _draw(session, ledger, wish) if wish.form == "table" else _print(session, ledger, wish, output)


def _print(session: sessions.Session, ledger: Ledger, wish: Wish, output: str) -> Answer:
    from tracker.store.reports import export
    from tracker.store.search import listing

    wanted = listing.ids(ledger, wish.query)
    asked = shape(wish.query, None, wish.form, wish.columns)
    outputs.put(output, export.pieces(ledger, wanted, asked, sessions.today()))
    if output != outputs.STDOUT:
        outputs.say(session, output, plural(len(wanted), "proposal"))
    return Answer(len(wanted), said=() if wanted else _empty(ledger, wish.query))


def _draw(session: sessions.Session, ledger: Ledger, wish: Wish) -> Answer:
    from tracker.cli.render import proposal_lines
    from tracker.store.reports import export
    from tracker.store.search import listing

    query = wish.query
    wanted = listing.ids(ledger, query, limit=config.settings().limit if query.limit is None else None)
    if not wanted:
        return Answer(0, said=_empty(ledger, query))
    if wish.columns:
        needs = shape(query, None, wish.form, wish.columns).needs()
        rows = list(export.rows_of(ledger, wanted, needs, sessions.today()))
        table = proposal_lines.of_rows(rows, wish.columns, proposal_lines.dated(wish.dates))
    else:
        table = proposal_lines.of_lines(list(listing.lines(ledger, wanted)), proposal_lines.dated(wish.dates))
    drawn, hidden = proposal_lines.drawn(session, ledger, query, table)
    total = listing.count(ledger, query)
    more = f"; all of them: -L {total}" if len(wanted) < total else ""
    return Answer(len(wanted), drawn, [f"{len(wanted):,} of {total:,}{more}", *no_room(hidden)])


def _renamed(ledger: Ledger, query: Query) -> list[str]:
    """Which topics that a query names mean another by now."""
    names = [name for term in query.terms if term.field in {"topic", "primary"} for name in term.values]
    if not names:
        return []
    from tracker.store.records import topics

    return topics.meanings(ledger, names)


def no_room(hidden: Sequence[str]) -> list[str]:
    """What to say of columns that are not shown."""
    return [f"No room for: {', '.join(hidden)}"] if hidden else []


def _empty(ledger: Ledger, query: Query) -> list[str]:
    """Why a list is empty: what each term finds alone, what would match instead, what is left without it."""
    from tracker.store.search import hints

    if not query.terms:
        return ["No proposals yet. Begin with: tracker add, or tracker demo"]
    reasons = hints.reasons(ledger, query)
    counts = " · ".join(f"{one.typed} {one.alone:,}" for one in reasons)
    instead = [f"Instead of {one.typed}: {one.instead}" for one in reasons if one.instead]
    left = [f"{one.typed} {one.others:,}" for one in reasons if one.others]
    return [
        f"Nothing matches{' all of' * (len(reasons) > 1)}: {counts}",
        *instead,
        *([f"Left without it: {' · '.join(left)}"] if left else []),
    ]
