"""RIS: the sources that proposals cite, as Zotero, EndNote and Mendeley read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Source


def _write_sources(sources: Iterable[Source]) -> Iterator[str]:
    from tracker.formats.bibliography.entries import entry_line

    for one in sources:
        told = ((tag, entry_line(value)) for tag, value in _ris_fields(one))
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in told if value) + "ER  - \r\n\r\n"


def _ris_fields(source: Source) -> Iterator[tuple[str, str]]:
    """The tags with their values; a date is `2012/05/15/`, with no more of it than is known."""
    from tracker.formats.bibliography.entries import RIS_TYPES, author_names, entry_key

    parts = (source.issued_on or "").split("-")
    yield "TY", RIS_TYPES.get(source.type, "GEN")
    yield "ID", entry_key(source)
    for name in author_names(source):
        yield "AU", name
    yield "TI", source.title
    yield "T2", source.container
    yield "PB", source.publisher
    yield "PY", parts[0]
    yield "DA", "/".join([*parts, "", ""][:3]) + "/" if source.issued_on else ""
    yield "UR", source.url or ""
    yield "AV", source.archive_url or ""
    yield "LA", source.language
    yield "M3", source.type


FORMAT = Format("ris", "the sources cited, for Zotero and EndNote", endings=("ris",), of_sources=_write_sources)
