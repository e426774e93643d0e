"""`tracker link`: what proposals are to each other."""

from __future__ import annotations

from itertools import product
from typing import Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, new_app
from tracker.ids import parse_ids
from tracker.model import LINK_KINDS, inverse_label

app = new_app()


@app.command(cls=PlainCommand)
def link(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of a proposal; of several: 12,14-16.")],
    kind: Annotated[str, typer.Argument(metavar="KIND", help=", ".join(LINK_KINDS) + ".")],
    other: Annotated[str, typer.Argument(metavar="ID", help="The number of the other one, or several.")],
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
    ones, twos, code = parse_ids([number]), parse_ids([other]), match_code(kind, LINK_KINDS, "kind of link")
    command = f"link {','.join(map(str, ones))} {code} {','.join(map(str, twos))}" + " --remove" * remove
    act = links.remove if remove else links.add
    with sessions.writing(session, command, dry_run=dry_run) as change:
        presence.refuse_absent_proposals(change.ledger, [*ones, *twos])
        for one, two in product(ones, twos):
            act(change, one, code, two)
        title = {end: f"{end}  {presence.proposal_title(change.ledger, end)}" for end in (*ones, *twos)}
    verb = "Unlinked" if remove else "Linked"
    for one, two in product(ones, twos):
        said = f"{verb} {title[one]}  {code}  {title[two]}"
        if dry_run:
            sessions.print_info(session, f"Not done: {said}")
        else:
            sessions.result(said, one)
        if not remove and not dry_run:
            sessions.print_info(session, f"{title[two]}  {inverse_label(code)}  {title[one]}")
    if not dry_run:
        sessions.print_info(session, "Undo: tracker undo")
