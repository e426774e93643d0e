"""Records of any table that were merged into others: which one of them is kept in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

LIVE = "merged_into IS NULL AND removed_at IS NULL"  # of a record that stands for itself
# 0 is no record: with it an index of what was merged is used where nearly nothing was.
WAY = """
WITH RECURSIVE way (start, id, merged_into, removed_at) AS (
  SELECT id, id, merged_into, removed_at FROM {table} WHERE {begin}
  UNION SELECT way.start, t.id, t.merged_into, t.removed_at FROM way JOIN {table} AS t ON t.id = way.merged_into
)
"""


def surviving_record(ledger: Ledger, table: str, row: int) -> int | None:
    """The record that this one was merged into, itself if it was not; None if there is none or it was removed."""
    way = WAY.format(table=table, begin="id = ?")
    found: int | None = ledger.value(f"{way} SELECT id FROM way WHERE {LIVE}", [row])
    return found


def surviving_ids(ledger: Ledger, table: str) -> dict[int, int | None]:
    """Where each merged record of a table ended up, by its id; None for those that were merged in a circle."""
    way = WAY.format(table=table, begin="merged_into > 0")
    sql = f"{way} SELECT start, max(iif(merged_into IS NULL, id, NULL)) FROM way GROUP BY start ORDER BY start"
    return dict(map(tuple, ledger.rows(sql)))
