"""What is shown of meetings: the list of them with their proposals, and one opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.words import have_beginnings, split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.store.ledger import Ledger

FACTS = """
SELECT m.id, m.uid, m.held_on AS date, m.name, coalesce(a.name, '') AS body, m.place,
  (SELECT group_concat(name, char(30)) FROM (SELECT name FROM meeting_aliases WHERE meeting_id = m.id ORDER BY id))
    AS aliases,
  (SELECT count(*) FROM proposals AS p WHERE p.meeting_id = m.id AND p.removed_at IS NULL) AS proposals
FROM meetings AS m LEFT JOIN actors AS a ON a.id = m.body_id
"""
LIVE = "m.merged_into IS NULL AND m.removed_at IS NULL"
IS_UNUSED = "NOT EXISTS (SELECT 1 FROM proposals AS p WHERE p.meeting_id = m.id)"
OLDEST_LAST = "ORDER BY m.held_on IS NULL, m.held_on DESC, m.id DESC"


class Meeting(NamedTuple):
    """A meeting: its day (a partial date), its body, what else it was called, how many proposals are from there."""

    id: int
    uid: str
    date: str | None
    name: str
    body: str
    place: str
    aliases: tuple[str, ...]
    proposals: int

    @property
    def title(self) -> str:
        """What to call it in a sentence."""
        return ", ".join(part for part in (self.name, self.body, self.place, self.date or "undated") if part)


def list_meetings(
    ledger: Ledger, typed: Iterable[str] = (), body: int | None = None, *, unused: bool = False
) -> list[Meeting]:
    """The meetings that stand, the newest first: those with words that begin with all these, and of that body.

    `unused` are those that no proposal is from, not even a removed one.
    """
    where = f"WHERE {LIVE}" + " AND m.body_id = :body" * (body is not None) + f" AND {IS_UNUSED}" * unused
    found = [_make_meeting(row) for row in ledger.rows(f"{FACTS} {where} {OLDEST_LAST}", {"body": body})]
    wanted = split_words(" ".join(typed))
    return [one for one in found if _meeting_has_words(one, wanted)] if wanted else found


def read_meeting(ledger: Ledger, meeting: int) -> Meeting:
    """One meeting by its id, as it is."""
    return _make_meeting(ledger.rows(f"{FACTS} WHERE m.id = ?", [meeting])[0])


def meeting_note(ledger: Ledger, meeting: int) -> str:
    """Our own words on a meeting."""
    return str(ledger.value("SELECT note FROM meetings WHERE id = ?", [meeting]) or "")


def meeting_status_counts(ledger: Ledger, meeting: int) -> dict[str, int]:
    """How many proposals of a meeting stand where."""
    rows = ledger.rows(
        "SELECT p.status, count(*) FROM proposals AS p JOIN statuses AS s ON s.code = p.status"
        " WHERE p.meeting_id = ? AND p.removed_at IS NULL GROUP BY 1 ORDER BY s.position",
        [meeting],
    )
    return {row[0]: row[1] for row in rows}


def latest_in_meeting(ledger: Ledger, meeting: int, most: int) -> list[int]:
    """The proposals of a meeting whose status is the newest."""
    sql = "SELECT id FROM proposals WHERE meeting_id = ? AND removed_at IS NULL ORDER BY recency DESC LIMIT ?"
    return [row[0] for row in ledger.rows(sql, [meeting, most])]


def meeting_proposals_on(ledger: Ledger, meeting: int, day: str) -> list[int]:
    """The proposals of a meeting that have this very date."""
    sql = "SELECT id FROM proposals WHERE meeting_id = ? AND proposed_on = ? AND removed_at IS NULL ORDER BY id"
    return [row[0] for row in ledger.rows(sql, [meeting, day])]


def _make_meeting(row: Any) -> Meeting:
    return Meeting._make(row)._replace(aliases=tuple(row["aliases"].split("\x1e")) if row["aliases"] else ())


def _meeting_has_words(one: Meeting, wanted: Sequence[str]) -> bool:
    return have_beginnings(split_words(" ".join([one.name, one.body, one.place, one.date or "", *one.aliases])), wanted)
