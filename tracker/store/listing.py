"""Queries become SQL here: which proposals match, in which order, how many, as lines of a list.

A term is *collected* when it has few members, and *probed* while walking the order's index when it has many: so
neither a rare nor a common one costs more as the database grows. One bounded count decides.
"""

from __future__ import annotations

import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from tracker import dates
from tracker.model import Line, QueryError, UsageError
from tracker.query import WORDS, Query, Sort, Term
from tracker.store import actors
from tracker.store.vocabularies import status_code, topic_ids
from tracker.text import fts_query, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.store.database import Ledger

T = TypeVar("T")

FEW = 2500
CHUNK = 500
ID = f"(abs(search.rowid) & {0xFFFFFFFF})"  # a document's rowid is its proposal's recency; the low bits are the id

# The expression of each sort key and the index that walks it.
ORDERS = {
    "moved": ("p.recency", "proposals_by_recency"),
    "date": ("p.proposed_on", "proposals_by_date"),
    "title": ("p.title COLLATE NOCASE", "proposals_by_title"),
    "status": ("p.status", "proposals_by_status"),
    "deadline": ("p.deadline_on", "proposals_by_deadline"),
    "added": ("p.added_at", "proposals_by_added"),
    "updated": ("p.updated_at", "proposals_by_updated"),
    "id": ("p.id", ""),
}
NEWEST_FIRST = (Sort("moved", descending=True),)


@dataclass(frozen=True, slots=True)
class Condition:
    """A term as SQL: `probe` tests the proposal `p`; `members`, where there is one, lists the ids that pass."""

    probe: str
    members: str = ""
    parameters: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A query as SQL: what follows SELECT … up to ORDER BY, the order both ways, and the parameters."""

    source: str
    order: str
    backward: str
    parameters: tuple[Any, ...]
    limit: int | None


def plan(ledger: Ledger, query: Query) -> Plan:
    """How a query is answered on this database. Raises QueryError for a value that it does not know."""
    try:
        conditions = [_condition(ledger, term) for term in query.terms if term.field != WORDS or term.negated]
    except QueryError:
        raise
    except UsageError as error:
        raise QueryError(str(error)) from error
    match = _match(query)
    removed = any(term.field == "is" and "removed" in term.values and not term.negated for term in query.terms)
    return _plan(ledger, query, conditions, match, removed=removed)


def count(ledger: Ledger, query: Query) -> int:
    """How many proposals match, `limit:` left aside."""
    how = plan(ledger, query)
    return int(ledger.value(f"SELECT count(*) FROM {how.source}", how.parameters))


def ids(ledger: Ledger, query: Query, offset: int = 0, limit: int | None = None) -> array[int]:
    """The ids of the proposals that match, in order; `limit:` in the query holds as well."""
    how = plan(ledger, query)
    limits = [n for n in (limit, None if how.limit is None else max(how.limit - offset, 0)) if n is not None]
    sql = f"SELECT p.id FROM {how.source} ORDER BY {how.order} LIMIT ? OFFSET ?"
    rows = ledger.con.execute(sql, [*how.parameters, min(limits, default=-1), offset])
    return array("q", (row[0] for row in rows))


def ids_from_end(ledger: Ledger, query: Query, offset: int, limit: int) -> array[int]:
    """As `ids`, counted from the last match backwards and given back in the list's own order."""
    how = plan(ledger, query)
    sql = f"SELECT p.id FROM {how.source} ORDER BY {how.backward} LIMIT ? OFFSET ?"
    rows = ledger.rows(sql, [*how.parameters, limit, offset])
    return array("q", (row[0] for row in reversed(rows)))


def lines(ledger: Ledger, wanted: Sequence[int]) -> Iterator[Line]:
    """The proposals of these ids as lines, in the order of the ids; those that are gone are left out."""
    return chunked(
        wanted,
        lambda chunk: {
            row["id"]: _line(row)
            for row in ledger.rows(
                "SELECT * FROM proposal_lines WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(chunk)]
            )
        },
    )


