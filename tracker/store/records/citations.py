"""Citations: sources, whole or passages of them, that support or contradict a proposal or a status event of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from tracker.comparison import same_wording
from tracker.errors import NoChangeError, UsageError, blame_field
from tracker.model import Citation, Evidence, SourceRef
from tracker.store.records import sources
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from tracker.store.ledger import Change, Ledger


def add(change: Change, proposal: int, evidence: Evidence, event: int | None) -> int:
    """Cite a source for a proposal and, with `event`, for one of its status events; gives back the citation's id.

    Without a quote and a locator it is the source as a whole. Where the source has a snapshot a quote is found in it,
    and stored as it stands there. Raises UsageError
    (QuoteError) if it is not there or there more than once, NoChangeError if it is cited so, NotFoundError for a
    source that is not there.
    """
    for what in ("quote", "locator", "translation"):
        with blame_field(what):
            refuse_unstorable(getattr(evidence, what), what)
    if evidence.translation.strip() and not (evidence.quote.strip() or evidence.locator.strip()):
        raise UsageError("a translation needs the passage that it translates", field="quote", remedies=("quote",))
    sources.refuse_absent_source(change.ledger, evidence.source_id)
    anchor = _anchor_columns(change.ledger, evidence)
    cited = [proposal, event, evidence.source_id, evidence.stance, anchor["locator"]]
    same = "proposal_id = ? AND status_event_id IS ? AND source_id = ? AND stance = ? AND locator = ?"
    there = change.ledger.rows(f"SELECT quote FROM citations WHERE {same} AND removed_at IS NULL", cited)
    if any(same_wording(row[0], anchor.get("quote", "")) for row in there):
        raise NoChangeError(f"#{proposal} cites that already; nothing was changed")
    return change.insert(
        "citations",
        proposal_id=proposal,
        status_event_id=event,
        source_id=evidence.source_id,
        stance=evidence.stance,
        translation=evidence.translation,
        added_at=change.at,
        **anchor,
    )


def carry_over_citations(change: Change, event: int, to: int) -> None:
    """Let the passages that support a status event support the one that corrects it too."""
    columns = (
        "proposal_id, source_id, snapshot_id, stance, quote, prefix, suffix, start_at, end_at, locator, translation"
    )
    change.execute(
        f"INSERT INTO citations (status_event_id, added_at, {columns}) SELECT ?, ?, {columns} FROM citations"
        " WHERE status_event_id = ? AND stance = 'supports' AND removed_at IS NULL ORDER BY id",
        [to, change.at, event],
    )


def citations_of_proposal(ledger: Ledger, proposal: int) -> tuple[Citation, ...]:
    """The citations of a proposal in the order entered."""
    return _read_citations(ledger, "proposal_id", proposal)


def citations_of_source(ledger: Ledger, source: int) -> tuple[Citation, ...]:
    """The citations of a source in the order entered."""
    return _read_citations(ledger, "source_id", source)


def _read_citations(ledger: Ledger, column: Literal["proposal_id", "source_id"], record: int) -> tuple[Citation, ...]:
    rows = ledger.rows(
        "SELECT c.*, s.title, s.url FROM citations AS c JOIN sources AS s ON s.id = c.source_id"
        f" WHERE c.{column} = ? AND c.removed_at IS NULL ORDER BY c.id",
        [record],
    )
    return tuple(
        Citation(
            row["id"],
            row["proposal_id"],
            row["status_event_id"],
            SourceRef(row["source_id"], row["title"], row["url"]),
            *(row[name] for name in ("snapshot_id", "stance", "quote", "locator", "translation")),
            *(row[name] for name in ("start_at", "end_at", "added_at")),
        )
        for row in rows
    )


def _anchor_columns(ledger: Ledger, evidence: Evidence) -> dict[str, Any]:
    """The columns that say where the quote stands."""
    captured = sources.newest_text(ledger, evidence.source_id)
    if not evidence.quote.strip():
        return {"snapshot_id": captured[0] if captured else None, "locator": evidence.locator.strip()}
    if captured is None:
        return {"quote": evidence.quote.strip(), "locator": evidence.locator}
    from tracker.capture import documents, places

    snapshot, text = captured
    with blame_field("quote", evidence.quote):
        found = places.locate_quote(text, evidence.quote, evidence.locator)
    return {
        "snapshot_id": snapshot,
        "quote": found.exact,
        "prefix": found.prefix,
        "suffix": found.suffix,
        "start_at": found.start,
        "end_at": found.end,
        "locator": evidence.locator or documents.find_locator(text, found.start),
    }
