"""The two clocks: where its events leave a proposal as of a day, or by what was recorded until a day.

Without a clock the rule is the one of the view `standing_events` and its triggers. What happened between two days,
as the clocks tell it, is a digest.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from tracker import dates
from tracker.model import UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Citation, Look, Proposal, Source, StatusEvent

FIRST_STATUS = "proposed"  # where a proposal stands that no event says anything of
WHOLE_DAY = len("2012-05-15")
WHOLE_MINUTE = len("2012-05-15T10:00")

# The sections of a digest in their order, and what stands over each.
SECTIONS = {
    "new": "New",
    "moved": "Moved",
    "closed": "Closed",
    "confirmed": "Confirmed by a further act",
    "further": "Further acts",
    "looked": "Looked at, nothing new",
    "evidence": "New evidence",
    "corrected": "Corrected",
    "undone": "Taken back",
    "restored": "Restored",
    "removed": "Removed",
}
PERHAPS = f"{UNSURE} marks what only part of a date puts in this time; it is counted apart."


def is_stale(attended_on: str, next_on: str | None, day: date, since: date) -> bool:
    """Whether an open, checkable proposal is stale on a day: no attention since `since`.

    Where its newest look names a day on which to look again, it is not until that day has come, and is then at once,
    unless there was attention on that day or later.
    """
    if next_on and next_on > attended_on:
        return dates.first_day(next_on) <= day
    return dates.last_day(attended_on) < since


class Clock(NamedTuple):
    """Which days are asked about, both included; None is no such clock.

    `as_of`: what was the case on that day, by all we know now. `known_by`: what was recorded until its end. A day is
    one of the user's own, as a date that is typed is: today has all that was recorded until now.
    """

    as_of: date | None = None
    known_by: date | None = None

    def day(self, today: date) -> date:
        """The day of which it speaks: what was stale or overdue then."""
        return self.as_of or self.known_by or today

    def has(self, instant: str) -> bool:
        """Whether what was recorded at this UTC instant was known."""
        return self.known_by is None or instant <= end_of_day(self.known_by)

    def had(self, added_at: str, removed_at: str | None) -> bool:
        """Whether what was added and perhaps removed again was there in the file."""
        if self.known_by is None:
            return removed_at is None
        return self.has(added_at) and not (removed_at and self.has(removed_at))

    def passed(self, partial: str) -> bool:
        """Whether the whole span of a partial date has passed, its last day included."""
        if self.as_of is None:
            return True
        day = self.as_of.isoformat()
        if len(partial) == WHOLE_DAY or day[: len(partial)] != partial:
            return partial <= day
        return dates.last_day(partial) == self.as_of

    def begun(self, partial: str) -> bool:
        """Whether the span of a partial date has begun."""
        return self.as_of is None or partial <= self.as_of.isoformat()  # a shorter date sorts before the days in it


NO_CLOCK = Clock()


def local_day(instant: str) -> str:
    """The day (ISO) that it was for the user at a UTC instant."""
    return local_minute(instant)[:WHOLE_DAY]


def local_minute(instant: str) -> str:
    """What the user's clock showed at a UTC instant, to the minute: `2012-05-15 10:00`."""
    return _clock_at_minute(instant[:WHOLE_MINUTE])


def begin_of_day(day: date) -> str:
    """The first UTC instant of a day of the user's."""
    return _instant_text(_midnight(day))


@lru_cache(maxsize=64)
def end_of_day(day: date) -> str:
    """The last UTC instant of a day of the user's: the one before the next day begins, whatever the clocks do."""
    if day == date.max:
        return _instant_text(datetime.combine(day, time.max))
    return _instant_text(_midnight(day + timedelta(days=1)) - timedelta(milliseconds=1))


def later_attention(on: str | None, at: str) -> str:
    """The later of a partial date and the day of a UTC instant; an empty one is none."""
    day = at and local_day(at)
    return on if on and (not day or dates.last_day(on).isoformat() > day) else day


