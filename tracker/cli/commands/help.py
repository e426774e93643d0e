"""`tracker help`: the help of a command, said the other way round, and what no single command explains."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tracker.cli import session as sessions
from tracker.cli.app import HOMES, TOPICS
from tracker.cli.options import Db, PlainCommand, new_app
from tracker.text import find_nearest, visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.guide import Block

app = new_app()


@app.command("help", cls=PlainCommand)
def help_(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[COMMAND|TOPIC...]", help="Without one, list all of them.")
    ] = None,
    db: Db = None,
) -> None:
    """Show the help of a command or topic: query, statuses, dates, keys, exit-codes, environment, formats, mapping.

    Example: tracker help query
    """
    session: sessions.Session = ctx.find_root().obj  # help is there with wrong settings too
    session.db = session.db if db is None else db
    if words and len(words) == 1 and words[0] in TOPICS:
        from tracker import guide
        from tracker.cli.render import linear, pages, terminal

        room = min(pages.room(), pages.ROOM)
        heading = terminal.styled(TOPICS[words[0]], "bold", colour=terminal.uses_colour(session))
        blocks = [*_blocks(session, words[0]), *[guide.command_hint(words[0])] * (words[0] in HOMES)]
        lines = map(linear.help_line, guide.guide_lines(blocks, room))
        terminal.show(session, [heading, "", *lines])
        return
    write_to_stream(sys.stdout, _of_command(ctx.find_root(), words or ()) + "\n")


def _blocks(session: sessions.Session, topic: str) -> Iterable[Block]:
    from tracker import guide

    if topic == "statuses":
        from tracker.store.records import statuses

        with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
            return guide.status_guide(statuses.read_statuses(ledger), statuses.read_reasons(ledger))
    if topic == "keys":
        from tracker.tui import keys

        return guide.key_guide(keys.everywhere())
    if topic == "formats":
        from tracker.cli import output as outputs

        return guide.format_guide(outputs.describe_formats())
    if topic == "mapping":
        from tracker.cli.render import mapping_guide

        return mapping_guide.mapping_guide()
    plain = {"query": guide.query_guide, "dates": guide.date_guide, "exit-codes": guide.exit_code_guide}
    return (plain | {"environment": guide.environment_guide})[topic]()


def _of_command(context: Any, words: Sequence[str]) -> str:
    for word in words:
        group = context.command
        if not hasattr(group, "resolve_command"):
            raise typer.BadParameter(f"{context.command_path} has no commands of its own", ctx=context)
        if word not in group.list_commands(context) and (near := find_nearest(word, TOPICS)) and context.parent is None:
            raise typer.BadParameter(f"no command or topic '{visible_line(word)}'; did you mean {near}?")
        _, command, _ = group.resolve_command(context, [word])
        context = type(context)(command, info_name=word, parent=context)
    return str(context.get_help())
