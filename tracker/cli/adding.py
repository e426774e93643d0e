"""`tracker add`: a passage becomes a proposal, with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.evidence import evidence, new_actors, newest_citation, read_bytes
from tracker.cli.parameters import Command, Db, DryRun, Locator, Many, Quote, Source, Translation, new_app
from tracker.model import NewProposal, Person, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.database import Change

app = new_app()


@app.command(cls=Command)
def add(
    ctx: typer.Context,
    title: Annotated[str, typer.Argument(metavar="TITLE", help="What is to be done, in your words.")],
    topic: Annotated[Many, typer.Option("--topic", "-t", metavar="TOPIC", help="The first is the primary one.")] = None,
    status: Annotated[
        str, typer.Option("--status", "-s", metavar="STATUS", help="See: tracker statuses.")
    ] = "proposed",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Since when it stands so, if not --date.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="proposal, recommendation, request or commitment.")
    ] = "proposal",
    by: Annotated[Many, typer.Option("--by", metavar="ACTOR", help="Who proposes it.")] = None,
    spoken_by: Annotated[
        Many, typer.Option("--spoken-by", metavar="NAME, OFFICE", help="Who said it for them.")
    ] = None,
    to: Annotated[Many, typer.Option("--to", metavar="ACTOR", help="To whom it is addressed.")] = None,
    support: Annotated[Many, typer.Option("--support", metavar="ACTOR", help="Who supports it.")] = None,
    oppose: Annotated[Many, typer.Option("--oppose", metavar="ACTOR", help="Who opposes it.")] = None,
    body: Annotated[str, typer.Option("--body", metavar="ACTOR", help="The body it was put before.")] = "",
    meeting: Annotated[str, typer.Option("--meeting", metavar="NAME", help="The meeting.")] = "",
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help="Where the meeting was.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When: 2012, 2012-05, 15 May 2012.")] = "",
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    repeats: Annotated[Many, typer.Option("--repeats", metavar="ID", help="The proposal it repeats.")] = None,
    part_of: Annotated[Many, typer.Option("--part-of", metavar="ID", help="The proposal it is part of.")] = None,
    summary: Annotated[str, typer.Option("--summary", metavar="TEXT|-", help="More about it; - reads stdin.")] = "",
    deadline: Annotated[str, typer.Option("--deadline", metavar="DATE", help="By when it is to be done.")] = "",
    tag: Annotated[Many, typer.Option("--tag", metavar="TAG", help="A label of your own.")] = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Your own words; not exported.")] = "",
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Add a proposal.

    Example: tracker add "Rapid-reaction force exercises" -t special-forces --by Belarus --body CSTO --date 2012-05-15
    """
    session = sessions.of(ctx, db)
    new = NewProposal(
        title=title,
        kind=kind,
        topics=tuple(code for one in topic or () for code in one.split(",")),
        status=status,
        status_on=sessions.a_date(on, "on"),
        summary=text_or_stdin(summary, "summary"),
        note=note,
        proposers=tuple(by or ()),
        speakers=tuple(Person.named(one) for one in spoken_by or ()),
        supporters=tuple(support or ()),
        opponents=tuple(oppose or ()),
        addressees=tuple(to or ()),
        body=body,
        meeting=meeting,
        place=place,
        proposed_on=sessions.a_date(date, "date"),
        deadline_on=sessions.a_date(deadline, "deadline"),
        tags=tuple(tag or ()),
        links=tuple(links(repeats=repeats, part_of=part_of)),
    )
    from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

    def deed(change: Change) -> tuple[int, str, list[str]]:
        cited = evidence(change, source_=source, quote=quote, locator=locator, translation=translation)
        added = proposals.add(change, new._replace(evidence=cited))
        told = [newest_citation(change, added)] if cited else []
        return added, said(change, added), told + new_actors(change)

    added, line, told = sessions.rehearsed(session, f"add {' '.join(title.split())}", deed, dry_run=dry_run)
    if dry_run:
        sessions.talk(session, f"Not done: Added {line}")
        return
    sessions.result(f"Added {line}", added)
    for one in told:
        sessions.talk(session, one)
    sessions.talk(session, "Undo: tracker undo")


def links(**kinds: Many) -> Iterable[tuple[str, int]]:
    """The links that options such as `--part-of 3` name."""
    for kind, ids in kinds.items():
        for one in ids or ():
            yield kind.replace("_", "-"), sessions.an_id(one)


def text_or_stdin(typed: str, what: str) -> str:
    """A text as typed, or what stdin holds for `-`. Raises UsageError if that is no UTF-8."""
    if typed != "-":
        return typed
    try:
        return read_bytes("-").decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"the {what} on stdin is not UTF-8 (byte {error.start + 1})") from error


def said(change: Change, proposal: int) -> str:
    """A proposal in one line: `142  <title>  [proposed]`."""
    from tracker.store import listing  # noqa: PLC0415 - --help needs no database

    line = next(listing.lines(change.ledger, [proposal]))
    return f"{line.id}  {line.title}  [{line.status}]"
