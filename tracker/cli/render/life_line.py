"""The life line of a proposal: what became of it, in the order of the dates, each with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import life
from tracker.cli.render.terminal import STATUS_COLOURS, styled, wrapped
from tracker.model import UNSURE, Look, Neighbour
from tracker.text import visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracker.model import Citation, Detail, SourceRef, Status, StatusEvent

INDENT = " " * 12


class Life:
    """Draws the life of one proposal; it numbers the sources as it meets them."""

    def __init__(
        self,
        detail: Detail,
        statuses: Mapping[str, Status],
        *,
        colour: bool,
        room: int,
        number: Callable[[SourceRef], int] | None = None,
    ) -> None:
        """Take the proposal, the vocabulary of statuses, the room in cells, and the number of a source elsewhere."""
        self.detail, self.statuses, self.colour, self.room = detail, statuses, colour, room
        self._number = number or self._own_number
        self.sources: dict[int, SourceRef] = {}

    def lines(self, *, numbered: bool) -> Iterator[str]:
        """The line, entry by entry; status events with their numbers if `numbered`."""
        for one in life.entries(self.detail):
            if isinstance(one, Look):
                yield from self.look(one)
            elif isinstance(one, Neighbour):
                yield from self._repetition(one)
            else:
                yield from self._step(one, numbered=numbered)
        if each := life.progress(self.detail.status_events, self.detail.proposal.addressees):
            yield from self.dated("so far", visible(life.progress_said(each)))

    def citation(self, citation: Citation) -> Iterator[str]:
        """A passage, with the number of its source."""
        reference = f"[{self._number(citation.source)}]" + (f" {visible(citation.locator)}" if citation.locator else "")
        against = "against: " if citation.stance == "contradicts" else ""
        if citation.quote:
            quoted = f"{against}“{visible(citation.quote)}” {reference}"
            yield from wrapped(quoted, INDENT, self.room - len(INDENT))
        else:
            yield INDENT + against + reference
        if citation.translation:
            yield from wrapped(f"= {visible(citation.translation)}", INDENT, self.room - len(INDENT))

    def others(self) -> Iterator[str]:
        """The passages that are about no event."""
        others = life.others(self.detail)
        if others:
            yield "Also"
        for one in others:
            yield from self.citation(one)

    def status(self, shown: str) -> str:
        """A status as glyph and word, `~` before the word if it is unsure, in its colour."""
        style = STATUS_COLOURS.get(shown.removeprefix(UNSURE), "")
        return styled(self.plain_status(shown), style, colour=self.colour)

    def plain_status(self, shown: str) -> str:
        """A status as glyph and word, `~` before the word if it is unsure."""
        known = self.statuses.get(shown.removeprefix(UNSURE))
        return visible(f"{known.glyph} {shown}" if known else shown)

    def event(self, event: StatusEvent, *, numbered: bool) -> Iterator[str]:
        """A status event with its evidence."""
        yield from self._step(life.step(self.detail, event), numbered=numbered)

    def _step(self, step: life.Step, *, numbered: bool) -> Iterator[str]:
        status = self.plain_status(step.event.status)
        remarks = map(visible, step.remarks(numbered=numbered))
        lines = self.dated(step.event.occurred_on, " · ".join([status, *remarks]))
        lines += [line for one in step.cited for line in self.citation(one)]
        if step.corrected_by is None:
            yield lines[0].replace(status, self.status(step.event.status), 1)
            yield from lines[1:]
        else:
            yield from (styled(line, "dim", colour=self.colour) for line in lines)

    def evidence(self, event: StatusEvent) -> Iterator[str]:
        """The passages for a status event that is told elsewhere."""
        yield from self.dated(event.occurred_on, f"for: {self.plain_status(event.status)}")
        for one in self.detail.citations:
            if one.status_event_id == event.id:
                yield from self.citation(one)

    def dated(self, when: str | None, text: str) -> list[str]:
        """An entry in as many lines as it needs, its date before the first."""
        first, *rest = wrapped(text, INDENT, self.room - len(INDENT))
        return [f"{when or 'undated':<10}  {first.removeprefix(INDENT)}", *rest]

    def _own_number(self, source: SourceRef) -> int:
        """The number under which a source is cited on this page."""
        self.sources[source.id] = source
        return list(self.sources).index(source.id) + 1

    def _repetition(self, other: Neighbour) -> Iterator[str]:
        mark = styled("●", "green", colour=self.colour) if other.evidence else styled("○", "dim", colour=self.colour)
        who = f"{visible(other.proposer)}, #{other.id}" if other.proposer else f"#{other.id}"
        *before, last = self.dated(other.voiced_on, f"↻ repeated by {who}")
        yield from before
        yield f"{last} {mark}"

    def look(self, look: Look) -> Iterator[str]:
        """A search that found nothing new."""
        note = f" ({visible(look.note)})" if look.note else ""
        yield from self.dated(look.looked_on, f"◦ looked: {visible(look.places)}, nothing new{note}")
