"""The line in which the query is typed, and below it what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from tracker.text import visible
from tracker.tui.widgets.line_input import LineInput

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.suggester import Suggester


class FilterInput(LineInput):
    """The input of the query."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "done", "To the list", show=True),
        Binding("escape", "back", "Clear", show=True),
    ]

    def action_done(self) -> None:
        """Go to the list with the query as it is."""
        self.post_message(FilterBar.Done())

    def action_back(self) -> None:
        """Clear the query; one that is empty is left."""
        if self.value:
            self.value = ""
        else:
            self.post_message(FilterBar.Done())


class FilterBar(Vertical):
    """`/ by:belarus is:open`, live on each key."""

    DEFAULT_CSS = """
    FilterBar { height: auto; }
    FilterBar > Horizontal { height: 1; padding: 0 1; }
    FilterBar .filter--slash { width: 2; color: $text-muted; }
    FilterBar:focus-within .filter--slash { color: $text-accent; text-style: bold; }
    FilterBar FilterInput { width: 1fr; }
    FilterBar .filter--error { height: 1; padding: 0 1 0 3; color: $text-warning; display: none; }
    FilterBar.-wrong .filter--error { display: block; }
    """

    error: reactive[str] = reactive("")
    """What is wrong with the query; empty if nothing is."""

    @dataclass
    class Changed(Message):
        """Another query was typed."""

        text: str

    class Done(Message):
        """The reader goes to the list."""

    def __init__(self, suggester: Suggester) -> None:
        """An empty query."""
        super().__init__()
        self.input = FilterInput(
            compact=True,
            placeholder="words, topic:migration, by:belarus, is:open …",
            suggester=suggester,
            select_on_focus=False,
        )
        self._error = Static(classes="filter--error", markup=False)

    def compose(self) -> ComposeResult:
        """The line, and the line below."""
        with Horizontal():
            yield Static("/ ", classes="filter--slash", markup=False)
            yield self.input
        yield self._error

    def clear(self) -> None:
        """Ask for everything again."""
        self.input.value = ""

    def watch_error(self, error: str) -> None:
        """Show the line below only while there is something to say."""
        self.set_class(bool(error), "-wrong")
        self._error.update(visible(error, 400))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Pass on what was typed."""
        event.stop()
        self.post_message(self.Changed(event.value))
