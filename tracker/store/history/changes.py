"""The history: what every change did, taking a change back, and doing it again."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.clocks import local_day
from tracker.model import UPGRADER, ChangeEntry, NotFoundError, UndoLeftover, UsageError
from tracker.schema import sqlite3
from tracker.store import database
from tracker.store.derivation import without_derived
from tracker.store.history import invariants
from tracker.store.keys import key_columns, restored_key
from tracker.store.records import events, presence, source_edits, sources, topics
from tracker.store.records.links import SYMMETRIC_KINDS
from tracker.store.trust.steps import ChangeStep, make_step, parse_step_columns, refuse_crafted, tracked_columns
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Change, Ledger

# Records that others lean on: an undo leaves them where they are still in use.
SHARED_TABLES = frozenset({"actors", "actor_aliases", "meetings", "meeting_aliases", "sources", "snapshots", "topics"})
STATUS_TABLES = frozenset({"statuses", "status_steps", "reasons"})  # no command writes them
OLD = timedelta(days=1)
ENTRY = "id, at, who, command, iif(undoes < id, undoes, NULL) AS undoes"  # nothing undoes what came after it
STAMP = "updated_at"  # a fact about the history: an undo stamps it anew
# What others' coming and going, or the renaming and merging of tags and topics, changes: no reason to keep a row.
FOLLOWING_COLUMNS = frozenset({STAMP, "is_primary", "topic_id"})
RENAMED_COLUMNS = {"tags": frozenset({"name"})}


def newest_changes(ledger: Ledger, limit: int | None = None, since: str = "") -> list[ChangeEntry]:
    """The newest changes, newest first, none before the UTC instant `since`."""
    where = "WHERE at >= ?" if since else ""
    sql = f"SELECT {ENTRY} FROM changes {where} ORDER BY id DESC LIMIT ?"
    rows = ledger.rows(sql, [since, _sql_limit(limit)] if since else [_sql_limit(limit)])
    return [ChangeEntry(*row) for row in rows]


def read_change(ledger: Ledger, change: int) -> ChangeEntry:
    """One change. Raises NotFoundError."""
    rows = ledger.rows(f"SELECT {ENTRY} FROM changes WHERE id = ?", [change])
    if not rows:
        raise NotFoundError(f"no change {change}", way=("changes",))
    return ChangeEntry(*rows[0])


def change_steps(ledger: Ledger, change: int, limit: int | None = None) -> list[ChangeStep]:
    """What a change did, row by row, in the order done; the first so many rows."""
    sql = "SELECT id, tbl, row, old, new FROM history WHERE change_id = ? ORDER BY id LIMIT ?"
    return [make_step(row) for row in ledger.rows(sql, [change, _sql_limit(limit)])]


def step_content(ledger: Ledger, step: ChangeStep) -> dict[str, Any]:
    """The columns that a step changed, or of the row that it deleted or added, as that now is; empty if it is gone."""
    if step.new is not None:
        return step.new
    return step.old or _stored_row(ledger, step.table, step.row) or {}


def count_steps(ledger: Ledger, change: int) -> int:
    """How many steps a change has."""
    return int(ledger.value("SELECT count(*) FROM history WHERE change_id = ?", [change]))


def is_stamp(step: ChangeStep) -> bool:
    """Whether a step only says that a record was touched."""
    return step.new is not None and step.new.keys() <= {STAMP}


def find_undoer(ledger: Ledger, change: int) -> int | None:
    """The change that took this one back and is itself in force; None if it stands."""
    rows = ledger.rows("SELECT id FROM changes WHERE undoes = ? AND id > undoes ORDER BY id DESC", [change])
    return next((row[0] for row in rows if find_undoer(ledger, row[0]) is None), None)


def last_to_undo(ledger: Ledger, who: str) -> int:
    """The newest change of one's own that stands and is no undo. Raises UsageError if there is none."""
    entry = _change_to_undo(ledger, who, 0)
    if entry is None:
        raise UsageError("nothing to undo", way=("changes",))
    return entry.id


def next_to_undo(ledger: Ledger, who: str) -> tuple[ChangeEntry, list[str]]:
    """The newest change of one's own that can be taken back, and why each newer one cannot.

    Whether one can is tried, and leaves no trace. Raises UsageError if there is none, BusyError as `write` does.
    """
    passed: list[str] = []
    while (entry := _change_to_undo(ledger, who, len(passed))) is not None:
        refusal = _undo_refusal(ledger, entry)
        if not refusal:
            return entry, passed
        passed.append(refusal)
    if not passed:
        raise UsageError("nothing to undo", way=("changes",))
    raise UsageError(passed[0] + (f" ({plural(len(passed) - 1, 'other')} of yours cannot either)" * (len(passed) > 1)))


