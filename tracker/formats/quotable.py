"""A proposal as a text that can be pasted into another: its passages with their sources, plain or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.formats.digest import linked, plain, reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.model import Citation, Detail, Source


def citation(detail: Detail, sources: Mapping[int, Source]) -> str:
    """Each passage with its source as a bibliography has it, a line each; empty where nothing is cited."""
    return "\n".join(_cited(one, reference(sources[one.source.id])) for one in detail.citations)


def markdown(detail: Detail, sources: Mapping[int, Source]) -> str:
    """The proposal as Markdown that shows every text as it is: where it stands, its facts, its passages."""
    return "\n".join(_markdown(detail, sources))


def _markdown(detail: Detail, sources: Mapping[int, Source]) -> Iterator[str]:
    said = detail.proposal
    since = f" since {_day(said.status_on)}" if said.status_on else ""
    yield f"**{plain(said.title)}** (#{said.id}): {said.status}{since}"
    facts = {
        said.kind: "; ".join(said.topics) or "no topic",
        "by": "; ".join(said.proposers),
        "said by": "; ".join(said.speakers),
        "to": "; ".join(said.addressees),
        "at": ", ".join(part for part in (said.meeting, said.body, said.place, _day(said.proposed_on)) if part),
    }
    yield ""
    yield from (f"- {name}: {plain(value)}" for name, value in facts.items() if value)
    if said.summary:
        yield from ("", *map(plain, said.summary.splitlines()))
    for one in detail.citations:
        yield from ("", f"> {_cited(one, linked(sources[one.source.id]), markup=True)}")


def _cited(one: Citation, source: str, *, markup: bool = False) -> str:
    shown = plain if markup else str
    against = "Against: " if one.stance == "contradicts" else ""
    quote = f"“{shown(' '.join(one.quote.split()))}” " if one.quote else ""
    return against + quote + source + (f" {shown(one.locator)}." if one.locator else "")


def _day(partial: str | None) -> str:
    return dates.in_words(partial) if partial and dates.is_partial(partial) else partial or ""
