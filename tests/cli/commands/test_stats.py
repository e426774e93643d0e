"""`tracker stats`: counts against a naive reading, and how they are drawn."""

from __future__ import annotations

import csv
import io
from collections import Counter
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

import generate
import tour
from helpers.article import follow_article
from tracker.cli.render import charts
from tracker.query import Query
from tracker.store import database
from tracker.store.records import proposals, statuses
from tracker.store.reports import stats
from tracker.store.search import listing
from tracker.text import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpers.program import Program
    from tracker.model import Proposal
    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 23)


@pytest.fixture
def coded(tracker: Program) -> Program:
    return tracker.filled_by(follow_article)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("stats") / "ledger.db"
    generate.generate(path, 300)
    ledger = database.open_ledger(path)
    yield ledger
    ledger.close()


def values(record: Proposal, by: str) -> list[str]:
    """What a proposal is counted under."""
    found = {
        "status": [record.status],
        "topic": list(record.topics) or ["none"],
        "body": [record.body or "none"],
        "proposer": list(record.proposers) or ["none"],
        "year": [(record.proposed_on or "undated")[: 7 if record.proposed_on is None else 4]],
        "kind": [record.kind],
    }
    return found[by]


@pytest.mark.parametrize("chosen", ["all", "some"])
@pytest.mark.parametrize("by", stats.FIELDS)
def test_counts_are_those_of_a_naive_reading(generated: Ledger, by: str, chosen: str) -> None:
    wanted = list(listing.matching_ids(generated, Query()))[:: 1 if chosen == "all" else 3]
    records = list(proposals.read_records(generated, wanted, TODAY))
    asked = stats.CountedProposals(None if chosen == "all" else wanted)
    naive = Counter(value for record in records for value in values(record, by))
    assert stats.count_by_field(generated, asked, by) == naive
    assert stats.total_count(generated, asked) == len(records)
    for across in stats.FIELDS.keys() - {by}:
        pairs = Counter(pair for record in records for pair in product(values(record, by), values(record, across)))
        found = stats.count_matrix(generated, asked, by, across)
        assert found.cells == pairs
        assert (found.rows, found.total) == (naive, len(records))


def test_statuses_keep_their_order_years_run_on_and_the_rest_goes_by_number(generated: Ledger) -> None:
    every = stats.CountedProposals(None)
    known = list(statuses.read_statuses(generated))
    shown = list(stats.count_by_field(generated, every, "status"))
    assert shown == sorted(shown, key=known.index)
    years = list(stats.count_by_field(generated, every, "year"))
    assert years == sorted(years)
    topics = {name: n for name, n in stats.count_by_field(generated, every, "topic").items() if name != "none"}
    assert list(topics.values()) == sorted(topics.values(), reverse=True)


# what is printed


def test_the_overview_in_a_pipe_names_field_value_and_number(coded: Program) -> None:
    rows = [line.split("\t") for line in coded.done("stats").splitlines()]
    assert rows[:4] == [
        ["all", "", "19"],
        ["status", "proposed", "14"],
        ["status", "adopted", "3"],
        ["status", "in-progress", "1"],
    ]
    assert ["proposer", "Belarus", "16"] in rows
    assert ["year", "undated", "1"] in rows
    assert rows[-1] == ["flag", "unsupported", "2"]


def test_one_field_is_value_and_number(coded: Program) -> None:
    assert coded.done("stats", "--by", "kind", "by:belarus") == "recommendation\t10\nproposal\t5\ncommitment\t1"


def test_two_fields_are_a_matrix_with_totals(coded: Program) -> None:
    rows = list(csv.reader(io.StringIO(coded.done("stats", "--by", "status,kind", "--format", "csv"))))
    assert rows[0] == ["status", "recommendation", "proposal", "commitment", "total"]
    assert rows[1] == ["proposed", "9", "4", "1", "14"]
    assert rows[-1] == ["total", "11", "5", "3", "19"]


def test_a_proposal_of_two_topics_is_counted_under_each_but_once_in_the_total(coded: Program) -> None:
    told = coded("stats", "id:1", "--by", "topic", "--json").data
    assert (told["proposals"], told["counts"]) == (1, {"topic": {"external-cooperation": 1, "other": 1}})
    rows = [line.split("\t") for line in coded.done("stats", "id:1", "--by", "topic,status").splitlines()]
    assert rows == [
        ["topic", "proposed", "total"],
        ["external-cooperation", "1", "1"],
        ["other", "1", "1"],
        ["total", "1", "1"],
    ]


def test_as_of_a_day_the_statuses_are_of_that_day(coded: Program) -> None:
    told = coded("stats", "--as-of", "2013-06-01", "--json").data
    assert told["counts"]["status"] == {"proposed": 17, "adopted": 2}
    assert (told["proposals"], told["unsure"]) == (19, 2)
    matrix = coded("stats", "--as-of", "2014", "--by", "status,kind", "status:lapsed,adopted", "--json").data
    assert matrix["totals"]["status"] == {"adopted": 3, "lapsed": 1}
    assert coded.done("stats", "--as-of", "2012-05-14", "--by", "status") == "proposed\t1"
    assert coded("stats", "--known-by", "2012", "--json").data["proposals"] == 0


