"""A source drawn as one page, and its text with the numbers of its paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli.render import pages
from tracker.cli.render.terminal import styled, wrapped
from tracker.text import plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.formats.source_object import SourcePage
    from tracker.model import Citation, Status

INDENT = "    "


def lines(page: SourcePage, statuses: Mapping[str, Status], *, colour: bool, history: bool) -> list[str]:
    """A source as lines that fit the terminal, safe on it; whole in a pipe."""
    return list(_Drawn(page, statuses, colour=colour, room=pages.room()).lines(history=history))


class _Drawn:
    """Draws one source."""

    def __init__(self, page: SourcePage, statuses: Mapping[str, Status], *, colour: bool, room: int) -> None:
        self.page, self.statuses, self.colour, self.room = page, statuses, colour, room

    def lines(self, *, history: bool) -> Iterator[str]:
        source = self.page.source
        for line in pages.hanging(f"Source {source.id}  ", visible(source.title or source.url or ""), self.room):
            yield styled(line, "bold", colour=self.colour)
        cited = f"cited {plural(len(self.page.citations), 'time')}" if self.page.citations else "not cited"
        yield from wrapped(f"{visible(source.type)} · {cited}", "", self.room)
        yield from self._facts()
        if self.page.note:
            yield ""
            for paragraph in f"Note: {self.page.note}".split("\n"):
                yield from wrapped(visible(paragraph), "", self.room)
        yield from self._cited()
        if history:
            yield from pages.history(self.page.history, self.room)

    def _facts(self) -> Iterator[str]:
        source = self.page.source
        facts = [
            ("author", source.authors),
            ("container", source.container),
            ("publisher", source.publisher),
            ("date", dates.in_words(source.issued_on) if source.issued_on else ""),
            ("url", source.url if source.title else ""),
            ("archive-url", source.archive_url),
            ("language", source.language),
            *(("text", self._text(at)) for at in range(len(self.page.snapshots))),
            *(("merged", f"source {one.id}  {' '.join(filter(None, one[1:]))}") for one in self.page.merged),
        ]
        for name, value in facts:
            if value:
                yield from pages.labelled(name, visible(value), self.room, colour=self.colour)

    def _text(self, at: int) -> str:
        one = self.page.snapshots[at]
        origin = f" from {one.origin}" if one.origin else ""
        return f"captured {one.captured_at[:10]}{origin}, {plural(one.characters, 'character')}, {one.media_type}"

    def _cited(self) -> Iterator[str]:
        for number, line in self.page.proposals.items():
            glyph = self.statuses[line.status].glyph + " " if line.status in self.statuses else ""
            state = "removed" if number in self.page.removed else f"{glyph}{line.status}"
            yield ""
            yield from pages.hanging(f"#{number}  ", f"{visible(line.title)}  [{state}]", self.room)
            for one in self.page.citations:
                if one.proposal_id == number:
                    yield from wrapped(_passage(one), INDENT, self.room - len(INDENT))


def _passage(one: Citation) -> str:
    """A passage with its place, on one line."""
    against = "against: " if one.stance == "contradicts" else ""
    quote = f"“{visible(' '.join(one.quote.split()))}”" if one.quote else ""
    unchecked = "(not checked)" if one.quote and one.start_at is None else ""
    return against + " ".join(part for part in (quote, visible(one.locator), unchecked) if part)


def paragraphs(text: str) -> list[str]:
    """A text to quote from: what is found by `--quote`, with the numbers that locators use."""
    from tracker.capture import documents
    from tracker.text import visible_block

    found: list[str] = []
    for number, (start, end) in enumerate(documents.paragraphs(text), 1):
        told = " ".join(visible_block(text[start:end]).split())
        found += ["", *pages.hanging(f"{number:>3}  ", told, pages.room())]
    return found[1:]
