"""`tracker source edit`, `merge` and `rm`: what is said of a source, two that are one, one that nothing needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, new_app
from tracker.model import UsageError
from tracker.text import parse_id, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.source_edits import SourceMerge

app = new_app()  # its commands are those of `source` too

Text = str | None
One = Annotated[str, typer.Argument(metavar="ID|URL|TITLE", help="The source.")]

# The columns of a source by the options that say them.
OPTIONS = {"authors": "author", "issued_on": "date", "archive_url": "archive-url"}


@app.command(cls=PlainCommand)
def edit(
    ctx: typer.Context,
    typed: One,
    title: Annotated[Text, typer.Option("--title", metavar="TEXT")] = None,
    author: Annotated[Text, typer.Option("--author", metavar="NAMES", help="One or more, separated by ; ")] = None,
    publisher: Annotated[Text, typer.Option("--publisher", metavar="NAME")] = None,
    container: Annotated[
        Text, typer.Option("--container", metavar="NAME", help="The newspaper, journal or site that it is in.")
    ] = None,
    date: Annotated[Text, typer.Option("--date", metavar="DATE", help="When it was issued.")] = None,
    url: Annotated[Text, typer.Option("--url", metavar="URL")] = None,
    archive_url: Annotated[
        Text, typer.Option("--archive-url", metavar="URL", help="Where an archive keeps a copy.")
    ] = None,
    type_: Annotated[
        Text, typer.Option("--type", metavar="TYPE", help="A CSL type, such as article-newspaper.")
    ] = None,
    language: Annotated[Text, typer.Option("--language", metavar="CODE", help="Such as en or ru.")] = None,
    note: Annotated[Text, typer.Option("--note", metavar="TEXT", help="Your own words; not exported.")] = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Change the details of a source; an empty value clears one.

    Example: tracker source edit 1 --publisher BelTA --archive-url https://web.archive.org/web/2012/https://belta.by
    """
    session = sessions.session_of(ctx, db)
    named_ = {
        "title": title,
        "authors": author,
        "publisher": publisher,
        "container": container,
        "issued_on": None if date is None else sessions.a_date(date, "date") or "",
        "url": url,
        "archive_url": archive_url,
        "type": type_,
        "language": language,
        "note": note,
    }
    said = {name: value for name, value in named_.items() if value is not None}
    if not said:
        raise UsageError("nothing to change; see: tracker source edit --help")
    from tracker.store.records import source_edits

    with sessions.reading(session) as ledger:
        number = find_source_meant(session, ledger, typed)
    with sessions.writing(session, f"source edit {number} ({_fields(said)})", dry_run=dry_run) as change:
        changed = source_edits.edit(change, number, said)
        line = f"Updated source {_edited_line(change, number)}  ({_fields(changed)})"
    sessions.conclude(session, [(line, number)], dry_run=dry_run)


@app.command(cls=PlainCommand)
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The source that stays: its number, address or title.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="The sources to merge into it.")],
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Merge sources into one, which takes over their citations, their texts, and details that it lacks.

    Citations keep the text that they were found in. The old numbers, titles and addresses still find the source that
    stays.

    Example: tracker source merge 1 2
    """
    session = sessions.session_of(ctx, db)
    from tracker.store.records import source_edits

    with sessions.reading(session) as ledger:
        kept, *rest = (_exactly(ledger, one) for one in (keep, *others))
    with sessions.writing(session, f"source merge {kept} {' '.join(map(str, rest))}", dry_run=dry_run) as change:
        merged = source_edits.merge(change, kept, rest)
        gone = ", ".join(map(str, dict.fromkeys(rest)))
        line = f"Merged {'source' if len(rest) == 1 else 'sources'} {gone} into source {_edited_line(change, kept)}"
    sessions.conclude(session, [(line, kept)], list(_merge_lines(merged)), dry_run=dry_run)


@app.command(cls=PlainCommand)
def rm(
    ctx: typer.Context,
    numbers: Annotated[list[str], typer.Argument(metavar="ID...", help="Numbers, addresses or titles of sources.")],
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Remove sources that nothing cites from every list.

    Example: tracker source rm 17
    """
    session = sessions.session_of(ctx, db)
    from tracker.store.records import source_edits

    with sessions.reading(session) as ledger:
        wanted = list(dict.fromkeys(_exactly(ledger, one) for one in numbers))
    with sessions.writing(session, f"source rm {' '.join(map(str, wanted))}", dry_run=dry_run) as change:
        lines = [(f"Removed source {_edited_line(change, one)}", one) for one in wanted]
        for one in wanted:
            source_edits.remove(change, one)
    sessions.conclude(session, lines, dry_run=dry_run)


def find_source_meant(session: sessions.Session, ledger: Ledger, typed: str) -> int:
    """The source meant by a number, an address or a title; says so if it was merged into another.

    Raises NotFoundError.
    """
    from tracker.store.records import sources

    number = sources.require_source(ledger, typed)
    digits = typed.removeprefix("#")
    if digits.isascii() and digits.isdigit() and int(digits) != number:
        sessions.print_info(session, f"Source {digits} was merged into source {number}")
    return number


def _exactly(ledger: Ledger, typed: str) -> int:
    """The source meant, itself and not the one that it was merged into. Raises NotFoundError."""
    from tracker.store.records import sources

    digits = typed.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()):
        return sources.require_source(ledger, typed)
    number = parse_id(digits, "source")
    sources.refuse_absent_source(ledger, number)
    return number


def _edited_line(change: Change, source: int) -> str:
    from tracker.store.records import sources

    record = sources.read(change.ledger, source)
    return f"{source}  {record.title or record.url}"


def _fields(columns: object) -> str:
    return ", ".join(OPTIONS.get(name, name) for name in columns)  # type: ignore[attr-defined]  # an iterable of names


def _merge_lines(merged: SourceMerge) -> Iterator[str]:
    """What a merge moved, filled in, and made altered."""
    parts = [(merged.citations, "citation"), (merged.snapshots, "text")]
    if moved := " and ".join(plural(number, noun) for number, noun in parts if number):
        yield f"Taken over: {moved}"
    if merged.filled:
        filled = (f"{OPTIONS.get(name, name)} {' '.join(value.split())}" for name, value in merged.filled.items())
        yield f"Filled in: {'; '.join(filled)}"
    if merged.altered:
        which = ", ".join(f"#{one}" for one in merged.altered)
        yield f"Altered now, since its newest text does not have the words quoted: {which}"
