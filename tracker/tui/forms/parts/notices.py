"""What is said below the fields of a form before anything is saved: which names are new, and which are near."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tracker.model import TrackerError
from tracker.store import faults
from tracker.text import visible_line
from tracker.tui.forms.parts.new_names import find_new_names, take_nearest
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from textual.screen import Screen

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.parts.new_names import NewName

TAKES = "ctrl+n takes it"
AGAIN = "enter saves it as new"


class Notices:
    """The names that are new in each field, as they were said last; what is said once does not hold a save back."""

    def __init__(self, form: Screen[Any], ledger: Ledger) -> None:
        """Nothing was said yet."""
        self._form, self._ledger = form, ledger
        self._said: dict[str, tuple[str, list[NewName]]] = {}  # by field: the value, and what is new in it

    def announce(self, field: Field) -> bool:
        """Say what is new in a field; gives back whether that is more than was said already."""
        name, value = field.blank.name, field.input.value
        if self._said.get(name, ("", []))[0] == value or not field.changed:
            return False
        new = self._find(name, value)
        self._said[name] = value, new
        if new:
            self._show(field, new)
        return bool(new)

    def hold_back(self) -> bool:
        """Say what is new in every field; gives back whether the reader has to see it before it is saved."""
        announced = [self.announce(field) for field in self._form.query(Field)]  # all of them, not up to the first
        return any(announced)

    def take_nearest(self) -> None:
        """Take the nearest name for the first new one, in the field with the focus before any other."""
        fields = sorted(self._form.query(Field), key=lambda one: not one.has_focus_within)
        for field in fields:
            value, new = self._said.get(field.blank.name, ("", []))
            near = next((one for one in new if one.nearest), None)
            if near is not None and value == field.input.value:
                field.input.value = take_nearest(field.blank.name, value, near)
                self._said.pop(field.blank.name)
                self.announce(field)
                return

    def _find(self, name: str, value: str) -> list[NewName]:
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                return find_new_names(self._ledger, name, value)
        except TrackerError:
            return []  # saving says it

    def _show(self, field: Field, new: list[NewName]) -> None:
        ways = [TAKES] * any(one.nearest for one in new) + [AGAIN]
        words = "; ".join(one.sentence for one in new) + f" ({', '.join(ways)})"
        line = Static(visible_line(words, 400), classes="form-notice", markup=False)
        self._form.query_one(".form-fields").mount(line, after=field)