def chunked(wanted: Sequence[int], fetch: Callable[[list[int]], dict[int, T]]) -> Iterator[T]:
    """What `fetch` knows of these ids, some hundred at a time, in their order."""
    for start in range(0, len(wanted), CHUNK):
        chunk = list(wanted[start : start + CHUNK])
        found = fetch(chunk)
        yield from (found[one] for one in chunk if one in found)


def _line(row: Any) -> Line:
    return Line(
        row["id"],
        row["status"],
        row["status_on"],
        row["title"],
        row["topic"],
        row["proposer"] or "",
        row["body"] or "",
        row["proposed_on"],
        bool(row["evidence"]),
    )


def _plan(ledger: Ledger, query: Query, conditions: list[Condition], match: str, *, removed: bool) -> Plan:
    """Choose what drives: a small set of ids, the words newest first, or the index of the order."""
    sort = query.sort or NEWEST_FIRST
    live = f"p.removed_at IS {'NOT ' if removed else ''}NULL"
    words = _words(match, removed=removed)
    every = [*conditions, *words]
    driver = _smallest(ledger, every)
    by_words = driver is None and bool(words) and sort == NEWEST_FIRST
    if driver is not None:
        source = f"proposals AS p WHERE p.id IN ({driver.members}) AND {live}"
    elif by_words:
        driver = words[0]
        source = f"search CROSS JOIN proposals AS p ON p.id = {ID} WHERE search MATCH ? AND {_side(removed=removed)}"
    else:
        index = "proposals_removed" if removed else _index(sort, query.terms)
        source = f"proposals AS p {index and 'INDEXED BY ' + index} WHERE {live}"
    others = [c for c in every if c is not driver]
    return Plan(
        " AND ".join([source, *(f"({c.probe})" for c in others)]),
        _order(sort, by_words=by_words),
        _order([Sort(key, not descending) for key, descending in sort], by_words=by_words),
        (*(driver.parameters if driver else ()), *(value for c in others for value in c.parameters)),
        query.limit,
    )


def _smallest(ledger: Ledger, conditions: list[Condition]) -> Condition | None:
    """The condition with the fewest members, if that is few enough to collect them."""
    sizes = {}
    for number, condition in enumerate(conditions):
        if condition.members:
            sql = f"SELECT count(*) FROM (SELECT 1 FROM ({condition.members}) LIMIT {FEW})"
            sizes[number] = ledger.value(sql, condition.parameters)
    least = min(sizes, key=lambda number: sizes[number], default=None)
    return None if least is None or sizes[least] >= FEW else conditions[least]


def _order(sort: Sequence[Sort], *, by_words: bool) -> str:
    """ORDER BY, with the id as the last word on ties."""
    direction = " DESC" if sort[-1].descending else ""
    keys = [ORDERS[key][0] + " DESC" * descending for key, descending in sort]
    if by_words:
        return f"search.rowid{direction}"
    ties = {"moved": [], "id": [], "status": [f"p.recency{direction}"]}
    return ", ".join([*keys, *ties.get(sort[-1].key, [f"p.id{direction}"])])


def _index(sort: Sequence[Sort], terms: Sequence[Term]) -> str:
    """The index that walks in this order; one status has its own, newest first."""
    one_status = [t for t in terms if t.field == "status" and len(t.values) == 1 and not t.negated]
    if one_status and tuple(sort) == NEWEST_FIRST:
        return "proposals_by_status"
    return ORDERS[sort[0].key][1]


def _side(*, removed: bool) -> str:
    """Documents of removed proposals have negative rowids."""
    return "search.rowid < 0" if removed else "search.rowid > 0"


def _words(match: str, *, removed: bool) -> list[Condition]:
    if not match:
        return []
    return [
        Condition(
            "EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = p.recency)",
            f"SELECT {ID} FROM search WHERE search MATCH ? AND {_side(removed=removed)}",
            (match,),
        )
    ]


def _match(query: Query) -> str:
    """The FTS5 expression of all words that must be there."""
    parts = [value for term in query.terms if term.field == WORDS and not term.negated for value in term.values]
    return fts_query(parts, unfinished=query.unfinished)


def _condition(ledger: Ledger, term: Term) -> Condition:
    condition = CONDITIONS[term.field](ledger, term)
    if not term.negated:
        return condition
    return Condition(f"NOT coalesce(({condition.probe}), 0)", parameters=condition.parameters)


