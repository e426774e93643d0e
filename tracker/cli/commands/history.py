"""`tracker undo`, `redo` and `log`: the history, and the way back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import config, dates
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.options import Db, DryRun, PlainCommand, Yes, new_app
from tracker.cli.render import linear, terminal
from tracker.clocks import begin_of_day, local_minute
from tracker.ids import parse_one_id
from tracker.model import UsageError
from tracker.text import parse_count, parse_id, plural, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.model import ChangeEntry
    from tracker.store.ledger import Ledger
    from tracker.store.trust.steps import ChangeStep

COLUMNS = (
    terminal.TerminalColumn("change"),
    terminal.TerminalColumn("when"),
    terminal.TerminalColumn("who", 16, gives_way=1),
    terminal.TerminalColumn("what", flexible=True),
)

app = new_app()


@app.command(cls=PlainCommand)
def undo(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[CHANGE]", help="The change; without it your own last one.")] = "",
    dry_run: DryRun = False,
    yes: Yes = False,
    db: Db = None,
) -> None:
    """Undo a change. Values that were changed again since are kept, and listed.

    Example: tracker undo
    """
    from tracker.store.history import changes

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        wanted = parse_id(number, "change") if number else changes.last_to_undo(ledger, config.user_name())
        entry = changes.read_change(ledger, wanted)
    passed: list[str] = []
    if not number:
        with sessions.to_write(session) as ledger:
            entry, passed = changes.next_to_undo(ledger, config.user_name())
    if yes or dry_run:
        for refusal in passed:
            sessions.print_info(session, f"Skipped: {refusal}")
    if dry_run:
        _would(session, entry)
        return
    if not yes and not _sure(session, entry, passed, named=bool(number)):
        sessions.print_info(session, "Nothing was changed")
        return
    with sessions.reading(session) as ledger:
        reversal = changes.describe_reversal(ledger, entry)
    _take_back(session, entry, reversal, said="Undone", way_out="Redo: tracker redo")


@app.command(cls=PlainCommand)
def redo(ctx: typer.Context, db: Db = None) -> None:
    """Redo what the last undo took back.

    Example: tracker redo
    """
    from tracker.store.history import changes

    session = sessions.session_of(ctx, db)
    with sessions.reading(session) as ledger:
        entry = changes.read_change(ledger, changes.last_to_redo(ledger, config.user_name()))
        reversal = changes.describe_reversal(ledger, entry)
    _take_back(session, entry, reversal, said="Redone", way_out="Undo: tracker undo")


@app.command(cls=PlainCommand)
def log(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="[ID]", help="Only the changes of this proposal.")] = "",
    change: Annotated[str, typer.Option("--change", metavar="N", help="What this change did, row by row.")] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Only changes since this date: 2026-11-01, 7d.")
    ] = "",
    limit: Annotated[str, typer.Option("--limit", "-L", metavar="N", help="At most this many.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    db: Db = None,
) -> None:
    """Show who changed what and when, the newest first.

    Example: tracker log 12
    """
    from tracker.store.history import changes
    from tracker.store.records import proposals

    session = sessions.session_of(ctx, db)
    most = parse_count(limit, "--limit") if limit else config.settings().limit if sys.stdout.isatty() else None
    begin = _instant(since)
    with sessions.reading(session) as ledger:
        if change:
            _print_steps(ledger, parse_id(change, "change"))
            return
        if number:
            history = reversed(proposals.proposal_history(ledger, parse_one_id(number, "log shows")))
            entries = [one for one in history if one.at >= begin][:most]
        else:
            entries = changes.newest_changes(ledger, most, begin)
        undone = {one.id for one in entries if changes.find_undoer(ledger, one.id) is not None}
    _print(session, entries, undone, as_json=as_json, since=since)


def _sure(session: sessions.Session, entry: ChangeEntry, passed: list[str], *, named: bool) -> bool:
    """Whether to go on with what may not be wanted: asked of a change that was named, or found by a bare undo."""
    from tracker.store.history import changes

    if named:
        return not sessions.may_ask(session) or _sure_of_kept(session, entry)
    with sessions.reading(session) as ledger:
        doubts = changes.undo_doubts(ledger, entry, datetime.now(UTC))
    instead = " instead" * bool(passed)
    though = f", though {' and '.join(doubts)}" * bool(doubts)
    question = f"{_refusals(passed)}Undo change {entry.id} ({entry.command}){instead}{though}?"
    return not (doubts or passed) or sessions.confirmed(session, question, f"run tracker undo {entry.id}")


def _refusals(passed: list[str]) -> str:
    """Why one's last changes are passed over: the reason of the last, and how many others share its fate."""
    more = f" ({plural(len(passed) - 1, 'other')} of yours cannot either)" if len(passed) > 1 else ""
    return f"{passed[0]}{more}. " if passed else ""


