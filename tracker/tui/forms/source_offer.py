"""What a form does for the source that it names: the newest to choose from, an address taken in where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tracker import config
from tracker.comparison import is_address
from tracker.editing.taken_in import take_in_source
from tracker.model import TrackerError
from tracker.store import database, faults
from tracker.store.records import sources
from tracker.text import visible_line
from tracker.tui.dialogs.source_menu import SourceMenu
from tracker.tui.widgets.inputs.field import Field
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from textual.screen import Screen

    from tracker.store.ledger import Ledger

NEWEST = 20  # sources that are offered
OFFER = "no source has this address yet: ctrl+t takes it in as a reference"


class SourceOffer:
    """The field of the source, in the forms that have one."""

    def __init__(self, form: Screen[Any], ledger: Ledger) -> None:
        """Nothing was offered yet."""
        self._form, self._ledger = form, ledger
        self._offered = ""  # the address that it was offered for

    def announce(self, field: Field) -> None:
        """Offer to take in an address that no source has."""
        value = field.input.value.strip()
        if field.blank.name != "source" or value == self._offered or not self._is_unknown(value):
            return
        self._offered = value
        line = Static(OFFER, classes="form-notice", markup=False)
        self._form.query_one(".form-fields").mount(line, after=field)

    def take_in(self) -> None:
        """Make the address a source by a change of its own, which an undo takes back; the field then names it."""
        field = self._field()
        if field is None or not self._is_unknown(field.input.value.strip()):
            return
        url = field.input.value.strip()
        try:
            with (
                faults.raise_tracker_errors(self._ledger.path),
                database.write_change(self._ledger, f"source add {url}", config.user_name()) as change,
            ):
                number, _ = take_in_source(change, url, b"", {})
        except TrackerError as error:
            self._form.notify(visible_line(str(error), 400), severity="error", markup=False)
            return
        field.input.value = str(number)
        self._form.notify(f"Added source {number}  {short(url)}", markup=False)

    def list_newest(self) -> bool:
        """Offer the newest sources where Enter is pressed in an empty field; gives back whether it does."""
        field = self._field()
        if field is None or not field.has_focus_within or field.input.value.strip():
            return False
        newest = sources.newest_sources(self._ledger, NEWEST)

        def picked(source: int | None) -> None:
            if source is not None:
                field.input.value = str(source)

        if newest:
            self._form.app.push_screen(SourceMenu(newest), picked)
        return bool(newest)

    def _field(self) -> Field | None:
        return next((one for one in self._form.query(Field) if one.blank.name == "source"), None)

    def _is_unknown(self, typed: str) -> bool:
        """Whether this is an address that no source has; an error says saving."""
        if not is_address(typed):
            return False
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                return sources.find(self._ledger, typed) is None
        except TrackerError:
            return False
