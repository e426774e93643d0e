"""`tracker update`, `cite`, `rm` and `restore`: what became of a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import changed, changed_in_bulk, each
from tracker.cli.commands.add import text_or_stdin
from tracker.cli.evidence import evidence
from tracker.cli.options import (
    Command,
    Db,
    DryRun,
    Extra,
    Ids,
    Locator,
    Many,
    Quote,
    Source,
    Translation,
    Yes,
    new_app,
    several,
)
from tracker.model import LAST, Edit, NewStatus, Person, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli.actions import Tells
    from tracker.store.ledger import Change, Ledger

app = new_app()

Text = str | None


@app.command(cls=Command)
def update(
    ctx: typer.Context,
    ids: Annotated[Many, typer.Argument(metavar="ID...", help="Numbers of proposals.")] = None,
    where: Annotated[
        Many, typer.Option("--where", metavar="QUERY", help="Instead of numbers: all that it finds.")
    ] = None,
    status: Annotated[str, typer.Option("--status", "-s", metavar="STATUS", help="See: tracker statuses.")] = "",
    on: Annotated[Text, typer.Option("--on", metavar="DATE", help="When that happened.")] = None,
    extent: Annotated[
        Text, typer.Option("--extent", metavar="EXTENT", help="as-proposed, weaker, stronger or merged.")
    ] = None,
    for_: Annotated[Text, typer.Option("--for", metavar="ACTOR", help="Whom alone it concerns.")] = None,
    reason: Annotated[Text, typer.Option("--reason", metavar="REASON", help="Why rejected or lapsed.")] = None,
    because: Annotated[Text, typer.Option("--because", metavar="TEXT", help="The reason in words.")] = None,
    corrects: Annotated[
        str,
        typer.Option(
            "--corrects", metavar="EVENT|last", help="The wrong status event; what is not said stays as in it."
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Take an unusual step without evidence.")] = False,
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    title: Annotated[Text, typer.Option("--title", metavar="TEXT")] = None,
    kind: Annotated[Text, typer.Option("--kind", metavar="KIND")] = None,
    summary: Annotated[Text, typer.Option("--summary", metavar="TEXT|-")] = None,
    note: Annotated[Text, typer.Option("--note", metavar="TEXT")] = None,
    date: Annotated[
        Text, typer.Option("--date", metavar="DATE", help="When it was put forward; an empty one clears it.")
    ] = None,
    deadline: Annotated[Text, typer.Option("--deadline", metavar="DATE", help="An empty one clears it.")] = None,
    uncheckable: Annotated[
        Text,
        typer.Option("--uncheckable", metavar="REASON", help="Why it cannot be tested; an empty one clears it."),
    ] = None,
    body: Annotated[Text, typer.Option("--body", metavar="ACTOR", help="The body it was put before.")] = None,
    meeting: Annotated[Text, typer.Option("--meeting", metavar="NAME")] = None,
    place: Annotated[Text, typer.Option("--place", metavar="PLACE")] = None,
    add_topic: Annotated[Many, typer.Option("--add-topic", metavar="TOPIC")] = None,
    remove_topic: Annotated[Many, typer.Option("--remove-topic", metavar="TOPIC")] = None,
    add_tag: Annotated[Many, typer.Option("--add-tag", metavar="TAG")] = None,
    remove_tag: Annotated[Many, typer.Option("--remove-tag", metavar="TAG")] = None,
    add_by: Annotated[Many, typer.Option("--add-by", metavar="ACTOR")] = None,
    remove_by: Annotated[Many, typer.Option("--remove-by", metavar="ACTOR")] = None,
    add_support: Annotated[Many, typer.Option("--add-support", metavar="ACTOR")] = None,
    remove_support: Annotated[Many, typer.Option("--remove-support", metavar="ACTOR")] = None,
    add_oppose: Annotated[Many, typer.Option("--add-oppose", metavar="ACTOR")] = None,
    remove_oppose: Annotated[Many, typer.Option("--remove-oppose", metavar="ACTOR")] = None,
    add_to: Annotated[Many, typer.Option("--add-to", metavar="ACTOR")] = None,
    remove_to: Annotated[Many, typer.Option("--remove-to", metavar="ACTOR")] = None,
    add_spoken_by: Annotated[Many, typer.Option("--add-spoken-by", metavar="NAME, OFFICE")] = None,
    remove_spoken_by: Annotated[Many, typer.Option("--remove-spoken-by", metavar="NAME")] = None,
    extra: Extra = None,
    remove_extra: Annotated[Many, typer.Option("--remove-extra", metavar="NAME")] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Change a proposal or many, or record its next status with the evidence.

    Example: tracker update 12 -s adopted --on 2013-09-23 --source 2 --quote "approved the programme"
    """
    session = sessions.of(ctx, db)
    parts = {
        "topics": (add_topic, remove_topic),
        "tags": (add_tag, remove_tag),
        "proposers": (add_by, remove_by),
        "supporters": (add_support, remove_support),
        "opponents": (add_oppose, remove_oppose),
        "addressees": (add_to, remove_to),
        "speakers": (add_spoken_by, remove_spoken_by),
    }
    added = {name: several(more) for name, (more, _) in parts.items() if more}
    if extra:
        added["extra"] = tuple(extra)
    if add_spoken_by:
        added["speakers"] = tuple(map(Person.named, several(add_spoken_by)))  # type: ignore[arg-type]  # people have offices
    edit = Edit(
        title=title,
        kind=kind,
        summary=None if summary is None else text_or_stdin(summary, "summary"),
        note=note,
        proposed_on=None if date is None else sessions.a_date(date, "date") or "",
        deadline_on=None if deadline is None else sessions.a_date(deadline, "deadline") or "",
        uncheckable=uncheckable,
        body=body,
        meeting=meeting,
        place=place,
        add=added,
        remove={name: several(less) for name, (_, less) in parts.items() if less}
        | ({"extra": tuple(remove_extra)} if remove_extra else {}),
    )
    about = LAST if corrects.lower() == LAST else sessions.an_id(corrects, "status event") if corrects else None
    when = None if on is None else sessions.a_date(on, "on") or ""
    step = NewStatus(status, when, reason, because, extent, for_, force, about) if status or about else None
    if step is None and any(one is not None for one in (on, extent, for_, reason, because)):
        raise UsageError("--on, --extent, --for, --reason and --because describe a step; say which: --status STATUS")
    if step is None and edit == Edit() and not (source or quote):
        raise UsageError("nothing to change; see: tracker update --help")
    wanted, named = _wanted(session, ids or [], where or [])
    if not wanted:
        return

    def deed(change: Change) -> list[int]:
        from tracker.store.records import proposals

        cited = evidence(change, source_=source, quote=quote, locator=locator, translation=translation)
        return proposals.update_all(change, wanted, edit, step, cited)

    said = {"-s": status, "--for": for_, "--corrects": about}
    command = " ".join([f"update {named}", *(f"{flag} {value}" for flag, value in said.items() if value)]) + _touched(
        edit
    )
    tells: Tells | None = _staying if step is not None else _redated if edit.proposed_on else None
    if add_topic or remove_topic:
        tells = _renamed(edit, tells)
    if len(wanted) == 1 and not where:
        changed(session, command, wanted, deed, dry_run=dry_run, verb="Updated", cites=bool(source), tells=tells)
    else:
        changed_in_bulk(session, command, wanted, deed, yes=yes, dry_run=dry_run, cites=bool(source), tells=tells)


