"""The evidence of a proposal as the cell of a table: the numbers of its references, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.documents import html, markdown, references

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.formats.columns import ExportRow
    from tracker.formats.documents.references import Numbers
    from tracker.model import Citation


def evidence_cell(row: ExportRow, numbers: Numbers, *, as_html: bool = False) -> str:
    """The passages of a proposal as numbers of references with their places, and whether none is for its status."""
    supports = _mentions([one for one in row.citations if one.stance == "supports"], numbers, as_html=as_html)
    against = _mentions([one for one in row.citations if one.stance != "supports"], numbers, as_html=as_html)
    told = [*supports, *(f"against: {one}" for one in against)]
    if told and not row.supported:
        told.append("none for the status")
    return "; ".join(told) or "none"


def _mentions(citations: Iterable[Citation], numbers: Numbers, *, as_html: bool) -> list[str]:
    """Each source once, with the places in it."""
    places: dict[int, dict[str, None]] = {}
    for one in citations:
        found = places.setdefault(numbers.of(one.source.id), {})
        if one.locator:
            found[one.locator] = None
    shown = html.html_whole if as_html else markdown.escape_markdown
    return [
        ", ".join([references.mention(number, as_html=as_html), *map(shown, found)]) for number, found in places.items()
    ]
