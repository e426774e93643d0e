"""The history as a screen: who changed what and when, of a proposal or of the whole file, and the way back."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker.store.history import changes
from tracker.store.records import presence, proposals
from tracker.text import cell_width, plural
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.rows import ListCell, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator, Sequence

    from tracker.model import ChangeEntry
    from tracker.store.ledger import Ledger
    from tracker.tui.views.destination import Destination

NARROW = 60  # cells from which on numbers are shown, and who it was
WHO = 14  # cells of a name
MOST = 1000  # changes of the whole file; older ones are found with tracker log


class HistoryRead(NamedTuple):
    """Changes, the newest first, those of them that are undone, and the title of the proposal they are of."""

    found: Sequence[ChangeEntry]
    undone: set[int]
    title: str


class ChangeWidths(NamedTuple):
    """The cells of what stands beside a change; who made it has none where it was always the same."""

    number: int
    who: int
    has_undone: bool


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
        self.rows.show([*history_rows(answer.found, answer.undone)], "No changes yet.")

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


def history_rows(found: Sequence[ChangeEntry], undone: Container[int]) -> Iterator[ListRow]:
    """The changes, those of a day below it; who made them is said once where it was always the same."""
    several = len({one.who for one in found}) > 1
    widths = ChangeWidths(
        max((len(f"#{one.id}") for one in found), default=0),
        min(max((cell_width(signs.visible_cell(one.who)) for one in found), default=0), WHO) if several else 0,
        has_undone=any(one.id in undone for one in found),
    )
    for day, of_day in groupby(found, lambda one: signs.moment(one.at)[:10]):
        who = "" if several else f"  by {signs.visible_cell(found[0].who)}"
        yield ListRow((ListCell(f"{signs.day(day, in_words=True)}{who}"),))
        yield from (_row(one, widths, undone=one.id in undone) for one in of_day)
        yield ListRow(())


def _row(one: ChangeEntry, widths: ChangeWidths, *, undone: bool) -> ListRow:
    mark = "↶ undone" if undone else ""
    cells = [
        ListCell(f"#{one.id}", widths.number, "muted", right=True, least=NARROW),
        ListCell(signs.moment(one.at)[11:], 5, "muted"),
        *[ListCell(signs.visible_cell(one.who), widths.who, "muted", least=NARROW)] * bool(widths.who),
        ListCell(signs.visible_cell(one.command), tone="muted" if undone else "plain"),
        *[ListCell(mark, 8, "muted", least=NARROW)] * widths.has_undone,
        *[ListCell(mark[:1], 1, "muted", most=NARROW)] * widths.has_undone,
    ]
    return ListRow(tuple(cells), one.id, one)
