"""Meetings: where something was put forward, told apart by body, name, place and date; changed, merged, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.comparison import folded_key
from tracker.errors import NoChangeError, NotFoundError, UsageError, blame_field
from tracker.query_fields import refuse_reserved
from tracker.store.records import actors, merges, presence
from tracker.store.records.meeting_pages import LIVE, list_meetings, read_meeting
from tracker.text import find_nearest, plural, refuse_unstorable, visible_line
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from tracker.store.ledger import Change, Ledger

LISTED_MOST = 5  # meetings that a refusal names


def ensure_meeting(
    change: Change, *, body: str, name: str, place: str, held_on: str | None, without: Collection[str] = ()
) -> tuple[int | None, str | None]:
    """The meeting meant, made if it is new, and the day it was held (a partial date).

    A meeting of the same name is meant if it was held on that very date, or if the date is said less exactly (`2012`,
    or not at all). Without a name only what is the same in all is the same. What was not known of it is filled in.
    An empty `body` or `place` is not said, unless `without` names it: then the meeting is one that has none. Raises
    UsageError if several are meant.
    """
    if not (body.strip() or name.strip() or place.strip()):
        return None, held_on
    with blame_field("body", body):
        body_id = actors.ensure_actor(change, body, "organisation") if body.strip() else None
    tidy, there = _parse_meeting_name(name), _parse_place(place)
    meant = _narrow_by_date(_similar_meetings(change, body_id, tidy, there, without), held_on, named=bool(tidy))
    standing = {merges.surviving_record(change.ledger, "meetings", row["id"]): row for row in reversed(meant)}
    if len(standing) > 1:
        raise UsageError(
            f"{len(standing)} meetings match ({_describe_meetings(meant)}); say which",
            field="meeting",
            value=name,
            remedies=("date", "body", "place"),
        )
    if not meant:
        columns = {"body_id": body_id, "name": tidy, "key": folded_key(tidy), "held_on": held_on, "place": there}
        return change.insert("meetings", **columns), held_on
    (meeting,) = standing
    now = _meeting_row(change.ledger, meeting)
    _fill_in_meeting(change, now, body_id, there)
    return now["id"], held_on or now["held_on"]


def _similar_meetings(
    change: Change, body_id: int | None, name: str, place: str, without: Collection[str]
) -> list[Any]:
    """The meetings of that name that contradict neither body nor place; those that have what is said before others.

    One that was merged is known by all that was said of it, and stands for the one kept.
    """
    rows = change.ledger.rows(
        "SELECT m.id, m.merged_into, m.body_id, a.name AS body, m.name, m.held_on, m.place FROM meetings AS m"
        " LEFT JOIN actors AS a ON a.id = m.body_id WHERE m.removed_at IS NULL AND"
        " (m.key = :key OR m.id IN (SELECT meeting_id FROM meeting_aliases WHERE key = :key))"
        " ORDER BY m.merged_into IS NOT NULL, m.id",
        {"key": folded_key(name)},
    )

    rows = [row for row in rows if not any(row[field] for field in without)]

    def fits(row: Any, *, unknown: bool) -> bool:
        body = body_id is None or row["body_id"] == body_id or (unknown and row["body_id"] is None)
        return body and (not place or folded_key(row["place"]) == folded_key(place) or (unknown and not row["place"]))

    if not name:
        return [row for row in rows if (row["body_id"], folded_key(row["place"])) == (body_id, folded_key(place))]
    return [row for row in rows if fits(row, unknown=False)] or [row for row in rows if fits(row, unknown=True)]


def _narrow_by_date(like: list[Any], held_on: str | None, *, named: bool) -> list[Any]:
    same = [row for row in like if row["held_on"] == held_on]
    if same or not named:
        return same[:1]
    return [row for row in like if held_on is None or (row["held_on"] or "").startswith(held_on)]


def _fill_in_meeting(change: Change, row: Any, body_id: int | None, place: str) -> None:
    said = {"body_id": body_id, "place": place}
    if new := {name: value for name, value in said.items() if value and not row[name]}:
        change.update("meetings", row["id"], **new)


def _describe_meetings(rows: list[Any]) -> str:
    facts = [(row["name"], row["body"], row["place"], row["held_on"] or "undated") for row in rows[:5]]
    return "; ".join(", ".join(fact for fact in one if fact) for one in facts)


def require_meeting(ledger: Ledger, typed: str, *, body: str = "", held_on: str | None = None) -> int:
    """The meeting meant by its number, or by its name, with its body and its date (maybe less exact) if need be.

    Raises NotFoundError with the nearest right ones; UsageError if several are meant.
    """
    digits = typed.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < len(str(2**63)):
        standing = merges.surviving_record(ledger, "meetings", int(digits))
        if standing is not None:
            return standing
    of_body = set(actors.matching_actors(ledger, body)) if body else None
    rows = ledger.rows(
        "SELECT id, body_id, held_on FROM meetings WHERE removed_at IS NULL AND key <> '' AND"
        " (key = :key OR id IN (SELECT meeting_id FROM meeting_aliases WHERE key = :key)) ORDER BY id",
        {"key": folded_key(typed)},
    )
    fitting = [row for row in rows if (of_body is None or row[1] in of_body) and _dates_may_agree(row[2], held_on)]
    found = list(
        dict.fromkeys(
            one for row in fitting if (one := merges.surviving_record(ledger, "meetings", row[0])) is not None
        )
    )
    if not found:
        raise _unknown_meeting_message(ledger, typed, [row[0] for row in rows])
    if len(found) > 1:
        told = "; ".join(f"{one}: {read_meeting(ledger, one).title}" for one in found[:LISTED_MOST])
        message = f"{len(found)} meetings match ({told}); give the number of one"
        raise UsageError(message, remedies=("date", "body"))
    return found[0]


def _dates_may_agree(known: str | None, asked: str | None) -> bool:
    return asked is None or (known is not None and (known.startswith(asked) or asked.startswith(known)))


def _unknown_meeting_message(ledger: Ledger, typed: str, same_name: Sequence[int]) -> NotFoundError:
    if same_name:
        told = "; ".join(f"{one}: {read_meeting(ledger, one).title}" for one in same_name[:LISTED_MOST])
        return NotFoundError(f"no meeting '{typed}' of that date and body; there is {told}")
    if typed.removeprefix("#").isdecimal():
        return NotFoundError(f"no meeting {typed[:20]}", way=("meetings",))
    like = list_meetings(ledger, [typed])[: actors.OFFERED_MOST] if split_words(typed) else []
    if not like and (near := find_nearest(typed, meeting_names(ledger))):
        like = [one for one in list_meetings(ledger) if one.name == near][:1]
    hint = " or ".join(f"{one.id}: {one.title}" for one in like)
    if hint:
        return NotFoundError(f"no meeting '{typed}'; did you mean {hint}?")
    return NotFoundError(f"no meeting '{typed}'", way=("meetings",))


def add(change: Change, *, body: str, name: str, place: str, held_on: str | None, note: str = "") -> int:
    """A new meeting; gives back its id.

    Raises UsageError without body, name and place, NoChangeError if there is such a one.
    """
    columns = {
        "body_id": actors.ensure_actor(change, body, "organisation") if body.strip() else None,
        "name": _parse_meeting_name(name),
        "key": folded_key(name),
        "held_on": held_on,
        "place": _parse_place(place),
    }
    _refuse_empty(columns)
    twin = _twin_meeting(change.ledger, columns, 0)
    if twin is not None:
        raise NoChangeError(f"there is such a meeting already: {twin}", way=("meeting", twin))
    return change.insert("meetings", **columns, note=refuse_unstorable(note, "note").strip())


def edit(
    change: Change,
    meeting: int,
    *,
    name: str | None = None,
    held_on: str | None = None,
    body: str | None = None,
    place: str | None = None,
    note: str | None = None,
    slip: bool = False,
) -> None:
    """Change what is said of a meeting, for all its proposals; an empty text is none.

    The old name keeps finding it, unless it was a `slip` of the pen. Raises NoChangeError if nothing changes,
    UsageError if nothing would be left, or if there is such a meeting already.
    """
    row = _meeting_row(change.ledger, meeting)
    said: dict[str, Any] = {}
    if name is not None:
        said |= {"name": _parse_meeting_name(name), "key": folded_key(name)}
    if body is not None:
        said["body_id"] = actors.ensure_actor(change, body, "organisation") if body.strip() else None
    said |= {"held_on": held_on or None} if held_on is not None else {}
    said |= {"place": _parse_place(place)} if place is not None else {}
    said |= {"note": refuse_unstorable(note, "note").strip()} if note is not None else {}
    said = {field: value for field, value in said.items() if row[field] != value}
    if not said:
        raise NoChangeError(
            f"{read_meeting(change.ledger, meeting).title} already has these values; nothing was changed"
        )
    whole = {field: row[field] for field in ("body_id", "name", "key", "held_on", "place")} | said
    _refuse_empty(whole)
    twin = _twin_meeting(change.ledger, whole, meeting)
    if twin is not None:
        raise UsageError(
            f"there is such a meeting already: {twin}; to make the two one: tracker meeting merge {twin} {meeting}"
        )
    change.update("meetings", meeting, **said)
    if "key" in said:
        change.execute("DELETE FROM meeting_aliases WHERE meeting_id = ? AND key = ?", [meeting, said["key"]])
        if row["name"] and not slip:
            _add_alias(change, meeting, row["name"])


def merge(change: Change, keep: int, others: Sequence[int]) -> int:
    """Make one meeting of several: the proposals of the others are from the one kept, which their names find.

    What the one kept does not say of itself is taken from them. Gives back how many proposals that concerns.
    Raises UsageError for a meeting to be merged into itself.
    """
    if keep in others:
        raise UsageError(
            f"both mean meeting {keep} ({read_meeting(change.ledger, keep).title}) already; nothing was changed"
        )
    concerned = proposals_of_meetings(change.ledger, others)
    for other in others:
        _take_over_meeting_facts(change, keep, other)
        change.update("meetings", other, merged_into=keep)
        change.execute("UPDATE meetings SET merged_into = ? WHERE merged_into = ?", [keep, other])
        absorb_meeting(change, keep, other)
        _add_alias(change, keep, _meeting_row(change.ledger, other)["name"])
    presence.stamp_many(change, concerned)
    return len(concerned)


def merge_alike(change: Change, body: int) -> list[int]:
    """Make one of each two meetings of a body of which the same is said, as after a merge of bodies.

    Gives back those that were merged into an older one.
    """
    sql = f"SELECT m.* FROM meetings AS m WHERE {LIVE} AND m.body_id = ? ORDER BY m.id DESC"
    merged: list[int] = []
    for row in change.ledger.rows(sql, [body]):
        older = _twin_meeting(change.ledger, dict(row), row["id"])
        if older is not None:
            merge(change, older, [row["id"]])
            merged.append(row["id"])
    return merged


def proposals_of_meetings(ledger: Ledger, wanted: Sequence[int]) -> list[int]:
    """The proposals of these meetings, removed or not."""
    sql = "SELECT id FROM proposals WHERE meeting_id IN (SELECT value FROM json_each(?))"
    return [row[0] for row in ledger.rows(sql, [str(list(wanted))])]


def absorb_meeting(change: Change, keep: int, other: int) -> None:
    """Let all that refers to a meeting refer to another."""
    both = {"keep": keep, "other": other}
    change.execute("UPDATE proposals SET meeting_id = :keep WHERE meeting_id = :other", both)
    change.execute(
        "DELETE FROM meeting_aliases WHERE meeting_id = :other"
        " AND key IN (SELECT key FROM meeting_aliases WHERE meeting_id = :keep)",
        both,
    )
    change.execute("UPDATE meeting_aliases SET meeting_id = :keep WHERE meeting_id = :other", both)


def remove(change: Change, meeting: int) -> None:
    """Take a meeting away that no proposal is from. Raises UsageError."""
    number = len(proposals_of_meetings(change.ledger, [meeting]))
    if number:
        title = read_meeting(change.ledger, meeting).title
        raise UsageError(
            f"{title} cannot be removed: {plural(number, 'proposal')} name it; make it another's:"
            f" tracker meeting merge OTHER {meeting}"
        )
    change.update("meetings", meeting, removed_at=change.at)


def _meeting_row(ledger: Ledger, meeting: int | None) -> Any:
    return ledger.row("SELECT * FROM meetings WHERE id = ?", [meeting])


def _parse_meeting_name(typed: str) -> str:
    return _parse_findable(typed, "meeting", "the name of a meeting")


def _parse_place(typed: str) -> str:
    return _parse_findable(typed, "place", "a place")


def _parse_findable(typed: str, field: str, what: str) -> str:
    """A name on one line, maybe an empty one. Raises UsageError for one that a query could not find."""
    with blame_field(field, typed):
        tidy = " ".join(refuse_unstorable(typed, field).split())
    if tidy and not split_words(tidy):
        message = f"'{visible_line(tidy, 60)}' cannot be {what}: it needs a letter or a digit"
        raise UsageError(message, field=field, value=typed)
    return refuse_reserved(tidy, what, field)


def _refuse_empty(columns: dict[str, Any]) -> None:
    if columns["body_id"] is None and not columns["name"] and not columns["place"]:
        raise UsageError("a meeting needs a name, a body or a place")


def _twin_meeting(ledger: Ledger, columns: dict[str, Any], meeting: int) -> int | None:
    """Another meeting of which the same is said."""
    rows = ledger.rows(
        f"SELECT m.id, m.place FROM meetings AS m WHERE {LIVE} AND m.key = ? AND m.body_id IS ? AND m.held_on IS ?"
        " AND m.id <> ?",
        [columns["key"], columns["body_id"], columns["held_on"], meeting],
    )
    return next((row[0] for row in rows if folded_key(row[1]) == folded_key(columns["place"])), None)


def _add_alias(change: Change, meeting: int, name: str) -> None:
    """Let a name find a meeting that has another."""
    if name and folded_key(name) != _meeting_row(change.ledger, meeting)["key"]:
        change.execute(
            "INSERT INTO meeting_aliases (meeting_id, name, key) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [meeting, name, folded_key(name)],
        )


def _take_over_meeting_facts(change: Change, keep: int, other: int) -> None:
    mine, theirs = _meeting_row(change.ledger, keep), _meeting_row(change.ledger, other)
    both = {field: mine[field] or theirs[field] for field in ("name", "key", "body_id", "held_on", "place")}
    both["note"] = "\n".join(dict.fromkeys(note for note in (mine["note"], theirs["note"]) if note))
    if new := {field: value for field, value in both.items() if value != mine[field]}:
        change.update("meetings", keep, **new)


def meeting_names(ledger: Ledger) -> list[str]:
    """Every meeting's name, the newest first, for completion."""
    rows = ledger.rows(
        "SELECT name FROM meetings WHERE removed_at IS NULL AND merged_into IS NULL AND name <> '' ORDER BY id DESC"
    )
    return list(dict.fromkeys(row[0] for row in rows))


def meeting_places(ledger: Ledger) -> list[str]:
    """Every place where a meeting was, the newest first, for completion."""
    rows = ledger.rows(
        "SELECT place FROM meetings WHERE removed_at IS NULL AND merged_into IS NULL AND place <> '' ORDER BY id DESC"
    )
    return list(dict.fromkeys(row[0] for row in rows))
