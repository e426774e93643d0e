"""The line in which the query is typed, and what hangs below it while it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static

from tracker.tui.widgets.filter_hints import Below
from tracker.tui.widgets.inputs.line_input import LineInput

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from tracker.offers import Offers


class FilterInput(LineInput):
    """The input of the query."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "take", "Complete", show=True),
        Binding("enter", "done", "To the list", show=True),
        Binding("down", "choose(1)", "Next suggestion, or to the list", show=False),
        Binding("up", "choose(-1)", "Previous suggestion", show=False),
        Binding("escape", "back", "Back", show=True),
    ]

    def __init__(self, below: Below) -> None:
        """The input above what hangs below it."""
        super().__init__(
            compact=True, placeholder="words, topic:migration, by:belarus, is:open …", select_on_focus=False
        )
        self.below = below

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Tab goes on where there is nothing to take."""
        return bool(self.below.offers) if action == "take" else True

    def action_take(self) -> None:
        """Complete with the offer chosen, or the first."""
        if self.below.offers:
            self.write(self.below.offers[self.below.chosen or 0].line)

    def write(self, line: str) -> None:
        """Have this line instead, with the cursor at its end."""
        self.value = line
        self.cursor_position = len(line)

    def action_cursor_right(self, select: bool = False) -> None:  # noqa: FBT001, FBT002 - textual's own signature
        """Complete at the end of the line."""
        if not select and self.below.offers and self.cursor_position == len(self.value):
            self.action_take()
        else:
            super().action_cursor_right(select)

    def action_choose(self, step: int) -> None:
        """Choose among the offers; without any, go down to the list."""
        if self.below.offers:
            self.below.choose(step)
        elif step > 0:
            self.post_message(FilterBar.Done())

    def action_done(self) -> None:
        """Take the offer that was chosen, else go to the list with the query as it is."""
        if self.below.offers and self.below.chosen is not None:
            self.action_take()
        else:
            self.post_message(FilterBar.Done())

    def action_back(self) -> None:
        """Go to the list with the query as it is; there the same key clears it."""
        self.post_message(FilterBar.Done())


class FilterBar(Vertical):
    """`/ by:belarus is:open`, live on each key."""

    DEFAULT_CSS = """
    FilterBar { height: 1; }
    FilterBar > Horizontal { height: 1; padding: 0 1; }
    FilterBar .filter--slash { width: 2; color: $text-muted; }
    FilterBar:focus-within .filter--slash { color: $text-accent; text-style: bold; }
    FilterBar FilterInput { width: 1fr; }
    """

    error: reactive[str] = reactive("")
    """What is wrong with the query; empty if nothing is."""

    @dataclass
    class Changed(Message):
        """Another query was typed."""

        text: str

    class Done(Message):
        """The reader goes to the list."""

    def __init__(self, offers: Offers) -> None:
        """An empty query."""
        super().__init__()
        self.offers = offers
        self.below = Below()
        self.input = FilterInput(self.below)

    def compose(self) -> ComposeResult:
        """The line, and what hangs below."""
        with Horizontal():
            yield Static("/ ", classes="filter--slash", markup=False)
            yield self.input
        yield self.below

    @property
    def offers_something(self) -> bool:
        """Whether what is being typed can be completed."""
        return bool(self.below.offers)

    @property
    def half_typed(self) -> str:
        """What the reader is in the middle of: a value that can be completed, or quoted words; else empty."""
        line, at_end = self.input.value, self.input.cursor_position >= len(self.input.value)
        if not (self.input.has_focus and at_end) or line.endswith(" "):
            return ""
        if line.count('"') % 2:
            return line[line.rfind('"') :]
        last = line.rsplit(" ", 1)[-1]
        return last if ":" in last and self.offers_something else ""

    def write(self, line: str) -> None:
        """Ask this instead."""
        self.input.write(line)

    def clear(self) -> None:
        """Ask for everything again."""
        self.input.value = ""

    def watch_error(self, error: str) -> None:
        """Show it below."""
        self.below.show(error=error)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Offer what may come next, and pass on what was typed."""
        event.stop()
        self._offer(event.value)
        self.post_message(self.Changed(event.value))

    def on_below_clicked(self, event: Below.Clicked) -> None:
        """Take the offer."""
        event.stop()
        self.write(event.offer.line)
        self.input.focus()

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        """Others may have written since."""
        self.offers.forget()

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Close what is open."""
        self.below.show(offers=(), hint="")

    def _offer(self, line: str) -> None:
        before = bool(self.below.offers)
        typing = self.input.has_focus and self.input.cursor_position >= len(line)
        self.below.show(offers=self.offers.of(line) if typing else (), hint=self.offers.hint(line) if typing else "")
        if before != bool(self.below.offers):
            self.input.refresh_bindings()
