"""What every screen that works on a ledger has: toasts, and deeds beside its own work, one at a time."""

from __future__ import annotations

from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from textual import work
from textual.screen import Screen

from tracker.model import TrackerError
from tracker.store import database, faults
from tracker.tui.widgets.drawing import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Literal

    from textual.app import App

    from tracker.store.ledger import Ledger


# what the reader can do about an error and no key of the screen does
WAYS: Mapping[tuple[object, ...], str] = {("clear use",): "; or forget it with: tracker use --clear"}


class Working(Screen[None]):
    """A screen that has a ledger and can read its rows again."""

    ledger: Ledger
    _busy = ""  # what is being done beside the screen's own work

    @contextmanager
    def toasted(self) -> Iterator[None]:
        """Say an error of the store in a toast."""
        try:
            with faults.explained(self.ledger.path):
                yield
        except TrackerError as error:
            self.say(str(error) + WAYS.get(error.way, ""), severity="error")

    def reload(self, proposal: int | None = None) -> None:
        """Read the visible rows again."""

    def say(self, message: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """A toast: plain text, however it came about."""
        self.notify(short(message, 400), severity=severity, markup=False)

    def at_work(self, what: str) -> None:
        """Show what is being done beside the screen's own work; empty once it is done."""
        self._busy = what

    def is_free(self) -> bool:
        """Whether nothing is being done beside the screen's own work; else the reader is told to wait."""
        if self._busy:
            self.say("Wait until the last is done", "warning")
        return not self._busy

    def beside(
        self, what: str, deed: Callable[[Ledger], Any], then: Callable[[Any], None], *, writing: bool = True
    ) -> None:
        """Do a deed over a connection of its own, beside the screen's own work; `then` is given what came of it.

        `what` is shown until it is done. Nothing is done where another deed is still under way.
        """
        if self.is_free():
            self.at_work(what)
            self._do_beside(self.app, deed, then, writing=writing)

    @work(thread=True, group="beside")
    def _do_beside(
        self, app: App[Any], deed: Callable[[Ledger], Any], then: Callable[[Any], None], *, writing: bool
    ) -> None:
        """`app` is given: a thread does not find it any more once the screen is left."""
        try:
            with (
                faults.explained(self.ledger.path),
                closing(database.open_ledger(self.ledger.path, writing=writing)) as own,
            ):
                answer = deed(own)
        except TrackerError as error:
            app.call_from_thread(self._go_on, self._refuse_beside, str(error))
        else:
            app.call_from_thread(self._go_on, then, answer)

    def _go_on(self, then: Callable[[Any], None], answer: object) -> None:
        self.at_work("")
        if self.app.is_running:  # it may be closing, and its database with it
            with self.toasted():
                then(answer)

    def _refuse_beside(self, message: str) -> None:
        self.say(message, "error")
