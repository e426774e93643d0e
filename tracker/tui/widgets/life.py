"""A proposal opened, laid out for a width: who, where, and its life with the evidence of each step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tracker import dates
from tracker.model import Look
from tracker.text import visible, visible_block
from tracker.tui.widgets import drawing
from tracker.tui.widgets.drawing import MUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.model import Citation, Detail, Proposal, StatusEvent

LABEL = 9
BAR = ("┃ ", MUTED)


def laid_out(detail: Detail, glyphs: Mapping[str, str], titles: Mapping[int, str], width: int) -> list[Content]:
    """The whole of it as lines of at most that width; `titles` are those of the proposals it is linked with."""
    page = _Page(detail, glyphs, titles, max(width, 20))
    return list(page.lines())


class _Page:
    """One proposal at one width."""

    def __init__(self, detail: Detail, glyphs: Mapping[str, str], titles: Mapping[int, str], width: int) -> None:
        self.detail, self.glyphs, self.titles, self.width = detail, glyphs, titles, width
        self.numbers: dict[int, int] = {}
        for citation in detail.citations:
            self.numbers.setdefault(citation.source.id, len(self.numbers) + 1)

    def lines(self) -> Iterator[Content]:
        yield from self._head(self.detail.proposal)
        yield from self._summary(self.detail.proposal)
        yield from self._life()
        yield from self._other_citations()
        yield from self._links()
        yield from self._sources()
        yield from self._own_words()

    def _head(self, proposal: Proposal) -> Iterator[Content]:
        yield from self._wrapped(Content.styled(visible(proposal.title), "bold"))
        glyph, word, tone = drawing.status(proposal.status, self.glyphs)
        kind = " · ".join([proposal.kind, *map(drawing.cell, proposal.topics)])
        stands = Content.assemble((f"{glyph} {word}", f"{drawing.style(tone)} bold"), (f" · {kind}", MUTED))
        yield from self._wrapped(stands)
        removed = ["removed"] if self.detail.removed_at else []
        if flags := [*removed, *proposal.flags]:
            yield from self._wrapped(Content.styled("⚑ " + " · ".join(flags), "$text-warning"))
        yield Content("")
        yield from self._facts(proposal)

    def _facts(self, proposal: Proposal) -> Iterator[Content]:
        meeting = [part for part in (proposal.meeting, proposal.body, proposal.place) if part]
        facts = [
            ("number", f"#{proposal.id}"),
            ("by", "; ".join(proposal.proposers)),
            ("speaker", "; ".join(proposal.speakers)),
            ("to", "; ".join(proposal.addressees)),
            ("support", "; ".join(proposal.supporters)),
            ("oppose", "; ".join(proposal.opponents)),
            ("meeting", ", ".join(meeting)),
            ("date", drawing.day(proposal.proposed_on, in_words=True)),
            ("deadline", drawing.day(proposal.deadline_on, in_words=True) if proposal.deadline_on else ""),
            ("tags", ", ".join(proposal.tags)),
        ]
        for label, value in facts:
            if value:
                yield from self._wrapped(Content(visible(value)), (label.ljust(LABEL), MUTED), (" " * LABEL, ""))

    def _summary(self, proposal: Proposal) -> Iterator[Content]:
        if proposal.summary:
            yield Content("")
            yield from self._block(proposal.summary)

    def _life(self) -> Iterator[Content]:
        yield from self._heading("What became of it")
        superseded = {event.supersedes_id for event in self.detail.status_events}
        entered: list[tuple[str, str, StatusEvent | Look]] = [
            *(
                (event.recorded_at, event.occurred_on or event.recorded_at, event)
                for event in self.detail.status_events
            ),
            *((look.recorded_at, look.looked_on, look) for look in self.detail.looks),
        ]
        entered.sort(key=lambda entry: entry[0])
        for one in dates.in_order((on, one) for _, on, one in entered):
            if isinstance(one, Look):
                yield from self._look(one)
            else:
                yield from self._event(one, superseded=one.id in superseded)

    def _event(self, event: StatusEvent, *, superseded: bool) -> Iterator[Content]:
        glyph, word, tone = drawing.status(event.status, self.glyphs)
        cited = [c for c in self.detail.citations if c.status_event_id == event.id]
        mark, mark_tone = drawing.evidence(supported=any(c.stance == "supports" for c in cited))
        said = [event.extent, event.reason, event.actor and f"for {event.actor}"]
        said += ["unusual" * event.is_unusual, "superseded" * superseded]
        beside = "".join(f" · {drawing.cell(part)}" for part in said if part)
        head = Content.assemble(
            (drawing.day(event.occurred_on).ljust(10), MUTED),
            " ",
            (f"{glyph} {word}", f"{drawing.style(tone)} bold"),
            (beside, MUTED),
            " ",
            (mark, drawing.style(mark_tone)),
        )
        yield from self._wrapped(head, ("", ""), BAR)
        if event.because:
            yield from self._block(event.because, BAR)
        for citation in cited:
            yield from self._citation(citation)

    def _look(self, look: Look) -> Iterator[Content]:
        words = visible(f"looked: {look.places}" + (f"; {look.note}" if look.note else ", nothing new"))
        head = Content.assemble((drawing.day(look.looked_on).ljust(10), MUTED), f" ◦ {words}")
        yield from self._wrapped(head, ("", ""), BAR)

    def _citation(self, citation: Citation) -> Iterator[Content]:
        against = "against: " if citation.stance != "supports" else ""
        if citation.quote:
            yield from self._block(f"{against}“{citation.quote}”", BAR, style="italic")
        if citation.translation:
            yield from self._block(citation.translation, BAR)
        number = f"[{self.numbers[citation.source.id]}]"
        place = f", {visible(citation.locator)}" if citation.locator else ""
        title = drawing.short(citation.source.title or citation.source.url or "", 80)
        where = Content.assemble((number, "$text-accent"), (f" {title}{place}", MUTED))
        yield from self._wrapped(where, BAR, BAR)

    def _other_citations(self) -> Iterator[Content]:
        others = [citation for citation in self.detail.citations if citation.status_event_id is None]
        if others:
            yield from self._heading("Also said of it")
        for citation in others:
            yield from self._citation(citation)

    def _links(self) -> Iterator[Content]:
        links = [(link.kind, link.id) for link in self.detail.proposal.links]
        links += [(f"{link.kind} (from)", link.id) for link in self.detail.linked_from]
        if links:
            yield from self._heading("Links")
        for kind, other in links:
            words = f"{kind} #{other}  {visible(self.titles.get(other, ''))}".rstrip()
            yield from self._wrapped(Content(words), ("", ""), ("  ", ""))

    def _sources(self) -> Iterator[Content]:
        if self.numbers:
            yield from self._heading("Sources")
        sources = {citation.source.id: citation.source for citation in self.detail.citations}
        for source, number in self.numbers.items():
            one = sources[source]
            words = Content.assemble((f"[{number}] ", "$text-accent"), visible(one.title or one.url or ""))
            yield from self._wrapped(words, ("", ""), ("    ", ""))
            if one.url and one.title:
                yield from self._wrapped(Content.styled(visible(one.url), MUTED), ("    ", ""), ("    ", ""))

    def _own_words(self) -> Iterator[Content]:
        if self.detail.note:
            yield from self._heading("Our note")
            yield from self._block(self.detail.note)
        if self.detail.extra:
            yield from self._heading("From the import")
        for name, value in self.detail.extra.items():
            yield from self._wrapped(Content(visible(value)), (f"{drawing.cell(name)}  ", MUTED), ("  ", ""))

    def _heading(self, words: str) -> Iterator[Content]:
        yield Content("")
        yield Content.styled(words, f"{MUTED} bold")

    def _block(self, text: str, indent: tuple[str, str] = ("", ""), style: str = "") -> Iterator[Content]:
        for line in visible_block(text).split("\n"):
            yield from self._wrapped(Content.styled(line, style), indent, indent)

    def _wrapped(
        self, content: Content, first: tuple[str, str] = ("", ""), rest: tuple[str, str] = ("", "")
    ) -> Iterator[Content]:
        """The content as lines, the first and the rest each behind its own indent."""
        indent = max(len(first[0]), len(rest[0]))
        for number, line in enumerate(content.wrap(max(self.width - indent, 8)) or [content]):
            yield Content.assemble(rest if number else first, line)
