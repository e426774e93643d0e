"""A proposal drawn as one page: its head, its roles, its life line with the evidence, its links, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import life
from tracker.cli.life import Life
from tracker.cli.terminal import styled, wrapped
from tracker.text import plural, visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.model import Detail, Proposal, Status

ROOM = 100
NARROW = 40  # cells below which names stand before their values, not beside them


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
            yield from self._history()

    def _head(self, proposal: Proposal) -> Iterator[str]:
        first, *rest = wrapped(visible(proposal.title), "", self.room - len(str(proposal.id)) - 3)
        yield styled(f"#{proposal.id}  {first}", "bold", colour=self.colour)
        indent = " " * (len(str(proposal.id)) + 3)
        yield from (styled(indent + line, "bold", colour=self.colour) for line in rest)
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
            yield from self._labelled(name, visible(value))
        for text in (proposal.summary, self.detail.note and f"Note: {self.detail.note}"):
            if text:
                yield ""
                for paragraph in text.split("\n"):
                    yield from wrapped(visible(paragraph), "", self.room)

    def _labelled(self, name: str, value: str) -> Iterator[str]:
        """A value that is safe already, behind its name."""
        label = visible(name)
        if self.room < NARROW:
            yield from wrapped(f"{label}: {value}", "", self.room)
            return
        first, *rest = wrapped(value, "", self.room - 14)
        yield styled(f"{label:<12}", "dim", colour=self.colour) + "  " + first
        yield from (" " * 14 + line for line in rest)

    def _links(self) -> Iterator[str]:
        if self.detail.neighbours:
            yield ""
        for one in self.detail.neighbours:
            state = "removed" if one.is_removed else self.life.plain_status(one.status)
            yield from self._labelled(one.said, f"#{one.id}  {visible(one.title)}  [{state}]")

    def _references(self) -> Iterator[str]:
        if self.life.sources:
            yield ""
        for number, source in enumerate(self.life.sources.values(), 1):
            title = visible(source.title or source.url or "")
            where = f" {visible(source.url)}" if source.url and source.title else ""
            unchecked = any(one.source.id == source.id and one.start_at is None for one in self.detail.citations)
            kept = ", quotes not checked against its text" if unchecked else ""
            yield from wrapped(f"[{number}] {title}{where} (source {source.id}{kept})", "", self.room)

    def _history(self) -> Iterator[str]:
        yield ""
        yield plural(len(self.detail.history), "change")
        for entry in self.detail.history:
            head = f"{entry.at[:16].replace('T', ' ')}  {entry.id:>5}  "
            told = f"{visible(entry.who)}  {visible(entry.command)}"
            if self.room < NARROW:
                yield from wrapped(head + told, "", self.room)
                continue
            first, *rest = wrapped(told, "", self.room - len(head))
            yield head + first
            yield from (" " * len(head) + line for line in rest)


def lines(detail: Detail, statuses: Mapping[str, Status], *, colour: bool, room: int, history: bool) -> Sequence[str]:
    """A proposal as the lines of a page of `room` cells, safe on a terminal."""
    return list(Page(detail, statuses, colour=colour, room=room).lines(history=history))
