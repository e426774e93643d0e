"""One step of a change, and whether it can be one of the program's: tables and columns come from our list only."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import schema
from tracker.errors import DatabaseError
from tracker.store.derivation import DERIVED_COLUMNS
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.store.ledger import Ledger

WHOLE_ROW = re.compile(r"'(\w+)', old\.id, json_object\(([^)]*)\), NULL\);")  # what db/history.sql logs of a deletion
COLUMN = re.compile(r"'(\w+)', old\.")
UNREADABLE = "(⚠ damaged)"  # the column of what is no column, and why it is shown
SHOWN_MOST = 60
# What a step can be: without `old` and `new` an addition, with both a change of the same columns, else a deletion.
CRAFTED = """
SELECT id, change_id, tbl, row, old, new FROM history WHERE tbl NOT IN (SELECT value FROM json_each(?))
  OR old IS NULL AND new IS NOT NULL OR NOT json_valid(coalesce(old, '{}')) OR NOT json_valid(coalesce(new, '{}'))
  OR iif(json_valid(old), json_type(old) <> 'object' OR (new IS NULL AND old ->> '$.id' IS NOT row), 0)
  OR iif(json_valid(new), json_type(new) <> 'object' OR json_type(new, '$.id') IS NOT NULL, 0)
  OR iif(json_valid(old) AND json_valid(new), EXISTS (
    SELECT 1 FROM json_each(history.new) AS n WHERE json_type(history.old, '$."' || n.key || '"') IS NULL), 0)
ORDER BY id
"""
BACKWARDS = "SELECT id, undoes FROM changes WHERE undoes >= id ORDER BY id"


class ChangeStep(NamedTuple):
    """What a change did to one row: `old` and `new` are columns before and after (see db/history.sql)."""

    id: int
    table: str
    row: int
    old: dict[str, Any] | None
    new: dict[str, Any] | None


@cache
def tracked_columns() -> Mapping[str, frozenset[str]]:
    """The tables that have a history, each with its columns: the only names that an undo puts into SQL."""
    return {
        table: frozenset(COLUMN.findall(columns)) for table, columns in WHOLE_ROW.findall(schema.script_text("history"))
    }


def make_step(row: Any) -> ChangeStep:
    """A step as it is stored: id, table, row, old, new. What cannot be read is shown as it is."""
    number, table, record, old, new = row
    return ChangeStep(number, str(table), record, parse_step_columns(old), parse_step_columns(new))


def parse_step_columns(text: object) -> dict[str, Any] | None:
    """The columns of a step; what is not an object of plain values is one column that says so."""
    if text is None:
        return None
    try:
        columns = json.loads(str(text))
    except (ValueError, RecursionError):
        columns = None
    if isinstance(columns, dict) and not any(isinstance(value, dict | list) for value in columns.values()):
        return columns
    return {UNREADABLE: str(text)[:SHOWN_MOST]}


def refuse_crafted(change: int, taken: Iterable[ChangeStep]) -> None:
    """Raise DatabaseError if a step names what no change of the program can have changed."""
    for step in taken:
        if fault := step_fault(step):
            raise DatabaseError(f"change {change} was not written by the tracker and is left as it is: {fault}")


def step_fault(step: ChangeStep) -> str:
    """What is wrong with a step; empty if it can be one of the program's."""
    known = tracked_columns().get(step.table)
    if known is None:
        return f"its history names a table '{visible_line(step.table, SHOWN_MOST)}'"
    for name in [*(step.old or ()), *(step.new or ())]:
        if name not in known and name not in DERIVED_COLUMNS.get(step.table, ()):
            return f"its history names a column '{visible_line(name, SHOWN_MOST)}' of {step.table}"
    if step.new is not None and (step.old is None or step.new.keys() - step.old.keys() or "id" in step.new):
        return f"its history of {step.table} {step.row} lacks what was there before"
    if step.old is not None and step.new is None and step.old.get("id") != step.row:
        return f"its history of {step.table} {step.row} is of another row"
    return ""


def crafted_steps(ledger: Ledger) -> Iterator[str]:
    """What stands in the history and is not the program's, in words."""
    names = json.dumps([*tracked_columns()])
    known = " OR ".join(
        f"tbl = '{table}' AND iif(json_valid({side}), EXISTS (SELECT 1 FROM json_each(history.{side}) AS c"
        f" WHERE c.type IN ('object', 'array') OR c.key NOT IN {(*columns, *DERIVED_COLUMNS.get(table, ()), '')}), 0)"
        for table, columns in tracked_columns().items()
        for side in ("old", "new")
    )
    seen: set[int] = set()
    unknown = f"SELECT id, change_id, tbl, row, old, new FROM history WHERE {known}"
    for number, change, *step in [*ledger.rows(CRAFTED, [names]), *ledger.rows(unknown)]:
        fault = step_fault(make_step([number, *step]))
        if fault and number not in seen:
            seen.add(number)
            yield f"change {change}: {fault}; it cannot be undone"
    for change, undone in ledger.rows(BACKWARDS):
        yield f"change {change}: says that it undoes change {undone}, which was not there yet"
