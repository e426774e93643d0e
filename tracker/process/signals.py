"""How a run is broken off: what ctrl+c, SIGTERM and SIGHUP do, wherever the program is just then.

Python itself acts on a signal only between two of its own steps. A thread of `signal_watch` waits beside it: it breaks
off what a database is doing, tells whoever listens, and ends a program that does not come back. Windows has no such
thread and no SIGHUP: there ctrl+c works between two statements.
"""

from __future__ import annotations

import os
import signal
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from subprocess import Popen

ENDING = frozenset(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
CHILD_PATIENCE = 2.0  # seconds that a program of ours has to end itself


class Interruptible(Protocol):
    """What can be broken off from another thread: a connection of SQLite."""

    def interrupt(self) -> None:
        """Break off what is being done."""


class SignalState:
    """What a signal does now, and whether one came."""

    def __init__(self) -> None:
        """None came, and each would be raised as KeyboardInterrupt."""
        self.received = 0  # the signal that ends the run
        self.is_raised = False
        self.raising, self.ignored = ENDING, frozenset[int]()
        self.listeners: list[Callable[[int], None]] = []
        self.cleanups: list[Callable[[], object]] = []
        self.connections: WeakSet[Interruptible] = WeakSet()
        self.wakes = -1  # the pipe that the thread waits at


STATE = SignalState()


def received_signal() -> int:
    """The signal that ends the run, 0 if none came."""
    return STATE.received


def end_by_signal(code: int) -> None:
    """End as the signal that came would have ended us; without one, let no further signal disturb the end.

    `code` is the exit code, which a signal from now on does not change: all is done and said.
    """
    if STATE.received not in {0, signal.SIGINT}:
        signal.signal(STATE.received, signal.SIG_DFL)
        os.kill(os.getpid(), STATE.received)
    for one in ENDING:
        if signal.getsignal(one) == handle_signal:
            signal.signal(one, lambda *_: os._exit(code))


def watch_connection(connection: Interruptible) -> None:
    """Have a signal break off what this connection does, as long as it is there."""
    STATE.connections.add(connection)


@contextmanager
def clean_up_with(clean_up: Callable[[], object]) -> Iterator[None]:
    """Do this too where the program must be ended from outside, in the middle of what happens inside."""
    STATE.cleanups.append(clean_up)
    try:
        yield
    finally:
        STATE.cleanups.remove(clean_up)


@contextmanager
def tell_signals(listener: Callable[[int], None]) -> Iterator[None]:
    """Inside, a signal raises nothing: `listener` is told of it, by another thread, and is to end the run."""
    STATE.listeners.append(listener)
    try:
        with _reacting(frozenset(), STATE.ignored):
            yield
    finally:
        STATE.listeners.remove(listener)


@contextmanager
def child_has_terminal() -> Iterator[None]:
    """Inside, ctrl+c is the affair of the program that has the terminal; the other signals are ours."""
    before = signal.signal(signal.SIGINT, handle_signal)
    try:
        with _reacting(ENDING - {signal.SIGINT}, frozenset({signal.SIGINT})):
            yield
    finally:
        signal.signal(signal.SIGINT, before)


def wait_for_child(child: Popen[Any]) -> int:
    """Wait for a program of ours; a signal that ends us ends it as well."""
    try:
        return child.wait()
    except BaseException:
        end_child(child)
        raise


def end_child(child: Popen[Any]) -> None:
    """End a program of ours by the signal that ends us, and by force if it does not go."""
    with suppress(OSError):
        child.send_signal(STATE.received or signal.SIGTERM)
    end = time.monotonic() + CHILD_PATIENCE
    while child.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    if child.poll() is None:
        child.kill()
        child.wait()


def act_on_signal(number: int) -> None:
    """Do what a signal does to a listener though none came, as where the terminal is gone and SIGHUP is ignored."""
    if STATE.wakes >= 0:
        with suppress(OSError):
            os.write(STATE.wakes, bytes([number]))


@contextmanager
def _reacting(raising: frozenset[int], ignored: frozenset[int]) -> Iterator[None]:
    before = STATE.raising, STATE.ignored
    STATE.raising, STATE.ignored = raising, ignored
    try:
        yield
    finally:
        STATE.raising, STATE.ignored = before


def handle_signal(number: int, _frame: object) -> None:
    """What Python does between two of its steps: break off once; what then cleans up is left in peace."""
    if number in STATE.raising and not STATE.is_raised:
        STATE.received, STATE.is_raised = number, True
        raise KeyboardInterrupt
