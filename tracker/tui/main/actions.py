"""The verbs that change proposals: each acts on the marked ones, or on the one under the cursor."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tracker import config, query
from tracker.model import NotFoundError, TrackerError, UsageError
from tracker.store import database
from tracker.store.records import presence
from tracker.store.search import listing
from tracker.text import plural
from tracker.tui.form_opener import NOTHING_TYPED, FormOpener
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.editing.preview import Preview
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.background import Background
    from tracker.tui.context import ScreenContext
    from tracker.tui.forms.form import Form
    from tracker.tui.main.marks import Marks
    from tracker.tui.main.query_runner import QueryRunner


GONE, THERE = ("is removed already", "are removed already"), ("was not removed", "were not removed")


class BulkAction(NamedTuple):
    """An action that is done to each proposal without a form: the command that the history names, and its words.

    `same` is said of those that it leaves as they are, of one and of several.
    """

    command: str
    done: str
    question: str
    do: Callable[[Change, int], None]
    same: tuple[str, str]


class Actions:
    """What a s e E t c l r x do."""

    def __init__(self, context: ScreenContext, runner: QueryRunner, marks: Marks, background: Background) -> None:
        """They act on what is marked; many are changed beside the screen's own work."""
        self._context, self._runner, self._marks, self._background = context, runner, marks, background
        self._used: Mapping[str, str] = NOTHING_TYPED  # what `tracker use` said when that was looked up last
        self.forms = FormOpener(context, self.is_listed)

    def is_listed(self, proposal: int) -> bool:
        """Whether the query finds it."""
        asked = query.with_term(self._runner.query, "id", str(proposal), self._context.today)
        return listing.count_matches(self._context.ledger, asked) > 0

    # forms

    def add_source(self) -> None:
        """Take in a file, an address or a text."""
        from tracker.tui.forms.add_source import AddSource

        self.forms.open(lambda: AddSource(self._context.ledger, self._context.today))

    def add(self) -> None:
        """Open the form of a new proposal."""
        from tracker.tui.forms.add import Add

        used, context = self._read_use(), self._context
        self.forms.open(lambda: Add(context.ledger, self.forms.typed, context.today, used=used), remember=True)

    def change_status(self) -> None:
        """Open the form of a step."""
        from tracker.tui.forms.status import ChangeStatus

        self._open(lambda wanted: ChangeStatus(self._context.ledger, wanted, self._context.today))

    def edit(self) -> None:
        """Open the form of what is said of a proposal, or of what is to be said of many alike."""
        from tracker.tui.forms.edit import EditMany, EditRecord

        def make(wanted: Sequence[int]) -> Form:
            if len(wanted) > 1:
                return EditMany(self._context.ledger, wanted, self._context.today)
            return EditRecord(self._context.ledger, wanted[0], self._context.today)

        self._open(make)

    def edit_topics(self) -> None:
        """Open the list of topics."""
        from tracker.tui.forms.topics import Topics

        self._open(lambda wanted: Topics(self._context.ledger, wanted, self._context.today))

    def cite(self) -> None:
        """Open the form of a passage."""
        from tracker.tui.forms.cite import Cite

        self._open(lambda wanted: Cite(self._context.ledger, wanted, self.forms.typed))

    def link(self) -> None:
        """Open the form of a link."""
        from tracker.tui.forms.link import Link

        self._open(lambda wanted: Link(self._context.ledger, wanted, self._context.today))

    def log_look(self) -> None:
        """Open the form of a look."""
        from tracker.tui.forms.looked import Looked

        self._open(lambda wanted: Looked(self._context.ledger, wanted, self._context.today))

    def edit_outside(self) -> None:
        """Open the record in the user's own editor."""
        from tracker.tui.main.editor import Editing

        wanted = self._marks.targets()
        if len(wanted) > 1:
            message = f"The editor opens one proposal at a time, but {len(wanted):,} are marked: esc unmarks them"
            self._context.say(message, "warning")
        elif wanted:
            Editing(self._context, wanted[0]).begin()

    def _open(self, make: Callable[[Sequence[int]], Form]) -> None:
        wanted = self._marks.targets()
        if wanted:
            self.forms.open(lambda: make(wanted))

    def _read_use(self) -> dict[str, str]:
        """What `tracker use` says, by the fields of a form; if it is new, it stands over what the last add said."""
        from tracker.editing import defaults
        from tracker.tui import form_values

        used: dict[str, str] = {}
        with self._context.say_errors():
            kept = defaults.read_in_use(self._context.ledger.path)
            used |= form_values.in_use(kept.typed)
            if kept.warning and used != self._used:
                self._context.say(kept.warning, "warning")
        if used != self._used:
            self._used = used
            self.forms.remember(used)
        return used

    # without a form

    def remove(self) -> None:
        """Take out of every list what is chosen; many are asked about first."""
        from tracker.store.records import proposals

        self._begin(BulkAction("rm", "Removed", "Remove", proposals.remove, GONE))

    def restore(self) -> None:
        """Bring back what is chosen of the removed ones."""
        from tracker.store.records import proposals

        self._begin(BulkAction("restore", "Restored", "Restore", proposals.restore, THERE))

    def _begin(self, action: BulkAction) -> None:
        wanted = self._marks.targets()
        if not wanted or not self._background.is_free():
            return
        if len(wanted) == 1:
            self._run(action, wanted)
        else:
            self._ask(action, wanted)

    def _ask(self, action: BulkAction, wanted: Sequence[int]) -> None:
        """Show what it would do, and ask whether to do it."""
        from tracker.tui.forms.parts import bulk

        def ask(would: Preview) -> None:
            from tracker.tui.dialogs.confirm import Confirm

            def answered(sure: bool | None) -> None:  # noqa: FBT001 - textual's callback
                if sure:
                    self._run(action, would.would)

            question = Confirm(would.question(action.question, action.same), bulk.YES, "Not yet", would.sample)
            self._context.app.push_screen(question, answered)

        def look(ledger: Ledger) -> Preview:
            with database.try_change(ledger, action.command, config.user_name()) as change:
                return bulk.preview_marked(change, wanted, partial(_try_on_each, action))

        if len(wanted) > bulk.AT_ONCE:
            self._background.start("looking", look, ask, group="marking")  # the next key answers it
        else:
            with self._context.say_errors():
                ask(look(self._context.ledger))

    def _run(self, action: BulkAction, wanted: Sequence[int]) -> None:
        from tracker.tui.forms.parts import bulk

        def do(ledger: Ledger) -> str:
            return _do_to_each(ledger, action, wanted)

        def tell(title: str) -> None:
            self._marks.replace(())
            self._context.reload()
            what = f"#{wanted[0]}  {short(title)}" if len(wanted) == 1 else plural(len(wanted), "proposal")
            self._context.say(f"{action.done} {what}   u undoes")

        if len(wanted) > bulk.AT_ONCE:
            self._background.start("changing", do, tell)
        else:
            with self._context.say_errors():
                tell(do(self._context.ledger))


def _do_to_each(ledger: Ledger, action: BulkAction, wanted: Sequence[int]) -> str:
    """Do it as one change; gives back the title of the first."""
    from tracker.tui.forms.parts.labels import proposals_label

    with database.write_change(ledger, f"{action.command} {proposals_label(wanted)}", config.user_name()) as change:
        for one in wanted:
            action.do(change, one)
    return presence.proposal_title(ledger, wanted[0])


def _try_on_each(action: BulkAction, change: Change, wanted: Sequence[int]) -> list[int]:
    """Those that it changes: some may have been removed, or restored, since they were marked.

    Raises as the last one did if it changes none.
    """
    done: list[int] = []
    refused: TrackerError | None = None
    for one in wanted:
        try:
            action.do(change, one)
            done.append(one)
        except (NotFoundError, UsageError) as error:
            refused = error
    if refused is not None and not done:
        raise refused
    return done
