"""`tracker link`: what proposals are to each other."""

from __future__ import annotations

from typing import Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, new_app
from tracker.model import LINK_KINDS, inverse_label
from tracker.text import parse_id

app = new_app()


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