def _among(values: Sequence[Any]) -> str:
    """A list for IN (…), bound as one JSON parameter so that it may be long."""
    return json.dumps(list(values))


def _topic(ledger: Ledger, term: Term) -> Condition:
    named = [value for value in term.values if value != "none"]
    wanted = _among(topic_ids(ledger, named))
    has = "EXISTS (SELECT 1 FROM proposal_topics AS t WHERE t.proposal_id = p.id"
    probe = f"{has} AND t.topic_id IN (SELECT value FROM json_each(?)))"
    if len(named) < len(term.values):
        none = f"NOT {has})"
        return Condition(f"{none} OR {probe}" if named else none, "", (wanted,) if named else ())
    members = "SELECT proposal_id FROM proposal_topics WHERE topic_id IN (SELECT value FROM json_each(?))"
    return Condition(probe, members, (wanted,))


def _status(ledger: Ledger, term: Term) -> Condition:
    return _in_status([status_code(ledger, value) for value in term.values])


def _in_status(codes: Sequence[str]) -> Condition:
    test = f"status IN ({', '.join('?' * len(codes))})"
    members = f"SELECT id FROM proposals WHERE removed_at IS NULL AND {test}"
    return Condition("p." + test, members, tuple(codes))


def _is(ledger: Ledger, term: Term) -> Condition:
    flags = [_flag(ledger, value) for value in term.values]
    probe = " OR ".join(f"({flag.probe})" for flag in flags)
    return Condition(probe, "", tuple(value for flag in flags for value in flag.parameters))


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
    who = "actor_id IN (SELECT value FROM json_each(?)) AND role IN ('proposer', 'speaker')"
    return Condition(
        f"EXISTS (SELECT 1 FROM proposal_actors AS r WHERE r.proposal_id = p.id AND r.{who})",
        f"SELECT proposal_id FROM proposal_actors WHERE {who}",
        (_among(_actors(ledger, term)),),
    )


def _body(ledger: Ledger, term: Term) -> Condition:
    there = "meeting_id IN (SELECT m.id FROM meetings AS m JOIN json_each(?) AS wanted ON m.body_id = wanted.value)"
    return Condition(
        f"p.{there}",
        f"SELECT id FROM proposals WHERE removed_at IS NULL AND {there}",
        (_among(_actors(ledger, term)),),
    )


def _actors(ledger: Ledger, term: Term) -> list[int]:
    found = []
    for value in term.values:
        matching = actors.matching(ledger, value)
        if not matching and (near := nearest(value, actors.names(ledger))):
            raise QueryError(f"no actor '{value}'; did you mean {near}?")
        found += matching
    return found


def _date(_: Ledger, term: Term) -> Condition:
    tests, parameters = [], []
    for span in term.spans:
        low, high, prefixes = dates.overlap(span)
        sides = [f"proposed_on {sign} ?" for sign, end in ((">=", low), ("<", high)) if end is not None]
        tests.append("(" + " AND ".join(sides or ["proposed_on IS NOT NULL"]) + ")")
        tests += ["proposed_on IN (SELECT value FROM json_each(?))"] * bool(prefixes)
        parameters += [end for end in (low, high) if end is not None] + [_among(prefixes)] * bool(prefixes)
    test = " OR ".join(tests)
    members = f"SELECT id FROM proposals WHERE removed_at IS NULL AND ({test})"
    return Condition(test.replace("proposed_on", "p.proposed_on"), members, tuple(parameters))


def _id(_: Ledger, term: Term) -> Condition:
    wanted = "IN (SELECT value FROM json_each(?))"
    return Condition(f"p.id {wanted}", f"SELECT id FROM proposals WHERE id {wanted}", (_among(term.ids),))


def _without_words(_: Ledger, term: Term) -> Condition:
    """Proposals with any of these words; asked only to leave them out."""
    either = " OR ".join(fts_query([value], unfinished=False) for value in term.values)
    return Condition("p.recency IN (SELECT rowid FROM search WHERE search MATCH ?)", "", (either,))


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
