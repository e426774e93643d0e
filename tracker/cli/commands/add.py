"""`tracker add`: a passage becomes a proposal, with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.commands import use as use_command
from tracker.cli.evidence import evidence, new_actors, newest_citation, read_bytes
from tracker.cli.options import Command, Db, DryRun, Extra, Locator, Many, Quote, Source, Translation, new_app, several
from tracker.editing.add_options import Typed
from tracker.model import Edit, NewProposal, Person, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.store.ledger import Change

app = new_app()


@app.command(cls=Command)
def add(
    ctx: typer.Context,
    title: Annotated[
        str | None, typer.Argument(metavar="TITLE", help="What is to be done, in your words.", show_default=False)
    ] = None,
    topic: Annotated[Many, typer.Option("--topic", "-t", metavar="TOPIC", help="The first is the primary one.")] = None,
    status: Annotated[
        str, typer.Option("--status", "-s", metavar="STATUS", help="proposed, unless said; see: tracker statuses.")
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Since when it stands so, if not --date.")] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="proposal, unless said; recommendation, request, commitment.")
    ] = "",
    by: Annotated[Many, typer.Option("--by", metavar="ACTOR", help="Who proposes it.")] = None,
    spoken_by: Annotated[
        Many, typer.Option("--spoken-by", metavar="NAME, OFFICE", help="Who said it for them.")
    ] = None,
    to: Annotated[Many, typer.Option("--to", metavar="ACTOR", help="To whom it is addressed.")] = None,
    support: Annotated[Many, typer.Option("--support", metavar="ACTOR", help="Who supports it.")] = None,
    oppose: Annotated[Many, typer.Option("--oppose", metavar="ACTOR", help="Who opposes it.")] = None,
    body: Annotated[str | None, typer.Option("--body", metavar="ACTOR", help="The body it was put before.")] = None,
    meeting: Annotated[str | None, typer.Option("--meeting", metavar="NAME", help="The meeting.")] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Where the meeting was.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help="When: 2012, 2012-05, 15 May 2012.")
    ] = None,
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
    extra: Extra = None,
    editor: Annotated[bool, typer.Option("--editor", "-e", help="Write it in your editor.")] = False,
    use: Annotated[
        bool | None, typer.Option("--use/--no-use", help="Take what `tracker use` says; on a terminal it is taken.")
    ] = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Add a proposal.

    Without a title it asks, on a terminal, for all that was not said.

    Example: tracker add "Rapid-reaction force exercises" -t special-forces --by Belarus --body CSTO --date 2012-05-15
    """
    session = sessions.of(ctx, db)
    typed = Typed(
        title=title or "",
        topic=tuple(code for one in topic or () for code in one.split(",")),
        status=status,
        on=on,
        kind=kind,
        by=several(by),
        spoken_by=several(spoken_by),
        to=several(to),
        support=several(support),
        oppose=several(oppose),
        body=body or "",
        meeting=meeting or "",
        place=place or "",
        date=date or "",
        source=source,
        quote=quote,
        locator=locator,
        translation=translation,
        repeats=tuple(repeats or ()),
        part_of=tuple(part_of or ()),
        summary=text_or_stdin(summary, "summary"),
        deadline=deadline,
        tag=tuple(tag or ()),
        note=note,
        extra=tuple(extra or ()),
    )
    given = {"body": body, "meeting": meeting, "place": place, "date": date, "by": by, "spoken_by": spoken_by, "to": to}
    typed, defaults = use_command.without_emptied(typed, use_command.that_apply(session, wanted=use), given)
    if editor:
        from tracker.cli.commands import edit

        edit.add_in_editor(session, typed, defaults, dry_run=dry_run)
    elif title is None or _may_ask_for_evidence(session, use_command.merged(typed, defaults)):
        from tracker.cli.commands import add_questions

        add_questions.add_by_questions(session, typed, defaults, dry_run=dry_run)
    else:
        done(session, use_command.filled(session, typed, defaults), dry_run=dry_run)


def _may_ask_for_evidence(session: sessions.Session, typed: Typed) -> bool:
    """Whether half of the evidence is missing, the quote or its source, and somebody is there to be asked."""
    half = bool(typed.source) != bool(typed.quote or typed.locator)
    return half and sessions.is_interactive() and sessions.may_ask(session)


def done(
    session: sessions.Session, typed: Typed, *, dry_run: bool, committed: Callable[[], None] | None = None
) -> None:
    """Add what was typed, do what waits until it is committed, and say so."""
    new = wanted(typed)  # refused before anything is opened, if it can be

    def deed(change: Change) -> tuple[int, str, list[str]]:
        from tracker.store.records import topics

        added = perform(change, typed, new)
        told = [newest_citation(change, added)] if typed.source else []
        return added, said(change, added), told + new_actors(change) + topics.meanings(change.ledger, new.topics)

    command = f"add {' '.join(typed.title.split())}"
    added, line, told = sessions.rehearsed(session, command, deed, dry_run=dry_run)
    if dry_run:
        for one in (f"Added {line}", *told):
            sessions.talk(session, f"Not done: {one}")
        return
    if committed is not None:
        committed()
    sessions.result(f"Added {line}", added)
    missing = [] if typed.source else [f"No evidence yet: tracker cite {added} --source … --quote …"]
    for one in (*missing, *told):
        sessions.talk(session, one)
    sessions.talk(session, "Undo: tracker undo")


def perform(change: Change, typed: Typed, new: NewProposal) -> int:
    """Add a proposal with the evidence that was typed; gives back its id. Raises what the store raises."""
    from tracker.store.records import proposals

    passage = {"quote": typed.quote, "locator": typed.locator, "translation": typed.translation}
    cited = evidence(change, source_=typed.source, **passage)
    added = proposals.add(change, new._replace(evidence=cited))
    if typed.uncheckable:
        proposals.update(change, added, Edit(uncheckable=typed.uncheckable))
    return added


def wanted(typed: Typed) -> NewProposal:
    """The proposal that is meant by what was typed, still without its evidence. Raises UsageError."""
    return NewProposal(
        title=typed.title,
        kind=typed.kind or "proposal",
        topics=typed.topic,
        status=typed.status or "proposed",
        status_on=sessions.a_date(typed.on, "on"),
        summary=typed.summary,
        note=typed.note,
        proposers=typed.by,
        speakers=tuple(map(Person.named, typed.spoken_by)),
        supporters=typed.support,
        opponents=typed.oppose,
        addressees=typed.to,
        body=typed.body,
        meeting=typed.meeting,
        place=typed.place,
        proposed_on=sessions.a_date(typed.date, "date"),
        deadline_on=sessions.a_date(typed.deadline, "deadline"),
        tags=typed.tag,
        extra=typed.extra,
        links=tuple(links(repeats=typed.repeats, part_of=typed.part_of)),
    )


def links(**kinds: Iterable[str] | None) -> Iterable[tuple[str, int]]:
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
    from tracker.store.search import listing

    line = next(listing.lines(change.ledger, [proposal]))
    return f"{line.id}  {line.title}  [{line.status}]"
