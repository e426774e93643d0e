"""Values that no program of ours stored, made readable: the rest is shown, and what is damaged is marked."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any

from tracker.dates import DAMAGED
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Sequence

CAREFUL_MOST = 1_000  # rows of an answer in which the kind of each value is looked at: a page, not a walk
BYTES_SHOWN = 200
NOT_TEXT = "not text"
# The names that are columns of text in every table that has them, and what views call such.
TEXT_COLUMNS = frozenset(
    """
    added_at archive_key archive_url at attempted_at authors because captured_at code command container deadline_on
    definition
    detail dismissed_at extent from_status glyph held_on issued_on key kind language locator looked_on media_type
    name new next_on note occurred_on office old origin outcome place places prefix proposed_on publisher query
    quote rating reason recorded_at removed_at retired_at role sha256 stance status status_on stems suffix summary
    tbl title title_key to_status translation type uid uncheckable updated_at url url_key who word
    topic proposer body meeting attended_on
    """.split()  # noqa: SIM905 - a list of so many would be a page long
)
# The columns whose values are bytes, or text that is none of a record.
BYTES = frozenset({"bytes", "text", "sql"})


def _mark_bytes(error: UnicodeError) -> tuple[str, int]:
    """Put the damaged bytes, in hexadecimal digits, where they stand."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return f"({DAMAGED}: {error.object[error.start : error.end].hex()})", error.end


codecs.register_error("tracker-damaged", _mark_bytes)


def decode_damaged(raw: bytes) -> str:
    """Text out of bytes; those that are not UTF-8 are marked."""
    return raw.decode("utf-8", "tracker-damaged")


def is_undecodable(error: sqlite3.Error) -> bool:
    """Whether SQLite gave a text that is not UTF-8."""
    return "decode to UTF-8" in str(error)


def mark_damaged_rows(cursor: sqlite3.Cursor, rows: list[Any]) -> list[Any]:
    """Rows with a text wherever a text should be; what is another kind of value is marked."""
    if len(rows) > CAREFUL_MOST:
        return [_marked_row(cursor, row) if bytes in set(map(type, row)) else row for row in rows]
    if not rows:
        return rows
    texts = [at for at, column in enumerate(cursor.description) if column[0] in TEXT_COLUMNS]
    if not texts:
        return rows
    return [
        _marked_row(cursor, row) if any(type(row[at]) is not str and row[at] is not None for at in texts) else row
        for row in rows
    ]


def _marked_row(cursor: sqlite3.Cursor, row: Any) -> Any:
    names: Sequence[str] = [column[0] for column in cursor.description]
    values = [_marked_value(name, value) for name, value in zip(names, row, strict=True)]
    return sqlite3.Row(cursor, tuple(values)) if isinstance(row, sqlite3.Row) else tuple(values)


def _marked_value(name: str, value: Any) -> Any:
    if isinstance(value, bytes) and name not in BYTES:
        return f"{DAMAGED} ({NOT_TEXT}): {decode_damaged(value[:BYTES_SHOWN])}"
    if name in TEXT_COLUMNS and value is not None and not isinstance(value, str):
        return f"{DAMAGED}: {value}"
    return value
