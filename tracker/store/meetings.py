"""Meetings: where something was put forward, told apart by body, name, place and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker import dates
from tracker.model import UsageError
from tracker.store import actors
from tracker.text import key

if TYPE_CHECKING:
    from tracker.store.database import Change


def ensure(change: Change, *, body: str, name: str, place: str, held_on: str | None) -> tuple[int | None, str | None]:
    """The meeting meant, made if it is new, and the day it was held (a partial date).

    Raises UsageError if several match and the date does not tell them apart.
    """
    if not (body or name or place):
        return None, held_on
    body_id = actors.ensure(change, body, "organisation") if body else None
    rows = _matching(change, body_id, name, place, held_on)
    if len(rows) > 1:
        listed = "; ".join(f"{row['name'] or body or place} on {row['held_on'] or 'no date'}" for row in rows[:5])
        raise UsageError(f"{len(rows)} meetings match ({listed}); say which with --date")
    if rows:
        return rows[0]["id"], held_on or rows[0]["held_on"]
    tidy = " ".join(name.split())
    columns = {"body_id": body_id, "name": tidy, "key": key(tidy), "held_on": held_on, "place": place.strip()}
    return change.insert("meetings", **columns), held_on


def _matching(change: Change, body_id: int | None, name: str, place: str, held_on: str | None) -> list[Any]:
    """Meetings of that body, name and place, as far as they are said, held on a day that overlaps."""
    rows = change.ledger.rows(
        "SELECT id, name, held_on, place FROM meetings"
        " WHERE removed_at IS NULL AND key = ? AND (? IS NULL OR body_id = ?) ORDER BY id",
        [key(name), body_id, body_id],
    )
    there = [row for row in rows if not place or not row["place"] or key(row["place"]) == key(place)]
    if held_on is None:
        return there
    return [row for row in there if row["held_on"] is None or _overlap(row["held_on"], held_on)]


def _overlap(one: str, other: str) -> bool:
    return dates.first_day(one) <= dates.last_day(other) and dates.first_day(other) <= dates.last_day(one)
