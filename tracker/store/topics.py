"""Topics: the vocabulary of what proposals are about, and which of them a proposal has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import UsageError
from tracker.text import meant

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from tracker.store.database import Change, Ledger


def known(ledger: Ledger) -> dict[str, int]:
    """The id of every topic in use by its code, in order."""
    return {
        row["code"]: row["id"]
        for row in ledger.rows(
            "SELECT id, code FROM topics WHERE retired_at IS NULL AND merged_into IS NULL ORDER BY position, id"
        )
    }


def titles(ledger: Ledger) -> dict[str, str]:
    """The title of every topic in use by its code, in order."""
    rows = ledger.rows(
        "SELECT code, title FROM topics WHERE retired_at IS NULL AND merged_into IS NULL ORDER BY position, id"
    )
    return dict(rows)


def ids(ledger: Ledger, typed: Iterable[str]) -> list[int]:
    """The ids of the topics named, each once, in the order named. Raises UsageError for an unknown one."""
    codes = known(ledger)
    return list(dict.fromkeys(codes[meant(name, codes, "topic")] for name in typed))


def matching(ledger: Ledger, typed: Iterable[str]) -> list[int]:
    """The ids of the topics that a query means: those named, and those in a group so named (`energy/grid`).

    Raises UsageError for an unknown one.
    """
    codes = known(ledger)
    found: list[int] = []
    for name in typed:
        group = [topic for code, topic in codes.items() if code.startswith(name + "/")]
        found += group if group and name not in codes else [codes[meant(name, codes, "topic")], *group]
    return list(dict.fromkeys(found))


def add(change: Change, proposal: int, names: Iterable[str]) -> None:
    """Give a proposal topics that it does not have; the first one ever is the primary."""
    rows = change.ledger.rows("SELECT topic_id FROM proposal_topics WHERE proposal_id = ?", [proposal])
    has = {row[0] for row in rows}
    for topic in ids(change.ledger, names):
        if topic not in has:
            change.insert("proposal_topics", proposal_id=proposal, topic_id=topic, is_primary=int(not has))
            has.add(topic)


def remove(change: Change, proposal: int, names: Iterable[str], *, lenient: bool = False) -> None:
    """Take topics away. Raises UsageError for an unknown one and, unless `lenient`, for one that it does not have."""
    for name in names:
        (topic,) = ids(change.ledger, [name])
        sql = "DELETE FROM proposal_topics WHERE proposal_id = ? AND topic_id = ?"
        if not change.execute(sql, [proposal, topic]).rowcount and not lenient:
            raise UsageError(f"#{proposal} has no topic {name}")
    keep_a_primary(change, proposal)


def keep_a_primary(change: Change, proposal: int) -> None:
    """Where the primary topic went and others stay, the first of them takes its place."""
    change.execute(
        "UPDATE proposal_topics SET is_primary = 1"
        " WHERE id = (SELECT min(id) FROM proposal_topics WHERE proposal_id = :id)"
        " AND NOT EXISTS (SELECT 1 FROM proposal_topics WHERE proposal_id = :id AND is_primary = 1)",
        {"id": proposal},
    )


def keep_primaries(change: Change, touched: Collection[int]) -> None:
    """As `keep_a_primary`, of many proposals."""
    rows = change.ledger.rows(
        "SELECT DISTINCT proposal_id FROM proposal_topics AS t WHERE proposal_id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM proposal_topics WHERE proposal_id = t.proposal_id AND is_primary = 1)",
        [str(list(touched))],
    )
    for (proposal,) in rows:
        keep_a_primary(change, proposal)


def shared(ledger: Ledger, wanted: Sequence[int]) -> dict[str, int]:
    """The topics that any of these proposals has, in use or not, each with how many of them have it."""
    rows = ledger.rows(
        "SELECT t.code, count(*) FROM proposal_topics AS p JOIN topics AS t ON t.id = p.topic_id"
        " WHERE p.proposal_id IN (SELECT value FROM json_each(?)) GROUP BY t.id ORDER BY t.position, t.id",
        [str(list(wanted))],
    )
    return {row[0]: row[1] for row in rows}
