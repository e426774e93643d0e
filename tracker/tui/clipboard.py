"""The clipboard: the terminal is asked to take a text; tmux, which keeps such a wish to itself, is handed it."""

from __future__ import annotations

import os
import subprocess
from functools import cache

PATIENCE = 3.0  # seconds for tmux
AS_BUFFER = "; it is in tmux's own buffer (prefix ]): for the clipboard, tmux set -g set-clipboard external"
IN_SCREEN = "; GNU screen keeps it from the clipboard: w writes a file"


def hand_to_tmux(text: str) -> bool:
    """Give a text to the tmux that the program runs in; gives back whether it took it."""
    if not os.environ.get("TMUX"):
        return False
    # -w: on to the terminal's clipboard; a tmux before 3.2 does not know it
    return any(_run_tmux("load-buffer", *how, "-", text=text) is not None for how in (["-w"], []))


@cache
def copying_note() -> str:
    """What is to be said where a copied text does not reach the clipboard by itself; empty elsewhere."""
    if os.environ.get("TMUX"):
        return AS_BUFFER if _run_tmux("show-options", "-gv", "set-clipboard") in {None, "off"} else ""
    return IN_SCREEN if os.environ.get("STY") else ""


def _run_tmux(*arguments: str, text: str = "") -> str | None:
    """What a command of tmux says, None if it cannot be run or fails."""
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            ["tmux", *arguments],  # noqa: S607 - the one that the terminal runs in
            input=text.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode(errors="replace").strip()
