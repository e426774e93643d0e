"""`tracker topic`: the vocabulary of what proposals are about, and how to keep it tidy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import nouns
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, PlainGroup, Yes, new_app
from tracker.cli.render import terminal
from tracker.model import UsageError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.topic_vocabulary import Topic

COLUMNS = (
    terminal.TerminalColumn("topic", 40),
    terminal.TerminalColumn("proposals"),
    terminal.TerminalColumn("primary", gives_way=2),
    terminal.TerminalColumn("is", 40),
    terminal.TerminalColumn("definition", flexible=True, gives_way=3),
)
STATE = 3  # its place among these

Code = Annotated[str, typer.Argument(metavar="TOPIC", help="Its code; an old one works too.")]
Codes = Annotated[list[str], typer.Argument(metavar="TOPIC...", help="Codes of topics.")]
Title = Annotated[str | None, typer.Option("--title", metavar="TEXT", help="Its name in words.")]
Definition = Annotated[str | None, typer.Option("--definition", metavar="TEXT", help="What belongs to it.")]
Stems = Annotated[
    str | None,
    typer.Option("--stems", metavar="TEXT", help="Beginnings of words that suggest it, separated by spaces."),
]
Force = Annotated[bool, typer.Option("--force", help="Accept a code that is nearly the same as another.")]

app = new_app()
topic = new_app(cls=PlainGroup, no_args_is_help=True)
app.add_typer(topic, name="topic")


@topic.callback()
def topics_(ctx: typer.Context, db: Db = None) -> None:
    """Topics: the vocabulary of what proposals are about."""
    sessions.session_of(ctx, db)


@topic.command("list", cls=PlainCommand)
def list_(
    ctx: typer.Context,
    everything: Annotated[bool, typer.Option("--all", help="Show also retired, merged and renamed ones.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """List the topics, and how many proposals have each.

    Example: tracker topic list
    """
    from tracker.formats import rows
    from tracker.store.records import topic_vocabulary

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        matches = [one for one in topic_vocabulary.list_topics(ledger) if everything or not one.state]
    if as_json:
        outputs.put_json(map(rows.record_object, matches))
        return
    shown = [at for at in range(len(COLUMNS)) if at != STATE or any(one.state for one in matches)]
    drawn = [[cells[at] for at in shown] for cells in _topic_rows(matches)]
    nouns.print_rows(session, [COLUMNS[at] for at in shown], drawn, [_topic_values(one) for one in matches])


@topic.command("show", cls=PlainCommand)
def show(
    ctx: typer.Context,
    code: Code,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show a topic: what belongs to it, what suggests it, and its old codes.

    Example: tracker topic show migration
    """
    from tracker.formats import rows
    from tracker.store.records import topic_vocabulary

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        found = topic_vocabulary.read(ledger, code)
        inside = topic_vocabulary.codes_in_group(ledger, found.code)
    if as_json:
        outputs.put_json([rows.record_object(found)])
        return
    terminal.show(session, _topic_page(found, inside, colour=terminal.uses_colour(session)))


@topic.command("add", cls=PlainCommand)
def add(
    ctx: typer.Context,
    code: Annotated[
        str, typer.Argument(metavar="CODE", help="Lowercase words with hyphens; energy/grid is in a group.")
    ],
    title: Title = None,
    definition: Definition = None,
    stems: Stems = None,
    force: Force = False,
    db: Db = None,
) -> None:
    """Add a topic of your own.

    Example: tracker topic add energy/grid --definition "Electricity networks." --stems "grid power"
    """

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import topic_vocabulary

        new = topic_vocabulary.new_topic(code, title or "", definition or "", tuple((stems or "").split()))
        added = topic_vocabulary.add(change, new, force=force)
        return f"Added topic {added}: {topic_vocabulary.read(change.ledger, added).title}", added

    nouns.change_and_report(sessions.session_of(ctx, db), f"topic add {code}", action)


