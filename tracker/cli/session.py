"""One run of the program: which database, who asks, what may be said, asked and shown in colour."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from tracker import config
from tracker.errors import DuplicateError, NotFoundError, UsageError
from tracker.text import visible_block, visible_line, write_data, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import typer

    from tracker.store.ledger import Change, Ledger


T = TypeVar("T")
TOLD = 5  # duplicates of a change that are told one by one
LONG, STEP = 5_000, 500  # proposals of a change whose progress is said, and how often


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
        debug: bool = False,
        no_duplicates: bool = False,
    ) -> None:
        """Take what was said."""
        self.db, self.color, self.quiet = db, color, quiet
        self.no_input, self.no_pager, self.debug = no_input, no_pager, debug
        self.no_duplicates = no_duplicates
        self.known_duplicates: set[str] = set()  # those that were told, or agreed to

    @property
    def path(self) -> Path:
        """The database in use."""
        return config.database_path(self.db)


def session_of(ctx: typer.Context, db: str | None) -> Session:
    """The session of a command, with the database that was named behind it. Raises UsageError for wrong settings."""
    config.check_settings()
    session: Session = ctx.find_root().obj
    if db is not None:
        session.db = db
    return session


@contextmanager
def reading(session: Session) -> Iterator[Ledger]:
    """The database as it is at one moment; an empty one, and a word about it, if there is none."""
    from tracker.store import database
    from tracker.store.ledger import consistent_read

    try:
        ledger = database.open_ledger(session.path)
    except database.NoDatabaseError as error:
        ledger = database.open_in_memory()
        print_info(session, f"Nothing is tracked yet: {error}. Begin with: tracker add, or tracker demo")
    try:
        _warn(session, ledger)
        with consistent_read(ledger):
            yield ledger
    finally:
        ledger.close()


@contextmanager
def inspecting(session: Session) -> Iterator[Ledger]:
    """The database in whatever state it is, as far as it can be read."""
    from tracker.store import database
    from tracker.store.ledger import consistent_read

    try:
        ledger = database.open_ledger(session.path, inspecting=True)
    except database.NoDatabaseError:
        with reading(session) as empty:
            yield empty
        return
    try:
        _warn(session, ledger)
        with consistent_read(ledger):
            yield ledger
    finally:
        ledger.close()


@contextmanager
def to_write(session: Session, *, create: bool = False, dry_run: bool = False) -> Iterator[Ledger]:
    """The database, to be written to.

    Without one `create` makes it, a dry run goes without, and anything else raises NotFoundError.
    """
    from tracker.cli import run_end
    from tracker.store import database

    makes = create and not dry_run and not session.path.exists()
    if makes and not session.path.parent.is_dir() and session.path != config.database_path(None):
        raise UsageError(f"there is no folder {session.path.parent} for a new database")
    try:
        ledger = database.open_ledger(session.path, create=create and not dry_run, writing=True)
    except database.NoDatabaseError as error:
        if not dry_run:
            raise NotFoundError(f"{error}; begin with: tracker add") from error
        ledger = database.open_in_memory()
    run_end.outlive_closed_pipe()
    try:
        _warn(session, ledger)
        ledger.hears = progress_teller(session)
        yield ledger
        if makes:
            print_info(session, f"A new database: {session.path}")
    finally:
        ledger.close()


@contextmanager
def writing(session: Session, command: str, *, create: bool = False, dry_run: bool = False) -> Iterator[Change]:
    """One change to the database, opened as `to_write` does; a dry run is taken back at its end.

    What it writes that stands there already is warned of. Raises DuplicateError where that is not wanted.
    """
    from tracker.store import database

    change_of = database.try_change if dry_run else database.write_change
    with (
        to_write(session, create=create, dry_run=dry_run) as ledger,
        change_of(ledger, command, config.user_name()) as change,
    ):
        yield change
        new = [one for one in dict.fromkeys(ledger.duplicates) if one not in session.known_duplicates]
        if new and session.no_duplicates:
            raise DuplicateError(f"{new[0]}; nothing was changed")
    _warn_of_duplicates(session, new)


def rehearsed(session: Session, command: str, action: Callable[[Change], T], *, dry_run: bool = False) -> T:
    """Do an action that may make the database; the first is tried beforehand, so that a refused one makes no file.

    Raises as `settle_duplicates`.
    """
    if not dry_run:
        settle_duplicates(session, command, action)
    return rehearsed_once(session, command, action, dry_run=dry_run)


def rehearsed_once(session: Session, command: str, action: Callable[[Change], T], *, dry_run: bool = False) -> T:
    """Do a long action that may make the database, tried beforehand only where a refused one would leave a new file."""
    if dry_run or not session.path.exists():
        with writing(session, command, dry_run=True) as change:
            done = action(change)
    if not dry_run:
        with writing(session, command, create=True) as change:
            done = action(change)
    return done


def settle_duplicates(session: Session, command: str, action: Callable[[Change], object]) -> None:
    """Where somebody can be asked, try an action, and ask whether to write what stands there already.

    Raises DuplicateError for a no, and what the action raises.
    """
    if session.no_duplicates or not (may_ask(session) and session.path.exists()):
        return
    silent = Session(db=session.db, quiet=True)
    with writing(silent, command, dry_run=True) as change:
        action(change)
        found = list(dict.fromkeys(change.ledger.duplicates))
    if found:
        for one in found[1:TOLD]:
            print_info(session, one)
        more = f", and {len(found) - 1:,} more are" if found[1:] else ""
        if not confirmed(session, f"{found[0]}{more}; write it again anyway?", "--no-duplicates refuses it"):
            raise DuplicateError("nothing was changed")
        session.known_duplicates.update(found)


def _warn_of_duplicates(session: Session, found: Sequence[str]) -> None:
    for one in found[:TOLD]:
        print_info(session, f"Warning: {one}")
    if found[TOLD:]:
        print_info(session, f"Warning: {len(found) - TOLD:,} more are written again")
    session.known_duplicates.update(found)


def print_info(session: Session, line: str) -> None:
    """Say something on stderr, unless asked to be quiet."""
    if not session.quiet:
        write_to_stream(sys.stderr, visible_line(line) + "\n")


def result(line: str, bare: object) -> None:
    """Say what was done: a line on a terminal, the bare number in a pipe, or several, one a line."""
    write_to_stream(sys.stdout, (visible_line(line) if sys.stdout.isatty() else visible_block(str(bare))) + "\n")


def conclude(
    session: Session, lines: Sequence[tuple[str, object]], messages: Sequence[str] = (), *, dry_run: bool = False
) -> None:
    """Say what was done, or would be: each line with what a pipe gets of it, what else is told, and the way out."""
    if dry_run:
        for line in (*(line for line, _ in lines), *messages):
            print_info(session, f"Not done: {line}")
        return
    for line, bare in lines:
        result(line, bare)
    for line in messages:
        print_info(session, line)
    print_info(session, "Undo: tracker undo")


def may_ask(session: Session) -> bool:
    """Whether a question can be put to somebody."""
    return not (session.no_input or os.environ.get("TRACKER_NO_INPUT")) and sys.stdin is not None and sys.stdin.isatty()


def confirmed(session: Session, question: str, instead: str) -> bool:
    """The answer to a yes-or-no question. Raises UsageError where nobody can be asked."""
    if not may_ask(session):
        raise UsageError(f"{question} Nobody can be asked here: {instead}")
    write_to_stream(sys.stderr, f"{visible_line(question)} [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def is_interactive() -> bool:
    """Whether both ends are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def today() -> date:
    """The day on which relative dates are counted: the user's own."""
    return date.today()  # noqa: DTZ011 - what people mean by today is where they are


def a_date(typed: str, field: str) -> str | None:
    """A partial date as typed, None if nothing was. Raises UsageError."""
    from tracker.editing.add_options import parse_typed_date

    return parse_typed_date(typed, today(), field)


def progress_teller(session: Session) -> Callable[[int, int], None]:
    """Says how far a long change has come: again and again on a terminal, elsewhere once that it is under way."""
    watched = sys.stderr.isatty() and not session.quiet

    def say(done: int, all_of_them: int) -> None:
        if all_of_them < LONG:
            return
        making = f"Making {all_of_them:,} proposals searchable anew"
        if not watched:
            if done == 0:
                print_info(session, f"{making} …")
        elif done == all_of_them - 1:
            write_data(sys.stderr, "\r\x1b[K" if os.environ.get("TERM", "dumb") != "dumb" else "\n")
        elif done % STEP == 0:
            write_data(sys.stderr, f"\r{making}: {100 * done // all_of_them}% ")
            sys.stderr.flush()

    return say


def _warn(session: Session, ledger: Ledger) -> None:
    for warning in ledger.warnings:
        print_info(session, f"Warning: {warning}")
