"""`tracker help`: the help of a command, said the other way round, and what no single command explains."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.app import HOMES, TOPICS
from tracker.cli.options import Command, Db, new_app
from tracker.text import nearest, visible, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.guide import Block

app = new_app()


@app.command("help", cls=Command)
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND|TOPIC...]", help="Without any, what there is.")
    ] = None,
    db: Db = None,
) -> None:
    """Show the help of a command, or of a topic: query, statuses, dates, keys, exit-codes, environment, formats.

    Example: tracker help query
    """
    session: sessions.Session = ctx.find_root().obj  # help is there with wrong settings too
    session.db = session.db if db is None else db
    if words and len(words) == 1 and words[0] in TOPICS:
        from tracker import guide
        from tracker.cli.render import pages, terminal

        room = min(pages.room(), pages.ROOM)
        heading = terminal.styled(TOPICS[words[0]], "bold", colour=terminal.uses_colour(session))
        blocks = [*_blocks(session, words[0]), *[guide.also_a_command(words[0])] * (words[0] in HOMES)]
        terminal.show(session, [heading, "", *guide.text(blocks, room)])
        return
    write(sys.stdout, _of_command(ctx.find_root(), words or ()) + "\n")


def _blocks(session: sessions.Session, topic: str) -> Iterable[Block]:
    from tracker import guide

    if topic == "statuses":
        from tracker.store.records import statuses

        with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
            return guide.statuses(statuses.known(ledger), statuses.reasons(ledger))
    if topic == "keys":
        from tracker.tui import keys

        return guide.keys(keys.everywhere())
    plain = {"query": guide.query, "dates": guide.moments, "exit-codes": guide.exit_codes}
    return (plain | {"environment": guide.environment, "formats": guide.formats})[topic]()


def _of_command(context: Any, words: Sequence[str]) -> str:
    for word in words:
        group = context.command
        if not hasattr(group, "resolve_command"):
            raise typer.BadParameter(f"{context.command_path} has no commands of its own", ctx=context)
        if word not in group.list_commands(context) and (near := nearest(word, TOPICS)) and context.parent is None:
            raise typer.BadParameter(f"no command or topic '{visible(word)}'; did you mean {near}?")
        _, command, _ = group.resolve_command(context, [word])
        context = type(context)(command, info_name=word, parent=context)
    return str(context.get_help())
