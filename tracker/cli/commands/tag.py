"""`tracker tag`: the free labels of proposals, counted, renamed and taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import nouns
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, PlainGroup, Yes, new_app
from tracker.cli.render import terminal
from tracker.clocks import local_day
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Change, Ledger

COLUMNS = (
    terminal.TerminalColumn("tag", flexible=True),
    terminal.TerminalColumn("proposals"),
    terminal.TerminalColumn("given last", gives_way=1),
)

Name = Annotated[str, typer.Argument(metavar="TAG", help="The tag.")]

app = new_app()
tag = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(tag, name="tag")


@tag.callback()
def tags_(ctx: typer.Context, db: Db = None) -> None:
    """Tags: the free labels of proposals."""
    sessions.session_of(ctx, db)


@tag.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the tags, the most used first.

    Example: tracker tag list
    """
    from tracker.formats import rows
    from tracker.store.records import tags

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        tags_in_use = tags.list_tags(ledger)
    if as_json:
        outputs.put_json(map(rows.record_object, tags_in_use))
        return
    cells = [[one.name, f"{one.proposals:,}", local_day(one.used_at)] for one in tags_in_use]
    nouns.print_rows(session, COLUMNS, cells, [[one.name, str(one.proposals), one.used_at] for one in tags_in_use])
    if not tags_in_use:
        sessions.print_info(session, "No tags yet; tracker add --tag and tracker update --add-tag give them")


@tag.command("rename", cls=PlainCommand)
def rename(
    ctx: typer.Context,
    old: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name; an existing tag takes over its proposals.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Rename a tag everywhere; the name of another tag merges the two.

    Example: tracker tag rename borderline second-look --yes
    """

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import tags

        moved, was_there = tags.rename(change, old, new)
        verb = "Merged the tag" if was_there else "Renamed the tag"
        into = "into" if was_there else "to"
        return f"{verb} {moved.others[0]} {into} {moved.kept}: {plural(moved.proposals, 'proposal')}", moved.kept

    _asked(ctx, db, f"tag rename {old} {new}", old, f"will be {new}", action, yes=yes, dry_run=dry_run)


@tag.command("rm", cls=PlainCommand)
def rm(ctx: typer.Context, name: Name, dry_run: DryRun = False, yes: Yes = False, db: Db = None) -> None:
    """Remove a tag from every proposal.

    Example: tracker tag rm borderline --yes
    """

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import tags

        moved = tags.remove(change, name)
        return f"Removed the tag {moved.others[0]} from {plural(moved.proposals, 'proposal')}", moved.others[0]

    _asked(ctx, db, f"tag rm {name}", name, "will be removed", action, yes=yes, dry_run=dry_run)


def _asked(
    ctx: typer.Context,
    db: str | None,
    command: str,
    name: str,
    becomes: str,
    action: Callable[[Change], tuple[str, object]],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Do what concerns every proposal of a tag, once it was agreed to where these are many."""

    def concerned(ledger: Ledger) -> tuple[str, list[int]]:
        from tracker.store.records import tags

        tag_ = tags.find(ledger, name)
        return f"The tag {tag_} {becomes}.", tags.proposals_with_tag(ledger, tag_)

    nouns.merge_and_report(sessions.session_of(ctx, db), command, action, concerned, yes=yes, dry_run=dry_run)
