"""Queries become SQL here: which proposals match, in which order, how many, as lines of a list.

A list *walks* the index of its order and tests each proposal until the page is full, unless that would take long:
then a term with few members, or the fewest, *drives*: its members are collected and sorted. Bounded counts and a
look at the first rows of the walk decide, so that neither a rare nor a common term costs more as the database grows.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from tracker.model import Line
from tracker.query import WORDS, Query, Sort
from tracker.store.terms import Condition, condition, document, match

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.store.database import Ledger

T = TypeVar("T")

FEW = 2_500  # members that are collected without further thought
MANY = 100_000  # members that are never collected for a page
WHOLE = 500_000  # members that are never collected, not even for a whole list
HEAD = 2_000  # rows of a walk that are looked at, and ...
ENOUGH = 8  # ... matches among them that make it worth walking
FAR = 100_000  # rows that are never walked, by what the first ones lead to expect
DEEP = 20_000  # from this row on a list is read as a whole
CHUNK = 500
ID = f"(abs(search.rowid) & {0xFFFFFFFF})"  # a document's rowid is its proposal's recency; the low bits are the id
COLUMNS = "p.id, p.recency, p.status, p.status_event_id, p.meeting_id, p.proposed_on, p.removed_at"  # what probes test

# The expression of each sort key, the index that walks it, and what breaks its ties.
ORDERS = {
    "moved": ("p.recency", "proposals_by_recency", ""),
    "date": ("p.proposed_on", "proposals_by_date", "p.recency"),
    "title": ("p.title COLLATE NOCASE", "proposals_by_title", "p.id"),
    "status": ("p.status", "proposals_by_status", "p.recency"),
    "deadline": ("p.deadline_on", "proposals_by_deadline", "p.id"),
    "added": ("p.added_at", "proposals_by_added", "p.id"),
    "updated": ("p.updated_at", "proposals_by_updated", "p.id"),
    "id": ("p.id", "", ""),
}
NEWEST_FIRST = (Sort("moved", descending=True),)


class Plan(NamedTuple):
    """A query as SQL: what is selected as the id, what follows FROM, ORDER BY with its words, the parameters."""

    column: str
    source: str
    order: str
    parameters: tuple[Any, ...]


class Asked(NamedTuple):
    """A query with its terms as SQL, and how it is to be read: which way, which side, how far (None is whole)."""

    conditions: tuple[Condition, ...]
    match: str
    sort: tuple[Sort, ...]
    removed: bool
    reach: int | None

    @property
    def whole(self) -> bool:
        """Whether so much of the list is wanted that every member must be met."""
        return self.reach is None or self.reach > DEEP

    @property
    def live(self) -> str:
        """What tells the proposals that are there from the removed ones; the list's indexes are built on it."""
        return f"p.removed_at IS {'NOT ' if self.removed else ''}NULL"

    @property
    def by_words(self) -> bool:
        """Whether the full-text index itself gives the order: its rowids are recencies."""
        return bool(self.match) and self.sort[0].key == "moved"


def count(ledger: Ledger, query: Query) -> int:
    """How many proposals match, `limit:` left aside."""
    asked = _asked(ledger, query._replace(sort=()), backward=False, reach=None)  # the order would only cost
    if len(asked.conditions) == 1 and asked.conditions[0].members and not (asked.match or asked.removed):
        return _count_members(ledger, asked.conditions[0])
    driver = _driver(ledger, asked)
    how = _walked(asked) if driver is None else _driven(asked, driver)
    return int(ledger.value(f"SELECT count(*) FROM {how.source}", how.parameters))


def _count_members(ledger: Ledger, one: Condition) -> int:
    """How many members there are less the removed, without a look at the proposals themselves."""
    removed = "SELECT id FROM proposals INDEXED BY proposals_removed WHERE removed_at IS NOT NULL"
    # EXCEPT also drops what is listed twice
    return int(ledger.value(f"SELECT count(*) FROM ({one.members} EXCEPT {removed})", one.parameters))


def ids(ledger: Ledger, query: Query, offset: int = 0, limit: int | None = None) -> array[int]:
    """The ids of the proposals that match, in order; `limit:` in the query holds as well."""
    limits = [n for n in (limit, None if query.limit is None else max(query.limit - offset, 0)) if n is not None]
    most = min(limits, default=-1)
    return array("q", _page(ledger, plan(ledger, query, reach=None if most < 0 else offset + most), most, offset))


