"""The passages of a proposal with their sources, as a text that can be pasted into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.documents.references import reference
from tracker.text import flow_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Citation, Detail, Source


def citation_text(detail: Detail, sources: Mapping[int, Source]) -> str:
    """Each passage with its source as a bibliography has it, a line each; empty where nothing is cited."""
    return "\n".join(_cited(one, reference(sources[one.source.id])) for one in detail.citations)


def _cited(one: Citation, source: str) -> str:
    against = "Against: " if one.stance == "contradicts" else ""
    quote = f"“{' '.join(flow_lines(one.quote).split())}” " if one.quote else ""
    return against + quote + source + (f" {one.locator}." if one.locator else "")
