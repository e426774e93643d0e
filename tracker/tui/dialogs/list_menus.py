"""The menus of the list: in which order it stands, and which columns it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from tracker.query_fields import SORTS
from tracker.tui.widgets.inputs.option_menu import OptionMenu
from tracker.tui.widgets.keys_line import KeysLine
from tracker.tui.widgets.lists.columns import CHOICES, DOWN, UP
from tracker.tui.widgets.signs import MUTED

if TYPE_CHECKING:
    from textual.app import ComposeResult

LETTERS = {
    "moved": "m",
    "date": "d",
    "title": "t",
    "status": "s",
    "deadline": "l",
    "added": "a",
    "updated": "u",
    "id": "i",
}


class OrderMenu(ModalScreen[str]):
    """Gives back the key to order by; the one that holds turns the order round. None leaves it."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(letter, f"pick('{key}')", SORTS[key]) for key, letter in LETTERS.items()),
        Binding("escape,q,o", "close", "Close"),
    ]

    def __init__(self, key: str, descending: bool) -> None:  # noqa: FBT001 - the two halves of an order
        """The order that holds."""
        super().__init__()
        self._now = (key, descending)

    def compose(self) -> ComposeResult:
        """A line for each key of the order."""
        with Vertical(classes="dialog dialog-small"):
            yield Static("Order of the list", classes="dialog-heading", markup=False)
            yield OptionMenu(*(Option(self._drawn(key), id=key) for key in SORTS), compact=True)
            yield KeysLine("a letter, or enter  order    again  turn round    esc  close")

    def on_mount(self) -> None:
        """Begin with the order that holds."""
        self.query_one(OptionMenu).highlighted = list(SORTS).index(self._now[0])

    def action_pick(self, key: str) -> None:
        """Close with a key."""
        self.dismiss(key)

    def action_close(self) -> None:
        """Leave the order."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionMenu.OptionSelected) -> None:
        """Close with the key chosen; a second Enter right behind it finds the menu closed."""
        if self.is_active:
            self.dismiss(str(event.option.id))

    def _drawn(self, key: str) -> Content:
        here = key == self._now[0]
        arrow = (DOWN if self._now[1] else UP) if here else " "
        return Content.assemble((LETTERS[key], "bold $text-accent"), f"  {arrow} {key:<10}", (SORTS[key], MUTED))


class ColumnsMenu(ModalScreen[tuple[str, ...]]):
    """Gives back the columns that are ticked, none for what fits; None leaves them."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", "Tick"),
        Binding("enter", "save", "Take them", priority=True),
        Binding("asterisk", "usual", "As usual: what fits", key_display="*"),
        Binding("escape,q,C", "close", "Close"),
    ]

    def __init__(self, names: tuple[str, ...]) -> None:
        """The columns that are shown."""
        super().__init__()
        self._ticked = set(names)

    def compose(self) -> ComposeResult:
        """A line for each column that there is; mark and title are always there."""
        with Vertical(classes="dialog dialog-small"):
            yield Static("Columns of the list, beside the title", classes="dialog-heading", markup=False)
            yield OptionMenu(*(Option(self._drawn(name), id=name) for name in CHOICES), compact=True)
            yield KeysLine("space  tick    enter  take them    *  as usual    esc  close")

    def on_mount(self) -> None:
        """Begin with the first."""
        self.query_one(OptionMenu).highlighted = 0

    def action_tick(self) -> None:
        """Tick the column under the cursor, or take the tick away."""
        menu = self.query_one(OptionMenu)
        if menu.highlighted is not None:
            name = list(CHOICES)[menu.highlighted]
            self._ticked ^= {name}
            menu.replace_option_prompt(name, self._drawn(name))

    def action_save(self) -> None:
        """Close with what is ticked."""
        if self.is_active:
            self.dismiss(tuple(name for name in CHOICES if name in self._ticked))

    def action_usual(self) -> None:
        """Close with no choice: what fits is shown."""
        self.dismiss(())

    def action_close(self) -> None:
        """Leave the columns."""
        self.dismiss(None)

    def on_option_list_option_selected(self, event: OptionMenu.OptionSelected) -> None:
        """A click ticks."""
        event.stop()
        self.action_tick()

    def _drawn(self, name: str) -> Content:
        mark = ("[x] ", "bold $text-accent") if name in self._ticked else ("[ ] ", MUTED)
        return Content.assemble(mark, f"{name:<10}", (CHOICES[name], MUTED))
