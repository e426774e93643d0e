"""What the file had on a day and has no longer: rows that an undo took away, removals taken back, dates that followed.

Only the history remembers them. It is read from the first change after the day, once for each clock.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from tracker.clocks import end_of_day
from tracker.store.trust.steps import parse_step_columns, tracked_columns

if TYPE_CHECKING:
    from datetime import date

    from tracker.clocks import Clock
    from tracker.store.ledger import Ledger

StoredRow = dict[str, Any]

# What is told as it was then. Texts, topics and links are today's, and a proposal whose adding was undone since is left
# out: of that one there is nothing to show.
TABLES = ("proposals", "status_events", "citations", "looks", "actors", "sources")
# What is set anew in a row that stays: whether it was removed, the date of a status that follows its proposal's.
RESET_COLUMNS = {"proposals": "removed_at", "citations": "removed_at", "status_events": "occurred_on"}
# The steps since that tell how a row was: the first that took it away or put it back, the first that set such a column.
STEPS = f"""
SELECT h.tbl, h.row, h.old, h.new IS NOT NULL FROM history AS h CROSS JOIN changes AS c ON c.id = h.change_id
WHERE h.id >= ? AND (h.old IS NOT NULL OR h.change_id IN (SELECT id FROM changes WHERE undoes IS NOT NULL))
  AND c.at > ? AND (h.new IS NULL AND h.tbl IN {TABLES} OR h.new IS NOT NULL AND ({
    " OR ".join(
        f"h.tbl = '{table}' AND json_type(h.old, '$.{column}') IS NOT NULL" for table, column in RESET_COLUMNS.items()
    )
}))
ORDER BY h.id
"""


class LostRows(NamedTuple):
    """By table and number the rows as they were, None for one that was not there; when proposals had been removed.

    What is in neither was then as it is.
    """

    rows: dict[str, dict[int, StoredRow | None]]
    removed_at: dict[int, str | None]

    def absent(self, table: str) -> set[int]:
        """The rows of a table that were put back later."""
        return {one for one, row in self.rows.get(table, {}).items() if row is None}


NOTHING = LostRows({}, {})
_lost_rows_cache: WeakKeyDictionary[Ledger, dict[tuple[date, int], LostRows]] = WeakKeyDictionary()


def recall_rows(ledger: Ledger, clock: Clock) -> LostRows:
    """What differs from the tables as they are, by what was recorded until the clock's day."""
    if clock.known_by is None:
        return NOTHING
    newest = ledger.value("SELECT max(id) FROM history") or 0
    kept = {key: told for key, told in _lost_rows_cache.get(ledger, {}).items() if key[1] == newest}
    key = (clock.known_by, newest)
    if key not in kept:
        kept[key] = _read_lost_rows(ledger, end_of_day(clock.known_by))
    _lost_rows_cache[ledger] = kept
    return kept[key]


def tables_as_of(ledger: Ledger, clock: Clock, *tables: str) -> tuple[str, list[str]]:
    """What lets a statement that it is put before read these tables as they were, and its parameters."""
    then = {table: rows for table in tables if (rows := recall_rows(ledger, clock).rows.get(table))}
    parts: list[str] = []
    parameters: list[str] = []
    for table, rows in then.items():
        known = tracked_columns()[table]
        columns = [row["name"] for row in ledger.rows(f"PRAGMA table_info({table})") if row["name"] in known]
        back = ", ".join(f"value ->> '$.{column}'" for column in columns)
        parts.append(
            f"{table} ({', '.join(columns)}) AS (SELECT {', '.join(columns)} FROM main.{table}"
            f" WHERE id NOT IN (SELECT value FROM json_each(?)) UNION ALL SELECT {back} FROM json_each(?))"
        )
        parameters += [json.dumps(list(rows)), json.dumps([row for row in rows.values() if row is not None])]
    return f"WITH {', '.join(parts)} " if parts else "", parameters


def _read_lost_rows(ledger: Ledger, end: str) -> LostRows:
    change = ledger.value("SELECT min(id) FROM changes WHERE at > ?", [end])
    # history is written in the order of the changes: the rest of it is read through
    first = ledger.value("SELECT id FROM history WHERE change_id >= ? ORDER BY change_id, id LIMIT 1", [change])
    if first is None:
        return NOTHING
    rows: dict[str, dict[int, StoredRow | None]] = {table: {} for table in TABLES}
    reset: dict[str, dict[int, str | None]] = {table: {} for table in RESET_COLUMNS}
    for table, row, old, is_update in ledger.rows(STEPS, [first, end]):
        told: StoredRow = parse_step_columns(old) or {}
        if is_update:
            reset[table].setdefault(row, told.get(RESET_COLUMNS[table]))
        else:
            rows[table].setdefault(row, told or None)
    for table in ("citations", "status_events"):
        rows[table] = _with_old_values(ledger, table, rows[table], reset[table])
    return LostRows(rows, reset["proposals"])


def _with_old_values(
    ledger: Ledger, table: str, lost: dict[int, StoredRow | None], reset: dict[int, str | None]
) -> dict[int, StoredRow | None]:
    """The lost rows of a table and those that stay, each with the value that a column had then."""
    others = json.dumps([one for one in reset if one not in lost])
    there = ledger.rows(f"SELECT * FROM {table} WHERE id IN (SELECT value FROM json_each(?))", [others])
    known = lost | {row["id"]: dict(row) for row in there}
    return {
        one: row | {RESET_COLUMNS[table]: reset[one]} if row is not None and one in reset else row
        for one, row in known.items()
    }
