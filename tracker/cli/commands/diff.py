"""`tracker diff`: what happened between two dates."""

from __future__ import annotations

import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import dates
from tracker import query as queries
from tracker.cli import as_of_pages
from tracker.cli import session as sessions
from tracker.cli.commands.list import parsed
from tracker.cli.options import Command, Db, Terms, new_app
from tracker.cli.output import write_all
from tracker.cli.render import pages, terminal
from tracker.cli.render.life_line import INDENT, Life
from tracker.clocks import SECTIONS, Between
from tracker.model import UNSURE, Detail, UsageError
from tracker.text import visible, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.clocks import Digest, Entry
    from tracker.model import Status

FORMATS = ("text", "markdown", "json")

app = new_app()


@app.command(cls=Command)
def diff(
    ctx: typer.Context,
    span: Annotated[str, typer.Argument(metavar="A..B", help="From the first day of A to the last of B, or in A.")],
    terms: Terms = None,
    format_: Annotated[str, typer.Option("--format", metavar="FORMAT", help=", ".join(FORMATS) + ".")] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    recorded: Annotated[bool, typer.Option("--recorded", help="By when it was entered here.")] = False,
    db: Db = None,
) -> None:
    """Show what happened between two dates, with the evidence.

    The query speaks of the end of it. With --recorded texts, topics and links are today's; a proposal whose adding was
    undone since is left out, and a passage that was taken back is not told.

    Example: tracker diff 2012..2013 body:csto --format markdown
    """
    from tracker.store.records import statuses
    from tracker.store.reports import diff

    session = sessions.of(ctx, db)
    form = "json" if as_json else {"md": "markdown"}.get(format_, format_)
    if form not in FORMATS:
        raise UsageError(f"no format '{form}'; known: {', '.join(FORMATS)}")
    asked = between(span, sessions.today(), recorded=recorded)
    query = parsed(terms)
    with sessions.reading(session) as ledger:
        found = diff.digest(ledger, query, asked, sessions.today())
        known = statuses.known(ledger)
    about = queries.explain(query) if query.terms else ""
    if form == "text":
        terminal.show(session, _drawn(session, found, known, about))
    else:
        _write(found, form, about)
    if not any(found.sections.values()):
        sessions.talk(session, f"Nothing {'was recorded' if recorded else 'happened'} {_in_words(asked)}")


def between(typed: str, today: date, *, recorded: bool = False) -> Between:
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
    before = None if first == date.min else dates.add(first, -1, "d")
    return Between(before, after, recorded)


def _in_words(span: Between) -> str:
    until = dates.in_words(span.after.isoformat())
    if span.before is None:
        return f"until {until}"
    first = dates.in_words(dates.add(span.before, 1, "d").isoformat())
    return f"on {until}" if first == until else f"from {first} to {until}"


def _title(span: Between) -> str:
    return f"What {'was recorded' if span.recorded else 'happened'} {_in_words(span)}"


def _basis(span: Between, about: str) -> str:
    """By which knowledge, and of which proposals."""
    today = dates.in_words(sessions.today().isoformat())
    known = f"By when it was entered; {as_of_pages.TODAYS}." if span.recorded else f"By what is known on {today}."
    return known + (f" {about[:1].upper()}{about[1:]}." if about else "")


def _write(found: Digest, form: str, about: str) -> None:
    from tracker.formats import digest, writers

    if form == "json":
        write(sys.stdout, writers.json_text(digest.as_object(found), indent=2) + "\n")
    else:
        write_all(digest.markdown(found, _title(found.span), _basis(found.span, about)))


def _drawn(session: sessions.Session, found: Digest, known: Mapping[str, Status], about: str) -> Iterator[str]:
    from tracker.formats import references

    colour = terminal.uses_colour(session)
    room = pages.room()
    for line in terminal.wrapped(_title(found.span), "", room):
        yield terminal.styled(line, "bold", colour=colour)
    for line in terminal.wrapped(visible(_basis(found.span, about)), "", room):
        yield terminal.styled(line, "dim", colour=colour)
    for section, entries in found.sections.items():
        if entries:
            yield ""
            yield terminal.styled(f"{SECTIONS[section]} ({len(entries):,})", "bold", colour=colour)
        for entry in entries:
            yield ""
            yield from _entry(section, entry, found, known, colour=colour, room=room)
    if found.references:
        yield ""
    for number, source in found.references.values():
        yield from pages.hanging(f"[{number}] ", visible(references.reference(source)), room)


def _entry(
    section: str, entry: Entry, digest: Digest, known: Mapping[str, Status], *, colour: bool, room: int
) -> Iterator[str]:
    """What happened to one proposal, in the manner of its page; its sources are numbered by the digest."""
    yield from _head(entry, colour=colour, room=room)
    events = tuple(one._replace(status=UNSURE + one.status) if one.id in entry.undecided else one for one in entry.acts)
    detail = Detail(entry.proposal, entry.citations, events, entry.looks, (), "", {}, ())
    life = Life(detail, known, colour=colour, room=room, number=lambda source: digest.references[source.id][0])
    before, after = entry.before, entry.after
    if before and after and before.status != after.status:
        yield f"{INDENT}{life.status(before.shown)} → {life.status(after.shown)}"
    for event in events:
        yield from life.event(event, numbered=False) if section != "evidence" else life.evidence(event)
    for event in entry.corrected:
        yield from life.dated(event.occurred_on, f"{life.plain_status(event.status)} · withdrawn by that correction")
    for event in entry.undone:
        yield from life.dated(event.occurred_on, f"{life.plain_status(event.status)} · taken back by an undo")
    yield from life.others()
    for look in entry.looks:
        yield from life.look(look)


def _head(entry: Entry, *, colour: bool, room: int) -> Iterator[str]:
    proposal = entry.proposal
    for line in pages.hanging(f"#{proposal.id}  ", visible(proposal.title), room):
        yield terminal.styled(line, "bold", colour=colour)
    when = dates.in_words(proposal.proposed_on) if proposal.proposed_on else ""
    said = [", ".join(proposal.proposers), proposal.body or "", when, ", ".join(proposal.topics)]
    told = visible(" · ".join(part for part in said if part))
    for line in terminal.wrapped(told, INDENT, room - len(INDENT)) if told else []:
        yield terminal.styled(line, "dim", colour=colour)
