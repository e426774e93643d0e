"""What stands in a file beside its records, held against what this program's scripts make, before it is written to.

Triggers, views and indexes are ours by their text, a table by its shape. Others' views, indexes and tables are welcome.
"""

from __future__ import annotations

import re
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tracker import schema
from tracker.errors import DatabaseError
from tracker.schema import sqlite3
from tracker.store.damage import decode_damaged
from tracker.store.trust.shapes import shape_faults, shape_of_statement, table_references, table_shape
from tracker.store.trust.statements import bare_statement, is_same_statement, mentioned_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.store.ledger import Ledger

MADE = re.compile(r"CREATE\s+(?:UNIQUE\s+)?(VIRTUAL\s+TABLE|TABLE|INDEX|TRIGGER|VIEW)\s+(\w+)", re.IGNORECASE)
DROPPED = re.compile(r"DROP\s+(TABLE|INDEX|TRIGGER|VIEW)\s+(?:IF\s+EXISTS\s+)?(\w+)", re.IGNORECASE)
ALTERED = re.compile(r"ALTER\s+TABLE\s+(\w+)\s+ADD\s", re.IGNORECASE)
RENAMED = re.compile(r"ALTER\s+TABLE\s+(\w+)\s+RENAME\s+TO\s+(\w+)", re.IGNORECASE)
STANDING_ON = re.compile(r"\sON\s+(\w+)", re.IGNORECASE)
UNIQUE = re.compile(r"\s*CREATE\s+UNIQUE\b", re.IGNORECASE)
STORED = (  # as bytes: a damaged definition may be no text
    "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB) FROM sqlite_master"
    " WHERE name NOT GLOB 'sqlite_*'"
)
UNOWNED = "_sqlite_migrations"  # made by sqlite-utils, with a text of its own
SHADOWS = ("search_config", "search_content", "search_data", "search_docsize", "search_idx")
REPLACED = re.compile(r"history_\w+_(insert|update|delete)|proposal_(lines|watch|records)")  # of an older release
NAMED_MOST = 2  # differences that a refusal names


class StoredObject(NamedTuple):
    """A trigger, view, index or table: its kind, its name, the table that it stands on, its text."""

    kind: str
    name: str
    table: str
    sql: str


class Difference(NamedTuple):
    """What differs from what the scripts make: `ours` should be there, `foreign` is not the program's.

    Where it is `harmless` a write may run all the same.
    """

    sentence: str
    ours: StoredObject | None = None
    foreign: StoredObject | None = None
    harmless: bool = False


def expected_objects(version: int) -> Mapping[str, StoredObject]:
    """What the scripts up to a version make, by name in small letters: the texts as SQLite keeps them."""
    texts = [path.read_text(encoding="utf-8") for path in schema.schema_scripts() if int(path.name[:4]) <= version]
    if version == schema.schema_version():  # how those of an older release were, this program does not know
        texts += [schema.script_text(name) for name in schema.REPLACEABLE]
    return _objects_of(tuple(texts))


def stored_objects(con: sqlite3.Connection) -> list[StoredObject]:
    """What stands in a file; what SQLite makes for itself is left out."""
    return [StoredObject(*(decode_damaged(value or b"") for value in row)) for row in con.execute(STORED).fetchall()]


def find_differences(con: sqlite3.Connection, version: int) -> Iterator[Difference]:
    """Everything that differs from what the scripts up to a version make, and what else runs when a write does."""
    expected, stored = expected_objects(version), stored_objects(con)
    there = {one.name.lower(): one for one in stored}
    for name, ours in expected.items():
        yield from _own_differences(con, ours, there.get(name))
    own = frozenset({*expected, *SHADOWS, UNOWNED})
    for one in stored:
        is_old = version < schema.schema_version() and REPLACED.fullmatch(one.name)
        if one.name.lower() not in own and not is_old:
            yield from _foreign_differences(con, one, own)


def refuse_altered(ledger: Ledger) -> None:
    """Refuse to write to a file in which something of ours is missing or altered, or a foreign trigger stands on ours.

    It is looked at again only when the schema of the file was changed. Raises DatabaseError.
    """
    now = ledger.value("PRAGMA schema_version")
    if ledger.checked_schema != now:
        found = find_differences(ledger.con, schema.schema_version())
        refuse_found(ledger, [one for one in found if not one.harmless])
        ledger.checked_schema = now


def refuse_found(ledger: Ledger, found: Sequence[Difference]) -> None:
    """Raise DatabaseError if a file differs in something that would make a write other than it should be."""
    if found:
        raise DatabaseError(f"{ledger.path} is not as the tracker made it: {summarise(found)}", way=("repair",))