def test_a_limit_holds_for_every_count(coded: Program) -> None:
    told = coded("stats", "sort:id", "limit:3", "--json").data
    assert (told["proposals"], sum(told["counts"]["status"].values()), told["flags"]) == (3, 3, {"unsupported": 1})


def test_markdown_is_a_table(coded: Program) -> None:
    assert coded.done("stats", "--by", "year", "--format", "markdown").splitlines() == [
        "| year | proposals |",
        "| --- | ---: |",
        "| 2012 | 18 |",
        "| undated | 1 |",
    ]


def test_html_is_a_page_and_json_lines_are_rows(coded: Program) -> None:
    page = coded.done("stats", "--by", "year", "--format", "html")
    assert page.startswith("<!DOCTYPE html>")
    assert '<h1 id="title">19 proposals</h1>' in page
    assert '<th scope="row" dir="auto">2012</th><td data-column="proposals" dir="auto">18</td>' in page
    lines = coded.done("stats", "--by", "year", "--format", "jsonl").splitlines()
    assert lines[0] == '{"year": "2012", "proposals": 18}'


def test_nothing_is_said_and_is_no_failure(coded: Program) -> None:
    answer = coded("stats", "status:rejected")
    assert (answer.code, answer.out, answer.err) == (0, "all\t\t0\n", "Nothing matches status:rejected\n")
    assert coded("stats", "status:rejected", "--by", "topic,status").out == "topic\ttotal\ntotal\t0\n"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--by", "topik"], "no field to count by 'topik'; did you mean topic?"),
        (["--by", "topic,status,year"], "--by takes one field or two, not 3"),
        (["--format", "xml"], "no format 'xml'"),
        (["status:adoptd"], "did you mean adopted?"),
        (["is:opne"], "did you mean open?"),
    ],
)
def test_what_cannot_be_counted_is_refused(coded: Program, args: list[str], says: str) -> None:
    answer = coded("stats", *args)
    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_without_a_database_nothing_is_made(tracker: Program) -> None:
    answer = tracker("stats")
    assert (answer.code, answer.out, tracker.db.exists()) == (0, "all\t\t0\n", False)


# on a terminal


def test_the_overview_on_a_terminal(coded: Program, tmp_path: Path) -> None:
    lines = tour.on_a_terminal(f"tracker --db {coded.db} stats", tmp_path).splitlines()
    assert lines[:7] == [
        "19 proposals",
        "",
        "Status",
        "○ proposed            14  " + "█" * 40,
        "◑ adopted              3  " + "█" * 8 + "▌",
        "◕ in-progress          1  " + "█" * 3,
        "⊘ lapsed               1  " + "█" * 3,
    ]
    assert lines[-1] == "unsupported 2"


@pytest.mark.parametrize("columns", [40, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(generated: Ledger, columns: int) -> None:
    known, every = statuses.read_statuses(generated), stats.CountedProposals(None)
    for by in stats.FIELDS:
        counts = stats.count_by_field(generated, every, by)
        labels = charts.label_width(charts.value_label(by, value, known) for value in counts)
        drawn = charts.bar_lines(by, counts, known, colour=False, room=columns, labels=labels, numbers=3)
        assert [line for line in drawn if cell_width(line) > columns] == []
        for across in stats.FIELDS.keys() - {by}:
            matrix = stats.count_matrix(generated, every, by, across)
            table, hidden = charts.matrix_lines((by, across), matrix, known, colour=False, room=columns)
            assert [line for line in table if cell_width(line) > max(columns, 48)] == []
            assert set(hidden) <= {*matrix.columns, *matrix.rows}


def test_a_matrix_is_turned_round_where_it_fits_only_so(coded: Program) -> None:
    ledger = database.open_ledger(coded.db)
    known = statuses.read_statuses(ledger)
    matrix = stats.count_matrix(ledger, stats.CountedProposals(None), "kind", "topic")
    ledger.close()
    turned, hidden = charts.matrix_lines(("kind", "topic"), matrix, known, colour=False, room=80)
    assert hidden == []
    assert turned[0].split() == ["recommendation", "proposal", "commitment", "total"]
    as_asked, hidden = charts.matrix_lines(("kind", "topic"), matrix, known, colour=False, room=140)
    assert hidden == []
    assert [line.split()[0] for line in as_asked[-4:]] == ["recommendation", "proposal", "commitment", "total"]


def test_statuses_have_glyph_word_and_colour(coded: Program) -> None:
    told = coded.done("--color", "always", "stats", "--format", "table", "--by", "status")
    assert "\x1b[34m◑ adopted" in told
    assert "\x1b" not in coded.done("--color", "never", "stats", "--format", "table", "--by", "status")


def test_hostile_names_are_shown_and_never_obeyed(tracker: Program) -> None:
    tracker.done("add", "A title", "--by", "\x1b]52;c;aGk=\x07 | \u202eevil", "--body", "[/] \x9b31m")
    for form in ("table", "tsv", "csv", "markdown", "json"):
        for by in ("", "proposer", "proposer,body"):
            told = tracker.done("--color", "never", "stats", "--by", by, "--format", form)
            if form != "csv":
                assert not {"\x1b", "\x07", "\u202e", "\x9b"} & {*told}, (form, by)