@topic.command("edit", cls=PlainCommand)
def edit(
    ctx: typer.Context,
    code: Code,
    new: Annotated[
        str | None, typer.Option("--code", metavar="CODE", help="Its new code; the old one still finds it.")
    ] = None,
    title: Title = None,
    definition: Definition = None,
    stems: Stems = None,
    add_stems: Annotated[str, typer.Option("--add-stems", metavar="TEXT", help="Stems to add.")] = "",
    remove_stems: Annotated[str, typer.Option("--remove-stems", metavar="TEXT", help="Stems to remove.")] = "",
    force: Force = False,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Change a topic; after a new code its proposals keep it, and the old code still finds it.

    Example: tracker topic edit migration --add-stems "diaspora border"
    """
    from tracker.store.records.topic_vocabulary import TopicEdit

    wanted = TopicEdit(
        new,
        title,
        definition,
        None if stems is None else tuple(stems.split()),
        tuple(add_stems.split()),
        tuple(remove_stems.split()),
    )
    if wanted == TopicEdit():
        raise UsageError("nothing to change; give --code, --title, --definition or --stems")

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import topic_vocabulary, topics

        was = topics.find(change.ledger, code).code
        now, inside = topic_vocabulary.edit(change, code, wanted, force=force)
        if was == now.code:
            return f"Updated topic {now.code}", now.code
        also = f"; in its group: {', '.join(inside)}" if inside else ""
        return f"Renamed {was} to {now.code}, still found by the old code{also}", now.code

    nouns.change_and_report(
        sessions.session_of(ctx, db), f"topic edit {code}" + f" --code {new}" * bool(new), action, dry_run=dry_run
    )


@topic.command("group", cls=PlainCommand)
def group(
    ctx: typer.Context,
    head: Annotated[str, typer.Argument(metavar="GROUP", help="The group; topic:GROUP then finds all of it.")],
    codes: Codes,
    dry_run: DryRun = False,
    db: Db = None,
) -> None:
    """Put topics into a group: their codes then begin with it, and the old codes still find them.

    Example: tracker topic group threats counter-terrorism drug-trafficking
    """

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import topic_vocabulary

        now = topic_vocabulary.group_topics(change, head, codes)
        return f"In the group {head}: {', '.join(now)}", head

    nouns.change_and_report(
        sessions.session_of(ctx, db), f"topic group {head} {' '.join(codes)}", action, dry_run=dry_run
    )


@topic.command("merge", cls=PlainCommand)
def merge(
    ctx: typer.Context,
    keep: Annotated[str, typer.Argument(metavar="KEEP", help="The topic that stays.")],
    others: Annotated[list[str], typer.Argument(metavar="OTHER...", help="The ones to merge into it.")],
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Merge topics into one: their proposals get it, and their codes still find it.

    Example: tracker topic merge special-forces counter-terrorism --yes
    """

    def concerned(ledger: Ledger) -> tuple[str, list[int]]:
        from tracker.store.records import topic_vocabulary, topics

        kept, go = topic_vocabulary.topics_to_merge(ledger, keep, others)
        names = " and ".join(one.code for one in go)
        return f"{names} will be {kept.code}.", topics.proposals_with_topics(ledger, [one.id for one in go])

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import topic_vocabulary

        done = topic_vocabulary.merge(change, keep, others)
        both = f", {done.had_both} of them had both" if done.had_both else ""
        names = ", ".join(done.others)
        return f"Merged {names} into {done.kept}: {plural(done.proposals, 'proposal')}{both}", done.kept

    command = f"topic merge {keep} {' '.join(others)}"
    nouns.merge_and_report(sessions.session_of(ctx, db), command, action, concerned, yes=yes, dry_run=dry_run)


@topic.command("retire", cls=PlainCommand)
def retire(ctx: typer.Context, codes: Codes, dry_run: DryRun = False, db: Db = None) -> None:
    """Retire topics: proposals keep them, but no proposal can be given them any more.

    Example: tracker topic retire other
    """
    _all_of(ctx, db, "retire", codes, dry_run=dry_run)


@topic.command("restore", cls=PlainCommand)
def restore(ctx: typer.Context, codes: Codes, dry_run: DryRun = False, db: Db = None) -> None:
    """Bring retired topics back.

    Example: tracker topic restore other
    """
    _all_of(ctx, db, "restore", codes, dry_run=dry_run)


def _all_of(ctx: typer.Context, db: str | None, verb: str, codes: Sequence[str], *, dry_run: bool) -> None:
    """Do one of the actions of the vocabulary that takes codes alone, called as its command is."""

    def action(change: Change) -> tuple[str, str]:
        from tracker.store.records import topic_vocabulary

        done = ", ".join(getattr(topic_vocabulary, verb)(change, codes))
        return f"{verb.capitalize()}d {done}", done

    nouns.change_and_report(sessions.session_of(ctx, db), f"topic {verb} {' '.join(codes)}", action, dry_run=dry_run)


def _topic_rows(topics: Sequence[Topic]) -> Iterator[list[str]]:
    """The cells of a table, in which the topics of a group stand under it."""
    head = ""
    for one in topics:
        if one.group and one.group != head:
            yield [f"{one.group}/", *[""] * (len(COLUMNS) - 1)]
        head = one.group or one.code
        yield _topic_cells(one)


def _topic_cells(one: Topic) -> list[str]:
    counts = ["", ""] if one.means else [f"{one.proposals:,}", f"{one.primary:,}"]
    return ["  " * bool(one.group) + one.code, *counts, _state(one), one.definition]


def _topic_values(one: Topic) -> list[str]:
    stems = " ".join(one.stems)
    return [one.code, str(one.proposals), str(one.primary), _state(one), one.title, one.definition, stems]


def _state(one: Topic) -> str:
    return {"merged": f"merged into {one.means}", "renamed": f"now {one.means}"}.get(one.state, one.state)


def _topic_page(one: Topic, inside: Sequence[str], *, colour: bool) -> Iterator[str]:
    facts = {
        "state": _state(one),
        "definition": one.definition,
        "stems": " ".join(one.stems),
        "group": one.group,
        "in its group": ", ".join(inside),
        "also called": ", ".join(one.also),
        "proposals": f"{one.proposals:,}, of {one.primary:,} the primary topic",
        "list them": nouns.query("topic", one.code) if one.proposals else "",
    }
    return nouns.page(f"{one.code}  {one.title}", facts, colour=colour)
