"""Topics that are made, renamed, merged and retired, each as a change of its own, and what finds them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers.factories import ME, TODAY
from tracker import query
from tracker.store import database
from tracker.store.records import topic_vocabulary
from tracker.store.records.topic_vocabulary import Topic, TopicEdit
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Change, Ledger
    from tracker.store.records.tags import MergeResult


def deed(ledger: Ledger, do: Callable[[Change], Any]) -> Any:
    with database.write_change(ledger, "topic", ME) as change:
        return do(change)


def new(code: str, **fields: Any) -> Topic:
    return Topic(code, "", "", (), "", 0, 0, "", "", ())._replace(**fields)


def a_topic(ledger: Ledger, code: str, *, force: bool = False, **fields: Any) -> str:
    return str(deed(ledger, lambda change: topic_vocabulary.add(change, new(code, **fields), force=force)))


def rename(ledger: Ledger, old: str, code: str) -> list[str]:
    found: list[str] = deed(ledger, lambda change: topic_vocabulary.edit(change, old, TopicEdit(code)))[1]
    return found


def merge(ledger: Ledger, keep: str, *others: str) -> MergeResult:
    moved: MergeResult = deed(ledger, lambda change: topic_vocabulary.merge(change, keep, others))
    return moved


def retire(ledger: Ledger, *codes: str) -> None:
    deed(ledger, lambda change: topic_vocabulary.retire(change, codes))


def found(ledger: Ledger, *terms: str) -> list[int]:
    return sorted(listing.matching_ids(ledger, query.parse_query(terms, TODAY)))


def codings(ledger: Ledger, proposal: int) -> list[tuple[str, int]]:
    rows = ledger.rows(
        "SELECT t.code, p.is_primary FROM proposal_topics AS p JOIN topics AS t ON t.id = p.topic_id"
        " WHERE p.proposal_id = ? ORDER BY p.is_primary DESC, t.code",
        [proposal],
    )
    return [tuple(row) for row in rows]


def is_sound(ledger: Ledger) -> bool:
    return list(check.find_problems(ledger)) == []
