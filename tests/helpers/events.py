"""Cases of status events and which of them is current, entered into a ledger as they are given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helpers.factories import ME
from tracker.store import database
from tracker.store.records import actors

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

# Events in the order entered: status, date, and what is special: `for` one actor, or the place of the event that it
# supersedes (counted from 0). The last word is the place of the event that must be current, None if there is none.
CASES: list[tuple[str, list[tuple[Any, ...]], int | None]] = [
    ("one event", [("proposed", "2012")], 0),
    ("one event without a date", [("proposed", None)], 0),
    ("a later day", [("proposed", "2012-05-15"), ("adopted", "2012-05-16")], 1),
    ("a late find of an old act", [("adopted", "2014-01-01"), ("proposed", "2012-05-15")], 0),
    ("the same day: the one entered last", [("proposed", "2012-05-15"), ("adopted", "2012-05-15")], 1),
    ("the same day, the other way round", [("adopted", "2012-05-15"), ("proposed", "2012-05-15")], 1),
    ("a year over a day in it", [("proposed", "2012-05-15"), ("adopted", "2012")], 1),
    ("a day over its year", [("adopted", "2012"), ("proposed", "2012-05-15")], 1),
    ("a month over a day in it", [("proposed", "2012-05-15"), ("adopted", "2012-05")], 1),
    ("a year over a month in it", [("proposed", "2012-05"), ("adopted", "2012")], 1),
    ("the year before", [("proposed", "2012-01-01"), ("adopted", "2011")], 0),
    ("the month before", [("proposed", "2012-05-01"), ("adopted", "2012-04")], 0),
    ("the year after", [("proposed", "2012-12-31"), ("adopted", "2013")], 1),
    ("a year hidden by the next year", [("adopted", "2013"), ("proposed", "2012")], 0),
    ("the same year twice", [("adopted", "2012"), ("proposed", "2012")], 1),
    ("December and the year that follows", [("adopted", "2013"), ("proposed", "2012-12")], 0),
    ("undated is never outdated", [("proposed", "2012-05-15"), ("adopted", None)], 1),
    ("undated does not hide", [("adopted", None), ("proposed", "2012-05-15")], 1),
    ("undated between dated ones", [("proposed", "2012"), ("adopted", None), ("stalled", "2011")], 1),
    ("three in order", [("proposed", "2012"), ("adopted", "2013"), ("implemented", "2015-02")], 2),
    ("three entered backwards", [("implemented", "2015-02"), ("adopted", "2013"), ("proposed", "2012")], 0),
    ("three entered anyhow", [("adopted", "2013"), ("implemented", "2015-02"), ("proposed", "2012")], 1),
    ("the year 0999 and 1000", [("adopted", "1000"), ("proposed", "0999-12-31")], 0),
    ("superseded by an earlier date", [("proposed", "2012"), ("adopted", "2016"), ("adopted", "2013", 1)], 2),
    ("superseded by an older status", [("proposed", "2012"), ("adopted", "2016"), ("proposed", "2012", 1)], 2),
    ("a chain of two", [("proposed", "2012"), ("adopted", "2016"), ("adopted", "2015", 1), ("adopted", "2014", 2)], 3),
    # the superseding one is itself superseded: what it said is withdrawn, and the first stays superseded
    ("what a superseded event superseded", [("adopted", "2016"), ("stalled", "2012", 0), ("proposed", "2011", 1)], 2),
    ("a superseded event hides nothing", [("adopted", "2016"), ("proposed", "2012"), ("stalled", "2011", 0)], 1),
    ("the first one superseded", [("proposed", "2012"), ("proposed", "2010", 0)], 1),
    ("for one actor", [("proposed", "2012"), ("adopted", "2013", "for")], 0),
    ("for one actor hides nothing", [("implemented", "2020", "for"), ("proposed", "2012")], 1),
    ("only for one actor", [("adopted", "2013", "for")], None),
    ("none at all", [], None),
    (
        "a correction of one that is no longer current",
        [("adopted", "2012"), ("stalled", "2014"), ("adopted", "2013", 0)],
        1,
    ),
    ("a correction to a later day", [("adopted", "2012"), ("stalled", "2014"), ("adopted", "2015", 0)], 2),
    ("a correction that takes the date away", [("adopted", "2012"), ("stalled", "2014"), ("stalled", None, 1)], 2),
    ("for one actor, superseding", [("proposed", "2012"), ("adopted", "2013"), ("rejected", "2014", "for")], 1),
]


def entered(ledger: Ledger, proposal: int, rows: list[tuple[Any, ...]]) -> list[int]:
    """Enter events as they are given, in place of the first one; gives back their ids."""
    ids: list[int] = []
    with database.write_change(ledger, "events", ME) as change:
        change.execute("DELETE FROM status_events WHERE proposal_id = ?", [proposal])
        actor = actors.ensure_actor(change, "Armenia")
        for status, day, *special in rows:
            columns: dict[str, Any] = {"proposal_id": proposal, "status": status, "occurred_on": day}
            columns |= {"actor_id": actor} if special == ["for"] else {}
            columns |= {"supersedes_id": ids[special[0]]} if special and special != ["for"] else {}
            ids.append(change.insert("status_events", **columns))
    return ids


def derived(ledger: Ledger, proposal: int) -> tuple[Any, ...]:
    """The current status that the database keeps for a proposal."""
    sql = "SELECT status, status_on, status_event_id FROM proposals WHERE id = ?"
    return tuple(ledger.rows(sql, [proposal])[0])
