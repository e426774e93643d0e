"""What the commands of actors, meetings, topics and tags share: how an action is asked about, how a page is drawn."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.cli.render import linear, pages, terminal
from tracker.config import is_accessible
from tracker.editing import shell
from tracker.model import BusyError
from tracker.query import Term, term_text
from tracker.query_fields import means_none
from tracker.text import plural, visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.store.ledger import Change, Ledger

FEW = 5  # proposals that change without a question


def change_and_report(
    session: sessions.Session, command: str, action: Callable[[Change], tuple[str, object]], *, dry_run: bool = False
) -> None:
    """Do an action as one change, and say the line that it gives back, or in a pipe what is bare of it."""
    with sessions.writing(session, command, dry_run=dry_run) as change:
        line, number = action(change)
        messages = [] if dry_run else _new_actors(change)
    sessions.conclude(session, [(line, number)], messages, dry_run=dry_run)


def merge_and_report(
    session: sessions.Session,
    command: str,
    action: Callable[[Change], tuple[str, object]],
    concerned: Callable[[Ledger], tuple[str, list[int]]],
    *,
    yes: bool,
    dry_run: bool,
) -> None:
    """Merge, once it was agreed to where many proposals change.

    `concerned` gives what the question says, and the proposals that change. Raises UsageError where nobody can be
    asked.
    """
    with sessions.reading(session) as ledger:
        question, before = concerned(ledger)
        if dry_run or (len(before) > FEW and not yes and sessions.may_ask(session)):
            _show_sample(session, ledger, before, whole=dry_run)
    if not dry_run and len(before) > FEW and not yes:
        question_text = f"{question} {plural(len(before), 'proposal')} will say so."
        if not sessions.confirmed(session, f"{question_text} Go on?", "-y does it without asking, -n lists them"):
            sessions.print_info(session, "Nothing was changed")
            return
    with sessions.writing(session, command, dry_run=dry_run) as change:
        if concerned(change.ledger)[1] != before:
            raise BusyError(
                "somebody else changed one of these proposals meanwhile; nothing was changed; look at it and try again"
            )
        line, number = action(change)
    sessions.conclude(session, [(line, number)], dry_run=dry_run)


def _show_sample(session: sessions.Session, ledger: Ledger, numbers: list[int], *, whole: bool) -> None:
    """A sample of the proposals that change, or all of them."""
    from tracker.store.search import listing

    shown = numbers if whole else numbers[:FEW]
    for line in listing.read_lines(ledger, shown):
        sessions.print_info(session, f"  {line.id}  {line.title}  [{line.status}]")
    if len(numbers) > len(shown):
        sessions.print_info(session, f"  … and {len(numbers) - len(shown):,} more; -n lists them all")


def _new_actors(change: Change) -> list[str]:
    from tracker.cli.evidence import new_actors

    return new_actors(change)


def print_rows(
    session: sessions.Session,
    columns: Sequence[terminal.TerminalColumn],
    rows: Sequence[Sequence[str]],
    plain: Sequence[Sequence[str]],
) -> None:
    """A list: fitted on a terminal, with what had no room, every column of `plain` in a pipe."""
    if sys.stdout.isatty() and rows:
        lines, hidden = terminal.table_lines(columns, rows, [{} for _ in rows], colour=terminal.uses_colour(session))
        terminal.show(session, lines)
        if hidden:
            sessions.print_info(session, f"No room for: {', '.join(hidden)}")
    else:
        from tracker.formats.tsv_format import tsv_lines

        write_to_stream(sys.stdout, "".join(tsv_lines(plain)))


def query(field: str, name: str) -> str:
    """The command that lists what a term finds; empty for a name that a query cannot say."""
    if '"' in name or means_none(name) or visible_line(name) != name:
        return ""
    return shell.quote_argument(["tracker", "list", term_text(Term(field, (name,)))])


def page(head: str, facts: Mapping[str, str], *, colour: bool) -> Iterator[str]:
    """The head of a page and what is said below it, each by its name; nothing of what is empty."""
    room = pages.room()
    for line in terminal.wrapped(visible_line(head), "", room):
        yield terminal.styled(line, "bold", colour=colour)
    for name, value in facts.items():
        if value:
            yield from pages.labelled(name, visible_line(value), room, colour=colour)


def standing(statuses: Mapping[str, int]) -> str:
    """How many proposals stand where."""
    return linear.join_parts(f"{number:,} {status}" for status, number in statuses.items())


def below(heading: str, lines: Sequence[str]) -> Iterator[str]:
    """A part of a page under its heading; nothing of an empty one."""
    if lines:
        yield from ("", heading, *lines)


def item_lines(texts: Iterable[str]) -> list[str]:
    """Texts as lines of a part of a page."""
    return [line for text in texts for line in pages.hanging("  ", visible_line(text), pages.room())]


def proposals(ledger: Ledger, numbers: Sequence[int]) -> list[str]:
    """Proposals as lines of a page."""
    from tracker.store.search import listing

    lines = listing.read_lines(ledger, numbers)
    if is_accessible():
        return [linear.proposal_row(line) for line in lines]
    wide = max((len(str(number)) for number in numbers), default=0)
    return [
        text
        for line in lines
        for text in pages.hanging(
            f"  {line.id:>{wide}}  {line.status:<18}  {line.status_on or '':<10}  ",
            visible_line(line.title),
            pages.room(),
        )
    ]
