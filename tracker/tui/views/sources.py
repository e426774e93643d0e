"""The sources as a screen: what is cited, how often, and when it was captured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from tracker.store.records import sources
from tracker.text import plural
from tracker.tui.views.addresses import open_address
from tracker.tui.views.view import View
from tracker.tui.widgets import signs
from tracker.tui.widgets.lists.rows import ListCell, ListRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Source
    from tracker.store.ledger import Ledger
    from tracker.tui.widgets.lists.rows import Rows

MOST = 2000
WIDE = 70
NONE = "No sources yet. a takes in a file, an address or a text"


class SourcesRead(NamedTuple):
    """The newest sources, and how many there are."""

    found: Sequence[Source]
    total: int


class Sources(View):
    """`S`: Enter opens the text, a adds one, o opens the address, e what is said of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "add", "Add"),
        Binding("e", "edit", "Edit"),
        Binding("o", "address", "Open its address"),
        Binding("S", "close", "Back", show=False),
    ]
    heading = "Sources"

    def read(self, ledger: Ledger) -> SourcesRead:
        """The newest."""
        found = sources.newest_sources(ledger, MOST)
        return SourcesRead(found, len(found) if len(found) < MOST else sources.count(ledger))

    def show(self, answer: SourcesRead) -> None:
        """A row for each."""
        more = f"   the newest {MOST:,} of {answer.total:,}; all: tracker source list" if answer.total > MOST else ""
        self.head((more and "Sources" + more) or plural(answer.total, "source"))
        self.rows.show(_source_rows(answer.found), NONE)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002 - textual's own
        """Only some have an address."""
        if action == "edit":
            return self.rows.row is not None
        return bool(self.rows.row and self.rows.row.value.url) if action == "address" else True

    def on_rows_chosen(self, event: Rows.Chosen) -> None:
        """Open the text."""
        from tracker.tui.views.source_text import SourceText

        if self.is_active:
            self.app.push_screen(SourceText(self.ledger, self.go, event.row.value.id), self._read)

    def action_address(self) -> None:
        """Open its address in a browser."""
        if self.rows.row is not None:
            open_address(self.context, self.rows.row.value.url)

    def action_add(self) -> None:
        """Open the form that takes in a file, an address or a text."""
        from tracker.tui.forms.add_source import AddSource

        self.forms.open(lambda: AddSource(self.ledger, self.context.today))

    def action_edit(self) -> None:
        """Open the form of what is said of it."""
        from tracker.tui.forms.source import EditSource

        if self.rows.row is not None:
            source = self.rows.row.value.id
            self.forms.open(lambda: EditSource(self.ledger, source, self.context.today))

    def _read(self, _answer: Any) -> None:
        self.read_again()


def _source_rows(found: Sequence[Source]) -> list[ListRow]:
    if not found:
        return []
    heads = (
        ListCell("id", 7, right=True),
        ListCell("Title"),
        ListCell("Publisher", 20, least=100),
        ListCell("Date", 10, least=WIDE),
        ListCell("Cited", 7, right=True),
        ListCell("Captured", 10, least=WIDE),
    )
    return [ListRow(tuple(cell._replace(tone="heading") for cell in heads)), *map(_row, found)]


def _row(one: Source) -> ListRow:
    cells = (
        ListCell(str(one.id), 7, "muted", right=True),
        ListCell(signs.visible_cell(one.title or one.url or "")),
        ListCell(signs.visible_cell(one.container or one.publisher or one.authors), 20, "muted", least=100),
        ListCell(signs.day(one.issued_on), 10, "muted", least=WIDE),
        ListCell(f"{one.citations:,}" if one.citations else "·", 7, right=True),
        ListCell(signs.moment(one.captured_at)[:10] if one.captured_at else signs.day(None), 10, "muted", least=WIDE),
    )
    return ListRow(cells, one.id, one)
