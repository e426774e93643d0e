"""`tracker actor`: who proposes, speaks, supports, opposes and is addressed, and how to keep their names tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import nouns
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, Many, PlainCommand, PlainGroup, Yes, new_app
from tracker.cli.render import pages, terminal
from tracker.config import is_accessible
from tracker.model import UsageError
from tracker.text import match_code, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.actor_pages import Actor, ActorPage

COLUMNS = (
    terminal.TerminalColumn("id"),
    terminal.TerminalColumn("name", flexible=True),
    terminal.TerminalColumn("kind", gives_way=2),
    terminal.TerminalColumn("proposals", 60),
    terminal.TerminalColumn("aliases", 40, gives_way=1),
)
FIELDS = {  # what lists the proposals in which an actor has a part
    **dict.fromkeys(("proposer", "speaker"), "by"),
    "addressee": "to",
    **{part: part for part in ("supporter", "opponent", "body")},
}

Who = Annotated[str, typer.Argument(metavar="NAME|ID", help="The actor: its name, an alias or its number.")]

app = new_app()
actor = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(actor, name="actor")


@actor.callback()
def actors_(ctx: typer.Context, db: Db = None) -> None:
    """Actors: states, organisations, groups and persons, with their aliases."""
    sessions.session_of(ctx, db)


@actor.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    words: Annotated[Many, typer.Argument(metavar="WORDS...", help="Beginnings of words in a name or alias.")] = None,
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help="state, organisation, group or person.")] = "",
    unused: Annotated[bool, typer.Option("--unused", help="Only those that nothing names.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the actors, and how many proposals each has in each role.

    Example: tracker actor list lukashenko
    """
    from tracker.formats import rows
    from tracker.store.records import actor_pages, actors

    session = sessions.session_of(ctx, db)
    of_kind = match_code(kind, actors.KINDS, "kind of actor") if kind else None
    with sessions.reading(session) as ledger:
        matches = actor_pages.list_actors(ledger, words or (), of_kind, unused=unused)
    if as_json:
        outputs.put_json(map(rows.record_object, matches))
        return
    nouns.print_rows(session, COLUMNS, [_actor_cells(one) for one in matches], [_actor_values(one) for one in matches])
    if not matches:
        asked = bool(words or kind or unused)
        sessions.print_info(session, "No such actors" if asked else "No actors yet; tracker add makes them")


