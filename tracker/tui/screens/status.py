"""The form that says what became of a proposal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from tracker import config
from tracker.model import EXTENTS, Edit, NewStatus
from tracker.store import database, events, proposals, statuses
from tracker.text import visible
from tracker.tui.entries import FieldError, new_status, passage
from tracker.tui.screens.add import source_blank, source_named
from tracker.tui.screens.confirm import Confirm
from tracker.tui.screens.form import Form
from tracker.tui.widgets import drawing
from tracker.tui.widgets.field import Blank, Field

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from tracker.model import Proposal
    from tracker.store.database import Ledger


class ChangeStatus(Form):
    """A step, and the passage that it stands on; without one an unusual step needs a reason and a yes.

    It is judged by the status events that the reader knows of: those at the opening, or what was said of a change
    since.
    """

    def __init__(self, ledger: Ledger, proposal: int, today: date) -> None:
        """The proposal whose status it is. Raises NotFoundError."""
        self._proposal, self._today = proposal, today
        with database.reading(ledger):
            proposals.existing(ledger, proposal)
            now = self._read(ledger)
            super().__init__(ledger, _blanks(ledger, list(statuses.known(ledger)), self._usual))
        self.heading = _heading(now)

    def save(self, typed: Mapping[str, str], *, sure: bool) -> int | None:
        """Record the step as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_status(typed, self._today, force=sure)
        code = statuses.code(self.ledger, new.status)
        with database.write(self.ledger, f"update {self._proposal} -s {code}", config.who()) as change:
            self._refuse_if_changed(change.ledger)
            unsure = evidence is None and code not in self._usual and _has_reason(new) and not sure
            if not unsure:
                proposals.update(change, self._proposal, Edit(), new, evidence)
        if unsure:
            self._ask(code)
        return None if unsure else self._proposal

    def _read(self, ledger: Ledger) -> Proposal:
        """The proposal as it now is; from here on the form goes by its status."""
        now = next(proposals.records(ledger, [self._proposal], self._today))
        status = statuses.known(ledger).get(now.status)
        self._usual = (*(status.steps if status else ()), now.status)
        self._known = events.of_proposal(ledger, self._proposal)
        return now

    def _refuse_if_changed(self, ledger: Ledger) -> None:
        """Raise FieldError, once for each change, if the status is not the one that the reader knows of."""
        proposals.existing(ledger, self._proposal)
        if events.of_proposal(ledger, self._proposal) != self._known:
            now = self._read(ledger)
            self.query_one(".dialog-heading", Static).update(visible(_heading(now), 1000))
            field = self.query_one("#field-status", Field)
            field.blank = replace(field.blank, hint=_usual_next(self._usual))
            stands = f"{now.status} ({drawing.day(now.status_on, in_words=True)})"
            changed = f"#{self._proposal} was changed meanwhile: now {stands}. Enter saves all the same"
            raise FieldError("status", changed)

    def _ask(self, code: str) -> None:
        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self.attempt(sure=True)

        question = f"{code} is an unusual step from here, and no source says so. Record it, marked as unusual?"
        self.app.push_screen(Confirm(question, "Record it", "Not yet"), answered)


def _heading(proposal: Proposal) -> str:
    return f"#{proposal.id}  {proposal.title}  ({proposal.status})"


def _usual_next(usual: tuple[str, ...]) -> str:
    return "usual next: " + ", ".join(usual[:-1])


def _has_reason(new: NewStatus) -> bool:
    return bool(new.because or new.reason)


def _blanks(ledger: Ledger, codes: list[str], usual: tuple[str, ...]) -> list[Blank]:
    first = [*usual, *(code for code in codes if code not in usual)]
    reasons = "of rejected: voted-down, no-consensus … of lapsed: expired, superseded …"
    return [
        Blank("status", "", _usual_next(usual), lambda: first),
        Blank("date", hint="when it happened, as exact as the source: 2013, May 2013, yesterday"),
        source_blank(ledger),
        Blank("quote", hint="the words that say so; of a long passage: first words … last words"),
        Blank("because", hint="the reason in your own words"),
        Blank("reason", hint=reasons),
        Blank("extent", "", ", ".join(EXTENTS), lambda: EXTENTS),
    ]
