"""Which proposals are there, and the stamp that every action leaves on those it touches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ids import named_ids
from tracker.model import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracker.store.ledger import Change, Ledger


def existing_title(ledger: Ledger, proposal: int) -> str:
    """The title of a proposal that is there. Raises NotFoundError."""
    row = ledger.row("SELECT title, removed_at FROM proposals WHERE id = ?", [proposal])
    if row is None:
        raise NotFoundError(f"no proposal {proposal}", way=("proposals",))
    if row["removed_at"] is not None:
        raise NotFoundError(f"#{proposal} was removed; bring it back with: tracker restore {proposal}")
    return str(row["title"])


def proposal_with_uid(ledger: Ledger, uid: str) -> int | None:
    """The proposal of this uid, removed or not; None if there is none."""
    found: int | None = ledger.value("SELECT id FROM proposals WHERE uid = ?", [uid])
    return found


def proposal_exists(ledger: Ledger, proposal: int) -> bool:
    """Whether there is a proposal of that number, removed or not."""
    return bool(ledger.value("SELECT 1 FROM proposals WHERE id = ?", [proposal]))


def refuse_absent_proposals(ledger: Ledger, proposals: Sequence[int]) -> None:
    """Raise NotFoundError, which names them, if some of these proposals never were."""
    rows = ledger.rows("SELECT id FROM proposals WHERE id IN (SELECT value FROM json_each(?))", [str(list(proposals))])
    there = {row[0] for row in rows}
    if absent := [one for one in proposals if one not in there]:
        raise NotFoundError(f"no proposal {named_ids(absent)}", way=("proposals",))


def proposal_title(ledger: Ledger, proposal: int) -> str:
    """The title of a proposal, removed or not; empty if there never was one."""
    return str(ledger.value("SELECT title FROM proposals WHERE id = ?", [proposal]) or "")


def stamp_proposals(change: Change, *touched: int) -> None:
    """Note on proposals that something of them, or said of them, was changed: their history is found by it.

    Of two changes in the same millisecond the later one stamps the next, since an equal stamp would leave no trace.
    """
    for proposal in touched:
        change.update("proposals", proposal, updated_at=change.at)
        sql = "SELECT 1 FROM history WHERE row = ? AND tbl = 'proposals' AND change_id = ?"
        if not change.ledger.value(sql, [proposal, change.id]):
            later = "strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds')"
            change.execute(f"UPDATE proposals SET updated_at = {later} WHERE id = ?", [proposal])


def stamp_many(change: Change, touched: Collection[int]) -> None:
    """As `stamp_proposals`, of many proposals that this change has not stamped yet, in one statement."""
    later = "strftime('%Y-%m-%dT%H:%M:%fZ', updated_at, '+0.001 seconds')"
    change.execute(
        f"UPDATE proposals SET updated_at = iif(updated_at = :at, {later}, :at)"
        " WHERE id IN (SELECT value FROM json_each(:ids))",
        {"at": change.at, "ids": str(list(touched))},
    )
