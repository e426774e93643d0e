"""The pane beside the list that says what a result is made of; what is chosen in it narrows the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from tracker.text import cell_width, clip_text, pad_text
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.line_list import LineList

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.strip import Strip

    from tracker.tui.widgets.signs import Tone

HEADINGS = {"topic": "Topic", "status": "Status", "body": "Body", "year": "Year"}
MORE, FEWER = "… more", "… fewer"
BAR = "▇"
YEAR_CELLS = 4


class FacetValue(NamedTuple):
    """A value of a facet, how many of the result have it, and whether the query asks for it."""

    value: str
    number: int
    taken: bool = False


class FacetLine(NamedTuple):
    """A line of the pane: a heading if there is neither an entry nor what to do with the rest of the group."""

    field: str
    entry: FacetValue | None = None
    rest: str = ""

    @property
    def meaning(self) -> tuple[str, str]:
        """What the cursor stays on when the numbers change."""
        return self.field, self.entry.value if self.entry else self.rest


class FacetsPane(LineList):
    """Groups of values with their counts, given one by one by `show`; what is wished comes up as a message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Narrow", show=True),
        Binding("tab", "group(1)", "Next group", show=True),
        Binding("shift+tab", "group(-1)", "Previous group", show=False),
        Binding("escape,f", "leave", "Back", show=True),
    ]
    DEFAULT_CSS = """
    FacetsPane {
        border-left: vkey $foreground 20%;
        overflow: hidden scroll;
        scrollbar-background: $background;
        &:focus { border-left: heavy $text-accent; }
    }
    """
    CLICKS = 1

    @dataclass
    class Picked(Message):
        """A value is to narrow the query, or no longer to do so."""

        field: str
        value: str

    @dataclass
    class RestWanted(Message):
        """All values of a group are to be shown, or the first ones only."""

        field: str
        whole: bool

    class Appeared(Message):
        """It is to be seen, which it was not before."""

    class Left(Message):
        """The reader goes back to the list."""

    def __init__(self, glyphs: Mapping[str, str]) -> None:
        """Nothing is counted yet."""
        super().__init__()
        self._glyphs = glyphs
        self._groups: dict[str, tuple[Sequence[FacetValue], str]] = {}
        self._aged: set[str] = set()
        self._lines: list[FacetLine] = []
        self._moved = False  # until then the cursor is on the first value, whichever group comes first

    @property
    def entry(self) -> tuple[str, str]:
        """The field and the value under the cursor; both empty if there is none."""
        return self._lines[self.cursor].meaning if self._lines else ("", "")

    def show(self, field: str, entries: Sequence[FacetValue], *, more: bool, whole: bool) -> None:
        """Show a group anew; `more` are not shown, or `whole` it is."""
        self._aged.discard(field)
        self._groups[field] = entries, MORE if more else FEWER if whole else ""
        before, at = self.entry, self.cursor
        self._lines = list(self._grouped())
        self.total = len(self._lines)
        again = (number for number, line in enumerate(self._lines) if line.meaning == before)
        self.put_cursor(next(again, at) if self._moved else 0)

    def age(self) -> None:
        """Dim what is shown: it is being counted anew."""
        self._aged = {*self._groups}
        self.refresh()

    def clear(self) -> None:
        """Show nothing: no result is counted."""
        for field in self._groups:
            self._groups[field] = (), ""
        self._lines, self._moved = [], False
        self.total = 0
        self.put_cursor(0)

    def is_choosable(self, line: int) -> bool:
        """Whether a line is no heading."""
        return line < len(self._lines) and bool(self._lines[line].meaning[1])

    def draw_line(self, line: int, cells: int, *, here: bool) -> Strip:
        """A heading, a value with its number, or what to do with the rest of the group."""
        here = here and self.has_focus
        field, entry, rest = self._lines[line]
        if entry is not None:
            return self.draw(self._parts(field, entry, cells, here=here), cells, here=here, strong=entry.taken)
        words = ("▌" if here else " ") + (rest or HEADINGS[field])
        return self.draw([(pad_text(words, cells), "accent" if rest else "heading")], cells, here=here)

    def watch_cursor(self, before: int, now: int) -> None:
        """From now on the cursor stays on its value."""
        self._moved |= before != now  # they are the same when the pane is mounted
        super().watch_cursor(before, now)

    def action_group(self, step: int) -> None:
        """Go to the first value of another group; past the last one, on to what is beside."""
        fields = list(dict.fromkeys(line.field for line in self._lines))
        at = fields.index(self.entry[0]) + step if fields else -1
        if not 0 <= at < len(fields):
            self.screen.focus_next() if step > 0 else self.screen.focus_previous()
            return
        self.cursor = 1 + next(number for number, line in enumerate(self._lines) if line.field == fields[at])

    def action_choose(self) -> None:
        """Narrow the query to the value under the cursor, or take that back."""
        if not self._lines:
            return
        self._moved = True
        field, entry, rest = self._lines[self.cursor]
        if entry is None:
            self.post_message(self.RestWanted(field, rest == MORE))
        else:
            self.post_message(self.Picked(field, entry.value))

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())

    def on_show(self) -> None:
        """Say so: counts are made only for who looks."""
        self.post_message(self.Appeared())

    def _grouped(self) -> Iterator[FacetLine]:
        for field in HEADINGS:
            entries, rest = self._groups.get(field, ((), ""))
            if entries:
                yield FacetLine(field)
                yield from (FacetLine(field, entry) for entry in entries)
                if rest:
                    yield FacetLine(field, None, rest)

    def _parts(self, field: str, entry: FacetValue, cells: int, *, here: bool) -> Iterator[tuple[str, str]]:
        number = f"{entry.number:,}"
        room = max(cells - 1 - 1 - cell_width(number), 1)
        label, tone = self._label(field, entry)
        has_bar = field == "year" and room > YEAR_CELLS + 1
        yield signs.evidence_mark(marked=entry.taken, here=here)
        yield pad_text(label, YEAR_CELLS if has_bar else room), tone
        if has_bar:
            yield " " + pad_text(self._bar(entry, room - YEAR_CELLS - 1), room - YEAR_CELLS - 1), "bar"
        yield " ", "plain"
        yield number, "muted"

    def _label(self, field: str, entry: FacetValue) -> tuple[str, Tone]:
        words = signs.visible_cell(entry.value)
        tone: Tone = "plain"
        if field == "status":
            glyph, word, tone = signs.status(entry.value, self._glyphs)
            words = f"{glyph} {word}"
        return words, "muted" if field in self._aged else tone

    def _bar(self, entry: FacetValue, room: int) -> str:
        most = max((one.number for one in self._groups["year"][0]), default=0)
        return clip_text(BAR * max(round(entry.number * room / most), 1), room) if entry.number and most else ""
