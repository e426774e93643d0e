"""Measures the whole program against its floor: `python tests/benchmarks/measure.py --small A.db --large B.db`.

Every command is run as a process of its own, warm, in turn with what it is compared to (A B A B …); the medians' ratios
are set against the limits of the design. The ledgers are those of generate.py. Not a test: no time is ever asserted.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PYTHON = sys.executable
TRACKER = [str(Path(PYTHON).parent / "tracker")]  # as people run it
IMPORT_TYPER = [PYTHON, "-c", "import typer"]
IMPORT_BOTH = [PYTHON, "-c", "import typer, sqlite3"]
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("painted")
Empty().run()
"""
EMPTY_APP = [PYTHON, "-c", EMPTY]
WORDS_TYPED = {"common": "topic:counter-terrorism", "rare": "topic:group1/topic-127"}
LISTS = {
    "list": [],
    "list, topic common": [WORDS_TYPED["common"]],
    "list, topic rare": [WORDS_TYPED["rare"]],
    "list, word common": ["security"],
    "list, word rare": ["quokka"],
}
BREAKS = " \t\n\"'@><=;|&(:"  # bash's own COMP_WORDBREAKS
COMPLETED = {  # lines whose end is completed as bash asks for it, with how many times the floor they may take
    "completion of a command": ("tracker up", 1.4),
    "completion of a number": ("tracker show 1", 2),
    "completion of a title": ("tracker show secur", 2),
    "completion of a status": ("tracker update 1 -s ", 2),
    "completion of an actor": ("tracker add x --by A", 2),
    "completion of a term": ("tracker list topic:mig", 2),
}
PATIENCE = 20.0
SHOWN_ROWS = 15  # of the screen's first page; any of their titles says that it is painted


class Limit(NamedTuple):
    """At most so many times a baseline, and so many times itself on the small ledger."""

    name: str
    small: Callable[[], float] | None
    large: Callable[[], float]
    baseline: Callable[[], float]
    to_baseline: float
    to_small: float | None = None


