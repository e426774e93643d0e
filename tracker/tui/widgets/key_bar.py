"""The last line: the keys that work here and now.

Textual's Footer mounts a widget for every key and does so again at every change of focus: half the time to the first
paint went there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tracker.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import RenderResult
    from textual.binding import Binding
    from textual.screen import Screen

GAP = 2
FURTHER, MORE = ("help", "help_while_typing"), "more"  # the actions that say all keys, and their word here


class KeyBar(Widget):
    """`a Add  s Status  / Filter      ? more`; what does not fit waits behind the last key, a click presses one."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $footer-background; color: $footer-foreground; }
    """

    ALLOW_SELECT = False

    marked: reactive[int] = reactive(0)
    """On how many marked rows the keys act; they are said first."""

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render(self) -> RenderResult:
        """Key and action, side by side."""
        parts: list[tuple[str, str]] = [(self._lead, "bold $text-accent")]
        at = cell_width(self._lead)
        for start, key, label, _ in sorted(self._placed(), key=lambda one: one[0]):
            parts += [(" " * (start - at), ""), (key, "bold $footer-key-foreground"), (f" {label}", "")]
            at = start + _key_cells(key, label)
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        x = event.x - self.gutter.left
        for start, key, label, binding in self._placed():
            if start <= x < start + _key_cells(key, label):
                self.app.simulate_key(binding.key)

    def _placed(self) -> Iterator[tuple[int, str, str, Binding]]:
        """Where each key stands that fits, what it is called and what it does; the way to the others at the end."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.binding.description:
                shown.setdefault(active.binding.action, active.binding)
        further = next((one for action in FURTHER if (one := shown.pop(action, None))), None)
        room = self.content_size.width
        end = room
        if further is not None:
            end -= _key_cells(self.app.get_key_display(further), MORE)
            yield from self._last(further, end)
            end -= GAP
        start = cell_width(self._lead) + GAP * bool(self._lead)
        for one in shown.values():
            key, label = self.app.get_key_display(one), one.description
            if start + _key_cells(key, label) > end:
                return
            yield start, key, label, one
            start += _key_cells(key, label) + GAP

    @property
    def _lead(self) -> str:
        return f"✓ {self.marked:,} marked" if self.marked else ""

    def _last(self, further: Binding, start: int) -> Iterator[tuple[int, str, str, Binding]]:
        if start >= 0:
            yield start, self.app.get_key_display(further), MORE, further

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()


def _key_cells(key: str, label: str) -> int:
    return cell_width(key) + 1 + cell_width(label)
