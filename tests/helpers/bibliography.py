"""Sources that are made, edited, merged and removed, each as a change of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from helpers.factories import ME
from tracker import query
from tracker.store import database
from tracker.store.records import source_edits, sources
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger
    from tracker.store.records.source_edits import SourceMerge


TODAY = date(2026, 11, 25)

URL = "https://example.org/a"

TEXT = "Norland proposes a register. The council went home."


def edit(ledger: Ledger, number: int, **said: str) -> tuple[str, ...]:
    with database.write_change(ledger, f"source edit {number}", ME) as change:
        return source_edits.edit(change, number, said)


def merge(ledger: Ledger, keep: int, *others: int) -> SourceMerge:
    with database.write_change(ledger, f"source merge {keep}", ME) as change:
        return source_edits.merge(change, keep, others)


def remove(ledger: Ledger, number: int) -> None:
    with database.write_change(ledger, f"source rm {number}", ME) as change:
        source_edits.remove(change, number)


def document(ledger: Ledger, text: str = TEXT, **columns: str) -> int:
    with database.write_change(ledger, "source add", ME) as change:
        return sources.add_file(change, "report.txt", text.encode(), **columns)[0]


def found(ledger: Ledger, *terms: str) -> set[int]:
    return set(listing.matching_ids(ledger, query.parse_query(terms, TODAY)))
