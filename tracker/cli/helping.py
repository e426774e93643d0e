"""`tracker help`: the help of a command, said the other way round."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from tracker.cli.parameters import Command, new_app
from tracker.text import write

app = new_app()


@app.command("help", cls=Command)
def help_(
    ctx: typer.Context,
    words: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND...]")] = None,
) -> None:
    """Show the help of a command.

    Example: tracker help add
    """
    context: Any = ctx.find_root()
    for word in words or ():
        group = context.command
        if not hasattr(group, "resolve_command"):
            raise typer.BadParameter(f"{context.command_path} has no commands of its own", ctx=context)
        _, command, _ = group.resolve_command(context, [word])
        context = type(context)(command, info_name=word, parent=context)
    write(sys.stdout, context.get_help() + "\n")
