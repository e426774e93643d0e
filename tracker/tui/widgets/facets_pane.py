"""The pane beside the list that says what a result is made of; what is chosen in it narrows the query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tracker.text import clip, pad, width
from tracker.tui.widgets import drawing
from tracker.tui.widgets.toned import Toned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.style import Style
    from textual import events

    from tracker.tui.widgets.drawing import Tone

HEADINGS = {"topic": "Topic", "status": "Status", "body": "Body", "year": "Year"}
MORE, FEWER = "… more", "… fewer"
BAR = "▇"
YEAR_CELLS = 4


class Entry(NamedTuple):
    """A value of a facet, how many of the result have it, and whether the query asks for it."""

    value: str
    number: int
    taken: bool = False


class Row(NamedTuple):
    """A line of the pane: a heading if there is neither an entry nor what to do with the rest of the group."""

    field: str
    entry: Entry | None = None
    rest: str = ""

    @property
    def chosen(self) -> tuple[str, str]:
        """What the cursor stays on when the numbers change."""
        return self.field, self.entry.value if self.entry else self.rest


class FacetsPane(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """Groups of values with their counts, given one by one by `show`; what is wished comes up as a message."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "pick", "Narrow", show=True),
        Binding("tab", "group(1)", "Next group", show=True),
        Binding("shift+tab", "group(-1)", "Previous group", show=False),
        Binding("escape,f", "leave", "Back", show=True),
        Binding("down,j", "move(1)", "Next", show=False),
        Binding("up,k", "move(-1)", "Previous", show=False),
        Binding("ctrl+d,pagedown", "move_pages(1)", "Page down", show=False),
        Binding("ctrl+u,pageup", "move_pages(-1)", "Page up", show=False),
        Binding("g,home", "go(0)", "First", show=False),
        Binding("G,end", "go(-1)", "Last", show=False),
    ]
    DEFAULT_CSS = """
    FacetsPane {
        border-right: vkey $foreground 20%;
        overflow: hidden scroll;
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-color: $foreground 15%;
        &:focus { border-right: vkey $accent; }
    }
    """
    ALLOW_SELECT = False

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
        self._groups: dict[str, tuple[Sequence[Entry], str]] = {}
        self._aged: set[str] = set()
        self._rows: list[Row] = []
        self._cursor = 0
        self._moved = False  # until then the cursor is on the first row, whichever group comes first

    def show(self, field: str, entries: Sequence[Entry], *, more: bool, whole: bool) -> None:
        """Show a group anew; `more` are not shown, or `whole` it is."""
        self._aged.discard(field)
        self._groups[field] = entries, MORE if more else FEWER if whole else ""
        here = self.entry if self._moved else None
        self._rows = list(self._listed())
        self._cursor = next(
            (at for at, row in enumerate(self._rows) if row.chosen == here), self._cursor if self._moved else 0
        )
        self._cursor = self._selectable(self._cursor, 1)
        # past the reactive, which would lay out the whole screen anew
        size = Size(self.size.width, len(self._rows))
        self.set_reactive(FacetsPane.virtual_size, size)
        self._scroll_update(size)
        self.refresh()

    def age(self) -> None:
        """Dim what is shown: it is being counted anew."""
        self._aged = {*self._groups}
        self.refresh()

    def clear(self) -> None:
        """Show nothing: no result is counted."""
        for field in self._groups:
            self._groups[field] = (), ""
        self._rows, self._cursor, self._moved = [], 0, False
        self.refresh()

    @property
    def entry(self) -> tuple[str, str]:
        """The field and the value under the cursor; both empty if there is none."""
        return self._rows[self._cursor].chosen if self._rows else ("", "")

    def render_line(self, y: int) -> Strip:
        """One line of it."""
        number, cells = self.scroll_offset.y + y, self.scrollable_content_region.width
        ground = self.toned("plain")
        if number >= len(self._rows):
            return Strip.blank(cells, ground)
        row, here = self._rows[number], number == self._cursor and self.has_focus
        if row.entry is None:
            tone: Tone = "accent" if row.rest else "muted"
            words = ("▌" if here else " ") + (row.rest or HEADINGS[row.field])
            style = self.toned(tone, here=here) if row.rest else self.toned("heading")
            return Strip([Segment(pad(words, cells), style)])
        return Strip(self._entry_line(row.field, row.entry, cells, here=here)).adjust_cell_length(cells, ground)

    def action_move(self, rows: int) -> None:
        """Move the cursor by rows, past the headings."""
        if self._rows:
            self._cursor = self._selectable(self._cursor + rows, 1 if rows > 0 else -1)
            self._follow()

    def action_move_pages(self, pages: int) -> None:
        """Move the cursor by windows."""
        self.action_move(pages * max(self.size.height - 1, 1))

    def action_go(self, row: int) -> None:
        """Go to the first row or the last."""
        self.action_move((-1 if row == 0 else 1) * len(self._rows))

    def action_group(self, step: int) -> None:
        """Go to the first value of another group; past the last one, on to what is beside."""
        fields = list(dict.fromkeys(row.field for row in self._rows))
        at = fields.index(self.entry[0]) + step if fields else -1
        if not 0 <= at < len(fields):
            self.screen.focus_next() if step > 0 else self.screen.focus_previous()
            return
        self._cursor = self._selectable(next(n for n, row in enumerate(self._rows) if row.field == fields[at]), 1)
        self._follow()

    def action_pick(self) -> None:
        """Narrow the query to the value under the cursor, or take that back."""
        if not self._rows:
            return
        self._moved = True
        row = self._rows[self._cursor]
        if row.entry is None:
            self.post_message(self.RestWanted(row.field, row.rest == MORE))
        else:
            self.post_message(self.Picked(row.field, row.entry.value))

    def action_leave(self) -> None:
        """Go back to the list."""
        self.post_message(self.Left())

    def on_click(self, event: events.Click) -> None:
        """Choose what is clicked."""
        number = self.scroll_offset.y + event.y
        if number < len(self._rows) and self._selectable(number, 1) == number:
            self._cursor, self._moved = number, True
            self.refresh()
            self.action_pick()

    def on_show(self) -> None:
        """Say so: counts are made only for who looks."""
        self.post_message(self.Appeared())

    def on_resize(self) -> None:
        """Keep the cursor in the window."""
        if self.size.height and self._moved:
            self._follow()

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def _listed(self) -> list[Row]:
        rows: list[Row] = []
        for field in HEADINGS:
            entries, rest = self._groups.get(field, ((), ""))
            if entries:
                rows += [Row(field), *(Row(field, entry) for entry in entries)]
                rows += [Row(field, None, rest)] if rest else []
        return rows

    def _selectable(self, row: int, step: int) -> int:
        """The nearest row that is no heading, in this direction or else the other."""
        row = max(0, min(row, len(self._rows) - 1))
        onward = range(row, len(self._rows) if step > 0 else -1, step)
        back = range(row, -1 if step > 0 else len(self._rows), -step)
        there = (at for way in (onward, back) for at in way if self._rows[at].chosen[1])
        return next(there, 0)

    def _follow(self) -> None:
        self._moved = True
        top, height = self.scroll_offset.y, max(self.size.height, 1)
        first = self._cursor <= 1  # with its heading
        y = 0 if first else self._cursor if self._cursor < top else max(top, self._cursor - height + 1)
        self.scroll_to(y=y, animate=False, force=True)
        self.refresh()

    def _entry_line(self, field: str, entry: Entry, cells: int, *, here: bool) -> list[Segment]:
        number = f"{entry.number:,}"
        room = max(cells - 1 - 1 - width(number), 1)
        label, tone = self._label(field, entry)
        if field == "year" and room > YEAR_CELLS + 1:
            label = pad(label, YEAR_CELLS)
            parts = [
                (label, tone),
                (" " + pad(self._bar(entry, room - YEAR_CELLS - 1), room - YEAR_CELLS - 1), "bar"),
            ]
        else:
            parts = [(pad(label, room), tone)]
        styled: list[tuple[str, Tone | str]] = [
            drawing.mark(marked=entry.taken, here=here),
            *parts,
            (" ", "plain"),
            (number, "muted"),
        ]
        return [Segment(words, self._style(tone, entry, here=here)) for words, tone in styled]

    def _style(self, tone: str, entry: Entry, *, here: bool) -> Style:
        tone = {"bar": "muted"}.get(tone, "plain" if here and tone == "muted" else tone)
        return self.toned(tone, here=here, strong=entry.taken)

    def _label(self, field: str, entry: Entry) -> tuple[str, Tone]:
        words = drawing.cell(entry.value)
        tone: Tone = "plain"
        if field == "status":
            glyph, word, tone = drawing.status(entry.value, self._glyphs)
            words = f"{glyph} {word}"
        return words, "muted" if field in self._aged else tone

    def _bar(self, entry: Entry, room: int) -> str:
        most = max((one.number for one in self._groups["year"][0]), default=0)
        return clip(BAR * max(round(entry.number * room / most), 1), room) if entry.number and most else ""
