"""The form that cites a passage for a proposal or against it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError, blame_field
from tracker.fields import FIELDS, PASSAGE
from tracker.store.ledger import consistent_read
from tracker.store.records import events, presence, proposals
from tracker.text import match_code
from tracker.tui.form_values import event, passage
from tracker.tui.forms.add import blank_of, source_named
from tracker.tui.forms.form import Form
from tracker.tui.forms.parts.labels import said_of, subject_label
from tracker.tui.forms.status import event_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.model import Evidence, StatusEvent
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure
    from tracker.tui.widgets.inputs.field import Blank

STANCES = {"for": "supports", "against": "contradicts"}


class Cite(Form):
    """A passage of a source, and what it is evidence of."""

    drafted = "cite"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], said: Mapping[str, str]) -> None:
        """The proposals that it is cited for; `said` offers the source that was named last. Raises NotFoundError."""
        self.wanted = wanted
        with consistent_read(ledger):
            title = presence.existing_title(ledger, wanted[0])
            known = events.events_of_proposal(ledger, wanted[0]) if len(wanted) == 1 else ()
        blanks = [
            blank_of(ledger, "source", value=said.get("source", ""), required=True),
            *(blank_of(ledger, name) for name in PASSAGE[1:]),
            blank_of(ledger, "stance", value="for", known=lambda: STANCES, closed=True),
            *([_event(ledger, known)] if known else []),
        ]
        super().__init__(ledger, blanks)
        self.heading = f"Cite a passage for {subject_label(wanted, title)}"

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Cite it as one change."""
        with blame_field("stance", typed["stance"]):
            stance = STANCES[match_code(typed["stance"].strip() or "for", STANCES, "stance")]
        cited, about = passage(typed, source_named(self.ledger, typed["source"]), stance), event(typed)
        if cited is None:
            raise UsageError("a citation needs a source: its number or its title", field="source")
        evidence: Evidence = cited

        def action(change: Change, wanted: Sequence[int]) -> None:
            for one in wanted:
                proposals.cite_passage(change, one, evidence, about)

        self.write(f"cite {self.named()}", action, sure, "Cite this passage for")
        against = "against" if stance == "contradicts" else "for"
        self.said = f"Cited source {evidence.source_id} {against} {said_of(self.wanted, '')}".strip()
        return self.wanted[0] if len(self.wanted) == 1 else 0


def _event(ledger: Ledger, known: Sequence[StatusEvent]) -> Blank:
    listed = event_words(known)
    return blank_of(ledger, "event", hint=f"{FIELDS['event'].hint}: {'; '.join(listed)}", known=lambda: listed)
