"""The form that logs a search that found nothing new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.records import looks, presence
from tracker.tui.form_values import new_look
from tracker.tui.forms.add import blank_of
from tracker.tui.forms.form import Form
from tracker.tui.forms.parts.labels import said_of, subject_label

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure


class Looked(Form):
    """Where was looked, and what we noted; the last ones are offered again."""

    drafted = "looked"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], today: date) -> None:
        """The proposals for which nothing new was found. Raises NotFoundError."""
        self.wanted, self._today = wanted, today
        last, title = looks.last_look(ledger), presence.existing_title(ledger, wanted[0])
        blanks = [
            blank_of(
                ledger,
                "places",
                value=last.places if last else "",
                known=lambda: looks.look_places(ledger),
                required=True,
            ),
            blank_of(ledger, "note", value=last.note if last else "", hint="a note for yourself", long=False),
            blank_of(ledger, "looked_on", hint=f"when, if not today ({today.isoformat()})"),
            blank_of(ledger, "next_on"),
        ]
        super().__init__(ledger, blanks)
        self.heading = f"Looked, and found nothing new for {subject_label(wanted, title)}"

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Log it for each as one change."""
        look = new_look(typed, self._today)

        def action(change: Change, wanted: Sequence[int]) -> None:
            for one in wanted:
                looks.add(change, one, look, self._today)

        self.write(f"looked {self.named()}", action, sure, "Log this look for")
        self.said = f"Looked for {said_of(self.wanted, '')}".strip() + f" in {look.places}: nothing new"
        return self.wanted[0] if len(self.wanted) == 1 else 0
