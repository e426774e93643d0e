"""An input of several lines that loses nothing that is pasted into it, and is left at its ends with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from tracker.text import visible_block

if TYPE_CHECKING:
    from textual.events import Paste


class TextInput(TextArea):
    """Textual's text area in the look of a line; ctrl+s saves, Enter is the next line."""

    DEFAULT_CSS = """
    TextInput {
        height: auto; min-height: 1; max-height: 5; padding: 0; border: none;
        scrollbar-size-vertical: 1; color: $foreground; background: $foreground 6%;
        &:focus { background: $foreground 12%; border: none; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+underscore", "undo", "Undo what was typed", show=False)]

    def __init__(self, value: str) -> None:
        """The text that it begins with, already safe to be shown."""
        super().__init__(value, compact=True, highlight_cursor_line=False)

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.text

    @value.setter
    def value(self, value: str) -> None:
        self.text = value

    def action_cursor_up(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - textual's own signature
        """Go up a line, from the first one to the field before."""
        if self.navigator.is_first_wrapped_line(self.cursor_location):
            self.screen.focus_previous()
        else:
            super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - textual's own signature
        """Go down a line, from the last one to the next field."""
        if self.navigator.is_last_wrapped_line(self.cursor_location):
            self.screen.focus_next()
        else:
            super().action_cursor_down(select)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.insert(visible_block(event.text))