def _change_to_undo(ledger: Ledger, who: str, newer: int) -> ChangeEntry | None:
    """The change of one's own that stands and is no undo, before so many newer ones; None if there is none."""
    made = (entry for entry, _ in _standing_changes(ledger, who) if entry.undoes is None)
    with closing(made):
        return next(islice(made, newer, None), None)


def _undo_refusal(ledger: Ledger, entry: ChangeEntry) -> str:
    """Why a change cannot be taken back, tried and left undone; empty if it can.

    Each is tried in a transaction of its own: inside a savepoint every statement's old pages are kept until its end,
    and a change of ten thousand rows took a minute.
    """
    try:
        with database.try_change(ledger, "undo", entry.who) as change:
            undo_change(change, entry.id)
    except UsageError as error:
        return str(error)
    return ""


def last_to_redo(ledger: Ledger, who: str) -> int:
    """The newest standing undo of one's own, as long as nothing else was done since. Raises UsageError."""
    for entry, depth in _standing_changes(ledger, who):
        if depth % 2:
            return entry.id
        if depth == 0:
            break
    raise UsageError("nothing to redo: the last change is not an undo", way=("changes",))


def describe_reversal(ledger: Ledger, entry: ChangeEntry) -> tuple[ChangeEntry, str]:
    """What taking this change back is about: the change that somebody made, and the command that the history names.

    An undo is about the change it undid, a redo about the change that is done again.
    """
    verb, made = "redo" if _undo_depth(ledger, entry) % 2 else "undo", entry
    while made.undoes is not None:
        made = read_change(ledger, made.undoes)
    return made, f"{verb}: {made.command}"


def undo_doubts(ledger: Ledger, entry: ChangeEntry, now: datetime) -> list[str]:
    """Why a bare undo of this change may not be what is wanted: it is old, or others wrote since."""
    found = [f"it is of {local_day(entry.at)}"] if entry.at < f"{now - OLD:%Y-%m-%dT%H:%M:%S}" else []
    sql = "SELECT who FROM changes WHERE id > ? AND who NOT IN (?, ?) LIMIT 1"
    other = ledger.value(sql, [entry.id, entry.who, UPGRADER])
    return found if other is None else [*found, f"{other} changed something since"]


def undo_change(change: Change, undone: int) -> list[UndoLeftover]:
    """Take a change back inside a new one, and leave what was changed again since; gives back what was left.

    Raises NotFoundError, and UsageError if it is an upgrade of the file, if it is undone already, if later changes
    build on what it added, or if nothing of it can be taken back.
    """
    ledger = change.ledger
    taken = change_steps(ledger, undone)
    refuse_crafted(undone, taken)
    _refuse_upgrade(read_change(ledger, undone), taken)
    by = find_undoer(ledger, undone)
    if by is not None:
        raise UsageError(f"change {undone} is undone already, by change {by}")
    change.update("changes", change.id, undoes=undone)
    kept: list[UndoLeftover] = []
    done = [_take_back_step(change, undone, step, kept) for step in reversed(taken)]
    topics.settle_topics(change)
    if not any(done) and not all(map(is_stamp, taken)):
        invariants.refuse_merges_since(change, undone)
        again = next((one for one in kept if one.column), None)
        since = (
            f"was changed again since{_author_note(ledger, undone, again)}" if again else "is in use by later changes"
        )
        raise UsageError(f"nothing of change {undone} can be undone: what it did {since}")
    source_edits.settle_sources(change, undone)
    sources.set_address_keys(ledger, [step.row for step in change_steps(ledger, change.id) if step.table == "sources"])
    invariants.settle_actors_and_meetings(change, undone)
    touched = {step.row for step in [*taken, *change_steps(ledger, change.id)] if step.table == "proposals"}
    touched |= _touched_proposals(ledger, change.id)
    topics.keep_primaries(change, touched)
    events.follow_proposal_dates(change, touched)
    presence.stamp_many(change, touched)
    return kept


def _refuse_upgrade(entry: ChangeEntry, taken: list[ChangeStep]) -> None:
    """Raise UsageError for what only an upgrade does; early ones were entered as another program's."""
    if entry.who == UPGRADER:
        raise UsageError(f"change {entry.id} is the program's own upgrade of this file and cannot be undone")
    if entry.undoes is None and any(step.table in STATUS_TABLES for step in taken):
        raise UsageError(
            f"change {entry.id} sets which statuses there are and cannot be undone: the program needs them"
        )


