"""One change of the history: what it did row by row, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker import config
from tracker.store import database
from tracker.store.history import changes, descriptions
from tracker.tui.views.destination import Destination
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.rows import ListCell, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.model import ChangeEntry, UndoLeftover
    from tracker.store.ledger import Ledger
    from tracker.store.trust.steps import ChangeStep
    from tracker.tui.widgets.lists.rows import Rows

MOST = 2000  # rows of a change that are listed: an import touches hundreds of thousands
UNTOLD = {"id", "uid", "added_at", "updated_at", "recorded_at", "prefix", "suffix"}  # of use to the program only
SIGNS: dict[str, tuple[str, signs.Tone]] = {
    "added": ("+", "success"),
    "changed": ("~", "accent"),
    "deleted": ("−", "error"),  # noqa: RUF001 - a minus sign
}


class Did(NamedTuple):
    """What a change did, each step with the columns that it is about, and which change took it back."""

    steps: Sequence[tuple[ChangeStep, Mapping[str, Any]]]
    more: bool
    undoer: int | None


class WhatItDid(View):
    """Row by row; `u` takes it back, after saying what would be kept."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("u", "undo", "Undo it")]

    def __init__(self, ledger: Ledger, go: Callable[[Destination], None], entry: ChangeEntry) -> None:
        """A change of the history."""
        super().__init__(ledger, go)
        self._entry = entry
        self._undoer: int | None = None
        self.heading = _change_heading(entry)

    def read(self, ledger: Ledger) -> Did:
        """Its steps, as far as they are listed."""
        steps = changes.change_steps(ledger, self._entry.id, MOST + 1)
        undoer = changes.find_undoer(ledger, self._entry.id)
        return Did([(step, changes.step_content(ledger, step)) for step in steps[:MOST]], len(steps) > MOST, undoer)

    def show(self, answer: Did) -> None:
        """A row for each step, columns below it."""
        self._undoer = answer.undoer
        undone = f"   ↶ undone by change {answer.undoer}" if answer.undoer else ""
        self.head(_change_heading(self._entry) + undone)
        steps = [one for one in answer.steps if not changes.is_stamp(one[0])] or answer.steps
        self.rows.show([row for step, content in steps for row in _step_rows(step, content)], "It changed nothing.")
        if answer.more:
            self.context.say(f"The first {MOST:,} rows; all of them: tracker log --change {self._entry.id}")
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """What is undone already cannot be taken back again."""
        return self._undoer is None if action == "undo" else True

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to the proposal that a row is of."""
        if event.row.value is None:
            self.context.say("This row belongs to no single proposal")
        else:
            self.go(Destination(event.row.value))

    def action_undo(self) -> None:
        """Take it back; ask first if something of it was changed again since."""
        with self.context.say_errors():
            self.undo.run(self._entry.id, self._would_keep, self._take_back_unless_kept)

    def _would_keep(self, ledger: Ledger) -> list[UndoLeftover]:
        """What an undo would keep, tried and left undone."""
        with database.try_change(ledger, "undo", config.user_name()) as change:
            return changes.undo_change(change, self._entry.id)

    def _take_back_unless_kept(self, kept: list[UndoLeftover]) -> None:
        if kept:
            question = f"{'; '.join(map(descriptions.describe_leftover, kept))}. Undo the rest?"
            self.undo.ask_and_take_back(self._entry, question, "Undo the rest")
        else:
            self.undo.take_back(self._entry)


def _change_heading(entry: ChangeEntry) -> str:
    return f"Change {entry.id}  {entry.command}   {entry.who}, {signs.moment(entry.at)}"


def _step_rows(step: ChangeStep, content: Mapping[str, Any]) -> Iterator[ListRow]:
    verb = "changed" if step.new is not None else "deleted" if step.old else "added"
    sign, tone = SIGNS[verb]
    where = f"#{step.row}" if step.table == "proposals" else f"{step.table.replace('_', ' ')} {step.row}"
    proposal = step.row if step.table == "proposals" else content.get("proposal_id", content.get("from_id"))
    yield ListRow(
        (ListCell(sign, 1, tone), ListCell(verb, 8, tone), ListCell(signs.visible_cell(where))), step.id, proposal
    )
    for name, value in content.items():
        if step.new is not None and name != changes.STAMP:
            yield _column(name, f"{_value_text((step.old or {}).get(name))} → {_value_text(value)}")
        elif step.new is None and value not in {None, "", 0} and name not in UNTOLD:
            yield _column(name, _value_text(value))


def _column(name: str, told: str) -> ListRow:
    label = signs.visible_cell(name.removesuffix("_id").replace("_", " "))
    return ListRow((ListCell("", 3), ListCell(label, 18, "muted"), ListCell(signs.visible_cell(told), tone="muted")))


def _value_text(value: object) -> str:
    return "nothing" if value in {None, ""} else str(value)