def ids_from_end(ledger: Ledger, query: Query, offset: int, limit: int) -> array[int]:
    """As `ids`, counted from the last match backwards and given back in the list's own order."""
    how = plan(ledger, query, backward=True, reach=offset + limit)
    return array("q", reversed(_page(ledger, how, limit, offset)))


def _page(ledger: Ledger, how: Plan, limit: int, offset: int) -> list[int]:
    sql = f"SELECT {how.column} FROM {how.source} {how.order} LIMIT ? OFFSET ?"
    return [row[0] for row in ledger.con.execute(sql, [*how.parameters, limit, offset])]


def plan(ledger: Ledger, query: Query, *, backward: bool = False, reach: int | None = None) -> Plan:
    """How a query is answered on this database. Raises QueryError for a value that it does not know."""
    asked = _asked(ledger, query, backward=backward, reach=reach)
    driver = _driver(ledger, asked)
    return _walked(asked) if driver is None else _driven(asked, driver)


def _asked(ledger: Ledger, query: Query, *, backward: bool, reach: int | None) -> Asked:
    words = match(ledger, query)
    terms = [term for term in query.terms if term.field != WORDS or (term.negated and not words)]
    conditions = tuple(condition(ledger, term) for term in terms)
    sort = tuple(Sort(key, descending != backward) for key, descending in query.sort or NEWEST_FIRST)
    removed = any(term.field == "is" and "removed" in term.values and not term.negated for term in terms)
    return Asked(conditions, words, sort, removed, reach)


def lines(ledger: Ledger, wanted: Sequence[int]) -> Iterator[Line]:
    """The proposals of these ids as lines, in the order of the ids; those that are gone are left out."""
    return chunked(
        wanted,
        lambda chunk: {
            row["id"]: _line(row)
            for row in ledger.rows(
                "SELECT * FROM proposal_lines WHERE id IN (SELECT value FROM json_each(?))", [str(chunk)]
            )
        },
    )


def chunked(wanted: Sequence[int], fetch: Callable[[list[int]], dict[int, T]]) -> Iterator[T]:
    """What `fetch` knows of these ids, some hundred at a time, in their order.

    A list of numbers reads the same in JSON, so `fetch` may bind it as `str(chunk)`.
    """
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


def _driver(ledger: Ledger, asked: Asked) -> Condition | None:
    """The condition whose members are collected, if that is better than to walk."""
    every = [*asked.conditions, *_words(asked)] if asked.conditions or not asked.by_words else []
    able = [one for one in every if one.members or (one.found_by and not asked.removed)]
    for bound in (FEW, WHOLE if asked.whole else MANY):
        sizes = [_size(ledger, one, bound) for one in able]
        if able and min(sizes) < bound:
            least = able[sizes.index(min(sizes))]
            # words are walked in their own index, few or many
            return None if asked.by_words and least.bulk else least
        if bound == FEW and (not able or (not asked.whole and _worth_walking(ledger, asked))):
            return None
        if len(able) == 1 and able[0].found_by and not asked.whole:
            break
    # what an index of proposals finds need not be looked up, however much it is
    return next((one for one in able if one.found_by and not asked.whole), None)


def _size(ledger: Ledger, one: Condition, bound: int) -> int:
    """How many members, counted no further than the bound."""
    members = one.members or f"SELECT 1 FROM {_indexed(one.found_by)} p.removed_at IS NULL AND {one.probe}"
    return int(ledger.value(f"SELECT count(*) FROM ({members} LIMIT {bound})", one.parameters))


