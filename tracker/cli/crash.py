"""What the program could not foresee: a report in the state folder, for the user's eyes alone."""

from __future__ import annotations

import re
import traceback
from typing import TYPE_CHECKING

from tracker.model import TrackerError

if TYPE_CHECKING:
    from collections.abc import Iterator

# what an error quotes is often stored text, and a report is sent to others
_QUOTED = re.compile(r"""(["'])(?:\\.|(?!\1).)*\1""", re.DOTALL)


def report_crash(error: BaseException) -> str:
    """Keep the traceback of a failure of ours for a bug report, and say where it is."""
    from tracker.config import state_folder
    from tracker.files import write_private_file

    path = state_folder() / "crash.txt"
    where = str(path)
    try:
        write_private_file(path, "\n".join(_traceback_lines(error)) + "\n")
    except TrackerError as refused:
        where = f"--debug, as no report could be kept ({refused})"
    return f"this should not have happened ({type(error).__name__}: {error}); please report it with {where}"


def _traceback_lines(error: BaseException) -> Iterator[str]:
    """Where each error of a chain arose, the first one first, without what it quotes."""
    before = error.__cause__ or error.__context__
    if before is not None and before is not error:
        yield from _traceback_lines(before)
        yield ""
    yield from (line.rstrip("\n") for line in traceback.format_tb(error.__traceback__))
    words = _QUOTED.sub("'…'", str(error)).encode("utf-8", "backslashreplace").decode()
    yield f"{type(error).__name__}: {words}"
