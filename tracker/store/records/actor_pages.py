"""What is shown of actors: the list of them with their parts in proposals, and one opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.comparison import folded_key
from tracker.model import ROLES
from tracker.store.records import actors, meeting_pages, merges
from tracker.words import have_beginnings, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.store.ledger import Ledger
    from tracker.store.records.meeting_pages import Meeting

BODY, CONCERNED = "body", "concerned"
PARTS = (*ROLES, BODY, CONCERNED)  # what an actor may be to a proposal; concerned by a status event alone
LATEST = 5  # proposals and meetings that a page names
NAMES = f"""
SELECT a.id, a.uid, a.name, a.kind,
  (SELECT group_concat(name, char(30)) FROM (SELECT name FROM actor_aliases WHERE actor_id = a.id ORDER BY id)),
  {actors.IS_USED.format("a.id")}
FROM actors AS a WHERE a.{merges.LIVE.replace(" AND ", " AND a.")}
"""
# All of them from the index alone, less those of the few proposals that were removed.
ROLE_COUNTS = "SELECT actor_id, role, count(*) FROM proposal_actors {of} GROUP BY 1, 2"
REMOVED_COUNTS = """
SELECT r.actor_id, r.role, -count(*) FROM proposals AS p INDEXED BY proposals_removed
CROSS JOIN proposal_actors AS r ON r.proposal_id = p.id WHERE p.removed_at IS NOT NULL {of} GROUP BY 1, 2
"""
BODIES = f"""
SELECT m.body_id, '{BODY}', count(*) FROM meetings AS m CROSS JOIN proposals AS p ON p.meeting_id = m.id
AND p.removed_at IS NULL WHERE m.body_id IS NOT NULL {{of}} GROUP BY 1
"""
EVENTS = f"""
SELECT e.actor_id, '{CONCERNED}', count(DISTINCT e.proposal_id) FROM status_events AS e
JOIN proposals AS p ON p.id = e.proposal_id AND p.removed_at IS NULL WHERE e.actor_id IS NOT NULL {{of}} GROUP BY 1
"""
COUNTS = {  # each with what narrows it to one actor
    ROLE_COUNTS: "WHERE actor_id = :id",
    REMOVED_COUNTS: "AND r.actor_id = :id",
    BODIES: "AND m.body_id = :id",
    EVENTS: "AND e.actor_id = :id",
}
TAKING_PART = """
SELECT p.id FROM proposals AS p WHERE p.removed_at IS NULL AND (
  p.id IN (SELECT proposal_id FROM proposal_actors WHERE actor_id = :id)
  OR p.meeting_id IN (SELECT id FROM meetings WHERE body_id = :id))
"""


class Actor(NamedTuple):
    """An actor with how many proposals it has which part in; one that is not used is named by nothing at all."""

    id: int
    uid: str
    name: str
    kind: str | None
    aliases: tuple[str, ...]
    proposals: dict[str, int]
    used: bool


class Office(NamedTuple):
    """An office held as a speaker: in how many proposals, from when to when (partial dates)."""

    office: str
    proposals: int
    first: str | None
    last: str | None


class ActorPage(NamedTuple):
    """An actor opened; `statuses` is how many proposals that it has any part in stand where."""

    actor: Actor
    note: str
    statuses: dict[str, int]
    offices: tuple[Office, ...]
    meetings: tuple[Meeting, ...]
    latest: tuple[int, ...]


def list_actors(
    ledger: Ledger, typed: Iterable[str] = (), kind: str | None = None, *, unused: bool = False
) -> list[Actor]:
    """The actors that stand, by name: those with words, in name or alias, that begin with all these; of that kind."""
    wanted = split_words(" ".join(typed))
    rows = [row for row in ledger.rows(NAMES) if (kind is None or row[3] == kind) and not (unused and row[5])]
    rows = [row for row in rows if _row_has_words(row, wanted)]
    counts = {} if unused else _part_counts(ledger)
    return sorted((_make_actor(row, counts) for row in rows), key=lambda one: folded_key(one.name))


def read_actor_page(ledger: Ledger, actor: int) -> ActorPage:
    """One actor opened, by its id."""
    (row,) = ledger.rows(f"{NAMES} AND a.id = ?", [actor])
    taking = {"id": actor}
    standing = ledger.rows(
        f"SELECT p.status, count(*) FROM proposals AS p JOIN statuses AS s ON s.code = p.status"
        f" WHERE p.id IN ({TAKING_PART}) GROUP BY 1 ORDER BY s.position",
        taking,
    )
    latest = ledger.rows(f"{TAKING_PART} ORDER BY p.recency DESC LIMIT {LATEST}", taking)
    return ActorPage(
        _make_actor(row, _part_counts(ledger, actor)),
        str(ledger.value("SELECT note FROM actors WHERE id = ?", [actor])),
        dict(map(tuple, standing)),
        _offices_held(ledger, actor),
        tuple(meeting_pages.list_meetings(ledger, body=actor)),
        tuple(row[0] for row in latest),
    )


def _offices_held(ledger: Ledger, actor: int) -> tuple[Office, ...]:
    rows = ledger.rows(
        "SELECT r.office, count(*), min(p.proposed_on), max(p.proposed_on) FROM proposal_actors AS r"
        " JOIN proposals AS p ON p.id = r.proposal_id AND p.removed_at IS NULL"
        " WHERE r.actor_id = ? AND r.role = 'speaker' AND r.office <> '' GROUP BY 1 ORDER BY 3, 1",
        [actor],
    )
    return tuple(Office(*row) for row in rows)


def _part_counts(ledger: Ledger, actor: int | None = None) -> dict[int, dict[str, int]]:
    """How many proposals that are not removed each actor has which part in."""
    found: dict[int, dict[str, int]] = {}
    for sql, of in COUNTS.items():
        for one, part, number in ledger.rows(sql.format(of=of if actor is not None else ""), {"id": actor}):
            parts = found.setdefault(one, {})
            parts[part] = parts.get(part, 0) + number
    return found


def _make_actor(row: Any, counts: dict[int, dict[str, int]]) -> Actor:
    has = counts.get(row[0], {})
    aliases = tuple(row[4].split("\x1e")) if row[4] else ()
    parts = {part: has[part] for part in PARTS if has.get(part)}
    return Actor(row[0], row[1], row[2], row[3], aliases, parts, bool(row[5]))


def _row_has_words(row: Any, wanted: Sequence[str]) -> bool:
    return not wanted or have_beginnings(split_words(f"{row[2]}\x1e{row[4] or ''}"), wanted)
