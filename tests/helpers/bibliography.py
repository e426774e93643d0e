"""Sources that are made, edited, merged and removed, each as a change of its own."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from helpers.factories import ME
from tracker import query
from tracker.store import bibliography, database, listing, sources

if TYPE_CHECKING:
    from tracker.store.bibliography import Merged
    from tracker.store.ledger import Ledger


TODAY = date(2026, 11, 25)

URL = "https://example.org/a"

TEXT = "Norland proposes a register. The council went home."


def edit(ledger: Ledger, number: int, **said: str) -> tuple[str, ...]:
    with database.write(ledger, f"source edit {number}", ME) as change:
        return bibliography.edit(change, number, said)


def merge(ledger: Ledger, keep: int, *others: int) -> Merged:
    with database.write(ledger, f"source merge {keep}", ME) as change:
        return bibliography.merge(change, keep, others)


def remove(ledger: Ledger, number: int) -> None:
    with database.write(ledger, f"source rm {number}", ME) as change:
        bibliography.remove(change, number)


def document(ledger: Ledger, text: str = TEXT, **columns: str) -> int:
    with database.write(ledger, "source add", ME) as change:
        return sources.add_file(change, "report.txt", text.encode(), **columns)[0]


def found(ledger: Ledger, *terms: str) -> set[int]:
    return set(listing.ids(ledger, query.parse(terms, TODAY)))
