"""What `tracker check` looks at: the file, its references, what is derived, what is quoted."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from tracker import schema
from tracker.schema import sqlite3
from tracker.store import keys, tokens
from tracker.store.packages import unpack_document
from tracker.store.quotes import find_quote_faults
from tracker.store.records import actors, events, sources, topics
from tracker.store.search import index
from tracker.store.trust import steps, structure, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.store.ledger import Ledger

WRONG_STATUSES = """
SELECT p.id, p.status, p.status_on, e.status, e.occurred_on FROM proposals AS p
LEFT JOIN standing_events AS e
  ON e.id = (SELECT max(id) FROM standing_events AS s WHERE s.proposal_id = p.id)
WHERE p.status IS NOT coalesce(e.status, 'proposed')
   OR p.status_on IS NOT e.occurred_on OR p.status_event_id IS NOT e.id
"""
CIRCLES = """
WITH RECURSIVE way (kind, start, first, at) AS (
  SELECT kind, from_id, to_id, to_id FROM links WHERE kind IN ('part-of', 'replaces')
  UNION SELECT w.kind, w.start, w.first, l.to_id FROM way AS w JOIN links AS l ON l.from_id = w.at AND l.kind = w.kind
  WHERE w.at <> w.start
) SELECT DISTINCT kind, start, first FROM way WHERE at = start ORDER BY kind, start, first
"""


class Problem(NamedTuple):
    """What is wrong, in one line; `way` is the name of a way out, and what that is done to."""

    sentence: str
    way: tuple[object, ...] = ()


def find_problems(ledger: Ledger) -> Iterator[Problem]:
    """Everything wrong with a database; nothing if it is sound. What cannot be read does not stop it."""
    for part in (
        _structure_problems,
        _file_problems,
        _value_problems,
        _history_problems,
        _status_problems,
        _link_problems,
        _topic_problems,
        search_problems,
        _name_problems,
        _source_problems,
        _merge_problems,
        _snapshot_problems,
        _quote_problems,
    ):
        yield from _read_on(ledger, part)


def _read_on(ledger: Ledger, part: Callable[[Ledger], Iterator[str | Problem]]) -> Iterator[Problem]:
    """What one part finds, as far as the file can be read."""
    try:
        for one in part(ledger):
            yield one if isinstance(one, Problem) else Problem(one)
    except sqlite3.Error as error:
        what = part.__name__.strip("_").removesuffix("_problems")
        yield Problem(f"{what}: {ledger.path} cannot be read to the end ({error}); keep a copy and restore a backup")
    except (AttributeError, KeyError, LookupError, TypeError, ValueError) as error:  # a value that is named above
        what = part.__name__.strip("_").removesuffix("_problems")
        yield Problem(f"{what}: a damaged value stops this part of the check ({error})")


def _structure_problems(ledger: Ledger) -> Iterator[Problem]:
    """What stands in the file beside the records and is not as the program makes it."""
    for one in structure.find_differences(ledger.con, schema.schema_version()):
        yield Problem(one.sentence, ("put back",) if one.ours else ())


def _file_problems(ledger: Ledger) -> Iterator[str]:
    yield from (f"file: {row[0]}" for row in ledger.rows("PRAGMA integrity_check") if row[0] != "ok")
    for row in ledger.rows("PRAGMA foreign_key_check"):
        yield f"{row['table']} {row['rowid']}: refers to a record of {row['parent']} that is not there"


def _status_problems(ledger: Ledger) -> Iterator[str]:
    for proposal, status, status_on, right, right_on in wrong_statuses(ledger):
        yield f"#{proposal}: status {status} ({status_on}), but its events say {right} ({right_on})"
    for event, proposal, on, right in ledger.rows(events.STRAYED_DATES):
        yield (
            f"#{proposal}: event {event} has the date of its proposal, {right or 'undated'}, but is of"
            f" {on or 'no date'}; any change here sets it right"
        )
    for (row,) in ledger.rows(
        "SELECT p.id FROM proposals AS p WHERE NOT EXISTS (SELECT 1 FROM status_events AS e WHERE e.proposal_id = p.id)"
    ):
        yield f"#{row}: has no status event"
    for event, both in ledger.rows(
        "SELECT supersedes_id, group_concat(id, ' and ') FROM status_events WHERE supersedes_id IS NOT NULL"
        " GROUP BY supersedes_id HAVING count(*) > 1"
    ):
        yield f"status event {event}: is corrected by {both}, which cannot both be right"
    if ledger.value("SELECT count(*) FROM current_change"):
        yield "history: a change was left open"


def wrong_statuses(ledger: Ledger) -> list[tuple[int, str, str | None, str, str | None]]:
    """The proposals that stand elsewhere than their events say: number, status and its date, what they should be."""
    return [tuple(row) for row in ledger.rows(WRONG_STATUSES)]


def _link_problems(ledger: Ledger) -> Iterator[Problem]:
    """Circles, which an undo can close again, and so can another program."""
    for kind, proposal, other in ledger.rows(CIRCLES):
        sentence = f"#{proposal}: {kind} #{other} leads back to itself; one of them is wrong"
        yield Problem(sentence, ("remove link", proposal, kind, other))


def _topic_problems(ledger: Ledger) -> Iterator[str]:
    """Merged topics that mean none, or that a proposal still has: only another program leaves such."""
    there = topics.all_topic_codes(ledger)
    circle = topics.codes_in_circle(ledger)
    yield from (f"topic {code}: was merged, in the end, into itself" for code in circle)
    for proposal, topic in ledger.rows(
        "SELECT p.proposal_id, p.topic_id FROM proposal_topics AS p JOIN topics AS t ON t.id = p.topic_id"
        " WHERE t.merged_into IS NOT NULL ORDER BY p.proposal_id, p.id"
    ):
        code, kept = there[topic].code, there[topics.surviving_topic(there, topic)].code
        if code not in circle:
            way_out = f"tracker topic merge {kept} {code}"
            yield f"#{proposal}: has the topic {code}, which was merged into {kept}; correct it with: {way_out}"


def search_problems(ledger: Ledger) -> Iterator[str]:
    """What a search would not find, or find wrongly."""
    stale = ledger.value("SELECT count(*) FROM search_stale")
    if stale:
        yield f"search: {stale} proposals changed by another program are not searchable yet; any change here fixes it"
    waiting = {row[0] for row in ledger.rows("SELECT proposal_id FROM search_stale")}
    held = 0
    for (proposal,) in ledger.rows("SELECT id FROM proposals ORDER BY recency"):
        if proposal not in waiting:
            yield from (
                f"#{proposal}: citation {one} says wrongly whether its quote was altered; any change to the proposal"
                " mends it"
                for one in find_quote_faults(ledger, proposal)
            )
        rowid, wanted = index.search_document(ledger, proposal) or (0, [])
        found = [tuple(row) for row in ledger.rows("SELECT * FROM search WHERE rowid = ?", [rowid])]
        held += len(found)
        if proposal not in waiting and found != [tuple(wanted)]:
            yield f"#{proposal}: its search document is out of date; any change to the proposal rebuilds it"
    ledger.con.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, search, row)")
    unknown = (
        "SELECT count(*) FROM temp.vocabulary WHERE term NOT GLOB ? AND length(CAST(term AS BLOB)) < ?"
        " AND term NOT IN (SELECT word FROM search_words)"
    )
    if missing := ledger.value(unknown, [f"{tokens.SIGN}*", index.LONGEST]):
        yield f"search: {missing} words cannot be found by their beginning"
    if not waiting and (orphans := ledger.value("SELECT count(*) FROM search") - held):
        yield f"search: {orphans} documents belong to no proposal"


def _name_problems(ledger: Ledger) -> Iterator[str | Problem]:
    """Keys that are not those of their names, and records whose names have one key."""
    waiting = {row[0] for row in ledger.rows("SELECT proposal_id FROM search_stale")}
    for one in keys.find_key_faults(ledger):
        if one.table == "proposals" and one.row not in waiting:
            yield f"#{one.row}: its title is sorted as another; tracker db upgrade makes its key anew"
        elif one.table != "proposals":
            yield f"{one.table} {one.row}: '{one.name}' is not found by its name; tracker db upgrade makes its key anew"
    for source, _ in sources.find_address_faults(ledger):
        yield Problem(f"source {source}: it is not found by its address", ("put back",))
    yield from map(keys.describe_namesakes, keys.find_namesakes(ledger))


def _merge_problems(ledger: Ledger) -> Iterator[str]:
    """What refers to a record that no longer stands for itself."""
    gone = "merged_into IS NOT NULL OR removed_at IS NOT NULL"
    for (actor,) in ledger.rows(f"SELECT id FROM actors WHERE ({gone}) AND {actors.IS_USED.format('actors.id')}"):
        yield f"actors {actor}: was merged or removed, but something still refers to it"
    for (meeting,) in ledger.rows(
        f"SELECT id FROM meetings WHERE ({gone}) AND EXISTS (SELECT 1 FROM proposals WHERE meeting_id = meetings.id)"
    ):
        yield f"meetings {meeting}: was merged or removed, but proposals are still from there"
    for table in ("actors", "meetings"):
        for row, into in ledger.rows(
            f"SELECT t.id, k.id FROM {table} AS t JOIN {table} AS k ON k.id = t.merged_into"
            " WHERE k.merged_into IS NOT NULL"
        ):
            yield f"{table} {row}: was merged into {into}, which was merged itself"


def _source_problems(ledger: Ledger) -> Iterator[str]:
    """Passages of sources that are not there, or that are not those of their text."""
    for citation, proposal, source, into in ledger.rows(
        "SELECT c.id, c.proposal_id, s.id, s.merged_into FROM citations AS c JOIN sources AS s ON s.id = c.source_id"
        " WHERE s.merged_into IS NOT NULL OR s.removed_at IS NOT NULL"
    ):
        went = f"merged into source {into}" if into else "removed"
        yield f"#{proposal}: citation {citation} names source {source}, which was {went}"
    for citation, proposal, named, right in ledger.rows(
        "SELECT c.id, c.proposal_id, c.source_id, n.source_id FROM citations AS c JOIN snapshots AS n"
        " ON n.id = c.snapshot_id AND n.source_id <> c.source_id"
    ):
        yield f"#{proposal}: citation {citation} names source {named}, but the text that it is from is source {right}'s"


def _value_problems(ledger: Ledger) -> Iterator[str]:
    return values.damaged_values(ledger)


def _history_problems(ledger: Ledger) -> Iterator[str]:
    return steps.crafted_steps(ledger)


def _snapshot_problems(ledger: Ledger) -> Iterator[str]:
    for (row,) in ledger.rows("SELECT rowid FROM snapshot_contents"):
        for digest, packed in ledger.rows("SELECT sha256, bytes FROM snapshot_contents WHERE rowid = ?", [row]):
            data = unpack_document(packed)
            if data is None or sha256(data).hexdigest() != digest:
                yield f"snapshot {digest[:12]}…: its bytes are not what was captured"


def _quote_problems(ledger: Ledger) -> Iterator[str]:
    """Quotes that no longer stand where their anchor says."""
    for row in ledger.rows(
        "SELECT c.id, c.proposal_id FROM citations AS c JOIN snapshots AS n ON n.id = c.snapshot_id"
        " JOIN snapshot_contents AS t USING (sha256, media_type) WHERE c.start_at IS NOT NULL"
        " AND substr(t.text, c.start_at + 1, c.end_at - c.start_at) <> c.quote"
    ):
        yield f"#{row['proposal_id']}: the quote of citation {row['id']} is not at its place in the snapshot"
