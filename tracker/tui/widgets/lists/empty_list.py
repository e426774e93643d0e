"""What stands in the list's place when it has no rows: how to begin, or which term of the query finds nothing."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from tracker.text import cell_width, clip_text
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual.strip import Strip

    from tracker.tui.widgets.signs import Tone

MARGIN = 2
TYPED_MOST = 40


class Guilty(NamedTuple):
    """A term of a query without result: as typed, what it finds alone, what is left without it, what would match."""

    typed: str
    alone: int
    left: int
    instead: str


class NothingLine(NamedTuple):
    """A line: its parts with their tones, and the term that it belongs to."""

    parts: tuple[tuple[str, Tone], ...]
    term: int | None = None


class Nothing(LineList):
    """Words in place of rows; the terms of the query can be dropped from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,d", "drop", "Drop the term", show=True),
        *(Binding(str(digit), f"drop({digit})", f"Drop term {digit}", show=False) for digit in range(1, 10)),
    ]
    DEFAULT_CSS = "Nothing { display: none; }"

    @dataclass
    class Dropped(Message):
        """A term is to be left out of the query: the one of this place among its terms."""

        place: int

    def __init__(self) -> None:
        """Nothing to say."""
        super().__init__()
        self._words = ""
        self._guilty: Sequence[Guilty] = ()
        self._lines: list[NothingLine] = []

    def say(self, words: str, guilty: Sequence[Guilty] = ()) -> None:
        """Say this, and of each term why nothing is found; the cursor goes to the one to be dropped first."""
        self._words, self._guilty = words, guilty
        worst = max(range(len(guilty)), key=lambda n: (guilty[n].left, not guilty[n].alone), default=0)
        self._lay_out()
        self.put_cursor(self._first_line(worst))
        self.keep_in_window()
        self.refresh_bindings()

    @property
    def term(self) -> int | None:
        """The place of the term under the cursor."""
        return self._lines[self.cursor].term if self._lines else None

    def is_choosable(self, line: int) -> bool:
        """Whether a line is about a term."""
        return line < len(self._lines) and self._lines[line].term is not None

    def draw_line(self, line: int, cells: int, *, here: bool) -> Strip:
        """A line; all those of the term under the cursor are drawn as one."""
        parts, term = self._lines[line]
        here = term is not None and term == self.term
        if term is not None:
            is_first = line == self._first_line(term)
            parts = (("▌ " if here and is_first else "  ", "accent"), *parts)
        return self.draw(parts, cells, here=here and self.has_focus)

    def keep_in_window(self) -> bool:
        """Have the whole term in the window, and what stands above the first one."""
        if not self.size.height:
            return False
        here = [number for number, line in enumerate(self._lines) if line.term == self.term] or [0]
        top = self.scroll_offset.y
        to = min(here[0] if self.term else 0, max(top, here[-1] + 1 - self.window))
        self.jump(to)
        return to != top

    def watch_cursor(self, before: int, now: int) -> None:
        """Draw all lines of the term that the cursor left, and of the one where it is."""
        super().watch_cursor(before, now)
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a term that is there can be dropped."""
        if action == "drop":
            return len(self._guilty) >= (int(str(parameters[0])) if parameters else 1)
        return True

    def action_move(self, lines: int) -> None:
        """Go to another term."""
        if self.term is not None:
            self.cursor = self._first_line(max(0, min(self.term + lines, len(self._guilty) - 1)))

    def action_drop(self, number: int | None = None) -> None:
        """Leave out the term under the cursor, or the one of a number."""
        at = self.term if number is None else number - 1
        if at is not None and at < len(self._guilty):
            self.post_message(self.Dropped(at))

    def action_choose(self) -> None:
        """Leave out the term that was clicked."""
        self.action_drop()

    def on_resize(self) -> None:
        """Lay out anew for the width."""
        at = self.term or 0
        self._lay_out()
        self.put_cursor(self._first_line(at))

    def _first_line(self, term: int) -> int:
        return next((number for number, line in enumerate(self._lines) if line.term == term), 0)

    def _lay_out(self) -> None:
        room = max(self.scrollable_content_region.width - 2 * MARGIN, 10)
        first, *others = self._words.split("\n") if self._words else [""]
        self._lines = [NothingLine(()), *_wrapped(first, room, "plain")]
        if self._guilty:
            self._lines.append(NothingLine(()))
            for place, one in enumerate(self._guilty):
                self._lines += self._reason(place, one, room)
        for paragraph in others:
            self._lines += _wrapped(paragraph, room, "muted")
        self.total = len(self._lines)
        self.refresh()

    def _reason(self, place: int, one: Guilty, room: int) -> Iterator[NothingLine]:
        most = min(max(cell_width(signs.visible_cell(other.typed)) for other in self._guilty), TYPED_MOST, room - 4)
        typed = clip_text(signs.visible_cell(one.typed), most)
        number = f"{place + 1:<2} " if len(self._guilty) > 1 else ""
        head: tuple[tuple[str, Tone], ...] = ((number, "muted"), (typed, "plain" if one.alone else "warning"))
        alone = f"{one.alone:,} alone" if one.alone else "nothing alone"
        left = f"{one.left:,} without it" if one.left else "" if len(self._guilty) == 1 else "nothing without it"
        indent = " " * len(number)
        said = [part for part in (alone, left) if part]
        beside = "   " + " · ".join(said)
        if len(indent) + most + cell_width(beside) <= room:
            yield NothingLine((*head, (" " * (most - cell_width(typed)) + beside, "muted")), place)
        else:
            yield NothingLine(head, place)
            yield NothingLine(((indent + clip_text(" · ".join(said), room), "muted"),), place)
        if one.instead:
            for words in textwrap.wrap(
                f"instead: {signs.visible_cell(one.instead)}", max(room - MARGIN - len(indent), 10)
            ):
                yield NothingLine(((indent + words, "plain"),), place)


def _wrapped(paragraph: str, room: int, tone: Tone) -> Iterator[NothingLine]:
    for words in textwrap.wrap(paragraph, room) or [""]:
        yield NothingLine(((" " * MARGIN + words, tone),))
