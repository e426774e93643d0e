"""Makes a large ledger of invented proposals: `python tests/benchmarks/generate.py N PATH [--seed S]`.

Words, topics, actors and bodies are as unevenly frequent as in nature (Zipf), so that there are common and rare ones
of each. The rows go through the history's own triggers as one change; indexes, the current status and the search
documents are made in bulk, and `tracker check` finds nothing wrong with them.
"""

from __future__ import annotations

import argparse
import sys
import time
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracker.store import tokens
from tracker.store.database import open_ledger
from tracker.store.search import index
from tracker.words import searchable_text
from world import COLUMNS, Rows, World, make_proposals, make_world, stamp

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

CHUNK = 20_000


class Folded(dict[str, str]):
    """Words as the search index takes them, each folded once."""

    def __missing__(self, word: str) -> str:
        self[word] = searchable_text(word)
        return self[word]

    def text(self, text: str) -> str:
        """A text of such words as `searchable` gives it."""
        return "\n".join(" ".join(map(self.__getitem__, line.split(" "))) for line in text.split("\n"))


_world: list[World] = []  # what a worker process was started with


def _chunk(first: int) -> Rows:
    return make_proposals(_world[0], first, min(first + CHUNK - 1, _world[0].size))


def _chunks(world: World) -> Iterator[Rows]:
    """The proposals, some thousand at a time; a large ledger's are made by another process meanwhile."""
    if world.size <= CHUNK:
        yield make_proposals(world, 1, world.size)
        return
    with Pool(1, _world.append, [world]) as workers:
        yield from workers.imap(_chunk, range(1, world.size + 1, CHUNK))


def generate(path: Path, size: int, seed: int = 1) -> None:
    """Make a new ledger of that many proposals at a path."""
    ledger = open_ledger(path, create=True)
    con = ledger.con
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -6000000"):
        con.execute(f"PRAGMA {pragma}")
    con.execute("BEGIN IMMEDIATE")
    set_aside = _set_aside(ledger)
    change = con.execute("INSERT INTO changes (at, who, command) VALUES (?, 'generator', 'generate')", [stamp(0)])
    con.execute("INSERT INTO current_change (change_id) VALUES (?)", [change.lastrowid])
    world, rows = make_world(ledger, size, seed)
    _insert(ledger, rows)
    for made in _chunks(world):
        _insert(ledger, made)
        _say(f"{made['proposals'][-1][0]:,} proposals")
    con.execute("DELETE FROM current_change")
    for number, statement in enumerate(set_aside, 1):
        con.execute(statement)
        if number % 16 == 0:
            _say(f"{number} of {len(set_aside)} indexes and triggers")
    _documents(ledger, size)
    con.execute("COMMIT")
    con.execute("PRAGMA journal_mode = WAL")
    ledger.close()


def _set_aside(ledger: Ledger) -> list[str]:
    """Drop the indexes that no key needs and the triggers of status and search; gives back how to make them."""
    found = ledger.rows(
        "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND"
        " (type = 'index' AND name NOT GLOB '_*migrations*'"
        " OR name GLOB 'status_after_*' OR name GLOB 'search_after_*')"
        " ORDER BY type, name"
    )
    for kind, name, _ in found:
        ledger.con.execute(f"DROP {kind} {name}")
    return [row["sql"] for row in found]


def _insert(ledger: Ledger, rows: Rows) -> None:
    for table, columns in COLUMNS.items():
        names = columns.split()
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        ledger.con.executemany(sql, rows[table])


def _documents(ledger: Ledger, size: int) -> None:
    """Every search document, in the order of their rowids: FTS5 writes out what it holds whenever one goes back."""
    con = ledger.con
    con.execute("DELETE FROM search")
    con.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 67108864)")
    insert = f"INSERT INTO search (rowid, {', '.join(index.COLUMNS)}) VALUES (?{', ?' * len(index.COLUMNS)})"
    folded = Folded()
    order = [row[0] for row in ledger.rows("SELECT id FROM proposals ORDER BY recency")]
    for start in range(0, size, CHUNK):
        con.executemany(insert, (_document(ledger, folded, one) for one in order[start : start + CHUNK]))
        _say(f"{start:,} search documents")
    con.execute("INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)")  # the default again
    con.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, search, row)")
    con.execute(
        "INSERT INTO search_words (word) SELECT term FROM temp.vocabulary WHERE term NOT GLOB ?", [f"{tokens.SIGN}*"]
    )
    con.execute("DROP TABLE temp.vocabulary")


def _document(ledger: Ledger, folded: Folded, proposal: int) -> list[Any]:
    """The rowid and the columns of a search document, as `search.document` gives them."""
    recency, *texts = ledger.con.execute(index.DOCUMENT, [proposal]).fetchone()
    facts = ledger.con.execute(tokens.FACTS, [proposal]).fetchone()
    return [
        recency,
        *(index.with_dividers(folded.text(text or "")) for text in texts),
        " ".join(tokens.proposal_tokens(facts)),
    ]


def _say(what: str) -> None:
    begin, end = ("\r\033[K", "") if sys.stderr.isatty() else ("", "\n")
    sys.stderr.write(f"{begin}{time.perf_counter() - BEGUN:6.1f} s  {what}{end}")
    sys.stderr.flush()


BEGUN = time.perf_counter()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("size", type=int)
    parser.add_argument("path", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if asked.path.exists():
        parser.error(f"{asked.path} exists")
    generate(asked.path, asked.size, asked.seed)
    took, megabytes = time.perf_counter() - BEGUN, asked.path.stat().st_size / 1e6
    sys.stdout.write(f"\n{asked.path}: {asked.size:,} proposals, {megabytes:,.0f} MB, {took:.0f} s\n")


if __name__ == "__main__":
    main()
