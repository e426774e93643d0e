"""`tracker list`: what is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import config
from tracker import query as queries
from tracker.cli import as_of_pages
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Columns, Db, KnownBy, Output, PlainCommand, Terms, new_app
from tracker.cli.render import linear
from tracker.cli.request import list_shape, parse_clock, parse_columns, parse_most, parse_terms, print_columns
from tracker.clocks import NO_CLOCK
from tracker.formats.format import FormatTable
from tracker.formats.registry import find_format, format_names, name_of_ending
from tracker.model import UNSURE, UsageError
from tracker.query import Query
from tracker.text import match_code, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.clocks import Clock
    from tracker.formats.columns import ExportColumn
    from tracker.formats.format import Piece
    from tracker.store.ledger import Ledger
    from tracker.store.reports.export import ProposalSelection

FORMATS = ("table", *format_names())
DATES = ("relative", "iso")
app = new_app()


class ListRequest(NamedTuple):
    """What is to be listed and how: the query, at most how many, the clock if any, the format, columns, dates."""

    query: Query
    most: int | None
    clock: Clock | None
    form: str
    columns: tuple[ExportColumn, ...]
    dates: str


class Answer(NamedTuple):
    """How many were found, the lines of a table if it is one, and what to say after it.

    They are printed once the database is closed, since a pager may keep them for hours.
    """

    found: int
    drawn: Sequence[str] = ()
    said: Sequence[str] = ()


@app.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    terms: Terms = None,
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="Show at most this many.")] = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="KEYS", help="Such as -date,title; prefix with - to reverse.")
    ] = "",
    columns: Columns = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    dates: Annotated[
        str, typer.Option("--dates", metavar="relative|iso", help="How a table shows dates near today.")
    ] = "",
    output: Output = outputs.STDOUT,
    count: Annotated[bool, typer.Option("--count", help="Print only the number.")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Explain the query in plain English.")] = False,
    exit_status: Annotated[bool, typer.Option("--exit-status", help="Exit 1 if nothing matches.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """List proposals, the newest status first.

    Example: tracker list topic:migration is:open
    """
    session = sessions.session_of(ctx, db)
    format_name = "json" if as_json else format_
    form = _count_format(format_name, output) if count else _format(format_name, output)
    query, most = parse_terms(terms, sort), parse_most(limit)
    dates = match_code(dates, DATES, "way to show dates") if dates else ""
    if explain:
        sessions.print_info(session, queries.explain_query(query))
    clock = parse_clock(as_of, known_by)
    with sessions.reading(session) as ledger:
        if print_columns(ledger, columns):
            return
        wish = ListRequest(query, most, clock, form, parse_columns(ledger, columns, form), dates)
        if clock is not None:
            as_of_pages.warn(session, clock)
        answer = _count(session, ledger, wish, output) if count else _answer(session, ledger, wish, output)
        renamed = _renamed(ledger, query)
    if answer.drawn:
        from tracker.cli.render import terminal

        terminal.show(session, answer.drawn)
    for line in (*renamed, *answer.said):
        sessions.print_info(session, line)
    if exit_status and not answer.found:
        raise typer.Exit(1)


def _format(format_name: str, output: str) -> str:
    usual = outputs.usual_format(FORMATS, "table", "tsv") if output == outputs.STDOUT else ""
    form = outputs.form(format_name, output, FORMATS, usual)
    if output != outputs.STDOUT and form in {"", "table"}:
        raise UsageError(f"a file needs a format: name a {outputs.list_endings(FORMATS)}, or give --format")
    return form


def _count(session: sessions.Session, ledger: Ledger, wish: ListRequest, output: str) -> Answer:
    if wish.clock is None:
        from tracker.store.search import listing

        number = listing.count_matches(ledger, wish.query)
    else:
        from tracker.store.as_of import selection

        number = len(selection.select_as_of(ledger, wish.query, wish.clock, sessions.today()))
    outputs.put(output, _count_pieces(number, wish.form))
    if output != outputs.STDOUT:
        outputs.say(session, output, "the count")
    return Answer(number)


def _count_format(format_name: str, output: str) -> str:
    """The format of a count, which is the number alone unless another is named, or told by the ending of a file."""
    known = format_name or name_of_ending(Path(output).suffix.removeprefix(".").lower())
    return outputs.form(known, outputs.STDOUT, FORMATS, "table")


def _count_pieces(number: int, form: str) -> Iterable[Piece]:
    """The number alone; as an object where the format has objects, as a table where it is no text."""
    if form == "table":
        return [f"{number}\n"]
    writer = find_format(form)
    if writer.value:
        return writer.value({"count": number})
    if writer.table and (writer.is_binary or writer.usual_columns == "nested"):
        return writer.table(FormatTable(["count"], [[number]]))
    return [f"{number}\n"]


def _answer(session: sessions.Session, ledger: Ledger, wish: ListRequest, output: str) -> Answer:
    """Print the list, but a table: that is in the answer."""
    from tracker.store.reports import export

    usual = config.settings().limit if wish.form == "table" and wish.query.limit is None else None
    most = usual if wish.most is None else wish.most
    selected, total = export.select_proposals(ledger, wish.query, sessions.today(), wish.clock or NO_CLOCK, most)
    if wish.form == "table":
        answer = _draw_list(session, wish, selected, total) if selected.ids else Answer(0)
    else:
        shown = wish.query._replace(limit=queries.smaller_limit(wish.query.limit, wish.most))
        shape = list_shape(shown, wish.clock, wish.form, wish.columns)
        outputs.put(output, selected.pieces(shape))
        if output != outputs.STDOUT:
            outputs.say(session, output, plural(len(selected.ids), "proposal"))
        answer = Answer(len(selected.ids))
    return answer if selected.ids else Answer(0, said=_explain_nothing(ledger, wish))


def _draw_list(session: sessions.Session, wish: ListRequest, selected: ProposalSelection, total: int | None) -> Answer:
    from tracker.cli.render import proposal_lines

    dated = proposal_lines.dated(wish.dates)
    partly = _partly_dated(selected, wish)
    if wish.columns:
        needs = frozenset(one.needs for one in wish.columns) - {"", "evidence"}
        table = proposal_lines.of_rows(list(selected.rows(needs)), wish.columns, dated)
    else:
        asked = {term.field for term in queries.narrow_to_whole(wish.query).terms if term.whole}
        table = proposal_lines.of_lines(list(selected.lines()), dated, partly, asked)
    drawn, hidden = proposal_lines.draw_lines(session, selected.ledger, wish.query, table)
    said = [_how_many(wish, selected, total), *([f"No room for: {', '.join(hidden)}"] if hidden else [])]
    if any(one.state.unsure for one in selected.states):
        said.append(as_of_pages.MARK)
    if partly:
        said.append(f"{UNSURE}{len(partly):,} of these only perhaps: part of a date lies outside what is asked for")
    return Answer(len(selected.ids), drawn, said)


def _partly_dated(selected: ProposalSelection, wish: ListRequest) -> frozenset[int]:
    """Those of which only part of a date lies in what is asked for."""
    from tracker.store.search import listing

    surely = queries.narrow_to_whole(wish.query)
    if wish.clock is not None or surely == wish.query:
        return frozenset()
    return frozenset(selected.ids).difference(listing.matching_among(selected.ledger, surely, selected.ids))


def _how_many(wish: ListRequest, selected: ProposalSelection, total: int | None) -> str:
    shown, when = len(selected.ids), ""
    if wish.clock is None:
        from tracker.store.search import listing

        total = listing.count_matches(selected.ledger, wish.query)
    else:
        when = f" {as_of_pages.in_words(wish.clock)}"
    if total is None:
        return f"The first {shown:,}{when}; more of them: -L N, and --count says how many there are"
    more = f"; all of them: -L {total}" if shown < total else ""
    return f"{shown:,} of {total:,}{when}{more}"


def _renamed(ledger: Ledger, query: Query) -> list[str]:
    """Which topics that a query names mean another by now."""
    names = [name for term in query.terms if term.field in {"topic", "primary"} for name in term.values]
    if not names:
        return []
    from tracker.store.records import topics

    return topics.meaning_lines(ledger, names)


def _explain_nothing(ledger: Ledger, wish: ListRequest) -> list[str]:
    """Why a list is empty: what each term finds alone, what would match instead, what is left without it."""
    if wish.clock is not None:
        return [_explain_nothing_as_of(ledger, wish.query, wish.clock)]
    if not wish.query.terms:
        return ["No proposals yet. Begin with: tracker add, or tracker demo"]
    from tracker.store.search import hints

    reasons = hints.term_hints(ledger, wish.query)
    counts = linear.join_parts(f"{one.typed} {one.alone:,}" for one in reasons)
    instead = [f"Instead of {one.typed}: {one.instead}" for one in reasons if one.instead]
    left = [f"{one.typed} {one.others:,}" for one in reasons if one.others]
    return [
        f"Nothing matches{' all of' * (len(reasons) > 1)}: {counts}",
        *instead,
        *([f"Left without it: {linear.join_parts(left)}"] if left else []),
    ]


def _explain_nothing_as_of(ledger: Ledger, query: Query, clock: Clock) -> str:
    """The same as of a day: each term's own count under the clock."""
    from tracker.store.as_of import selection

    if not query.terms:
        return f"No proposals {as_of_pages.in_words(clock)}"
    counts = []
    for term in query.terms:
        alone = Query((term,), unfinished=query.unfinished and term == query.terms[-1])
        counts.append(
            f"{queries.unparse_query(alone)} {len(selection.select_as_of(ledger, alone, clock, sessions.today())):,}"
        )
    return f"Nothing {as_of_pages.in_words(clock)} matches all of: " + linear.join_parts(counts)
