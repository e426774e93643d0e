"""What the parts of a screen share: the open database, the day, and what is said to the reader."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from tracker.model import TrackerError
from tracker.store import faults
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual.app import App
    from textual.screen import Screen

    from tracker.store.ledger import Ledger

# what the reader can do about an error and no key of the screen does
WAYS: Mapping[tuple[object, ...], str] = {
    ("clear use",): "; or clear it with: tracker use --clear",
    ("repair",): "; see: tracker check; to put it right: tracker check --repair",
}
TOAST_MOST = 400  # cells of a message


class ScreenContext:
    """A screen with its open database; every part that the screen owns is given it."""

    def __init__(
        self, screen: Screen[Any], ledger: Ledger, today: date | None, reload: Callable[[int | None], None]
    ) -> None:
        """`today` is for tests; `reload` reads the visible rows again and puts the cursor on a proposal, if on one."""
        self.screen, self.ledger = screen, ledger
        self._today, self._reload = today, reload

    @property
    def app(self) -> App[Any]:
        """The program that the screen belongs to."""
        return self.screen.app

    @property
    def today(self) -> date:
        """The day, which may change while the screen is open."""
        return self._today or date.today()  # noqa: DTZ011 - the reader's own day

    def reload(self, proposal: int | None = None) -> None:
        """Read the visible rows again; the cursor goes to a proposal, or stays where it is."""
        self._reload(proposal)

    def say(self, message: str, severity: Literal["information", "warning", "error"] = "information") -> None:
        """Show a toast: plain text, however it came about."""
        self.screen.notify(short(message, TOAST_MOST), severity=severity, markup=False)

    @contextmanager
    def say_errors(self) -> Iterator[None]:
        """Say an error of the store in a toast."""
        try:
            with faults.raise_tracker_errors(self.ledger.path):
                yield
        except TrackerError as error:
            self.say(str(error) + WAYS.get(error.way, ""), severity="error")
