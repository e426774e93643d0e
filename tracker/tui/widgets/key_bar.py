"""The last line: the keys that work here and now.

Textual's Footer mounts a widget for every key and does so again at every change of focus: half the time to the first
paint went there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from tracker.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual import events
    from textual.app import RenderResult
    from textual.binding import Binding
    from textual.screen import Screen

GAP = 2


class KeyBar(Widget):
    """`a Add  s Status  / Filter`; what does not fit is left out, a click presses the key."""

    DEFAULT_CSS = """
    KeyBar { height: 1; dock: bottom; padding: 0 1; background: $footer-background; color: $footer-foreground; }
    """

    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def render(self) -> RenderResult:
        """Key and action, side by side."""
        parts: list[tuple[str, str]] = []
        at = 0
        for start, key, label, _ in self._placed():
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
        """Where each key stands that fits, what it is called and what it does."""
        shown: dict[str, Binding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.binding.description:
                shown.setdefault(active.binding.action, active.binding)
        named = [(self.app.get_key_display(one), one.description, one) for one in shown.values()]
        room = self.content_size.width
        gap = GAP if sum(_key_cells(key, label) + GAP for key, label, _ in named) - GAP <= room else 1
        start = 0
        for key, label, binding in named:
            if start + _key_cells(key, label) > room:
                return
            yield start, key, label, binding
            start += _key_cells(key, label) + gap

    def _changed(self, _screen: Screen[object]) -> None:
        self.refresh()


def _key_cells(key: str, label: str) -> int:
    return cell_width(key) + 1 + cell_width(label)