@lru_cache(maxsize=4096)
def _clock_at_minute(minute: str) -> str:
    try:
        return datetime.fromisoformat(minute + "Z").astimezone().replace(tzinfo=None).isoformat(" ", "minutes")
    except (ValueError, OverflowError, OSError):  # at the ends of the calendar, or what another program wrote
        return minute.replace("T", " ")


@lru_cache(maxsize=64)
def _midnight(day: date) -> datetime:
    """When a day of the user's begins, as UTC; the first of its midnights if it has two."""
    begins = datetime.combine(day, time.min)
    try:
        return begins.astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError):  # at the ends of the calendar
        return begins


def _instant_text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds") + "Z"


class _DatedEvent(Protocol):
    @property
    def occurred_on(self) -> str | None: ...


Dated = TypeVar("Dated", bound=_DatedEvent)


class BareEvent(NamedTuple):
    """What the rule needs of a status event; `actor_id` is whom alone it concerns, None is nobody in particular."""

    id: int
    status: str
    occurred_on: str | None
    actor_id: int | None
    supersedes_id: int | None
    recorded_at: str


class State(NamedTuple):
    """Where a proposal stands: what is derived in its row, and whether only part of a span decides it."""

    status: str
    status_on: str | None = None
    event_id: int | None = None
    unsure: bool = False

    @property
    def shown(self) -> str:
        """The status as lists show it, `~adopted` if it is unsure."""
        return UNSURE * self.unsure + self.status


class Judgement(NamedTuple):
    """The events of one proposal under a clock: those that count, and those that may or may not have happened yet.

    Superseded and unknown events, and those that have not begun, are in neither; `is_empty` if there are none at all.
    """

    counting: tuple[BareEvent, ...]
    undecided: tuple[BareEvent, ...]
    is_empty: bool


class DigestSpan(NamedTuple):
    """From the day after `before` (from the beginning for None) to the end of `after`.

    By what happened in it, or with `recorded` by what this file recorded in it.
    """

    before: date | None
    after: date
    recorded: bool = False

    def clock(self, day: date) -> Clock:
        """The clock that compares its two ends."""
        return Clock(known_by=day) if self.recorded else Clock(as_of=day)

    def covers(self, partial: str) -> bool:
        """Whether the whole of a partial date lies in it, by what happened; by what was recorded nothing is in part."""
        whole_start = self.before is None or dates.first_day(partial) > self.before
        return self.recorded or (whole_start and dates.last_day(partial) <= self.after)

    def meets(self, partial: str) -> bool:
        """Whether a partial date and it have a day in common."""
        ended = self.before is not None and dates.last_day(partial) <= self.before
        return not ended and dates.first_day(partial) <= self.after

    def has(self, instant: str) -> bool:
        """Whether something was recorded in it."""
        return (self.before is None or instant > end_of_day(self.before)) and instant <= end_of_day(self.after)


class DigestEntry(NamedTuple):
    """What happened to a proposal: where it stood before and after, the acts in between with their evidence.

    `undecided` are acts that may lie outside the span; it is `perhaps` in its section if nothing else puts it there;
    `corrected` are the events that a correction made in it withdraws, `undone` those that an undo in it took away.
    """

    proposal: Proposal
    before: State | None
    after: State | None
    acts: tuple[StatusEvent, ...] = ()
    citations: tuple[Citation, ...] = ()
    looks: tuple[Look, ...] = ()
    corrected: tuple[StatusEvent, ...] = ()
    undecided: frozenset[int] = frozenset()
    undone: tuple[StatusEvent, ...] = ()
    perhaps: bool = False


class Digest(NamedTuple):
    """Everything that happened in a span by section, and the sources cited, numbered in the order met."""

    span: DigestSpan
    sections: dict[str, tuple[DigestEntry, ...]]
    references: dict[int, tuple[int, Source]]

    @property
    def is_unsure(self) -> bool:
        """Whether something in it is there only perhaps, or in part."""
        return any(one.perhaps or one.undecided for entries in self.sections.values() for one in entries)


