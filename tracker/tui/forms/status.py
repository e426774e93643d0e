"""The form that says what became of a proposal, or of many alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.widgets import Static

from tracker.errors import UsageError
from tracker.fields import FIELDS
from tracker.life import events_in_force
from tracker.model import ProposalEdit, UnusualStepError
from tracker.store.ledger import consistent_read
from tracker.store.records import events, proposals, statuses
from tracker.text import visible_line
from tracker.tui.form_values import new_status, passage
from tracker.tui.forms.add import blank_of, source_named
from tracker.tui.forms.form import Ask, Form
from tracker.tui.forms.parts.bulk import AT_ONCE
from tracker.tui.forms.parts.labels import said_of, subject_label
from tracker.tui.widgets import signs
from tracker.tui.widgets.inputs.field import Blank, Field

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.model import Evidence, NewStatus, Proposal, StatusEvent
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure

UNUSUAL = "unusual"


class ChangeStatus(Form):
    """A step, and the passage that it stands on; without one an unusual step needs a reason and a yes.

    For one proposal it is judged by the status events that the reader knows of: those at the opening, or what was said
    of a change since.
    """

    drafted = "status"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], today: date) -> None:
        """The proposals whose status it is. Raises NotFoundError."""
        self.wanted, self._today = wanted, today
        self._usual: tuple[str, ...] = ()
        with consistent_read(ledger):
            for one in wanted[:AT_ONCE]:
                proposals.existing(ledger, one)
            if len(wanted) == 1:
                self.heading = _status_heading(self._read(ledger))
                known = events.events_of_proposal(ledger, wanted[0])
            else:
                self.heading, known = f"The status of {subject_label(wanted)}", ()
            blanks = _blanks(ledger, list(statuses.read_statuses(ledger)), self._usual)
            super().__init__(ledger, [*blanks, *([_corrects(ledger, known)] if known else [])])

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Record the step as one change."""
        evidence = passage(typed, source_named(self.ledger, typed["source"]))
        new = new_status({"corrects": "", **typed}, self._today, force=UNUSUAL in sure)
        code = statuses.match_status(self.ledger, new.status) if new.status else ""
        said = {"-s": code, "--for": new.actor, "--corrects": new.corrects}
        command = " ".join([f"update {self.named()}", *(f"{flag} {one}" for flag, one in said.items() if one)])

        def action(change: Change, wanted: Sequence[int]) -> list[int]:
            return self._record(change, wanted, new, evidence)

        try:
            done = self.write(command, action, sure, f"Record {code} for")
        except UnusualStepError:
            if not (new.because or new.reason) or UNUSUAL in sure:
                raise
            question = f"{code} is an unusual step from here, and no quote supports it. Record it, marked as unusual?"
            raise Ask(UNUSUAL, question, "Record it") from None
        assert isinstance(done, list)  # noqa: S101 - what our own action gives back
        self.said = said_of(done, "was corrected|were corrected" if not code else f"is now {code}|are now {code}")
        return self.wanted[0] if len(self.wanted) == 1 else 0

    def _record(self, change: Change, wanted: Sequence[int], new: NewStatus, evidence: Evidence | None) -> list[int]:
        if len(self.wanted) == 1:
            self._refuse_if_changed(change.ledger)
        return proposals.update_proposals(change, wanted, ProposalEdit(), new, evidence)

    def _read(self, ledger: Ledger) -> Proposal:
        """The proposal as it now is; from here on the form goes by its status."""
        now = next(proposals.read_records(ledger, self.wanted, self._today))
        status = statuses.read_statuses(ledger).get(now.status)
        self._usual = (*(status.steps if status else ()), now.status)
        self._known = events.events_of_proposal(ledger, self.wanted[0])
        return now

    def _refuse_if_changed(self, ledger: Ledger) -> None:
        """Raise UsageError, once for each change, if the status is not the one that the reader knows of."""
        (proposal,) = self.wanted
        proposals.existing(ledger, proposal)
        if events.events_of_proposal(ledger, proposal) != self._known:
            now = self._read(ledger)
            self.query_one(".dialog-heading", Static).update(visible_line(_status_heading(now), 1000))
            field = self.query_one("#field-status", Field)
            field.blank = replace(field.blank, hint=_usual_next(self._usual))
            stands = f"{now.status} ({signs.day(now.status_on, in_words=True)})"
            changed = f"#{proposal} was changed meanwhile: now {stands}. Enter saves anyway"
            raise UsageError(changed, field="status")


def _status_heading(proposal: Proposal) -> str:
    return f"#{proposal.id}  {proposal.title}  ({proposal.status})"


def _usual_next(usual: tuple[str, ...]) -> str:
    return "usual next: " + ", ".join(usual[:-1])


def _corrects(ledger: Ledger, known: Sequence[StatusEvent]) -> Blank:
    listed = event_words(known)
    hint = f"{FIELDS['corrects'].hint}: {'; '.join(listed)}"
    return blank_of(ledger, "corrects", hint=hint, known=lambda: [*listed, "last"], more=True)


def event_words(known: Sequence[StatusEvent]) -> list[str]:
    """Status events as a form offers them, the newest first: `7 adopted 2013`."""
    return [f"{one.id} {one.status} {one.occurred_on or 'undated'}" for one in reversed(events_in_force(known))]


def _blanks(ledger: Ledger, codes: list[str], usual: tuple[str, ...]) -> list[Blank]:
    first = [*usual, *(code for code in codes if code not in usual)]
    hint = _usual_next(usual) if usual else ", ".join(codes)
    return [
        blank_of(ledger, "status", hint=hint, known=lambda: first, closed=False, example=(*usual, "in-progress")[0]),
        blank_of(ledger, "status_on"),
        blank_of(ledger, "source"),
        blank_of(ledger, "quote", hint="the words that say so; for a long passage: first words … last words"),
        blank_of(ledger, "because"),
        blank_of(ledger, "reason", known=lambda: statuses.read_reasons(ledger)),
        blank_of(ledger, "extent"),
        *(blank_of(ledger, name, more=True) for name in ("actor", "according_to", "rating", "locator", "translation")),
    ]
