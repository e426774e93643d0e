"""The history as a screen: who changed what and when, of a proposal or of the whole file, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker.store.history import changes
from tracker.store.records import presence, proposals
from tracker.text import plural
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.rows import ListCell, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.model import ChangeEntry
    from tracker.store.ledger import Ledger
    from tracker.tui.views.destination import Destination

NARROW, WIDE = 60, 72  # cells from which on times and numbers are shown
MOST = 1000  # changes of the whole file; older ones are found with tracker log


class HistoryRead(NamedTuple):
    """Changes, the newest first, those of them that are undone, and the title of the proposal they are of."""

    found: Sequence[ChangeEntry]
    undone: set[int]
    title: str


class History(View):
    """`h`: of a proposal, and with h again of the whole file; Enter shows what a change did."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "turn", "Whole file or proposal"),
        Binding("tab", "turn", "Whole file or proposal", show=False),
    ]

    def __init__(self, ledger: Ledger, go: Callable[[Destination], None], proposal: int | None) -> None:
        """Of a proposal, or of the whole file."""
        super().__init__(ledger, go)
        self._proposal, self._whole = proposal, proposal is None
        self.heading = "History"

    def read(self, ledger: Ledger) -> HistoryRead:
        """The changes, newest first."""
        title = ""
        if self._whole or self._proposal is None:
            found = changes.newest_changes(ledger, MOST)
        else:
            found = list(reversed(proposals.proposal_history(ledger, self._proposal)))
            title = presence.proposal_title(ledger, self._proposal)
        return HistoryRead(found, {one.id for one in found if changes.find_undoer(ledger, one.id) is not None}, title)

    def show(self, answer: HistoryRead) -> None:
        """A row for each change."""
        number = plural(len(answer.found), "change")
        if answer.title:
            self.head(f"History of #{self._proposal}  {answer.title}   {number}")
        else:
            most = f"the newest {MOST:,}; older ones: tracker log" if len(answer.found) == MOST else number
            self.head(f"History of the whole file   {most}")
        rows = [_row(one, undone=one.id in answer.undone) for one in answer.found]
        self.rows.show([*([HEADINGS] if rows else []), *rows], "No changes yet.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Without a proposal there is only the whole."""
        return self._proposal is not None if action == "turn" else True

    def action_turn(self) -> None:
        """Show the history of the whole file, or of the proposal again."""
        self._whole = not self._whole
        self.read_again()

    def action_undo(self) -> None:
        """Take back the change under the cursor."""
        self.on_rows_chosen()

    def on_rows_chosen(self, _event: Any = None) -> None:
        """Show what a change did."""
        from tracker.tui.views.change import WhatItDid

        if self.rows.row is not None and self.is_active:
            self.app.push_screen(WhatItDid(self.ledger, self.go, self.rows.row.value), self._looked)

    def _looked(self, _answer: Any) -> None:
        self.read_again()


def _row(one: ChangeEntry, *, undone: bool) -> ListRow:
    at, mark = signs.moment(one.at), "↶ undone" if undone else ""
    return ListRow(
        _change_cells(str(one.id), at, signs.visible_cell(one.who), mark, signs.visible_cell(one.command)), one.id, one
    )


def _change_cells(number: str, at: str, who: str, mark: str, what: str) -> tuple[ListCell, ...]:
    return (
        ListCell(number, 7, "muted", right=True, least=WIDE),
        ListCell(at, 16, "muted", least=NARROW),
        ListCell(at[:10], 10, "muted", most=NARROW),
        ListCell(who, 14, "muted", least=WIDE),
        ListCell(who, 7, "muted", most=WIDE),
        ListCell(mark, 8, "muted", least=NARROW),
        ListCell(mark[:1], 1, "muted", most=NARROW),
        ListCell(what, tone="muted" if mark else "plain"),
    )


HEADINGS = ListRow(tuple(cell._replace(tone="heading") for cell in _change_cells("change", "When", "Who", "", "What")))
