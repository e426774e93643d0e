"""The topics of a proposal as a list to be ticked, the primary one marked; of many, what all of them get or lose."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.option_list import Option

from tracker import config
from tracker.editing import revision
from tracker.model import ProposalEdit
from tracker.store import database
from tracker.store.ledger import consistent_read
from tracker.store.records import presence, proposals, topics
from tracker.text import plural
from tracker.tui.forms.edit import as_edited
from tracker.tui.forms.form import Form
from tracker.tui.forms.parts.labels import subject_label
from tracker.tui.widgets.inputs.option_menu import OptionMenu
from tracker.tui.widgets.signs import MUTED, visible_cell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult

    from tracker.editing.form_drafts import FormDraft
    from tracker.store.ledger import Change, Ledger
    from tracker.tui.forms.form import Sure

ALL, SOME, NONE = "✓", "–", " "  # noqa: RUF001 - the dash of what only some of many have
PRIMARY = " primary"  # in a draft, beside the codes, none of which begins with a space
MARKS = {ALL: "$text-success", SOME: "$text-warning", NONE: ""}


class TopicList(OptionMenu):
    """The topics; Enter saves, a space or a click ticks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.save", "Save"),
        Binding("space", "select", "Tick"),
        Binding("p", "screen.primary", "Primary"),
    ]


class Topics(Form):
    """Every topic there is, ticked where the proposals have it."""

    drafted = "topics"

    def __init__(self, ledger: Ledger, wanted: Sequence[int], today: date) -> None:
        """The proposals whose topics they are. Raises NotFoundError."""
        self.wanted, self._today = wanted, today
        super().__init__(ledger, [])
        with consistent_read(ledger):
            title = presence.existing_title(ledger, wanted[0])
            had = topics.count_topics(ledger, wanted)
            self._known = list(dict.fromkeys([*topics.topics_in_use(ledger), *had]))
            self._base = as_edited(revision.now(ledger, wanted[0], today)[0], today) if len(wanted) == 1 else None
        self._before = {code: _mark(had.get(code, 0), len(wanted)) for code in self._known}
        self._now = dict(self._before)
        self._primary = self._base.topics[0] if self._base and self._base.topics else ""
        primary = "p  primary    " if self._base else ""
        self.keys = f"space  tick    enter  save    {primary}esc  close"
        self.heading = f"Topics of {subject_label(wanted, title)}"

    def below(self) -> ComposeResult:
        """The list."""
        yield TopicList(*(Option(self._drawn(code), id=code) for code in self._known), compact=True)

    def on_mount(self) -> None:
        """Begin on the first topic that it has."""
        options = self.query_one(TopicList)
        options.highlighted = next((at for at, code in enumerate(self._known) if self._before[code] != NONE), 0)
        options.focus()

    def _fit(self) -> None:
        options, dialog = self.query_one(TopicList), self.query_one(".dialog")
        around = dialog.virtual_size.height - options.size.height + dialog.gutter.height
        dialog.set_class(options.virtual_size.height + around > self.size.height, "dialog-tall")

    def draft_values(self) -> dict[str, str]:
        """What is ticked, and which is the primary one."""
        return {**self._now, PRIMARY: self._primary}

    def began_values(self) -> dict[str, str]:
        """What was ticked."""
        return {**self._before, PRIMARY: (*self._base.topics, "")[0] if self._base else ""}

    def take_draft(self, draft: FormDraft) -> None:
        """Tick what was ticked in a draft."""
        changed = {code: mark for code, mark in draft.typed.items() if mark != draft.began.get(code)}
        self._now |= {code: mark for code, mark in changed.items() if code in self._now and mark in MARKS}
        if changed.get(PRIMARY) in self._now:
            self._primary = changed[PRIMARY]
        self._draw()

    def is_changed(self) -> bool:
        """Whether something was ticked."""
        return self._now != self._before or (self._base is not None and self._chosen() != self._base.topics)

    def on_option_list_option_selected(self, event: OptionMenu.OptionSelected) -> None:
        """Tick a topic, or take the tick away."""
        code = str(event.option.id)
        turns = {ALL: NONE, NONE: self._before[code] if self._before[code] == SOME else ALL, SOME: ALL}
        self._now[code] = turns[self._now[code]]
        if self._now[code] == NONE and code == self._primary:
            self._primary = ""
        self._draw()

    def action_primary(self) -> None:
        """Make the topic under the cursor the primary one."""
        at = self.query_one(TopicList).highlighted
        if at is not None and self._base is not None:
            self._primary = self._known[at]
            self._now[self._primary] = ALL
            self._draw()

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:  # noqa: ARG002 - nothing is typed
        """Give and take the topics as one change."""
        return self._save_one() if self._base else self._save_many(sure)

    def _save_one(self) -> int:
        assert self._base is not None  # noqa: S101 - asked for above
        (proposal,), mine = self.wanted, self._base._replace(topics=self._chosen())
        with database.write_change(self.ledger, f"edit {proposal} (topics)", config.user_name()) as change:
            edit = revision.bring_in(change, proposal, self._base, mine, today=self._today)
        self.undoable = edit != ProposalEdit()
        self.said = f"#{proposal}: {', '.join(mine.topics) or 'no topic'}" if self.undoable else "Nothing was changed"
        return proposal

    def _save_many(self, sure: Sure) -> int:
        more = tuple(code for code in self._known if self._now[code] == ALL != self._before[code])
        less = tuple(code for code in self._known if self._now[code] == NONE != self._before[code])
        if not (more or less):
            self.said, self.undoable = "Nothing was changed", False
            return 0
        edit = ProposalEdit(add={"topics": more} if more else {}, remove={"topics": less} if less else {})
        what = " ".join([*(f"+{code}" for code in more), *(f"−{code}" for code in less)])  # noqa: RUF001 - a minus

        def action(change: Change, wanted: Sequence[int]) -> list[int]:
            return proposals.update_proposals(change, wanted, edit)

        done = self.write(f"update {self.named()} (topics)", action, sure, f"Topics {what} for")
        assert isinstance(done, list)  # noqa: S101 - what our own action gives back
        self.said = f"Topics {what} for {plural(len(done), 'proposal')}"
        return 0

    def _chosen(self) -> tuple[str, ...]:
        """The topics that are ticked, the primary first, the others as they were."""
        had = self._base.topics if self._base else ()
        ticked = [code for code in dict.fromkeys([*had, *self._known]) if self._now[code] == ALL]
        return tuple(sorted(ticked, key=lambda code: code != self._primary))

    def _draw(self) -> None:
        options = self.query_one(TopicList)
        for code in self._known:
            options.replace_option_prompt(code, self._drawn(code))

    def _drawn(self, code: str) -> Content:
        mark = self._now[code]
        primary = code == (self._chosen() or ("",))[0] and self._base is not None
        changed = "" if mark == self._before[code] else "  changed"
        return Content.assemble(
            ("[", MUTED),
            (mark, MARKS[mark]),
            ("] ", MUTED),
            visible_cell(code),
            ("  primary" if primary else "", MUTED),
            (changed, MUTED),
        )


def _mark(have: int, of: int) -> str:
    return NONE if not have else ALL if have == of else SOME
