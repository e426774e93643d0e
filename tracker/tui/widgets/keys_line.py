"""The last line of what opens above the screen: its keys and what they do; a click presses one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.widget import Widget

from tracker.text import cell_width, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from textual import events
    from textual.app import RenderResult

BETWEEN, WITHIN = "    ", "  "  # between two keys, and between a key and what it does, as they are given
GAP, SPACE = 2, " "  # and as they are drawn, as in the line of keys of every screen
NAMES = {"esc": "escape", "→": "right", "pgdn": "pagedown"}  # what Textual calls them
WAY_OUT, MORE = "esc", "more"  # the key that is never left out, and the word of the one that stands at the right end


class NamedKey(NamedTuple):
    """A key, or several, and what they do."""

    key: str
    label: str

    @property
    def cells(self) -> int:
        """How wide both are, side by side."""
        return cell_width(self.key + SPACE + self.label)


class KeysLine(Widget):
    """`enter  save    esc  close`, given as it is to be seen; what does not fit whole is left out."""

    DEFAULT_CSS = """
    KeysLine { height: 1; margin-top: 1; }
    """
    ALLOW_SELECT = False

    def __init__(self, line: str) -> None:
        """The keys."""
        super().__init__(classes="dialog-keys")
        self._keys: Sequence[NamedKey] = ()
        self.say(line)

    def say(self, line: str) -> None:
        """Say other keys."""
        parts = (part.partition(WITHIN) for part in visible_line(line, 400).split(BETWEEN))
        self._keys = [NamedKey(key, label) for key, _, label in parts]
        self.refresh()

    def render(self) -> RenderResult:
        """Key and action, side by side."""
        parts: list[tuple[str, str]] = []
        at = 0
        for start, one in self._placed():
            parts += [(" " * (start - at), ""), (one.key, "bold $text-accent"), (SPACE + one.label, "$text-muted")]
            at = start + one.cells
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        for start, one in self._placed():
            if start <= event.x < start + one.cells:
                pressed = one.key.split(" ")[-1]
                self.app.simulate_key(NAMES.get(pressed, pressed))

    def _placed(self) -> Iterator[tuple[int, NamedKey]]:
        """Where each key stands that fits, from left to right."""
        room = self.content_size.width
        last = next((one for one in self._keys if one.label == MORE), None)
        end = room - last.cells if last else room
        kept = sum(one.cells + GAP for one in self._keys if one.key == WAY_OUT)
        start = 0
        for one in self._keys:
            kept -= (one.cells + GAP) * (one.key == WAY_OUT)
            if one is not last and start + one.cells + kept <= end - GAP * bool(last):
                yield start, one
                start += one.cells + GAP
        if last and start <= end:
            yield end, last
