"""Work beside the screen: an action over a connection of its own, one at a time."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any

from tracker.model import TrackerError
from tracker.store import database, faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from tracker.store.ledger import Ledger
    from tracker.tui.context import ScreenContext


class Background:
    """What is being done beside a screen's own work; nothing else is begun before it is done."""

    def __init__(self, context: ScreenContext, show: Callable[[str], None]) -> None:
        """`show` is told what is being done, and the empty text once it is done."""
        self._context, self._show = context, show
        self.busy = ""

    def report(self, what: str) -> None:
        """Show what is being done; the empty text once it is done."""
        self.busy = what
        self._show(what)

    def report_from_thread(self, what: str) -> None:
        """Show how far it is, from the thread that does it."""
        self._context.app.call_from_thread(self.report, what)

    def is_free(self) -> bool:
        """Whether nothing is being done; else the reader is told to wait."""
        if self.busy:
            self._context.say("Wait: the last action is still running", "warning")
        return not self.busy

    def start(
        self,
        what: str,
        action: Callable[[Ledger], Any],
        then: Callable[[Any], None],
        *,
        writing: bool = True,
        group: str = "background",
    ) -> None:
        """Do an action in a thread; `then` is given what came of it.

        `what` is shown until it is done. Nothing is done while another action is under way; the next key waits for some
        groups.
        """
        if self.is_free():
            self.report(what)
            # the app is looked up here: a thread does not find it any more once the screen is left
            run = partial(self._run, self._context.app, action, then, writing=writing)
            self._context.screen.run_worker(run, thread=True, group=group)

    def _run(
        self, app: App[Any], action: Callable[[Ledger], Any], then: Callable[[Any], None], *, writing: bool
    ) -> None:
        path = self._context.ledger.path
        try:
            with faults.raise_tracker_errors(path), closing(database.open_ledger(path, writing=writing)) as own:
                answer = action(own)
        except TrackerError as error:
            app.call_from_thread(self._conclude, app, partial(self._context.say, severity="error"), str(error))
        else:
            app.call_from_thread(self._conclude, app, then, answer)

    def _conclude(self, app: App[Any], then: Callable[[Any], None], answer: Any) -> None:
        self.report("")
        if app.is_running:  # it may be closing, and its database with it
            with self._context.say_errors():
                then(answer)