def environment() -> dict[str, str]:
    """That of a user at a plain terminal, with settings and state of its own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("TRACKER_", "XDG_", "TEXTUAL", "PYTHON"))
    }
    home = tempfile.gettempdir() + "/tracker-measure"
    folders = {f"XDG_{name}_HOME": f"{home}/{name.lower()}" for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return kept | folders | {"TERM": "xterm-256color", "LINES": "24", "COLUMNS": "80"}


def command(*args: str) -> Callable[[], float]:
    """A run of a command with its output in a pipe, as seconds; it must succeed."""

    def run() -> float:
        begun = time.perf_counter()
        done = subprocess.run(args, check=False, capture_output=True, env=environment(), stdin=subprocess.DEVNULL)
        taken = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit(f"{' '.join(args)}: {done.stderr.decode(errors='replace')}")
        return taken

    return run


def first_paint(args: list[str], signs: list[bytes]) -> Callable[[], float]:
    """A start in a terminal of 80 by 24, as seconds until any of these texts appears; then it is ended."""

    def run() -> float:
        begun = time.perf_counter()
        process, terminal = in_terminal(args)
        seen = b""
        try:
            while not any(sign in seen for sign in signs):
                ready, _, _ = select.select([terminal], [], [], PATIENCE)
                if not ready:
                    raise SystemExit(f"{' '.join(args)}: none of {signs} was painted: {seen[-300:]!r}")
                seen += os.read(terminal, 65536)
            return time.perf_counter() - begun
        finally:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            os.close(terminal)

    return run


def in_terminal(args: list[str], size: tuple[int, int] = (80, 24)) -> tuple[int, int]:
    """Start a command in a terminal of its own, of so many columns and rows; gives back its process and terminal."""
    columns, rows = size
    process, terminal = pty.fork()
    if process == 0:
        os.execve(args[0], args, environment() | {"COLUMNS": str(columns), "LINES": str(rows)})  # noqa: S606 - there is no shell to want
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    return process, terminal


def titles(path: Path) -> list[bytes]:
    """The first letters of the titles on the first page of a ledger."""
    listed = [*TRACKER, "--db", str(path), "list", "-L", str(SHOWN_ROWS), "--format", "json"]
    done = subprocess.run(listed, check=True, capture_output=True, env=environment())
    import json  # noqa: PLC0415 - only the screen is looked for by its titles

    return [one["title"][:12].encode() for one in json.loads(done.stdout)]


def limits(small: Path, large: Path, copies: tuple[Path, Path] | None, *, screen: bool) -> Iterator[Limit]:
    """What is measured, with the limits of the design (11)."""
    typer, both = command(*IMPORT_TYPER), command(*IMPORT_BOTH)
    yield Limit("--version", None, command(*TRACKER, "--version"), typer, 1.2)
    yield Limit("--help", None, command(*TRACKER, "--help"), typer, 1.6)
    for name, terms in LISTS.items():
        runs = [command(*TRACKER, "--db", str(path), "list", "-L", "30", *terms) for path in (small, large)]
        yield Limit(name, runs[0], runs[1], both, 1.6, 1.3)
    for name, (line, most) in COMPLETED.items():
        asked = [line.replace("tracker", f"tracker --db {path}", 1) for path in (small, large)]
        runs = [command(*TRACKER, "__complete", "bash", "9", BREAKS, one) for one in asked]
        yield Limit(name, runs[0], runs[1], both, most, 1.3)
    if copies:
        runs = [command(*TRACKER, "--no-input", "--db", str(path), "add", "Measured", "-t", "other") for path in copies]
        yield Limit("add", runs[0], runs[1], both, 3, 1.3)
    if screen:
        runs = [first_paint([*TRACKER, "--db", str(path)], titles(path)) for path in (small, large)]
        yield Limit("first paint of the screen", runs[0], runs[1], first_paint(EMPTY_APP, [b"painted"]), 1.5, 1.2)


def row(limit: Limit, times: int) -> str:
    """One line of the table, from runs in turn after one of each that warms the cache."""
    runs = [run for run in (limit.baseline, limit.small, limit.large) if run]
    taken: list[list[float]] = [[] for _ in runs]
    for number in range(times + 1):
        for run, kept in zip(runs, taken, strict=True):
            seconds = run()
            if number:
                kept.append(seconds)
    medians = [statistics.median(kept) for kept in taken]
    cells = [f"{seconds * 1000:.0f}" for seconds in (medians[0], *medians[1:-1], medians[-1])]
    if not limit.small:
        cells.insert(1, "")
    ratios = [_ratio(medians[-1] / medians[0], limit.to_baseline)]
    ratios.append(_ratio(medians[-1] / medians[1], limit.to_small) if limit.to_small else "")
    return f"| {limit.name} | {' | '.join([*cells, *ratios])} |"


def _ratio(found: float, most: float) -> str:
    return f"{found:.2f} of {most:g}{'' if found <= most else ' **over**'}"


def main() -> None:
    """Read the command line and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=Path, required=True)
    parser.add_argument("--large", type=Path, required=True)
    parser.add_argument("--times", type=int, default=15)
    parser.add_argument("--no-add", action="store_true", help="the large ledger is copied for add: some gigabytes")
    parser.add_argument("--no-screen", action="store_true")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.large.parent) as folder:
        adding = not asked.no_add and asked.only in "add"
        copies = (Path(folder) / "small.db", Path(folder) / "large.db") if adding else None
        for original, copy in zip((asked.small, asked.large), copies or (), strict=False):
            shutil.copy(original, copy)
        sys.stdout.write("| what | baseline ms | small ms | large ms | large to baseline | large to small |\n")
        sys.stdout.write("|---|--:|--:|--:|--:|--:|\n")
        screen = not asked.no_screen and asked.only in "first paint of the screen"
        for limit in limits(asked.small, asked.large, copies, screen=screen):
            if asked.only in limit.name:
                sys.stdout.write(row(limit, asked.times) + "\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
