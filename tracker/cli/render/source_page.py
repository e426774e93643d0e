"""A source drawn as one page, and its text with the numbers of its paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.blocks import Fact, FactList, OwnNote, history_block
from tracker.cli.render import linear, pages
from tracker.cli.render.blocks import BlockLines
from tracker.cli.render.terminal import wrapped
from tracker.clocks import local_day
from tracker.text import plural, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.formats.source_object import Snapshot, SourcePage
    from tracker.model import Citation, ProposalLine, Status

INDENT = "    "


def lines(page: SourcePage, statuses: Mapping[str, Status], *, colour: bool, history: bool) -> Iterator[str]:
    """A source as lines that fit the terminal, safe on it; whole in a pipe."""
    source, draw = page.source, BlockLines(colour=colour, room=pages.room())
    yield from draw.title(f"Source {source.id}", source.title or source.url or "")
    cited = f"cited {plural(len(page.citations), 'time')}" if page.citations else "not cited"
    yield from wrapped(linear.join_parts([visible_line(source.type), cited]), "", draw.room)
    yield from draw.blocks([FactList(tuple(Fact(*one) for one in _facts(page) if one[1]))])
    yield from draw.blocks([OwnNote(page.note)] if page.note else [])
    for number, line in page.proposals.items():
        yield from _cited(page, number, line, statuses, draw.room)
    yield from draw.blocks([history_block(page.history)] if history else [])


def _facts(page: SourcePage) -> list[tuple[str, str]]:
    source = page.source
    return [
        ("author", source.authors),
        ("container", source.container),
        ("publisher", source.publisher),
        ("date", dates.date_in_words(source.issued_on) if source.issued_on else ""),
        ("url", (source.title and source.url) or ""),
        ("archive-url", source.archive_url or ""),
        ("language", source.language),
        *(("text", _snapshot(one)) for one in page.snapshots),
        *(("merged", f"source {one.id}  {' '.join(filter(None, one[1:]))}") for one in page.merged),
    ]


def _snapshot(one: Snapshot) -> str:
    origin = f" from {one.origin}" if one.origin else ""
    return f"captured {local_day(one.captured_at)}{origin}, {plural(one.characters, 'character')}, {one.media_type}"


def _cited(
    page: SourcePage, number: int, line: ProposalLine, statuses: Mapping[str, Status], room: int
) -> Iterator[str]:
    """A proposal, and what is cited for it."""
    glyph = linear.status_glyphs(statuses).get(line.status, "")
    state = "removed" if number in page.removed else f"{glyph} {line.status}".strip()
    yield ""
    yield from pages.hanging(f"#{number}  ", f"{visible_line(line.title)}  [{state}]", room)
    for one in page.citations:
        if one.proposal_id == number:
            yield from wrapped(_passage(one), INDENT, room - len(INDENT))


def _passage(one: Citation) -> str:
    """A passage with its place, on one line."""
    against = "against: " if one.stance == "contradicts" else ""
    quote = f"“{visible_line(' '.join(one.quote.split()))}”" if one.quote else ""
    unchecked = "(not checked)" if one.quote and one.start_at is None else ""
    return against + " ".join(part for part in (quote, visible_line(one.locator), unchecked) if part)


def paragraphs(text: str) -> list[str]:
    """A text to quote from: what is found by `--quote`, with the numbers that locators use."""
    from tracker.capture import documents
    from tracker.text import visible_block

    passages: list[str] = []
    for number, (start, end) in enumerate(documents.paragraph_spans(text), 1):
        told = " ".join(visible_block(text[start:end]).split())
        passages += ["", *pages.hanging(f"{number:>3}  ", told, pages.room())]
    return passages[1:]
