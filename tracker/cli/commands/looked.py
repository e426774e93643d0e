"""`tracker looked` and `link`: what was searched in vain, and what proposals are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import each
from tracker.cli.options import Db, DryRun, Ids, PlainCommand, new_app
from tracker.model import LINK_KINDS, NewLook, inverse_label
from tracker.text import parse_id

if TYPE_CHECKING:
    from tracker.store.ledger import Change

app = new_app()


@app.command(cls=PlainCommand)
def looked(
    ctx: typer.Context,
    ids: Ids,
    places: Annotated[
        str, typer.Option("--in", metavar="PLACES", help='Where you searched, such as "BelTA, odkb-csto.org".')
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Your own words; not exported.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When you searched, if not today.")] = "",
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Log that you searched and found nothing new.

    Example: tracker looked 12 14 --in "BelTA, odkb-csto.org"
    """
    session = sessions.session_of(ctx, db)
    today = sessions.today()
    look = NewLook(places, sessions.a_date(on, "looked_on") or today.isoformat(), note)

    def action(change: Change, proposal: int) -> None:
        from tracker.store.records import looks

        looks.add(change, proposal, look, today)

    also = [f"Looked on {look.looked_on} in {' '.join(places.split())}: nothing new"]
    each(session, "looked", ids, action, dry_run=dry_run, verb="Looked for", also=also)


@app.command(cls=PlainCommand)
def link(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of a proposal.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(LINK_KINDS) + ".")],
    other: Annotated[str, typer.Argument(metavar="ID", help="The number of the other one.")],
    remove: Annotated[bool, typer.Option("--remove", help="Remove the link.")] = False,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Link a proposal to another: it repeats it, is part of it or replaces it.

    Example: tracker link 12 repeats 3
    """
    from tracker.store.records import links, presence
    from tracker.text import match_code

    session = sessions.session_of(ctx, db)
    one, two, code = parse_id(number), parse_id(other), match_code(kind, LINK_KINDS, "kind of link")
    command = f"link {one} {code} {two}" + " --remove" * remove
    with sessions.writing(session, command, dry_run=dry_run) as change:
        if remove:
            links.remove(change, one, code, two)
        else:
            links.add(change, one, code, two)
        here, there = (f"{end}  {presence.proposal_title(change.ledger, end)}" for end in (one, two))
    verb = "Unlinked" if remove else "Linked"
    if dry_run:
        sessions.print_info(session, f"Not done: {verb} {here}  {code}  {there}")
        return
    sessions.result(f"{verb} {here}  {code}  {there}", one)
    if not remove:
        sessions.print_info(session, f"{there}  {inverse_label(code)}  {here}")
    sessions.print_info(session, "Undo: tracker undo")
