"""`tracker query`: queries with a name, and what cannot be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import tour
from tracker import query as queries
from tracker.cli.session import today
from tracker.model import NotFoundError
from tracker.store.records import saved_queries

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program
    from tracker.store.ledger import Ledger


def add_two(tracker: Program) -> None:
    tracker.done("add", "Ferries", "-t", "migration", "--by", "Norland", "--date", "2012")
    tracker.done("add", "Trains", "--by", "Norland", "-q")


@pytest.fixture(name="tracker")
def with_some(tracker: Program) -> Program:
    return tracker.filled_by(add_two)


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        (["topic:migration", "is:open"], "topic:migration is:open"),
        (["by:norland", "date:7d.."], "by:norland date:7d.."),
        (["date:..yesterday", "sort:-date,title", "limit:5"], "date:..yesterday sort:-date,title limit:5"),
        (["joint inspection", "ferries"], '"joint inspection" ferries'),
        (["status!=adopted,stalled", "not:trains"], "status!=adopted,stalled not:trains"),
        (["ID:1,2"], "id:1,2"),
    ],
)
def test_a_query_is_kept_as_it_was_typed(tracker: Program, typed: list[str], line: str) -> None:
    assert tracker.done("query", "save", "mine", *typed) == "mine"
    assert tracker.done("query", "show", "mine") == line
    assert queries.parse_line(line, today()) == queries.parse_query(typed, today())


def test_show_says_it_in_plain_english(tracker: Program) -> None:
    tracker.done("query", "save", "mine", "topic:migration", "is:open")
    assert tracker("query", "show", "mine").err == "proposals whose topic is migration, that are open\n"


def test_the_list_has_how_many_each_finds_now(tracker: Program) -> None:
    tracker.done("query", "save", "first", "is:open")
    tracker.done("query", "save", "second", "ferries")
    assert tracker.done("query", "list").splitlines() == ["first\t2\tis:open", "second\t1\tferries"]
    assert tracker("query", "list", "--json").data == [
        {"name": "first", "query": "is:open"},
        {"name": "second", "query": "ferries"},
    ]


def test_a_name_that_is_taken_needs_force(tracker: Program) -> None:
    tracker.done("query", "save", "mine", "is:open")
    answer = tracker("query", "save", "mine", "is:closed")
    assert (answer.code, answer.err) == (
        2,
        "tracker: there is a query mine already (is:open); --force replaces it\n",
    )
    assert tracker("query", "save", "mine", "is:open").code == 2
    for switch, line in (("-f", "is:closed"), ("--force", "is:open")):
        tracker.done("query", "save", switch, "mine", line)
        assert tracker.done("query", "show", "mine") == line


def test_each_is_one_undo(tracker: Program) -> None:
    tracker.done("query", "save", "mine", "is:open")
    tracker.done("query", "save", "-f", "mine", "is:closed")
    tracker.done("query", "rm", "mine")
    for lines in (["mine\t0\tis:closed"], ["mine\t2\tis:open"], []):
        tracker.done("undo")
        assert tracker.done("query", "list").splitlines() == lines
    tracker.done("redo")
    assert tracker.done("query", "show", "mine") == "is:open"


@pytest.mark.parametrize("name", ["", " ", "a b", "a,b", 'a"b', "a:b", "a=b", "a\x07b", "\u202eab", "a\tb", "a\u00a0b"])
def test_what_cannot_be_a_name_is_refused(tracker: Program, name: str) -> None:
    answer = tracker("query", "save", name, "is:open")
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert "cannot name a query" in answer.err
    assert tracker.done("query", "list") == ""


@pytest.mark.parametrize("name", ["a\x00b", "a\udc80b"])
def test_what_cannot_be_stored_is_refused(tracker: Program, name: str) -> None:
    assert "the name has" in tracker("query", "save", name, "is:open").err


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (["topik:migration"], "did you mean topic?"),
        (["topic:migrants"], "no topic 'migrants'"),
        (["status:adoptd"], "did you mean adopted?"),
        (["by:norlund"], "did you mean Norland?"),
        (["date:05/06/2012"], "could be"),
        (["is:opne"], "did you mean open?"),
        (["  "], "a saved query needs a term"),
        ([], "missing argument"),
    ],
)
def test_a_query_that_is_none_is_not_kept(tracker: Program, terms: list[str], says: str) -> None:
    answer = tracker("query", "save", "mine", *terms)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err
    assert tracker.done("query", "list") == ""


@pytest.mark.parametrize("command", ["show", "rm"])
def test_an_unknown_name_gets_the_nearest_right_one(tracker: Program, command: str) -> None:
    assert "no saved query 'mine'; none are saved yet" in tracker("query", command, "mine").err
    tracker.done("query", "save", "open-migration", "is:open")
    answer = tracker("query", command, "open-migraton")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "tracker: no saved query 'open-migraton'; did you mean open-migration?\n"
    assert "there are open-migration" in tracker("query", command, "zzz").err


def test_a_query_whose_actor_is_gone_is_still_listed(tracker: Program) -> None:
    tracker.done("query", "save", "mine", "by:norland")
    tracker.done("undo")
    tracker.done("undo")
    tracker.done("undo", "1")
    assert tracker("query", "list").code == 0
    tracker.done("query", "save", "other", "is:open")
    assert tracker.done("query", "list").splitlines() == ["other\t0\tis:open"]


def test_a_query_makes_no_database(tracker: Program, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    assert tracker("query", "save", "mine", "by:nobody", "--db", str(other)).code == 3
    assert not other.exists()
    assert tracker("query", "list", "--db", str(other)).code == 0
    assert tracker("query", "rm", "mine", "--db", str(other)).code == 3
    assert not other.exists()
    answer = tracker("query", "save", "mine", "is:open", "--db", str(other))
    assert (answer.code, answer.out, answer.err.count("\n")) == (3, "", 1)
    assert "begin with: tracker add" in answer.err
    assert not other.exists()


def test_on_a_terminal_it_is_read_back(tracker: Program, tmp_path: Path) -> None:
    said = tour.on_a_terminal(f"tracker --db {tracker.db} query save open-migration topic:migration is:open", tmp_path)
    assert said == "Saved open-migration  topic:migration is:open  [1 now]\nUndo: tracker undo"
    said = tour.on_a_terminal(f"tracker --db {tracker.db} query list", tmp_path)
    assert said == "NAME            PROPOSALS  QUERY\nopen-migration  1          topic:migration is:open"


def test_the_store_gives_a_query_by_its_name(ledger: Ledger) -> None:
    from helpers.factories import ME  # noqa: PLC0415 - one test needs it
    from tracker.store import database  # noqa: PLC0415

    with pytest.raises(NotFoundError, match="none are saved yet"):
        saved_queries.find(ledger, "mine")
    with database.write_change(ledger, "query save", ME) as change:
        saved_queries.save_query(change, "mine", "is:open")
    assert (saved_queries.find(ledger, "mine"), saved_queries.saved_query_names(ledger)) == ("is:open", ["mine"])
