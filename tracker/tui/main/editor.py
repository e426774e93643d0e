"""A record in the user's own editor, while the screen waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tracker import config
from tracker.editing import editor, merge, record, revision
from tracker.editing.drafts import Draft, held
from tracker.model import ProposalEdit, UsageError
from tracker.store import database
from tracker.store.ledger import consistent_read
from tracker.store.records import proposals, topics
from tracker.tui.dialogs.confirm import Confirm

if TYPE_CHECKING:
    from tracker.editing.record import Record
    from tracker.tui.context import ScreenContext


class Editing:
    """One editing of one proposal: what the command `edit` does, said in toasts."""

    def __init__(self, context: ScreenContext, proposal: int) -> None:
        """The screen that waits, and the proposal."""
        self._context, self._proposal = context, proposal
        self._draft = Draft.of(context.ledger.path, str(proposal))
        self._said = ""

    def begin(self) -> None:
        """Edit, once it is known whether a draft that is there is taken up again."""
        since = self._draft.since()
        if not since:
            self._edit(again=False)
            return

        def answered(again: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if again is not None:
                self._edit(again=again)

        question = f"There is a draft of #{self._proposal} from {since}: continue with it?"
        self._context.app.push_screen(Confirm(question, "Continue", "Start again", back="Neither"), answered)

    def _edit(self, *, again: bool) -> None:
        with self._context.say_errors(), held(self._draft, f"#{self._proposal}"):
            try:
                why = self._rounds(again=again)
            except SuspendNotSupported:
                raise UsageError("no editor can be opened here; e edits in a form") from None
            except KeyboardInterrupt:
                kept = f"; your draft is kept: {self._draft.path}" if self._draft.path.exists() else ""
                why = f": the editor was interrupted{kept}"
            self._context.reload(self._proposal)
            self._context.say(f"Nothing was changed{why}" if why else self._said)

    def _rounds(self, *, again: bool) -> str:
        """Edit until it is saved; gives back why nothing was, empty if it was."""
        context, draft = self._context, self._draft
        with consistent_read(context.ledger):
            proposals.existing(context.ledger, self._proposal)
            now, status = revision.now(context.ledger, self._proposal, context.today)
            comments = editor.comments(self._proposal, status, list(topics.topics_in_use(context.ledger)))
        with context.app.suspend():  # first, as it may refuse: a draft goes only for an editor that opens
            if not again:  # never beside a draft: what others changed since it was begun would be taken for what it was
                draft.forget()
                draft.keep_base(record.to_text(now, {}))
            text = draft.text() if again else record.to_text(now, comments)
            return editor.until_saved(
                draft, text, self._save, said=comments, today=context.today, refused=lambda _: None, again=again
            )

    def _save(self, mine: Record) -> None:
        context, base = self._context, editor.base_of(self._draft, self._context.today)
        fields = ", ".join(merge.touched(merge.difference(base or record.Record(), mine)))
        with database.write_change(context.ledger, f"edit {self._proposal} ({fields})", config.user_name()) as change:
            edit = revision.bring_in(change, self._proposal, base, mine, today=context.today)
        self._draft.forget()
        changed = ", ".join(merge.touched(edit))
        nothing = "Nothing was changed: it already has these values"
        self._said = f"Saved #{self._proposal} ({changed})   u undoes" if edit != ProposalEdit() else nothing
