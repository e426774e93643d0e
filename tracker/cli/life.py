"""The life line of a proposal: what became of it, in the order of the dates, each with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli.terminal import STATUS_COLOURS, styled, wrapped
from tracker.model import UNSURE, Look, Neighbour
from tracker.store import events
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
        self.superseded = {one.supersedes_id: one.id for one in detail.status_events if one.supersedes_id}
        self.adopted_as = [one.id for one in detail.neighbours if (one.kind, one.inward) == ("adopted-as", False)]
        adopted = [one for one in events.in_force(detail.status_events) if (one.status, one.actor) == ("adopted", None)]
        self.adopted = adopted[-1].id if adopted else None  # the event of which it is said as what

    def lines(self, *, numbered: bool) -> Iterator[str]:
        """The line, entry by entry; status events with their numbers if `numbered`."""
        entered: list[tuple[str, str, StatusEvent | Look | Neighbour]] = [
            *((one.recorded_at, one.occurred_on or one.recorded_at[:10], one) for one in self.detail.status_events),
            *(
                (one.added_at, one.voiced_on or one.added_at[:10], one)
                for one in self.detail.neighbours
                if _repeats(one)
            ),
            *((one.recorded_at, one.looked_on, one) for one in self.detail.looks),
        ]
        entered.sort(key=lambda entry: entry[0])
        for one in dates.in_order((on, one) for _, on, one in entered):
            if isinstance(one, Look):
                yield from self.look(one)
            elif isinstance(one, Neighbour):
                yield from self._repetition(one)
            else:
                yield from self.event(one, numbered=numbered)
        if each := events.progress(self.detail.status_events, self.detail.proposal.addressees):
            yield from self.dated("so far", visible(progress_said(each)))

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
        others = [one for one in self.detail.citations if one.status_event_id is None]
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
        cited = [one for one in self.detail.citations if one.status_event_id == event.id]
        by = self.superseded.get(event.id)
        numbered = numbered or by is not None or event.supersedes_id is not None
        parts = [
            *(event.extent, f"as #{', #'.join(map(str, self.adopted_as))}" if self._is_adoption(event) else None),
            *(event.reason, event.because, event.actor and f"for {event.actor}"),
            "unusual step" if event.is_unusual else None,
            f"corrects event {event.supersedes_id}" if event.supersedes_id else None,
            f"corrected by event {by}" if by else None,
            "disputed" if any(one.stance == "contradicts" for one in cited) else None,
            None if by or any(one.stance == "supports" for one in cited) else "no evidence",
            f"event {event.id}" if numbered else None,
        ]
        status = self.plain_status(event.status)
        lines = self.dated(event.occurred_on, " · ".join([status, *(visible(part) for part in parts if part)]))
        lines += [line for one in cited for line in self.citation(one)]
        if by is None:
            yield lines[0].replace(status, self.status(event.status), 1)
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

    def _is_adoption(self, event: StatusEvent) -> bool:
        return bool(self.adopted_as) and event.id == self.adopted

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


def progress_said(progress: Mapping[str, list[str]]) -> str:
    """Where each actor stands: `implemented: Armenia, Russia · nothing yet: Belarus`."""
    return " · ".join(f"{status or 'nothing yet'}: {', '.join(actors)}" for status, actors in progress.items())


def _repeats(other: Neighbour) -> bool:
    return other.kind == "repeats" and other.inward and not other.is_removed
