"""`tracker source`: documents, as they are cited and as they were captured."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import config
from tracker.cli import nouns
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.commands import source_edit
from tracker.cli.evidence import STDIN, is_url, read_bytes
from tracker.cli.options import Db, Many, Output, PlainCommand, PlainGroup, new_app
from tracker.cli.render import terminal
from tracker.clocks import local_day
from tracker.formats.registry import find_format
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from tracker.model import Source
    from tracker.store.ledger import Change, Ledger

COLUMNS = (
    terminal.TerminalColumn("id"),
    terminal.TerminalColumn("type", gives_way=1),
    terminal.TerminalColumn("title", flexible=True),
    terminal.TerminalColumn("publisher", gives_way=2),
    terminal.TerminalColumn("date"),
    terminal.TerminalColumn("cited", gives_way=3),
    terminal.TerminalColumn("captured", gives_way=2),
    terminal.TerminalColumn("archive", gives_way=1),
)

app = new_app()
source = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(source, name="source")


@source.callback()
def sources_(ctx: typer.Context, db: Db = None) -> None:
    """Sources: the documents that proposals are cited from."""
    sessions.session_of(ctx, db)


@source.command("add", cls=PlainCommand)
def add(
    ctx: typer.Context,
    documents: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE|URL|-...", help="Text or Markdown, or a library: .bib, .ris, .json; - reads stdin."
        ),
    ],
    title: Annotated[str, typer.Option("--title", metavar="TEXT")] = "",
    author: Annotated[str, typer.Option("--author", metavar="NAMES", help="One or more, separated by ; ")] = "",
    publisher: Annotated[str, typer.Option("--publisher", metavar="NAME")] = "",
    container: Annotated[
        str, typer.Option("--container", metavar="NAME", help="The newspaper, journal or site that it is in.")
    ] = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When it was issued.")] = "",
    url: Annotated[str, typer.Option("--url", metavar="URL", help="Where a file came from.")] = "",
    archive_url: Annotated[
        str, typer.Option("--archive-url", metavar="URL", help="Where an archive keeps a copy.")
    ] = "",
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", help="A CSL type, such as article-newspaper.")] = "",
    language: Annotated[str, typer.Option("--language", metavar="CODE", help="Such as en or ru.")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Your own words; not exported.")] = "",
    db: Db = None,
) -> None:
    """Add sources: files with their text, or addresses as references.

    Example: tracker source add summit.txt --date "15 May 2012"
    """
    from tracker.store.records import source_edits

    session = sessions.session_of(ctx, db)
    said = {
        "title": title,
        "authors": author,
        "publisher": publisher,
        "container": container,
        "issued_on": sessions.a_date(date, "date"),
        "url": url,
        "archive_url": archive_url,
        "type": type_,
        "language": language,
        "note": note,
    }
    if len(documents) > 1 and (title or url or archive_url):
        raise UsageError("--title, --url and --archive-url name one document; add these one by one")
    columns = source_edits.tidy_columns({name: value for name, value in said.items() if value})
    if STDIN in documents and sys.stdin.isatty():
        sessions.print_info(session, "Paste the text; ctrl+d ends it")
    read = {one: b"" if is_url(one) else read_bytes(one) for one in documents}
    if _names_library(documents, columns):
        _add_library(session, documents[0], read[documents[0]])
        return

    def action(change: Change) -> tuple[list[tuple[int, bool]], list[str], list[str]]:
        added = [_add(change, one, data, columns) for one, data in read.items()]
        lines = [_source_line(change, one, is_new=is_new) for one, is_new in added]
        return added, lines, [line for one, is_new in added if is_new for line in _doubles(change.ledger, one)]

    added, lines, doubles = sessions.rehearsed(session, "source add " + " ".join(documents), action)
    _say_added(session, added, lines, doubles, has_details=bool(columns))


def _say_added(
    session: sessions.Session,
    added: list[tuple[int, bool]],
    lines: list[str],
    doubles: list[str],
    *,
    has_details: bool,
) -> None:
    """Say of each document what became of it, and what is to be known of it."""
    for (number, _), line in zip(added, lines, strict=True):
        sessions.result(line, number)
    known = [number for number, is_new in added if not is_new]
    if not sys.stdout.isatty():  # on a terminal its line says so
        for number in known:
            sessions.print_info(session, f"Source {number} has this text already; nothing was added for it")
    if has_details and known:
        way = f"tracker source edit {known[0]}"
        sessions.print_info(session, f"A known source keeps its title, date and other details; to change them: {way}")
    for line in doubles:
        sessions.print_info(session, line)
    if any(is_new for _, is_new in added):
        sessions.print_info(session, "Undo: tracker undo")


@source.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    words: Annotated[
        Many, typer.Argument(metavar="WORDS...", help="Only those with these words in a name, an address or the date.")
    ] = None,
    uncited: Annotated[bool, typer.Option("--uncited", help="Only those that nothing cites.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help="bibtex, ris or csljson.")] = "",
    output: Output = outputs.STDOUT,
    db: Db = None,
) -> None:
    """List the sources; in a pipe with the address of the archived copy.

    Example: tracker source list lukashenko
    """
    from tracker.store.records import sources

    session = sessions.session_of(ctx, db)
    form = outputs.document_form("bibliography", format_, output)
    with sessions.reading(session) as ledger:
        matches = sources.all_sources(ledger, " ".join(words or ()), uncited=uncited)
        total = sources.count(ledger)
    write = find_format(form).of_sources if form else None
    if write:
        outputs.put(output, write(matches))
        outputs.say(session, output, plural(len(matches), "source"))
    elif as_json:
        from tracker.formats import rows

        outputs.put_json(map(rows.record_object, matches))
    else:
        cells = [
            [
                *_source_cells(one),
                _captured_day(one),
                ("yes" if config.is_accessible() else "●") if one.archive_url else "",
            ]
            for one in matches
        ]
        plain = [[*_source_cells(one), one.captured_at or "", one.archive_url or ""] for one in matches]
        nouns.print_rows(session, COLUMNS, cells, plain)
    if not total:
        sessions.print_info(session, "No sources yet. Begin with: tracker source add FILE")
    elif words or uncited:
        sessions.print_info(session, f"{len(matches):,} of {plural(total, 'source')}")


@source.command("show", cls=PlainCommand)
def show(
    ctx: typer.Context,
    typed: Annotated[str, typer.Argument(metavar="ID|URL|TITLE")],
    text: Annotated[bool, typer.Option("--text", help="Its text, each paragraph with its number.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Show also who changed what.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show a source: its details, its texts, and what is cited from it.

    Example: tracker source show 1
    """
    from tracker.cli.render import source_page
    from tracker.store.records import sources, statuses
    from tracker.store.reports import source_pages

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        number = source_edit.find_source_meant(session, ledger, typed)
        found = source_pages.read_source_page(ledger, number)
        captured = sources.newest_text(ledger, number) if text else None
        known = statuses.read_statuses(ledger)
    if as_json:
        from tracker.formats import source_object

        outputs.put_json([source_object.source_object(found)])
    elif text:
        terminal.show(session, source_page.paragraphs(captured[1] if captured else ""))
        if captured is None:
            sessions.print_info(session, f"Source {number} has no captured text")
    else:
        colour = terminal.uses_colour(session)
        terminal.show(session, source_page.lines(found, known, colour=colour, history=history))


