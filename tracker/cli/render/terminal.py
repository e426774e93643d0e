"""How things look on a terminal: colour or none, tables that fit, a pager only for what does not."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from tracker import config
from tracker.model import UsageError
from tracker.process.glyphs import encode_for_terminal
from tracker.text import (
    cell_width,
    clip_text,
    mark_style,
    pad_text,
    plural,
    terminal_text,
    visible_line,
    write_to_stream,
)
from tracker.text import wrap_text as text_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.cli.session import Session

GAP = "  "
FLEXIBLE_LEAST = 20
FLEXIBLE_WELL = 34  # what the flexible column is given before those that give way early may stay
GIVES_WAY_LATE = 4
LEAST = 8  # cells to which any column is narrowed before the flexible one gives way to it
BARE = 4  # cells of the flexible column below which the others go
CELL_MOST = 1_000
UNLIMITED = 10**9  # the room of a pipe, which has no width

CODES = {
    "bold": "1",
    "dim": "2",
    "red": "31",
    "green": "32",
    "yellow": "33",
    "blue": "34",
    "magenta": "35",
    "cyan": "36",
    "bright green": "92",
}


class TerminalColumn(NamedTuple):
    """A column of a table: its heading, the most cells it takes, and how soon it gives way where there is no room.

    When it is its turn it is narrowed to `least` cells, unless that is 0, and then it goes.
    """

    name: str
    most: int = 24
    flexible: bool = False
    gives_way: int = 0
    least: int = 0


def uses_colour(session: Session) -> bool:
    """Whether stdout gets colour: flag, then environment, then what is set, then what it is."""
    choice = config.colour_mode(session.color)
    return choice == "always" or (choice == "auto" and sys.stdout.isatty())


def styled(text: str, style: str, *, colour: bool) -> str:
    """Text that is safe already, in a style if there is colour."""
    return mark_style(text, CODES[style]) if colour and style in CODES else text


def table_lines(
    columns: Sequence[TerminalColumn],
    rows: Sequence[Sequence[str]],
    styles: Sequence[dict[int, str]],
    *,
    colour: bool,
    room: int | None = None,
) -> tuple[list[str], list[str]]:
    """Lines of a table that fits, and the names of the columns left out for want of room.

    `styles` names a style for cells of a row by the number of their column.
    """
    if config.is_accessible():
        from tracker.cli.render.linear import labelled_rows

        names = ["" if column.name == "ev" else column.name for column in columns]
        return [f"{plural(len(rows), 'row')}:", *labelled_rows(names, rows)], []
    cells = [[visible_line(value, CELL_MOST) for value in row] for row in rows]
    widths = [
        min(
            max([cell_width(column.name), *(cell_width(row[at]) for row in cells)]),
            10**6 if column.flexible else column.most,
        )
        for at, column in enumerate(columns)
    ]
    shown = _fit(columns, widths, room or shutil.get_terminal_size().columns)
    lines = [
        _table_line(
            [columns[at].name.upper() for at in shown], [widths[at] for at in shown], ["dim"] * len(shown), colour
        )
    ]
    for row, style in zip(cells, styles, strict=True):
        lines.append(
            _table_line(
                [row[at] for at in shown], [widths[at] for at in shown], [style.get(at, "") for at in shown], colour
            )
        )
    return lines, [column.name for at, column in enumerate(columns) if at not in shown]


def _fit(columns: Sequence[TerminalColumn], widths: list[int], room: int) -> list[int]:
    """Which columns are shown; the flexible one is narrowed first, then the others give way, each in its turn."""
    shown = list(range(len(columns)))
    flexible = next(at for at, column in enumerate(columns) if column.flexible)

    def left() -> int:
        return room - sum(widths[at] + len(GAP) for at in shown if at != flexible)

    while turn := min((columns[at].gives_way for at in shown if columns[at].gives_way), default=0):
        if left() >= min(widths[flexible], FLEXIBLE_WELL if turn < GIVES_WAY_LATE else FLEXIBLE_LEAST):
            break
        _give_way([at for at in shown if columns[at].gives_way == turn], columns, widths, shown)
    others = [at for at in shown if at != flexible]
    while left() < min(widths[flexible], FLEXIBLE_LEAST) and (wide := [at for at in others if widths[at] > LEAST]):
        widths[max(wide, key=lambda at: widths[at])] -= 1
    while left() < min(widths[flexible], BARE) and others:
        shown.remove(others.pop())
    widths[flexible] = max(min(widths[flexible], left()), 1)
    return shown


def _give_way(turn: list[int], columns: Sequence[TerminalColumn], widths: list[int], shown: list[int]) -> None:
    """Narrow the widest of the columns whose turn it is; if none can be, the last of them goes."""
    wide = [at for at in turn if columns[at].least and widths[at] > columns[at].least]
    if wide:
        widths[max(wide, key=lambda at: widths[at])] -= 1
    else:
        shown.remove(turn[-1])


def _table_line(cells: list[str], widths: list[int], styles: list[str], colour: bool) -> str:
    last = len(cells) - 1
    fitted = [
        clip_text(cell, wide) if at == last else pad_text(cell, wide)
        for at, (cell, wide) in enumerate(zip(cells, widths, strict=True))
    ]
    return GAP.join(styled(cell, style, colour=colour) for cell, style in zip(fitted, styles, strict=True)).rstrip()


def show(session: Session, lines: Iterable[str]) -> None:
    """Print lines that are safe already, through a pager where a terminal is too low for them."""
    text = "".join(line.replace("\n", " ") + "\n" for line in lines)
    fits = text.count("\n") < shutil.get_terminal_size().lines
    if session.no_pager or config.is_accessible() or not sys.stdout.isatty() or fits or not _paged(text):
        write_to_stream(sys.stdout, text)


def _pager() -> list[str]:
    """The pager with its arguments; nothing where none is wanted, or where the terminal could not move in it."""
    import shlex

    usual = "" if os.environ.get("TERM") == "dumb" else config.settings().pager or "less"
    pager_name = os.environ.get("TRACKER_PAGER", os.environ.get("PAGER", usual))
    try:
        command = shlex.split(pager_name)
    except ValueError as error:
        raise UsageError(f"the pager '{pager_name}' cannot be read ({error}): check TRACKER_PAGER and PAGER") from error
    return [] if command == ["cat"] else command


def _paged(text: str) -> bool:
    """Whether there is a pager, and it showed this. One that is left early has shown what was wanted."""
    command = _pager()
    if not command:
        return False
    import subprocess

    from tracker.process import signals

    sys.stdout.flush()
    data = encode_for_terminal(terminal_text(text), sys.stdout.encoding or "utf-8")
    with signals.child_has_terminal(), _closed_pipe_ignored():
        try:
            pager = subprocess.Popen(command, stdin=subprocess.PIPE, env={"LESS": "FIRX", **os.environ})  # noqa: S603 - the user's own
        except OSError:
            return False
        try:
            pager.communicate(data)
        except BaseException:
            signals.end_child(pager)
            raise
    return True


@contextmanager
def _closed_pipe_ignored() -> Iterator[None]:
    """Inside it is no fault that a pager reads no further. A handler, since what is ignored is so in the pager too."""
    before = signal.signal(signal.SIGPIPE, lambda *_: None) if hasattr(signal, "SIGPIPE") else None
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGPIPE, before)


def wrapped(text: str, indent: str, room: int) -> list[str]:
    """Text in lines of at most `room` cells behind an indent, broken at blanks; whole where there is no limit."""
    text = visible_line(text)
    if room > UNLIMITED // 2:
        return [indent + text]
    return [indent + line for line in text_wrapped(text, room)]
