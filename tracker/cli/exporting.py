"""`tracker export`: the same answers as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.listing import parsed, stream, write_all
from tracker.cli.parameters import AsOf, Command, Db, KnownBy, Many, Terms, new_app
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.store.database import Ledger

FORMATS = ("csv", "json", "jsonl", "tsv", "ids")
SPREADSHEETS = ("excel", "excel-eu")

app = new_app()


@app.command(cls=Command)
def export(
    ctx: typer.Context,
    terms: Terms = None,
    table: Annotated[Many, typer.Option("--table", metavar="TABLE", help="A table as it is stored.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every table, into the folder of --output.")] = False,
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE|DIR", help="- is stdout.")] = "-",
    format_: Annotated[
        str, typer.Option("--format", metavar="FORMAT", help="csv, json, jsonl, tsv or ids; else the file's ending.")
    ] = "",
    for_: Annotated[str, typer.Option("--for", metavar="excel|excel-eu", help="CSV that a spreadsheet opens.")] = "",
    sort: Annotated[str, typer.Option("--sort", metavar="KEYS")] = "",
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N")] = "",
    notes: Annotated[bool, typer.Option("--notes", help="With our own notes on records.")] = False,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Write proposals, or any table, as CSV or JSON.

    Example: tracker export topic:migration -o migration.csv
    """
    session = sessions.of(ctx, db)
    form = _format(format_, "" if everything or len(table or ()) > 1 else output)
    if for_ and (for_ not in SPREADSHEETS or form != "csv"):
        raise UsageError(f"--for takes {' or '.join(SPREADSHEETS)}, with CSV")
    if (table or everything) and (terms or sort or limit or as_of or known_by):
        raise UsageError("a query chooses proposals; --table and --all take whole tables")
    if (table or everything) and form not in {"csv", "json", "jsonl"}:
        raise UsageError("tables are exported as csv, json or jsonl")
    query = parsed(terms, sort, limit)
    from tracker.store import listing, tables  # noqa: PLC0415 - --help needs no database
    from tracker.store.database import reading  # noqa: PLC0415

    names = list(tables.NAMES) if everything else [tables.name(one) for one in table or ()]
    with sessions.reading(session) as ledger, reading(ledger):
        if not names:
            wanted: Sequence[object]
            if as_of or known_by:
                from tracker.cli import moments  # noqa: PLC0415 - only a clock needs it

                wanted, pieces = moments.exported(session, ledger, query, moments.clock(as_of, known_by), form, for_)
            else:
                wanted = listing.ids(ledger, query)
                pieces = stream(ledger, wanted, form, for_)
            _write(output, pieces)
            _say(session, output, plural(len(wanted), "proposal"))
            if not wanted and output == "-":
                sessions.talk(session, "Nothing matches: only the header was written; -o FILE names a file")
        elif len(names) == 1 and not everything:
            _write(output, _table(ledger, names[0], form, for_, notes=notes))
            _say(session, output, names[0])
        else:
            folder = _folder(output)
            for name in names:
                _write(str(folder / f"{name}.{form}"), _table(ledger, name, form, for_, notes=notes))
            _say(session, output, plural(len(names), "table"))


def _format(named: str, output: str) -> str:
    ending = Path(output).suffix.removeprefix(".").lower()
    if ending and not named and ending not in FORMATS:
        raise UsageError(f"no format for .{ending} files; say --format {', '.join(FORMATS)}, or name a .csv")
    chosen = named or ending or "csv"
    if chosen not in FORMATS:
        raise UsageError(f"no format '{chosen}'; known: {', '.join(FORMATS)}")
    return chosen


def _folder(output: str) -> Path:
    if output == "-":
        raise UsageError("several tables need a folder: --output DIR")
    folder = Path(output).expanduser()
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; several tables need a folder")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _table(ledger: Ledger, name: str, form: str, spreadsheet: str, *, notes: bool) -> Iterator[str]:
    from tracker.formats import writers  # noqa: PLC0415 - --help needs none
    from tracker.store import tables  # noqa: PLC0415

    columns = tables.columns(ledger, name, notes=notes)
    found = tables.rows(ledger, name, columns)
    if form == "csv":
        cells = (["" if value is None else str(value) for value in row] for row in found)
        return writers.csv_lines(columns, cells, spreadsheet)
    objects = (dict(zip(columns, row, strict=True)) for row in found)
    return writers.json_lines(objects, one_a_line=form == "jsonl")


def _write(output: str, pieces: Iterable[str]) -> None:
    if output == "-":
        write_all(pieces)
        return
    from tracker.formats.files import replacing  # noqa: PLC0415 - only a file needs it

    with replacing(Path(output).expanduser()) as stream:
        stream.writelines(pieces)


def _say(session: sessions.Session, output: str, what: str) -> None:
    if output != "-":
        sessions.talk(session, f"Wrote {what} to {output}")
    elif sys.stdout.isatty():
        sessions.talk(session, f"That was {what}; -o FILE writes a file")
