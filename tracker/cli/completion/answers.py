"""The answers that the scripts of the shells ask the program for."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import typer

from tracker.text import cell_width, pad_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli.completion.position import Candidate
    from tracker.store.ledger import Ledger

PATIENCE = 0.1  # seconds that a locked database is waited for
UNFINISHED = (":", ".", "=")  # what a word ends with that a blank does not follow


def complete(args: Sequence[str]) -> str:
    """The answer to a script: a line that says how, then a line for each candidate; empty where nothing is known.

    `files` leaves it to the shell, `open` says that no blank follows, `menu` that nothing begins as typed. Raises
    whatever goes wrong; the scripts are to be answered with nothing then.
    """
    shell, *rest = args
    if shell == "bash":
        from tracker.cli.completion import bash

        how, breaks, line = rest
        read = bash.read_bash_line(line, breaks)
        candidates = None if read.redirected else _find_candidates(read.words[1:])
        return _answer_text(candidates, [] if candidates is None else bash.bash_reply(read, candidates, how))
    words = [word for at, word in enumerate(rest) if shell != "fish" or at != len(rest) - 2]  # its `--` before the last
    typed = words[-1].lstrip("\"'") if shell == "fish" else words[-1]
    candidates = _find_candidates((*words[:-1], typed))
    lines = (
        []
        if candidates is None
        else _in_columns(candidates)
        if shell == "zsh"
        else [f"{word}\t{says}" for word, says in candidates]
    )
    return _answer_text(candidates, lines, typed)


def _find_candidates(words: Sequence[str]) -> Sequence[Candidate] | None:
    """What may stand in place of the last word; None where a file is meant."""
    from tracker.cli.app import app as program
    from tracker.cli.completion import position

    place = position.find_place(typer.main.get_command(program), words)
    if place.param is None:
        return list(position.words(place))
    from tracker.cli.completion import values

    if values.is_file(place):
        return None
    if not values.vocabulary(place):
        return ()
    with ExitStack() as stack:

        def open_() -> Ledger:
            return stack.enter_context(_opened(next(iter(place.given.get("db", ())), None)))

        return values.find_values(place, cache(open_), date.today())  # noqa: DTZ011 - the user's own day


@contextmanager
def _opened(named: str | None) -> Iterator[Ledger]:
    """The database in use, to be read; an empty one if there is none."""
    from tracker import config
    from tracker.store import database

    try:
        path = config.database_path(named)
        ledger = database.open_ledger(path, timeout=PATIENCE, cache=database.SMALL_CACHE)
    except database.NoDatabaseError:
        ledger = database.open_in_memory()
    try:
        yield ledger
    finally:
        ledger.close()


def _answer_text(candidates: Sequence[Candidate] | None, lines: Sequence[str], typed: str = "") -> str:
    if candidates is None:
        return "files\n"
    how = "open" if candidates and all(one.word.endswith(UNFINISHED) for one in candidates) else "words"
    if how == "words" and not all(one.word.startswith(typed) for one in candidates):
        how = "menu"
    return "".join(f"{line}\n" for line in (how, *lines))


def _in_columns(candidates: Sequence[Candidate]) -> list[str]:
    """Each word, a tab, and how it is shown in a list: with what it means."""
    wide = max((cell_width(one.word) for one in candidates), default=0)
    return [f"{word}\t{pad_text(word, wide)}  -- {says}" if says else f"{word}\t{word}" for word, says in candidates]
