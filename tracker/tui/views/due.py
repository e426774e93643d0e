"""The Monday list as a screen: what is to be looked into, by why, with the day that decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker import config
from tracker.store.records import statuses
from tracker.store.reports import due
from tracker.text import cell_width, plural
from tracker.tui.views.destination import Destination
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.rows import ListCell, ListRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date

    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger
    from tracker.store.reports.due import ReasonDue as Found
    from tracker.tui.forms.form import Form
    from tracker.tui.widgets.lists.rows import Rows

NARROW = 70  # cells from which on a status is said in words, and a day counted from today
WIDE = 100  # cells from which on the day itself is said beside that
SHOWN = 50  # of each reason; the rest is a query


class DueWidths(NamedTuple):
    """The cells of what stands beside the titles, alike for all reasons; the titles have the rest."""

    number: int
    status: int
    when: int
    has_days: bool


class Due(View):
    """`D`: Enter goes to the proposal in the list, where every verb works."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "status", "Status", priority=True),
        Binding("r", "looked", "Looked", priority=True),
        Binding("D", "close", "Back", show=False),
    ]
    heading = "Due"

    def read(self, ledger: Ledger) -> tuple[list[Found], dict[str, str]]:
        """What each reason finds."""
        glyphs = {code: status.glyph for code, status in statuses.read_statuses(ledger).items()}
        return list(due.reasons_due(ledger, self.context.today, config.settings().due_days, SHOWN)), glyphs

    def show(self, answer: tuple[list[Found], dict[str, str]]) -> None:
        """Group by group."""
        found, glyphs = answer
        self.head("Due   " + (" · ".join(f"{one.reason.name} {one.numbers}" for one in found) or "nothing"))
        nothing = f"Nothing is due in the next {config.settings().due_days} days, stale, altered, gone or unsupported."
        self.rows.show(rows(found, glyphs, self.context.today), nothing)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """A status is that of a proposal, and so is a look."""
        return self._line() is not None if action in {"status", "looked"} else True

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Go to the proposal in the list of its reason, or to the whole list."""
        reason, line = event.row.value
        self.go(Destination(line.id if line else None, " ".join(reason.terms)))

    def action_status(self) -> None:
        """Open the form of a step of the proposal under the cursor."""
        from tracker.tui.forms.status import ChangeStatus

        self._on_line(lambda wanted: ChangeStatus(self.ledger, wanted, self.context.today))

    def action_looked(self) -> None:
        """Open the form of a look at the proposal under the cursor."""
        from tracker.tui.forms.looked import Looked

        self._on_line(lambda wanted: Looked(self.ledger, wanted, self.context.today))

    def _on_line(self, form: Callable[[Sequence[int]], Form]) -> None:
        line = self._line()
        if line is not None:
            self.forms.open(lambda: form([line.id]))

    def _line(self) -> ProposalLine | None:
        row = self.rows.row
        line: ProposalLine | None = row.value[1] if row else None
        return line


def rows(found: Sequence[Found], glyphs: Mapping[str, str], today: date) -> list[ListRow]:
    """The list: a heading for each reason, a row for each proposal, and a way to those that are left out."""
    lines = [line for one in found for line in one.lines]
    days = [day for one in found for line in one.lines if (day := one.when(line, today))]
    titles = [one.reason.says_of_all for one in found if one.reason.column]
    widths = DueWidths(
        max((len(f"#{line.id}") for line in lines), default=0),
        max((cell_width(line.status) + 2 for line in lines), default=0),
        max(map(cell_width, [*days, *titles]), default=0),
        has_days=any(one.days.get(line.id, "") not in one.when(line, today) for one in found for line in one.lines),
    )
    return [row for one in found for row in _group(one, glyphs, today, widths)]


def _group(one: Found, glyphs: Mapping[str, str], today: date, widths: DueWidths) -> Iterator[ListRow]:
    yield _heading(one, widths)
    for line in one.lines:
        glyph, word, tone = signs.status(line.status, glyphs)
        when, day = one.when(line, today), one.days.get(line.id, "")
        cells = (
            ListCell(f"#{line.id}", widths.number, "muted", right=True),
            ListCell(f"{glyph} {word}", widths.status, tone, least=NARROW),
            ListCell(glyph, 1, tone, most=NARROW),
            ListCell(signs.visible_cell(line.title)),
            *_days(signs.visible_cell(when), "" if day in when else day, day, widths),
        )
        yield ListRow(cells, (one.reason.name, line.id), (one.reason, line))
    if one.total > len(one.lines):
        words = f"… {plural(one.total - len(one.lines), 'more', 'more')}: enter lists all of them"
        yield ListRow((ListCell(words, tone="muted"),), (one.reason.name, None), (one.reason, None))
    yield ListRow(())


def _heading(one: Found, widths: DueWidths) -> ListRow:
    """What repeats in every row of a reason is said here once, above its column where it has one."""
    name, said = f"{one.reason.heading}  {one.numbers}", one.reason.says_of_all
    if not one.reason.column:
        return ListRow((ListCell(f"{name} · {said}"),))
    return ListRow((ListCell(name), *_days(said, "", said, widths)))


def _days(when: str, day: str, short: str, widths: DueWidths) -> Iterator[ListCell]:
    if widths.when:
        yield ListCell(when, widths.when, "muted", least=NARROW)
        yield ListCell(short, 10, "muted", most=NARROW)
    if widths.has_days:
        yield ListCell(day, 10, "muted", least=WIDE)