def _standing_changes(ledger: Ledger, who: str) -> Iterator[tuple[ChangeEntry, int]]:
    """One's own changes that stand, newest first, each with its depth: 0 a change, 1 its undo, 2 its redo."""
    undone: set[int] = set()
    rows = ledger.each_row(f"SELECT {ENTRY} FROM changes ORDER BY id DESC")
    try:
        for row in rows:
            entry = ChangeEntry(*row)
            if entry.id in undone:
                continue
            if entry.undoes is not None:
                undone.add(entry.undoes)
            if entry.who == who:
                yield entry, _undo_depth(ledger, entry)
    finally:
        rows.close()


def _undo_depth(ledger: Ledger, entry: ChangeEntry) -> int:
    depth = 0
    while entry.undoes is not None:
        entry, depth = read_change(ledger, entry.undoes), depth + 1
    return depth


def _take_back_step(change: Change, undone: int, step: ChangeStep, kept: list[UndoLeftover]) -> bool:
    """Reverse one step; gives back whether anything was done."""
    if step.new is not None:
        return _take_back_update(change, step, kept)
    if step.old is not None:
        return _take_back_delete(change, step, kept)
    return _take_back_insert(change, undone, step, kept)


def _take_back_update(change: Change, step: ChangeStep, kept: list[UndoLeftover]) -> bool:
    now = _stored_row(change.ledger, step.table, step.row)
    old, new = (without_derived(step.table, side or {}) for side in (step.old, step.new))
    if now is None:
        return False
    if now.get("follows_date"):  # it gets its proposal's, as that then is
        new = {name: value for name, value in new.items() if name != "occurred_on"}
    changed_since = {name for name in new if name != STAMP and now[name] != new[name]}
    kept += [UndoLeftover(step.table, step.row, name, now[name]) for name in sorted(changed_since)]
    columns = {name: old[name] for name in new if name != STAMP and name not in changed_since}
    if not columns:
        return False
    try:
        change.update(step.table, step.row, **columns, **key_columns(step.table, columns, now))
    except sqlite3.IntegrityError:  # its place was taken since, or what it referred to is gone
        kept += [UndoLeftover(step.table, step.row, name, now[name]) for name in sorted(columns)]
        return False
    return True


def _take_back_delete(change: Change, step: ChangeStep, kept: list[UndoLeftover]) -> bool:
    if _stored_row(change.ledger, step.table, step.row) is not None:
        return False
    known = {row["name"] for row in change.ledger.rows(f"PRAGMA table_info({step.table})")}
    columns = {name: value for name, value in without_derived(step.table, step.old or {}).items() if name in known}
    if _is_replaced(change.ledger, step.table, columns):
        kept.append(UndoLeftover(step.table, step.row, "", None))
        return False
    try:
        change.insert(step.table, **columns, **restored_key(change.ledger, step.table, columns))
    except sqlite3.IntegrityError:  # its place was taken since
        kept.append(UndoLeftover(step.table, step.row, "", None))
        return False
    return True


def _is_replaced(ledger: Ledger, table: str, columns: dict[str, Any]) -> bool:
    """Whether something that no key holds apart has taken the place of a row: another correction, the link turned."""
    if table == "status_events" and columns["supersedes_id"] is not None:
        return bool(ledger.value("SELECT 1 FROM status_events WHERE supersedes_id = ?", [columns["supersedes_id"]]))
    turned = [columns.get("to_id"), columns.get("kind"), columns.get("from_id")]
    return (
        table == "links"
        and columns["kind"] in SYMMETRIC_KINDS
        and bool(ledger.value("SELECT 1 FROM links WHERE from_id = ? AND kind = ? AND to_id = ?", turned))
    )


def _take_back_insert(change: Change, undone: int, step: ChangeStep, kept: list[UndoLeftover]) -> bool:
    now = _stored_row(change.ledger, step.table, step.row)
    if now is None:
        return False
    if now == _inserted_row(change.ledger, step, now) and _delete_row(change, step):
        return True
    if step.table not in SHARED_TABLES:
        raise UsageError(_later_change_message(change.ledger, undone, step))
    kept.append(UndoLeftover(step.table, step.row, "", now.get("name") or now.get("title")))
    return False


