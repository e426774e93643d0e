"""Terms of a query become SQL here: what tests a proposal, what lists the ids that pass, which index finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import dates
from tracker.model import QueryError, UsageError
from tracker.query import WORDS, Query, Term
from tracker.store import actors, statuses, topics
from tracker.store.search import endings
from tracker.text import fts_query, nearest, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tracker.store.database import Ledger

INDEXED_BEGINNING = 3  # letters of a word's beginning for which FTS5 has an index of its own
SHORT = 50  # values that are bound one by one; more go as one JSON list


class Condition(NamedTuple):
    """A term as SQL: `probe` tests the proposal `p`, and what else may serve.

    `members` lists the ids that pass; `found_by` is the index of `proposals` which finds them; `bulk` is a test that is
    cheaper than `probe` from some thousand proposals on, and dear before (only the full-text index has one).
    """

    probe: str
    parameters: tuple[Any, ...] = ()
    members: str = ""
    found_by: str = ""
    bulk: str = ""


def document(match: str, members: str = "") -> Condition:
    """A test of the search document: one by one, or with all that match listed first."""
    return Condition(
        "EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = p.recency)",
        (match,),
        members,
        bulk="p.recency IN (SELECT rowid FROM search WHERE search MATCH ?)",
    )


def match(ledger: Ledger, query: Query) -> str:
    """The FTS5 expression of all words that must be there, less those that must not; empty if none must."""
    parts = [value for term in query.terms if term.field == WORDS and not term.negated for value in term.values]
    without = [value for term in query.terms if term.field == WORDS and term.negated for value in term.values]
    wanted = (query.unfinished and _completed(ledger, parts)) or fts_query(parts, unfinished=query.unfinished)
    return f"({wanted}) NOT ({_either(without)})" if wanted and without else wanted


def _completed(ledger: Ledger, parts: Sequence[str]) -> str:
    """The expression with each word that the last one may become; empty if it is short, or may become too many."""
    beginning = "".join(words(parts[-1]))
    if len(beginning) <= INDEXED_BEGINNING or len(words(parts[-1])) > 1:
        return ""
    become = endings(ledger, beginning, SHORT + 1)
    if not 0 < len(become) <= SHORT:
        return ""
    finished = fts_query(parts[:-1], unfinished=False)
    return (f"({finished}) AND " if finished else "") + f"({_either(become)})"


def _either(values: Sequence[str]) -> str:
    return " OR ".join(fts_query([value], unfinished=False) for value in values)


def condition(ledger: Ledger, term: Term) -> Condition:
    """A term as SQL. Raises QueryError for a value that the ledger does not know."""
    try:
        found = CONDITIONS[term.field](ledger, term)
    except QueryError:
        raise
    except UsageError as error:
        raise QueryError(str(error)) from error
    if not term.negated:
        return found
    test, bulk = (f"NOT coalesce(({test}), 0)" if test else "" for test in (found.probe, found.bulk))
    return Condition(test, found.parameters, bulk=bulk)


def _among(values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """A list for IN with its parameters, however long it is."""
    if len(values) <= SHORT:
        return f"({', '.join('?' * len(values))})", tuple(values)
    import json  # noqa: PLC0415 - only a long list needs it

    return "(SELECT value FROM json_each(?))", (json.dumps(list(values)),)


def _topic(ledger: Ledger, term: Term) -> Condition:
    named = [value for value in term.values if value != "none"]
    wanted, parameters = _among(topics.ids(ledger, named))
    has = "EXISTS (SELECT 1 FROM proposal_topics AS t WHERE t.proposal_id = p.id"
    probe = f"{has} AND t.topic_id IN {wanted})"
    if len(named) < len(term.values):
        none = f"NOT {has})"
        return Condition(f"{none} OR {probe}" if named else none, parameters)
    return Condition(probe, parameters, f"SELECT proposal_id FROM proposal_topics WHERE topic_id IN {wanted}")


def _status(ledger: Ledger, term: Term) -> Condition:
    return _in_status([statuses.code(ledger, value) for value in term.values])


def _in_status(codes: Sequence[str]) -> Condition:
    wanted, parameters = _among(sorted(set(codes)))
    return Condition(f"p.status IN {wanted}", parameters, found_by="proposals_by_status")


def _is(ledger: Ledger, term: Term) -> Condition:
    if "removed" in term.values and len(term.values) > 1:
        raise QueryError("is:removed stands alone: without it a list has what is not removed")
    flags = [_flag(ledger, value) for value in term.values]
    if len(flags) == 1:
        return flags[0]
    probe = " OR ".join(f"({flag.probe})" for flag in flags)
    return Condition(probe, tuple(value for flag in flags for value in flag.parameters))


def _flag(ledger: Ledger, flag: str) -> Condition:
    if flag in {"open", "closed"}:
        codes = [row[0] for row in ledger.rows("SELECT code FROM statuses WHERE is_open = ?", [int(flag == "open")])]
        return _in_status(codes)
    if flag == "removed":
        return Condition("p.removed_at IS NOT NULL")
    return Condition(
        "NOT EXISTS (SELECT 1 FROM citations AS c WHERE c.status_event_id = p.status_event_id"
        " AND c.stance = 'supports' AND c.removed_at IS NULL)"
    )


def _by(ledger: Ledger, term: Term) -> Condition:
    if term.values == ("none",):
        who = "r.role IN ('proposer', 'speaker')"
        return Condition(f"NOT EXISTS (SELECT 1 FROM proposal_actors AS r WHERE r.proposal_id = p.id AND {who})")
    wanted, parameters = _among(_actors(ledger, term))
    who = f"actor_id IN {wanted} AND role IN ('proposer', 'speaker')"
    return Condition(
        # + keeps it on the index by proposal: an actor may have half of all
        f"EXISTS (SELECT 1 FROM proposal_actors AS r WHERE r.proposal_id = p.id AND +r.{who})",
        parameters,
        f"SELECT proposal_id FROM proposal_actors WHERE {who}",
    )


def _body(ledger: Ledger, term: Term) -> Condition:
    if term.values == ("none",):
        there = "SELECT 1 FROM meetings AS m WHERE m.id = p.meeting_id AND m.body_id IS NOT NULL"
        return Condition(f"NOT EXISTS ({there})")
    wanted, parameters = _among(_actors(ledger, term))
    test = f"p.meeting_id IN (SELECT m.id FROM meetings AS m WHERE m.body_id IN {wanted})"
    return Condition(test, parameters, found_by="proposals_by_meeting")


def _actors(ledger: Ledger, term: Term) -> list[int]:
    found = []
    for value in term.values:
        matching = actors.matching(ledger, value)
        if not matching:
            near = nearest(value, actors.names(ledger))
            raise QueryError(f"no actor '{value}'" + (f"; did you mean {near}?" if near else " is known here"))
        found += matching
    return found


def _date(_: Ledger, term: Term) -> Condition:
    """Dates that overlap any of the spans; one range around all of them lets the index find them."""
    around, parameters = _around(term.spans)
    tests = []
    for span in term.spans:
        low, high, prefixes = dates.overlap(span)
        sides = [f"p.proposed_on {sign} ?" for sign, end in ((">=", low), ("<", high)) if end is not None]
        tests += [f"({' AND '.join(sides)})", *["p.proposed_on = ?"] * len(prefixes)]
        parameters += [*(end for end in (low, high) if end is not None), *prefixes]
    return Condition(f"{around} AND ({' OR '.join(tests)})", tuple(parameters), found_by="proposals_by_date")


def _around(spans: Sequence[dates.Span]) -> tuple[str, list[str]]:
    starts, ends = [span.start for span in spans if span.start], [span.end for span in spans if span.end]
    tests, parameters = ["p.proposed_on IS NOT NULL"], []
    if len(starts) == len(spans):
        tests, parameters = ["p.proposed_on >= ?"], [min(starts)[:4]]
    if len(ends) == len(spans):
        tests, parameters = [*tests, "p.proposed_on < ?"], [*parameters, max(f"{end}~" for end in ends)]
    return " AND ".join(tests), parameters


def _id(_: Ledger, term: Term) -> Condition:
    wanted, parameters = _among(term.ids)
    return Condition(f"p.id IN {wanted}", parameters, f"SELECT id FROM proposals WHERE id IN {wanted}")


def _without_words(_: Ledger, term: Term) -> Condition:
    """Proposals with any of these words; asked only to leave them out."""
    return document(_either(term.values))


# Every field of the query language that tests a proposal: the one place to add to.
CONDITIONS: dict[str, Callable[[Ledger, Term], Condition]] = {
    WORDS: _without_words,
    "topic": _topic,
    "status": _status,
    "is": _is,
    "by": _by,
    "body": _body,
    "date": _date,
    "id": _id,
}
