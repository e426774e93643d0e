"""What is said of sources: one edited, several merged into one, one removed, and what an undo may not leave of that."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from tracker.comparison import address_key
from tracker.formats.bibliography import csl
from tracker.model import NoChangeError, UsageError
from tracker.store.quotes import judge_quotes
from tracker.store.records import merges, presence, sources
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.store.ledger import Change, Ledger

# What may be said of a source, by the columns of the table; all but the last two on one line.
FIELDS = (
    *("type", "title", "authors", "publisher", "container", "issued_on", "url", "archive_url", "language"),
    "note",
)
ADDRESSES = ("url", "archive_url")
MAY_BE_NULL = (*ADDRESSES, "issued_on")
NAMED_MOST = 5  # proposals that an error names; the others are counted
MERGED_IDS = "(SELECT id FROM sources WHERE merged_into > 0)"
STEPS = "(SELECT row FROM history WHERE change_id = :change AND tbl = '{}')"
ALTERED_PROPOSALS = """
SELECT w.id FROM proposal_watch AS w
WHERE w.altered AND w.id IN (SELECT proposal_id FROM citations WHERE source_id = ?)
"""


class SourceMerge(NamedTuple):
    """What a merge of sources did: what it filled in by field, what it moved, which proposals it made altered."""

    filled: Mapping[str, str]
    citations: int
    snapshots: int
    altered: tuple[int, ...]


def tidy_columns(new: Mapping[str, str | None]) -> dict[str, str | None]:
    """The columns of a source as they are stored: on one line, its type one of CSL, its addresses of the web.

    An empty text is an empty column. Raises UsageError.
    """
    columns: dict[str, str | None] = {}
    for name, typed in new.items():
        value = refuse_unstorable(typed or "", name.removesuffix("_on").replace("_", " "))
        value = value.strip() if name == "note" else " ".join(value.split())
        if name == "type":
            value = csl.type_meant(value)
        elif name in ADDRESSES and value:
            value = parse_web_address(value)
        columns[name] = None if name in MAY_BE_NULL and not value else value
    return columns


def parse_web_address(typed: str) -> str:
    """An address of the web. Raises UsageError, saying what is wrong with it."""
    scheme, slashes, rest = typed.partition("://")
    if scheme.lower() not in {"http", "https"} or not slashes or not rest:
        raise UsageError(f"'{typed}' is not a web address: it begins with neither http:// nor https://")
    if any(char.isspace() for char in typed):
        raise UsageError(f"'{typed}' is not a web address: it has a blank in it, which is written %20")
    if not typed.isprintable():
        raise UsageError(f"'{typed}' is not a web address: it has a sign in it that cannot be seen")
    try:
        host = urlsplit(typed).hostname
    except ValueError as error:
        raise UsageError(f"'{typed}' is not a web address: {error}") from error
    if not host:
        raise UsageError(f"'{typed}' is not a web address: it names no host")
    return f"{scheme.lower()}://{rest}"


def read_source_fields(ledger: Ledger, source: int) -> dict[str, str]:
    """What is said of a source, by the columns of FIELDS; empty where nothing is."""
    row = ledger.rows(f"SELECT {', '.join(FIELDS)} FROM sources WHERE id = ?", [source])[0]
    return {name: row[name] or "" for name in FIELDS}


def edit(change: Change, source: int, new: Mapping[str, str]) -> tuple[str, ...]:
    """Change what is said of a source; an empty text clears a field. Gives back the columns that changed.

    Raises NotFoundError, NoChangeError if it is so already, UsageError for what cannot be said, and for an address
    that another source has.
    """
    sources.refuse_absent_source(change.ledger, source)
    now = read_source_fields(change.ledger, source)
    columns = {name: value for name, value in tidy_columns(new).items() if (value or "") != now[name]}
    if not columns:
        raise NoChangeError(f"source {source} already has these values; nothing was changed")
    after = now | columns
    if not after["title"] and not after["url"]:
        message = f"source {source} would have neither a title nor an address: give it one of them"
        raise UsageError(message, field="title")
    other = source_with_address(change.ledger, source, columns["url"]) if columns.get("url") else None
    if other is not None:
        way = f"if it is the same: tracker source merge {other} {source}"
        raise UsageError(f"source {other} has the address {columns['url']} already; {way}", field="url")
    change.update("sources", source, **columns, **sources.address_columns(columns), updated_at=change.at)
    return tuple(name for name in FIELDS if name in columns)


def merge(change: Change, keep: int, others: Sequence[int]) -> SourceMerge:
    """Merge sources into one: it takes over their citations, texts and dismissed passages, and what it lacks itself.

    Citations keep naming the snapshot that they were found in; the notes stand one below the other. The old ids,
    titles and addresses find the one that was kept. Raises NotFoundError, UsageError for a source with itself.
    """
    for one in (keep, *others):
        sources.refuse_absent_source(change.ledger, one)
    if keep in others:
        raise UsageError(f"source {keep} cannot be merged into itself")
    before = _altered_proposals(change, [keep, *others])
    filled: dict[str, str] = {}
    moved = [0, 0]
    for other in dict.fromkeys(others):
        filled |= _fill_source(change, keep, other)
        change.execute("UPDATE sources SET merged_into = ? WHERE merged_into = ?", [keep, other])
        change.update("sources", other, merged_into=keep, updated_at=change.at)
        cited = change.ledger.rows("SELECT DISTINCT proposal_id FROM citations WHERE source_id = ?", [other])
        moved = [sum(pair) for pair in zip(moved, _absorb_merged(change), strict=True)]
        presence.stamp_proposals(change, *(row[0] for row in cited))
    change.update("sources", keep, updated_at=change.at)
    return SourceMerge(filled, moved[0], moved[1], tuple(sorted(_altered_proposals(change, [keep]) - before)))


def remove(change: Change, source: int) -> None:
    """Take a source out of every list. Raises NotFoundError, and UsageError while something cites it, saying what."""
    sources.refuse_absent_source(change.ledger, source)
    rows = change.ledger.rows(
        "SELECT DISTINCT c.proposal_id, p.removed_at FROM citations AS c JOIN proposals AS p ON p.id = c.proposal_id"
        " WHERE c.source_id = ? ORDER BY c.proposal_id",
        [source],
    )
    if rows:
        named = ", ".join(f"#{row[0]}" + " (removed)" * (row[1] is not None) for row in rows[:NAMED_MOST])
        more = f" and {len(rows) - NAMED_MOST} more" if len(rows) > NAMED_MOST else ""
        raise UsageError(
            f"source {source} is the evidence of {named}{more} and stays; if it is a duplicate of another source:"
            f" tracker source merge KEEP {source}"
        )
    change.update("sources", source, removed_at=change.at, updated_at=change.at)


def source_with_address(ledger: Ledger, source: int, url: str | None) -> int | None:
    """Another source that has this address, or that one with it was merged into; None if there is none."""
    rows = ledger.rows("SELECT coalesce(merged_into, id) FROM sources WHERE url_key = ?", [url and address_key(url)])
    others = (sources.find(ledger, str(row[0])) for row in rows if row[0] != source)
    return next((one for one in others if one is not None), None)


def settle_sources(change: Change, undone: int) -> None:
    """Put right what an undo brought back: what names a source that was merged or removed since.

    A passage belongs to the source whose text it was found in. Raises UsageError where two would each be merged into
    the other.
    """
    sql = "SELECT 1 FROM history WHERE change_id = ? AND tbl IN ('sources', 'snapshots', 'citations', 'dismissals')"
    if not change.ledger.value(f"{sql} LIMIT 1", [change.id]):
        return
    for other, end in merges.surviving_ids(change.ledger, "sources").items():
        if end is None:
            raise UsageError(
                f"change {undone} cannot be undone: source {other} was merged the other way since; undo that first"
            )
        sql = "UPDATE sources SET merged_into = :end WHERE id = :other AND merged_into <> :end"
        change.execute(sql, {"end": end, "other": other})
    _absorb_merged(change)
    change.execute(
        "UPDATE citations SET source_id = (SELECT source_id FROM snapshots WHERE id = snapshot_id)"
        f" WHERE (id IN {STEPS.format('citations')} OR snapshot_id IN {STEPS.format('snapshots')})"
        " AND source_id <> (SELECT source_id FROM snapshots WHERE id = snapshot_id)",
        {"change": change.id},
    )
    change.execute(
        "UPDATE sources SET removed_at = NULL WHERE removed_at IS NOT NULL AND +merged_into IS NULL"
        f" AND (id IN {STEPS.format('sources')}"
        f" OR id IN (SELECT source_id FROM citations WHERE id IN {STEPS.format('citations')}))"
        " AND EXISTS (SELECT 1 FROM citations WHERE source_id = sources.id)",
        {"change": change.id},
    )


def _fill_source(change: Change, keep: int, other: int) -> dict[str, str]:
    """Let a source take over what it lacks and another has; gives back what that is."""
    mine, theirs = read_source_fields(change.ledger, keep), read_source_fields(change.ledger, other)
    filled = {name: theirs[name] for name in FIELDS if theirs[name] and not mine[name]}
    if mine["type"] == csl.USUAL != theirs["type"]:
        filled["type"] = theirs["type"]
    if mine["note"] and theirs["note"] and theirs["note"] not in mine["note"]:
        filled["note"] = f"{mine['note']}\n\n{theirs['note']}"
    if filled:
        change.update("sources", keep, **filled, **sources.address_columns(filled))
    return filled


def _absorb_merged(change: Change) -> tuple[int, int]:
    """Let what names a merged source name the one that was kept; gives back how many citations and snapshots."""
    kept = "(SELECT merged_into FROM sources WHERE id = source_id)"
    citations, snapshots = (
        change.execute(f"UPDATE {table} SET source_id = {kept} WHERE source_id IN {MERGED_IDS}").rowcount
        for table in ("citations", "snapshots")
    )
    # what the kept one dismissed too stays where it is
    change.execute(f"UPDATE OR IGNORE dismissals SET source_id = {kept} WHERE source_id IN {MERGED_IDS}")
    return citations, snapshots


def _altered_proposals(change: Change, cited: Iterable[int]) -> set[int]:
    """The proposals cited from these sources of which a source no longer says what was quoted."""
    cited = list(cited)
    for one in cited:
        for (proposal,) in change.ledger.rows("SELECT DISTINCT proposal_id FROM citations WHERE source_id = ?", [one]):
            judge_quotes(change.ledger, proposal)
    return {row[0] for one in cited for row in change.ledger.rows(ALTERED_PROPOSALS, [one])}