def count_entries(entries: Sequence[DigestEntry]) -> tuple[int, int]:
    """How many of a section's proposals are there surely, and how many perhaps."""
    perhaps = sum(one.perhaps for one in entries)
    return len(entries) - perhaps, perhaps


def section_heading(section: str, entries: Sequence[DigestEntry]) -> str:
    """What stands over a section, with how many there are; those that are there perhaps are counted apart: `2, ~1`."""
    sure, perhaps = count_entries(entries)
    numbers = [f"{sure:,}"] * bool(sure or not perhaps) + [f"{UNSURE}{perhaps:,}"] * bool(perhaps)
    return f"{SECTIONS[section]} ({', '.join(numbers)})"


def judge_events(events: Iterable[BareEvent], clock: Clock) -> Judgement:
    """Sort out the events of one proposal, given in the order entered.

    One counts when its whole span has passed; an undated one from the day it was recorded, since it cannot have
    happened later. What corrects another counts against it as soon as it is known, whenever it happened.
    """
    known = [one for one in events if clock.has(one.recorded_at)]
    superseded = {one.supersedes_id for one in known}
    counting, undecided = [], []
    for one in known:
        if one.id in superseded:
            continue
        if clock.passed(one.occurred_on or local_day(one.recorded_at)):
            counting.append(one)
        elif not one.occurred_on or clock.begun(one.occurred_on):
            undecided.append(one)
    return Judgement(tuple(counting), tuple(undecided), is_empty=not known)


def derive_state(
    judgement: Judgement, clock: Clock = NO_CLOCK, proposed_on: str | None = None, added_at: str = ""
) -> State | None:
    """Where its events leave a proposal; None if it was not there yet as of the day.

    It was there once an event has begun or `proposed_on` has; a proposal that is dated by neither, once it was added.
    """
    counting, undecided, _ = judgement
    sure = proposal_state(counting)
    if sure is None and (counting or clock.as_of is None or _is_put_forward(clock, proposed_on)):
        sure = State(FIRST_STATUS)
    if sure is None:
        return _perhaps_state(judgement, clock, proposed_on, added_at)
    if not undecided:
        return sure
    # with one that stands at most one more need have happened: that which outdates what was entered later
    happened = (some for size in (1, 2) for some in combinations(undecided, size))
    statuses = {(proposal_state((*counting, *some)) or sure).status for some in happened}
    return sure._replace(unsure=not statuses <= {sure.status})


def _is_put_forward(clock: Clock, proposed_on: str | None) -> bool:
    return proposed_on is not None and clock.passed(proposed_on)


def _perhaps_state(judgement: Judgement, clock: Clock, proposed_on: str | None, added_at: str) -> State | None:
    """Where a proposal stands that only part of a span puts there."""
    if all(one.occurred_on is None for one in judgement.undecided) and proposed_on and not clock.begun(proposed_on):
        return None  # what is undated happened to something that was there
    if judgement.undecided:
        return (proposal_state(judgement.undecided) or State(FIRST_STATUS))._replace(unsure=True)
    if proposed_on is not None:
        return State(FIRST_STATUS, unsure=True) if clock.begun(proposed_on) else None
    if not judgement.is_empty or not added_at:
        return None
    return State(FIRST_STATUS, unsure=not clock.passed(local_day(added_at)))


def standing_event(events: Sequence[Dated]) -> Dated | None:
    """The one of these events, in the order entered, that says where things stand; None if there are none.

    It is the one entered last among those after whose span no other begins.
    """
    begun = max((one.occurred_on for one in events if one.occurred_on), default="")
    return next((one for one in reversed(events) if not one.occurred_on or begun <= one.occurred_on + "~"), None)


def proposal_state(events: Iterable[BareEvent]) -> State | None:
    """Where events leave a proposal itself: those that concern one actor alone do not."""
    stands = standing_event(sorted(one for one in events if one.actor_id is None))  # by id: the order entered
    return stands and State(stands.status, stands.occurred_on, stands.id)
