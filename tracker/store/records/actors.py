"""Actors: states, organisations, groups and persons, found by name or alias, made, renamed, merged and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.comparison import folded_key
from tracker.model import NoChangeError, NotFoundError, UsageError
from tracker.query_fields import refuse_reserved
from tracker.store.records import merges, presence
from tracker.store.records.merges import LIVE
from tracker.text import find_nearest, match_code, plural, refuse_unstorable
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.store.ledger import Change, Ledger

KINDS = ("state", "organisation", "group", "person")
DELETE_ALIAS = "DELETE FROM actor_aliases WHERE actor_id = ?"
OFFERED_MOST = 3  # names that an error offers
CONCERNED_PROPOSALS = """
SELECT proposal_id FROM proposal_actors WHERE actor_id IN (SELECT value FROM json_each(:ids))
UNION SELECT p.id FROM meetings AS m JOIN proposals AS p ON p.meeting_id = m.id
WHERE m.body_id IN (SELECT value FROM json_each(:ids))
UNION SELECT proposal_id FROM status_events WHERE actor_id IN (SELECT value FROM json_each(:ids))
UNION SELECT proposal_id FROM status_events WHERE according_to_id IN (SELECT value FROM json_each(:ids))
"""
# What refers to an actor and by which column, each with what it is called in a sentence, for one and for several.
REFERENCES = (
    ("proposal_actors", "actor_id", "role in a proposal", "roles in proposals"),
    ("meetings", "body_id", "meeting", "meetings"),
    ("status_events", "actor_id", "status event", "status events"),
    ("status_events", "according_to_id", "status event according to it", "status events according to it"),
)
# Whether anything refers to the actor of a column; a meeting that no longer stands does not.
IS_USED = """
(EXISTS (SELECT 1 FROM proposal_actors AS r WHERE r.actor_id = {0})
 OR EXISTS (SELECT 1 FROM meetings AS r WHERE r.body_id = {0} AND r.merged_into IS NULL AND r.removed_at IS NULL)
 OR EXISTS (SELECT 1 FROM status_events AS r WHERE r.actor_id = {0})
 OR EXISTS (SELECT 1 FROM status_events AS r WHERE r.according_to_id = {0}))
"""


def find(ledger: Ledger, name: str) -> int | None:
    """The actor of that name or alias, however it is cased or accented; None if there is none.

    It is the one that stands for those that were merged into it.
    """
    rows = ledger.rows(
        "SELECT id, merged_into, removed_at FROM actors WHERE key = :key"
        " UNION ALL SELECT a.id, a.merged_into, a.removed_at FROM actor_aliases AS n JOIN actors AS a"
        " ON a.id = n.actor_id WHERE n.key = :key",
        {"key": folded_key(name)},
    )
    found = (row[0] if row[1] is row[2] is None else merges.surviving_record(ledger, "actors", row[0]) for row in rows)
    return next((one for one in found if one is not None), None)


def matching_actors(ledger: Ledger, typed: str) -> list[int]:
    """The actors that a query means: the one of that name, else all with these words in a name or alias."""
    exact = find(ledger, typed)
    if exact is not None:
        return [exact]
    wanted = split_words(typed)
    if not wanted:
        return []
    has_all = " AND ".join("key LIKE ?" for _ in wanted)
    rows = ledger.rows(
        f"SELECT id, name FROM actors WHERE {LIVE} AND {has_all}"
        f" UNION SELECT actor_id, name FROM actor_aliases WHERE {has_all}",
        [f"%{word}%" for word in wanted] * 2,
    )
    phrase = f" {' '.join(wanted)} "
    rows = [row for row in rows if phrase in f" {' '.join(split_words(row[1]))} "]
    standing = (merges.surviving_record(ledger, "actors", row[0]) for row in rows)
    return list(dict.fromkeys(one for one in standing if one is not None))


def actor_names(ledger: Ledger) -> list[str]:
    """Every actor's name, for completion and for the nearest right one: of merged ones that of the one kept."""
    return [row[0] for row in ledger.rows(f"SELECT name FROM actors WHERE {LIVE} ORDER BY name")]


