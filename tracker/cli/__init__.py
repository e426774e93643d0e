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
    words = list(sys.argv[1:] if args is None else args)
    if words[:1] == [COMPLETE]:
        sys.exit(_complete(words[1:]))
    from tracker.cli import app, run_end
    from tracker.process.signal_watch import begin_handling

    try:
        del app  # loaded before anything can be interrupted
        begin_handling()
        code = run_command(words)
    except KeyboardInterrupt:
        code = INTERRUPTED
    run_end.end_run(code)


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
        return _complain(_usage(error), getattr(error, "exit_code", USAGE))
    except Exception as error:  # noqa: BLE001 - whatever it is, the user gets one line
        return _failed(error, debug="--debug" in args)


def _complete(args: list[str]) -> int:
    """Answer a script of `tracker completion`. Whatever goes wrong, a line that is being typed is not disturbed."""
    try:
        from tracker.cli.completion.answers import complete

        sys.stdout.buffer.write(complete(args).encode("utf-8", "replace"))
        sys.stdout.flush()
    except Exception:  # noqa: BLE001 - see above
        return FAILED
    return 0


def _failed(error: Exception, *, debug: bool) -> int:
    from tracker.cli.crash import report_crash
    from tracker.model import BusyError, NotFoundError, UsageError
    from tracker.process.system_errors import OutputError
    from tracker.store.faults import explain_error

    known = explain_error(error, "the database")
    if debug:
        import traceback

        traceback.print_exception(error)
    if isinstance(known, OutputError):
        from tracker.cli import run_end

        return run_end.give_up_output(known)
    if known is None:
        return _complain(report_crash(error), FAILED)
    codes: dict[type, int] = {UsageError: USAGE, NotFoundError: NOT_FOUND, BusyError: BUSY}
    return _complain(str(known), next((code for kind, code in codes.items() if isinstance(known, kind)), FAILED))


def _usage(error: Exception) -> str:
    """Typer's complaint as one line, with the help that belongs to it."""
    message = getattr(error, "format_message", lambda: str(error))()
    context = getattr(error, "ctx", None)
    line = " ".join(message.split()).removeprefix("Invalid value: ").rstrip(".")
    return f"{line[:1].lower()}{line[1:]}; see: {context.command_path if context else 'tracker'} --help"


def _complain(message: str, code: int) -> int:
    from tracker.cli.run_end import complain

    complain(message)
    return code