def _delete_row(change: Change, step: ChangeStep) -> bool:
    """Delete the row of a step, unless other records lean on it."""
    try:
        change.execute(f"DELETE FROM {step.table} WHERE id = ?", [step.row])
    except sqlite3.IntegrityError:
        return False
    return True


def _inserted_row(ledger: Ledger, step: ChangeStep, now: dict[str, Any]) -> dict[str, Any]:
    """The row as the step inserted it, reckoned back from how it is now."""
    row = dict(now)
    for old, new in ledger.rows(
        "SELECT old, new FROM history WHERE row = ? AND tbl = ? AND id > ? ORDER BY id DESC",
        [step.row, step.table, step.id],
    ):
        if new is not None:
            following = FOLLOWING_COLUMNS | RENAMED_COLUMNS.get(step.table, frozenset())
            was = without_derived(step.table, parse_step_columns(old) or {})
            row |= {name: value for name, value in was.items() if name not in following}
    return row


def _author_note(ledger: Ledger, undone: int, kept: UndoLeftover) -> str:
    """Which change set a value last that was kept, and whose it is: ` (by bob, change 5)`."""
    rows = ledger.rows(
        "SELECT c.id, c.who FROM history AS h JOIN changes AS c ON c.id = h.change_id"
        " WHERE h.row = ? AND h.tbl = ? AND c.id > ? AND json_type(h.new, '$.' || ?) IS NOT NULL"
        " ORDER BY h.id DESC LIMIT 1",
        [kept.row, kept.table, undone, kept.column],
    )
    return f" (by {rows[0]['who']}, change {rows[0]['id']})" if rows else ""


def _later_change_message(ledger: Ledger, undone: int, step: ChangeStep) -> str:
    what = f"#{step.row}" if step.table == "proposals" else f"{step.table} {step.row}"
    rows = ledger.rows(
        "SELECT DISTINCT change_id FROM history WHERE row = ? AND tbl = ? AND change_id > ? ORDER BY change_id",
        [step.row, step.table, undone],
    )
    later = {
        row[0] for row in rows if find_undoer(ledger, row[0]) is None and read_change(ledger, row[0]).undoes is None
    }
    later |= _leaning_changes(ledger, step)
    since = "changed since" + (f" (change {', '.join(map(str, sorted(later)[:5]))})" if later else "")
    instead = f", or use: tracker rm {step.row}" if step.table == "proposals" else ""
    return f"change {undone} added {what}, which was {since}; undo that first{instead}"


def _leaning_changes(ledger: Ledger, step: ChangeStep) -> set[int]:
    """The changes that added what refers to the row of a step."""
    leaning = 'SELECT "from" FROM pragma_foreign_key_list(?) WHERE "table" = ?'
    keys = [
        (table, column)
        for table, known in tracked_columns().items()
        for (column,) in ledger.rows(leaning, [table, step.table])
        if column in known
    ]
    return {
        row[0]
        for table, column in keys
        for row in ledger.rows(
            f"SELECT max(h.change_id) FROM {table} AS r JOIN history AS h ON h.row = r.id AND h.tbl = ?"
            f" WHERE r.{column} = ? AND h.old IS NULL GROUP BY r.id",
            [table, step.row],
        )
    }


def _touched_proposals(ledger: Ledger, change: int) -> set[int]:
    """The proposals, still there, whose parts a change touched."""
    parts = [("tags", "proposal_id"), ("proposal_topics", "proposal_id"), ("proposal_actors", "proposal_id")]
    parts += [("citations", "proposal_id"), ("status_events", "proposal_id"), ("looks", "proposal_id")]
    parts += [("links", "from_id"), ("links", "to_id"), ("extras", "proposal_id")]
    found: set[int] = set()
    for step in change_steps(ledger, change):
        for table, column in parts:
            if step.table == table:
                row = step.old if step.new is None and step.old else _stored_row(ledger, table, step.row)
                found |= {row[column]} if row else set()
    return {one for one in found if ledger.value("SELECT 1 FROM proposals WHERE id = ?", [one])}


def _stored_row(ledger: Ledger, table: str, row: int) -> dict[str, Any] | None:
    """The stored columns of a row less those that are derived, None if it is gone."""
    if table not in tracked_columns():
        return None
    found = next(iter(ledger.rows(f"SELECT * FROM {table} WHERE id = ?", [row])), None)
    if found is None:
        return None
    return without_derived(table, dict(found))


def _sql_limit(limit: int | None) -> int:
    return -1 if limit is None else limit