def _worth_walking(ledger: Ledger, asked: Asked) -> bool:
    """Whether a page's worth of matches is among the first rows of the walk."""
    source, parameters = _base(asked)
    probes = " AND ".join(f"({one.probe})" for one in _left_to_test(asked))
    if not probes:
        return True
    enough = max(ENOUGH, (asked.reach or 0) * HEAD // FAR)
    head = f"SELECT {COLUMNS} FROM {source} ORDER BY {_order(asked)} LIMIT {HEAD}"
    sql = f"SELECT count(*) FROM (SELECT 1 FROM ({head}) AS p WHERE {probes} LIMIT {enough})"
    values = [value for one in _left_to_test(asked) for value in one.parameters]
    return bool(ledger.value(sql, [*parameters, *values]) == enough)


def _walked(asked: Asked) -> Plan:
    """The list along the index of its order, each proposal tested."""
    if asked.by_words and not asked.conditions:
        source = f"search WHERE search MATCH ? AND {_side(asked)}"
        return Plan(ID, source, f"ORDER BY {_order(asked)}", (asked.match,))
    source, parameters = _base(asked)
    left = _left_to_test(asked)
    # a test in bulk where a page's worth of matches is far away, or all are wanted
    tests = [one.bulk if asked.whole and one.bulk else one.probe for one in left]
    return Plan(
        "p.id",
        " AND ".join([source, *(f"({test})" for test in tests)]),
        f"ORDER BY {_order(asked)}",
        (*parameters, *(value for one in left for value in one.parameters)),
    )


def _driven(asked: Asked, driver: Condition) -> Plan:
    """The members of one condition, sorted; the others test them in that order until the page is full."""
    if driver.found_by and not asked.removed:
        source = f"{_indexed(driver.found_by)} {asked.live} AND ({driver.probe})"
    else:
        source = f"proposals AS p WHERE p.id IN ({driver.members}) AND {asked.live}"
    others = [one for one in (*asked.conditions, *_words(asked)) if one is not driver]
    parameters = tuple(value for one in (driver, *others) for value in one.parameters)
    order = f"ORDER BY {_order(asked, driven=True)}"
    if asked.whole or not others:
        tests = [f"({one.bulk or one.probe})" for one in others]
        return Plan("p.id", " AND ".join([source, *tests]), order, parameters)
    # LIMIT -1 keeps SQLite from testing before it sorts; what it gives is in order already
    members = f"(SELECT p.id FROM {source} {order} LIMIT -1) AS q CROSS JOIN proposals AS p ON p.id = q.id"
    return Plan("p.id", f"{members} WHERE {' AND '.join(f'({one.probe})' for one in others)}", "", parameters)


def _base(asked: Asked) -> tuple[str, tuple[Any, ...]]:
    """What is walked: the full-text index or that of the order."""
    index = "proposals_removed" if asked.removed else ORDERS[asked.sort[0].key][1]
    if not asked.by_words:
        return f"{_indexed(index)} {asked.live}", ()
    # both run in the order of recency, so that neither jumps about
    joined = f"search CROSS JOIN proposals AS p INDEXED BY {index} ON p.recency = search.rowid AND {asked.live}"
    return f"{joined} WHERE search MATCH ? AND {_side(asked)}", (asked.match,)


def _left_to_test(asked: Asked) -> list[Condition]:
    """What the walk does not answer, dear tests last."""
    return sorted([*asked.conditions, *([] if asked.by_words else _words(asked))], key=lambda one: bool(one.bulk))


def _indexed(index: str) -> str:
    return f"proposals AS p INDEXED BY {index} WHERE" if index else "proposals AS p WHERE"


def _order(asked: Asked, *, driven: bool = False) -> str:
    """ORDER BY, with the id or the recency as the last word on ties."""
    keys = [(ORDERS[key][0], descending) for key, descending in asked.sort]
    last, descending = asked.sort[-1]
    if asked.by_words and not driven:
        keys = [("search.rowid", asked.sort[0].descending)]
    elif ORDERS[last][2]:
        keys.append((ORDERS[last][2], descending))
    # a removed proposal's recency is negative, so that it runs the other way
    turned = {"p.recency", "search.rowid"} if asked.removed else set()
    return ", ".join(key + " DESC" * (descending != (key in turned)) for key, descending in keys)


def _side(asked: Asked) -> str:
    """Documents of removed proposals have negative rowids."""
    return "search.rowid < 0" if asked.removed else "search.rowid > 0"


def _words(asked: Asked) -> list[Condition]:
    members = f"SELECT {ID} FROM search WHERE search MATCH ? AND {_side(asked)}"
    return [document(asked.match, members)] if asked.match else []
