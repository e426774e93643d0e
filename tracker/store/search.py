"""The full-text index: one folded document a proposal, made anew before a change is committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.text import searchable, words

if TYPE_CHECKING:
    from tracker.store.database import Ledger

COLUMNS = ("title", "summary", "actors", "quotes", "sources")

DOCUMENT = """
SELECT p.recency, p.title, p.summary,
  (SELECT group_concat(name, char(10)) FROM (
     SELECT a.name FROM proposal_actors AS r JOIN actors AS a ON a.id = r.actor_id WHERE r.proposal_id = p.id
     UNION SELECT n.name FROM proposal_actors AS r JOIN actor_aliases AS n ON n.actor_id = r.actor_id
     WHERE r.proposal_id = p.id)) AS actors,
  (SELECT group_concat(quote || char(10) || translation, char(10)) FROM citations
   WHERE proposal_id = p.id AND removed_at IS NULL) AS quotes,
  (SELECT group_concat(title, char(10)) FROM sources
   WHERE id IN (SELECT source_id FROM citations WHERE proposal_id = p.id AND removed_at IS NULL)) AS sources
FROM proposals AS p WHERE p.id = ?
"""


def document(ledger: Ledger, proposal: int) -> tuple[int, list[str]] | None:
    """The rowid and the folded columns that a proposal's document must have; None if the proposal is gone."""
    row = ledger.con.execute(DOCUMENT, [proposal]).fetchone()
    return None if row is None else (row[0], [searchable(text or "") for text in tuple(row)[1:]])


def flush(ledger: Ledger) -> int:
    """Make the documents noted as stale anew, inside the open transaction; gives back how many there were."""
    stale = ledger.rows("SELECT proposal_id, old_key FROM search_stale")
    for proposal, old_key in stale:
        if old_key is not None:
            ledger.con.execute("DELETE FROM search WHERE rowid = ?", [old_key])
        new = document(ledger, proposal)
        if new is not None:
            _insert(ledger, *new)
    if stale:
        ledger.con.execute("DELETE FROM search_stale")
    return len(stale)


def endings(ledger: Ledger, beginning: str, most: int) -> list[str]:
    """The words that begin so, `most` at the most: a search for these few is quicker than one for the beginning.

    FTS5 merges all that begins so before it gives the first match; for whole words it goes from match to match.
    """
    rows = ledger.rows(
        "SELECT word FROM search_words WHERE word >= ? AND word < ? LIMIT ?",
        [beginning, beginning + chr(0x10FFFF), most],
    )
    return [row[0] for row in rows]


def _insert(ledger: Ledger, key: int, columns: list[str]) -> None:
    ledger.con.execute(f"INSERT INTO search (rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?)", [key, *columns])
    ledger.con.executemany(
        "INSERT INTO search_words (word) VALUES (?) ON CONFLICT DO NOTHING",
        [(word,) for word in sorted(set(words("\n".join(columns))))],
    )
