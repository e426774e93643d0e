"""Changes written to a ledger: whole or not at all, logged and searchable, whoever else writes."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, add, contents, newest, plain, titles
from tracker.model import NewProposal
from tracker.store import database
from tracker.store.database import open_ledger
from tracker.store.history import changes
from tracker.store.ledger import consistent_read
from tracker.store.records import proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger


# Writing


def test_a_change_that_changes_nothing_leaves_no_entry(ledger: Ledger) -> None:
    proposal = add(ledger)
    before = changes.newest_changes(ledger)
    with database.write_change(ledger, "nothing", ME):
        pass
    with database.write_change(ledger, "the same", ME) as change:
        change.update("proposals", proposal, title="Joint exercises")
    assert changes.newest_changes(ledger) == before
    assert ledger.value("SELECT count(*) FROM current_change") == 0


def test_an_exception_inside_a_change_leaves_nothing(ledger: Ledger) -> None:
    add(ledger, "before")
    before, log = contents(ledger), changes.newest_changes(ledger)

    def fail(error: BaseException) -> None:
        with database.write_change(ledger, "fails", ME) as change:
            proposals.add(change, NewProposal("lost", tags=("x",)))
            raise error

    for error in (ValueError("a"), KeyboardInterrupt(), SystemExit(1)):
        with pytest.raises(type(error)):
            fail(error)
        assert not ledger.con.in_transaction
        assert (contents(ledger), changes.newest_changes(ledger)) == (before, log)
        assert ledger.value("SELECT count(*) FROM current_change") == 0
        assert ledger.value("SELECT count(*) FROM search_stale") == 0
    assert list(check.find_problems(ledger)) == []


def test_the_change_under_way_is_known_inside_and_nowhere_else(ledger: Ledger) -> None:
    with database.write_change(ledger, "tracker add", "bob") as change:
        proposals.add(change, NewProposal("a"))
        assert ledger.value("SELECT change_id FROM current_change") == change.id
    assert ledger.value("SELECT count(*) FROM current_change") == 0
    entry = changes.read_change(ledger, change.id)
    assert (entry.who, entry.command, entry.at, entry.undoes) == ("bob", "tracker add", change.at, None)
    assert {row[0] for row in ledger.rows("SELECT change_id FROM history")} == {change.id}


def test_search_is_made_anew_before_a_change_is_committed(ledger: Ledger) -> None:
    add(ledger, "Migration hotline", summary="Énergie", proposers=("Belarus",))
    assert ledger.value("SELECT count(*) FROM search_stale") == 0
    for word in ("hotline", "energie", "belarus"):
        assert len(ledger.rows("SELECT 1 FROM search WHERE search MATCH ?", [word])) == 1


def test_another_program_lands_in_the_history(ledger: Ledger) -> None:
    proposal = add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs' WHERE id = ?", [proposal])
        con.execute("INSERT INTO tags (proposal_id, name) VALUES (?, 'a'), (?, 'b')", [proposal, proposal])
        con.execute("DELETE FROM tags WHERE name = 'a'")
    entries = changes.newest_changes(ledger)[:4]
    assert [(one.who, one.command) for one in reversed(entries)] == [
        ("another program", "update proposals"),
        ("another program", "insert tags"),
        ("another program", "insert tags"),
        ("another program", "delete tags"),
    ]
    (update,) = changes.change_steps(ledger, entries[3].id)
    assert (update.table, update.row, update.old, update.new) == (
        *("proposals", proposal),
        *({"title": "ours"}, {"title": "theirs"}),
    )
    (deleted,) = changes.change_steps(ledger, entries[0].id)
    assert deleted.old == {"id": 1, "proposal_id": proposal, "name": "a"}


def test_what_another_program_wrote_is_searchable_after_the_next_change(ledger: Ledger) -> None:
    add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs'")
    assert list(check.find_problems(ledger)) != []
    add(ledger, "another")
    assert list(check.find_problems(ledger)) == []
    assert len(ledger.rows("SELECT 1 FROM search WHERE search MATCH 'theirs'")) == 1


def test_what_another_program_left_under_way_is_not_taken_for_ours(ledger: Ledger) -> None:
    add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("INSERT INTO current_change (change_id) VALUES (1)")
    add(ledger, "later")
    assert {step.table for step in changes.change_steps(ledger, newest(ledger))} == {"proposals", "status_events"}
    assert list(check.find_problems(ledger)) == []


def test_several_queries_see_one_moment(path: Path) -> None:
    with closing(open_ledger(path, create=True)) as ledger, closing(open_ledger(path)) as reader:
        with consistent_read(reader):
            assert titles(reader) == []
            add(ledger, "meanwhile")
            with consistent_read(reader):
                assert titles(reader) == []
        assert titles(reader) == ["meanwhile"]


WRITER = """
import sys
from pathlib import Path
from tracker.model import NewProposal
from tracker.store import database
from tracker.store.records import proposals
ledger = database.open_ledger(Path(sys.argv[1]), create=True)
import tracker.store.search.index
print("ready", flush=True)
sys.stdin.readline()
for n in range(30):
    with database.write_change(ledger, f"add {n}", sys.argv[2]) as change:
        proposals.add(change, NewProposal(f"{sys.argv[2]} {n}", topics=("migration",), proposers=("Belarus",)))
ledger.close()
"""


def test_six_processes_at_once_lose_nothing(path: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), f"writer{n}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for n in range(6)
    ]
    for process in running:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [process.communicate(timeout=120)[1] for process in running] == [""] * 6
    with closing(open_ledger(path)) as ledger:
        wanted = {f"writer{n} {m}" for n in range(6) for m in range(30)}
        assert set(titles(ledger)) == wanted
        log = changes.newest_changes(ledger)
        assert len(log) == len(titles(ledger)) == 180
        assert {(entry.who, entry.command) for entry in log} == {
            (f"writer{n}", f"add {m}") for n in range(6) for m in range(30)
        }
        assert ledger.value("SELECT count(*) FROM actors") == 1
        assert list(check.find_problems(ledger)) == []
