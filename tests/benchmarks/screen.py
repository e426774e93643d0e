"""Drives the real screen through a pseudo-terminal: `python tests/benchmarks/screen.py --small A.db --large B.db`.

First paint, key to frame, a keystroke in the filter to the new first page, memory; an empty Textual app is the floor.
The ledgers are those of generate.py and are only read. Not a test: no time is ever asserted.
"""

from __future__ import annotations

import argparse
import os
import select
import signal
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from measure import EMPTY_APP, TRACKER, in_terminal
from tracker import query
from tracker.model import QueryError
from tracker.store.database import open_ledger
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 23)
PATIENCE = 20.0
BURST = 0.012  # silence that ends the frame of a key
REST = 0.25  # after which nothing more is on its way, the detail included
COUNTED = 2.5  # after which everything is counted
VISIBLE = 18  # rows of the list in the smallest terminal that is measured
TITLE = 10  # letters by which a row is known
KEYS = {"j, one row": "j", "page down": "\x1b[6~", "half a page": "\x04"}
TYPED = {"common": ["security", "is:open", "topic:counter-terrorism"], "rare": ["quokka", "topic:group1/topic-127"]}


class Frame(NamedTuple):
    """Milliseconds until a frame was there, and of work that it took on all threads."""

    until: float
    work: float


