"""The field of a quote: the rest of the sentence is offered from the text of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.capture.continuations import continue_quote
from tracker.model import TrackerError
from tracker.store import faults
from tracker.store.records import sources
from tracker.tui.forms.parts.field_places import field_named
from tracker.tui.widgets.inputs.text_input import TextInput

if TYPE_CHECKING:
    from textual.screen import Screen

    from tracker.store.ledger import Ledger


class QuoteOffer:
    """The quote and its source, in the forms that have both; a text is read once for each source."""

    def __init__(self, form: Screen[Any], ledger: Ledger) -> None:
        """No text was read yet."""
        self._form, self._ledger = form, ledger
        self._text = "", ""  # what stands in the field of the source, and the text of that source

    def attach(self) -> None:
        """Offer what follows, from now on."""
        field = field_named(self._form, "quote")
        if field is not None and isinstance(field.input, TextInput) and field_named(self._form, "source"):
            field.input.continuation = self._continuation

    def _continuation(self, begun: str) -> str:
        return continue_quote(self._source_text(), begun)

    def _source_text(self) -> str:
        field = field_named(self._form, "source")
        typed = field.input.value.strip() if field else ""
        if typed != self._text[0]:
            self._text = typed, self._read_text(typed) if typed else ""
        return self._text[1]

    def _read_text(self, typed: str) -> str:
        """The newest text of the source that is meant; none of an unknown one, which saving says."""
        try:
            with faults.raise_tracker_errors(self._ledger.path):
                source = sources.find(self._ledger, typed)
                captured = sources.newest_text(self._ledger, source) if source else None
        except TrackerError:
            return ""
        return captured[1] if captured else ""
