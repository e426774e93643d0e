"""Queries become SQL here: which proposals match, in which order, how many, as lines of a list.

A query is one full-text expression (`terms`), and a document's rowid is its proposal's recency: in the standing order,
newest status first, the index itself gives the page. In another order few matches are sorted; where there are many, the
index of that order is walked and each proposal tested, in bulk or one by one, whichever costs less.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.clocks import begin_of_day, end_of_day
from tracker.dates import first_day, last_day
from tracker.model import ProposalLine
from tracker.query import Query, Sort, Term, narrow_to_whole, smaller_limit
from tracker.store.ledger import fetch_in_chunks
from tracker.store.search import terms
from tracker.store.tokens import INSTANTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.store.ledger import Ledger

FEW = 5_000  # matches that are sorted
MANY = 50_000  # matches that are listed first, to be met on a walk
HEAD = 200  # rows of a walk that are tested one by one, and ...
ENOUGH = 8  # ... matches among them that make it worth to go on so
SHORT = 6  # words and tokens of an expression that may be asked of one proposal after the other
DEEP = 20_000  # from this row on a list is read as a whole
ID = f"(abs(search.rowid) & {0xFFFFFFFF})"  # the low bits of a recency are the id; one of what was removed is negative

# The expression of each sort key, the index that walks it, what breaks its ties, and the field that bounds the walk.
ORDERS = {
    "moved": ("p.recency", "proposals_by_recency", "", ""),
    "date": ("p.proposed_on", "proposals_by_date", "p.recency", "date"),
    "title": ("p.title_key", "proposals_by_title", "p.id", ""),
    "status": ("p.status", "proposals_by_status", "p.recency", ""),
    "deadline": ("p.deadline_on", "proposals_by_deadline", "p.id", "deadline"),
    "added": ("p.added_at", "proposals_by_added", "p.id", "added"),
    "updated": ("p.updated_at", "proposals_by_updated", "p.id", "updated"),
    "id": ("p.id", "", "", ""),
}
NEWEST_FIRST = (Sort("moved", descending=True),)
MAY_BE_UNDATED = ("moved", "date", "deadline")  # whatever the direction, a proposal without that date comes last
FIRST_DATED = 1 << 32  # the least recency of a proposal whose status has a date


class PreparedQuery(NamedTuple):
    """A query ready to be read: its expression, its order, which side, how far (None is whole).

    `backward` reads the list from its end. `bounds` are the terms that are about what the order is about: the walk need
    not leave them.
    """

    match: str
    sort: tuple[Sort, ...]
    removed: bool
    backward: bool
    reach: int | None
    bounds: tuple[Term, ...]

    @property
    def whole(self) -> bool:
        """Whether so much of the list is wanted that every match must be met."""
        return self.reach is None or self.reach > DEEP

    @property
    def live(self) -> str:
        """What tells the proposals that are there from the removed ones; the list's indexes are built on it."""
        return f"p.removed_at IS {'NOT ' if self.removed else ''}NULL"

    @property
    def found(self) -> str:
        """The documents that match, of those that are there or of the removed ones."""
        return f"search WHERE search MATCH ? AND search.rowid {'<' if self.removed else '>'} 0"


class ListPlan(NamedTuple):
    """A query as SQL: what is selected as the id, what follows FROM, ORDER BY with its words, the parameters.

    The list is read in `parts`, one after the other: further conditions.
    """

    column: str
    source: str
    order: str
    parameters: tuple[Any, ...]
    parts: tuple[str, ...] = ("",)


def count_matches(ledger: Ledger, query: Query) -> int:
    """How many proposals a query finds: what matches, or `limit:` if that is less. Raises as `matching_ids` does."""
    query = terms.unfold_query(ledger, query)
    asked = _prepare_query(ledger, query._replace(sort=NEWEST_FIRST), backward=False, reach=None)
    if asked.match:
        number = int(ledger.value(f"SELECT count(*) FROM {asked.found}", [asked.match]))
    else:
        number = int(ledger.value(f"SELECT count(*) FROM proposals AS p WHERE {asked.live}"))
    return number if query.limit is None else min(number, query.limit)


def count_surely(ledger: Ledger, query: Query, total: int) -> int:
    """How many of the `total` proposals that a query finds it finds whole, and not by part of a date only."""
    query = terms.unfold_query(ledger, query)
    surely = narrow_to_whole(query)
    if surely == query:
        return total
    if query.limit is None:
        return count_matches(ledger, surely)
    return len(matching_among(ledger, surely, matching_ids(ledger, query)))


def largest_id(ledger: Ledger) -> int:
    """The largest number that a proposal has, 0 without any."""
    return int(ledger.value("SELECT max(id) FROM proposals") or 0)


