"""What of the five steps was done: seen in the changes of the database and the messages of the screen, not in keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.store.reports import practice
from tracker.tui.forms.form import Form
from tracker.tui.selection import SelectableScreen
from tracker.tui.tour.line import STEPS, TourLine
from tracker.tui.views.source_text import SourceTextRead
from tracker.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.screen import Screen

    from tracker.store.ledger import Ledger

FORM_LEAST = 20  # lines of a window below which a form needs them all
FINISHED = "All five steps are done: this is how a proposal is followed. ? names the other keys"


class Tour:
    """The steps, on every place of the screen and below every form, until they are done or left."""

    def __init__(self, app: App[Any], ledger: Ledger) -> None:
        """All is still to be done, from what is in the database now."""
        self._app, self._ledger = app, ledger
        self._begun = practice.newest_ids(ledger)
        self._done: set[str] = set()
        self.is_over = False

    def begin(self) -> None:
        """Show the line here, and on each place that is gone to."""
        self._app.screen_change_signal.subscribe(self._app, self.follow)
        self.follow(self._app.screen)

    def follow(self, screen: Screen[Any]) -> None:
        """Show the line on a screen."""
        if not self.is_over and isinstance(screen, SelectableScreen | Form):
            self._app.call_later(self._show_on, screen)

    def _show_on(self, screen: Screen[Any]) -> None:
        """Put the line above the keys, in a form that has room below them."""
        if self.is_over or not screen.is_attached or screen.query(TourLine):
            return
        line = TourLine(frozenset(self._done), can_leave=not isinstance(screen, Form))
        if not isinstance(screen, Form):
            screen.mount(line, before=screen.query_one(KeyBar))
        elif self._app.size.height >= FORM_LEAST:
            screen.query_one(".dialog").mount(line)
            screen.on_resize()

    def look(self) -> None:
        """See what the database has by now."""
        self._tick(practice.steps_done_since(self._ledger, self._begun))

    def see_answer(self, answer: object) -> None:
        """See a text in which a passage that was taken stands."""
        if isinstance(answer, SourceTextRead):
            taken = practice.quotes_taken_since(self._ledger, self._begun)
            if taken & {one.quote for one in answer.reading.passages}:
                self._tick(["find"])

    def see_file(self, form: str) -> None:
        """See a file that was written."""
        if form == "csv":
            self._tick(["write"])

    def leave(self) -> None:
        """Take the line away, everywhere."""
        self.is_over = True
        for screen in self._app.screen_stack:
            screen.query(TourLine).remove()
        self._app.refresh_bindings()

    def _tick(self, steps: Iterable[str]) -> None:
        new = {*steps} - self._done
        if self.is_over or not new:
            return
        self._done |= new
        if len(self._done) == len(STEPS):
            self.leave()
            self._app.notify(FINISHED, markup=False)
            return
        for screen in self._app.screen_stack:
            for line in screen.query(TourLine):
                line.done = frozenset(self._done)
