"""`--as-of` and `--known-by`: the clock that they ask for, in words, and pages of proposals as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli import session as sessions
from tracker.clocks import Clock
from tracker.model import UNSURE, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Detail
    from tracker.store.as_of.states import AsOfDetail
    from tracker.store.ledger import Ledger

TODAYS = "texts, topics and links are today's, and additions undone since are left out"
MARK = f"{UNSURE} marks a status that only part of a span decides"


def clock(as_of: str, known_by: str) -> Clock:
    """The clock of the two options; a partial date means its last day. Raises UsageError."""
    days = (sessions.a_date(as_of, "as-of"), sessions.a_date(known_by, "known-by"))
    return Clock(*(dates.last_day(day) if day else None for day in days))


def in_words(asked: Clock) -> str:
    """What the clock asks, to be put behind a number: `as of 31 December 2012, by what was recorded until …`."""
    parts = [f"as of {dates.date_in_words(asked.as_of.isoformat())}"] if asked.as_of else []
    parts += [f"by what was recorded until {dates.date_in_words(asked.known_by.isoformat())}"] if asked.known_by else []
    return ", ".join(parts)


def warn(session: sessions.Session, asked: Clock) -> None:
    """Say what the file does not remember: how its texts were."""
    if asked.known_by:
        sessions.talk(session, f"What this file said on {asked.known_by}; {TODAYS}")


def read_details(ledger: Ledger, wanted: Sequence[int], asked: Clock) -> tuple[list[Detail], list[object], str]:
    """Proposals as pages have them and as JSON has them, as of a day, and what to say of those that were not there."""
    from tracker.cli.render.errors import way_sentence
    from tracker.store.as_of import states

    moments, missing = [], []
    for number in wanted:
        try:
            moments.append(states.detail_as_of(ledger, number, asked, sessions.today()))
        except NotFoundError as error:
            missing.append(str(error) + way_sentence(error.way))
    return [_marked(one) for one in moments], [_object(one) for one in moments], "; ".join(missing)


def heading_as_of(asked: Clock) -> str:
    """What stands over a page: the day, and by which knowledge."""
    told = in_words(asked)
    return told[:1].upper() + told[1:] + ("" if asked.known_by else ", by all that is known now")


def _marked(moment: AsOfDetail) -> Detail:
    """The proposal with the mark before each status that is unsure."""
    detail = moment.detail
    events = (
        event._replace(status=UNSURE + event.status) if event.id in moment.undecided else event
        for event in detail.status_events
    )
    status = UNSURE * moment.unsure + detail.proposal.status
    return detail._replace(proposal=detail.proposal._replace(status=status), status_events=tuple(events))


def _object(moment: AsOfDetail) -> dict[str, object]:
    from tracker.formats import rows

    told = rows.detail_object(moment.detail)
    for event in told["status_events"]:
        event["unsure"] = event["id"] in moment.undecided
    return {**told, "unsure": moment.unsure}
