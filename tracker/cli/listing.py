"""`tracker list` and `tracker show`: what is there."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import config
from tracker import query as queries
from tracker.cli import session as sessions
from tracker.cli.parameters import AsOf, Command, Db, Ids, KnownBy, Terms, new_app
from tracker.model import NotFoundError, UsageError
from tracker.text import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.query import Query
    from tracker.store.database import Ledger

FORMATS = ("table", "tsv", "csv", "json", "jsonl", "ids")
app = new_app()


@app.command("list", cls=Command)
def list_(
    ctx: typer.Context,
    terms: Terms = None,
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="At most so many.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS", help="Such as -date,title; - turns a key round.")] = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
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
    form = _format("json" if as_json else format_)
    query = parsed(terms, sort, limit)
    if explain:
        sessions.talk(session, queries.explain(query))
    drawn: list[str] = []
    said: list[str] = []
    with sessions.reading(session) as ledger:
        if as_of or known_by:
            from tracker.cli import moments  # noqa: PLC0415 - only a clock needs it

            clock = moments.clock(as_of, known_by)
            found, drawn, said = moments.listed(session, ledger, query, clock, "count" if count else form)
        elif count:
            found = _print_count(ledger, query)
        elif form == "table":
            found, drawn, said = _draw(session, ledger, query)
        else:
            found = _print(session, ledger, query, form)
    if drawn:
        from tracker.cli import terminal  # noqa: PLC0415 - only a terminal gets a table

        terminal.show(session, drawn)
    for line in said:
        sessions.talk(session, line)
    if exit_status and not found:
        raise typer.Exit(1)


@app.command(cls=Command)
def show(
    ctx: typer.Context,
    ids: Ids,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="text or json.")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Also who changed what.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Show proposals whole: what became of each, on what evidence.

    Example: tracker show 12
    """
    import shutil  # noqa: PLC0415 - only this command asks for the width

    from tracker.cli import page, terminal  # noqa: PLC0415 - only this command draws a page
    from tracker.store import proposals, statuses  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    if form not in {"text", "json"}:
        raise UsageError(f"no format '{form}'; known: text, json")
    wanted = [sessions.an_id(one) for one in ids]
    if as_of or known_by:
        from tracker.cli import moments  # noqa: PLC0415 - only a clock needs it

        clock = moments.clock(as_of, known_by)
        moments.show(session, wanted, clock, as_json=as_json or form == "json", history=history)
        return
    with sessions.reading(session) as ledger:
        there = [one for one in wanted if proposals.is_there(ledger, one)]
        details = [proposals.detail(ledger, one, sessions.today()) for one in there]
        known = statuses.known(ledger)
    if as_json or form == "json":
        from tracker.formats import rows, writers  # noqa: PLC0415 - a list on a terminal needs none

        write(sys.stdout, writers.json_text([rows.detail_object(one) for one in details], indent=2) + "\n")
        _refuse_missing(wanted, there)
        return
    colour = terminal.uses_colour(session)
    room = min(shutil.get_terminal_size().columns, page.ROOM) if sys.stdout.isatty() else terminal.UNLIMITED
    lines: list[str] = []
    for one in details:
        lines += [""] * bool(lines)
        lines += page.lines(one, known, colour=colour, room=room, history=history)
    terminal.show(session, lines)
    _refuse_missing(wanted, there)


def _refuse_missing(wanted: Sequence[int], there: Sequence[int]) -> None:
    """Say which are not there, once the others were shown. Raises NotFoundError."""
    missing = [str(one) for one in wanted if one not in there]
    if missing:
        raise NotFoundError(f"no proposal {', '.join(missing)}; see: tracker list")


def parsed(terms: Sequence[str] | None, sort: str = "", limit: str = "") -> Query:
    """The query of a command's arguments and of the options that say the same. Raises QueryError."""
    extra = [f"sort:{sort}"] * bool(sort) + [f"limit:{limit}"] * bool(limit)
    return queries.parse([*extra, *(terms or ())], sessions.today())


def stream(ledger: Ledger, wanted: Sequence[int], form: str, spreadsheet: str = "") -> Iterator[str]:
    """The proposals of these ids in a format, piece by piece."""
    from tracker.store import exporting  # noqa: PLC0415 - --help needs no database

    return exporting.pieces(ledger, wanted, form, spreadsheet, sessions.today())


def _format(wanted: str) -> str:
    chosen = wanted or os.environ.get("TRACKER_FORMAT", "") or ("table" if sys.stdout.isatty() else "tsv")
    if chosen not in FORMATS:
        raise UsageError(f"no format '{chosen}'; known: {', '.join(FORMATS)}")
    return chosen


def _print_count(ledger: Ledger, query: Query) -> int:
    from tracker.store import listing  # noqa: PLC0415 - --help needs no database

    found = listing.count(ledger, query)
    write(sys.stdout, f"{found}\n")
    return found


def _print(session: sessions.Session, ledger: Ledger, query: Query, form: str) -> int:
    from tracker.store import listing  # noqa: PLC0415 - --help needs no database

    wanted = listing.ids(ledger, query)
    write_all(stream(ledger, wanted, form))
    if not wanted:
        for line in _empty(ledger, query):
            sessions.talk(session, line)
    return len(wanted)


def _draw(session: sessions.Session, ledger: Ledger, query: Query) -> tuple[int, list[str], list[str]]:
    """How many are shown, the table, and what to say after it; printed later, since a pager may keep it for hours."""
    from tracker.cli import lines  # noqa: PLC0415 - only a terminal gets a table
    from tracker.store import listing  # noqa: PLC0415

    wanted = listing.ids(ledger, query, limit=config.settings().limit if query.limit is None else None)
    if not wanted:
        return 0, [], _empty(ledger, query)
    drawn, hidden = lines.drawn(session, ledger, query, list(listing.lines(ledger, wanted)))
    total = listing.count(ledger, query)
    more = f"; all of them: -L {total}" if len(wanted) < total else ""
    no_room = [f"No room for: {', '.join(hidden)}"] if hidden else []
    return len(wanted), drawn, [f"{len(wanted):,} of {total:,}{more}", *no_room]


def write_all(pieces: Iterable[str]) -> None:
    """Write data to stdout; on a terminal a control character in it is shown, not obeyed."""
    if sys.stdout.isatty():
        from tracker.text import visible_block  # noqa: PLC0415 - rare

        pieces = (visible_block(piece) for piece in pieces)
    for piece in pieces:
        write(sys.stdout, piece)


def _empty(ledger: Ledger, query: Query) -> list[str]:
    """Why a list is empty: what each term finds alone, what would match instead, what is left without it."""
    from tracker.store import hints  # noqa: PLC0415 - only an empty list needs it

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
