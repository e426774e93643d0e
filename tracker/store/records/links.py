"""Links: what one proposal is to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.errors import NoChangeError, TrackerError, UsageError, blame_field
from tracker.model import LINK_KINDS, LinkRef, Neighbour
from tracker.store.records import presence
from tracker.text import match_code

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.ledger import Change, Ledger

RANKED_KINDS = frozenset({"repeats", "part-of", "replaces"})  # kinds that may not lead back to where they began
SYMMETRIC_KINDS = frozenset({"related"})
NEIGHBOURS = """
SELECT l.kind, l.inward, p.id, p.title, p.status, v.proposer, p.proposed_on, p.added_at,
  (SELECT CASE WHEN count(c.start_at) THEN 'checked' WHEN count(*) THEN 'unchecked' ELSE 'none' END
   FROM citations AS c
   WHERE c.proposal_id = p.id AND c.stance = 'supports' AND c.removed_at IS NULL) AS evidence,
  p.removed_at IS NOT NULL AS is_removed
FROM (
  SELECT id, kind, 0 AS inward, to_id AS other FROM links WHERE from_id = :proposal
  UNION ALL SELECT id, kind, 1, from_id FROM links WHERE to_id = :proposal
) AS l JOIN proposals AS p ON p.id = l.other JOIN proposal_lines AS v ON v.id = p.id
ORDER BY l.inward, l.id
"""


def add(change: Change, proposal: int, kind: str, other: int) -> int:
    """Link a proposal to another; gives back the link's id.

    Raises NotFoundError if either is not there, NoChangeError if they are linked so, and UsageError for an unknown
    kind, for one and the same proposal, and for a circle.
    """
    kind = _check_link(change.ledger, proposal, kind, other)
    if _find_link(change.ledger, proposal, kind, other) is not None:
        raise NoChangeError(f"#{proposal} {kind} #{other} is linked already; nothing was changed")
    if kind in RANKED_KINDS and (way := _link_path(change.ledger, other, kind, proposal)):
        path = f" {kind} ".join(f"#{one}" for one in way)
        raise UsageError(f"#{proposal} {kind} #{other} would be a circle: {path}", field="other")
    presence.stamp_proposals(change, proposal, other)
    return change.insert("links", from_id=proposal, kind=kind, to_id=other)


def ensure_links(change: Change, proposal: int, wanted: Iterable[tuple[str, int]]) -> None:
    """Link a proposal to others, each a kind and an id, unless it is so already.

    Raises as `add` does, but the field that is wrong is the one called as the kind.
    """
    for kind, other in wanted:
        try:
            if _find_link(change.ledger, proposal, _check_link(change.ledger, proposal, kind, other), other) is None:
                add(change, proposal, kind, other)
        except TrackerError as error:
            error.field, error.value = kind, str(other)
            raise


def remove(change: Change, proposal: int, kind: str, other: int) -> None:
    """Take a link away. Raises NotFoundError, and UsageError for an unknown kind or a link that is not there."""
    with blame_field("link", kind):
        kind = match_code(kind, LINK_KINDS, "kind of link")
    presence.existing_title(change.ledger, proposal)
    found = _find_link(change.ledger, proposal, kind, other)
    if found is None:
        raise UsageError(f"there is no link #{proposal} {kind} #{other}", field="other", way=("proposal", proposal))
    change.execute("DELETE FROM links WHERE id = ?", [found])
    presence.stamp_proposals(change, proposal, other)


def inward_links(ledger: Ledger, proposal: int) -> tuple[LinkRef, ...]:
    """The links that lead to a proposal, in the order made."""
    rows = ledger.rows("SELECT kind, from_id FROM links WHERE to_id = ? ORDER BY id", [proposal])
    return tuple(LinkRef(kind, other) for kind, other in rows)


def read_neighbours(ledger: Ledger, proposal: int) -> tuple[Neighbour, ...]:
    """The proposals that one is linked with: first those it names, then those that name it."""
    return tuple(_make_neighbour(row) for row in ledger.rows(NEIGHBOURS, {"proposal": proposal}))


def _check_link(ledger: Ledger, proposal: int, kind: str, other: int) -> str:
    """The kind meant, once both ends are there and are two."""
    with blame_field("link", kind):
        code = match_code(kind, LINK_KINDS, "kind of link")
    presence.existing_title(ledger, proposal)
    with blame_field("other", str(other)):
        presence.existing_title(ledger, other)
    if other == proposal:
        raise UsageError(f"#{proposal} cannot be linked to itself", field="other", value=str(other))
    return code


def _find_link(ledger: Ledger, proposal: int, kind: str, other: int) -> int | None:
    """The link that says so; one that says the same of both is found from either end."""
    sql = "SELECT id FROM links WHERE from_id = ? AND kind = ? AND to_id = ?"
    found: int | None = ledger.value(sql, [proposal, kind, other])
    if found is None and kind in SYMMETRIC_KINDS:
        found = ledger.value(sql, [other, kind, proposal])
    return found


def _link_path(ledger: Ledger, start: int, kind: str, end: int) -> list[int]:
    """The proposals on a shortest way along links of a kind, both ends included; none if there is no way."""
    came_from: dict[int, int] = {start: 0}
    for one in (ahead := [start]):
        if one == end:
            break
        for (after,) in ledger.rows("SELECT to_id FROM links WHERE from_id = ? AND kind = ? ORDER BY id", [one, kind]):
            if after not in came_from:
                came_from[after] = one
                ahead.append(after)
    way = [end] if end in came_from else []
    while way and came_from[way[0]]:
        way.insert(0, came_from[way[0]])
    return way


def _make_neighbour(row: Any) -> Neighbour:
    return Neighbour(
        row["kind"],
        bool(row["inward"]),
        row["id"],
        row["title"],
        row["status"],
        row["proposer"] or "",
        row["proposed_on"],
        row["added_at"],
        row["evidence"],
        bool(row["is_removed"]),
    )
