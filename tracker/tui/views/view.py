"""A view that one goes to from the list: it reads beside the screen, follows other processes, and leads back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from tracker.store.ledger import consistent_read, data_version
from tracker.text import visible_line
from tracker.tui.background import Background
from tracker.tui.context import ScreenContext
from tracker.tui.form_opener import FormOpener
from tracker.tui.reader import Reader, start_reading
from tracker.tui.selection import SelectableScreen
from tracker.tui.undo import UndoRedo
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.lists.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tracker.model import TrackerError
    from tracker.store.ledger import Ledger
    from tracker.tui.views.destination import Destination

WATCH_SECONDS = 0.5


class View(SelectableScreen):
    """A full screen above the list; `read` says what is shown, `show` shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Back"),
        Binding("u", "undo", "Undo", show=False),
        Binding("ctrl+r", "redo", "Redo", show=False),
    ]
    CSS_PATH = "view.tcss"

    heading: str = ""

    @dataclass
    class Answered(Message):
        """What was read is there."""

        answer: Any

    @dataclass
    class Refused(Message):
        """It could not be read."""

        error: TrackerError

    def __init__(self, ledger: Ledger, go: Callable[[Destination], None], today: date | None = None) -> None:
        """An open database; `go` is asked to go where the reader wants."""
        super().__init__()
        self.ledger, self.go = ledger, go
        self.rows = Rows()
        self.context = ScreenContext(self, ledger, today, self.reload)
        self.background = Background(self.context, self._show_busy)
        self.undo = UndoRedo(self.context, self.background)
        self.forms = FormOpener(self.context)
        self._reader = Reader(ledger.path)
        self._seen = data_version(ledger)

    def compose(self) -> ComposeResult:
        """Heading, content, keys."""
        yield Static(visible_line(self.heading, 1000), classes="view--heading", markup=False)
        yield self.content()
        yield KeyBar()

    def content(self) -> Widget:
        """What is shown below the heading."""
        return self.rows

    def read(self, ledger: Ledger) -> Any:
        """What is to be shown, read in a thread with a connection of its own."""
        raise NotImplementedError

    def read_steps(self, ledger: Ledger) -> Iterator[Any]:
        """What is to be shown, step by step; all at once unless a view says otherwise."""
        with consistent_read(ledger):
            answer = self.read(ledger)
        yield answer

    def show(self, answer: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Read, and follow what others write."""
        self.read_again()
        self.set_interval(WATCH_SECONDS, self._watch)

    def on_unmount(self) -> None:
        """Close what was opened here."""
        self._reader.close()

    def reload(self, proposal: int | None = None) -> None:  # noqa: ARG002 - the cursor stays by its key
        """Read again."""
        self.read_again()

    def read_again(self) -> None:
        """Read beside the screen's own work."""
        start_reading(
            self, self._reader, "view", lambda ledger, _: map(self.Answered, self.read_steps(ledger)), self.Refused
        )

    def on_view_answered(self, event: Answered) -> None:
        """Show it."""
        self.show(event.answer)

    def on_view_refused(self, event: Refused) -> None:
        """Say why there is nothing to show."""
        self.context.say(str(event.error), severity="error")

    def on_rows_moved(self) -> None:
        """Offer what works with the row."""
        self.refresh_bindings()

    def head(self, words: str) -> None:
        """Say another heading."""
        self.heading = words
        busy = f"{self.background.busy} …   " if self.background.busy else ""
        self.query_one(".view--heading", Static).update(visible_line(busy + words, 1000))

    def action_undo(self) -> None:
        """Take back one's own last change."""
        self.undo.undo_last()

    def action_redo(self) -> None:
        """Do again what was undone."""
        self.undo.redo_last()

    def action_close(self) -> None:
        """Go back one step."""
        self.dismiss(None)

    def _show_busy(self, _what: str) -> None:
        """Say in the heading what is being done."""
        if self.is_attached:  # one may have left it meanwhile
            self.head(self.heading)

    def _watch(self) -> None:
        """Notice what another process wrote."""
        with self.context.say_errors():
            seen = data_version(self.ledger)
            if seen != self._seen:
                self._seen = seen
                self.read_again()