def matching_ids(ledger: Ledger, query: Query, offset: int = 0, limit: int | None = None) -> array[int]:
    """The ids of the proposals that match, in order; `limit:` in the query holds as well.

    Raises QueryError for a value that the ledger does not know.
    """
    query = terms.unfold_query(ledger, query)
    most = smaller_limit(limit, None if query.limit is None else max(query.limit - offset, 0))
    how = plan_list(ledger, query, reach=None if most is None else offset + most)
    return array("q", _page_ids(ledger, how, -1 if most is None else most, offset))


def match_of(ledger: Ledger, query: Query, inside: tuple[str, ...] = ()) -> str:
    """What finds the proposals of a query in the index; empty if it asks for all. Raises as `matching_ids` does."""
    return terms.match_expression(ledger, query, _first_ids, inside)


def _first_ids(ledger: Ledger, query: Query, inside: tuple[str, ...]) -> list[int]:
    """What a saved query with a limit finds, of those that are there."""
    how = plan_list(ledger, query, reach=query.limit, inside=inside)
    return _page_ids(ledger, how, -1 if query.limit is None else query.limit, 0)


def matching_among(ledger: Ledger, query: Query, wanted: Sequence[int]) -> list[int]:
    """Those of these ids that a query matches, whether removed or not."""
    match = match_of(ledger, query)
    tested = " AND EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = p.recency)" if match else ""
    sql = f"SELECT p.id FROM proposals AS p WHERE p.id IN (SELECT value FROM json_each(?)){tested}"
    return [row[0] for row in ledger.rows(sql, [str(list(wanted)), *([match] if match else [])])]


def matching_ids_from_end(ledger: Ledger, query: Query, offset: int, limit: int) -> array[int]:
    """As `matching_ids`, counted from the last match backwards and given back in the list's own order."""
    how = plan_list(ledger, query, backward=True, reach=offset + limit)
    return array("q", reversed(_page_ids(ledger, how, limit, offset)))


def _page_ids(ledger: Ledger, how: ListPlan, limit: int, offset: int) -> list[int]:
    found: list[int] = []
    for number, part in enumerate(how.parts, 1):
        source, most = how.source + part, limit if limit < 0 else limit - len(found)
        sql = f"SELECT {how.column} FROM {source} {how.order} LIMIT ? OFFSET ?"
        page = [row[0] for row in ledger.con.execute(sql, [*how.parameters, most, offset])]
        found += page
        if number == len(how.parts) or len(found) == limit:
            break
        passed = 0 if page or not offset else ledger.value(f"SELECT count(*) FROM {source}", how.parameters)
        offset = max(offset - passed, 0) if not page else 0
    return found


def plan_list(
    ledger: Ledger, query: Query, *, backward: bool = False, reach: int | None = None, inside: tuple[str, ...] = ()
) -> ListPlan:
    """How a query is answered on this database. Raises QueryError for a value that it does not know."""
    asked = _prepare_query(ledger, query, backward=backward, reach=reach, inside=inside)
    if not asked.match:
        return _walk_plan(asked)
    if asked.sort[0].key == "moved":
        order = f"ORDER BY {_order_clause(asked, 'search.rowid')}"
        return ListPlan(ID, asked.found, order, (asked.match,), _recency_parts(asked, "search.rowid"))
    found = int(ledger.value(f"SELECT count(*) FROM (SELECT 1 FROM {asked.found} LIMIT {MANY})", [asked.match]))
    if found < FEW:
        source = f"search CROSS JOIN proposals AS p ON p.id = {ID} WHERE {asked.found.partition(' WHERE ')[2]}"
        return ListPlan("p.id", source, f"ORDER BY {_order_clause(asked)}", (asked.match,))
    in_bulk = "p.recency IN (SELECT rowid FROM search WHERE search MATCH ?)"
    one_by_one = "EXISTS (SELECT 1 FROM search WHERE search MATCH ? AND search.rowid = p.recency)"
    alone = found == MANY and not asked.whole and _is_worth_walking(ledger, asked, one_by_one)
    return _walk_plan(asked, one_by_one if alone else in_bulk)


def _prepare_query(
    ledger: Ledger, query: Query, *, backward: bool, reach: int | None, inside: tuple[str, ...] = ()
) -> PreparedQuery:
    query = terms.unfold_query(ledger, query, inside)
    sort = tuple(Sort(key, descending != backward) for key, descending in query.sort or NEWEST_FIRST)
    bounded = ORDERS[sort[0].key][3]
    bounds = tuple(term for term in query.terms if bounded and terms.bounding_field(term) == bounded)
    match, removed = match_of(ledger, query, inside), terms.asks_for_removed(query)
    return PreparedQuery(match, sort, removed, backward, reach, bounds)


