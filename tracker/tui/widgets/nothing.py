"""What stands in the list's place when it has no rows: how to begin, or which term of the query finds nothing."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tracker.text import clip, width
from tracker.tui.widgets import drawing
from tracker.tui.widgets.toned import Toned

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events

    from tracker.tui.widgets.drawing import Tone

MARGIN = 2
TYPED_MOST = 40


class Guilty(NamedTuple):
    """A term of a query without result: as typed, what it finds alone, what is left without it, what would match."""

    typed: str
    alone: int
    left: int
    instead: str


class Drawn(NamedTuple):
    """A line: its parts with their tones, and the term that it belongs to."""

    parts: tuple[tuple[str, Tone], ...]
    term: int | None = None


class Nothing(Toned, Widget, can_focus=True, inherit_bindings=False):
    """Words in place of rows; the terms of the query can be dropped from here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,d", "drop", "Drop the term", show=True),
        *(Binding(str(digit), f"drop({digit})", show=False) for digit in range(1, 10)),
        Binding("down,j", "move(1)", "Next term", show=False),
        Binding("up,k", "move(-1)", "Term before", show=False),
    ]
    DEFAULT_CSS = "Nothing { height: 1fr; width: 1fr; display: none; }"
    ALLOW_SELECT = False

    @dataclass
    class Dropped(Message):
        """A term is to be left out of the query: the one of this place among its terms."""

        place: int

    def __init__(self) -> None:
        """Nothing to say."""
        super().__init__()
        self._words = ""
        self._guilty: Sequence[Guilty] = ()
        self._at = 0
        self._lines: list[Drawn] = []
        self._top = 0  # the first line that is shown

    def say(self, words: str, guilty: Sequence[Guilty] = ()) -> None:
        """Say this, and of each term why nothing is found; the cursor goes to the one to be dropped first."""
        self._words, self._guilty = words, guilty
        self._at = max(range(len(guilty)), key=lambda n: (guilty[n].left, not guilty[n].alone), default=0)
        self._lay_out()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a term that is there can be dropped."""
        if action == "drop":
            return len(self._guilty) >= (int(str(parameters[0])) if parameters else 1)
        return True

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        cells, ground = self.size.width, self.toned("plain")
        if self._top + y >= len(self._lines):
            return Strip.blank(cells, ground)
        line = self._lines[self._top + y]
        here = line.term is not None and line.term == self._at
        segments = [Segment(words, self.toned(tone, here=here and self.has_focus)) for words, tone in line.parts]
        return Strip(segments).adjust_cell_length(cells, self.toned("plain", here=here and self.has_focus))

    def action_move(self, terms: int) -> None:
        """Go to another term."""
        self._at = max(0, min(self._at + terms, len(self._guilty) - 1))
        self._lay_out()

    def action_drop(self, number: int | None = None) -> None:
        """Leave out the term under the cursor, or the one of a number."""
        at = self._at if number is None else number - 1
        if at < len(self._guilty):
            self.post_message(self.Dropped(at))

    def on_click(self, event: events.Click) -> None:
        """Choose the term clicked; one that is chosen already is dropped."""
        at = self._top + event.y
        term = self._lines[at].term if at < len(self._lines) else None
        if term is not None and term == self._at and event.chain > 1:
            self.action_drop()
        elif term is not None:
            self._at = term
            self._lay_out()

    def on_resize(self) -> None:
        """Lay out anew, from the top as far as there is room now."""
        self._top = 0
        self._lay_out()

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def _lay_out(self) -> None:
        room = max(self.size.width - 2 * MARGIN, 10)
        first, *others = self._words.split("\n") if self._words else [""]
        self._lines = [Drawn(()), *_wrapped(first, room, "plain")]
        if self._guilty:
            self._lines.append(Drawn(()))
            for place, one in enumerate(self._guilty):
                self._lines += self._reason(place, one, room)
        for paragraph in others:
            self._lines += _wrapped(paragraph, room, "muted")
        self._follow()
        self.refresh()

    def _follow(self) -> None:
        """Have the term under the cursor in the window."""
        here = [at for at, line in enumerate(self._lines) if line.term == self._at] or [0]
        first = 0 if self._at == 0 else here[0]
        self._top = min(first, max(self._top, here[-1] + 1 - max(self.size.height, 1)))

    def _reason(self, place: int, one: Guilty, room: int) -> Iterator[Drawn]:
        most = min(max(width(drawing.cell(other.typed)) for other in self._guilty), TYPED_MOST, room - 4)
        typed = clip(drawing.cell(one.typed), most)
        number = f"{place + 1:<2} " if len(self._guilty) > 1 else ""
        mark = "▌ " if place == self._at else "  "
        head: tuple[tuple[str, Tone], ...] = (
            (mark, "accent"),
            (number, "muted"),
            (typed, "plain" if one.alone else "warning"),
        )
        alone = f"{one.alone:,} alone" if one.alone else "nothing alone"
        left = f"{one.left:,} without it" if one.left else "" if len(self._guilty) == 1 else "nothing without it"
        indent = " " * (len(mark) + len(number))
        said = [part for part in (alone, left) if part]
        beside = "   " + " · ".join(said)
        if len(indent) + most + width(beside) <= room + MARGIN:
            yield Drawn((*head, (" " * (most - width(typed)) + beside, "muted")), place)
        else:
            yield Drawn(head, place)
            yield Drawn(((indent + clip(" · ".join(said), room), "muted"),), place)
        if one.instead:
            for words in textwrap.wrap(f"instead: {drawing.cell(one.instead)}", max(room - len(indent), 10)):
                yield Drawn(((indent + words, "plain"),), place)


def _wrapped(paragraph: str, room: int, tone: Tone) -> Iterator[Drawn]:
    for words in textwrap.wrap(paragraph, room) or [""]:
        yield Drawn(((" " * MARGIN + words, tone),))
