"""Whether quotes still stand in the newest text of their source: derived, by their wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

# The citations of a proposal, each with the newest text where that does not have its quote letter for letter.
DOUBTED = """
SELECT c.id, c.altered, c.quote, (
  SELECT t.text FROM snapshots AS n
  JOIN snapshot_contents AS t ON t.sha256 = n.sha256 AND t.media_type = n.media_type
  WHERE n.id = (SELECT max(id) FROM snapshots WHERE source_id = c.source_id) AND n.id <> c.snapshot_id
    AND c.start_at IS NOT NULL AND c.removed_at IS NULL AND instr(t.text, c.quote) = 0) AS doubted
FROM citations AS c WHERE c.proposal_id = ?
"""


def find_quote_faults(ledger: Ledger, proposal: int) -> dict[int, bool]:
    """The citations of a proposal that say wrongly whether their quote was altered, with what is right."""
    rows = ledger.rows(DOUBTED, [proposal])
    right = {row["id"]: row["doubted"] is not None and _is_altered(row["doubted"], row["quote"]) for row in rows}
    return {row["id"]: right[row["id"]] for row in rows if right[row["id"]] != bool(row["altered"])}


def judge_quotes(ledger: Ledger, proposal: int) -> None:
    """Let each citation of a proposal say whether the newest text has its quote no longer."""
    for citation, altered in find_quote_faults(ledger, proposal).items():
        ledger.con.execute("UPDATE citations SET altered = ? WHERE id = ?", [int(altered), citation])


def _is_altered(text: str, quote: str) -> bool:
    from tracker.capture.anchors import find_wording

    return find_wording(text, quote) is None
