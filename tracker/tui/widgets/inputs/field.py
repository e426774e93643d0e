"""One field of a form: its name and its input; and the line behind which further fields wait."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Label, Static

from tracker.text import visible_line
from tracker.tui.widgets.inputs.line_input import LineInput
from tracker.tui.widgets.inputs.suggesters import Paths, Words
from tracker.tui.widgets.inputs.text_input import TextInput

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from textual.app import ComposeResult


REQUIRED = "*"
LONGEST = 200  # characters of an example


def _nothing() -> tuple[str, ...]:
    return ()


def _accept(_typed: str) -> None:
    """Nothing is wrong with any text."""


@dataclass(frozen=True)
class Blank:
    """A field before it is filled in: its name, what it begins with, its hint, the words it knows; its label.

    One that is `more` waits until the form is opened further; a `long` one has several lines, a `wrapped` one is one
    line of text that is shown in several; in a `closed` one, which takes a few words only, what is typed replaces what
    stands there. `check` raises UsageError for what can be seen to be wrong before anything is saved. Fields of one
    `group` stand together. The `origin` of a value that was filled in says so beside it: typing replaces that. What
    a stranger's file calls it gives it no id. One that `is_path` completes paths.
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
    example: str = ""
    required: bool = False
    wrapped: bool = False
    group: str = ""
    origin: str = ""
    is_of_stranger: bool = False
    is_path: bool = False
    check: Callable[[str], object] = field(default=_accept)

    @property
    def called(self) -> str:
        """What stands beside its input."""
        return self.label or self.name.capitalize()


class Field(Horizontal):
    """A line of a form."""

    DEFAULT_CSS = """
    Field { height: auto; }
    Field Label { width: 13; color: $text-muted; }
    Field:focus-within Label { color: $text-accent; text-style: bold; }
    Field LineInput, Field LineInput:focus, Field TextInput, Field TextInput:focus {
        width: 1fr;
        height: auto;
        padding: 0;
        border: none;
        border-left: vkey $edge;
        border-right: vkey $edge;
        background: $foreground 6%;
        background-tint: transparent;
    }
    Field .field-origin { width: auto; padding-left: 1; text-style: italic; }
    Field LineInput:focus, Field TextInput:focus {
        border-left: outer $text-accent;
        border-right: outer $text-accent;
        background: $foreground 12%;
    }
    """

    def __init__(self, blank: Blank) -> None:
        """The field of a form, filled in as far as it can be."""
        name = blank.called.lower().replace(" ", "-")
        super().__init__(
            id=None if blank.is_of_stranger else f"field-{name}", classes="field-more" if blank.more else None
        )
        self.blank = blank
        self.input: LineInput | TextInput = _text_input(blank) if blank.long or blank.wrapped else _line_input(blank)

    @property
    def changed(self) -> bool:
        """Whether it says something else than it began with."""
        return self.input.value.strip() != self.blank.value.strip()

    def compose(self) -> ComposeResult:
        """Its name and its input."""
        yield Label(f"{self.blank.called} {REQUIRED}" if self.blank.required else self.blank.called, markup=False)
        yield self.input
        if self.blank.origin:
            yield Label(self.blank.origin, classes="field-origin", markup=False)

    def forget_origin(self) -> None:
        """The value is the reader's own."""
        self.query(".field-origin").remove()


def _placeholder(blank: Blank) -> str:
    """A real example, which may stand in the database."""
    example = visible_line(blank.example, LONGEST)
    return f"such as {example}" if example and not blank.long else example


def _line_input(blank: Blank) -> LineInput:
    suggester = Paths() if blank.is_path else Words(blank.known, blank.divider)
    replaced = blank.closed or bool(blank.origin)
    return LineInput(blank.value, placeholder=_placeholder(blank), suggester=suggester, select_on_focus=replaced)


def _text_input(blank: Blank) -> TextInput:
    return TextInput(blank.value, placeholder=_placeholder(blank), single=blank.wrapped)


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
        super().__init__(f"…more        {', '.join(names)}", markup=False)

    def action_open(self) -> None:
        """Bring them."""
        self.post_message(self.Opened())

    def on_click(self) -> None:
        """Bring them."""
        self.action_open()
