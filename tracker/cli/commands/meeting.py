"""`tracker meeting`: where proposals were put forward, and how to keep that tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import nouns
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, Many, PlainCommand, PlainGroup, Yes, new_app
from tracker.cli.render import terminal
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.meeting_pages import Meeting

COLUMNS = (
    terminal.TerminalColumn("id"),
    terminal.TerminalColumn("date"),
    terminal.TerminalColumn("name", flexible=True),
    terminal.TerminalColumn("body", 20),
    terminal.TerminalColumn("place", 16, gives_way=2),
    terminal.TerminalColumn("proposals"),
    terminal.TerminalColumn("aliases", 40, gives_way=1),
)
LATEST = 5
MANY = 20  # proposals of the old date that are named by number

Which = Annotated[str, typer.Argument(metavar="NAME|ID", help="The meeting: its name or its number.")]
Body = Annotated[str | None, typer.Option("--body", metavar="ACTOR", help="The body that met.")]
Date = Annotated[str | None, typer.Option("--date", metavar="DATE", help="When it met: 2012, 2012-05 or 2012-05-15.")]
Place = Annotated[str | None, typer.Option("--place", metavar="PLACE", help="Where it met.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Your own words on it.")]

app = new_app()
meeting = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(meeting, name="meeting")


@meeting.callback()
def meetings_(ctx: typer.Context, db: Db = None) -> None:
    """Meetings: where something was put forward, with body, name, date and place."""
    sessions.session_of(ctx, db)


@meeting.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    words: Annotated[Many, typer.Argument(metavar="WORDS...", help="Beginnings of words in its details.")] = None,
    unused: Annotated[bool, typer.Option("--unused", help="Only those that no proposal is from.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the meetings, the newest first, and how many proposals are from each.

    Example: tracker meeting list moscow 2012
    """
    from tracker.formats import rows
    from tracker.store.records import meeting_pages

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        matches = meeting_pages.list_meetings(ledger, words or (), unused=unused)
    if as_json:
        outputs.put_json(map(rows.record_object, matches))
        return
    cells = [_meeting_cells(one) for one in matches]
    nouns.print_rows(session, COLUMNS, cells, cells)
    if not matches:
        asked = bool(words or unused)
        sessions.print_info(session, "No such meetings" if asked else "No meetings yet; tracker add makes them")