@app.command(cls=Command)
def cite(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of the proposal.")],
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    against: Annotated[bool, typer.Option("--against", help="The passage contradicts it.")] = False,
    event: Annotated[str, typer.Option("--event", metavar="N", help="The status event it is about.")] = "",
    db: Db = None,
) -> None:
    """Cite a passage for a proposal, or against it.

    Example: tracker cite 12 --source 1 --quote "tight and mutually beneficial cooperation"
    """
    session = sessions.of(ctx, db)
    proposal = sessions.an_id(number)
    about = sessions.an_id(event, "status event") if event else None
    if not source:
        raise UsageError("a citation needs a source: --source ID, URL or FILE")

    def deed(change: Change) -> None:
        from tracker.store.records import proposals

        stance = "contradicts" if against else "supports"
        cited = evidence(change, source_=source, quote=quote, locator=locator, translation=translation, stance=stance)
        if cited is not None:
            proposals.cite(change, proposal, cited, about)

    changed(session, f"cite {proposal}", [proposal], deed, verb="Cited against" if against else "Cited for", cites=True)


@app.command(cls=Command)
def rm(ctx: typer.Context, ids: Ids, dry_run: DryRun = False, db: Db = None) -> None:
    """Take proposals out of every list; restore brings them back.

    Example: tracker rm 12
    """
    from tracker.store.records import proposals

    each(sessions.of(ctx, db), "rm", ids, proposals.remove, dry_run=dry_run, verb="Removed")


@app.command(cls=Command)
def restore(ctx: typer.Context, ids: Ids, db: Db = None) -> None:
    """Bring removed proposals back.

    Example: tracker restore 12
    """
    from tracker.store.records import proposals

    each(sessions.of(ctx, db), "restore", ids, proposals.restore, dry_run=False, verb="Restored")


def _touched(edit: Edit) -> str:
    """The fields that an edit names, for the history: ` (title, topics)`."""
    fields = [name for name, value in edit._asdict().items() if value is not None and name not in {"add", "remove"}]
    fields += [name for name in (*edit.add, *edit.remove) if name not in fields]
    return f" ({', '.join(fields)})" if fields else ""


def _wanted(session: sessions.Session, ids: list[str], where: list[str]) -> tuple[list[int], str]:
    """The proposals meant, none if nothing matches, and how the history names them. Raises UsageError."""
    if ids and where:
        raise UsageError("name proposals either by number or by --where QUERY, not by both")
    if not where:
        wanted = list(dict.fromkeys(sessions.an_id(one) for one in ids))
        if not wanted:
            raise UsageError("which proposals? Name them by number, or by --where QUERY")
        return wanted, " ".join(map(str, wanted))
    if len(where) > 1:
        raise UsageError("--where is given once; put all terms into one query: --where 'topic:migration is:open'")
    from tracker import query as queries
    from tracker.store.search import listing

    query = queries.parse_line(where[0], sessions.today())
    if not query.terms and query.limit is None:
        raise UsageError("--where needs a query, such as topic:migration; all of them are is:open,closed")
    with sessions.reading(session) as ledger:
        found = list(listing.ids(ledger, query))
    if not found:
        sessions.talk(session, f"Nothing matches {where[0]}; nothing was changed")
    return found, f"--where '{where[0]}'"


def _renamed(edit: Edit, tells: Tells | None) -> Tells:
    """Also which topics that an edit names mean another by now."""

    def said(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
        from tracker.store.records import topics

        yield from topics.meanings(ledger, (*edit.add.get("topics", ()), *edit.remove.get("topics", ())))
        yield from tells(ledger, proposals) if tells else ()

    return said


def _redated(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
    """Which first statuses keep the old date."""
    from tracker.cli import status_messages

    return status_messages.redated(ledger, proposals)


def _staying(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
    """Which recorded events are not where their proposals stand, and what a correction left behind."""
    from tracker.cli import status_messages

    return status_messages.said(ledger, proposals)
