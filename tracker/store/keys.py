"""The keys by which names are compared: derived from the names, made anew by an undo and an upgrade, and verified."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import schema
from tracker.comparison import FOLDING, folded_key
from tracker.store.connection import begin_writing, end_writing, roll_back
from tracker.store.records.merges import LIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.store.ledger import Ledger

# Names of which one alone has each key: the oldest, within what this column tells apart; and which of them have any.
UNIQUE_KEYS = {"actors": ("0", LIVE), "actor_aliases": ("0", "1"), "meeting_aliases": ("meeting_id", "1")}
SET_WITH_NAME = (
    "actor_aliases",
    "meetings",
    "meeting_aliases",
    "tags",
)  # an actor's only where it stands


class KeyFault(NamedTuple):
    """A row whose key is not its name's: the key that it has, and the right one."""

    table: str
    row: int
    name: str
    key: str | None
    right: str | None


class Namesakes(NamedTuple):
    """Two records whose names have one key, the older first, and how they are made one."""

    table: str
    ids: tuple[int, int]
    names: tuple[str, str]
    merge: str


def key_columns(table: str, columns: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, str]:
    """The key that goes with a name among the columns set; that of an actor only where its row stands for itself."""
    stands = row.get("merged_into") is None and row.get("removed_at") is None
    keyed = table in SET_WITH_NAME or (table == "actors" and stands)
    return {"key": folded_key(columns["name"])} if keyed and "name" in columns else {}


def restored_key(ledger: Ledger, table: str, columns: Mapping[str, Any]) -> dict[str, str]:
    """The key with which a deleted row comes back: none for the second of two names of one key that one record has."""
    keyed = key_columns(table, columns, columns)
    owner = {"actor_aliases": "actor_id", "meeting_aliases": "meeting_id"}.get(table)
    if keyed and owner:
        sql = f"SELECT 1 FROM {table} WHERE key = ? AND {owner} = ? AND name <> ?"
        if ledger.value(sql, [keyed["key"], columns[owner], columns["name"]]):
            return {}
    return keyed


def bring_up_keys(ledger: Ledger) -> None:
    """Make every key and search document anew if those of a file were made by another version of the folding."""
    if schema.folding_is_current(ledger.con):
        return
    remake_keys(ledger)
    ledger.con.execute("INSERT OR REPLACE INTO schema_texts (name, sha256) VALUES ('folding', ?)", [str(FOLDING)])
    ledger.con.execute(
        "INSERT INTO search_stale (proposal_id, old_key) SELECT id, recency FROM proposals WHERE 1"
        " ON CONFLICT DO NOTHING"
    )


def remake_keys(ledger: Ledger) -> None:
    """Let every name have the key that it should have."""
    for table in UNIQUE_KEYS:
        faults = list(_row_faults(ledger, table))
        # all let go first: one may have what another is to have
        ledger.con.executemany(f"UPDATE {table} SET key = NULL WHERE id = ?", [(one.row,) for one in faults])
        ledger.con.executemany(
            f"UPDATE {table} SET key = ? WHERE id = ?", [(one.right, one.row) for one in faults if one.right]
        )
    for table in ("meetings", "tags"):
        names = {one.name: one.right for one in _name_faults(ledger, table)}
        sql = f"UPDATE {table} SET key = ? WHERE name = ? AND key IS NOT ?"
        ledger.con.executemany(sql, [(key, name, key) for name, key in names.items()])


def remake_title_keys(ledger: Ledger) -> None:
    """Let every title be sorted by the key that it should have; an upgrade leaves that to the search documents."""
    titles = [(one.right, one.row) for one in _title_faults(ledger)]
    ledger.con.executemany("UPDATE proposals SET title_key = ? WHERE id = ?", titles)


def find_key_faults(ledger: Ledger) -> Iterator[KeyFault]:
    """The names, and the titles of proposals, whose keys are not theirs: another program writes none."""
    for table in UNIQUE_KEYS:
        yield from _row_faults(ledger, table)
    for table in ("meetings", "tags"):
        yield from _name_faults(ledger, table)
    yield from _title_faults(ledger)


