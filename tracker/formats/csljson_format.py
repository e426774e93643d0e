"""CSL-JSON: the sources that proposals cite, as Zotero, Pandoc and citation styles read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Source


def _write_sources(sources: Iterable[Source]) -> Iterator[str]:
    from tracker.formats.json_format import json_array

    return json_array(map(csl_item, sources))


def csl_item(source: Source) -> dict[str, Any]:
    """A source as an item of CSL-JSON, without what is not known of it."""
    from tracker.formats.bibliography.entries import author_names, date_numbers, entry_key

    numbers = date_numbers(source.issued_on)
    item = {
        "id": entry_key(source),
        "type": source.type,
        "title": source.title,
        "author": list(map(_csl_name, author_names(source))),
        "container-title": source.container,
        "publisher": source.publisher,
        "issued": {"date-parts": [numbers]} if numbers else None,
        "URL": source.url,
        "archive_location": source.archive_url,
        "language": source.language,
    }
    return {name: value for name, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    return {"family": family, "given": given} if comma and family and given else {"literal": name}


FORMAT = Format(
    "csljson", "the sources that are cited, for Zotero and Pandoc", endings=("csl",), of_sources=_write_sources
)
