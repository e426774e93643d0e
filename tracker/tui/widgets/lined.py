"""What views that draw their own lines share: a scrolling widget in tones that takes the focus."""

from __future__ import annotations

from textual.scroll_view import ScrollView

from tracker.tui.widgets.toned import Toned


class Lined(Toned, ScrollView, can_focus=True, inherit_bindings=False):
    """A view that draws lines in tones."""

    DEFAULT_CSS = """
    Lined {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
    }
    """
    ALLOW_SELECT = False

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()
