"""`tracker update`: what became of a proposal, or of many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import changed, changed_in_bulk
from tracker.cli.evidence import read_evidence, text_or_stdin
from tracker.cli.options import (
    AccordingTo,
    Db,
    DryRun,
    Locator,
    Many,
    NoDuplicates,
    PlainCommand,
    Quote,
    Rating,
    Source,
    Translation,
    Yes,
    field_option,
    new_app,
    several,
    with_options,
)
from tracker.cli.targets import Where, find_targets
from tracker.editing.add_options import KEYS
from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS, LISTS, PARTS, RECORD
from tracker.model import LAST, NewStatus, Person, ProposalEdit
from tracker.text import parse_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.cli.actions import Tells
    from tracker.store.ledger import Change, Ledger

app = new_app()

Text = str | None


OPTIONS = {
    **{KEYS[name]: field_option(FIELDS[name]) for name in RECORD if name not in LISTS},
    **{
        f"{prefix}_{KEYS[name]}": field_option(FIELDS[name], f"{prefix}-")
        for name in PARTS
        for prefix in ("add", "remove")
    },
    "extra": field_option(FIELDS["extra"]),
    "remove_extra": field_option(FIELDS["extra"], "remove-"),
}


@app.command(cls=PlainCommand)
@with_options(OPTIONS, before="dry_run")
def update(
    ctx: typer.Context,
    ids: Annotated[Many, typer.Argument(metavar="ID...", help="Numbers of proposals.")] = None,
    where: Where = None,
    status: Annotated[str, typer.Option("--status", "-s", metavar="STATUS", help="See: tracker statuses.")] = "",
    on: Annotated[Text, typer.Option("--on", metavar="DATE", help="When that happened.")] = None,
    extent: Annotated[
        Text, typer.Option("--extent", metavar="EXTENT", help="as-proposed, weaker, stronger or merged.")
    ] = None,
    for_: Annotated[Text, typer.Option("--for", metavar="ACTOR", help="The one actor that it concerns.")] = None,
    reason: Annotated[Text, typer.Option("--reason", metavar="REASON", help="Why rejected or lapsed.")] = None,
    according_to: AccordingTo = None,
    rating: Rating = None,
    because: Annotated[Text, typer.Option("--because", metavar="TEXT", help="The reason in your own words.")] = None,
    corrects: Annotated[
        str,
        typer.Option(
            "--corrects", metavar="EVENT|last", help="The wrong status event; what you do not give stays as it was."
        ),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Take an unusual step without evidence.")] = False,
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    no_duplicates: NoDuplicates = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
    **said: Any,
) -> None:
    """Change one proposal or many, or record the next status with its evidence.

    An empty value clears a field.

    Example: tracker update 12 -s adopted --on 2013-09-23 --source 2 --quote "approved the programme"
    """
    session = sessions.session_of(ctx, db)
    session.no_duplicates = no_duplicates
    edit = _edit(said)
    with blame_field("corrects", corrects):
        about = LAST if corrects.lower() == LAST else parse_id(corrects, "status event") if corrects else None
    when = None if on is None else sessions.a_date(on, "status_on") or ""
    told = (when, reason, because, extent, for_, force, about, according_to, rating)
    step = NewStatus(status, *told) if status or about else None
    if step is None and any(one is not None for one in (on, extent, for_, reason, because, according_to, rating)):
        raise UsageError(
            "--on, --extent, --for, --reason, --because, --according-to and --rating describe a status; give it too:"
            " --status STATUS"
        )
    if step is None and edit == ProposalEdit() and not (source or quote):
        raise UsageError("nothing to change; see: tracker update --help")
    wanted, named = find_targets(session, ids or [], where or [])
    if not wanted:
        return

    def action(change: Change) -> list[int]:
        from tracker.store.records import proposals

        cited = read_evidence(change, source_=source, quote=quote, locator=locator, translation=translation)
        return proposals.update_proposals(change, wanted, edit, step, cited)

    steps = {"-s": status, "--for": for_, "--corrects": about}
    flags = [f"{flag} {value}" for flag, value in steps.items() if value]
    command = " ".join([f"update {named}", *flags]) + _touched(edit)
    tells: Tells | None = _staying if step is not None else _redated if edit.proposed_on else None
    if said["add_topic"] or said["remove_topic"]:
        tells = _renamed(edit, tells)
    if len(wanted) == 1 and not where:
        changed(session, command, wanted, action, dry_run=dry_run, verb="Updated", cites=bool(source), tells=tells)
    else:
        changed_in_bulk(session, command, wanted, action, yes=yes, dry_run=dry_run, cites=bool(source), tells=tells)


def _edit(options: Mapping[str, Any]) -> ProposalEdit:
    """What the options of `update` change. Raises UsageError."""
    plain = {name: options[KEYS[name]] for name in RECORD if name not in LISTS and options[KEYS[name]] is not None}
    added = {name: several(more) for name in PARTS if (more := options[f"add_{KEYS[name]}"])}
    removed = {name: several(less) for name in PARTS if (less := options[f"remove_{KEYS[name]}"])}
    people: dict[str, Any] = {"speakers": tuple(map(Person.named, added.get("speakers", ())))}
    extra = {"extra": tuple(options["extra"] or ())}
    gone = {"extra": tuple(options["remove_extra"] or ())}
    return ProposalEdit(
        **{FIELDS[name].column: _typed_values(name, value) for name, value in plain.items()},
        add={name: some for name, some in (added | people | extra).items() if some},
        remove={name: some for name, some in (removed | gone).items() if some},
    )


def _typed_values(name: str, typed: str) -> str:
    if FIELDS[name].takes == "date":
        return sessions.a_date(typed, name) or ""
    return text_or_stdin(typed, name) if FIELDS[name].reads_stdin else typed


def _touched(edit: ProposalEdit) -> str:
    """The fields that an edit names, for the history: ` (title, topics)`."""
    fields = [name for name, value in edit._asdict().items() if value is not None and name not in {"add", "remove"}]
    fields += [name for name in (*edit.add, *edit.remove) if name not in fields]
    return f" ({', '.join(fields)})" if fields else ""


def _renamed(edit: ProposalEdit, tells: Tells | None) -> Tells:
    """Also which topics that an edit names mean another by now."""

    def said(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
        from tracker.store.records import topics

        yield from topics.meaning_lines(ledger, (*edit.add.get("topics", ()), *edit.remove.get("topics", ())))
        yield from tells(ledger, proposals) if tells else ()

    return said


def _redated(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
    """Which first statuses keep the old date."""
    from tracker.cli import status_messages

    return status_messages.redated(ledger, proposals)


def _staying(ledger: Ledger, proposals: Sequence[int]) -> Iterator[str]:
    """Which recorded events are not where their proposals stand, and what a correction left behind."""
    from tracker.cli import status_messages

    return status_messages.status_messages(ledger, proposals)