def _names_library(documents: list[str], columns: dict[str, str | None]) -> bool:
    """Whether a library is to be taken in. Raises UsageError for one that is not alone."""
    from tracker.exchange.bibliography.library import is_library

    if all(is_url(one) or not is_library(one) for one in documents):
        return False
    if len(documents) > 1 or columns:
        raise UsageError("a library is taken in alone and says itself what its entries are: source add refs.bib")
    return True


def _add_library(session: sessions.Session, name: str, data: bytes) -> None:
    """Take a library in and say of each entry what became of it."""
    from tracker.exchange.bibliography import library, library_intake

    entries = library.read_library(name, data)
    taken = sessions.rehearsed_once(
        session, f"source add {name}", lambda change: library_intake.take_in_library(change, entries)
    )
    for one in taken:
        if one.source and not one.same:
            sessions.result(f"Added source {one.source}  {one.title}  [reference]", one.source)
    for one in taken:
        if not one.source:
            sessions.print_info(session, f"Left out {one.title}: it has neither a title nor a web address")
        elif one.same:
            sessions.print_info(session, f"Source {one.source} has this {one.same} already: {one.title}")
    added = sum(1 for one in taken if one.source and not one.same)
    sessions.print_info(session, f"Added {added:,} of {plural(len(taken), 'entry', 'entries')}")
    if added:
        sessions.print_info(session, "Undo: tracker undo")


def _add(change: Change, document: str, data: bytes, columns: dict[str, str | None]) -> tuple[int, bool]:
    from tracker.editing.taken_in import take_in_source

    return take_in_source(change, "stdin" if document == STDIN else document, data, columns)


def _source_line(change: Change, number: int, *, is_new: bool) -> str:
    from tracker.store.records import sources

    known = sources.read(change.ledger, number)
    verb = "Added source" if is_new else "Already known as source"
    return f"{verb} {number}  {known.title or known.url}" + ("" if known.captured_at else "  [reference]")


def _doubles(ledger: Ledger, number: int) -> list[str]:
    """Which source has the address of a new one already."""
    from tracker.store.records import source_edits, sources

    url = sources.read(ledger, number).url
    other = source_edits.source_with_address(ledger, number, url) if url else None
    way = f"if it is the same: tracker source merge {other} {number}"
    return [f"Source {other} has that address too; {way}"] if other else []


def _source_cells(one: Source) -> list[str]:
    where = one.container or one.publisher
    return [str(one.id), one.type, one.title or one.url or "", where, one.issued_on or "", str(one.citations)]


def _captured_day(one: Source) -> str:
    return local_day(one.captured_at) if one.captured_at else ""


source.registered_commands += source_edit.app.registered_commands  # below those here, in the help too
