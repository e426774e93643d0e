"""`tracker looked`: what was searched in vain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import each
from tracker.cli.options import Db, DryRun, Ids, NoDuplicates, PlainCommand, new_app
from tracker.model import NewLook

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
    no_duplicates: NoDuplicates = False,
    db: Db = None,
) -> None:
    """Log that you searched and found nothing new.

    Example: tracker looked 12 14 --in "BelTA, odkb-csto.org"
    """
    session = sessions.session_of(ctx, db)
    session.no_duplicates = no_duplicates
    today = sessions.today()
    look = NewLook(places, sessions.a_date(on, "looked_on") or today.isoformat(), note)

    def action(change: Change, proposal: int) -> None:
        from tracker.store.records import looks

        looks.add(change, proposal, look, today)

    also = [f"Looked on {look.looked_on} in {' '.join(places.split())}: nothing new"]
    each(session, "looked", ids, action, dry_run=dry_run, verb="Looked for", also=also)
