"""A library taken in: each entry a source that is only referred to, those that are known already left as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import folded_key
from tracker.store.records import source_edits, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.store.ledger import Change


class TakenEntry(NamedTuple):
    """An entry of a library with its source: a new one, or the one that has its address or its title already."""

    source: int
    title: str
    same: str = ""


def take_in_library(change: Change, entries: Iterable[Mapping[str, str]]) -> list[TakenEntry]:
    """Add the entries of a library that are not known yet. Raises UsageError for one that cannot be a source."""
    known_titles = {
        folded_key(one.title): (one.id, one.issued_on or "") for one in sources.all_sources(change.ledger) if one.title
    }
    taken = []
    for number, entry in enumerate(entries, 1):
        if not entry.get("title") and not entry.get("url"):
            taken.append(TakenEntry(0, f"entry {number}"))
            continue
        title = entry.get("title") or entry["url"]
        known = sources.sources_at_address(change.ledger, entry["url"]) if entry.get("url") else []
        twin = known_titles.get(folded_key(title))
        if known:
            taken.append(TakenEntry(known[0], title, "address"))
        elif twin and twin[1] == entry.get("issued_on", ""):
            taken.append(TakenEntry(twin[0], title, "title and date"))
        else:
            added = sources.add_reference(change, **source_edits.tidy_columns(entry))
            known_titles[folded_key(title)] = added, entry.get("issued_on", "")
            taken.append(TakenEntry(added, title))
    return taken
