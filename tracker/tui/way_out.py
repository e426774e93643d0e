"""The way out of the screen that nobody chose: a signal, or a terminal that is gone."""

from __future__ import annotations

import _thread
import asyncio
import os
import select
import signal
import sys
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from tracker.process.signals import act_on_signal, clean_up_with, tell_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.app import App

# the alternate screen, the cursor, the mouse, focus, pastes, the wrapping of lines, and the keyboard of kitty
LEAVING = "\x1b[<u\x1b[?2004l\x1b[?2048l\x1b[?7h\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l\x1b[?1004l"
LEAVING += "\x1b[?1049l\x1b[?25h\x1b[0m"


class WayOut:
    """How an app is left from outside."""

    def __init__(self, app: App[None]) -> None:
        """An app that does not run yet."""
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._is_taken = False

    def open_up(self) -> None:
        """Let it be taken from now on, or take it if that was wanted before."""
        self._loop = asyncio.get_running_loop()
        if self._is_taken:
            self._app.exit()

    def take_from_thread(self) -> None:
        """Leave the screen, whatever is open, from another thread."""
        self._is_taken = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._app.exit)


@contextmanager
def leave_on_signals(leave: Callable[[], None]) -> Iterator[None]:
    """Inside, a signal or the loss of the terminal does `leave`, in a thread of its own.

    A screen that does not come back is ended from outside, and the terminal is as it was before.
    """
    with ExitStack() as stack:
        if sys.__stdin__ is not None and sys.__stdin__.isatty():
            terminal = sys.__stdin__.fileno()
            stack.enter_context(clean_up_with(_restoring(terminal)))
            _watch_terminal(terminal)
        stack.enter_context(tell_signals(lambda _: leave()))
        yield


def _restoring(terminal: int) -> Callable[[], None]:
    """What gives a terminal back as it is now."""
    if os.name == "nt":
        return partial(_write_escapes, terminal)
    import termios

    with suppress(termios.error):
        before = termios.tcgetattr(terminal)

        def restore() -> None:
            _write_escapes(terminal)
            termios.tcsetattr(terminal, termios.TCSANOW, before)

        return restore
    return partial(_write_escapes, terminal)


def _write_escapes(terminal: int) -> None:
    os.write(terminal, LEAVING.encode())


def _watch_terminal(terminal: int) -> None:
    """Have the loss of a terminal do what SIGHUP does, also where SIGHUP is ignored."""
    number = getattr(signal, "SIGHUP", None)
    if hasattr(select, "poll") and number is not None:
        _thread.start_new_thread(_wait_for_loss, (terminal, number))


def _wait_for_loss(terminal: int, number: int) -> None:
    poll = select.poll()
    poll.register(terminal, 0)  # nothing but that it is gone, which is always told
    while not any(events & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _, events in poll.poll()):
        pass
    act_on_signal(number)
