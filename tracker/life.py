"""The life of a proposal: its entries in their order, and what is to be said of each, however it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from tracker.clocks import local_day, standing_event
from tracker.model import BEGIN_WITH_PROPOSAL, FIRST_STATUS, Citation, Look, Neighbour, StatusEvent
from tracker.strength import Strength, best_strength

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tracker.model import Detail

T = TypeVar("T")


class LifeStep(NamedTuple):
    """A status event with its passages, the event that corrects it, and as which proposals it was adopted.

    `implied`: it was put forward before the status that it was added with, by the passages for that.
    """

    event: StatusEvent
    cited: tuple[Citation, ...]
    corrected_by: int | None
    adopted_as: tuple[int, ...]
    implied: bool = False

    @property
    def strength(self) -> Strength:
        """The best of what says so."""
        return best_strength(one.strength for one in self.cited if _supports(one))

    @property
    def circumstances(self) -> list[str]:
        """How so, why, and whom it concerns."""
        event = self.event
        parts = [
            *(event.extent, f"as #{', #'.join(map(str, self.adopted_as))}" if self.adopted_as else None),
            *(event.reason, event.because, event.actor and f"for {event.actor}", *source_words(event)),
        ]
        return [part for part in parts if part]

    def remarks(self, *, numbered: bool = False, for_readers: bool = False) -> list[str]:
        """What is said beside its status, with its number if `numbered` or if another event names it.

        `for_readers` who have never seen the program: nothing of how it was entered.
        """
        event, by = self.event, self.corrected_by
        numbered = numbered or by is not None or event.supersedes_id is not None
        parts = [
            "unusual step" if event.is_unusual else None,
            f"corrects event {event.supersedes_id}" if event.supersedes_id else None,
            f"corrected by event {by}" if by else None,
        ]
        judged = [
            "disputed" if any(one.stance == "contradicts" for one in self.cited) else None,
            None if by or self.implied or self.strength != "none" else "no evidence",
        ]
        if not for_readers:
            judged = [*parts, *judged, f"event {event.id}" if numbered else None]
        return [*self.circumstances, *(part for part in judged if part)]


def source_words(event: StatusEvent) -> list[str]:
    """Who says so, and in which words of the source."""
    said = (event.according_to and f"according to {event.according_to}", event.rating and f"rated “{event.rating}”")
    return [one for one in said if one]


LifeEntry = LifeStep | Look | Neighbour


def life_entries(detail: Detail) -> list[LifeEntry]:
    """What became of it, in the order of the calendar: its steps, the looks, and the proposals that repeat it."""
    entered: list[tuple[str, str, LifeEntry]] = [
        *(
            (one.recorded_at, one.occurred_on or local_day(one.recorded_at), life_step(detail, one))
            for one in detail.status_events
        ),
        *(
            (one.added_at, one.voiced_on or local_day(one.added_at), one)
            for one in detail.neighbours
            if _is_repetition(one)
        ),
        *((one.recorded_at, one.looked_on, one) for one in detail.looks),
    ]
    entered.sort(key=lambda entry: entry[0])
    return sort_by_date((on, one) for _, on, one in entered)


def sort_by_date(entries: Iterable[tuple[str, T]]) -> list[T]:
    """Give things with their partial dates, in the order entered, in that of the calendar.

    One comes before what was entered earlier only if all of its span does: `2012` stays behind `2012-05-15`.
    """
    placed: list[tuple[str, T]] = []
    for on, one in entries:
        at = len(placed)
        while at and placed[at - 1][0] > on + "~":
            at -= 1
        placed.insert(at, (on, one))
    return [one for _, one in placed]


def life_step(detail: Detail, event: StatusEvent) -> LifeStep:
    """One event of a proposal with what belongs to it."""
    cited = tuple(one for one in detail.citations if one.status_event_id == event.id)
    by = next((one.id for one in reversed(detail.status_events) if one.supersedes_id == event.id), None)
    adopted = [one.id for one in events_in_force(detail.status_events) if (one.status, one.actor) == ("adopted", None)]
    become = tuple(one.id for one in detail.neighbours if (one.kind, one.inward) == ("adopted-as", False))
    later = told_later(detail.status_events)
    implied = bool(later) and event == detail.status_events[0] and any(_supports(one) for one in detail.citations)
    return LifeStep(event, cited, by, become if adopted[-1:] == [event.id] else (), implied)


def passages_without_event(detail: Detail) -> list[Citation]:
    """The passages that are about no event."""
    return [one for one in detail.citations if one.status_event_id is None]


def events_in_force(events: Iterable[StatusEvent]) -> list[StatusEvent]:
    """The events of a proposal that no other one supersedes, in the order given."""
    events = tuple(events)
    superseded = {one.supersedes_id for one in events}
    return [one for one in events if one.id not in superseded]


def first_with_own_date(events: Iterable[StatusEvent], proposed_on: str | None) -> StatusEvent | None:
    """The event with which a proposal entered the ledger, or what corrects it, if its date is not the proposal's.

    None as well for an undated proposal, or a status that does not begin with it.
    """
    first, *later = events
    for one in later:
        if one.supersedes_id == first.id:
            first = one
    differs = proposed_on is not None and first.occurred_on != proposed_on
    return first if differs and first.status in BEGIN_WITH_PROPOSAL else None


def told_later(events: Iterable[StatusEvent]) -> StatusEvent | None:
    """The status with which a proposal was added, where that is told of after the proposal, by its source."""
    first, *later = events
    if not (later and first.follows_date and first.status == FIRST_STATUS):
        return None
    return later[0] if later[0].recorded_at == first.recorded_at else None


def actor_progress(events: Iterable[StatusEvent], addressees: Iterable[str]) -> dict[str, list[str]]:
    """The actors that have events of their own, by where each stands; under "" the addressees that have none.

    Empty where no event concerns one actor alone.
    """
    own: dict[str, list[StatusEvent]] = {}
    for event in events_in_force(events):
        if event.actor is not None:
            own.setdefault(event.actor, []).append(event)
    found: dict[str, list[str]] = {}
    for actor, concerning in own.items():
        if stands := standing_event(concerning):
            found.setdefault(stands.status, []).append(actor)
    nothing_yet = [one for one in addressees if one not in own] if own else []
    return found | ({"": nothing_yet} if nothing_yet else {})


def progress_text(found: Mapping[str, list[str]]) -> str:
    """Where each actor stands: `implemented: Armenia, Russia · nothing yet: Belarus`."""
    return " · ".join(f"{status or 'nothing yet'}: {', '.join(actors)}" for status, actors in found.items())


def _supports(citation: Citation) -> bool:
    return citation.stance == "supports"


def _is_repetition(other: Neighbour) -> bool:
    return other.kind == "repeats" and other.inward and not other.is_removed
