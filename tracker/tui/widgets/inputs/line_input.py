"""An input of one line that loses nothing that is pasted into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tracker.text import visible_line

if TYPE_CHECKING:
    from textual.events import Paste


class LineInput(Input):
    """Textual's input takes the first line of a paste; a quote from a document has several."""

    DEFAULT_CSS = """
    LineInput { height: 1; & > .input--placeholder { text-style: italic; } }
    """

    @property
    def offers(self) -> bool:
        """Whether a suggestion is to be seen that can be taken."""
        return self.cursor_at_end and len(self._suggestion) > len(self.value)

    def _on_paste(self, event: Paste) -> None:
        """Take every line, joined by spaces, with control characters made visible."""
        pasted = visible_line(" ".join(event.text.split()))
        event.stop()
        event.prevent_default()
        start, end = self.selection
        self.replace(pasted, start, end)