def actor_name(ledger: Ledger, actor: int) -> str:
    """The name of an actor; empty if there never was one."""
    return str(ledger.value("SELECT name FROM actors WHERE id = ?", [actor]) or "")


def require_actor(ledger: Ledger, typed: str) -> int:
    """The actor meant by its number, name or alias. Raises NotFoundError with the nearest right ones."""
    digits = typed.removeprefix("#")
    if digits.isascii() and digits.isdigit() and len(digits) < len(str(2**63)):
        standing = merges.surviving_record(ledger, "actors", int(digits))
        if standing is not None:
            return standing
    found = find(ledger, typed)
    if found is None:
        raise _unknown_actor_message(ledger, typed)
    return found


def _unknown_actor_message(ledger: Ledger, typed: str) -> NotFoundError:
    digits = typed.removeprefix("#")
    if digits.isascii() and digits.isdigit():
        removed = ledger.value("SELECT name FROM actors WHERE id = ?", [min(int(digits[:19]), 2**63 - 1)])
        if removed:
            return NotFoundError(f"actor {digits} ({removed}) was removed")
        return NotFoundError(f"no actor {digits[:19]}", way=("actors",))
    like = [f"{actor_name(ledger, one)} ({one})" for one in matching_actors(ledger, typed)[:OFFERED_MOST]]
    if not like and (near := find_nearest(typed, actor_names_and_aliases(ledger))):
        like = [f"{near} ({find(ledger, near)})"]
    if like:
        return NotFoundError(f"no actor '{typed}'; did you mean {' or '.join(like)}?")
    return NotFoundError(f"no actor '{typed}'", way=("actors",))


def actor_names_and_aliases(ledger: Ledger) -> list[str]:
    """Every name and alias by which an actor is found."""
    return [*(row[0] for row in ledger.rows("SELECT name FROM actor_aliases ORDER BY name")), *actor_names(ledger)]


def new_actor_names(change: Change) -> list[str]:
    """The names of the actors that a change has made so far."""
    rows = change.ledger.rows(
        "SELECT a.name FROM history AS h JOIN actors AS a ON a.id = h.row"
        " WHERE h.change_id = ? AND h.tbl = 'actors' AND h.old IS NULL ORDER BY a.id",
        [change.id],
    )
    return [row[0] for row in rows]


def ensure_actor(change: Change, name: str, kind: str | None = None) -> int:
    """The actor of that name, made if it is new. Raises UsageError for a name without a letter or digit."""
    tidy = parse_actor_name(name)
    found = find(change.ledger, tidy)
    if found is not None:
        return found
    _free_name(change, folded_key(tidy))
    return change.insert("actors", name=tidy, key=folded_key(tidy), kind=kind)


def parse_actor_name(typed: str) -> str:
    """A name as it is kept, on one line. Raises UsageError for one without a letter or digit."""
    tidy = " ".join(refuse_unstorable(typed, "name").split())
    if not split_words(tidy):
        raise UsageError(f"'{tidy}' cannot be the name of an actor: it needs a letter or a digit")
    return refuse_reserved(tidy, "the name of an actor")


def edit(
    change: Change, actor: int, *, name: str | None = None, kind: str | None = None, note: str | None = None,
    slip: bool = False,
) -> None:  # fmt: skip
    """Change the name, kind or note of an actor; its old name stays as an alias unless it was a `slip` of the pen.

    An empty kind or note is none. Raises NoChangeError if nothing changes, UsageError for a name that another has.
    """
    row = _actor_row(change.ledger, actor)
    columns: dict[str, Any] = {}
    if kind is not None:
        columns["kind"] = match_code(kind, KINDS, "kind of actor") if kind.strip() else None
    if note is not None:
        columns["note"] = refuse_unstorable(note, "note").strip()
    if name is not None:
        columns["name"] = parse_actor_name(name)
    columns = {field: value for field, value in columns.items() if row[field] != value}
    if not columns:
        raise NoChangeError(f"{row['name']} already has these values; nothing was changed")
    if "name" in columns:
        _rename(change, row, columns.pop("name"), slip=slip)
    if columns:
        change.update("actors", actor, **columns)


