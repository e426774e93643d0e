"""The verbs that change proposals: each opens its form on the marked ones, or on the one under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from tracker import config, query
from tracker.store import database
from tracker.store.records import presence
from tracker.store.search import listing, terms
from tracker.text import plural
from tracker.tui.screens.filling import NOTHING
from tracker.tui.screens.marking import Marking
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from tracker.query import Query
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.screens.form import Form

# what letters do where no text is being typed
ON_ROWS = frozenset(
    {
        "mark",
        "range",
        "mark_all",
        "status",
        "edit",
        "editor",
        "topics",
        "cite",
        "link",
        "looked",
        "copy",
        "write_file",
        "remove",
        "restore",
    }
)
TYPED = ON_ROWS | {"add", "filter"}
SAMPLE = 3  # titles that are shown before many are changed
AT_ONCE = 200  # more than that are changed beside the screen's own work


class Changing(Marking):
    """The verbs a s e E t c l r x of a screen that has marks."""

    _used: Mapping[str, str] = NOTHING  # what `tracker use` said when that was looked up last

    @property
    def today(self) -> date:
        """The day on which relative dates are counted."""
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Offer only what works here and now."""
        if action in TYPED and isinstance(self.focused, Input):
            return False
        if action == "unmark":
            return self.can_unmark()
        if action in {"remove", "restore"} and (action == "restore") != terms.asks_for_removed(self._query):
            return False
        return bool(self.table.total or self.table.marked) if action in ON_ROWS else True

    def offer_for(self, before: Query) -> None:
        """Offer other verbs where the query asks for what is removed, or does so no longer."""
        if terms.asks_for_removed(before) != terms.asks_for_removed(self._query):
            self.refresh_bindings()

    def action_add(self) -> None:
        """Open the form of a new proposal."""
        from tracker.tui.screens.add import Add

        used = self._in_use()
        self.open_form(lambda: Add(self.ledger, self._said, self.today, used=used), remember=True)

    def action_status(self) -> None:
        """Open the form of a step."""
        from tracker.tui.screens.status import ChangeStatus

        self._on_chosen(lambda wanted: ChangeStatus(self.ledger, wanted, self.today))

    def action_edit(self) -> None:
        """Open the form of what is said of a proposal, or of what is to be said of many alike."""
        from tracker.tui.screens.edit import EditMany, EditRecord

        def form(wanted: Sequence[int]) -> Form:
            if len(wanted) > 1:
                return EditMany(self.ledger, wanted, self.today)
            return EditRecord(self.ledger, wanted[0], self.today)

        self._on_chosen(form)

    def action_topics(self) -> None:
        """Open the list of topics."""
        from tracker.tui.screens.checklist import Topics

        self._on_chosen(lambda wanted: Topics(self.ledger, wanted, self.today))

    def action_cite(self) -> None:
        """Open the form of a passage."""
        from tracker.tui.screens.cite import Cite

        self._on_chosen(lambda wanted: Cite(self.ledger, wanted, self._said))

    def action_link(self) -> None:
        """Open the form of a link."""
        from tracker.tui.screens.link import Link

        self._on_chosen(lambda wanted: Link(self.ledger, wanted, self.today))

    def action_looked(self) -> None:
        """Open the form of a look."""
        from tracker.tui.screens.looked import Looked

        self._on_chosen(lambda wanted: Looked(self.ledger, wanted, self.today))

    def action_editor(self) -> None:
        """Open the record in the user's own editor."""
        from tracker.tui.screens.editor import Editing

        wanted = self.chosen()
        if len(wanted) > 1:
            self.say(f"The editor takes one at a time, and {len(wanted):,} are marked: esc unmarks them", "warning")
        elif wanted:
            Editing(self, wanted[0]).begin()

    def action_remove(self) -> None:
        """Take out of every list what is chosen; many are asked about first."""
        from tracker.store.records import proposals

        self._to_each("rm", proposals.remove, "Removed", "Remove")

    def action_restore(self) -> None:
        """Bring back what is chosen of the removed ones."""
        from tracker.store.records import proposals

        self._to_each("restore", proposals.restore, "Restored", "Restore")

    def shows(self, proposal: int) -> bool:
        """Whether the query finds it."""
        return listing.count(self.ledger, query.with_term(self._query, "id", str(proposal), self.today)) > 0

    def _in_use(self) -> dict[str, str]:
        """What `tracker use` says, by the fields of a form; if it is new, it stands over what the last add said."""
        from tracker.editing import defaults
        from tracker.tui import entries

        used: dict[str, str] = {}
        with self.toasted():
            kept = defaults.kept(self.ledger.path)
            used |= entries.in_use(kept.typed)
            if kept.warning and used != self._used:
                self.say(kept.warning, "warning")
        if used != self._used:
            self._used, self._said = used, {**self._said, **used}
        return used

    def _on_chosen(self, form: Callable[[Sequence[int]], Form]) -> None:
        wanted = self.chosen()
        if wanted:
            self.open_form(lambda: form(wanted))

    def _to_each(self, command: str, deed: Callable[[Change, int], None], done: str, question: str) -> None:
        wanted = self.chosen()
        if not self.is_free():
            return
        if len(wanted) <= 1:
            self._done_to_each(command, deed, wanted, done)
        else:
            self._ask_for_all(command, deed, wanted, done, question)

    def _ask_for_all(
        self, command: str, deed: Callable[[Change, int], None], wanted: Sequence[int], done: str, question: str
    ) -> None:
        from tracker.tui.screens.confirm import Confirm

        def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
            if sure:
                self._done_to_each(command, deed, wanted, done)

        sample = [f"#{line.id}  {line.title}" for line in listing.lines(self.ledger, wanted[:SAMPLE])]
        sample += [f"… and {len(wanted) - SAMPLE:,} more"] if len(wanted) > SAMPLE else []
        asked = f"{question} {plural(len(wanted), 'proposal')}?"
        self.app.push_screen(Confirm(asked, "Yes, all of them", "Not yet", sample), answered)

    def _done_to_each(
        self, command: str, deed: Callable[[Change, int], None], wanted: Sequence[int], done: str
    ) -> None:
        def do(ledger: Ledger) -> str:
            return self._do(ledger, command, deed, wanted)

        def told(title: str) -> None:
            self._told(wanted, done, title)

        if len(wanted) > AT_ONCE:
            self.beside("changing", do, told)
        else:
            with self.toasted():
                told(do(self.ledger))

    def _do(self, ledger: Ledger, command: str, deed: Callable[[Change, int], None], wanted: Sequence[int]) -> str:
        """Do it as one change; gives back the title of the first."""
        from tracker.tui.screens.form import named

        with database.write(ledger, f"{command} {named(wanted)}", config.who()) as change:
            for one in wanted:
                deed(change, one)
        return presence.title(ledger, wanted[0])

    def _told(self, wanted: Sequence[int], done: str, title: str) -> None:
        self.mark(())
        self.reload()
        what = f"#{wanted[0]}  {short(title)}" if len(wanted) == 1 else plural(len(wanted), "proposal")
        self.say(f"{done} {what}   u undoes")
