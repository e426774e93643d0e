"""`tracker import`: a table from elsewhere becomes proposals, each with its row as evidence."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, Many, PlainCommand, new_app

app = new_app()


@app.command("import", cls=PlainCommand)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="CSV, TSV, JSON, YAML, XLSX, XLS, ODS; - is stdin.")],
    map_: Annotated[
        Many, typer.Option("--map", metavar="COLUMN=FIELD", help="What a column is; - leaves it out.")
    ] = None,
    map_value: Annotated[
        Many, typer.Option("--map-value", metavar="FIELD:THEIRS=OURS", help="What a word of theirs means.")
    ] = None,
    default: Annotated[
        Many, typer.Option("--default", metavar="FIELD=VALUE", help="What holds where a row says nothing.")
    ] = None,
    key: Annotated[Many, typer.Option("--key", metavar="COLUMN,...", help="Rows with the same key are one.")] = None,
    different: Annotated[
        Many, typer.Option("--different", metavar="FIELD=first|last|all", help="What is kept where such rows differ.")
    ] = None,
    date_order: Annotated[
        Many, typer.Option("--date-order", metavar="day-first|month-first", help="How 05/06/2012 is read.")
    ] = None,
    create_topics: Annotated[
        str | None,
        typer.Option("--create-topics", metavar="GROUP", help="Create unknown topics in it; - in none."),
    ] = None,
    according_to: Annotated[
        str, typer.Option("--according-to", metavar="ACTOR", help="Whose finding the statuses are.")
    ] = "",
    profile: Annotated[
        str, typer.Option("--profile", metavar="NAME", help="Use the mapping kept under this name, or keep it so.")
    ] = "",
    encoding: Annotated[str, typer.Option("--encoding", metavar="NAME", help="How its letters are written.")] = "",
    divider: Annotated[str, typer.Option("--divider", metavar="SIGN", help="What stands between columns.")] = "",
    sheet: Annotated[str, typer.Option("--sheet", metavar="NAME", help="The sheet of a workbook.")] = "",
    header: Annotated[
        int | None, typer.Option("--header", metavar="N", help="The line with the names of the columns; 0: none.")
    ] = None,
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="Import the good rows and leave out the bad.")] = False,
    bad_rows: Annotated[str, typer.Option("--bad-rows", metavar="FILE", help="Where the bad rows are written.")] = "",
    names_as_written: Annotated[
        bool, typer.Option("--names-as-written", help="Do not take 'Russian Federation' for Russia.")
    ] = False,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Import proposals from a spreadsheet or another table.

    What a row says of a status is the claim of its file.

    On a terminal it shows what each column seems to be, and asks what it cannot know.

    Example: tracker import promises.csv --map "Promise=title" --map-value "status:Done=implemented" -n
    """
    from tracker.cli.imports.table_import import ImportRequest, import_table
    from tracker.exchange.tables.choices import TableChoices

    said = {"map": map_, "map_value": map_value, "default": default, "key": key}
    said |= {"different": different, "date_order": date_order}
    request = ImportRequest(
        file,
        TableChoices(encoding, divider, sheet, header),
        {name: one or () for name, one in said.items()},
        create_topics,
        according_to,
        profile,
        skip_bad,
        bad_rows,
        dry_run,
        names_as_written,
    )
    import_table(sessions.session_of(ctx, db), request)