def summarise(found: Sequence[Difference]) -> str:
    """The first differences, and how many more there are."""
    more = f" and {len(found) - NAMED_MOST} more" if len(found) > NAMED_MOST else ""
    return ", ".join(one.sentence for one in found[:NAMED_MOST]) + more


def has_own_views(con: sqlite3.Connection) -> bool:
    """Whether the views, which all reading relies on, are there as this program makes them."""
    there = {one.name.lower(): one.sql for one in stored_objects(con) if one.kind == "view"}
    return all(is_same_statement(there.get(name, ""), sql) for name, sql in _own_views().items())


@cache
def _own_views() -> Mapping[str, str]:
    texts = [path.read_text(encoding="utf-8") for path in schema.schema_scripts()] + [schema.script_text("views")]
    return {name: one.sql for name, one in _definitions(_statements_of(texts), "view").items()}


def _definitions(statements: Sequence[str], *kinds: str) -> dict[str, StoredObject]:
    """What the statements of scripts leave there, in their order, of these kinds or of all."""
    made: dict[str, StoredObject] = {}
    for statement in statements:
        if (one := MADE.match(statement)) is not None:
            kind = one[1].split()[-1].lower()
            on = STANDING_ON.search(statement) if kind in {"trigger", "index"} else None
            if not kinds or kind in kinds:
                made[one[2].lower()] = StoredObject(kind, one[2], on[1] if on else one[2], statement)
        elif (moved := RENAMED.match(statement)) is not None and moved[1].lower() in made:
            was = made.pop(moved[1].lower())
            made[moved[2].lower()] = StoredObject(was.kind, moved[2], moved[2], was.sql.replace(moved[1], moved[2], 1))
        elif (gone := DROPPED.match(statement)) is not None:
            made.pop(gone[2].lower(), None)
            if gone[1].upper() == "TABLE":
                made = {key: one for key, one in made.items() if one.table.lower() != gone[2].lower()}
    return made


def _statements_of(texts: Sequence[str]) -> list[str]:
    return [bare_statement(one) for text in texts for one in schema.split_statements(text)]


@cache
def _objects_of(texts: tuple[str, ...]) -> Mapping[str, StoredObject]:
    statements = _statements_of(texts)
    made = _definitions(statements)
    altered = [(one, found[1]) for one in statements if (found := ALTERED.match(one))]
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as con:  # what is added to a table SQLite puts in
        for name in {table for _, table in altered}:
            con.execute(made[name].sql)
        for statement, _ in altered:
            con.execute(statement)
        for name, sql in con.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall():
            if name.lower() in made:
                made[name.lower()] = StoredObject("table", name, name, sql)
    return made


def _own_differences(con: sqlite3.Connection, ours: StoredObject, there: StoredObject | None) -> Iterator[Difference]:
    label = f"{ours.kind} {ours.name}"
    if there is None or there.kind != ours.kind:
        yield Difference(f"{label} is missing", ours)
    elif is_same_statement(there.sql, ours.sql):
        return
    elif ours.kind != "table" or "VIRTUAL" in (ours.sql + there.sql)[:20].upper() or not there.sql:
        yield Difference(f"{label} is not the tracker's own", ours)
    else:
        right, found = shape_of_statement(ours.name, ours.sql), table_shape(con, there.name, there.sql)
        yield from (Difference(f"{label} {what}", ours) for what in shape_faults(right, found))
        if found.rules - right.rules:
            yield Difference(f"{label} has a test or a reckoned column that is not the tracker's", harmless=True)


def _foreign_differences(con: sqlite3.Connection, one: StoredObject, own: frozenset[str]) -> Iterator[Difference]:
    """What is not ours and runs when something is written."""
    what = f"{one.kind} {one.name} on {one.table} is not the tracker's"
    if one.kind == "trigger" and one.table.lower() in own:
        yield Difference(what, foreign=one)
    elif one.kind == "trigger" and (named := sorted(mentioned_names(one.sql) & own)):
        yield Difference(f"{what} and writes to {named[0]}", foreign=one, harmless=True)
    elif one.kind == "index" and one.table.lower() in own - {UNOWNED} and UNIQUE.match(one.sql):
        yield Difference(f"{what} and takes a value only once", foreign=one, harmless=True)
    elif one.kind == "table":
        for _, table, _, *actions in table_references(con, one.name):
            if table in own and set(actions) - {"NO ACTION", "RESTRICT"}:
                sentence = f"table {one.name} is not the tracker's and changes with {table}"
                yield Difference(sentence, foreign=one, harmless=True)
