"""`tracker stats`: how many proposals there are of what."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import query as queries
from tracker import query_fields
from tracker.cli import as_of_pages
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Db, KnownBy, PlainCommand, Terms, new_app
from tracker.cli.request import parse_clock, parse_terms
from tracker.formats.format import FormatTable
from tracker.formats.registry import find_format, names_that_write
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.clocks import Clock
    from tracker.formats.format import Piece
    from tracker.formats.pictures.canvas import Picture
    from tracker.model import Status
    from tracker.query import Query
    from tracker.store.ledger import Ledger
    from tracker.store.reports.stats import CountedProposals, CountMatrix

PICTURE = "svg"
FORMATS = ("table", *names_that_write("counts"), PICTURE)
OVERVIEW = ("status", "topic", "year", "body", "proposer")
MOST = 10  # values of a field that the overview shows
FLAGS = tuple(
    flag for flag in query_fields.FLAGS if flag not in {"open", "closed", "removed"}
)  # the statuses say these
ROOM = 100

app = new_app()


class Counted(NamedTuple):
    """What was counted: how many proposals, how many of them unsure, by which fields, and the answer of each kind."""

    total: int
    unsure: int
    parts: dict[str, dict[str, int]]
    by: tuple[str, ...] = ()
    matrix: CountMatrix | None = None
    flags: dict[str, int] | None = None


@app.command(cls=PlainCommand)
def stats(
    ctx: typer.Context,
    terms: Terms = None,
    by: Annotated[
        str, typer.Option("--by", metavar="FIELD[,FIELD]", help="status, topic, body, proposer, year or kind.")
    ] = "",
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Count proposals: by status, topic, body, proposer, year or kind.

    A proposal with several topics is counted under each of them.

    Example: tracker stats by:belarus --by topic,status
    """
    from tracker.store.records import statuses
    from tracker.store.reports import stats as store

    session = sessions.session_of(ctx, db)
    form = _format("json" if as_json else format_)
    fields = tuple(dict.fromkeys(store.match_count_field(one) for one in by.split(",") if one.strip()))
    if len(fields) > 2:  # noqa: PLR2004 - rows and columns
        raise UsageError(f"--by takes one field or two, not {len(fields)}")
    query = parse_terms(terms)
    clock = parse_clock(as_of, known_by)
    if clock is not None:
        as_of_pages.warn(session, clock)
    with sessions.reading(session) as ledger:
        counted = _counted(ledger, query, clock, fields)
        known = statuses.read_statuses(ledger)
    when = "" if clock is None else f" {as_of_pages.in_words(clock)}"
    if form == "table":
        _draw_counts(session, counted, known, when)
    elif form == PICTURE:
        outputs.write_all(_picture(counted, known, plural(counted.total, "proposal") + when).svg_pieces())
    else:
        outputs.write_all(_pieces(counted, form, known, plural(counted.total, "proposal") + when))
    if not counted.total:
        asked = f" matches {queries.unparse_query(query)}" if query.terms else " is tracked yet"
        sessions.print_info(session, f"Nothing{asked}{when}")


def _format(format_name: str) -> str:
    usual = os.environ.get("TRACKER_FORMAT", "")  # what list can do, counts may not
    usual = usual if usual in FORMATS else "table" if sys.stdout.isatty() else "tsv"
    return outputs.form(format_name, outputs.STDOUT, FORMATS, usual)


def _counted_today(ledger: Ledger, query: Query) -> CountedProposals:
    """What is to be counted without a clock."""
    from tracker.store.reports import stats
    from tracker.store.search import listing

    everything = not query.terms and query.limit is None
    return stats.CountedProposals(None if everything else listing.matching_ids(ledger, query))


def _counted(ledger: Ledger, query: Query, clock: Clock | None, by: tuple[str, ...]) -> Counted:
    from tracker.store.as_of import selection
    from tracker.store.reports import stats
    from tracker.store.search import listing

    found = [] if clock is None else selection.select_as_of(ledger, query, clock, sessions.today())
    if clock is None:
        chosen = _counted_today(ledger, query)
    else:
        chosen = stats.CountedProposals([one.id for one in found], {one.id: one.state for one in found})
    total = stats.total_count(ledger, chosen)
    if clock is None:
        unsure = total - listing.count_surely(ledger, query, total)
    else:
        unsure = len(selection.unsure_as_of(ledger, query, found, clock, sessions.today()))
    if len(by) > 1:
        return Counted(total, unsure, {}, by, stats.count_matrix(ledger, chosen, *by))
    parts = {one: stats.count_by_field(ledger, chosen, one) for one in by or OVERVIEW}
    if by:
        return Counted(total, unsure, parts, by)
    moved = {} if clock is None else selection.count_flags(ledger, found, clock, sessions.today())
    flags = {flag: moved[flag] if flag in moved else _having(ledger, query, chosen, flag) for flag in FLAGS}
    return Counted(total, unsure, parts, by, flags={flag: number for flag, number in flags.items() if number})


def _having(ledger: Ledger, query: Query, chosen: CountedProposals, flag: str) -> int:
    """How many of what was found have a flag that is today's."""
    from tracker.store.search import listing

    flagged = queries.parse_query([f"is:{flag}"], sessions.today())
    from tracker.store.search import terms

    if chosen.states is None and terms.unfold_query(ledger, query).limit is None:
        return listing.count_matches(ledger, query._replace(terms=(*flagged.terms, *query.terms)))
    return len(set(chosen.wanted or ()) & set(listing.matching_ids(ledger, flagged)))


