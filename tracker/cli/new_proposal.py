"""How a new proposal is made of what was typed, and how that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.cli.evidence import new_actors, newest_citation, read_evidence
from tracker.editing.add_options import to_new_proposal
from tracker.model import FIRST_STATUS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.editing.add_options import Typed
    from tracker.model import NewProposal
    from tracker.store.ledger import Change


def add_proposal(
    session: sessions.Session, typed: Typed, *, dry_run: bool, committed: Callable[[], None] | None = None
) -> None:
    """Add what was typed, do what waits until it is committed, and say so."""
    new = to_new_proposal(typed, sessions.today())  # refused before anything is opened, if it can be

    def action(change: Change) -> tuple[int, str, list[str]]:
        from tracker.cli import status_messages
        from tracker.store.records import topics

        added = insert_proposal(change, typed, new)
        messages = [newest_citation(change, added)] if typed.source else []
        messages += status_messages.added_status(change.ledger, added) if new.status != FIRST_STATUS else ()
        messages += [*new_actors(change), *topics.meaning_lines(change.ledger, new.topics)]
        return added, proposal_line(change, added), messages

    command = f"add {' '.join(typed.title.split())}"
    added, line, messages = sessions.rehearsed(session, command, action, dry_run=dry_run)
    if dry_run:
        for one in (f"Added {line}", *messages):
            sessions.print_info(session, f"Not done: {one}")
        return
    if committed is not None:
        committed()
    sessions.result(f"Added {line}", added)
    missing = [] if typed.source else [f"No evidence yet: tracker cite {added} --source … --quote …"]
    for one in (*missing, *messages):
        sessions.print_info(session, one)
    sessions.print_info(session, "Undo: tracker undo")


def insert_proposal(change: Change, typed: Typed, new: NewProposal) -> int:
    """Add a proposal with the evidence that was typed; gives back its id. Raises what the store raises."""
    from tracker.store.records import proposals

    passage = typed.of(("quote", "locator", "translation"))
    cited = read_evidence(change, source_=typed.source, **passage)
    return proposals.add(change, new._replace(evidence=cited))


def proposal_line(change: Change, proposal: int) -> str:
    """A proposal in one line: `142  <title>  [proposed]`."""
    from tracker.store.search import listing

    line = next(listing.read_lines(change.ledger, [proposal]))
    return f"{line.id}  {line.title}  [{line.status}]"
