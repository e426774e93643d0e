"""What a form does for the source that it names: sources to choose from, an address taken in where it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.widgets import Static

from tracker import config
from tracker.comparison import is_address
from tracker.editing.taken_in import take_in_source
from tracker.model import TrackerError, UsageError
from tracker.store import database, faults
from tracker.store.records import sources
from tracker.text import visible_line
from tracker.tui.dialogs.source_menu import SourceMenu
from tracker.tui.forms.parts.field_places import field_named
from tracker.tui.widgets.signs import short
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen
    from textual.widgets import Input

    from tracker.model import Source
    from tracker.store.ledger import Ledger
    from tracker.tui.widgets.inputs.field import Field

MOST = 20  # sources that are offered
OFFER = "no source has this address yet: ctrl+t takes it in"


class SourceOffer:
    """The field of the source, in the forms that have one."""

    def __init__(self, form: Screen[Any], ledger: Ledger) -> None:
        """Nothing was said yet."""
        self._form, self._ledger = form, ledger
        self._before = ""  # what stood in the field before it was changed last
        self._said = ""  # the address of which something was said

    def follow(self, changed: Input) -> None:
        """Say at once what is known of an address that was pasted; one that is typed is waited for."""
        field = self._field()
        if field is None or changed is not field.input:
            return
        value = changed.value.strip()
        pasted, self._before = len(value) > len(self._before) + 1, value
        if value != self._said:
            self._said = ""
        if pasted and field.has_focus_within:
            self.announce(field)

    def announce(self, field: Field) -> None:
        """Say which source has an address, or offer to take it in."""
        value = field.input.value.strip()
        if field.blank.name != "source" or value == self._said or not is_address(value):
            return
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                known = sources.find(self._ledger, value)
                words = f"source {known}: {self._title(known)}" if known else OFFER
        except TrackerError:
            return  # saving says it
        self._said = value
        line = Static(visible_line(words, 400), classes="form-notice", markup=False)
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

    def list_fitting(self) -> bool:
        """Offer sources where Enter is pressed in the field: those that a text fits, else the newest.

        Gives back whether there are any; a text that names one source is taken as it is.
        """
        field = self._field()
        if field is None or not field.has_focus_within:
            return False
        value = field.input.value.strip()
        offered = self._fitting(value) if value else sources.newest_sources(self._ledger, MOST)

        def picked(source: int | None) -> None:
            if source is not None:
                field.input.value = str(source)

        if offered:
            heading = f"Which source? Those with {short(value, 40)}:" if value else "Which source? The newest:"
            self._form.app.push_screen(SourceMenu(heading, offered), picked)
        return bool(offered)

    def _fitting(self, typed: str) -> Sequence[Source]:
        """The newest of the sources that a text may mean; none if it means one, or is a number."""
        if typed.lstrip("#").isdigit() or not split_words(typed):
            return []
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                if sources.find(self._ledger, typed) is not None or is_address(typed):
                    return []
        except UsageError:
            pass  # it means several
        except TrackerError:
            return []
        return sources.all_sources(self._ledger, typed)[: -MOST - 1 : -1]

    def _title(self, source: int) -> str:
        known = sources.read(self._ledger, source)
        return short(known.title or known.url or "")

    def _field(self) -> Field | None:
        return field_named(self._form, "source")

    def _is_unknown(self, typed: str) -> bool:
        """Whether this is an address that no source has; an error says saving."""
        if not is_address(typed):
            return False
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                return sources.find(self._ledger, typed) is None
        except TrackerError:
            return False
