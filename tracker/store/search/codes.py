"""The codes that a query names, each field's own vocabulary: typed whole or by their beginning, and given in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.errors import NotFoundError, QueryError, UsageError
from tracker.model import EXTENTS, INVERSE_LINKS, KINDS
from tracker.query_fields import FLAGS, NONE, means_none
from tracker.store.records import extras, statuses, topics
from tracker.strength import STRENGTHS
from tracker.text import codes_beginning_with, find_nearest, match_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracker.query import Query, Term
    from tracker.store.ledger import Ledger


def complete_codes(ledger: Ledger, query: Query) -> Query:
    """The query with its codes in full, so that it means the same once others begin so too.

    Raises QueryError for one that the ledger does not know.
    """
    return query._replace(terms=tuple(_complete_term(ledger, term) for term in query.terms))


def _complete_term(ledger: Ledger, term: Term) -> Term:
    if term.field not in CODES:
        return term
    try:
        full = (NONE if means_none(value) else CODES[term.field](ledger, value) for value in term.values)
        return term._replace(values=tuple(full))
    except QueryError:
        raise
    except (NotFoundError, UsageError) as error:
        raise QueryError(str(error)) from error


def match_link(value: str) -> str:
    """The kind of a link, or the number at its other end. Raises UsageError with the nearest right kind."""
    number = value.removeprefix("#")
    if number.isdecimal():
        return str(int(number[:18]))
    return match_code(value, dict.fromkeys([*INVERSE_LINKS, *INVERSE_LINKS.values()]), "kind of link")


def match_asked_status(ledger: Ledger, value: str) -> str:
    """A status. Raises QueryError for a flag in its place, UsageError with the nearest right one."""
    if value in FLAGS and value not in statuses.read_statuses(ledger):
        raise QueryError(f"no status '{value}'; did you mean is:{value}?")
    return statuses.match_status(ledger, value)


def match_any_reason(ledger: Ledger, value: str) -> str:
    """A reason of any status. Raises UsageError with the nearest right one."""
    return match_code(value, statuses.read_reasons(ledger), "reason")


def find_tag(ledger: Ledger, value: str) -> str:
    """The tag of that name, with blanks or hyphens; else the one that begins so. Raises QueryError, UsageError."""
    for name in (value, "-".join(value.split())):
        known_name = ledger.value("SELECT name FROM tags WHERE key = ? LIMIT 1", [folded_key(name)])
        if known_name is not None:
            return str(known_name)
    known = extras.distinct_names(ledger, "tags")
    if codes_beginning_with(value, known):
        return match_code(value, known, "tag")
    raise QueryError(unknown_name_message("tag", value, known))


def changer_names(ledger: Ledger) -> list[str]:
    """Everybody who made a change, each found in the index behind the one before."""
    rows = ledger.rows(
        "WITH RECURSIVE known (who) AS (SELECT min(who) FROM changes UNION ALL"
        " SELECT (SELECT min(who) FROM changes WHERE who > known.who) FROM known WHERE known.who IS NOT NULL)"
        " SELECT who FROM known WHERE who IS NOT NULL"
    )
    return [row[0] for row in rows]


def changers_called(ledger: Ledger, value: str) -> list[str]:
    """Who is called so, in any case; else the one whose name begins so. Raises QueryError, UsageError."""
    known = changer_names(ledger)
    if same := [who for who in known if folded_key(who) == folded_key(value)]:
        return same
    if codes_beginning_with(value, known):
        return [match_code(value, known, "person")]
    raise QueryError(unknown_name_message("change by", value, known))


def unknown_name_message(what: str, value: str, known: Iterable[str]) -> str:
    """What to say of a name that nothing has: the nearest one, if there is one."""
    near = find_nearest(value, known)
    return f"no {what} '{value}'" + (f"; did you mean {near}?" if near else " is known here")


CODES: dict[str, Callable[[Ledger, str], str]] = {
    "topic": topics.match_asked_topic,
    "primary": topics.match_asked_topic,
    "status": match_asked_status,
    "kind": lambda _, value: match_code(value, KINDS, "kind"),
    "reason": match_any_reason,
    "extent": lambda _, value: match_code(value, EXTENTS, "extent"),
    "link": lambda _, value: match_link(value),
    "tag": find_tag,
    "evidence": lambda _, value: match_code(value, STRENGTHS, "strength of evidence"),
}
