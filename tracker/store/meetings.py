"""Meetings: where something was put forward, told apart by body, name, place and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.model import UsageError
from tracker.store import actors
from tracker.text import key

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracker.store.database import Change, Ledger


def ensure(
    change: Change, *, body: str, name: str, place: str, held_on: str | None, without: Collection[str] = ()
) -> tuple[int | None, str | None]:
    """The meeting meant, made if it is new, and the day it was held (a partial date).

    A meeting of the same name is meant if it was held on that very date, or if the date is said less exactly (`2012`,
    or not at all). Without a name only what is the same in all is the same. What was not known of it is filled in.
    An empty `body` or `place` is not said, unless `without` names it: then the meeting is one that has none. Raises
    UsageError if several are meant.
    """
    if not (body or name or place):
        return None, held_on
    body_id = actors.ensure(change, body, "organisation") if body else None
    tidy, there = " ".join(name.split()), " ".join(place.split())
    meant = _meant(_like(change, body_id, tidy, there, without), held_on, named=bool(tidy))
    if len(meant) > 1:
        raise UsageError(
            f"{len(meant)} meetings are meant ({_listed(meant)}); say which with --date, --body or --place"
        )
    if not meant:
        columns = {"body_id": body_id, "name": tidy, "key": key(tidy), "held_on": held_on, "place": there}
        return change.insert("meetings", **columns), held_on
    _fill_in(change, meant[0], body_id, there)
    return meant[0]["id"], held_on or meant[0]["held_on"]


def _like(change: Change, body_id: int | None, name: str, place: str, without: Collection[str]) -> list[Any]:
    """The meetings of that name that contradict neither body nor place; those that have what is said before others."""
    rows = change.ledger.rows(
        "SELECT m.id, m.body_id, a.name AS body, m.name, m.held_on, m.place FROM meetings AS m"
        " LEFT JOIN actors AS a ON a.id = m.body_id WHERE m.removed_at IS NULL AND m.key = ? ORDER BY m.id",
        [key(name)],
    )

    rows = [row for row in rows if not any(row[field] for field in without)]

    def fits(row: Any, *, unknown: bool) -> bool:
        body = body_id is None or row["body_id"] == body_id or (unknown and row["body_id"] is None)
        return body and (not place or key(row["place"]) == key(place) or (unknown and not row["place"]))

    if not name:
        return [row for row in rows if (row["body_id"], key(row["place"])) == (body_id, key(place))]
    return [row for row in rows if fits(row, unknown=False)] or [row for row in rows if fits(row, unknown=True)]


def _meant(like: list[Any], held_on: str | None, *, named: bool) -> list[Any]:
    same = [row for row in like if row["held_on"] == held_on]
    if same or not named:
        return same[:1]
    return [row for row in like if held_on is None or (row["held_on"] or "").startswith(held_on)]


def _fill_in(change: Change, row: Any, body_id: int | None, place: str) -> None:
    said = {"body_id": body_id, "place": place}
    if new := {name: value for name, value in said.items() if value and not row[name]}:
        change.update("meetings", row["id"], **new)


def _listed(rows: list[Any]) -> str:
    facts = [(row["name"], row["body"], row["place"], row["held_on"] or "undated") for row in rows[:5]]
    return "; ".join(", ".join(fact for fact in one if fact) for one in facts)


def names(ledger: Ledger) -> list[str]:
    """Every meeting's name, the newest first, for completion."""
    rows = ledger.rows("SELECT name FROM meetings WHERE removed_at IS NULL AND name <> '' ORDER BY id DESC")
    return list(dict.fromkeys(row[0] for row in rows))


def places(ledger: Ledger) -> list[str]:
    """Every place where a meeting was, the newest first, for completion."""
    rows = ledger.rows("SELECT place FROM meetings WHERE removed_at IS NULL AND place <> '' ORDER BY id DESC")
    return list(dict.fromkeys(row[0] for row in rows))
