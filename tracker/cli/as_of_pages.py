"""`--as-of` and `--known-by`: the clock that they ask for, in words, and pages of proposals as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import dates
from tracker.cli import session as sessions
from tracker.clocks import Clock
from tracker.model import UNSURE, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from tracker.model import Detail
    from tracker.store.as_of.states import AsOfDetail
    from tracker.store.ledger import Ledger

TODAYS = "texts, topics and links are today's, and additions undone since are left out"
MARK = f"{UNSURE} marks a status that only part of a span decides"


def clock(as_of: str, known_by: str) -> Clock:
    """The clock of the two options; a partial date or a window means its last day. Raises UsageError."""
    return Clock(_last_day(as_of, "as-of"), _last_day(known_by, "known-by"))


def _last_day(typed: str, option: str) -> date | None:
    if not typed.strip():
        return None
    try:
        return dates.last_day(dates.parse_window(typed, sessions.today())[1])
    except dates.DateError as error:
        raise UsageError(str(error), field=option, value=typed) from error


def in_words(clock: Clock) -> str:
    """What the clock asks, to be put behind a number: `as of 31 December 2012, by what was recorded until …`."""
    parts = [f"as of {dates.date_in_words(clock.as_of.isoformat())}"] if clock.as_of else []
    parts += [f"by what was recorded until {dates.date_in_words(clock.known_by.isoformat())}"] if clock.known_by else []
    return ", ".join(parts)


def warn(session: sessions.Session, clock: Clock) -> None:
    """Say what the file does not remember: how its texts were."""
    if clock.known_by:
        sessions.print_info(session, f"What this file said on {clock.known_by}; {TODAYS}")


def read_details(ledger: Ledger, ids: Sequence[int], clock: Clock) -> tuple[list[Detail], list[object], str]:
    """Proposals as pages have them and as JSON has them, as of a day, and what to say of those that were not there."""
    from tracker.cli.render.errors import way_sentence
    from tracker.store.as_of import states

    moments, missing = [], []
    for number in ids:
        try:
            moments.append(states.detail_as_of(ledger, number, clock, sessions.today()))
        except NotFoundError as error:
            missing.append(str(error) + way_sentence(error.way))
    return [_marked(one) for one in moments], [_object(one) for one in moments], "; ".join(missing)


def heading_as_of(clock: Clock) -> str:
    """What stands over a page: the day, and by which knowledge."""
    words = in_words(clock)
    return words[:1].upper() + words[1:] + ("" if clock.known_by else ", by all that is known now")


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

    record = rows.detail_object(moment.detail)
    for event in record["status_events"]:
        event["unsure"] = event["id"] in moment.undecided
    return {**record, "unsure": moment.unsure}