def _sure_of_kept(session: sessions.Session, entry: ChangeEntry) -> bool:
    """Whether to go on though some values were changed again since."""
    from tracker.store.history import changes, descriptions

    with sessions.writing(session, "undo", dry_run=True) as change:
        leftovers = [descriptions.describe_leftover(one) for one in changes.undo_change(change, entry.id)]
    return not leftovers or sessions.confirmed(session, f"{'; '.join(leftovers)}. Undo the rest?", "")


def _take_back(
    session: sessions.Session, entry: ChangeEntry, reversal: tuple[ChangeEntry, str], *, said: str, way_out: str
) -> None:
    """Take a change back, and speak of the one that `reversal` is about."""
    from tracker.store.history import changes, descriptions

    made, command = reversal
    with sessions.writing(session, command) as change:
        leftovers = changes.undo_change(change, entry.id)
    sessions.result(f"{said} change {made.id}: {made.command}", made.id)
    for one in leftovers:
        sessions.print_info(session, f"Kept: {descriptions.describe_leftover(one)}")
    sessions.print_info(session, way_out)


def _would(session: sessions.Session, entry: ChangeEntry) -> None:
    """Undo it, say what that did, and take that back."""
    from tracker.store.history import changes, descriptions

    with sessions.writing(session, "undo", dry_run=True) as change:
        leftovers = changes.undo_change(change, entry.id)
        done = [step for step in changes.change_steps(change.ledger, change.id) if not changes.is_stamp(step)]
    sessions.print_info(session, f"Would undo change {entry.id}: {entry.command}")
    _write_steps(done)
    for one in leftovers:
        sessions.print_info(session, f"Would keep: {descriptions.describe_leftover(one)}")


def _print_steps(ledger: Ledger, number: int) -> None:
    from tracker.store.history import changes

    changes.read_change(ledger, number)
    _write_steps(changes.change_steps(ledger, number))


def _write_steps(steps: Iterable[ChangeStep]) -> None:
    from tracker.store.history import descriptions

    lines = (descriptions.describe_step(step, linear.arrow()) + "\n" for step in steps)
    write_to_stream(sys.stdout, "".join(lines))


def _when(at: str) -> str:
    """An instant as the reader's clock showed it on a terminal, as UTC with its Z in a pipe."""
    if not sys.stdout.isatty():
        return at
    return local_minute(at)


def _instant(since: str) -> str:
    """The UTC instant at which a day begins where the user is; the day as typed, or an amount such as `7d` ago."""
    if not since:
        return ""
    try:
        begin = dates.parse_span(since if ".." in since else f"{since}..", sessions.today()).start
    except dates.DateError as error:
        raise UsageError(str(error), field="since") from error
    return begin_of_day(dates.first_day(begin)) if begin else ""


def _print(
    session: sessions.Session, entries: list[ChangeEntry], undone: set[int], *, as_json: bool, since: str
) -> None:
    from tracker.formats import rows
    from tracker.formats.tsv_format import tsv_lines

    if as_json:
        objects = ({**rows.record_object(one), "undone": one.id in undone} for one in entries)
        outputs.put_json(objects)
        return
    cells = [[str(one.id), _when(one.at), one.who, "(undone) " * (one.id in undone) + one.command] for one in entries]
    if not entries:
        sessions.print_info(session, f"No changes since {since}" if since else "No changes yet")
    elif sys.stdout.isatty():
        styles = [{3: "dim"} if one.id in undone else {} for one in entries]
        lines, _ = terminal.table_lines(COLUMNS, cells, styles, colour=terminal.uses_colour(session))
        terminal.show(session, lines)
    else:
        write_to_stream(sys.stdout, "".join(tsv_lines(cells)))
