"""`tracker export`: the same answers as files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.commands.list import chosen, clock_of, is_help, parsed, shape
from tracker.cli.options import AsOf, Columns, Command, Db, KnownBy, Many, Terms, new_app
from tracker.formats.writers import FORMATS
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.clocks import Clock
    from tracker.formats.lists import Shape
    from tracker.query import Query
    from tracker.store.ledger import Ledger

TABLES = ("csv", "json", "jsonl")
SPREADSHEETS = ("excel", "excel-eu")

app = new_app()


@app.command(cls=Command)
def export(
    ctx: typer.Context,
    terms: Terms = None,
    table: Annotated[Many, typer.Option("--table", metavar="TABLE", help="A table as it is stored.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every table, into the folder of --output.")] = False,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE|DIR", help="- is stdout.")] = outputs.STDOUT,
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}; else the file's ending.")
    ] = "",
    for_: Annotated[str, typer.Option("--for", metavar="excel|excel-eu", help="CSV that a spreadsheet opens.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS")] = "",
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N")] = "",
    columns: Columns = "",
    notes: Annotated[bool, typer.Option("--notes", help="With our own notes on records.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Write proposals, or any table, as CSV, JSON, Markdown or HTML.

    Example: tracker export topic:migration -o migration.csv
    """
    session = sessions.of(ctx, db)
    form = outputs.form(format_, "" if everything or len(table or ()) > 1 else output, FORMATS, "csv")
    if for_ and (for_ not in SPREADSHEETS or form != "csv"):
        raise UsageError(f"--for takes {' or '.join(SPREADSHEETS)}, with CSV")
    if (table or everything) and (terms or sort or limit or as_of or known_by or columns):
        raise UsageError("a query and --columns choose of proposals; --table and --all take whole tables")
    if (table or everything) and form not in TABLES:
        raise UsageError("tables are exported as csv, json or jsonl")
    query = parsed(terms, sort, limit)
    from tracker.store.reports import tables

    names = list(tables.NAMES) if everything else [tables.name(one) for one in table or ()]
    with sessions.reading(session) as ledger:
        if is_help(ledger, columns):
            return
        if not names:
            clock = clock_of(as_of, known_by)
            asked = _shape(ledger, query, clock, form, columns, for_, notes=notes)
            _proposals(session, ledger, query, clock, asked, output)
        elif len(names) == 1 and not everything:
            outputs.put(output, _table(ledger, names[0], form, for_, notes=notes))
            outputs.say(session, output, names[0])
        else:
            folder = _folder(output)
            for name in names:
                outputs.put(str(folder / f"{name}.{form}"), _table(ledger, name, form, for_, notes=notes))
            outputs.say(session, output, plural(len(names), "table"))


def _shape(
    ledger: Ledger, query: Query, clock: Clock | None, form: str, columns: str, spreadsheet: str, *, notes: bool
) -> Shape:
    """How the proposals are written: with `notes` our note as the last column."""
    if not notes or form == "ids":
        return shape(query, clock, form, chosen(ledger, columns, form), spreadsheet)
    from tracker.formats import columns as cols
    from tracker.store.reports import export

    usual = cols.usual(form, export.extras(ledger), clocked=clock is not None)
    wanted = chosen(ledger, columns, form) or usual
    return shape(query, clock, form, tuple(dict.fromkeys((*wanted, *cols.named(["note"])))), spreadsheet)


def _proposals(
    session: sessions.Session, ledger: Ledger, query: Query, clock: Clock | None, asked: Shape, output: str
) -> None:
    from tracker.store.reports import export
    from tracker.store.search import listing

    wanted: Sequence[object]
    if clock is not None:
        from tracker.cli import as_of_pages

        wanted, pieces = as_of_pages.exported(session, ledger, query, clock, asked)
    else:
        wanted = found = listing.ids(ledger, query)
        pieces = export.pieces(ledger, found, asked, sessions.today())
    outputs.put(output, pieces)
    outputs.say(session, output, plural(len(wanted), "proposal"))
    if not wanted and output == outputs.STDOUT:
        sessions.talk(session, "Nothing matches: only the frame was written; -o FILE names a file")


def _folder(output: str) -> Path:
    if output == "-":
        raise UsageError("several tables need a folder: --output DIR")
    folder = Path(output).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; several tables need a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _table(ledger: Ledger, name: str, form: str, spreadsheet: str, *, notes: bool) -> Iterator[str]:
    from tracker.formats import writers
    from tracker.store.reports import tables

    columns = tables.columns(ledger, name, notes=notes)
    found = tables.rows(ledger, name, columns)
    if form == "csv":
        cells = (["" if value is None else str(value) for value in row] for row in found)
        return writers.csv_lines(columns, cells, spreadsheet)
    objects = (dict(zip(columns, row, strict=True)) for row in found)
    return writers.json_lines(objects, one_a_line=form == "jsonl")
