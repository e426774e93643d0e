"""A proposal drawn as one page: its head, its roles, its life line with the evidence, its links, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import life
from tracker.cli.render import pages
from tracker.cli.render.life_line import Life
from tracker.cli.render.terminal import styled, wrapped
from tracker.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.model import Detail, Proposal, Status


class Page:
    """Draws one proposal."""

    def __init__(self, detail: Detail, statuses: Mapping[str, Status], *, colour: bool, room: int) -> None:
        """Take the proposal, the vocabulary of statuses, and the room in cells."""
        self.detail, self.statuses, self.colour, self.room = detail, statuses, colour, room
        self.life = Life(detail, statuses, colour=colour, room=room)

    def lines(self, *, history: bool) -> Iterator[str]:
        """The page, line by line."""
        yield from self._head(self.detail.proposal)
        yield from self._facts(self.detail.proposal)
        yield ""
        yield from self.life.lines(numbered=history)
        yield from self.life.others()
        yield from self._links()
        yield from self._references()
        if history:
            yield from pages.history(self.detail.history, self.room)

    def _head(self, proposal: Proposal) -> Iterator[str]:
        for line in pages.hanging(f"#{proposal.id}  ", visible(proposal.title), self.room):
            yield styled(line, "bold", colour=self.colour)
        status = self.life.status(proposal.status)
        parts = [proposal.reason, proposal.extent, proposal.kind, ", ".join(proposal.topics) or "no topic"]
        told = " · ".join([self.life.plain_status(proposal.status), *(visible(part) for part in parts if part)])
        for at, line in enumerate(wrapped(told, "", self.room)):
            yield line.replace(self.life.plain_status(proposal.status), status, 1) if at == 0 else line
        if self.detail.removed_at:
            told = f"removed {self.detail.removed_at[:10]}; tracker restore {proposal.id} brings it back"
            yield from wrapped(told, "", self.room)
        if proposal.flags:
            for line in wrapped(", ".join(proposal.flags), "", self.room):
                yield styled(line, "magenta", colour=self.colour)

    def _facts(self, proposal: Proposal) -> Iterator[str]:
        for name, value in life.facts(self.detail):
            yield from pages.labelled(name, visible(value), self.room, colour=self.colour)
        for text in (proposal.summary, self.detail.note and f"Note: {self.detail.note}"):
            if text:
                yield ""
                for paragraph in text.split("\n"):
                    yield from wrapped(visible(paragraph), "", self.room)

    def _links(self) -> Iterator[str]:
        if self.detail.neighbours:
            yield ""
        for one in self.detail.neighbours:
            state = "removed" if one.is_removed else self.life.plain_status(one.status)
            told = f"#{one.id}  {visible(one.title)}  [{state}]"
            yield from pages.labelled(one.said, told, self.room, colour=self.colour)

    def _references(self) -> Iterator[str]:
        if self.life.sources:
            yield ""
        for number, source in enumerate(self.life.sources.values(), 1):
            title = visible(source.title or source.url or "")
            where = f" {visible(source.url)}" if source.url and source.title else ""
            unchecked = any(one.source.id == source.id and one.start_at is None for one in self.detail.citations)
            kept = ", quotes not checked against its text" if unchecked else ""
            yield from wrapped(f"[{number}] {title}{where} (source {source.id}{kept})", "", self.room)


def lines(detail: Detail, statuses: Mapping[str, Status], *, colour: bool, room: int, history: bool) -> Sequence[str]:
    """A proposal as the lines of a page of `room` cells, safe on a terminal."""
    return list(Page(detail, statuses, colour=colour, room=room).lines(history=history))
