"""`tracker completion`: the scripts that complete a line in the shells."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tracker.cli import completion as room
from tracker.cli.options import PlainCommand, new_app
from tracker.text import match_code, write_to_stream

SHELLS = ("bash", "zsh", "fish")
SCRIPTS = Path(room.__file__).parent / "shells"

app = new_app()


@app.command(cls=PlainCommand)
def completion(
    shell: Annotated[str, typer.Argument(metavar="bash|zsh|fish", help="Your shell.")],
) -> None:
    """Print a script that completes commands, options and what is in the database, for your shell.

    bash: echo 'eval "$(tracker completion bash)"' >> ~/.bashrc

    zsh: echo 'eval "$(tracker completion zsh)"' >> ~/.zshrc

    fish: tracker completion fish > ~/.config/fish/completions/tracker.fish

    Example: tracker completion bash
    """
    name = match_code(shell, SHELLS, "shell")
    write_to_stream(sys.stdout, (SCRIPTS / f"tracker.{name}").read_text(encoding="utf-8"))