@actor.command("show", cls=PlainCommand)
def show(
    ctx: typer.Context,
    name: Who,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show an actor: its names, its proposals by role and status, its offices, its meetings.

    Example: tracker actor show Belarus
    """
    from tracker.formats import rows
    from tracker.store.records import actor_pages, actors

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        page = actor_pages.read_actor_page(ledger, actors.require_actor(ledger, name))
        latest = nouns.proposals(ledger, page.latest)
    if as_json:
        whole = rows.record_object(page)
        outputs.put_json([{**whole.pop("actor"), **whole}])
        return
    terminal.show(session, _actor_page(page, latest, colour=terminal.uses_colour(session)))


@actor.command("edit", cls=PlainCommand)
def edit(
    ctx: typer.Context,
    who: Who,
    name: Annotated[str | None, typer.Option("--name", metavar="NAME", help="The old one stays as an alias.")] = None,
    slip: Annotated[
        bool, typer.Option("--slip", help="The old name was a typing mistake: it no longer finds anything.")
    ] = False,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="state, organisation, group, person; empty clears it.")
    ] = None,
    note: Annotated[
        str | None, typer.Option("--note", metavar="TEXT", help="Your own words on it; empty clears them.")
    ] = None,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Change the name, the kind or the note of an actor.

    Example: tracker actor edit CSTO --name "Collective Security Treaty Organization" --kind organisation
    """
    session = sessions.session_of(ctx, db)
    if name is None and kind is None and note is None:
        raise UsageError("nothing to change; give --name, --kind or --note")
    if slip and name is None:
        raise UsageError("--slip is about the old name; give the new one with --name")

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import actors

        number = actors.require_actor(change.ledger, who)
        was = actors.actor_name(change.ledger, number)
        actors.edit(change, number, name=name, kind=kind, note=note, slip=slip)
        now = actors.actor_name(change.ledger, number)
        if was == now:
            return f"Updated actor {_called(change.ledger, number)}", number
        kept = was in actors.read_aliases(change.ledger, number)
        return f"Renamed {was} to {_called(change.ledger, number)}" + ", still found by the old name" * kept, number

    fields = [field for field, value in {"name": name, "kind": kind, "note": note}.items() if value is not None]
    said = f" to {name}" if name else ""
    nouns.change_and_report(session, f"actor edit {who}{said} ({', '.join(fields)})", action, dry_run=dry_run)


@actor.command("alias", cls=PlainCommand)
def alias(
    ctx: typer.Context,
    name: Who,
    aliases: Annotated[list[str], typer.Argument(metavar="ALIAS...", help="Other names of it.")],
    remove: Annotated[bool, typer.Option("--remove", help="Remove these names.")] = False,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Give an actor other names that find it, or remove them.

    Example: tracker actor alias "Aleksandr Lukashenko" "Alexander Lukashenko"
    """

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import actors

        number = actors.require_actor(change.ledger, name)
        (actors.remove_aliases if remove else actors.add_aliases)(change, number, aliases)
        now = actors.read_aliases(change.ledger, number)
        also = f"also called {', '.join(now)}" if now else "has no other name now"
        return f"{_called(change.ledger, number)}: {also}", number

    command = " ".join(["actor alias", name, *aliases, *["--remove"] * remove])
    nouns.change_and_report(sessions.session_of(ctx, db), command, action, dry_run=dry_run)


@actor.command("merge", cls=PlainCommand)
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The actor that stays: its name or number.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="The ones to merge into it.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Merge actors that are the same into one; the names of the others become aliases.

    Example: tracker actor merge Belarus Belorussia
    """
    session = sessions.session_of(ctx, db)

    def wanted(ledger: Ledger) -> tuple[int, list[int]]:
        from tracker.store.records import actors

        return actors.require_actor(ledger, keep), list(
            dict.fromkeys(actors.require_actor(ledger, one) for one in others)
        )

    def concerned(ledger: Ledger) -> tuple[str, list[int]]:
        from tracker.store.records import actors

        stays, go = wanted(ledger)
        names = " and ".join(actors.actor_name(ledger, one) for one in go)
        return f"{names} will be {actors.actor_name(ledger, stays)}.", actors.proposals_of_actors(ledger, go)

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import actors, meetings

        stays, go = wanted(change.ledger)
        names = ", ".join(actors.actor_name(change.ledger, one) for one in go)
        number = actors.merge(change, stays, go)
        alike = meetings.merge_alike(change, stays)
        also = f", and {plural(len(alike), 'meeting')} into another of the same name" if alike else ""
        return f"Merged {names} into {_called(change.ledger, stays)}: {plural(number, 'proposal')}{also}", stays

    nouns.merge_and_report(
        session, f"actor merge {keep} {' '.join(others)}", action, concerned, yes=yes, dry_run=dry_run
    )


@actor.command("rm", cls=PlainCommand)
def rm(
    ctx: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME|ID...", help="Actors that nothing names any more.")],
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Remove actors that nothing names, such as typing mistakes; list --unused shows them.

    Example: tracker actor rm Belrus
    """

    def action(change: Change) -> tuple[str, int]:
        from tracker.store.records import actors

        numbers = list(dict.fromkeys(actors.require_actor(change.ledger, one) for one in names))
        removed = [_called(change.ledger, one) for one in numbers]
        for one in numbers:
            actors.remove(change, one)
        return f"Removed {', '.join(removed)}", numbers[0]

    nouns.change_and_report(sessions.session_of(ctx, db), f"actor rm {' '.join(names)}", action, dry_run=dry_run)


def _called(ledger: Ledger, number: int) -> str:
    from tracker.store.records import actors

    return f"{actors.actor_name(ledger, number)} ({number})"


def _actor_cells(one: Actor) -> list[str]:
    parts = ", ".join(f"{number:,} {part}" for part, number in one.proposals.items())
    return [
        str(one.id),
        one.name,
        one.kind or "",
        parts or ("removed only" if one.used else "unused"),
        "; ".join(one.aliases),
    ]


def _actor_values(one: Actor) -> list[str]:
    from tracker.store.records.actor_pages import PARTS

    counts = [str(one.proposals.get(part, 0)) for part in PARTS]
    return [str(one.id), one.name, one.kind or "", *counts, "; ".join(one.aliases)]


def _role_lines(part: str, number: int, listing: str) -> Iterator[str]:
    """In how many proposals an actor has a part, and the command that lists them."""
    if is_accessible():
        yield f"as {part}: {', '.join(filter(None, (plural(number, 'proposal'), listing)))}"
        return
    head = f"{'as ' + part:<12}  {number:>5,}"
    yield from pages.hanging(f"{head}  ", listing, pages.room()) if listing else [head]


def _actor_page(page: ActorPage, latest: list[str], *, colour: bool) -> Iterator[str]:
    one = page.actor
    facts = {
        "kind": one.kind or "",
        "also called": "; ".join(one.aliases),
        "note": page.note,
        "proposals": nouns.standing(page.statuses) or ("removed ones only" if one.used else "unused"),
    }
    yield from nouns.page(f"{one.name}  (actor {one.id})", facts, colour=colour)
    for part, number in one.proposals.items():
        listing = nouns.query(FIELDS[part], one.name) if part in FIELDS else ""
        yield from _role_lines(part, number, listing)
    offices = (
        f"{office.office}  {_years(office.first, office.last)}, {plural(office.proposals, 'proposal')}"
        for office in page.offices
    )
    yield from nouns.below("Offices", nouns.item_lines(offices))
    met = page.meetings[: len(latest) or 5]
    meetings = (f"{one.id}: {one.title}, {plural(one.proposals, 'proposal')}" for one in met)
    yield from nouns.below(f"Meetings ({len(page.meetings):,})", nouns.item_lines(meetings))
    yield from nouns.below("Latest", latest)


def _years(first: str | None, last: str | None) -> str:
    return " to ".join(dict.fromkeys(day for day in (first, last) if day)) or "undated"
