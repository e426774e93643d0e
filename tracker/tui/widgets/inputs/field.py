"""One field of a form: its name and its input; and the line behind which further fields wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Label, Static

from tracker.tui.widgets.inputs.line_input import LineInput
from tracker.tui.widgets.inputs.suggesters import Words
from tracker.tui.widgets.inputs.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult


def _nothing() -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Blank:
    """A field before it is filled in: its name, what it begins with, its hint, the words it knows; its label.

    One that is `more` waits until the form is opened further; a `long` one has several lines; in a `closed` one, which
    takes a few words only, what is typed replaces what stands there.
    """

    name: str
    value: str = ""
    hint: str = ""
    known: Callable[[], Iterable[str]] = field(default=_nothing)
    divider: str = ""
    more: bool = False
    long: bool = False
    closed: bool = False
    label: str = ""

    @property
    def called(self) -> str:
        """What stands beside its input."""
        return self.label or self.name.capitalize()


class Field(Horizontal):
    """A line of a form."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field Label { width: 12; color: $text-muted; }
    Field:focus-within Label { color: $text-accent; text-style: bold; }
    Field LineInput { width: 1fr; background: $foreground 6%; }
    Field LineInput:focus { background: $foreground 12%; }
    Field TextInput { width: 1fr; }
    """

    def __init__(self, blank: Blank) -> None:
        """The field of a form, filled in as far as it can be."""
        name = blank.called.lower().replace(" ", "-")
        super().__init__(id=f"field-{name}", classes="field-more" if blank.more else None)
        self.blank = blank
        self.input: LineInput | TextInput = TextInput(blank.value) if blank.long else _line_input(blank)

    @property
    def changed(self) -> bool:
        """Whether it says something else than it began with."""
        return self.input.value.strip() != self.blank.value.strip()

    def compose(self) -> ComposeResult:
        """Its name and its input."""
        yield Label(self.blank.called, markup=False)
        yield self.input


def _line_input(blank: Blank) -> LineInput:
    suggester = Words(blank.known, blank.divider)
    return LineInput(blank.value, compact=True, suggester=suggester, select_on_focus=blank.closed)


class More(Static, can_focus=True):
    """The line behind which further fields wait: Enter, a space or a click brings them."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,right", "open", "More fields")]
    DEFAULT_CSS = """
    More { height: 1; color: $text-muted; text-overflow: ellipsis; text-wrap: nowrap; }
    More:focus { background: $foreground 12%; color: $text-accent; text-style: bold; }
    """

    class Opened(Message):
        """The further fields are wanted."""

    def __init__(self, names: Sequence[str]) -> None:
        """The names of what waits."""
        super().__init__(f"…more       {', '.join(names)}", markup=False)

    def action_open(self) -> None:
        """Bring them."""
        self.post_message(self.Opened())

    def on_click(self) -> None:
        """Bring them."""
        self.action_open()
