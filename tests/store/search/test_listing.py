"""Lists: every condition and order against a naive reading of the ledger, and the plan of every statement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import world
from helpers.oracle import TODAY, everything, naive, read
from helpers.plans import refused, statements
from helpers.strategies import LINES
from tracker import query, query_fields
from tracker.model import Evidence, NewProposal, NewStatus, Person, ProposalEdit, QueryError
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import actors, proposals, sources, statuses
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.query import Query
    from tracker.store.ledger import Ledger

MODES = {
    "as shipped": {},
    "sorted": {"FEW": 10**6, "MANY": 10**6},
    "in bulk": {"FEW": 0},
    "one by one": {"FEW": 0, "MANY": 1, "HEAD": 40, "ENOUGH": 0, "SHORT": 10**6},
    "deep": {"FEW": 0, "DEEP": 5},
}


@pytest.fixture(params=MODES)
def mode(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lists however large the ledger seems to be."""
    for name, value in MODES[request.param].items():
        monkeypatch.setattr(listing, name, value)


def ids(ledger: Ledger, *args: str) -> list[int]:
    return list(listing.matching_ids(ledger, query.parse_query(args, TODAY)))


# A small ledger


@pytest.fixture
def small(ledger: Ledger) -> Ledger:
    with database.write_change(ledger, "fill", "ann") as change:
        source = sources.add_reference(change, title="Communiqué")
        evidence = Evidence(source, "tight and mutually beneficial ties")
        for new in (
            NewProposal("Migration hotline", topics=("migration",), proposers=("Belarus",), body="CSTO",
                        meeting="Session", proposed_on="2012-05-15", evidence=evidence),
            NewProposal("Special forces", topics=("special-forces", "migration"), status="adopted", proposed_on="2012",
                        speakers=(Person("Aleksandr Lukashenko", "President"),), body="CSTO", meeting="Session"),
            NewProposal("élan of the Ёлка", status="implemented", status_on="2013-02",
                        proposed_on="2013-02", addressees=("Belarus",)),
            NewProposal("a drug bureau", topics=("drug-trafficking",), status="rejected", deadline_on="2020"),
            NewProposal("Removed", topics=("migration",), proposed_on="2012-05"),
            NewProposal("Removed as well", proposed_on="2014"),
        ):  # fmt: skip
            proposals.add(change, new)
        for number in (5, 6):
            proposals.remove(change, number)
    return ledger


CASES: dict[tuple[str, ...], list[int]] = {
    (): [3, 1, 2, 4],
    ("topic:migration",): [1, 2],
    ("topic:migration,drug-trafficking",): [1, 2, 4],
    ("topic:migration", "topic:special-forces"): [2],
    ("topic!=migration",): [3, 4],
    ("topic:none",): [3],
    ("topic:none,drug-trafficking",): [3, 4],
    ("topic!=none",): [1, 2, 4],
    ("status:adopted",): [2],
    ("status:adopted,rejected",): [2, 4],
    ("status!=adopted",): [3, 1, 4],
    ("is:open",): [1, 2],
    ("is:closed",): [3, 4],
    ("is:open,closed",): [3, 1, 2, 4],
    ("is!=open",): [3, 4],
    ("is:unsupported",): [3, 2, 4],
    ("is!=unsupported",): [1],
    ("is:removed",): [6, 5],
    ("is:removed", "topic:migration"): [5],
    ("is:removed", "removed"): [6, 5],
    ("is:removed", "removed", "date:2014"): [6],
    ("is!=removed",): [3, 1, 2, 4],
    ("by:belarus",): [1],
    ("by:lukashenko",): [2],
    ("by:belarus,lukashenko",): [1, 2],
    ("by!=belarus",): [3, 2, 4],
    ("body:csto",): [1, 2],
    ("body!=csto",): [3, 4],
    ("date:2012",): [1, 2],
    ("date:2012-05-15",): [1, 2],
    ("date:2012-06",): [2],
    ("date:..2012-05-14",): [2],
    ("date:2013..",): [3],
    ("date:2012-06..2013-01,2013-02-28",): [3, 2],
    ("date!=2012",): [3, 4],
    ("id:4,2,99",): [2, 4],
    ("id!=4",): [3, 1, 2],
    ("hotline",): [1],
    ("elan", "елка"): [3],
    ("mutually beneficial",): [1],
    ("communiqu",): [1],
    ("communiqu", "id:1"): [],
    ("not:forces",): [3, 1, 4],
    ("not:forces,bureau",): [3, 1],
    ("migration", "not:tight"): [],
    ("sort:title",): [4, 3, 1, 2],
    ("sort:-title",): [2, 1, 3, 4],
    ("sort:date",): [2, 1, 3, 4],
    ("sort:status,-id",): [2, 3, 1, 4],
    ("sort:-deadline",): [4, 3, 2, 1],
    ("sort:-id", "limit:2"): [4, 3],
    ("sort:moved",): [2, 1, 3, 4],
    ("sort:-moved",): [3, 1, 2, 4],
    ("sort:-date",): [3, 1, 2, 4],
    ("sort:deadline",): [4, 1, 2, 3],
    ("sort:status,moved",): [2, 3, 1, 4],
}


@pytest.mark.usefixtures("mode")
@pytest.mark.parametrize("args", CASES, ids=" ".join)
def test_a_query_finds_what_it_says_in_its_order(small: Ledger, args: tuple[str, ...]) -> None:
    asked = query.parse_query(args, TODAY)
    assert ids(small, *args) == CASES[args]
    assert naive(small, read(small), asked) == CASES[args]
    if asked.limit is None:
        assert listing.count_matches(small, asked) == len(CASES[args])
        assert list(listing.matching_ids_from_end(small, asked, 0, 2)) == CASES[args][-2:]
        assert ids(small, *args)[1:3] == list(listing.matching_ids(small, asked, 1, 2))