@meeting.command("show", cls=PlainCommand)
def show(
    ctx: typer.Context,
    name: Which,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="If several match: the one of this date.")] = "",
    body: Annotated[str, typer.Option("--body", metavar="ACTOR", help="If several match: the one of this body.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show a meeting: body, name, date, place, and the proposals from there.

    Example: tracker meeting show "Collective Security Council session" --date 2012
    """
    from tracker.formats import rows
    from tracker.store.records import meeting_pages, meetings

    session = sessions.session_of(ctx, db)
    held_on = sessions.a_date(date, "date")
    with sessions.reading(session) as ledger:
        number = meetings.require_meeting(ledger, name, body=body, held_on=held_on)
        meeting, note = meeting_pages.read_meeting(ledger, number), meeting_pages.meeting_note(ledger, number)
        statuses, latest = (
            meeting_pages.meeting_status_counts(ledger, number),
            meeting_pages.latest_in_meeting(ledger, number, LATEST),
        )
        lines = nouns.proposals(ledger, latest)
    if as_json:
        outputs.put_json([{**rows.record_object(meeting), "note": note, "statuses": statuses, "latest": latest}])
        return
    terminal.show(session, _meeting_page(meeting, note, statuses, lines, colour=terminal.uses_colour(session)))


@meeting.command("add", cls=PlainCommand)
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="What it is called.")] = "",
    body: Body = None,
    date: Date = None,
    place: Place = None,
    note: Note = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Add a meeting; a proposal that names a new one also adds it.

    Example: tracker meeting add "Summit in Astana" --body CSTO --date 2026-11-27 --place Astana
    """
    session = sessions.session_of(ctx, db)
    held_on = sessions.a_date(date or "", "date")

    def action(change: Change) -> tuple[str, int, list[str]]:
        from tracker.cli.evidence import new_actors
        from tracker.store.records import meetings

        number = meetings.add(change, body=body or "", name=name, place=place or "", held_on=held_on, note=note or "")
        return f"Added meeting {_called(change.ledger, number)}", number, new_actors(change)

    line, number, messages = sessions.rehearsed(
        session, f"meeting add {name or body or place}", action, dry_run=dry_run
    )
    sessions.conclude(session, [(line, number)], messages, dry_run=dry_run)


@meeting.command("edit", cls=PlainCommand)
def edit(
    ctx: typer.Context,
    which: Which,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The old one still finds it.")] = None,
    slip: Annotated[
        bool, typer.Option("--slip", help="The old name was a typing mistake: it no longer finds anything.")
    ] = False,
    date: Date = None,
    body: Body = None,
    place: Place = None,
    note: Note = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Change a meeting for all its proposals; an empty value clears a field.

    Example: tracker meeting edit 1 --place "Moscow, the Kremlin"
    """
    session = sessions.session_of(ctx, db)
    said = {"name": name, "date": date, "body": body, "place": place, "note": note}
    fields = [field for field, value in said.items() if value is not None]
    if not fields:
        raise UsageError("nothing to change; give --name, --date, --body, --place or --note")
    if slip and name is None:
        raise UsageError("--slip is about the old name; give the new one with --name")
    held_on = None if date is None else sessions.a_date(date, "date") or ""
    staying: list[str] = []

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import meeting_pages, meetings

        number = meetings.require_meeting(change.ledger, which)
        was = meeting_pages.read_meeting(change.ledger, number)
        meetings.edit(change, number, name=name, held_on=held_on, body=body, place=place, note=note, slip=slip)
        now = meeting_pages.read_meeting(change.ledger, number)
        if was.date and was.date != now.date:
            staying.extend(
                _staying(meeting_pages.meeting_proposals_on(change.ledger, number, was.date), was.date, now.date)
            )
        return f"Updated meeting {_called(change.ledger, number)}: {plural(now.proposals, 'proposal')}", number

    nouns.change_and_report(session, f"meeting edit {which} ({', '.join(fields)})", action, dry_run=dry_run)
    for line in staying:
        sessions.print_info(session, line)


@meeting.command("merge", cls=PlainCommand)
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The meeting that stays: its number, or its name.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="The ones to merge into it.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Merge meetings that are the same into one; the names of the others still find it.

    Example: tracker meeting merge 1 "Moscow summit"
    """
    session = sessions.session_of(ctx, db)

    def wanted(ledger: Ledger) -> tuple[int, list[int]]:
        from tracker.store.records import meetings

        return meetings.require_meeting(ledger, keep), list(
            dict.fromkeys(meetings.require_meeting(ledger, one) for one in others)
        )

    def concerned(ledger: Ledger) -> tuple[str, list[int]]:
        from tracker.store.records import meeting_pages, meetings

        stays, go = wanted(ledger)
        titles = " and ".join(meeting_pages.read_meeting(ledger, one).title for one in go)
        return f"{titles} will be {meeting_pages.read_meeting(ledger, stays).title}.", meetings.proposals_of_meetings(
            ledger, go
        )

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import meetings

        stays, go = wanted(change.ledger)
        titles = "; ".join(_called(change.ledger, one) for one in go)
        number = meetings.merge(change, stays, go)
        return f"Merged {titles} into {_called(change.ledger, stays)}: {plural(number, 'proposal')}", stays

    nouns.merge_and_report(
        session, f"meeting merge {keep} {' '.join(others)}", action, concerned, yes=yes, dry_run=dry_run
    )


@meeting.command("rm", cls=PlainCommand)
def rm(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME|ID...", help="Meetings that no proposal is from.")],
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Remove meetings that no proposal is from; list --unused shows them.

    Example: tracker meeting rm "Moscow summit"
    """

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import meetings

        numbers = list(dict.fromkeys(meetings.require_meeting(change.ledger, one) for one in names))
        removed = [_called(change.ledger, one) for one in numbers]
        for one in numbers:
            meetings.remove(change, one)
        return f"Removed meeting {'; '.join(removed)}", numbers[0]

    nouns.change_and_report(sessions.session_of(ctx, db), f"meeting rm {' '.join(names)}", action, dry_run=dry_run)


def _called(ledger: Ledger, number: int) -> str:
    from tracker.store.records import meeting_pages

    return f"{number}: {meeting_pages.read_meeting(ledger, number).title}"


def _meeting_cells(one: Meeting) -> list[str]:
    return [str(one.id), one.date or "", one.name, one.body, one.place, str(one.proposals), "; ".join(one.aliases)]


def _staying(numbers: list[int], was: str, now: str | None) -> Iterator[str]:
    """That the proposals keep the date which they had with the meeting, and how to change that."""
    if numbers:
        those = " ".join(map(str, numbers)) if len(numbers) <= MANY else f"--where 'date:{was}'"
        say = f"; to change them too: tracker update {those} --date {now}" if now else ""
        keep = "keeps" if len(numbers) == 1 else "keep"
        yield f"{plural(len(numbers), 'proposal')} {keep} the date {was} that the meeting had{say}"


def _meeting_page(
    found: Meeting, note: str, statuses: dict[str, int], latest: list[str], *, colour: bool
) -> Iterator[str]:
    facts = {
        "body": found.body,
        "date": found.date or "",
        "place": found.place,
        "also called": "; ".join(found.aliases),
        "note": note,
        "proposals": nouns.standing(statuses) or "none",
        "list them": nouns.query("meeting", found.name) if found.name else "",
    }
    yield from nouns.page(f"{found.name or found.title}  (meeting {found.id})", facts, colour=colour)
    yield from nouns.below("Latest", latest)
