"""How a change is made and said: one for one proposal or a few, and one for many, which is asked about first."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.cli.evidence import new_actors, newest_citation
from tracker.cli.new_proposal import proposal_line
from tracker.cli.render import linear
from tracker.editing import preview
from tracker.ids import id_text, parse_ids
from tracker.model import BusyError
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from tracker.model import ProposalLine
    from tracker.store.ledger import Change, Ledger

    Tells: TypeAlias = Callable[[Ledger, Sequence[int]], Iterable[str]]

SAMPLE = 5  # lines that are shown before it is asked


def each(
    session: sessions.Session,
    name: str,
    ids: list[str],
    action: Callable[[Change, int], None],
    *,
    dry_run: bool,
    verb: str,
    also: Sequence[str] = (),
) -> None:
    """Do an action to each of the proposals named, as one change, and say what was done."""
    wanted = parse_ids(ids)

    def actions(change: Change) -> None:
        for one in wanted:
            action(change, one)

    command = f"{name} {id_text(wanted)}"
    changed(session, command, wanted, actions, dry_run=dry_run, verb=verb, also=also)


def changed(
    session: sessions.Session,
    command: str,
    ids: list[int],
    action: Callable[[Change], object],
    *,
    verb: str,
    dry_run: bool = False,
    cites: bool = False,
    also: Sequence[str] = (),
    tells: Tells | None = None,
) -> None:
    """Do an action as one change and say what was done: a line for each proposal, `also`, and what it `tells`."""
    if not dry_run:
        sessions.settle_duplicates(session, command, action)
    with sessions.writing(session, command, dry_run=dry_run) as change:
        _refuse_absent(change, ids)
        action(change)
        lines = [proposal_line(change, one) for one in ids]
        messages = [*also, *([newest_citation(change, ids[0])] if cites else []), *new_actors(change)]
        messages += tells(change.ledger, ids) if tells else ()
    done = [(f"{verb} {line}", one) for one, line in zip(ids, lines, strict=True)]
    sessions.conclude(session, done, messages, dry_run=dry_run)


def changed_in_bulk(
    session: sessions.Session,
    command: str,
    wanted: Sequence[int],
    action: Callable[[Change], list[int]],
    *,
    yes: bool,
    dry_run: bool,
    cites: bool = False,
    tells: Tells | None = None,
    verbs: tuple[str, str] = ("Update", "Updated"),
) -> None:
    """Do an action to many proposals as one change, once it was shown and agreed to; `verbs` say it, before and after.

    The action gives back those that it changed: the others already have these values.

    Raises UsageError where nobody can be asked.
    """
    shown: dict[int, ProposalLine] = {}
    if (dry_run or not yes) and not _agreed(session, command, wanted, action, shown, dry_run=dry_run, verbs=verbs):
        return
    with sessions.writing(session, command) as change:
        if shown and preview.lines_by_id(change, wanted) != shown:
            raise BusyError(
                "somebody else changed one of these proposals meanwhile; nothing was changed; look at it and try again"
            )
        _refuse_absent(change, wanted)
        done = action(change)
        messages = [*([newest_citation(change, done[0])] if cites else []), *new_actors(change)]
        messages += tells(change.ledger, done) if tells else ()
    already = preview.unchanged_words(len(wanted) - len(done))
    summary = f"{verbs[1]} {len(done):,}{already}" if already else f"{verbs[1]} {plural(len(done), 'proposal')}"
    sessions.result(summary, "\n".join(map(str, done)))
    if already and not sys.stdout.isatty():
        sessions.print_info(session, summary)
    for line in messages:
        sessions.print_info(session, line)
    sessions.print_info(session, "Undo: tracker undo")


def _refuse_absent(change: Change, ids: Sequence[int]) -> None:
    from tracker.store.records import presence

    presence.refuse_absent_proposals(change.ledger, ids)


def _agreed(
    session: sessions.Session,
    command: str,
    ids: Sequence[int],
    action: Callable[[Change], list[int]],
    stood: dict[int, ProposalLine],
    *,
    dry_run: bool,
    verbs: tuple[str, str],
) -> bool:
    """Try an action, show what it would do, take it back, and ask whether to do it; a dry run lists all and ends there.

    Where the proposals stood when it was asked is put into `stood`.
    """
    with sessions.writing(session, command, dry_run=True) as change:
        _refuse_absent(change, ids)
        stood |= preview.lines_by_id(change, ids)
        would = action(change)
        stand = preview.lines_by_id(change, would)
    lines = [f"{one}  {preview.moved_line(stood[one], stand[one], join=linear.join_steps)}" for one in would]
    unchanged = len(ids) - len(would)
    if dry_run:
        for line in lines:
            sessions.print_info(session, f"Not done: {verbs[1]} {line}")
        sessions.print_info(session, f"Would {preview.bulk_sentence(verbs[0].lower(), len(would), unchanged)}")
        return False
    if sessions.may_ask(session):
        for line in lines[:SAMPLE]:
            sessions.print_info(session, f"  {line}")
        if len(lines) > SAMPLE:
            sessions.print_info(session, f"  … and {len(lines) - SAMPLE:,} more; -n lists them all")
    question = f"{preview.bulk_sentence(verbs[0], len(would), unchanged)}?"
    agreed = sessions.confirmed(session, question, "-y does it without asking, -n lists them")
    if not agreed:
        sessions.print_info(session, "Nothing was changed")
    return agreed
