"""`tracker show`: proposals whole, on a terminal, as JSON, or as a briefing that can be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tracker import dates
from tracker.cli import as_of_pages
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import AsOf, Db, Ids, KnownBy, Output, PlainCommand, Title, new_app
from tracker.cli.request import parse_clock, parse_title
from tracker.clocks import NO_CLOCK
from tracker.formats.registry import find_format, names_that_write
from tracker.ids import named_ids, parse_ids
from tracker.model import NotFoundError, UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.clocks import Clock
    from tracker.formats.format import Piece
    from tracker.model import Detail, Status
    from tracker.store.ledger import Ledger

PICTURE = "svg"
FORMATS = ("text", *names_that_write("page"), PICTURE)
app = new_app()


class Shown(NamedTuple):
    """What is shown: the proposals as pages have them, as JSON has them, and what stands over each page."""

    details: Sequence[Detail]
    objects: Sequence[object]
    heading: str = ""


@app.command(cls=PlainCommand)
def show(
    ctx: typer.Context,
    ids: Ids,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    history: Annotated[bool, typer.Option("--history", help="Show also who changed what.")] = False,
    output: Output = outputs.STDOUT,
    title: Title = "",
    as_of: AsOf = "",
    known_by: KnownBy = "",
    db: Db = None,
) -> None:
    """Show proposals in full: what became of each, on what evidence.

    Example: tracker show 12
    """
    from tracker.store.records import statuses

    session = sessions.session_of(ctx, db)
    chosen = outputs.form("json" if as_json else form, output, FORMATS, "text")
    title = parse_title(title, chosen)
    wanted = parse_ids(ids)
    clock = parse_clock(as_of, known_by) or NO_CLOCK
    as_of_pages.warn(session, clock)
    with sessions.reading(session) as ledger:
        shown, missing = _find_details(ledger, wanted, clock)
        known = statuses.read_statuses(ledger)
        if chosen == PICTURE and shown.details:
            outputs.put(output, _picture(shown.details, known))
        elif chosen not in {"text", PICTURE} and (shown.details or find_format(chosen).value):
            outputs.put(output, _pieces(ledger, shown, chosen, clock, title))
    if chosen == "text":
        _draw_pages(session, shown, known, output, history=history)
    if output != outputs.STDOUT and shown.details:
        outputs.say(session, output, plural(len(shown.details), "proposal"))
    if missing:
        raise NotFoundError(missing)


def _picture(details: Sequence[Detail], known: Mapping[str, Status]) -> Iterable[Piece]:
    """The life of the one proposal. Raises UsageError for several, which have a picture each."""
    from tracker.formats.pictures.lifeline import life_picture

    if len(details) > 1:
        raise UsageError(f"a picture is of one proposal, such as: tracker show {details[0].proposal.id} -o life.svg")
    return life_picture(details[0], known).svg_pieces()


def _find_details(ledger: Ledger, ids: Sequence[int], clock: Clock) -> tuple[Shown, str]:
    """Those that are there, and what to say of those that are not."""
    if clock != NO_CLOCK:
        details, objects, warnings = as_of_pages.read_details(ledger, ids, clock)
        return Shown(details, objects, as_of_pages.heading_as_of(clock)), warnings
    from tracker.formats import rows
    from tracker.store.records import proposals

    there = [one for one in ids if proposals.is_there(ledger, one)]
    details = [proposals.read_detail(ledger, one, sessions.today()) for one in there]
    missing = [one for one in ids if one not in there]
    warnings = f"no proposal {named_ids(missing)}; see: tracker list" if missing else ""
    return Shown(details, [rows.detail_object(one) for one in details]), warnings


def _pieces(ledger: Ledger, shown: Shown, form: str, clock: Clock, title: str) -> Iterable[Piece]:
    """The proposals in a format: as values where it has values, else as a briefing."""
    if write_value := find_format(form).value:
        return write_value(shown.objects)
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.documents.caption import caption_lines
    from tracker.store.reports import export

    made = f"Made on {dates.date_in_words(sessions.today().isoformat())}"
    words = BriefingWords(title, shown.heading, made, caption_lines(clock, sessions.today()))
    return export.export_briefing(ledger, shown.details, form, words, clock)


def _draw_pages(
    session: sessions.Session, shown: Shown, known: Mapping[str, Status], output: str, *, history: bool
) -> None:
    """The pages, one below the other."""
    from tracker.blocks import proposal_blocks
    from tracker.cli.render import blocks, linear, pages, terminal

    colour = output == outputs.STDOUT and terminal.uses_colour(session)
    draw = blocks.BlockLines(colour=colour, room=pages.room() if output == outputs.STDOUT else terminal.UNLIMITED)
    glyphs = linear.status_glyphs(known)
    lines: list[str] = []
    for one in shown.details:
        lines += [""] * bool(lines)
        lines += [terminal.styled(shown.heading, "dim", colour=colour)] * bool(shown.heading)
        told = one if history else one._replace(history=())
        lines += draw.blocks(proposal_blocks(told, glyphs, numbered=history))
    if output == outputs.STDOUT:
        terminal.show(session, lines)
    else:
        outputs.put(output, (line + "\n" for line in lines))