def _rename(change: Change, row: Any, name: str, *, slip: bool) -> None:
    actor, new = row["id"], folded_key(name)
    _refuse_taken_name(change.ledger, actor, name, keeps=False)
    _free_name(change, new)
    change.execute("DELETE FROM actor_aliases WHERE actor_id = ? AND key = ?", [actor, new])
    change.update("actors", actor, name=name, key=new)
    if not slip and find(change.ledger, row["name"]) is None:
        change.insert("actor_aliases", actor_id=actor, name=row["name"], key=folded_key(row["name"]))


def add_aliases(change: Change, actor: int, typed: Iterable[str]) -> None:
    """Give an actor other names. Raises NoChangeError if it has them all, UsageError for one that another has."""
    new = {folded_key(name): name for name in map(parse_actor_name, typed)}
    for name in new.values():
        _refuse_taken_name(change.ledger, actor, name, keeps=True)
    missing = [name for name in new.values() if find(change.ledger, name) is None]
    if not missing:
        raise NoChangeError(f"{actor_name(change.ledger, actor)} already has these names; nothing was changed")
    for name in missing:
        _free_name(change, folded_key(name))
        change.insert("actor_aliases", actor_id=actor, name=name, key=folded_key(name))


def remove_aliases(change: Change, actor: int, typed: Iterable[str]) -> None:
    """Take aliases away from an actor. Raises UsageError for its own name, or one that it does not have."""
    row = _actor_row(change.ledger, actor)
    for name in typed:
        spelt, key = f"{DELETE_ALIAS} AND name = ?", f"{DELETE_ALIAS} AND key = ?"
        if change.execute(spelt, [actor, name]).rowcount or change.execute(key, [actor, folded_key(name)]).rowcount:
            continue
        if folded_key(name) == row["key"]:
            raise UsageError(f"'{name}' is its name, not an alias", way=("rename actor", actor))
        has = read_aliases(change.ledger, actor)
        near = find_nearest(name, has)
        hint = f"did you mean {near}?" if near else f"it has {', '.join(has)}" if has else "it has none"
        raise UsageError(f"{row['name']} has no alias '{name}'; {hint}")


def read_aliases(ledger: Ledger, actor: int) -> list[str]:
    """The other names of an actor, in the order given."""
    return [row[0] for row in ledger.rows("SELECT name FROM actor_aliases WHERE actor_id = ? ORDER BY id", [actor])]


def merge(change: Change, keep: int, others: Sequence[int]) -> int:
    """Make one actor of several: all that refers to the others refers to the one kept, and so do their names.

    What the one kept does not say of itself is taken from them. Gives back how many proposals that concerns.
    Raises UsageError for an actor to be merged into itself.
    """
    if keep in others:
        raise UsageError(f"both mean actor {keep} ({actor_name(change.ledger, keep)}) already; nothing was changed")
    concerned = proposals_of_actors(change.ledger, others)
    for other in others:
        _take_over_actor_facts(change, keep, other)
        # one after the other, so that an undo gives back what it can
        change.update("actors", other, merged_into=keep)
        change.execute("UPDATE actors SET merged_into = ? WHERE merged_into = ?", [keep, other])
        absorb_actor(change, keep, other)
        take_over_name(change, keep, other)
    presence.stamp_many(change, concerned)
    return len(concerned)


def proposals_of_actors(ledger: Ledger, wanted: Sequence[int]) -> list[int]:
    """The proposals, removed or not, in which any of these actors has a part: a role, the body, a status event."""
    return [row[0] for row in ledger.rows(CONCERNED_PROPOSALS, {"ids": str(list(wanted))})]


