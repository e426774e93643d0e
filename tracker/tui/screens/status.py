"""The form that says what became of a proposal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config
from tracker.model import EXTENTS, Edit, NewStatus, Proposal
from tracker.store import database, proposals, statuses
from tracker.tui.entries import new_status, passage
from tracker.tui.screens.add import source_blank, source_named
from tracker.tui.screens.confirm import Confirm
from tracker.tui.screens.form import Form
from tracker.tui.widgets.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.store.database import Ledger


class ChangeStatus(Form):
    """A step, and the passage that it stands on; without one an unusual step needs a reason and a yes."""

    def __init__(self, ledger: Ledger, proposal: Proposal, today: date) -> None:
        """The proposal whose status it is."""
        known = statuses.known(ledger)
        now = known.get(proposal.status)
        self._usual = (*(now.steps if now else ()), proposal.status)
        super().__init__(ledger, _blanks(ledger, list(known), self._usual))
        self.heading = f"#{proposal.id}  {proposal.title}  ({proposal.status})"
        self._proposal, self._today = proposal.id, today

    def save(self, typed: Mapping[str, str], *, sure: bool) -> int | None:
        """Record the step as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_status(typed, self._today, force=sure)
        code = statuses.code(self.ledger, new.status)
        if evidence is None and code not in self._usual and _has_reason(new) and not sure:
            self._ask(code)
            return None
        with database.write(self.ledger, f"update {self._proposal} -s {code}", config.who()) as change:
            proposals.update(change, self._proposal, Edit(), new, evidence)
        return self._proposal

    def _ask(self, code: str) -> None:
        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self.attempt(sure=True)

        question = f"{code} is an unusual step from here, and no source says so. Record it, marked as unusual?"
        self.app.push_screen(Confirm(question, "Record it", "Not yet"), answered)


def _has_reason(new: NewStatus) -> bool:
    return bool(new.because or new.reason)


def _blanks(ledger: Ledger, statuses: list[str], usual: tuple[str, ...]) -> list[Blank]:
    first = [*usual, *(code for code in statuses if code not in usual)]
    reasons = "of rejected: voted-down, no-consensus … of lapsed: expired, superseded …"
    return [
        Blank("status", "", "usual next: " + ", ".join(usual[:-1]), lambda: first),
        Blank("date", hint="when it happened, as exact as the source: 2013, May 2013, yesterday"),
        source_blank(ledger),
        Blank("quote", hint="the words that say so; of a long passage: first words … last words"),
        Blank("because", hint="the reason in your own words"),
        Blank("reason", hint=reasons),
        Blank("extent", "", ", ".join(EXTENTS), lambda: EXTENTS),
    ]
