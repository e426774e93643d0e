"""`tracker add`: a passage becomes a proposal, with its evidence."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.commands import use as use_command
from tracker.cli.evidence import STDIN, text_or_stdin
from tracker.cli.new_proposal import add_proposal
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
    field_option,
    new_app,
    several,
    with_options,
)
from tracker.editing.add_options import KEYS, Typed, lacks_status_date
from tracker.errors import UsageError
from tracker.fields import FIELDS, RECORD

OPTIONS = {KEYS[name]: field_option(FIELDS[name]) for name in RECORD if name not in {"title", "uncheckable"}}
OPTIONS["kind"] = field_option(
    FIELDS["kind"]._replace(help="proposal (the default), recommendation, request or commitment.")
)

app = new_app()


@app.command(cls=PlainCommand)
@with_options(OPTIONS, before="source")
def add(
    ctx: typer.Context,
    title: Annotated[
        str | None,
        typer.Argument(metavar="TITLE", help="What is to be done, in your words; - reads stdin.", show_default=False),
    ] = None,
    status: Annotated[
        str, typer.Option("--status", "-s", metavar="STATUS", help="Default: proposed; see: tracker statuses.")
    ] = "",
    on: Annotated[
        str,
        typer.Option(
            "--on",
            metavar="DATE",
            help="When it got that status: for proposed and adopted --date if not given, for others the date of the"
            " source; none: undated.",
        ),
    ] = "",
    according_to: AccordingTo = None,
    rating: Rating = None,
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    repeats: Annotated[Many, typer.Option("--repeats", metavar="ID", help="The proposal it repeats.")] = None,
    part_of: Annotated[Many, typer.Option("--part-of", metavar="ID", help="The proposal it is part of.")] = None,
    editor: Annotated[bool, typer.Option("--editor", "-e", help="Write it in your editor.")] = False,
    use: Annotated[
        bool | None, typer.Option("--use/--no-use", help="Use the values of `tracker use`; the default on a terminal.")
    ] = None,
    no_duplicates: NoDuplicates = False,
    dry_run: DryRun = False,
    db: Db = None,
    **said: Any,
) -> None:
    """Add a proposal.

    Without a title, on a terminal, it asks for everything that is missing.

    Example: tracker add "Rapid-reaction force exercises" -t special-forces --by Belarus --body CSTO --date 2012-05-15
    """
    session = sessions.session_of(ctx, db)
    session.no_duplicates = no_duplicates
    given = {name: said[key] for name, key in KEYS.items() if key in said}
    _refuse_second_stdin(title, *given.values())
    step = {"title": text_or_stdin(title or "", "title"), "status": status, "status_on": on}
    step |= {"according_to": according_to or "", "rating": rating or ""}
    passage = {"source": source, "quote": quote, "locator": locator, "translation": translation}
    linked = {"repeats": tuple(repeats or ()), "part-of": tuple(part_of or ())}
    typed = Typed(**step, **passage, **linked, **{name: _value(name, value) for name, value in given.items()})
    typed, defaults = use_command.without_emptied(typed, use_command.that_apply(session, wanted=use), given)
    if editor:
        from tracker.cli.commands import edit

        edit.add_in_editor(session, typed, defaults, dry_run=dry_run)
    elif title is None or _may_ask_for_more(session, use_command.with_defaults(typed, defaults)):
        from tracker.cli.commands import add_questions

        add_questions.add_by_questions(session, typed, defaults, dry_run=dry_run)
    else:
        add_proposal(session, use_command.filled(session, typed, defaults), dry_run=dry_run)


def _refuse_second_stdin(*typed: Any) -> None:
    if typed.count(STDIN) > 1:
        raise UsageError("stdin holds one text: TITLE and --summary cannot both be -")


def _value(name: str, typed: Any) -> Any:
    """What an option says, as it is kept: several values each for itself."""
    field = FIELDS[name]
    if field.takes == "people":
        return several(typed)
    if name == "topics":
        return tuple(code for one in typed or () for code in one.split(","))
    if field.is_list:
        return tuple(typed or ())
    return text_or_stdin(typed or "", name) if field.reads_stdin else typed or ""


def _may_ask_for_more(session: sessions.Session, typed: Typed) -> bool:
    """Whether a quote lacks its source or a status its date, and somebody is there to be asked."""
    half = not typed.source and bool(typed.quote or typed.locator)
    return (half or lacks_status_date(typed)) and sessions.is_interactive() and sessions.may_ask(session)
