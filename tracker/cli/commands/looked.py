"""`tracker looked`: what was searched in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import changed, changed_in_bulk
from tracker.cli.options import Db, DryRun, Many, NoDuplicates, PlainCommand, Yes, new_app
from tracker.cli.targets import Where, find_targets
from tracker.model import NewLook

if TYPE_CHECKING:
    from tracker.store.ledger import Change

app = new_app()


@app.command(cls=PlainCommand)
def looked(
    ctx: typer.Context,
    ids: Annotated[Many, typer.Argument(metavar="ID...", help="Numbers of proposals.")] = None,
    where: Where = None,
    places: Annotated[
        str, typer.Option("--in", metavar="PLACES", help='Where you searched, such as "BelTA, odkb-csto.org".')
    ] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="Your own words; not exported.")] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="When you searched, if not today.")] = "",
    next_: Annotated[
        str,
        typer.Option("--next", metavar="DATE", help="When to look again: not stale until then, stale from then on."),
    ] = "",
    dry_run: DryRun = False,
    no_duplicates: NoDuplicates = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Log that you searched and found nothing new.

    Example: tracker looked 12 14 --in "BelTA, odkb-csto.org" --next +3m
    """
    session = sessions.session_of(ctx, db)
    session.no_duplicates = no_duplicates
    today = sessions.today()
    look = NewLook(
        places, sessions.a_date(on, "looked_on") or today.isoformat(), note, sessions.a_date(next_, "next_on")
    )
    wanted, named = find_targets(session, ids or [], where or [])
    if not wanted:
        return

    def action(change: Change) -> list[int]:
        from tracker.store.records import looks

        for one in wanted:
            looks.add(change, one, look, today)
        return wanted

    again = f"; again on {look.next_on}" if look.next_on else ""
    said = f"Looked on {look.looked_on} in {' '.join(places.split())}: nothing new{again}"
    if where:
        verbs = ("Log this look for", "Logged a look for")
        changed_in_bulk(
            session, f"looked {named}", wanted, action, yes=yes, dry_run=dry_run, tells=lambda *_: [said], verbs=verbs
        )
    else:
        changed(session, f"looked {named}", wanted, action, dry_run=dry_run, verb="Looked for", also=[said])
