"""One field of a form: its name and its input."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.widgets import Label

from tracker.tui.widgets.line_input import LineInput
from tracker.tui.widgets.suggesters import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import ComposeResult


def _nothing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Blank:
    """A field before it is filled in: its name, what it begins with, its hint, the words it knows."""

    name: str
    value: str = ""
    hint: str = ""
    known: Callable[[], Iterable[str]] = field(default=_nothing)
    divider: str = ""


class Field(Horizontal):
    """A line of a form."""

    DEFAULT_CSS = """
    Field { height: 1; }
    Field Label { width: 11; color: $text-muted; }
    Field:focus-within Label { color: $text-accent; text-style: bold; }
    Field LineInput { width: 1fr; background: $foreground 6%; }
    Field LineInput:focus { background: $foreground 12%; }
    """

    def __init__(self, blank: Blank) -> None:
        """The field of a form, filled in as far as it can be."""
        super().__init__(id=f"field-{blank.name}")
        self.blank = blank
        self.input = LineInput(
            blank.value,
            compact=True,
            suggester=Words(blank.known, blank.divider),
            select_on_focus=False,
        )

    @property
    def changed(self) -> bool:
        """Whether it says something else than it began with."""
        return self.input.value.strip() != self.blank.value.strip()

    def compose(self) -> ComposeResult:
        """Its name and its input."""
        yield Label(self.blank.name.capitalize(), markup=False)
        yield self.input
