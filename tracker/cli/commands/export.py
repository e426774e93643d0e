"""`tracker export`: the same answers as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker.cli import as_of_pages
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Columns, Db, KnownBy, Many, PlainCommand, Terms, Title, new_app
from tracker.cli.request import (
    list_shape,
    parse_clock,
    parse_columns,
    parse_most,
    parse_terms,
    parse_title,
    print_columns,
)
from tracker.clocks import NO_CLOCK
from tracker.files import expand_home
from tracker.formats.registry import dialects, find_format, format_names, names_that_write
from tracker.model import UsageError
from tracker.query import Query, smaller_limit
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.clocks import Clock
    from tracker.formats.format import ListShape, Piece
    from tracker.store.ledger import Ledger

FORMATS = format_names()
DIALECTS = dialects()  # of spreadsheets

app = new_app()


class ProposalRequest(NamedTuple):
    """Which proposals are to be written: the query, at most how many of what it finds, the clock if there is one."""

    query: Query
    most: int | None
    clock: Clock | None


@app.command(cls=PlainCommand)
def export(
    ctx: typer.Context,
    terms: Terms = None,
    table: Annotated[Many, typer.Option("--table", metavar="TABLE", help="A table as it is stored.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every table, into the folder of --output.")] = False,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE|DIR", help="- is stdout.")] = outputs.STDOUT,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; default: by the file's ending.")
    ] = "",
    for_: Annotated[
        str, typer.Option("--for", metavar="|".join(DIALECTS), help="CSV that a spreadsheet opens safely.")
    ] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS")] = "",
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="Write at most this many.")] = "",
    columns: Columns = "",
    title: Title = "",
    notes: Annotated[bool, typer.Option("--notes", help="Include your own notes.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Write proposals, or any table, as CSV, XLSX, JSON, Markdown, HTML or DOCX.

    Example: tracker export topic:migration -o migration.csv
    """
    session = sessions.session_of(ctx, db)
    form = outputs.form(format_, "" if everything or len(table or ()) > 1 else output, FORMATS, "csv")
    if for_ and DIALECTS.get(for_) != form:
        raise UsageError(f"--for takes {outputs.join_choices([*DIALECTS])}, with --format {DIALECTS.get(for_, 'csv')}")
    if (table or everything) and (terms or sort or limit or as_of or known_by or columns or title):
        raise UsageError("a query and --columns select proposals; --table and --all export whole tables")
    if (table or everything) and not find_format(form).writes("stored table"):
        raise UsageError(f"tables are exported as {outputs.join_choices(names_that_write('stored table'))}")
    title = parse_title(title, form)
    query, most = parse_terms(terms, sort), parse_most(limit)
    from tracker.store.reports import tables

    names = list(tables.NAMES) if everything else [tables.match_table(one) for one in table or ()]
    with sessions.reading(session) as ledger:
        if print_columns(ledger, columns):
            return
        if not names:
            clock = parse_clock(as_of, known_by)
            shown = query._replace(limit=smaller_limit(query.limit, most))
            asked = _shape(
                ledger, list_shape(shown, clock, form, parse_columns(ledger, columns, form), for_, title), notes=notes
            )
            _proposals(session, ledger, ProposalRequest(query, most, clock), asked, output)
        elif len(names) == 1 and not everything:
            outputs.put(output, _table(ledger, names[0], form, for_, notes=notes))
            outputs.say(session, output, names[0])
        else:
            folder = _folder(output)
            for name in names:
                outputs.put(str(folder / f"{name}.{form}"), _table(ledger, name, form, for_, notes=notes))
            outputs.say(session, output, plural(len(names), "table"))


def _shape(ledger: Ledger, asked: ListShape, *, notes: bool) -> ListShape:
    """How the proposals are written: with `notes` our note as the last column."""
    if not notes or not find_format(asked.form).has_columns:
        return asked
    from tracker.formats import columns as cols
    from tracker.formats.lists import name_columns
    from tracker.store.reports import export

    asked = name_columns(asked, export.extra_names(ledger))
    return asked._replace(columns=tuple(dict.fromkeys((*asked.columns, *cols.find_columns(["note"])))))


def _proposals(session: sessions.Session, ledger: Ledger, wish: ProposalRequest, asked: ListShape, output: str) -> None:
    from tracker.store.reports import export

    if wish.clock is not None:
        as_of_pages.warn(session, wish.clock)
    selected, _ = export.select_proposals(ledger, wish.query, sessions.today(), wish.clock or NO_CLOCK, wish.most)
    outputs.put(output, selected.pieces(asked))
    outputs.say(session, output, plural(len(selected.ids), "proposal"))
    if not selected.ids and output == outputs.STDOUT:
        sessions.print_info(session, "Nothing matches: the output has no rows; -o FILE names a file")


def _folder(output: str) -> Path:
    if output == "-":
        raise UsageError("several tables need a folder: --output DIR")
    folder = expand_home(output)
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; several tables need a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _table(ledger: Ledger, name: str, form: str, spreadsheet: str, *, notes: bool) -> Iterator[Piece]:
    from tracker.formats.format import FormatTable
    from tracker.store.reports import tables

    write_table = find_format(form).table
    if write_table is None:
        raise TypeError(f"the format {form} writes no tables")
    columns = tables.table_columns(ledger, name, notes=notes)
    return write_table(
        FormatTable(columns, tables.read_table_rows(ledger, name, columns), spreadsheet=spreadsheet, title=name)
    )
