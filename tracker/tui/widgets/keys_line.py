"""The last line of what opens above the screen: its keys and what they do; a click presses one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tracker.text import cell_width, visible_line
from tracker.tui.widgets.signs import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events

BETWEEN, WITHIN = "    ", "  "  # between two keys, and between a key and what it does, as they are given
GAP, SPACE = "  ", " "  # and as they are drawn, as in the line of keys of every screen
NAMES = {"esc": "escape", "→": "right"}  # what Textual calls them


class KeysLine(Static):
    """`enter  save    esc  close`, given as it is to be seen."""

    DEFAULT_CSS = """
    KeysLine { height: 1; margin-top: 1; }
    """
    ALLOW_SELECT = False

    def __init__(self, line: str) -> None:
        """The keys."""
        super().__init__(markup=False, classes="dialog-keys")
        self.say(line)

    def say(self, line: str) -> None:
        """Say other keys."""
        self._line = visible_line(line, 400)
        self.update(Content.assemble(*self._parts()))

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        at = 0
        for part in self._line.split(BETWEEN):
            key, _, label = part.partition(WITHIN)
            cells = cell_width(key + SPACE + label)
            if at <= event.x < at + cells:
                pressed = key.split(" ")[-1]
                self.app.simulate_key(NAMES.get(pressed, pressed))
            at += cells + len(GAP)

    def _parts(self) -> Iterator[tuple[str, str]]:
        for number, part in enumerate(self._line.split(BETWEEN)):
            key, _, label = part.partition(WITHIN)
            yield GAP * bool(number), ""
            yield key, "bold $text-accent"
            yield SPACE + label, MUTED