def _draw_counts(session: sessions.Session, counted: Counted, known: dict[str, Status], when: str) -> None:
    from tracker.cli.render import charts, linear, terminal

    colour = terminal.uses_colour(session)
    room = min(shutil.get_terminal_size().columns, ROOM)
    lines = [terminal.styled(plural(counted.total, "proposal") + when, "bold", colour=colour)]
    hidden: list[str] = []
    if counted.matrix is not None and counted.total:
        drawn, hidden = charts.matrix_lines(
            (counted.by[0], counted.by[1]), counted.matrix, known, colour=colour, room=room
        )
        lines += ["", *drawn]
    shown = {by: _first(found) for by, found in counted.parts.items()} if not counted.by else counted.parts
    values = [charts.value_label(by, value, known) for by, found in shown.items() for value in found]
    sizes = {"labels": charts.label_width(values), "numbers": len(f"{counted.total:,}")}
    for by, found in shown.items() if counted.total else ():
        lines += ["", terminal.styled(by.capitalize(), "bold", colour=colour)] if not counted.by else [""]
        lines += charts.bar_lines(by, found, known, colour=colour, room=room, **sizes)
        if rest := len(counted.parts[by]) - len(found):
            lines.append(terminal.styled(f"and {rest:,} more: tracker stats --by {by}", "dim", colour=colour))
    flags = {**(counted.flags or {}), **({"~ unsure": counted.unsure} if counted.unsure else {})}
    if flags:
        lines += [
            "",
            *terminal.wrapped(linear.join_parts(f"{flag} {number:,}" for flag, number in flags.items()), "", room),
        ]
    terminal.show(session, lines)
    if hidden:
        more = f" and {len(hidden) - MOST} more" if len(hidden) > MOST else ""
        sessions.print_info(session, f"No room for: {', '.join(hidden[:MOST])}{more}; --format csv has all")


def _first(counts: dict[str, int]) -> dict[str, int]:
    """The values that an overview shows: years the newest, of the rest those with most."""
    years = all(value.isdigit() or value == "undated" for value in counts)
    return dict(list(counts.items())[-MOST:] if years else list(counts.items())[:MOST])


def _pieces(counted: Counted, form: str, known: dict[str, Status], title: str) -> Iterable[Piece]:
    chosen = find_format(form)
    if chosen.value:
        return chosen.value(_object(counted))
    if chosen.table is None:
        raise TypeError(f"the format {form} writes no tables")
    from tracker.formats.pictures.canvas import figure_html

    figure = figure_html(_picture(counted, known, title)) if form == "html" else ""
    table = FormatTable(*_count_rows(counted), needs_names=counted.matrix is not None, title=title, figure=figure)
    return chosen.table(table)


def _picture(counted: Counted, known: dict[str, Status], title: str) -> Picture:
    """The counts as a picture; an overview as one of the values with most."""
    from tracker.formats.pictures import counts

    glyphs = {code: status.glyph for code, status in known.items()}
    if counted.matrix is not None:
        rows, columns, cells, _ = counted.matrix
        by = (counted.by[0], counted.by[1])
        return counts.matrix_picture(title, counts.MatrixCounts(by, rows, columns, cells), glyphs)
    parts = counted.parts if counted.by else {by: _first(found) for by, found in counted.parts.items()}
    return counts.bars_picture(title, parts, glyphs)


def _count_rows(counted: Counted) -> tuple[list[str], list[list[str | int]]]:
    """The counts as a table: a matrix as it is drawn, one field as value and number, an overview with the field."""
    if counted.matrix is not None:
        rows, columns, cells, _ = counted.matrix
        body: list[list[str | int]] = [
            [row, *(cells.get((row, name), 0) for name in columns), rows[row]] for row in rows
        ]
        return [counted.by[0], *columns, "total"], [*body, ["total", *columns.values(), counted.total]]
    if counted.by:
        return [counted.by[0], "proposals"], [[value, number] for value, number in counted.parts[counted.by[0]].items()]
    parts = {**counted.parts, "flag": counted.flags or {}}
    listed: list[list[str | int]] = [
        [by, value, number] for by, found in parts.items() for value, number in found.items()
    ]
    unsure: list[list[str | int]] = [["unsure", "", counted.unsure]] if counted.unsure else []
    return ["field", "value", "proposals"], [["all", "", counted.total], *unsure, *listed]


def _object(counted: Counted) -> dict[str, object]:
    if counted.matrix is not None:
        rows, columns, cells, _ = counted.matrix
        down, across = counted.by
        listed = [{down: row, across: column, "proposals": number} for (row, column), number in cells.items()]
        totals = {down: rows, across: columns}
        head = {"proposals": counted.total, "unsure": counted.unsure, "by": list(counted.by)}
        return {**head, "counts": listed, "totals": totals}
    flags = {"flags": counted.flags} if counted.flags is not None else {}
    return {
        "proposals": counted.total,
        "unsure": counted.unsure,
        "by": list(counted.by),
        "counts": counted.parts,
        **flags,
    }
