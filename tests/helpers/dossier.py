"""Two sources and three proposals: cited, contradicted, bare; with imported columns and a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.schema import sqlite3

if TYPE_CHECKING:
    from helpers.program import Program


HOSTILE = "a | b `c` <b>d</b> [e](http://f.org) \x1b[31m\u202e\nnext line"

BODY = ("--by", "Norland", "--to", "Island", "--body", "Council", "--meeting", "Session", "--place", "Port")


def fill(tracker: Program) -> None:
    """Two sources, three proposals: cited, cited and contradicted, bare; with imported columns and a note."""
    tracker.done("source", "add", "https://x.org/a", "--title", "First", "--author", "Li, B.", "--date", "2012-05")
    tracker.done("source", "add", "https://x.org/b", "--title", "Second")
    tracker.done(
        "add", "Ferries", "-t", "migration,other", "--by", "Norland", "--to", "Island", "--date", "2012", *BODY
    )
    tracker.done("add", HOSTILE.replace("\n", " "), "--summary", HOSTILE, "--by", HOSTILE, "--date", "2013-02-03")
    tracker.done("add", "Bare", "--deadline", "2030", "--tag", "x", "--tag", "y", "--note", "between us")
    tracker.done("cite", "1", "--source", "2", "--quote", "the ferries", "--locator", "p. 4")
    tracker.done("cite", "2", "--source", "1", "--quote", HOSTILE, "--locator", "p. 1 | 2")
    tracker.done("cite", "2", "--source", "1", "--locator", "p. 9")
    tracker.done("cite", "2", "--source", "2", "--quote", "no", "--against")
    imported(tracker, [(1, "era", "2017"), (3, "era", "=1+1"), (3, "a, b", HOSTILE)])


def imported(tracker: Program, extras: list[tuple[int, str, str]]) -> None:
    with sqlite3.connect(tracker.db) as con:
        con.executemany("INSERT INTO extras (proposal_id, name, value) VALUES (?, ?, ?)", extras)
    con.close()