def _title_faults(ledger: Ledger) -> Iterator[KeyFault]:
    for row, title, key in ledger.con.execute("SELECT id, title, title_key FROM proposals"):
        if key != (right := folded_key(title)):
            yield KeyFault("proposals", row, title, key, right)


def _row_faults(ledger: Ledger, table: str) -> Iterator[KeyFault]:
    group, has_any = UNIQUE_KEYS[table]
    taken: set[tuple[Any, str]] = set()
    for row, name, key, apart, wants in ledger.rows(
        f"SELECT id, name, key, {group}, {has_any} FROM {table} ORDER BY id"
    ):
        wanted = (apart, folded_key(name))
        right = wanted[1] if wants and wanted not in taken else None
        taken |= {wanted} if right is not None else set()
        if key != right:
            yield KeyFault(table, row, name, key, right)


def _name_faults(ledger: Ledger, table: str) -> Iterator[KeyFault]:
    """Of many rows with one name and one key the first."""
    for row, name, key in ledger.rows(f"SELECT min(id), name, key FROM {table} GROUP BY name, key"):
        if key != (right := folded_key(name)):
            yield KeyFault(table, row, name, key, right)


def find_namesakes(ledger: Ledger) -> Iterator[Namesakes]:
    """The records that stay two although their names have one key: whoever has them says whether they are one."""
    yield from _actor_namesakes(ledger)
    yield from _meeting_namesakes(ledger)
    for key, oldest in ledger.rows(
        "SELECT key, min(id) FROM tags WHERE key IS NOT NULL GROUP BY key HAVING min(name) <> max(name)"
    ):
        rows = ledger.rows("SELECT name, min(id) FROM tags WHERE key = ? GROUP BY name ORDER BY 2", [key])
        for name, row in rows[1:]:
            yield Namesakes("tags", (oldest, row), (rows[0][0], name), f"tracker tag rename {name} {rows[0][0]}")


def describe_namesakes(both: Namesakes) -> str:
    """Which two records have names of one key, and how they are made one."""
    (older, younger), (one, other) = both.ids, both.names
    return (
        f"{both.table} {older} and {younger}: '{one}' and '{other}' are compared as one name, which finds the older;"
        f" if they are one: {both.merge}"
    )


def _actor_namesakes(ledger: Ledger) -> Iterator[Namesakes]:
    called: dict[str, list[tuple[int, str]]] = {}
    for actor, name in ledger.rows(
        f"SELECT id, name FROM actors WHERE {LIVE} UNION ALL SELECT n.actor_id, n.name FROM actor_aliases AS n"
        f" JOIN actors AS a ON a.id = n.actor_id WHERE a.{LIVE.replace(' AND ', ' AND a.')} ORDER BY 1"
    ):
        called.setdefault(folded_key(name), []).append((actor, name))
    for (older, first), *others in called.values():
        for younger, name in {actor: name for actor, name in reversed(others) if actor != older}.items():
            yield Namesakes("actors", (older, younger), (first, name), f"tracker actor merge {older} {younger}")


def _meeting_namesakes(ledger: Ledger) -> Iterator[Namesakes]:
    rows = ledger.rows(f"SELECT id, name, key, body_id, held_on, place FROM meetings WHERE {LIVE} ORDER BY id")
    alike: dict[tuple[Any, ...], tuple[int, str]] = {}
    for row in rows:
        older = alike.setdefault((*tuple(row)[2:5], folded_key(row["place"])), (row["id"], row["name"]))
        if older[0] != row["id"]:
            both = older[0], row["id"]
            names = older[1] or "without a name", row["name"] or "without a name"
            yield Namesakes("meetings", both, names, f"tracker meeting merge {both[0]} {both[1]}")


def mend_keys(ledger: Ledger) -> None:
    """Make the keys anew that another program left out, which are no record and in no history."""
    if any(find_key_faults(ledger)):
        begin_writing(ledger.con)
        try:
            remake_keys(ledger)
            remake_title_keys(ledger)
            end_writing(ledger.con, keeps=lambda: True)
        except BaseException:
            roll_back(ledger.con)
            raise
