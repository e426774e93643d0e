"""The forms that change what is said of a proposal: one as a record, or many alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tracker import config
from tracker.editing import merge, record, revision
from tracker.errors import UsageError
from tracker.fields import PARTS
from tracker.life import first_with_own_date
from tracker.model import ProposalEdit
from tracker.store import database
from tracker.store.ledger import consistent_read
from tracker.store.records import proposals
from tracker.tui import form_values
from tracker.tui.dialogs.choose import Choose
from tracker.tui.forms.add import blank_of
from tracker.tui.forms.form import Ask, Form
from tracker.tui.forms.parts.labels import said_of, subject_label
from tracker.tui.forms.parts.layout import FORM, MANY_FORM, MANY_FORM_MORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from tracker.editing.form_drafts import FormDraft
    from tracker.editing.merge import Clash
    from tracker.editing.record import Record
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure
    from tracker.tui.widgets.inputs.field import Blank


class Clashed(Ask):
    """Both sides changed one thing: which of the two is to stand."""

    def __init__(self, clash: Clash) -> None:
        """What clashes."""
        super().__init__("clash", f"{clash.field} was changed meanwhile", "")
        self.clash = clash


class EditRecord(Form):
    """A proposal as a record; what others change while it is open stays, and is asked about where both did."""

    drafted = "edit"

    def __init__(self, ledger: Ledger, proposal: int, today: date) -> None:
        """The proposal to be edited. Raises NotFoundError."""
        self.wanted, self._today = (proposal,), today
        with consistent_read(ledger):
            title = proposals.existing(ledger, proposal)
            self._base = as_edited(revision.now(ledger, proposal, today)[0], today)
            said = form_values.record_inputs(self._base)
            blanks = [blank_of(ledger, name, value=said[name]) for name in FORM]
        super().__init__(ledger, blanks)
        self.heading = f"#{proposal}  {title}"
        self._mine: set[Clash] = set()
        self._theirs: set[Clash] = set()

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:  # noqa: ARG002 - clashes are kept by themselves
        """Save what differs from what the form began with as one change."""
        (proposal,) = self.wanted
        mine = form_values.edit_record(self._base, typed, self._today)
        for clash in self._theirs:
            mine = merge.yielding(mine, clash)
        fields = ", ".join(merge.touched(merge.difference(self._base, mine)))
        try:
            with database.write_change(self.ledger, f"edit {proposal} ({fields})", config.user_name()) as change:
                edit = revision.bring_in(
                    change, proposal, self._base, mine, today=self._today, mine_stands=frozenset(self._mine)
                )
        except merge.ClashError as error:
            raise Clashed(error.clashes[0]) from None
        changed = ", ".join(merge.touched(edit))
        self.said, self.undoable = (
            (f"Saved #{proposal} ({changed})", True) if changed else ("Nothing was changed", False)
        )
        if edit.proposed_on:
            self.said += self._what_keeps_its_date(proposal)
        return proposal

    def _what_keeps_its_date(self, proposal: int) -> str:
        """That the first status did not follow the date of the proposal; empty if it did."""
        now = proposals.read_detail(self.ledger, proposal, self._today)
        first = first_with_own_date(now.status_events, now.proposal.proposed_on)
        return f"; its first status keeps the date {first.occurred_on or 'unknown'}" if first else ""

    def take_draft(self, draft: FormDraft) -> None:
        """Fill in a draft, and begin with what it began with: what others changed since is merged."""
        super().take_draft(draft)
        began = {name: value for name, value in draft.began.items() if draft.typed.get(name) != value}
        self._base = form_values.edit_record(self._base, self.began_values() | began, self._today)

    def ask(self, question: Ask, sure: Sure) -> None:
        """Ask whose value stands where both changed one."""
        if not isinstance(question, Clashed):
            super().ask(question, sure)
            return

        def chosen(whose: str | None) -> None:
            if whose:
                (self._mine if whose == "mine" else self._theirs).add(question.clash)
                self.attempt(sure)

        self.app.push_screen(Choose(question.clash), chosen)


class EditMany(Form):
    """What is to be said of many proposals alike; what is left empty stays as it is."""

    drafted = "edit"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], today: date) -> None:
        """The proposals to be changed."""
        self.wanted, self._today = wanted, today
        blanks = [_for_many(blank_of(ledger, name)) for name in MANY_FORM]
        more = [_for_many(blank_of(ledger, name, more=True)) for name in MANY_FORM_MORE]
        super().__init__(ledger, [*blanks, *more])
        self.heading = f"Change {subject_label(wanted)}: empty fields stay as they are"

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Change them as one change, once it was asked."""
        edit = form_values.edit_of_many(typed, self._today)
        if edit == ProposalEdit():
            raise UsageError("nothing to change yet: fill in at least one field", field="kind")
        fields = ", ".join(merge.touched(edit))

        def action(change: Change, wanted: Sequence[int]) -> list[int]:
            return proposals.update_proposals(change, wanted, edit)

        done = self.write(f"update {self.named()} ({fields})", action, sure, f"Change the {fields} of")
        assert isinstance(done, list)  # noqa: S101 - what our own action gives back
        self.said = f"Changed the {fields} of {said_of(done, '')}".strip()
        return self.wanted[0] if len(self.wanted) == 1 else 0


def as_edited(now: Record, today: date) -> Record:
    """A record as it comes back from being edited, tidied."""
    return record.from_text(record.to_text(now, {}), today)


def _for_many(blank: Blank) -> Blank:
    if blank.name == "kind":
        return blank
    how = "item adds, -item removes" if blank.name in PARTS else "- clears it"
    return replace(blank, hint=f"{how}; {blank.hint}", long=False)