def _walk_plan(asked: PreparedQuery, test: str = "") -> ListPlan:
    """The list along the index of its order, each proposal tested for its document."""
    index = "proposals_removed" if asked.removed else ORDERS[asked.sort[0].key][1]
    bounds, parameters = _walk_bounds(asked)
    conditions = [asked.live, *bounds, *([test] if test else [])]
    indexed = f"INDEXED BY {index} " if index else ""
    source = f"proposals AS p {indexed}WHERE {' AND '.join(conditions)}"
    order, parts = f"ORDER BY {_order_clause(asked)}", _recency_parts(asked, "p.recency")
    return ListPlan("p.id", source, order, (*parameters, *([asked.match] if test else [])), parts)


def _recency_parts(asked: PreparedQuery, column: str) -> tuple[str, ...]:
    """What is read first and what then, where the recency does not have the undated last by itself."""
    key, descending = asked.sort[0]
    if key != "moved" or asked.removed or descending != asked.backward:
        return ("",)
    dated = (f" AND {column} >= {FIRST_DATED}", f" AND {column} < {FIRST_DATED}")
    return dated[::-1] if asked.backward else dated


def _is_worth_walking(ledger: Ledger, asked: PreparedQuery, test: str) -> bool:
    """Whether a page's worth of matches is among the first rows of the walk."""
    if asked.match.count('"') > 2 * SHORT:
        return False
    how = _walk_plan(asked)
    head = f"SELECT p.recency FROM {how.source} {how.order} LIMIT {HEAD}"
    sql = f"SELECT count(*) FROM ({head}) AS p WHERE {test}"
    return int(ledger.value(sql, [*how.parameters, asked.match])) >= ENOUGH


def _walk_bounds(asked: PreparedQuery) -> tuple[list[str], list[str]]:
    """Where on the walked index all matches lie, if a term is about what the order is about."""
    column, _, _, field = ORDERS[asked.sort[0].key]
    conditions, parameters = [], []
    for term in asked.bounds:
        starts, ends = zip(*term.spans, strict=True)
        if all(starts):
            conditions.append(f"{column} >= ?")
            first = min(starts)
            # what overlaps a date may begin with its year
            parameters.append(begin_of_day(first_day(first)) if field in INSTANTS else first[:4])
        if all(ends):
            conditions.append(f"{column} <= ?")
            last = max(f"{end}~" for end in ends)
            parameters.append(end_of_day(last_day(last[:-1])) if field in INSTANTS else last)
    return conditions, parameters


def _order_clause(asked: PreparedQuery, column: str = "") -> str:
    """ORDER BY, with the id or the recency as the last word on ties; `column` gives the standing order by itself."""
    last, descending = asked.sort[-1]
    keys = [_sort_expression(asked, one, column or ORDERS[one.key][0]) for one in asked.sort[: 1 if column else None]]
    if not column and ORDERS[last][2]:
        keys.append(_directed(asked, ORDERS[last][2], descending=descending))
    return ", ".join(keys)


def _sort_expression(asked: PreparedQuery, sort: Sort, column: str) -> str:
    """One key of ORDER BY, what has no date last; `_recency_parts` sees to a recency that comes first."""
    directed = _directed(asked, column, descending=sort.descending)
    if sort.key not in MAY_BE_UNDATED or sort.descending != asked.backward:
        return directed
    if sort.key != "moved":
        return f"{directed} NULLS {'FIRST' if asked.backward else 'LAST'}"
    if sort is asked.sort[0] and not asked.removed:
        return directed
    return f"abs({column}) < {FIRST_DATED}{' DESC' * asked.backward}, {directed}"


def _directed(asked: PreparedQuery, column: str, *, descending: bool) -> str:
    # a removed proposal's recency is negative, so that it runs the other way
    turned = asked.removed and column in {"p.recency", "search.rowid"}
    return column + " DESC" * (descending != turned)


def read_lines(ledger: Ledger, wanted: Sequence[int]) -> Iterator[ProposalLine]:
    """The proposals of these ids as lines, in the order of the ids; those that are gone are left out."""
    return fetch_in_chunks(
        wanted,
        lambda chunk: {
            row["id"]: _make_line(row)
            for row in ledger.rows(
                "SELECT l.*, p.deadline_on FROM proposal_lines AS l JOIN proposals AS p ON p.id = l.id"
                " WHERE l.id IN (SELECT value FROM json_each(?))",
                [str(chunk)],
            )
        },
    )


def _make_line(row: Any) -> ProposalLine:
    return ProposalLine(
        row["id"],
        row["status"],
        row["status_on"],
        row["title"],
        row["topic"],
        row["proposer"] or "",
        row["body"] or "",
        row["proposed_on"],
        row["evidence"],
        row["deadline_on"],
    )