@pytest.mark.parametrize(
    ("arg", "hint"),
    [("topic:migrants", "migration"), ("status:adoptd", "adopted"), ("by:belarsu", "Belarus"), ("body:cst0", "CSTO")],
)
def test_an_unknown_value_is_an_error_with_the_nearest_right_one(small: Ledger, arg: str, hint: str) -> None:
    with pytest.raises(QueryError, match=hint):
        ids(small, arg)


def test_lines_come_in_the_order_asked_for_and_leave_out_what_is_gone(small: Ledger) -> None:
    found = list(listing.read_lines(small, [4, 99, 1]))
    assert [line.id for line in found] == [4, 1]
    assert (found[1].topic, found[1].proposer, found[1].body, found[1].evidence) == (
        "migration",
        "Belarus",
        "CSTO",
        "unchecked",
    )


# The generated ledger


def test_the_generator_makes_a_sound_ledger_with_a_true_history(generated: Ledger) -> None:
    assert list(check.find_problems(generated)) == []
    tables = [row[0] for row in generated.rows("SELECT DISTINCT tbl FROM history")]
    assert set(tables) == set(world.COLUMNS)
    for table in tables:
        made = generated.value("SELECT count(*) FROM history WHERE tbl = ?", [table])
        shipped = 7 if table == "topics" else 0
        assert made == generated.value(f"SELECT count(*) FROM {table}") - shipped
    assert generated.value("SELECT count(DISTINCT change_id) FROM history") == 1
    triggers = {row[0] for row in generated.rows("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')")}
    assert {"status_after_insert", "search_after_citation_insert", "proposals_by_recency"} <= triggers


@pytest.mark.usefixtures("mode")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=LINES, offset=st.integers(0, 40))
def test_any_query_is_answered_as_a_naive_reading_answers_it(
    generated: Ledger, parts: tuple[list[str], list[str], list[str]], offset: int
) -> None:
    asked = query.parse_query([*parts[2], *parts[0], *parts[1]], TODAY)
    wanted = naive(generated, everything(generated), asked)
    assert list(listing.matching_ids(generated, asked)) == wanted
    assert list(listing.matching_ids(generated, asked, offset, 10)) == wanted[offset : offset + 10]
    assert listing.count_matches(generated, asked) == len(wanted)
    until = max(len(wanted) - offset, 0)
    assert list(listing.matching_ids_from_end(generated, asked, offset, 10)) == wanted[max(until - 10, 0) : until]


# The plan of every statement


ASKED = """

topic:migration
topic:none
topic!=migration,none
status:adopted,lapsed
is:stale
is:due
is:unsupported
is:removed
by:belarus
by:"council on"
to!=belarus
meeting:session
tag:tag-1
date:2012
date:..2012-05
date:1999,2012-03..2014
updated:2026-01-13..
has:quote
no:look,source
source:security
source:3
link:repeats
x.era:2017
id:4,5
security
quokka
secu
not:security
""".splitlines()[1:]
SORTED = [f"sort:{sign}{key}" for key in query_fields.SORTS for sign in ("", "-")]


def asked_in_pairs() -> Iterator[Query]:
    for number, one in enumerate(ASKED):
        for other in ASKED[number:] + SORTED:
            yield query.parse_line(f"{other} {one}", TODAY)


@pytest.mark.usefixtures("mode")
def test_no_list_scans_a_table_or_sorts_what_it_walks(generated: Ledger) -> None:
    def deeds() -> None:
        for asked in asked_in_pairs():
            listing.matching_ids(generated, asked, 0, 30)
            listing.matching_ids_from_end(generated, asked, 0, 30)
            listing.count_matches(generated, asked)

    assert refused(generated.path, statements(generated, deeds)) == []


def test_no_deed_and_no_reading_scans_a_table(small: Ledger) -> None:
    def deeds() -> None:
        with database.write_change(small, "add", "ann") as change:
            source = sources.add_reference(change, title="Another", url="https://example.org/2")
            everything_said = NewProposal(
                "All of it", topics=("migration",), tags=("x",), proposers=("Armenia",), body="CSTO", meeting="Session",
                proposed_on="2012-05-15", links=(("repeats", 1),), evidence=Evidence(source, "a passage"),
            )  # fmt: skip
            added = proposals.add(change, everything_said)
        with database.write_change(small, "update", "ann") as change:
            edit = ProposalEdit(
                title="New title", add={"tags": ("y",)}, remove={"topics": ("migration",), "tags": ("x",)}
            )
            proposals.update_proposal(change, added, edit, NewStatus("adopted", "2013"), Evidence(source, "adopted"))
        with database.write_change(small, "rm", "ann") as change:
            proposals.remove(change, added)
        with database.write_change(small, "restore", "ann") as change:
            proposals.restore(change, added)
        for pick in (changes.last_to_undo, changes.last_to_redo, changes.last_to_undo):
            picked = pick(small, "ann")
            with database.write_change(small, "undo", "ann") as change:
                changes.undo_change(change, picked)
        reading(small)

    assert refused(small.path, statements(small, deeds)) == []


def reading(ledger: Ledger) -> None:
    """Every reading of the store that a command or the screen asks for."""
    list(listing.read_lines(ledger, [1, 2, 3]))
    list(proposals.read_records(ledger, [1, 2, 3], TODAY))
    proposals.read_detail(ledger, 1, TODAY)
    changes.newest_changes(ledger, 5)
    changes.change_steps(ledger, 1)
    sources.find(ledger, "Communiqué")
    sources.find(ledger, "1")
    sources.source_titles(ledger)
    sources.all_sources(ledger)
    actors.actor_names(ledger)
    statuses.read_statuses(ledger)
