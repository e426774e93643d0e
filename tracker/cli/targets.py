"""Which proposals a command is about: those named by number, or all that a query finds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from tracker.cli import session as sessions
from tracker.cli.options import Many
from tracker.cli.request import parse_terms
from tracker.editing.shell import quote_argument
from tracker.ids import id_text, parse_ids
from tracker.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

Where = Annotated[
    Many,
    typer.Option("--where", metavar="QUERY", help="All proposals that this query finds, instead of numbers."),
]
_NUMBERS = re.compile(r"#?\d[\d,#-]*")


def find_targets(session: sessions.Session, ids: Sequence[str], where: Sequence[str]) -> tuple[list[int], str]:
    """The proposals meant, none if nothing matches, and how the history names them.

    What stands beside `--where` and is no number is a further term of its query. Raises UsageError.
    """
    if not where:
        wanted = parse_ids(ids)
        if not wanted:
            raise UsageError("which proposals? Name them by number, or by --where QUERY")
        return wanted, id_text(wanted)
    if any(map(_NUMBERS.fullmatch, ids)):
        raise UsageError("name proposals either by number or by --where QUERY, not by both")
    from tracker import query as queries
    from tracker.store.search import listing

    query = parse_terms([*(element for line in where for element in queries.split_line(line)), *ids])
    if not query.terms and query.limit is None:
        raise UsageError("--where needs a query, such as topic:migration; all of them are is:open,closed")
    with sessions.reading(session) as ledger:
        found = list(listing.matching_ids(ledger, query))
    asked = " ".join([*where, *map(quote_argument, ([one] for one in ids))])
    if not found:
        sessions.print_info(session, f"Nothing matches {asked}; nothing was changed")
    return found, f"--where '{asked}'"
