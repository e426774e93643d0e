"""A source opened as one value, and as a JSON object."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.formats import rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import ChangeEntry, Citation, ProposalLine, Source, SourceRef


class Snapshot(NamedTuple):
    """A source as it was captured: when, from which file or address, and how many characters its text has."""

    id: int
    captured_at: str
    origin: str
    media_type: str
    sha256: str
    characters: int


class SourcePage(NamedTuple):
    """A source opened: itself, our note, its texts, what is cited from it, the lines of those proposals, its history.

    `merged` are the sources that were merged into it; `removed` are the proposals among those cited that were removed.
    """

    source: Source
    note: str
    snapshots: tuple[Snapshot, ...]
    citations: tuple[Citation, ...]
    proposals: Mapping[int, ProposalLine]
    removed: frozenset[int]
    merged: tuple[SourceRef, ...]
    history: tuple[ChangeEntry, ...]


def source_object(page: SourcePage) -> dict[str, Any]:
    """What `source show --json` gives: the source, then our note, its texts, its citations, each with its proposal."""

    def cited(one: Citation) -> dict[str, Any]:
        line = page.proposals.get(one.proposal_id)
        about = {"id": one.proposal_id, "title": line.title if line else "", "status": line.status if line else ""}
        kept = {name: value for name, value in rows.record_object(one).items() if name not in {"proposal_id", "source"}}
        return {**kept, "proposal": about | {"removed": one.proposal_id in page.removed}}

    return {
        **rows.record_object(page.source),
        "note": page.note,
        "merged": [rows.record_object(one) for one in page.merged],
        "snapshots": [rows.record_object(one) for one in page.snapshots],
        "cited": [cited(one) for one in page.citations],
        "history": [rows.record_object(one) for one in page.history],
    }
