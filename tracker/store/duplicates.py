"""The very same again: what is just being written and stands in the database already, said before it is kept.

Each finding is put down in the ledger; who opened the change warns of it, asks about it or refuses it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key

if TYPE_CHECKING:
    from tracker.store.ledger import Change

ALIKE_MOST = 500  # proposals with one title that are compared
# proposals with the title of a new one, the newest first, found in the index of titles
ALIKE = """
WITH alike AS (
  SELECT id FROM proposals INDEXED BY proposals_by_title
  WHERE title_key = :key AND removed_at IS NULL AND id <> :new ORDER BY id DESC LIMIT :most
)
"""
SAME_PROPOSAL = """
SELECT p.id FROM alike JOIN proposals AS p USING (id) JOIN proposals AS n ON n.id = :new
WHERE p.proposed_on IS n.proposed_on AND NOT EXISTS (
  SELECT 1 FROM (
    SELECT role, actor_id, count(*) AS times FROM proposal_actors
    WHERE proposal_id IN (p.id, n.id) AND role IN ('proposer', 'addressee') GROUP BY role, actor_id
  ) WHERE times < 2
) LIMIT 1
"""
SAME_QUOTE = """
SELECT c.proposal_id FROM alike JOIN citations AS c ON c.proposal_id = alike.id
JOIN citations AS n ON n.proposal_id = :new AND n.source_id = c.source_id AND n.quote = c.quote
WHERE c.quote <> '' AND c.removed_at IS NULL LIMIT 1
"""
SAME_STEP = """
SELECT e.id, e.proposal_id, e.status, e.occurred_on FROM status_events AS e JOIN status_events AS n ON n.id = ?
WHERE e.proposal_id = n.proposal_id AND e.id < n.id AND e.status = n.status AND e.occurred_on IS n.occurred_on
  AND e.actor_id IS n.actor_id AND e.id IS NOT n.supersedes_id
  AND NOT EXISTS (SELECT 1 FROM status_events AS x WHERE x.supersedes_id = e.id)
  AND NOT EXISTS (
    SELECT 1 FROM citations AS c WHERE c.status_event_id = n.id AND c.removed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM citations AS d WHERE d.status_event_id = e.id AND d.removed_at IS NULL
        AND d.source_id = c.source_id AND d.quote = c.quote AND d.stance = c.stance))
ORDER BY e.id LIMIT 1
"""


def note_same_proposal(change: Change, proposal: int, title: str) -> None:
    """Put it down if a new proposal, added whole, is the very same as one that is there."""
    asked = {"key": folded_key(title), "new": proposal, "most": ALIKE_MOST}
    if other := change.ledger.value(ALIKE + SAME_PROPOSAL, asked):
        _put_down(change, f"#{other} is the very same: title, proposer, addressee and date")
    elif other := change.ledger.value(ALIKE + SAME_QUOTE, asked):
        _put_down(change, f"#{other} is the very same: title, and quote of the same source")


def note_same_step(change: Change, event: int) -> bool:
    """Put it down if a new status event has status, date and evidence of one that stands; gives back whether it has.

    A further act brings another date, another actor or further evidence.
    """
    found = change.ledger.rows(SAME_STEP, [event])
    for other, of, status, on in found:
        when = on or "undated"
        _put_down(change, f"event {other} of #{of} is the very same: {status}, {when}, and no further evidence")
    return bool(found)


def note_same_quote(change: Change, citation: int) -> None:
    """Put it down if a new citation has the quote, or has as little, of the same source for the same proposal."""
    other = change.ledger.rows(
        "SELECT c.proposal_id, c.source_id, c.quote, c.locator FROM citations AS c JOIN citations AS n ON n.id = ?"
        " WHERE c.proposal_id = n.proposal_id AND c.id < n.id AND c.source_id = n.source_id AND c.stance = n.stance"
        " AND c.quote = n.quote AND (c.quote <> '' OR c.locator = n.locator) AND c.removed_at IS NULL LIMIT 1",
        [citation],
    )
    for proposal, source, quote, locator in other:
        what = "quote" if quote else locator or "whole"
        _put_down(change, f"#{proposal} has the very same already: the {what} of source {source}")


def note_same_look(change: Change, look: int) -> None:
    """Put it down if a look at the same places was logged for that day, with the same note."""
    other = change.ledger.rows(
        "SELECT l.proposal_id, l.looked_on FROM looks AS l JOIN looks AS n ON n.id = ?"
        " WHERE l.proposal_id = n.proposal_id AND l.id < n.id AND l.looked_on = n.looked_on"
        " AND l.places = n.places AND l.note = n.note LIMIT 1",
        [look],
    )
    for proposal, day in other:
        _put_down(change, f"#{proposal} has the very same look already: {day}, the same places and note")


def _put_down(change: Change, finding: str) -> None:
    change.ledger.duplicates.append(finding)
