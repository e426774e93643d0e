"""`tracker undo`, `redo` and `log`: the history, and the way back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import config
from tracker.cli import session as sessions
from tracker.cli import terminal
from tracker.cli.parameters import Command, Db, DryRun, Yes, new_app
from tracker.text import visible, write

if TYPE_CHECKING:
    from tracker.model import ChangeEntry, Kept
    from tracker.store.changes import Step
    from tracker.store.database import Ledger

ON_A_TERMINAL = 30
COLUMNS = (
    terminal.Column("change"),
    terminal.Column("when"),
    terminal.Column("who", 16, gives_way=1),
    terminal.Column("what", flexible=True),
)

app = new_app()


@app.command(cls=Command)
def undo(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[CHANGE]", help="The change; without it your own last one.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Take a change back. What was changed again since is kept, and listed.

    Example: tracker undo
    """
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    with sessions.reading(session) as ledger:
        wanted = sessions.an_id(number, "change") if number else changes.last_to_undo(ledger, config.who())
        entry = changes.get(ledger, wanted)
        reversal = changes.reversal(ledger, entry)
        doubts = [] if number or yes else changes.doubts(ledger, entry, datetime.now(UTC))
    if dry_run:
        _would(session, entry)
        return
    question = f"Undo change {wanted} ({entry.command}), though {' and '.join(doubts)}?"
    if doubts and not sessions.confirmed(session, question, f"say tracker undo {wanted}"):
        sessions.talk(session, "Nothing was changed")
        return
    if number and not yes and sessions.may_ask(session) and not _sure_of_kept(session, entry):
        sessions.talk(session, "Nothing was changed")
        return
    _take_back(session, entry, reversal, said="Undone", way_out="Redo: tracker redo")


@app.command(cls=Command)
def redo(ctx: typer.Context, db: Db = None) -> None:
    """Do again what the last undo took back.

    Example: tracker redo
    """
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    with sessions.reading(session) as ledger:
        entry = changes.get(ledger, changes.last_to_redo(ledger, config.who()))
        reversal = changes.reversal(ledger, entry)
    _take_back(session, entry, reversal, said="Redone", way_out="Undo: tracker undo")


@app.command(cls=Command)
def log(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[ID]", help="Only the changes of this proposal.")] = "",
    change: Annotated[str, typer.Option("--change", metavar="N", help="What this change did, row by row.")] = "",
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="At most so many.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show who changed what and when, the newest first.

    Example: tracker log 12
    """
    from tracker.store import changes, proposals  # noqa: PLC0415 - --help needs no database

    session = sessions.of(ctx, db)
    most = sessions.an_id(limit, "limit") if limit else ON_A_TERMINAL if sys.stdout.isatty() else None
    with sessions.reading(session) as ledger:
        if change:
            _print_steps(ledger, sessions.an_id(change, "change"))
            return
        if number:
            found = list(reversed(proposals.history(ledger, sessions.an_id(number))))[:most]
        else:
            found = changes.log(ledger, most)
        undone = {one.id for one in found if changes.undoer(ledger, one.id) is not None}
    _print(session, found, undone, as_json=as_json)


def _sure_of_kept(session: sessions.Session, entry: ChangeEntry) -> bool:
    """Whether to go on though some values were changed again since; asked where somebody can be."""
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    with sessions.writing(session, "undo", dry_run=True) as change:
        kept = [_kept(one) for one in changes.undo(change, entry.id)]
    return not kept or sessions.confirmed(session, f"{'; '.join(kept)}. Undo the rest?", "")


def _take_back(
    session: sessions.Session, entry: ChangeEntry, reversal: tuple[ChangeEntry, str], *, said: str, way_out: str
) -> None:
    """Take a change back, and speak of the one that `reversal` is about."""
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    made, command = reversal
    with sessions.writing(session, command) as change:
        kept = changes.undo(change, entry.id)
    sessions.result(f"{said} change {made.id}: {made.command}", made.id)
    for one in kept:
        sessions.talk(session, f"Kept: {_kept(one)}")
    sessions.talk(session, way_out)


def _kept(one: Kept) -> str:
    if one.column:
        return f"{one.table} {one.row}: {one.column} was changed again since and stays {one.value!r}"
    return f"{one.table} {one.row}" + (f" ({one.value})" if one.value else "") + ": in use by later changes"


def _would(session: sessions.Session, entry: ChangeEntry) -> None:
    """Undo it, say what that did, and take that back."""
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    with sessions.writing(session, "undo", dry_run=True) as change:
        kept = changes.undo(change, entry.id)
        done = [step for step in changes.steps(change.ledger, change.id) if not changes.is_stamp(step)]
    sessions.talk(session, f"Would undo change {entry.id}: {entry.command}")
    write(sys.stdout, "".join(_step(step) + "\n" for step in done))
    for one in kept:
        sessions.talk(session, f"Would keep: {_kept(one)}")


def _step(step: Step) -> str:
    where = f"{step.table} {step.row}"
    if step.new is not None:
        told = "; ".join(f"{name}: {(step.old or {}).get(name)!r} → {value!r}" for name, value in step.new.items())
        return visible(f"changed  {where}  {told}")
    return visible(f"{'deleted' if step.old else 'added'}  {where}")


def _print_steps(ledger: Ledger, number: int) -> None:
    from tracker.store import changes  # noqa: PLC0415 - --help needs no database

    changes.get(ledger, number)
    write(sys.stdout, "".join(_step(step) + "\n" for step in changes.steps(ledger, number)))


def _when(at: str) -> str:
    """An instant as the reader's clock showed it on a terminal, as UTC with its Z in a pipe."""
    if not sys.stdout.isatty():
        return at
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")


def _print(session: sessions.Session, found: list[ChangeEntry], undone: set[int], *, as_json: bool) -> None:
    from tracker.formats import rows, writers  # noqa: PLC0415 - --help needs none

    if as_json:
        objects = ({**rows.as_object(one), "undone": one.id in undone} for one in found)
        write(sys.stdout, "".join(writers.json_lines(objects, one_a_line=False)))
        return
    cells = [[str(one.id), _when(one.at), one.who, "(undone) " * (one.id in undone) + one.command] for one in found]
    if not found:
        sessions.talk(session, "No changes yet")
    elif sys.stdout.isatty():
        styles = [{3: "dim"} if one.id in undone else {} for one in found]
        lines, _ = terminal.table(COLUMNS, cells, styles, colour=terminal.uses_colour(session))
        terminal.show(session, lines)
    else:
        write(sys.stdout, "".join(writers.tsv_lines(cells)))
