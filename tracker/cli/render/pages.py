"""What pages share: the room they have, a text behind its head, and a value behind its name."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from tracker import config
from tracker.cli.render.terminal import UNLIMITED, styled, wrapped
from tracker.text import cell_width, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOM = 100  # cells of the widest page on a terminal
NARROW = 40  # cells below which names stand before their values, not beside them
LABEL = 14
LEAST = 20  # cells of a text beside its head; with less it stands below it


def room() -> int:
    """The cells that a line of a page may take: those of the terminal up to ROOM.

    A pipe has no limit, nor has what is read out.
    """
    if config.is_accessible():
        return UNLIMITED
    return min(shutil.get_terminal_size().columns, ROOM) if sys.stdout.isatty() else UNLIMITED


def hanging(head: str, text: str, room: int) -> Iterator[str]:
    """A text behind its head, further lines below its first; from the margin where that is too narrow."""
    head = visible_line(head)
    if room - cell_width(head) < LEAST:
        yield from wrapped(head + text, "", room)
        return
    first, *rest = wrapped(text, "", room - cell_width(head))
    yield head + first
    yield from (" " * cell_width(head) + line for line in rest)


def labelled(name: str, value: str, room: int, *, colour: bool) -> Iterator[str]:
    """A value behind its name."""
    label = visible_line(name)
    if room < NARROW or config.is_accessible():
        yield from wrapped(f"{label}: {value}", "", room)
        return
    first, *rest = wrapped(value, "", room - LABEL)
    yield styled(f"{label:<{LABEL - 2}}", "dim", colour=colour) + "  " + first
    yield from (" " * LABEL + line for line in rest)
