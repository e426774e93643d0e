"""`tracker rm` and `restore`: proposals taken out of every list, and brought back."""

from __future__ import annotations

import typer  # noqa: TC002 - Typer reads the annotations

from tracker.cli import session as sessions
from tracker.cli.actions import each
from tracker.cli.options import Db, DryRun, Ids, PlainCommand, new_app

app = new_app()


@app.command(cls=PlainCommand)
def rm(ctx: typer.Context, ids: Ids, dry_run: DryRun = False, db: Db = None) -> None:
    """Remove proposals from every list; restore brings them back.

    Example: tracker rm 12
    """
    from tracker.store.records import proposals

    each(sessions.session_of(ctx, db), "rm", ids, proposals.remove, dry_run=dry_run, verb="Removed")


@app.command(cls=PlainCommand)
def restore(ctx: typer.Context, ids: Ids, db: Db = None) -> None:
    """Bring removed proposals back.

    Example: tracker restore 12
    """
    from tracker.store.records import proposals

    each(sessions.session_of(ctx, db), "restore", ids, proposals.restore, dry_run=False, verb="Restored")
