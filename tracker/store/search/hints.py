"""Why a query finds nothing: what each of its terms finds alone, what would match instead, which one to drop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.clocks import local_day
from tracker.model import EXTENTS, KINDS
from tracker.query import Query, Term, term_text, without_term
from tracker.query_fields import WORDS
from tracker.store.records import statuses, topics
from tracker.store.search import listing
from tracker.store.tokens import INSTANTS
from tracker.strength import STRENGTHS
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.store.ledger import Ledger

LIKELY = 20_000  # words with the same beginning that a slip is compared with
SHOWN_MOST = 3  # what is offered at the most in place of a term
ALIKE = 0.7
# The vocabularies short enough to be counted through.
VALUES: dict[str, Callable[[Ledger], Iterable[str]]] = {
    "topic": topics.topics_in_use,
    "primary": topics.topics_in_use,
    "status": statuses.read_statuses,
    "reason": statuses.read_reasons,
    "kind": lambda _: KINDS,
    "extent": lambda _: EXTENTS,
    "evidence": lambda _: STRENGTHS,
}
COLUMNS = {
    "date": ("proposed_on", "proposals_by_date"),
    "deadline": ("deadline_on", "proposals_by_deadline"),
    "added": ("added_at", "proposals_by_added"),
    "updated": ("updated_at", "proposals_by_updated"),
}


class TermHint(NamedTuple):
    """A term of a query that finds nothing: how many it finds alone, how many the others do, what would match."""

    term: Term
    typed: str
    alone: int
    others: int
    instead: str


def term_hints(ledger: Ledger, query: Query) -> list[TermHint]:
    """Each term of a query that finds nothing, in order. Raises QueryError as a list does."""
    return [_term_hint(ledger, query, term) for term in query.terms]


def _term_hint(ledger: Ledger, query: Query, term: Term) -> TermHint:
    one = Query((term,), unfinished=query.unfinished and term == query.terms[-1])
    alone = listing.count_matches(ledger, one)
    others = listing.count_matches(ledger, without_term(query, term)) if len(query.terms) > 1 else 0
    instead = "" if alone or term.negated else _alternatives(ledger, term, without_term(query, term))
    return TermHint(term, term_text(term), alone, others, instead)


def _alternatives(ledger: Ledger, term: Term, rest: Query) -> str:
    """What would match beside the rest in place of a term that finds nothing, each with how many; empty if nothing."""
    if term.field in COLUMNS:
        ends = _date_ends(ledger, *COLUMNS[term.field])
        return " to ".join(local_day(end) if term.field in INSTANTS else end for end in ends)
    if term.field == WORDS:
        near = [tuple(Term(WORDS, (word,)) for word in other.split()) for other in _near_words(ledger, term.values[0])]
    elif term.field in VALUES:
        near = [(Term(term.field, (code,)),) for code in VALUES[term.field](ledger)]
    else:
        return ""
    counted = [
        (listing.count_matches(ledger, Query((*rest.terms, *terms))), " ".join(map(term_text, terms))) for terms in near
    ]
    counted.sort(reverse=True)
    return ", ".join(f"{typed} ({number:,})" for number, typed in counted[:SHOWN_MOST] if number)


def _near_words(ledger: Ledger, typed: str) -> list[str]:
    """The words of a phrase one by one, or the words most like one."""
    several = split_words(typed)
    if len(several) > 1:
        return [" ".join(several)]
    from difflib import get_close_matches

    from tracker.store.search.index import words_beginning_with

    return get_close_matches(
        several[0], words_beginning_with(ledger, several[0][:2], LIKELY), n=SHOWN_MOST, cutoff=ALIKE
    )


def _date_ends(ledger: Ledger, column: str, index: str) -> list[str]:
    """From when to when there are dates, each end found in the index; nothing without any."""
    source = f"FROM proposals INDEXED BY {index} WHERE removed_at IS NULL AND {column} IS NOT NULL ORDER BY {column}"
    return [
        end for way in ("ASC", "DESC") if (end := ledger.value(f"SELECT {column} {source} {way} LIMIT 1")) is not None
    ]