class Terminal:
    """A program in a terminal, as somebody uses it."""

    def __init__(self, args: list[str], size: tuple[int, int]) -> None:
        self.process, self.handle = in_terminal(args, size)

    def read(self, silence: float, sign: bytes = b"") -> tuple[bytes, float]:
        """What comes until it is silent for so long (and the sign was seen), and when the last of it came."""
        seen, last, limit = b"", time.perf_counter(), time.perf_counter() + PATIENCE
        while True:
            ready, _, _ = select.select([self.handle], [], [], silence if sign in seen else PATIENCE)
            if ready:
                seen += os.read(self.handle, 65536)
                last = time.perf_counter()
            if sign in seen and (sign or not ready):
                return seen, last
            if not ready or last > limit:
                raise SystemExit(f"{sign!r} did not come: {seen[-300:]!r}")

    def frame(self, key: str, sign: bytes = b"") -> Frame:
        """What one key costs until its frame is there (or the sign in it)."""
        work, begun = self.work(), time.perf_counter()
        os.write(self.handle, key.encode())
        if not sign:
            select.select([self.handle], [], [], PATIENCE)
        _, last = self.read(BURST, sign)
        return Frame((last - begun) * 1000, (self.work() - work) / 1e6)

    def settle(self, seconds: float = REST) -> None:
        """Let so much time pass, and what is drawn meanwhile: a cursor that blinks is never silent."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            if select.select([self.handle], [], [], left)[0]:
                os.read(self.handle, 65536)

    def work(self) -> int:
        """Nanoseconds on a processor so far, of all threads."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/schedstat")
        return sum(int(task.read_text(encoding="ascii").split()[0]) for task in tasks)

    def memory(self) -> float:
        """Megabytes resident."""
        status = Path(f"/proc/{self.process}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def running(args: list[str], size: tuple[int, int]) -> Iterator[Terminal]:
    """A program in a terminal, ended afterwards."""
    terminal = Terminal(args, size)
    try:
        yield terminal
    finally:
        os.kill(terminal.process, signal.SIGKILL)
        os.waitpid(terminal.process, 0)
        os.close(terminal.handle)


def a_title(ledger: Ledger, typed: str) -> bytes:
    """The beginning of a title on the first page that offers do not cover; empty where there is none, or no query."""
    try:
        found = listing.matching_ids(ledger, query.parse_line(typed, TODAY), limit=VISIBLE)
    except QueryError:
        return b""
    return [b"", *(line.title[:TITLE].encode() for line in listing.read_lines(ledger, found))][-1]


def paints(starts: dict[str, tuple[list[str], bytes]], size: tuple[int, int], times: int) -> dict[str, Frame]:
    """The medians of milliseconds, and of work, until a sign is painted, of starts in turn, each warmed once before."""
    taken: dict[str, list[Frame]] = {name: [] for name in starts}
    for _ in range(times + 1):
        for name, (args, sign) in starts.items():
            begun = time.perf_counter()
            with running(args, size) as terminal:
                painted = terminal.read(0, sign)[1]
                taken[name].append(Frame((painted - begun) * 1000, terminal.work() / 1e6))
    return {name: Frame(*map(statistics.median, zip(*frames[1:], strict=True))) for name, frames in taken.items()}


def walked(terminal: Terminal, times: int) -> Iterator[tuple[str, list[Frame]]]:
    """Frames of moving in the list, from a cursor that rests."""
    for name, key in KEYS.items():
        frames = []
        for _ in range(times):
            frames.append(terminal.frame(key))
            terminal.settle()
        yield name, frames
    ends = []
    for _ in range(times // 2):
        for key in "Gg":
            ends.append(terminal.frame(key))
            terminal.settle()
    yield "end and beginning", ends


def typed(terminal: Terminal, ledger: Ledger, lines: list[str], times: int) -> list[Frame]:
    """Frames of typing queries letter by letter, each until the new first page is there."""
    frames = []
    for _ in range(max(times // 10, 1)):
        for line in lines:
            terminal.frame("/")
            terminal.settle()
            for end in range(1, len(line) + 1):
                sign = a_title(ledger, line[:end])
                frame = terminal.frame(line[end - 1], sign)
                frames += [frame] if sign else []
                terminal.settle(COUNTED if end == len(line) else REST)
            terminal.frame("\r")
            terminal.settle()
            terminal.frame("\x1b")
            terminal.settle(COUNTED)
    return frames


def figures(args: list[str], ledger: Ledger, size: tuple[int, int], times: int) -> dict[str, str]:
    """Everything that is measured on a ledger but its first paint."""
    told = {}
    with running(args, size) as terminal:
        terminal.read(0, a_title(ledger, ""))
        terminal.settle(COUNTED)
        told["memory after the first page, MB"] = f"{terminal.memory():.0f}"
        for name, frames in walked(terminal, times):
            told[name] = said(frames)
        for name, lines in TYPED.items():
            told[f"filter, {name}"] = said(typed(terminal, ledger, lines, times))
        told["memory at the end, MB"] = f"{terminal.memory():.0f}"
    return told


def said(frames: list[Frame]) -> str:
    """Median and 95th percentile until the frame, and of the work."""
    parts = []
    for values in zip(*frames, strict=True):
        cuts = statistics.quantiles(values, n=20)
        parts.append(f"{statistics.median(values):.0f} / {cuts[18]:.0f}")
    return "; work ".join(parts)


def main() -> None:
    """Read the command line and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=Path, required=True)
    parser.add_argument("--large", type=Path, required=True)
    parser.add_argument("--size", default="140x45")
    parser.add_argument("--program", default=TRACKER[0])
    parser.add_argument("--times", type=int, default=30)
    asked = parser.parse_args()
    columns, rows = map(int, asked.size.split("x"))
    size = columns, rows
    with running(EMPTY_APP, size) as terminal:
        terminal.read(0, b"painted")
        terminal.settle()
        empty = {"memory after the first page, MB": f"{terminal.memory():.0f}"}
    starts, told = {"empty": (EMPTY_APP, b"painted")}, {"empty": empty}
    for name, path in (("small", asked.small), ("large", asked.large)):
        args, ledger = [asked.program, "--db", str(path)], open_ledger(path)
        starts[name] = args, a_title(ledger, "")
        told[name] = figures(args, ledger, size, asked.times)
    for name, median in paints(starts, size, asked.times).items():
        told[name]["first paint"] = f"{median.until:.0f}; work {median.work:.0f}"
    sys.stdout.write(f"{asked.size}; ms as median / p95\n\n| what | empty app | small | large |\n|---|--:|--:|--:|\n")
    for what in told["large"]:
        sys.stdout.write(f"| {what} | {' | '.join(one.get(what, '') for one in told.values())} |\n")


if __name__ == "__main__":
    main()
