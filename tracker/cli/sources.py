"""`tracker source`: documents, as they are cited and as they were captured."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli import terminal
from tracker.cli.evidence import STDIN, is_url, read_bytes
from tracker.cli.parameters import Command, Db, Group, new_app
from tracker.model import UsageError
from tracker.text import write

if TYPE_CHECKING:
    from tracker.model import Source
    from tracker.store.database import Change

COLUMNS = (
    terminal.Column("id"),
    terminal.Column("title", flexible=True),
    terminal.Column("date"),
    terminal.Column("cited", gives_way=2),
    terminal.Column("captured", gives_way=1),
)

ROOM = 100

app = new_app()
source = new_app(cls=Group, no_args_is_help=True)
app.add_typer(source, name="source")


@source.callback()
def sources_(ctx: typer.Context, db: Db = None) -> None:
    """Sources: the documents that proposals are cited from."""
    sessions.of(ctx, db)


@source.command("add", cls=Command)
def add(
    ctx: typer.Context,
    documents: Annotated[list[str], typer.Argument(metavar="FILE|URL|-...", help="Text or Markdown; - reads stdin.")],
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = "",
    author: Annotated[str, typer.Option("--author", metavar="NAMES", help="Several separated by ; ")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="NAME")] = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When it was issued.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where a file came from.")] = "",
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="A CSL type, such as article-newspaper.")] = "",
    db: Db = None,
) -> None:
    """Add sources: files with their text, or addresses as references.

    Example: tracker source add summit.txt --date "15 May 2012"
    """
    session = sessions.of(ctx, db)
    if url and not is_url(url):
        raise UsageError(f"'{url}' is no address of the web: it begins with neither http:// nor https://")
    named = {
        "title": " ".join(title.split()),
        "authors": author,
        "publisher": publisher,
        "issued_on": sessions.a_date(date, "date"),
        "url": url,
        "type": type_,
    }
    if len(documents) > 1 and (title or url):
        raise UsageError("--title and --url name one document; add these one by one")
    columns: dict[str, str | None] = {name: value for name, value in named.items() if value}
    if STDIN in documents and sys.stdin.isatty():
        sessions.talk(session, "Paste the text; ctrl+d ends it")
    read = {one: b"" if is_url(one) else read_bytes(one) for one in documents}

    def deed(change: Change) -> tuple[list[tuple[int, bool]], list[str]]:
        added = [_add(change, one, data, columns) for one, data in read.items()]
        return added, [_said(change, one, is_new=is_new) for one, is_new in added]

    added, lines = sessions.rehearsed(session, "source add " + " ".join(documents), deed)
    for (number, _), line in zip(added, lines, strict=True):
        sessions.result(line, number)
    if columns and not all(is_new for _, is_new in added):
        sessions.talk(session, "What is known already keeps its title, date and the rest as they are")
    if any(is_new for _, is_new in added):
        sessions.talk(session, "Undo: tracker undo")


@source.command("list", cls=Command)
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the sources.

    Example: tracker source list
    """
    from tracker.store import sources  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    with sessions.reading(session) as ledger:
        found = sources.all_sources(ledger)
    if as_json:
        _print_json(found)
    elif sys.stdout.isatty() and found:
        lines, _ = terminal.table(
            COLUMNS, [_cells(one) for one in found], [{} for _ in found], colour=terminal.uses_colour(session)
        )
        terminal.show(session, lines)
    else:
        from tracker.formats import writers  # noqa: PLC0415 - a list on a terminal needs none

        write(sys.stdout, "".join(writers.tsv_lines([_cells(one) for one in found])))
    if not found:
        sessions.talk(session, "No sources yet. Begin with: tracker source add FILE")


@source.command("show", cls=Command)
def show(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID")],
    text: Annotated[bool, typer.Option("--text", help="Its text, each paragraph with its number.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show one source.

    Example: tracker source show 1
    """
    from tracker.formats import rows  # noqa: PLC0415
    from tracker.store import sources  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    with sessions.reading(session) as ledger:
        found = sources.get(ledger, sessions.an_id(number, "source"))
        captured = sources.newest_text(ledger, found.id)
    if as_json:
        _print_json([found])
        return
    if text:
        terminal.show(session, _paragraphs(captured[1] if captured else ""))
        return
    from tracker.text import visible  # noqa: PLC0415

    room = min(shutil.get_terminal_size().columns, ROOM) if sys.stdout.isatty() else terminal.UNLIMITED
    lines: list[str] = []
    for name, value in rows.as_object(found).items():
        if value not in (None, ""):
            first, *rest = terminal.wrapped(visible(str(value)), "", room - 14)
            lines += [f"{name:<12}  {first}", *(" " * 14 + line for line in rest)]
    terminal.show(session, lines)


def _add(change: Change, document: str, data: bytes, columns: dict[str, str | None]) -> tuple[int, bool]:
    from tracker.store import sources  # noqa: PLC0415 - --help needs no database

    if not is_url(document):
        return sources.add_file(change, "stdin" if document == STDIN else Path(document).name, data, **columns)
    known = sources.find(change.ledger, document)
    if known is not None:
        return known, False
    return sources.add_reference(change, **{"url": document} | columns), True


def _said(change: Change, number: int, *, is_new: bool) -> str:
    from tracker.store import sources  # noqa: PLC0415 - --help needs no database

    known = sources.get(change.ledger, number)
    verb = "Added source" if is_new else "Known already as source"
    return f"{verb} {number}  {known.title or known.url}" + ("" if known.captured_at else "  [reference]")


def _cells(one: Source) -> list[str]:
    captured = (one.captured_at or "")[:10]
    return [str(one.id), one.title or one.url or "", one.issued_on or "", str(one.citations), captured]


def _paragraphs(text: str) -> list[str]:
    """A text to quote from: what is found by `--quote`, with the numbers that locators use."""
    from tracker.capture import documents  # noqa: PLC0415 - only this command shows a text
    from tracker.text import visible_block  # noqa: PLC0415

    room = min(shutil.get_terminal_size().columns, ROOM) - 5 if sys.stdout.isatty() else terminal.UNLIMITED
    lines: list[str] = []
    for number, (start, end) in enumerate(documents.paragraphs(text), 1):
        first, *rest = terminal.wrapped(" ".join(visible_block(text[start:end]).split()), "", room)
        lines += ["", f"{number:>3}  {first}", *(" " * 5 + line for line in rest)]
    return lines[1:]


def _print_json(found: list[Source]) -> None:
    from tracker.formats import rows, writers  # noqa: PLC0415 - a list on a terminal needs none

    write(sys.stdout, "".join(writers.json_lines(map(rows.as_object, found), one_a_line=False)))
