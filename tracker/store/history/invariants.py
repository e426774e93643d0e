"""What an undo may not unsettle: what was merged stays merged, a name is one's own, and nobody in use is removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.model import UsageError
from tracker.store.records import actors, meetings, merges
from tracker.store.records.merges import LIVE

if TYPE_CHECKING:
    from tracker.store.ledger import Change

# Whether a change merged a record that stood until then.
WAS_MERGED = """
SELECT 1 FROM history WHERE change_id = ? AND tbl = ? AND row = ? AND json_type(old, '$.merged_into') = 'null'
"""
# What names somebody anew, or lets somebody stand who did not: a row brought back, or one of these columns set.
NAMES_ANEW = """
(old IS NULL OR json_type(new, '$.name') IS NOT NULL OR json_type(new, '$.merged_into') IS NOT NULL
 OR json_type(new, '$.removed_at') IS NOT NULL OR json_type(new, '$.actor_id') IS NOT NULL)
"""
NAMED_ANEW = f"(SELECT row FROM history WHERE change_id = ? AND tbl = 'actors' AND {NAMES_ANEW})"
# The aliases met by a change that are also the name of somebody who stands.
DOUBLE = f"""
SELECT n.id, n.name, n.actor_id, a.id
FROM (SELECT * FROM history WHERE {NAMES_ANEW}) AS h CROSS JOIN actors AS a ON a.id = h.row
CROSS JOIN actor_aliases AS n ON n.key = a.key
WHERE h.change_id = ? AND h.tbl = 'actors' AND a.{LIVE.replace(" AND ", " AND a.")}
UNION SELECT n.id, n.name, n.actor_id, a.id
FROM (SELECT * FROM history WHERE {NAMES_ANEW}) AS h CROSS JOIN actor_aliases AS n ON n.id = h.row
CROSS JOIN actors AS a ON a.key = n.key
WHERE h.change_id = ? AND h.tbl = 'actor_aliases' AND a.{LIVE.replace(" AND ", " AND a.")}
"""
NAMED_TABLES = (
    "actors",
    "actor_aliases",
    "proposal_actors",
    "status_events",
    "meetings",
    "meeting_aliases",
    "proposals",
)


def settle_actors_and_meetings(change: Change, undone: int) -> None:
    """Put right what taking a change back brought back: references to what was merged or removed since.

    Raises UsageError where two would have one name, or each be merged into the other.
    """
    touched = _touched_tables(change)
    if touched.isdisjoint(NAMED_TABLES):
        return
    for other, keep in _settle_merges(change, "actors", undone).items():
        actors.absorb_actor(change, keep, other)
        if change.ledger.value("SELECT key FROM actors WHERE id = ?", [other]) is not None:
            actors.take_over_name(change, keep, other)
    for other, keep in _settle_merges(change, "meetings", undone).items():
        meetings.absorb_meeting(change, keep, other)
    _bring_back_used(change)
    if not _touched_tables(change).isdisjoint({"actors", "actor_aliases"}):
        _settle_names(change, undone)


def refuse_merges_since(change: Change, undone: int) -> None:
    """Raise UsageError if what a change merged was merged on since, which is why nothing of it can be undone."""
    for table in ("actors", "meetings"):
        _settle_merges(change, table, undone)


def _touched_tables(change: Change) -> set[str]:
    rows = change.ledger.rows("SELECT DISTINCT tbl FROM history WHERE change_id = ?", [change.id])
    return {row[0] for row in rows}


def _settle_merges(change: Change, table: str, undone: int) -> dict[int, int]:
    """Where each merged record of a table ended up, and let it say so itself."""
    found: dict[int, int] = {}
    for other, keep in merges.surviving_ids(change.ledger, table).items():
        since = ""
        if keep is None:
            since = f"{_record_name(change, table, other)} was merged the other way since"
        elif change.ledger.value(WAS_MERGED, [undone, table, other]):
            since = (
                f"{_record_name(change, table, other)} was merged on since, into {_record_name(change, table, keep)}"
            )
        if keep is None or since:
            raise UsageError(f"change {undone} cannot be undone: {since}; undo that first")
        to = {"keep": keep, "other": other}
        change.execute(f"UPDATE {table} SET merged_into = :keep WHERE id = :other AND merged_into <> :keep", to)
        found[other] = keep
    return found


def _record_name(change: Change, table: str, row: int) -> str:
    return change.ledger.value(f"SELECT name FROM {table} WHERE id = ?", [row]) or f"{table} {row}"


def _bring_back_used(change: Change) -> None:
    """What was removed while nothing referred to it stands again once something does."""
    used = actors.IS_USED.format("actors.id")
    change.execute(f"UPDATE actors SET removed_at = NULL WHERE removed_at IS NOT NULL AND {used}")
    change.execute("UPDATE actors SET key = NULL WHERE removed_at IS NOT NULL AND key IS NOT NULL")
    change.execute(
        "UPDATE meetings SET removed_at = NULL WHERE removed_at IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM proposals AS p WHERE p.meeting_id = meetings.id)"
    )


def _settle_names(change: Change, undone: int) -> None:
    """Let whoever stands again have its name, and nobody else."""
    bare = f"SELECT id, name FROM actors WHERE key IS NULL AND {LIVE} AND id IN {NAMED_ANEW}"
    for actor, name in change.ledger.rows(bare, [change.id]):
        holder = actors.find(change.ledger, name)
        if holder is None:
            change.update("actors", actor, key=folded_key(name))
        elif _was_named_since(change, undone, holder, name):
            raise UsageError(_taken_name_message(change, undone, name, holder), way=("changes",))
    both = [change.id, change.id]
    for alias, name, holder, actor in change.ledger.rows(DOUBLE, both):
        if holder == actor:
            change.execute("DELETE FROM actor_aliases WHERE id = ?", [alias])
        elif any(_was_named_since(change, undone, one, name) for one in (holder, actor)):
            raise UsageError(_taken_name_message(change, undone, name, holder), way=("changes",))


def _was_named_since(change: Change, undone: int, actor: int, name: str) -> bool:
    """Whether an actor got a name of that key after a change; two whose names met before stay two."""
    return bool(
        change.ledger.value(
            f"SELECT 1 FROM history WHERE row = ? AND tbl = 'actors' AND change_id > ? AND {NAMES_ANEW}"
            " UNION ALL SELECT 1 FROM actor_aliases AS n CROSS JOIN history AS h ON h.row = n.id"
            f" WHERE n.key = ? AND h.tbl = 'actor_aliases' AND h.change_id > ? AND {NAMES_ANEW} LIMIT 1",
            [actor, undone, folded_key(name), undone],
        )
    )


def _taken_name_message(change: Change, undone: int, name: str, holder: int) -> str:
    whose = actors.actor_name(change.ledger, holder)
    return (
        f"change {undone} cannot be undone: the name '{name}' now belongs to actor {holder} ({whose}); undo what made"
        f" it so first"
    )
