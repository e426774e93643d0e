"""An input of several lines that loses nothing that is pasted into it, and is left at its ends with the arrows."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import TextArea

from tracker.text import visible_block, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.events import Key, Paste


def _nothing(_typed: str) -> str:
    return ""


class TextInput(TextArea):
    """Textual's text area in the look of a line; ctrl+s saves, Enter is the next line.

    A `single` one is one line of text, wrapped to be read whole: Enter submits it. Its `continuation` gives what may
    follow on what was typed, which → takes.
    """

    DEFAULT_CSS = """
    TextInput {
        height: auto; min-height: 1; max-height: 5; scrollbar-size-vertical: 1; color: $foreground;
        & .text-area--cursor-line { background: transparent; }
        & .text-area--placeholder { color: $text-disabled; text-style: italic; }
        & .text-area--suggestion { color: $text-disabled; }
    }
    TextInput.-single { max-height: 3; }
    """

    takes_lines = True
    """What is typed is text, also a question mark."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+underscore", "undo", "Undo what was typed", show=False)]

    class Submitted(Message):
        """Enter was pressed in a line of text."""

    def __init__(self, value: str, *, placeholder: str = "", single: bool = False) -> None:
        """The text that it begins with, already safe to be shown."""
        super().__init__(value, highlight_cursor_line=False, placeholder=placeholder, classes="-single" * single)
        self._single = single
        self.continuation: Callable[[str], str] = _nothing

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.text

    @value.setter
    def value(self, value: str) -> None:
        self.text = value

    def update_suggestion(self) -> None:
        """Offer what may follow, at the end of the text."""
        at_end = self.selection.is_empty and self.cursor_location == self.document.end
        self.suggestion = visible_line(self.continuation(self.text)) if at_end else ""

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
        pasted = " ".join(event.text.split()) if self._single else event.text
        self.insert(visible_block(pasted))

    async def _on_key(self, event: Key) -> None:
        """Submit a line of text with Enter, which is else its next line."""
        if self._single and event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted())
            return
        await super()._on_key(event)
