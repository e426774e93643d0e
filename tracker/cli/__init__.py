"""The command line: it parses, calls the store, prints. Errors become one line and an exit code here."""

from __future__ import annotations

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GARBAGE = 200_000  # objects between two collections: loading the program makes many and none is garbage
COMPLETE = "__complete"  # what the scripts of `tracker completion` ask with
FAILED, USAGE, NOT_FOUND, BUSY, INTERRUPTED = 1, 2, 3, 4, 130


def main(args: Sequence[str] | None = None) -> None:
    """Run the program on these arguments, or on the process's own, and exit with its code."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # a closed pipe ends us as it ends any filter: 141
    _replace_closed_streams()
    gc.set_threshold(GARBAGE)
    try:
        words = list(sys.argv[1:] if args is None else args)
        code = _complete(words[1:]) if words[:1] == [COMPLETE] else run_command(words)
    except KeyboardInterrupt:  # while the program is still being loaded
        code = INTERRUPTED
    try:
        sys.stdout.flush()
    except OSError as error:
        _complain(f"the output cannot be written: {error.strerror}")
        code = FAILED
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains again at exit
    sys.exit(code)


def _replace_closed_streams() -> None:
    """Put something in the place of a stream that the shell closed, so that no file we open is taken for it.

    Writing to what was stdout fails, so that data that goes nowhere is not taken for done.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the program runs
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the same
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the same


def run_command(args: list[str]) -> int:
    """Run the program on these arguments; gives back its exit code."""
    import typer

    from tracker.cli.app import app

    try:
        return int(typer.main.get_command(app).main(args, prog_name="tracker", standalone_mode=False) or 0)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("\n")
        return INTERRUPTED
    except typer.Exit as error:
        return error.exit_code
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stderr.write(f"{error.ctx.get_help()}\n")  # type: ignore[attr-defined]  # one of Typer's own
            return USAGE
        _complain(_usage(error))
        return getattr(error, "exit_code", USAGE)
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one line
        return _failed(error, debug="--debug" in args)


def _complete(args: list[str]) -> int:
    """Answer a script of `tracker completion`. Whatever goes wrong, a line that is being typed is not disturbed."""
    try:
        from tracker.cli.completion.answers import complete

        said = complete(args)
    except Exception:  # noqa: BLE001 - see above
        return FAILED
    sys.stdout.buffer.write(said.encode("utf-8", "replace"))
    return 0


def _failed(error: Exception, *, debug: bool) -> int:
    from tracker.model import BusyError, NotFoundError, TrackerError, UsageError

    known: BaseException | None = error
    if not isinstance(error, TrackerError):
        from tracker.store.faults import tracker_error_for

        known = tracker_error_for(error, "the database")
    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError) and not error.filename:
        known = TrackerError(f"the output cannot be written: {error.strerror}")
    if known is None:
        _complain(_unforeseen(error))
        return FAILED
    _complain(str(known))
    codes = {UsageError: USAGE, NotFoundError: NOT_FOUND, BusyError: BUSY}
    return next((code for kind, code in codes.items() if isinstance(known, kind)), FAILED)


def _unforeseen(error: Exception) -> str:
    """Keep the traceback of a failure of ours for a bug report, and say where it is."""
    import traceback

    from tracker.config import state_folder

    path = state_folder() / "crash.txt"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8", errors="backslashreplace")
    except OSError:
        path = path.with_name("nowhere: the folder cannot be written")
    what = f"{type(error).__name__}: {error}"
    return f"this should not have happened ({what}); please report it with {path}"


def _usage(error: Exception) -> str:
    """Typer's complaint as one line, with the help that belongs to it."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    line = " ".join(message.split()).removeprefix("Invalid value: ").rstrip(".")
    return f"{line[:1].lower()}{line[1:]}; see: {context.command_path if context else 'tracker'} --help"


def _complain(message: str) -> None:
    from tracker.text import visible_line, write_to_stream

    write_to_stream(sys.stderr, f"tracker: {visible_line(message)}\n")