def absorb_actor(change: Change, keep: int, other: int) -> None:
    """Let all that refers to an actor refer to another, once each; of an office held both ways, both stay."""
    both = {"keep": keep, "other": other}
    double = (
        "FROM proposal_actors AS b WHERE b.actor_id = :other AND b.proposal_id = proposal_actors.proposal_id"
        " AND b.role = proposal_actors.role"
    )
    change.execute(
        "UPDATE proposal_actors SET office = iif(office = '', '', office || ' and ') || (SELECT b.office "
        f"{double}) WHERE actor_id = :keep"
        f" AND EXISTS (SELECT 1 {double} AND b.office NOT IN ('', proposal_actors.office))",
        both,
    )
    change.execute(
        "DELETE FROM proposal_actors WHERE actor_id = :other AND EXISTS (SELECT 1 FROM proposal_actors AS a"
        " WHERE a.proposal_id = proposal_actors.proposal_id AND a.role = proposal_actors.role AND a.actor_id = :keep)",
        both,
    )
    for table, column, *_ in (*REFERENCES, ("actor_aliases", "actor_id")):
        change.execute(f"UPDATE {table} SET {column} = :keep WHERE {column} = :other", both)


def take_over_name(change: Change, keep: int, other: int) -> None:
    """Let the name of a merged actor be an alias of the one kept, unless somebody is called so already."""
    name = actor_name(change.ledger, other)
    change.execute("UPDATE actors SET key = NULL WHERE id = ? AND key IS NOT NULL", [other])
    if find(change.ledger, name) is None:
        change.insert("actor_aliases", actor_id=keep, name=name, key=folded_key(name))


def remove(change: Change, actor: int) -> None:
    """Take an actor away that nothing refers to. Raises UsageError that says what does."""
    name = actor_name(change.ledger, actor)
    if used := actor_uses(change.ledger, actor):
        raise UsageError(
            f"{name} cannot be removed: {' and '.join(used)} name it; to give that to another one:"
            f" tracker actor merge OTHER {actor}",
            way=("actor", actor),
        )
    change.execute("DELETE FROM actor_aliases WHERE actor_id = ?", [actor])
    change.update("actors", actor, removed_at=change.at)
    change.update("actors", actor, key=None)


def actor_uses(ledger: Ledger, actor: int) -> list[str]:
    """What refers to an actor, counted, in words; also of proposals that were removed."""
    found = []
    for table, column, one, many in REFERENCES:
        standing = f" AND {LIVE}" if table == "meetings" else ""
        number = ledger.value(f"SELECT count(*) FROM {table} WHERE {column} = ?{standing}", [actor])
        found += [plural(number, one, many)] if number else []
    return found


def _actor_row(ledger: Ledger, actor: int) -> Any:
    return ledger.row("SELECT * FROM actors WHERE id = ?", [actor])


def _take_over_actor_facts(change: Change, keep: int, other: int) -> None:
    mine, theirs = _actor_row(change.ledger, keep), _actor_row(change.ledger, other)
    notes = list(dict.fromkeys(note for note in (mine["note"], theirs["note"]) if note))
    both = {"kind": mine["kind"] or theirs["kind"], "note": "\n".join(notes)}
    if new := {name: value for name, value in both.items() if value != mine[name]}:
        change.update("actors", keep, **new)


def _refuse_taken_name(ledger: Ledger, actor: int, name: str, *, keeps: bool) -> None:
    holder = find(ledger, name)
    if holder in {None, actor}:
        return
    whose = actor_name(ledger, holder or 0)
    one, other = (actor, holder) if keeps else (holder, actor)
    is_alias = "" if folded_key(whose) == folded_key(name) else f" is an alias of {whose} and"
    raise UsageError(
        f"'{name}'{is_alias} means actor {holder}; if the two are one: tracker actor merge {one} {other}",
        way=("remove alias", holder, name) if is_alias else (),
    )


def _free_name(change: Change, wanted: str) -> None:
    """Take a name from an actor that no longer stands, where another program left it one."""
    change.execute(f"UPDATE actors SET key = NULL WHERE key = ? AND NOT ({LIVE})", [wanted])
