"""Why a query finds nothing: what each of its terms finds alone, what would match instead, which one to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.model import EXTENTS, KINDS
from tracker.query import Query, Term, without, written
from tracker.query_fields import WORDS
from tracker.store.records import statuses, topics
from tracker.store.search import listing
from tracker.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.store.ledger import Ledger

LIKELY = 20_000  # words with the same beginning that a slip is compared with
SHOWN = 3  # what is offered at the most in place of a term
ALIKE = 0.7
# The vocabularies short enough to be counted through.
VALUES: dict[str, Callable[[Ledger], Iterable[str]]] = {
    "topic": topics.known,
    "primary": topics.known,
    "status": statuses.known,
    "reason": statuses.reasons,
    "kind": lambda _: KINDS,
    "extent": lambda _: EXTENTS,
}
COLUMNS = {
    "date": ("proposed_on", "proposals_by_date"),
    "deadline": ("deadline_on", "proposals_by_deadline"),
    "added": ("substr(added_at, 1, 10)", "proposals_by_added"),
    "updated": ("substr(updated_at, 1, 10)", "proposals_by_updated"),
}


class Reason(NamedTuple):
    """A term of a query that finds nothing: how many it finds alone, how many the others do, what would match."""

    term: Term
    typed: str
    alone: int
    others: int
    instead: str


def reasons(ledger: Ledger, query: Query) -> list[Reason]:
    """Each term of a query that finds nothing, in order. Raises QueryError as a list does."""
    return [_reason(ledger, query, term) for term in query.terms]


def _reason(ledger: Ledger, query: Query, term: Term) -> Reason:
    one = Query((term,), unfinished=query.unfinished and term == query.terms[-1])
    alone = listing.count(ledger, one)
    others = listing.count(ledger, without(query, term)) if len(query.terms) > 1 else 0
    instead = "" if alone or term.negated else _instead(ledger, term, without(query, term))
    return Reason(term, written(term), alone, others, instead)


def _instead(ledger: Ledger, term: Term, rest: Query) -> str:
    """What would match beside the rest in place of a term that finds nothing, each with how many; empty if nothing."""
    if term.field in COLUMNS:
        return _range(ledger, *COLUMNS[term.field])
    if term.field == WORDS:
        near = [tuple(Term(WORDS, (word,)) for word in other.split()) for other in _near(ledger, term.values[0])]
    elif term.field in VALUES:
        near = [(Term(term.field, (code,)),) for code in VALUES[term.field](ledger)]
    else:
        return ""
    counted = [(listing.count(ledger, Query((*rest.terms, *terms))), " ".join(map(written, terms))) for terms in near]
    counted.sort(reverse=True)
    return ", ".join(f"{typed} ({number:,})" for number, typed in counted[:SHOWN] if number)


def _near(ledger: Ledger, typed: str) -> list[str]:
    """The words of a phrase one by one, or the words most like one."""
    several = words(typed)
    if len(several) > 1:
        return [" ".join(several)]
    from difflib import get_close_matches

    from tracker.store.search.index import endings

    return get_close_matches(several[0], endings(ledger, several[0][:2], LIKELY), n=SHOWN, cutoff=ALIKE)


def _range(ledger: Ledger, column: str, index: str) -> str:
    """From when to when there are dates, each end found in the index."""
    bare = column.partition("(")[2].partition(",")[0] or column
    source = f"FROM proposals INDEXED BY {index} WHERE removed_at IS NULL AND {bare} IS NOT NULL ORDER BY {bare}"
    ends = [ledger.value(f"SELECT {column} {source} {way} LIMIT 1") for way in ("ASC", "DESC")]
    return f"{ends[0]} to {ends[1]}" if all(ends) else ""
