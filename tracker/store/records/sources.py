"""Sources and their snapshots: documents as a bibliography cites them, and what they said on a day."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tracker.clocks import NO_CLOCK
from tracker.comparison import address_key, is_address
from tracker.model import NotFoundError, Source, UsageError
from tracker.store.ledger import fetch_in_chunks
from tracker.store.lost_rows import tables_as_of
from tracker.text import visible_line
from tracker.words import have_beginnings, split_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.clocks import Clock
    from tracker.formats.documents.references import Numbers
    from tracker.store.ledger import Change, Ledger

SELECT = """
SELECT s.id, s.uid, s.type, s.title, s.authors, s.publisher, s.container, s.issued_on, s.url, s.archive_url,
  s.language,
  (SELECT count(*) FROM citations AS c WHERE c.source_id = s.id AND c.removed_at IS NULL) AS citations,
  n.captured_at, n.sha256, s.added_at, s.updated_at
FROM sources AS s
LEFT JOIN snapshots AS n ON n.id = (SELECT max(id) FROM snapshots WHERE source_id = s.id)
"""
# with a plus, so that the index of what was merged is not taken for what was not: that is nearly all of them
THERE = "removed_at IS NULL AND +merged_into IS NULL"
NAMES = ("title", "authors", "publisher", "container")  # by whose words a query finds a source


def all_sources(ledger: Ledger, typed: str = "", *, uncited: bool = False) -> list[Source]:
    """Every source that is there, in the order entered.

    With words, those that have each of them, or its beginning, in a name, an address or the date, or in those of one
    that was merged into it; `uncited` are those that nothing cites.
    """
    found = [_make_source(row) for row in ledger.rows(f"{SELECT}WHERE {THERE} ORDER BY s.id")]
    found = [one for one in found if not (uncited and one.citations)]
    if not (wanted := split_words(typed)):
        return found
    also = _merged_words(ledger)
    return [one for one in found if have_beginnings(_source_words(one._asdict()) + also.get(one.id, []), wanted)]


def count(ledger: Ledger) -> int:
    """How many sources are there."""
    return int(ledger.value(f"SELECT count(*) FROM sources WHERE {THERE}"))


def newest_sources(ledger: Ledger, limit: int) -> list[Source]:
    """The sources entered last that are there, the newest first."""
    return [_make_source(row) for row in ledger.rows(f"{SELECT}WHERE {THERE} ORDER BY s.id DESC LIMIT ?", [limit])]


def read(ledger: Ledger, source: int, clock: Clock = NO_CLOCK) -> Source:
    """One source by its id, also one that was taken back since the day of the clock. Raises NotFoundError."""
    then, first = tables_as_of(ledger, clock, "sources")
    rows = ledger.rows(f"{then}{SELECT}WHERE s.id = ?", [*first, source])
    if not rows:
        raise NotFoundError(f"no source {source}", field="source", value=str(source), way=("sources",))
    return _make_source(rows[0])


def numbered_sources(ledger: Ledger, numbers: Numbers, clock: Clock = NO_CLOCK) -> Iterator[tuple[int, Source]]:
    """The sources that were mentioned with their numbers, in that order, as `read` has them; gone ones are left out."""
    then, first = tables_as_of(ledger, clock, "sources")
    sql = f"{then}{SELECT}WHERE s.id IN (SELECT value FROM json_each(?))"
    wanted = numbers.sources
    found = fetch_in_chunks(
        wanted, lambda chunk: {row["id"]: _make_source(row) for row in ledger.rows(sql, [*first, str(chunk)])}
    )
    yield from ((numbers.of(one.id), one) for one in found)


def find(ledger: Ledger, typed: str) -> int | None:
    """The source meant by an id, a URL or a title; None if there is none, or only a removed one.

    What was merged into another finds that one. Raises UsageError for a URL or a title that is that of several.
    """
    columns = "id, removed_at, merged_into"
    if typed.isascii() and typed.isdigit():
        rows = ledger.rows(f"SELECT {columns} FROM sources WHERE id = ?", [min(int(typed), 2**63 - 1)])
    elif is_address(typed):
        key = address_key(typed)
        rows = ledger.rows(f"SELECT {columns} FROM sources WHERE url_key = ?", [key])
        rows = rows or ledger.rows(f"SELECT {columns} FROM sources WHERE archive_key = ?", [key])
    else:
        rows = ledger.rows(
            f"SELECT {columns} FROM sources WHERE url = ?"
            f" UNION SELECT {columns} FROM sources WHERE title = ? COLLATE NOCASE",
            [typed, " ".join(typed.split())],
        )
    there = {row["id"] for row in rows if row["removed_at"] is None and row["merged_into"] is None}
    found = there or {row["merged_into"] for row in rows if _source_exists(ledger, row["merged_into"])}
    if len(found) > 1:
        raise UsageError(
            f"'{typed}' is the title or address of {len(found)} sources; give the number of one",
            field="source",
            value=typed,
        )
    return next(iter(found), None)


def require_source(ledger: Ledger, typed: str) -> int:
    """The source that is there and meant by an id, with or without `#`, a URL or a title. Raises NotFoundError."""
    found = find(ledger, typed[1:] if typed[1:].isdigit() and typed[0] == "#" else typed)
    if found is None:
        what = typed if typed.removeprefix("#").isdigit() else f"'{typed}'"
        raise NotFoundError(f"no source {what}", field="source", value=typed, way=("sources",))
    return found


def refuse_absent_source(ledger: Ledger, source: int) -> None:
    """Raise NotFoundError for a source that is not there, saying where it went."""
    row = ledger.row("SELECT removed_at, merged_into FROM sources WHERE id = ?", [source])
    if row is None:
        raise NotFoundError(f"no source {source}", field="source", value=str(source), way=("sources",))
    if row["merged_into"] is not None:
        raise NotFoundError(
            f"source {source} was merged into source {row['merged_into']}; name that one", field="source"
        )
    if row["removed_at"] is not None:
        raise NotFoundError(f"source {source} was removed; what removed it can be undone: tracker log", field="source")


def surviving_source(ledger: Ledger, source: int) -> int:
    """The source that this one was merged into; itself if it was not."""
    return int(ledger.value("SELECT merged_into FROM sources WHERE id = ?", [source]) or source)


def sources_once_called(ledger: Ledger, typed: str) -> list[int]:
    """The sources into which one was merged that has these words, one after the other, in one of its names."""
    phrase = f" {' '.join(split_words(typed))} "
    rows = ledger.rows(f"SELECT merged_into, {', '.join(NAMES)} FROM sources WHERE merged_into > 0")
    return sorted(
        {row[0] for row in rows if any(phrase in f" {' '.join(split_words(name))} " for name in tuple(row)[1:])}
    )


def sources_at_address(ledger: Ledger, url: str) -> list[int]:
    """The sources with this address, or with it as that of their archive; those that were merged are what they became.

    Addresses are compared as RFC 3986 says.
    """
    rows = ledger.rows(
        "SELECT coalesce(merged_into, id) FROM sources WHERE url_key = :key"
        " UNION SELECT coalesce(merged_into, id) FROM sources WHERE archive_key = :key",
        {"key": address_key(url)},
    )
    return [row[0] for row in rows]


def address_columns(columns: Mapping[str, str | None]) -> dict[str, str | None]:
    """The columns by which addresses are compared, of those addresses that are among these columns."""
    keys = {"url": "url_key", "archive_url": "archive_key"}
    return {keys[name]: value and address_key(value) for name, value in columns.items() if name in keys}


def find_address_faults(ledger: Ledger, wanted: Sequence[int] | None = None) -> list[tuple[int, list[str | None]]]:
    """The sources, of these or of all, whose addresses are compared by something else, with what it must be."""
    some = "" if wanted is None else "WHERE id IN (SELECT value FROM json_each(?))"
    sql = f"SELECT id, url, archive_url, url_key, archive_key FROM sources {some}"
    rows = ledger.rows(sql, [] if wanted is None else [str(list(wanted))])
    right = ([*address_columns({"url": row["url"], "archive_url": row["archive_url"]}).values()] for row in rows)
    return [
        (row["id"], keys) for row, keys in zip(rows, right, strict=True) if keys != [row["url_key"], row["archive_key"]]
    ]


def set_address_keys(ledger: Ledger, wanted: Sequence[int] | None = None) -> None:
    """Make what addresses are compared by anew, of these sources or of all, inside the open transaction."""
    for source, keys in find_address_faults(ledger, wanted):
        ledger.con.execute("UPDATE sources SET url_key = ?, archive_key = ? WHERE id = ?", [*keys, source])


def add_reference(change: Change, **columns: str | None) -> int:
    """A source that is only referred to, without a text of its own; gives back its id.

    `columns` are those of the table: title, authors, publisher, url, issued_on (partial date) and so on.
    """
    if not (columns.get("title") or "").strip() and not columns.get("url"):
        raise UsageError("a source needs a title or a URL", remedies=("title", "url"))
    stamps = {"added_at": change.at, "updated_at": change.at}
    tidy = {name: " ".join(value.split()) for name, value in columns.items() if name == "title" and value}
    return change.insert("sources", **columns | tidy, **address_columns(columns), **stamps)


def add_snapshot(change: Change, source: int, data: bytes, text: str, *, media_type: str, origin: str) -> int:
    """What a source said today: its bytes, kept compressed, and the text in which quotes are found.

    Gives back the snapshot's id.
    """
    from tracker.store.packages import pack_document

    digest = sha256(data).hexdigest()
    change.execute(
        "INSERT INTO snapshot_contents (sha256, media_type, bytes, text) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [digest, media_type, pack_document(data), text],
    )
    snapshot = change.insert(
        "snapshots",
        source_id=source,
        sha256=digest,
        media_type=media_type,
        origin=visible_line(origin),
        captured_at=change.at,
    )
    change.insert(
        "captures",
        source_id=source,
        snapshot_id=snapshot,
        outcome="captured",
        detail=visible_line(origin),
        attempted_at=change.at,
    )
    return snapshot


def add_file(change: Change, name: str, data: bytes, **columns: str | None) -> tuple[int, bool]:
    """A document as a source with its first snapshot; gives back its id, and whether it is new.

    What the document says of itself (title, authors, day, address) is taken, unless `columns` say otherwise. The same
    bytes are the same source. Raises TrackerError for a document that cannot be read.
    """
    from tracker.capture import documents

    known = source_with_content(change.ledger, data)
    if known is not None:
        return known, False
    document = documents.read_document(data, name)
    said = {
        "title": document.title or name,
        "authors": "; ".join(document.authors),
        "publisher": document.publisher,
        "issued_on": document.issued_on,
        "url": document.url or None,
        "language": document.language,
    }
    source = add_reference(change, **said | {key: value for key, value in columns.items() if value})
    add_snapshot(change, source, data, document.text, media_type=document.media_type, origin=name)
    return source, True


def source_with_content(ledger: Ledger, data: bytes) -> int | None:
    """The source that has these very bytes as a snapshot already; None if there is none."""
    return source_with_digest(ledger, sha256(data).hexdigest())


def source_with_digest(ledger: Ledger, digest: str) -> int | None:
    """The source with a snapshot of this SHA-256, in lower case hexadecimal; None if there is none."""
    found: int | None = ledger.value(
        "SELECT n.source_id FROM snapshots AS n JOIN sources AS s ON s.id = n.source_id"
        f" WHERE n.sha256 = ? AND {THERE} LIMIT 1",
        [digest],
    )
    return found


def newest_text(ledger: Ledger, source: int) -> tuple[int, str] | None:
    """The newest snapshot of a source: its id and its text; None if nothing was captured."""
    row = ledger.row(
        "SELECT n.id, c.text FROM snapshots AS n JOIN snapshot_contents AS c USING (sha256, media_type)"
        " WHERE n.source_id = ? ORDER BY n.id DESC LIMIT 1",
        [source],
    )
    return None if row is None else (row[0], row[1])


def source_titles(ledger: Ledger) -> list[tuple[int, str]]:
    """Ids and titles (or URLs), the newest first, for completion."""
    return [
        (row[0], row[1])
        for row in ledger.rows(
            f"SELECT id, coalesce(nullif(title, ''), url) FROM sources WHERE {THERE} ORDER BY id DESC"
        )
    ]


def _source_exists(ledger: Ledger, source: int | None) -> bool:
    return bool(ledger.value(f"SELECT 1 FROM sources WHERE id = ? AND {THERE}", [source]))


def _merged_words(ledger: Ledger) -> dict[int, list[str]]:
    """The words of what was merged into each source."""
    found: dict[int, list[str]] = {}
    for row in ledger.rows("SELECT * FROM sources WHERE merged_into > 0"):
        found.setdefault(row["merged_into"], []).extend(_source_words(row))
    return found


def _source_words(one: Any) -> list[str]:
    """The words by which a source is found in the list of sources."""
    texts = (one[name] or "" for name in (*NAMES, "url", "archive_url", "issued_on", "type"))
    return [word for text in texts for word in split_words(text)]


def _make_source(row: Any) -> Source:
    return Source(**row)
