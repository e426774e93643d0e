"""How a run ends: its output is out, what was saved is said, and its exit code or its signal is the right one."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from tracker.process.outcome import OUTCOME
from tracker.process.signals import end_by_signal, received_signal
from tracker.process.system_errors import OutputError
from tracker.text import visible_line, write_to_stream

FAILED, INTERRUPTED = 1, 130


def complain(message: str) -> None:
    """Say on stderr, in one line, what is wrong."""
    write_to_stream(sys.stderr, f"tracker: {visible_line(message)}\n")


def end_run(code: int) -> NoReturn:
    """End with this exit code, once all is out; broken off by a signal, with its own."""
    code = _flush_output(code)
    if received_signal():
        code = INTERRUPTED
        if OUTCOME.sentence():
            complain(f"broken off: {OUTCOME.sentence()}")
    _flush_talk()
    end_by_signal(code)
    sys.exit(code)


def give_up_output(error: OutputError) -> int:
    """Say that the output cannot be written; gives back the exit code. What was saved is done all the same."""
    saved = "; what was changed is saved, see: tracker log" if OUTCOME.is_saved else ""
    complain(f"{error}{saved}")
    _put_nothing_behind(sys.stdout.fileno())
    if error.is_closed_pipe and hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    return 0 if saved else FAILED


def outlive_closed_pipe() -> None:
    """Let who closes the pipe be told what is saved, before that ends us."""
    if hasattr(signal, "SIGPIPE") and signal.getsignal(signal.SIGPIPE) == signal.SIG_DFL:
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)


def _flush_output(code: int) -> int:
    try:
        sys.stdout.flush()
    except OSError as error:
        return give_up_output(OutputError(error))
    return code


def _flush_talk() -> None:
    try:
        sys.stderr.flush()
    except OSError:
        _put_nothing_behind(sys.stderr.fileno())


def _put_nothing_behind(descriptor: int) -> None:
    """Let a stream that cannot be written go nowhere, or Python would fail with it once more at its end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)
