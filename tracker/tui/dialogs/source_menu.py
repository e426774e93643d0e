"""Sources, one of which is to be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from tracker.text import pad_text, visible_line
from tracker.tui.widgets.inputs.option_menu import OptionMenu
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.signs import MUTED, day, short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from tracker.model import Source

TITLE = 54  # cells


class SourceMenu(ModalScreen[int]):
    """Gives back the number of a source; None for none."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "close", "Close")]

    def __init__(self, heading: str, offered: Sequence[Source]) -> None:
        """The sources in their order, and what they are."""
        super().__init__()
        self._heading, self._offered = heading, offered

    def compose(self) -> ComposeResult:
        """A line for each."""
        options = [Option(_option_words(one), id=str(one.id)) for one in self._offered]
        with Vertical(classes="dialog"):
            yield Static(visible_line(self._heading, 200), classes="dialog-heading", markup=False)
            yield OptionMenu(*options, compact=True)
            yield KeysLine("enter  take    esc  close")

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(OptionMenu).highlighted = 0

    def action_close(self) -> None:
        """Take none."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionMenu.OptionSelected) -> None:
        """Close with the one chosen; a second Enter right behind it finds the menu closed."""
        if self.is_active:
            self.dismiss(int(str(event.option.id)))


def _option_words(one: Source) -> Content:
    title = pad_text(short(one.title or one.url or "", TITLE), TITLE)
    return Content.assemble((f"{one.id:>4}  ", "bold $text-accent"), title, (f"  {day(one.issued_on)}", MUTED))
