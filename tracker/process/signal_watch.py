"""The thread that waits for signals beside the program: it breaks off statements, and ends what does not come back."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from tracker.process.signals import ENDING, STATE, act_on_signal, handle_signal

if TYPE_CHECKING:
    from typing import Any

    from tracker.process.signals import Interruptible

AGAIN = 0  # no signal: an interruption that Python dropped is to be sent once more
AGAIN_SECONDS = 0.01
STEP = 0.1  # seconds until what was broken off between two statements is broken off again
HURRY = 1.0  # seconds after which a further signal ends a program that is still on its way out
PATIENCE = 5.0  # seconds that a program has until it comes back; a screen until it is left
SHELL_CODE = 128  # what a shell adds to a signal's number


def begin_handling() -> None:
    """Handle the signals from now on; what whoever started us has ignored stays so."""
    for one in ENDING:
        if signal.getsignal(one) != signal.SIG_IGN:
            signal.signal(one, handle_signal)
    sys.unraisablehook = _send_dropped
    if os.name != "nt":
        waits, STATE.wakes = os.pipe()
        os.set_blocking(STATE.wakes, False)
        signal.set_wakeup_fd(STATE.wakes, warn_on_full_buffer=False)
        _thread.start_new_thread(SignalWatch(waits, _thread.get_ident()).run, ())


def _send_dropped(dropped: Any) -> None:
    """Send an interruption again that came where nothing can be left, such as in the removal of an object."""
    if isinstance(dropped.exc_value, KeyboardInterrupt) and STATE.received:
        act_on_signal(AGAIN)
    else:
        sys.__unraisablehook__(dropped)


class SignalWatch:
    """What the thread knows: the signal under way, since when, and when it loses patience."""

    def __init__(self, waits: int, main_thread: int) -> None:
        """`waits` is the end of the pipe that it reads; only the main thread acts on signals."""
        self._waits, self._main_thread = waits, main_thread
        self._is_own = False
        self._number, self._since = 0, 0.0

    def run(self) -> None:
        """Wait for signals until the program ends."""
        from select import select

        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # they are to wake the main thread
        while True:
            if select([self._waits], [], [], STEP if self._number else None)[0]:
                number = os.read(self._waits, 1)[0]
                if number == AGAIN:
                    self._send_again()
                else:
                    self._take(number)
            self._press()

    def _take(self, number: int) -> None:
        """Begin with a signal; a further one ends a program that takes its time."""
        is_own, self._is_own = self._is_own, False
        if is_own or number not in ENDING or number in STATE.ignored:
            return
        if self._number and time.monotonic() - self._since > HURRY:
            self._end_now(number)
        if not self._number:
            self._number, self._since = number, time.monotonic()
        for listener in tuple(STATE.listeners):
            STATE.received = STATE.received or number
            with suppress(Exception):
                listener(number)

    def _press(self) -> None:
        """Break off what is being done, until Python has come to act on the signal or the screen is left."""
        if not self._number or (STATE.is_raised and not STATE.listeners):
            self._number = self._number if STATE.received else 0
            return
        for connection in self._connections():
            with suppress(Exception):  # it was closed meanwhile
                connection.interrupt()
        if time.monotonic() - self._since > PATIENCE:
            self._end_now(self._number)
        if self._number in STATE.raising and time.monotonic() - self._since > STEP:
            # one that came just before the program began to wait, for a key or a file, has not woken it
            self._is_own = True
            signal.pthread_kill(self._main_thread, self._number)

    def _connections(self) -> list[Interruptible]:
        while True:
            with suppress(RuntimeError):  # one came or went just now
                return list(STATE.connections)

    def _send_again(self) -> None:
        time.sleep(AGAIN_SECONDS)
        STATE.is_raised = False
        os.kill(os.getpid(), STATE.received)

    def _end_now(self, number: int) -> NoReturn:
        """End the program from outside. What it was writing to a database SQLite takes back when it is next opened."""
        for clean_up in reversed(STATE.cleanups):
            with suppress(Exception):
                clean_up()
        os._exit(SHELL_CODE + number)
