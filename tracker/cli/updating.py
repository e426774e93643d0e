"""`tracker update`, `cite`, `rm` and `restore`: what became of a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.adding import said, text_or_stdin
from tracker.cli.evidence import evidence, new_actors, newest_citation
from tracker.cli.parameters import Command, Db, DryRun, Ids, Locator, Many, Quote, Source, Translation, new_app
from tracker.model import Edit, NewStatus, Person, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.database import Change

app = new_app()

Text = str | None


@app.command(cls=Command)
def update(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of the proposal.")],
    status: Annotated[str, typer.Option("--status", "-s", metavar="STATUS", help="See: tracker statuses.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When that happened.")] = "",
    extent: Annotated[
        Text, typer.Option("--extent", metavar="EXTENT", help="as-proposed, weaker, stronger or merged.")
    ] = None,
    for_: Annotated[str, typer.Option("--for", metavar="ACTOR", help="Whom alone it concerns.")] = "",
    reason: Annotated[Text, typer.Option("--reason", metavar="REASON", help="Why rejected or lapsed.")] = None,
    because: Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason in words.")] = "",
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
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Change a proposal, or record its next status with the evidence.

    Example: tracker update 12 -s adopted --on 2013-09-23 --source 2 --quote "approved the programme"
    """
    session = sessions.of(ctx, db)
    proposal = sessions.an_id(number)
    parts = {
        "topics": (add_topic, remove_topic),
        "tags": (add_tag, remove_tag),
        "proposers": (add_by, remove_by),
        "supporters": (add_support, remove_support),
        "opponents": (add_oppose, remove_oppose),
        "addressees": (add_to, remove_to),
        "speakers": (add_spoken_by, remove_spoken_by),
    }
    added = {name: tuple(more) for name, (more, _) in parts.items() if more}
    if add_spoken_by:
        added["speakers"] = tuple(map(Person.named, add_spoken_by))  # type: ignore[arg-type]  # people have offices
    edit = Edit(
        title=title,
        kind=kind,
        summary=None if summary is None else text_or_stdin(summary, "summary"),
        note=note,
        proposed_on=None if date is None else sessions.a_date(date, "date") or "",
        deadline_on=None if deadline is None else sessions.a_date(deadline, "deadline") or "",
        body=body,
        meeting=meeting,
        place=place,
        add=added,
        remove={name: tuple(less) for name, (_, less) in parts.items() if less},
    )
    when = sessions.a_date(on, "on")
    step = NewStatus(status, when, reason, because, extent, for_, force) if status else None
    if step is None and (when or extent or for_ or reason or because):
        raise UsageError("--on, --extent, --for, --reason and --because describe a step; say which: --status STATUS")
    if step is None and edit == Edit() and not (source or quote):
        raise UsageError("nothing to change; see: tracker update --help")

    def deed(change: Change) -> None:
        from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

        cited = evidence(change, source_=source, quote=quote, locator=locator, translation=translation)
        proposals.update(change, proposal, edit, step, cited)

    command = f"update {proposal}" + (f" -s {status}" if status else "") + _touched(edit)
    _changed(session, command, [proposal], deed, dry_run=dry_run, verb="Updated", cites=bool(source))
    if step is not None and not dry_run:
        _say_if_it_stays(session, proposal, step)


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
        from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

        stance = "contradicts" if against else "supports"
        cited = evidence(change, source_=source, quote=quote, locator=locator, translation=translation, stance=stance)
        if cited is not None:
            proposals.cite(change, proposal, cited, about)

    _changed(session, f"cite {proposal}", [proposal], deed, verb="Cited for", cites=True)


@app.command(cls=Command)
def rm(ctx: typer.Context, ids: Ids, dry_run: DryRun = False, db: Db = None) -> None:
    """Take proposals out of every list; restore brings them back.

    Example: tracker rm 12
    """
    from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

    _each(sessions.of(ctx, db), "rm", ids, proposals.remove, dry_run=dry_run, verb="Removed")


@app.command(cls=Command)
def restore(ctx: typer.Context, ids: Ids, db: Db = None) -> None:
    """Bring removed proposals back.

    Example: tracker restore 12
    """
    from tracker.store import proposals  # noqa: PLC0415 - --help needs no database

    _each(sessions.of(ctx, db), "restore", ids, proposals.restore, dry_run=False, verb="Restored")


def _touched(edit: Edit) -> str:
    """The fields that an edit names, for the history: ` (title, topics)`."""
    fields = [name for name, value in edit._asdict().items() if value is not None and name not in {"add", "remove"}]
    fields += [name for name in (*edit.add, *edit.remove) if name not in fields]
    return f" ({', '.join(fields)})" if fields else ""


def _say_if_it_stays(session: sessions.Session, proposal: int, step: NewStatus) -> None:
    """Explain why an event that was recorded is not where the proposal stands."""
    from tracker.store import listing  # noqa: PLC0415 - --help needs no database

    with sessions.reading(session) as ledger:
        line = next(listing.lines(ledger, [proposal]))
    if step.actor:
        sessions.talk(session, f"That concerns {step.actor} alone: #{proposal} itself stays {line.status}")
    elif line.status != step.status:
        sessions.talk(session, f"#{proposal} stays {line.status}, which is of a later date ({line.status_on})")


def _each(
    session: sessions.Session,
    name: str,
    ids: list[str],
    deed: Callable[[Change, int], None],
    *,
    dry_run: bool,
    verb: str,
) -> None:
    wanted = list(dict.fromkeys(sessions.an_id(one) for one in ids))

    def deeds(change: Change) -> None:
        for one in wanted:
            deed(change, one)

    command = f"{name} {' '.join(map(str, wanted))}"
    _changed(session, command, wanted, deeds, dry_run=dry_run, verb=verb)


def _changed(
    session: sessions.Session,
    command: str,
    wanted: list[int],
    deed: Callable[[Change], None],
    *,
    verb: str,
    dry_run: bool = False,
    cites: bool = False,
) -> None:
    """Do a deed as one change and say what was done, a line for each proposal."""
    with sessions.writing(session, command, dry_run=dry_run) as change:
        deed(change)
        lines = [said(change, one) for one in wanted]
        told = ([newest_citation(change, wanted[0])] if cites else []) + new_actors(change)
    if dry_run:
        for line in lines:
            sessions.talk(session, f"Not done: {verb} {line}")
        return
    for one, line in zip(wanted, lines, strict=True):
        sessions.result(f"{verb} {line}", one)
    for line in told:
        sessions.talk(session, line)
    sessions.talk(session, "Undo: tracker undo")
