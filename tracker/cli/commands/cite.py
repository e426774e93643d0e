"""`tracker cite`: a passage for a proposal, or against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.actions import changed
from tracker.cli.evidence import read_evidence
from tracker.cli.options import Db, Locator, NoDuplicates, PlainCommand, Quote, Source, Translation, new_app
from tracker.errors import UsageError, blame_field
from tracker.ids import id_text, parse_ids
from tracker.text import parse_id

if TYPE_CHECKING:
    from tracker.store.ledger import Change

app = new_app()


@app.command(cls=PlainCommand)
def cite(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="ID", help="The number of the proposal; of several: 12,14-16.")],
    source: Source = "",
    quote: Quote = "",
    locator: Locator = "",
    translation: Translation = "",
    against: Annotated[bool, typer.Option("--against", help="The passage contradicts it.")] = False,
    event: Annotated[str, typer.Option("--event", metavar="N", help="The status event it is about.")] = "",
    no_duplicates: NoDuplicates = False,
    db: Db = None,
) -> None:
    """Cite a passage for a proposal, or against it.

    Example: tracker cite 12 --source 1 --quote "tight and mutually beneficial cooperation"
    """
    session = sessions.session_of(ctx, db)
    session.no_duplicates = no_duplicates
    wanted = parse_ids([number])
    with blame_field("event", event):
        about = parse_id(event, "status event") if event else None
    if not source:
        raise UsageError("a citation needs a source: its number, its address, or a file", field="source")

    def action(change: Change) -> None:
        from tracker.store.records import proposals

        stance = "contradicts" if against else "supports"
        cited = read_evidence(
            change, source_=source, quote=quote, locator=locator, translation=translation, stance=stance
        )
        if cited is not None:
            for one in wanted:
                proposals.cite_passage(change, one, cited, about)

    verb = "Cited against" if against else "Cited for"
    changed(session, f"cite {id_text(wanted)}", wanted, action, verb=verb, cites=True)
