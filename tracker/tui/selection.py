"""A screen on which text that our own widgets draw can be selected with the mouse, and copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.screen import Screen

from tracker.text import plural
from tracker.tui.clipboard import copying_note
from tracker.tui.widgets.lists.line_view import LineView

if TYPE_CHECKING:
    from textual.geometry import Offset
    from textual.widget import Widget


class SelectableScreen(Screen[None]):
    """Textual finds what is below the mouse by marks in what is drawn, which would cost too much at each frame."""

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """The widget at a cell of the screen, and the place in its text."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        return widget, widget.selection_offset(x, y) if isinstance(widget, LineView) else offset

    def action_copy_text(self) -> None:
        """Copy what is selected, and say so."""
        text = self.get_selected_text()
        super().action_copy_text()
        if text:
            self.notify(f"Copied {plural(len(text), 'character')}{copying_note()}", markup=False)
