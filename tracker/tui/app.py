"""The screen as a program: its theme, its first screen, how it is started."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.screen import SystemModalScreen
from textual.widgets import Input
from textual.worker import WorkerFailed

from tracker import config
from tracker.model import TrackerError
from tracker.store import database
from tracker.text import visible_block, visible_line, write_to_stream
from tracker.tui import themes
from tracker.tui.clipboard import hand_to_tmux
from tracker.tui.contrast import ReadableApp
from tracker.tui.departure import Departure
from tracker.tui.drivers import mend_driver
from tracker.tui.main.panes import HEIGHTS, WIDTHS
from tracker.tui.main.screen import MainScreen
from tracker.tui.messages import Messages, stay_seconds
from tracker.tui.turns import Turns
from tracker.tui.way_out import WayOut, leave_on_signals

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from textual.app import App
    from textual.command import Provider
    from textual.events import Event
    from textual.notifications import SeverityLevel
    from textual.screen import Screen
    from textual.theme import Theme

    from tracker.tui.main.exports import FileWritten
    from tracker.tui.tour.tour import Tour
    from tracker.tui.views.view import View

# Textual leaves cycles behind at every key. Left to itself Python lets 70,000 objects pile up, a quarter of the memory;
# the last number makes every second collection of the middle-aged one of all that is not frozen.
COLLECTED = (2000, 5, 1)
BUSY_SECONDS = 2.0  # somebody who looks at a screen is told to try again sooner than a script


def _commands() -> type[Provider]:
    from tracker.tui.palette import PaletteCommands

    return PaletteCommands


class TrackerApp(ReadableApp):
    """The tracker on a terminal."""

    CSS_PATH = "app.tcss"
    TITLE = "Tracker"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "question_mark", "help", "Keys", key_display="?", priority=True, tooltip="of this place; / searches them"
        ),
        Binding("ctrl+g", "help_while_typing", "Keys", priority=True, tooltip="where ? is typed as text"),
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True, tooltip="every command by its name"),
        Binding("ctrl+z", "suspend_process", "Suspend (fg comes back)", show=False, priority=True),
        Binding("ctrl+q", "quit", "Quit", show=False, priority=True, tooltip="from anywhere, also out of a form"),
        Binding("T", "leave_tour", "Leave the five steps", show=False, tooltip="of the demo"),
    ]
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_commands}
    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS

    def __init__(
        self,
        path: Path,
        title: str = "",
        today: date | None = None,
        *,
        plain: bool | None = None,
        is_practice: bool = False,
    ) -> None:
        """A database by its path; `title` is said in place of its name, `today` is for tests.

        `plain` is without colours; unless it is said, as the environment and the settings have it. On a database for
        practice five steps are offered.
        """
        self.plain = config.colour_mode() == "never" if plain is None else plain
        with themes.no_colour_said(plain=self.plain):
            super().__init__(ansi_color=self.plain or None)  # None: as the theme has it
        self.messages = Messages(self)
        self._begin_with_theme()
        self.ledger = database.open_ledger(path, create=True, timeout=BUSY_SECONDS, cache=database.SMALL_CACHE)
        self._main = MainScreen(self.ledger, title or path.name, today)
        self.turns, self.departure = Turns(self), Departure(self)
        self.tour = self._make_tour() if is_practice else None
        self.failure: BaseException | None = None
        self.way_out = WayOut(self)

    def get_default_screen(self) -> Screen[None]:
        """The proposals."""
        return self._main

    def _begin_with_theme(self) -> None:
        """Take the theme asked for, or the one chosen last; without colours there is one only."""
        self.register_theme(themes.HIGH_CONTRAST)
        name, self._complaint = ("ansi-dark", "") if self.plain else themes.first_theme(self.available_themes)
        if name is not None:
            self.theme = name

    def _make_tour(self) -> Tour:
        from tracker.tui.tour.tour import Tour

        return Tour(self, self.ledger)

    def on_mount(self) -> None:
        """Say what is wrong with the theme asked for, keep the one that is chosen from now on; come back whole."""
        self.way_out.open_up()
        if self._complaint:
            self.notify(visible_line(self._complaint), severity="warning", markup=False)
        self.app_resume_signal.subscribe(self, self._draw_again)
        if not self.plain:
            self.theme_changed_signal.subscribe(self, self._keep_theme)

    def on_ready(self) -> None:
        """Keep the collector from what is there for good, or a key would wait for it; for the rest it comes often."""
        if self.tour is not None:
            self.tour.begin()
        gc.freeze()
        gc.set_threshold(*COLLECTED)

    async def on_event(self, event: Event) -> None:
        """Handle an event; keys and pastes in turn, or those of one burst would overtake what they open."""
        typed = isinstance(event, Key | Paste) and not event.is_forwarded
        if isinstance(event, Paste):
            event.text = visible_block(event.text)  # Textual's own inputs draw what they are given
        if typed:
            self.messages.let_errors_go()
        if not typed or self.turns.may_begin(event):
            await super().on_event(event)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Say something: an error until a key is pressed, other things as long as they take to read."""
        seconds = stay_seconds(message, severity) if timeout is None else timeout
        said = self.messages.keep(message, severity)
        super().notify(said, title=title, severity=severity, timeout=seconds, markup=markup)
        self.call_later(self.messages.make_room)
        if self.tour is not None:  # whatever writes says so
            self.call_later(self.tour.look)

    def on_view_answered(self, event: View.Answered) -> None:
        """Tell the tour what a view shows."""
        if self.tour is not None:
            self.tour.see_answer(event.answer)

    def on_file_written(self, event: FileWritten) -> None:
        """Tell the tour which file was written."""
        if self.tour is not None:
            self.tour.see_file(event.form)

    def action_leave_tour(self) -> None:
        """Take the line of the five steps away."""
        if self.tour is not None:
            self.tour.leave()

    def action_messages(self) -> None:
        """Show what was said."""
        from tracker.tui.dialogs.messages import SaidMessages

        self.push_screen(SaidMessages(self.messages.newest_first))

    def on_paste(self) -> None:
        """Say that a paste did nothing: no field took it."""
        self.notify("Nothing here takes text: / types a filter, a adds a proposal", severity="warning", markup=False)

    def _draw_again(self, _app: App[object]) -> None:
        """Draw the whole screen: what was on it went when the program was suspended."""
        self.call_later(self.refresh, layout=True)

    def _keep_theme(self, theme: Theme) -> None:
        themes.remember(theme.name)

    def on_unmount(self) -> None:
        """Close the database."""
        self.turns.close()
        gc.unfreeze()
        self.ledger.close()

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text to the clipboard, as far as the terminal can."""
        if hand_to_tmux(text):
            self._clipboard = text  # what ctrl+v pastes
        else:
            super().copy_to_clipboard(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where text is typed a question mark is text; help and the palette have no help of their own."""
        if action in {"help", "help_while_typing"}:
            # an input of several lines says so itself: to import its kind would delay the first paint
            is_typing = isinstance(self.focused, Input) or getattr(self.focused, "takes_lines", False)
            has_help = not isinstance(self.screen, SystemModalScreen) and self.screen.name != "help"
            return has_help and is_typing == (action == "help_while_typing")
        if action == "leave_tour":
            return self.tour is not None and not self.tour.is_over
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """Say the keys of the place that is on top."""
        from tracker.tui.dialogs.help import Help

        try:
            self.push_screen(Help(self.screen, self.ledger))
        except TrackerError as error:
            self.notify(visible_line(str(error)), severity="error", markup=False)

    def action_help_while_typing(self) -> None:
        """Say them where a question mark is text."""
        self.action_help()

    def action_suspend_process(self) -> None:
        """Go to the background, from which `fg` of the shell comes back, or say that the system has none."""
        if sys.platform != "win32" and self._driver is not None and self._driver.can_suspend:
            super().action_suspend_process()
        else:
            self.notify("Nothing can be suspended here", severity="warning", markup=False)

    def keep_drafts(self) -> list[str]:
        """Keep what was typed into forms that are open, at once; gives back what is to be said of it."""
        return self.departure.keep_drafts()

    async def action_quit(self) -> None:
        """Leave; ask first if something was typed."""
        self.departure.ask()

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:
        """Leave; what was typed is kept."""
        self.keep_drafts()
        super().exit(result, return_code, message)

    # Textual has no public way to say how an app fails; its own shows the reader pages of source and local values,
    # stored text among them. A release that renames these brings that back, nothing worse, and a test notices.

    def _handle_exception(self, error: Exception) -> None:
        """Keep the first failure for `run_screen`; one of a thread's is the error inside it."""
        if self.failure is None:
            self.failure = error.error if isinstance(error, WorkerFailed) else error
            with suppress(Exception):  # a form may be what failed
                self.keep_drafts()
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave the screen, and draw no traceback."""
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        """Print nothing: the command line says in one line what `run_screen` raises."""
        self._exit_renderables.clear()


def run_screen(path: Path, title: str = "", *, plain: bool | None = None, is_practice: bool = False) -> None:
    """Open the screen on a database, which is made if there is none; `plain` is without colours.

    On a database for practice it offers five steps.

    Raises TrackerError if it cannot be opened, and whatever ended the screen, once the terminal is as it was.
    """
    app = TrackerApp(path, title, plain=plain, is_practice=is_practice)
    app.driver_class = mend_driver(app.driver_class)
    with leave_on_signals(app.way_out.take_from_thread):
        app.run()
    for line in app.departure.said:
        write_to_stream(sys.stderr, f"{visible_line(line)}\n")
    if app.failure is not None:
        raise app.failure
