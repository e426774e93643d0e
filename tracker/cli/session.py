"""One run of the program: which database, who asks, what may be said, asked and shown in colour."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from datetime import date
from typing import TYPE_CHECKING

from tracker import config, dates
from tracker.model import UsageError
from tracker.text import visible, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import typer

    from tracker.store.database import Change, Ledger


class Session:
    """The program's own options as given before or after the command."""

    def __init__(
        self,
        *,
        db: str | None = None,
        color: str = "auto",
        quiet: bool = False,
        no_input: bool = False,
        no_pager: bool = False,
    ) -> None:
        """Take what was said."""
        self.db, self.color, self.quiet, self.no_input, self.no_pager = db, color, quiet, no_input, no_pager

    @property
    def path(self) -> Path:
        """The database in use."""
        return config.database_path(self.db)


def of(ctx: typer.Context, db: str | None) -> Session:
    """The session of a command, with the database that was named behind it."""
    session: Session = ctx.find_root().obj
    if db is not None:
        session.db = db
    return session


@contextmanager
def reading(session: Session) -> Iterator[Ledger]:
    """The database, to be read. Raises NoDatabaseError if there is none."""
    from tracker.store.database import open_ledger  # noqa: PLC0415 - --help needs no database

    ledger = open_ledger(session.path)
    try:
        _warn(session, ledger)
        yield ledger
    finally:
        ledger.close()


class _NotKept(Exception):  # noqa: N818 - no error: a dry run ends so
    """Takes a dry run's change back."""


@contextmanager
def writing(session: Session, command: str, *, dry_run: bool = False) -> Iterator[Change]:
    """One change to the database, which is made if it is new; a dry run is taken back at its end."""
    from tracker.store.database import open_ledger, write  # noqa: PLC0415 - --help needs no database

    ledger = open_ledger(session.path, create=True)
    try:
        _warn(session, ledger)
        with suppress(_NotKept), write(ledger, command, config.who()) as change:
            yield change
            _keep_unless(dry_run=dry_run)
    finally:
        ledger.close()


def _keep_unless(*, dry_run: bool) -> None:
    if dry_run:
        raise _NotKept


def talk(session: Session, line: str) -> None:
    """Say something on stderr, unless asked to be quiet."""
    if not session.quiet:
        write(sys.stderr, visible(line) + "\n")


def result(line: str, bare: object) -> None:
    """Say what was done: a line on a terminal, the bare number in a pipe."""
    write(sys.stdout, (visible(line) if sys.stdout.isatty() else str(bare)) + "\n")


def may_ask(session: Session) -> bool:
    """Whether a question can be put to somebody."""
    return not (session.no_input or os.environ.get("TRACKER_NO_INPUT")) and sys.stdin is not None and sys.stdin.isatty()


def confirmed(session: Session, question: str, instead: str) -> bool:
    """The answer to a yes-or-no question. Raises UsageError where nobody can be asked."""
    if not may_ask(session):
        raise UsageError(f"{question} Nobody can be asked here: {instead}")
    write(sys.stderr, f"{visible(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def is_interactive() -> bool:
    """Whether both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def today() -> date:
    """The day on which relative dates are counted: the user's own."""
    return date.today()  # noqa: DTZ011 - what people mean by today is where they are


def a_date(typed: str, what: str) -> str | None:
    """A partial date as typed, None if nothing was. Raises UsageError."""
    if not typed:
        return None
    try:
        return dates.parse(typed, today())
    except dates.DateError as error:
        raise UsageError(f"--{what}: {error}") from error


def an_id(typed: str, what: str = "proposal") -> int:
    """The number of a record, with or without `#`. Raises UsageError."""
    digits = typed.removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or not 0 < int(digits[:20]) < 2**63:
        raise UsageError(f"'{typed}' is no number of a {what}")
    return int(digits)


def _warn(session: Session, ledger: Ledger) -> None:
    for warning in ledger.warnings:
        talk(session, f"Warning: {warning}")
