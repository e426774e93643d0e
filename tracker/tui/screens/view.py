"""A view that one goes to from the list: it reads beside the screen, follows other processes, and leads back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static
from textual.worker import get_current_worker

from tracker.model import TrackerError
from tracker.store.ledger import consistent_read, data_version
from tracker.text import visible
from tracker.tui.screens.filling import Filling
from tracker.tui.screens.reading import Reader
from tracker.tui.widgets.key_bar import KeyBar
from tracker.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from tracker.store.ledger import Ledger
    from tracker.tui.screens.wishes import Wish

WATCH_SECONDS = 0.5


class View(Filling):
    """A full screen above the list; `read` says what is shown, `show` shows it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "close", "Back"),
        Binding("question_mark", "help", "Keys", key_display="?"),
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

    def __init__(self, ledger: Ledger, go: Callable[[Wish], None], today: date | None = None) -> None:
        """An open database; `go` is asked to go where the reader wants."""
        super().__init__()
        self.ledger, self.go = ledger, go
        self.rows = Rows()
        self._today = today
        self._reader = Reader(ledger.path)
        self._seen = data_version(ledger)

    @property
    def today(self) -> date:
        """The day, which may change while the view is open."""
        return self._today or date.today()  # noqa: DTZ011 - the reader's own day

    def compose(self) -> ComposeResult:
        """Heading, content, keys."""
        yield Static(visible(self.heading, 1000), classes="view--heading", markup=False)
        yield self.content()
        yield KeyBar()

    def content(self) -> Widget:
        """What is shown below the heading."""
        return self.rows

    def read(self, ledger: Ledger) -> Any:
        """What is to be shown, read in a thread with a connection of its own."""
        raise NotImplementedError

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

    @work(thread=True, exclusive=True, group="view")
    def read_again(self) -> None:
        """Read beside the screen's own work."""
        worker = get_current_worker()
        try:
            with self._reader.reading() as ledger:
                if ledger is None or worker.is_cancelled:
                    return
                with consistent_read(ledger):
                    answer = self.read(ledger)
        except TrackerError as error:
            if not worker.is_cancelled:
                self.post_message(self.Refused(error))
        else:
            self.post_message(self.Answered(answer))

    def on_view_answered(self, event: Answered) -> None:
        """Show it."""
        self.show(event.answer)

    def on_view_refused(self, event: Refused) -> None:
        """Say why there is nothing to show."""
        self.say(str(event.error), severity="error")

    def on_rows_moved(self) -> None:
        """Offer what works with the row."""
        self.refresh_bindings()

    def head(self, words: str) -> None:
        """Say another heading."""
        self.heading = words
        busy = f"{self._busy} …   " if self._busy else ""
        self.query_one(".view--heading", Static).update(visible(busy + words, 1000))

    def at_work(self, what: str) -> None:
        """Say it in the heading."""
        super().at_work(what)
        if self.is_attached:  # one may have left it meanwhile
            self.head(self.heading)

    def action_close(self) -> None:
        """Go back one step."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Say the keys of this place."""
        from tracker.tui.screens.help import Help

        with self.toasted():
            self.app.push_screen(Help(self.active_bindings, self.ledger))

    def _watch(self) -> None:
        """Notice what another process wrote."""
        with self.toasted():
            seen = data_version(self.ledger)
            if seen != self._seen:
                self._seen = seen
                self.read_again()
