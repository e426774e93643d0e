"""A source opened: what is said of it, its texts, what is cited from it, what was merged into it, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.source_object import Snapshot, SourcePage
from tracker.model import ChangeEntry, SourceRef
from tracker.store.records import citations, sources
from tracker.store.search import listing

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def read_source_page(ledger: Ledger, source: int) -> SourcePage:
    """A source with all that belongs to it, also one that was removed or merged. Raises NotFoundError."""
    found = sources.read(ledger, source)
    cited = citations.citations_of_source(ledger, source)
    wanted = sorted({one.proposal_id for one in cited})
    removed = ledger.rows(
        "SELECT id FROM proposals WHERE removed_at IS NOT NULL AND id IN (SELECT value FROM json_each(?))",
        [str(wanted)],
    )
    merged = ledger.rows("SELECT id, title, url FROM sources WHERE merged_into = ? ORDER BY id", [source])
    return SourcePage(
        found,
        str(ledger.value("SELECT note FROM sources WHERE id = ?", [source])),
        source_snapshots(ledger, source),
        cited,
        {line.id: line for line in listing.read_lines(ledger, wanted)},
        frozenset(row[0] for row in removed),
        tuple(SourceRef(*row) for row in merged),
        source_history(ledger, source),
    )


def source_snapshots(ledger: Ledger, source: int) -> tuple[Snapshot, ...]:
    """The texts of a source, in the order captured."""
    rows = ledger.rows(
        "SELECT n.id, n.captured_at, n.origin, n.media_type, n.sha256, length(c.text) FROM snapshots AS n"
        " JOIN snapshot_contents AS c USING (sha256, media_type) WHERE n.source_id = ? ORDER BY n.id",
        [source],
    )
    return tuple(Snapshot(*row) for row in rows)


def source_history(ledger: Ledger, source: int) -> tuple[ChangeEntry, ...]:
    """The changes that touched a source, oldest first."""
    rows = ledger.rows(
        "SELECT id, at, who, command, undoes FROM changes"
        " WHERE id IN (SELECT change_id FROM history WHERE row = ? AND tbl = 'sources') ORDER BY id",
        [source],
    )
    return tuple(ChangeEntry(*row) for row in rows)
