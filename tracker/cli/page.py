"""A proposal drawn as one page: its head, its roles, its life line with the evidence, its links, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli.terminal import STATUS_COLOURS, styled, wrapped
from tracker.model import UNSURE
from tracker.text import plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.model import Citation, Detail, Proposal, SourceRef, Status, StatusEvent

ROOM = 100
INVERSE = {
    "repeats": "repeated by",
    "part-of": "has part",
    "replaces": "replaced by",
    "adopted-as": "adopts",
    "related": "related to",
}


class Page:
    """Draws one proposal; it numbers the sources as it meets them."""

    def __init__(self, detail: Detail, statuses: Mapping[str, Status], *, colour: bool, room: int) -> None:
        """Take the proposal, the vocabulary of statuses, and the room in cells."""
        self.detail, self.statuses, self.colour, self.room = detail, statuses, colour, room
        self.sources: dict[int, SourceRef] = {}

    def lines(self, *, history: bool) -> Iterator[str]:
        """The page, line by line."""
        yield from self._head(self.detail.proposal)
        yield from self._facts(self.detail.proposal)
        yield ""
        for event in sorted(self.detail.status_events, key=lambda one: one.occurred_on or one.recorded_at):
            yield from self._event(event, numbered=history)
        yield from self._others()
        yield from self._links()
        yield from self._looks()
        yield from self._references()
        if history:
            yield from self._history()

    def _head(self, proposal: Proposal) -> Iterator[str]:
        first, *rest = wrapped(visible(proposal.title), "", self.room - len(str(proposal.id)) - 3)
        yield styled(f"#{proposal.id}  {first}", "bold", colour=self.colour)
        indent = " " * (len(str(proposal.id)) + 3)
        yield from (styled(indent + line, "bold", colour=self.colour) for line in rest)
        status = self._status(proposal.status)
        parts = [proposal.reason, proposal.extent, proposal.kind, ", ".join(proposal.topics) or "no topic"]
        yield " · ".join([status, *(visible(part) for part in parts if part)])
        if self.detail.removed_at:
            yield f"removed {self.detail.removed_at[:10]}; tracker restore {proposal.id} brings it back"
        if proposal.flags:
            yield styled(", ".join(proposal.flags), "magenta", colour=self.colour)

    def _facts(self, proposal: Proposal) -> Iterator[str]:
        where = [proposal.body, proposal.meeting, proposal.place]
        facts = [
            ("by", "; ".join(proposal.proposers) + (f" ({'; '.join(proposal.speakers)})" if proposal.speakers else "")),
            ("to", "; ".join(proposal.addressees)),
            ("supported by", "; ".join(proposal.supporters)),
            ("opposed by", "; ".join(proposal.opponents)),
            ("at", ", ".join(part for part in where if part)),
            ("on", dates.in_words(proposal.proposed_on) if proposal.proposed_on else ""),
            ("deadline", dates.in_words(proposal.deadline_on) if proposal.deadline_on else ""),
            ("tags", ", ".join(proposal.tags)),
            ("uncheckable", self.detail.uncheckable or ""),
            *((f"x.{name}", value) for name, value in self.detail.extra.items()),
        ]
        for name, value in facts:
            if value:
                yield from self._labelled(name, value)
        for text in (proposal.summary, self.detail.note and f"Note: {self.detail.note}"):
            if text:
                yield ""
                for paragraph in text.split("\n"):
                    yield from wrapped(visible(paragraph), "", self.room)

    def _labelled(self, name: str, value: str) -> Iterator[str]:
        label = visible(name)
        first, *rest = wrapped(visible(value), "", self.room - 14)
        yield styled(f"{label:<12}", "dim", colour=self.colour) + "  " + first
        yield from (" " * 14 + line for line in rest)

    def _event(self, event: StatusEvent, *, numbered: bool) -> Iterator[str]:
        when = event.occurred_on or "undated"
        parts = [event.extent, event.reason, event.because, event.actor and f"for {event.actor}"]
        parts += ["unusual step" if event.is_unusual else None]
        parts += [f"corrects event {event.supersedes_id}" if event.supersedes_id else None]
        cited = [one for one in self.detail.citations if one.status_event_id == event.id]
        parts += [None if any(one.stance == "supports" for one in cited) else "no evidence"]
        parts += [f"event {event.id}" if numbered else None]
        said = " · ".join([self._status(event.status), *(visible(part) for part in parts if part)])
        yield f"{when:<10}  {said}"
        for one in cited:
            yield from self._citation(one)

    def _citation(self, citation: Citation) -> Iterator[str]:
        reference = f"[{self._number(citation.source)}]" + (f" {visible(citation.locator)}" if citation.locator else "")
        against = "against: " if citation.stance == "contradicts" else ""
        if citation.quote:
            yield from wrapped(f"{against}“{visible(citation.quote)}” {reference}", " " * 12, self.room - 12)
        else:
            yield " " * 12 + against + reference
        if citation.translation:
            yield from wrapped(f"= {visible(citation.translation)}", " " * 12, self.room - 12)

    def _number(self, source: SourceRef) -> int:
        """The number under which a source is cited on this page."""
        self.sources[source.id] = source
        return list(self.sources).index(source.id) + 1

    def _others(self) -> Iterator[str]:
        others = [one for one in self.detail.citations if one.status_event_id is None]
        if others:
            yield "Also"
        for one in others:
            yield from self._citation(one)

    def _links(self) -> Iterator[str]:
        links = [f"{link.kind} #{link.id}" for link in self.detail.proposal.links]
        links += [f"{INVERSE[link.kind]} #{link.id}" for link in self.detail.linked_from]
        if links:
            yield ""
            yield from self._labelled("links", ", ".join(links))

    def _looks(self) -> Iterator[str]:
        for look in self.detail.looks:
            note = f" ({visible(look.note)})" if look.note else ""
            yield f"{look.looked_on:<10}  ◦  looked: {visible(look.places)}, nothing new{note}"

    def _references(self) -> Iterator[str]:
        if self.sources:
            yield ""
        for number, source in enumerate(self.sources.values(), 1):
            title = visible(source.title or source.url or "")
            where = f" {visible(source.url)}" if source.url and source.title else ""
            unchecked = any(one.source.id == source.id and one.start_at is None for one in self.detail.citations)
            kept = ", quotes not checked against its text" if unchecked else ""
            yield from wrapped(f"[{number}] {title}{where} (source {source.id}{kept})", "", self.room)

    def _history(self) -> Iterator[str]:
        yield ""
        yield plural(len(self.detail.history), "change")
        for entry in self.detail.history:
            yield f"{entry.at[:16].replace('T', ' ')}  {entry.id:>5}  {visible(entry.who)}  {visible(entry.command)}"

    def _status(self, shown: str) -> str:
        code = shown.removeprefix(UNSURE)
        known = self.statuses.get(code)
        text = visible(f"{known.glyph} {shown}" if known else shown)
        return styled(text, STATUS_COLOURS.get(code, ""), colour=self.colour)


def lines(detail: Detail, statuses: Mapping[str, Status], *, colour: bool, room: int, history: bool) -> Sequence[str]:
    """A proposal as the lines of a page of `room` cells, safe on a terminal."""
    return list(Page(detail, statuses, colour=colour, room=room).lines(history=history))
