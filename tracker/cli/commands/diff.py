"""`tracker diff`: what happened between two dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import dates, life
from tracker import query as queries
from tracker.blocks import (
    ALSO,
    UNDATED,
    LifeEntry,
    Section,
    look_block,
    quotation_block,
    status_label,
    step_block,
    words_text,
)
from tracker.cli import as_of_pages
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, PlainCommand, Terms, new_app
from tracker.cli.render import linear, pages, terminal
from tracker.cli.render.blocks import INDENT, BlockLines
from tracker.cli.request import parse_terms
from tracker.clocks import PERHAPS, DigestSpan, section_heading
from tracker.formats.registry import find_format, names_that_write
from tracker.model import UNSURE, Detail, UsageError
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.clocks import Digest, DigestEntry
    from tracker.model import Proposal, Status

FORMATS = ("text", *names_that_write("digest"))

app = new_app()


@app.command(cls=PlainCommand)
def diff(
    ctx: typer.Context,
    span: Annotated[
        str,
        typer.Argument(
            metavar="A..B", help="From the first day of A to the last day of B; one date A is that span alone."
        ),
    ],
    terms: Terms = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    recorded: Annotated[bool, typer.Option("--recorded", help="By the date of entry, not of the event.")] = False,
    db: Db = None,
) -> None:
    """Show what happened between two dates, with the evidence.

    The query is applied to the last day. With --recorded, texts, topics and links are today's; a proposal whose adding
    was undone later is left out, and so is a passage that was taken back.

    Example: tracker diff 2012..2013 body:csto --format markdown
    """
    from tracker.store.records import statuses
    from tracker.store.reports import diff

    session = sessions.session_of(ctx, db)
    form = outputs.form("json" if as_json else format_, outputs.STDOUT, FORMATS, "text")
    asked = between(span, sessions.today(), recorded=recorded)
    query = parse_terms(terms)
    with sessions.reading(session) as ledger:
        found = diff.make_digest(ledger, query, asked, sessions.today())
        known = statuses.read_statuses(ledger)
    about = queries.explain_query(query) if query.terms else ""
    if form == "text":
        terminal.show(session, _diff_lines(session, found, known, about))
    else:
        _write(found, form, about)
    if not any(found.sections.values()):
        sessions.print_info(session, f"Nothing {'was recorded' if recorded else 'happened'} {_in_words(asked)}")


def between(typed: str, today: date, *, recorded: bool = False) -> DigestSpan:
    """The days compared: from before the first day of the span to its last, which is today where it is open.

    Raises UsageError.
    """
    try:
        span = dates.parse_span(typed, today)
    except dates.DateError as error:
        raise UsageError(str(error)) from error
    after = dates.last_day(span.end) if span.end else today
    first = dates.first_day(span.start) if span.start else date.min
    if first > after:
        raise UsageError(f"{span.start} is in the future")
    before = None if first == date.min else dates.shift_day(first, -1, "d")
    return DigestSpan(before, after, recorded)


def _in_words(span: DigestSpan) -> str:
    until = dates.date_in_words(span.after.isoformat())
    if span.before is None:
        return f"until {until}"
    first = dates.date_in_words(dates.shift_day(span.before, 1, "d").isoformat())
    return f"on {until}" if first == until else f"from {first} to {until}"


def _title(span: DigestSpan) -> str:
    return f"What {'was recorded' if span.recorded else 'happened'} {_in_words(span)}"


def _basis(span: DigestSpan, about: str) -> str:
    """By which knowledge, and of which proposals."""
    today = dates.date_in_words(sessions.today().isoformat())
    known = f"By when it was entered; {as_of_pages.TODAYS}." if span.recorded else f"By what is known on {today}."
    return known + (f" {about[:1].upper()}{about[1:]}." if about else "")


def _write(found: Digest, form: str, about: str) -> None:
    chosen = find_format(form)
    if chosen.value:
        from tracker.formats.documents import digest

        outputs.write_all(chosen.value(digest.digest_object(found)))
    elif chosen.digest:
        outputs.write_all(chosen.digest(found, _title(found.span), _basis(found.span, about)))


def _diff_lines(session: sessions.Session, found: Digest, known: Mapping[str, Status], about: str) -> Iterator[str]:
    from tracker.formats.documents import references

    draw = BlockLines(colour=terminal.uses_colour(session), room=pages.room())
    glyphs = linear.status_glyphs(known)
    for line in terminal.wrapped(_title(found.span), "", draw.room):
        yield terminal.styled(line, "bold", colour=draw.colour)
    for line in terminal.wrapped(visible_line(_basis(found.span, about)), "", draw.room):
        yield terminal.styled(line, "dim", colour=draw.colour)
    for section, entries in found.sections.items():
        if entries:
            yield ""
            yield terminal.styled(section_heading(section, entries), "bold", colour=draw.colour)
        for entry in entries:
            yield ""
            yield from _entry(section, entry, found, glyphs, draw)
    if found.is_unsure:
        yield ""
        yield from terminal.wrapped(PERHAPS, "", draw.room)
    if found.references:
        yield ""
    for number, source in found.references.values():
        yield from pages.hanging(f"[{number}] ", visible_line(references.reference(source)), draw.room)


def _entry(
    section: str, entry: DigestEntry, digest: Digest, glyphs: Mapping[str, str], draw: BlockLines
) -> Iterator[str]:
    """What happened to one proposal, in the manner of its page; its sources are numbered by the digest."""
    yield from draw.title(f"{UNSURE * entry.perhaps}#{entry.proposal.id}", entry.proposal.title)
    yield from _about(entry.proposal, draw)
    before, after = entry.before, entry.after
    if before and after and before.status != after.status:
        yield INDENT + linear.join_steps(*(draw.status(status_label(one.shown, glyphs)) for one in (before, after)))
    yield from draw.blocks(_blocks(section, entry, digest, glyphs))


def _blocks(
    section: str, entry: DigestEntry, digest: Digest, glyphs: Mapping[str, str]
) -> Iterator[LifeEntry | Section]:
    """What happened: the acts with their evidence, what was taken back, further passages, looks."""

    def number(source: int) -> int:
        return digest.references[source][0]

    events = tuple(one._replace(status=UNSURE + one.status) if one.id in entry.undecided else one for one in entry.acts)
    detail = Detail(entry.proposal, entry.citations, events, entry.looks, (), "", {}, ())
    for event in events:
        act = step_block(life.life_step(detail, event), glyphs, number)
        told_elsewhere = section == "evidence"
        yield LifeEntry(act.day, (f"for: {words_text(act.words)}",), (), act.quotations) if told_elsewhere else act
    for taken, why in ((entry.corrected, "withdrawn by that correction"), (entry.undone, "taken back by an undo")):
        for event in taken:
            yield LifeEntry(event.occurred_on or UNDATED, (status_label(event.status, glyphs).text,), (why,))
    if others := life.passages_without_event(detail):
        yield Section(ALSO, tuple(quotation_block(one, number) for one in others))
    for look in entry.looks:
        told = look_block(look)
        yield told if digest.span.covers(look.looked_on) else told._replace(day=UNSURE + told.day)


def _about(proposal: Proposal, draw: BlockLines) -> Iterator[str]:
    when = dates.date_in_words(proposal.proposed_on) if proposal.proposed_on else ""
    said = [", ".join(proposal.proposers), proposal.body or "", when, ", ".join(proposal.topics)]
    told = visible_line(linear.join_parts(part for part in said if part))
    for line in terminal.wrapped(told, INDENT, draw.room - len(INDENT)) if told else []:
        yield terminal.styled(line, "dim", colour=draw.colour)
