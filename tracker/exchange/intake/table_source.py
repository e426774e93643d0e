"""The file of a table as a source: what its rows claim is cited from it, row by row."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker.process.system_errors import explain_system_error
from tracker.store.records import sources

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Change

MEDIA_TYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xls": "application/vnd.ms-excel",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}
KEPT_MOST = 64 * 1024 * 1024  # bytes of a file that are kept in the database; of a larger one its SHA-256 is


class TableFile(NamedTuple):
    """A file as it is cited: its name, its bytes if they are to be kept, its SHA-256, the day on which it was saved."""

    name: str
    data: bytes | None
    sha256: str
    saved_on: str
    media_type: str


def read_table_file(path: Path) -> TableFile:
    """The file of a table. Raises TrackerError if the disk refuses it."""
    from hashlib import file_digest

    try:
        with path.open("rb") as stream:
            digest = file_digest(stream, "sha256").hexdigest()
            size = stream.tell()
            stream.seek(0)
            data = stream.read() if size <= KEPT_MOST else None
        saved = datetime.fromtimestamp(path.stat().st_mtime).astimezone().date().isoformat()
    except OSError as error:
        raise explain_system_error(error) from error
    media_type = MEDIA_TYPES.get(path.suffix.lstrip(".").lower(), "application/octet-stream")
    return TableFile(path.name, data, digest, saved, media_type)


def ensure_table_source(change: Change, file: TableFile) -> int:
    """The source that the file is: the one with these very bytes, else a new one.

    Its snapshot has no text: quotes are found in documents, and a row is named by its number.
    """
    known = sources.source_with_digest(change.ledger, file.sha256)
    if known is not None:
        return known
    title = f"{file.name} (SHA-256 {file.sha256[:12]}…)" if file.data is None else file.name
    source = sources.add_reference(change, title=title, type="dataset", issued_on=file.saved_on)
    if file.data is not None:
        sources.add_snapshot(change, source, file.data, "", media_type=file.media_type, origin=file.name)
    return source
