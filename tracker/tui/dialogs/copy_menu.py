"""The menu of what can be copied."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from tracker.model import TrackerError
from tracker.text import plural
from tracker.tui import copies
from tracker.tui.widgets.inputs.option_menu import OptionMenu
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.signs import MUTED, short

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tracker.tui.copies import CopyRequest

PREVIEW = 44
SEEN = 3  # proposals of which the menu shows what would be copied


class Copying(ModalScreen[str]):
    """Gives back which of `copies.KINDS` is to be copied; None for none."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"copy('{key}')", said) for key, (said, _) in copies.KINDS.items()),
        Binding("escape,q,y", "close", "Close"),
    ]

    def __init__(self, asked: CopyRequest) -> None:
        """What would be copied."""
        super().__init__()
        self._asked = asked

    def compose(self) -> ComposeResult:
        """A line for each kind: its key, its name, how it begins."""
        wanted = self._asked.wanted
        what = f"#{wanted[0]}" if len(wanted) == 1 else plural(len(wanted), "marked proposal")
        options = [Option(self._drawn(key, said), id=key) for key, (said, _) in copies.KINDS.items()]
        with Vertical(classes="dialog"):
            yield Static(f"Copy of {what}", classes="dialog-heading", markup=False)
            yield OptionMenu(*options, compact=True)
            yield KeysLine("a letter, or enter  copy    esc  close")

    def action_copy(self, kind: str) -> None:
        """Close with what was chosen."""
        self.dismiss(kind)

    def action_close(self) -> None:
        """Copy nothing."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionMenu.OptionSelected) -> None:
        """Close with what was chosen; a second Enter right behind it finds the menu closed."""
        if self.is_active:
            self.dismiss(str(event.option.id))

    def _drawn(self, key: str, said: str) -> Content:
        try:
            begins = copies.copied_text(key, self._asked._replace(wanted=self._asked.wanted[:SEEN]))
        except TrackerError as error:
            begins = str(error)
        return Content.assemble((key, "bold $text-accent"), f"  {said:<20}", (short(begins, PREVIEW), MUTED))
