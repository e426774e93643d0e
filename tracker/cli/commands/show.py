"""`tracker show`: proposals whole, on a terminal, as JSON, or as a briefing that can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import dates
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Command, Db, Ids, KnownBy, Output, new_app
from tracker.clocks import NO_CLOCK
from tracker.model import NotFoundError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.clocks import Clock
    from tracker.model import Detail, Status
    from tracker.store.ledger import Ledger

FORMATS = ("text", "markdown", "html", "json")
BRIEFINGS = ("markdown", "html")
app = new_app()


class Shown(NamedTuple):
    """What is shown: the proposals as pages have them, as JSON has them, and what stands over each page."""

    details: Sequence[Detail]
    objects: Sequence[object]
    heading: str = ""


@app.command(cls=Command)
def show(
    ctx: typer.Context,
    ids: Ids,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Also who changed what.")] = False,
    output: Output = outputs.STDOUT,
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Show proposals whole: what became of each, on what evidence.

    Example: tracker show 12
    """
    from tracker.store.records import statuses

    session = sessions.of(ctx, db)
    chosen = outputs.form("json" if as_json else form, output, FORMATS, "text")
    wanted = list(dict.fromkeys(sessions.an_id(one) for one in ids))
    clock = NO_CLOCK
    if as_of or known_by:
        from tracker.cli import as_of_pages

        clock = as_of_pages.clock(as_of, known_by)
        as_of_pages.warn(session, clock)
    with sessions.reading(session) as ledger:
        shown, missing = _found(ledger, wanted, clock)
        known = statuses.known(ledger)
        if chosen in BRIEFINGS and shown.details:
            outputs.put(output, _briefing(ledger, shown, chosen, clock))
    if chosen == "json":
        outputs.put(output, _json(shown))
    elif chosen == "text":
        _draw(session, shown, known, output, history=history)
    if output != outputs.STDOUT and shown.details:
        outputs.say(session, output, plural(len(shown.details), "proposal"))
    if missing:
        raise NotFoundError(missing)


def _found(ledger: Ledger, wanted: Sequence[int], clock: Clock) -> tuple[Shown, str]:
    """Those that are there, and what to say of those that are not."""
    if clock != NO_CLOCK:
        from tracker.cli import as_of_pages

        return as_of_pages.shown(ledger, wanted, clock)
    from tracker.formats import rows
    from tracker.store.records import proposals

    there = [one for one in wanted if proposals.is_there(ledger, one)]
    details = [proposals.detail(ledger, one, sessions.today()) for one in there]
    missing = ", ".join(str(one) for one in wanted if one not in there)
    said = f"no proposal {missing}; see: tracker list" if missing else ""
    return Shown(details, [rows.detail_object(one) for one in details]), said


def _briefing(ledger: Ledger, shown: Shown, form: str, clock: Clock) -> Iterator[str]:
    from tracker.store.reports import export

    numbers = " ".join(str(one.proposal.id) for one in shown.details)
    made = f"Made on {dates.in_words(sessions.today().isoformat())}: tracker show {numbers}"
    about = [shown.heading, made] if form == "html" else [shown.heading]
    return export.briefing(ledger, shown.details, form, about, clock)


def _json(shown: Shown) -> list[str]:
    from tracker.formats import writers

    return [writers.json_text(shown.objects, indent=2) + "\n"]


def _draw(session: sessions.Session, shown: Shown, known: Mapping[str, Status], output: str, *, history: bool) -> None:
    """The pages, one below the other."""
    from tracker.cli.render import pages, proposal_page, terminal

    colour = output == outputs.STDOUT and terminal.uses_colour(session)
    room = pages.room() if output == outputs.STDOUT else terminal.UNLIMITED
    lines: list[str] = []
    for one in shown.details:
        lines += [""] * bool(lines)
        lines += [terminal.styled(shown.heading, "dim", colour=colour)] * bool(shown.heading)
        lines += proposal_page.lines(one, known, colour=colour, room=room, history=history)
    if output == outputs.STDOUT:
        terminal.show(session, lines)
    else:
        outputs.put(output, (line + "\n" for line in lines))
