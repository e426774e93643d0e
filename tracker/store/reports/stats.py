"""Counts of proposals by what is said of them, in one statement each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from tracker.text import match_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.clocks import State
    from tracker.store.ledger import Ledger

NONE, UNDATED = "none", "undated"
# What a field is counted by: its value, and the tables that it takes.
TOPICS = "LEFT JOIN proposal_topics AS pt ON pt.proposal_id = p.id LEFT JOIN topics AS t ON t.id = pt.topic_id"
BODIES = "LEFT JOIN meetings AS m ON m.id = p.meeting_id LEFT JOIN actors AS b ON b.id = m.body_id"
PROPOSERS = (
    "LEFT JOIN proposal_actors AS pa ON pa.proposal_id = p.id AND pa.role = 'proposer'"
    " LEFT JOIN actors AS a ON a.id = pa.actor_id"
)
FIELDS = {
    "status": ("c.status", ""),
    "topic": ("t.code", TOPICS),
    "body": ("b.name", BODIES),
    "proposer": ("a.name", PROPOSERS),
    "year": ("substr(p.proposed_on, 1, 4)", ""),
    "kind": ("p.kind", ""),
}


class CountMatrix(NamedTuple):
    """Counts by two fields: the values of each in order, the cells that are not empty, and the totals.

    A total counts each proposal once, though one of several topics stands under each of them.
    """

    rows: dict[str, int]
    columns: dict[str, int]
    cells: dict[tuple[str, str], int]
    total: int


class CountedProposals(NamedTuple):
    """The proposals that are counted; `states` are where they stood, if that is not where they stand."""

    wanted: Sequence[int] | None
    states: dict[int, State] | None = None


def match_count_field(typed: str) -> str:
    """The field meant. Raises UsageError with the nearest right one."""
    return match_code(typed, FIELDS, "field to count by")


def total_count(ledger: Ledger, chosen: CountedProposals) -> int:
    """How many there are."""
    if chosen.wanted is not None:
        return len(chosen.wanted)
    return int(ledger.value("SELECT count(*) FROM proposals WHERE removed_at IS NULL"))


def count_by_field(ledger: Ledger, chosen: CountedProposals, by: str) -> dict[str, int]:
    """How many have each value of a field, in the order in which it is shown: `none` and `undated` last."""
    value, tables = FIELDS[by]
    relation, parameters = _proposals_relation(chosen)
    sql = f"SELECT {value}, count(DISTINCT p.id) FROM {relation} {tables} GROUP BY 1"
    found = {_value_name(by, row[0]): int(row[1]) for row in ledger.each_row(sql, parameters)}
    return {name: found[name] for name in _order_values(ledger, by, found)}


def count_matrix(ledger: Ledger, chosen: CountedProposals, rows: str, columns: str) -> CountMatrix:
    """How many have each pair of values of two fields."""
    (down, some), (across, others) = FIELDS[rows], FIELDS[columns]
    relation, parameters = _proposals_relation(chosen)
    sql = f"SELECT {down}, {across}, count(DISTINCT p.id) FROM {relation} {some} {others} GROUP BY 1, 2"
    cells = {
        (_value_name(rows, row[0]), _value_name(columns, row[1])): int(row[2])
        for row in ledger.each_row(sql, parameters)
    }
    totals = count_by_field(ledger, chosen, rows), count_by_field(ledger, chosen, columns)
    return CountMatrix(*totals, cells, total_count(ledger, chosen))


def _proposals_relation(chosen: CountedProposals) -> tuple[str, list[str]]:
    """The proposals as `p`, with their status as `c.status`."""
    if chosen.wanted is None:
        return "(SELECT id, status FROM proposals WHERE removed_at IS NULL) AS c JOIN proposals AS p ON p.id = c.id", []
    if chosen.states is None:
        these = "(SELECT value AS id FROM json_each(?))"
        return f"{these} AS w JOIN proposals AS p ON p.id = w.id JOIN proposals AS c ON c.id = p.id", [
            json.dumps(list(chosen.wanted))
        ]
    pairs = [[one, chosen.states[one].status] for one in chosen.wanted]
    these = "(SELECT value ->> 0 AS id, value ->> 1 AS status FROM json_each(?))"
    return f"{these} AS c JOIN proposals AS p ON p.id = c.id", [json.dumps(pairs)]


def _value_name(by: str, value: str | None) -> str:
    return value or (UNDATED if by == "year" else NONE)


def _order_values(ledger: Ledger, by: str, found: dict[str, int]) -> list[str]:
    """Statuses as in their table, years in their order, the rest by how many."""
    if by == "status":
        order = {row[0]: at for at, row in enumerate(ledger.rows("SELECT code FROM statuses ORDER BY position, id"))}
        return sorted(found, key=lambda name: order.get(name, len(order)))
    if by == "year":
        return sorted(found)  # digits come before `undated`
    return sorted(found, key=lambda name: (name == NONE, -found[name], name))
