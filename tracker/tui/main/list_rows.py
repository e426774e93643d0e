"""The rows of a query's list: a page from the nearer end, how many there are, on which one a proposal stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.store.search import listing, terms

if TYPE_CHECKING:
    from tracker.model import ProposalLine
    from tracker.query import Query
    from tracker.store.ledger import Ledger

NEARBY = 1000
FIRST = 5000


def read_page(ledger: Ledger, query: Query, total: int | None, offset: int, limit: int) -> list[ProposalLine]:
    """The lines from `offset` on, read from the end of the list that is nearer; None is a total not known yet."""
    if total is None or offset <= total // 2 or terms.unfold_query(ledger, query).limit is not None:
        wanted = listing.matching_ids(ledger, query, offset, limit)
    else:
        count = max(min(limit, total - offset), 0)
        wanted = listing.matching_ids_from_end(ledger, query, total - offset - count, count)
    return list(listing.read_lines(ledger, wanted))


def count_list_rows(ledger: Ledger, query: Query) -> int:
    """How many rows the list of a query has."""
    return listing.count_matches(ledger, query)


def find_row(ledger: Ledger, query: Query, proposal: int, near: int) -> int | None:
    """The row on which a proposal stands, looked for around a row and at the beginning; None if it is not there."""
    for start, many in ((max(near - NEARBY, 0), 2 * NEARBY), (0, FIRST)):
        ids = listing.matching_ids(ledger, query, start, many)
        if proposal in ids:
            return start + ids.index(proposal)
    return None
