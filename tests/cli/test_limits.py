"""`limit:` is part of a query and `-L` is the most that is shown: every command agrees about what a query finds."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from tracker import query
from tracker.store import database
from tracker.store.reports import overview
from tracker.store.search import listing
from tracker.store.search.facets import Facets

if TYPE_CHECKING:
    from helpers.program import Program

TODAY = date(2026, 11, 23)


def fill(tracker: Program) -> None:
    """Six proposals of the years 2011 to 2016, the even ones on migration, and saved queries with a limit."""
    for number in range(1, 7):
        topic = "migration" if number % 2 == 0 else "other"
        tracker.done("add", f"p{number}", "-t", topic, "--date", f"201{number}")
    tracker.done("query", "save", "oldest", "sort:id", "limit:3")
    tracker.done("query", "save", "newest", "limit:2")
    tracker.done("query", "save", "inner", "saved:oldest", "topic:other")


@pytest.fixture
def six(tracker: Program) -> Program:
    return tracker.filled_by(fill)


FOUND = [
    (["limit:4", "sort:id"], [1, 2, 3, 4]),
    (["limit:4", "limit:9", "sort:id"], [1, 2, 3, 4]),
    (["topic:migration", "limit:2", "sort:id"], [2, 4]),
    (["topic:migration", "limit:9", "sort:id"], [2, 4, 6]),
    (["saved:oldest"], [1, 2, 3]),
    (["saved:oldest", "limit:2"], [1, 2]),
    (["saved:oldest", "limit:9"], [1, 2, 3]),
    (["saved:oldest", "topic:migration"], [2]),  # among the three that it finds, not the first three of the topic
    (["saved:inner", "sort:id"], [1, 3]),
    (["saved:oldest,newest", "sort:id"], [1, 2, 3, 5, 6]),
    (["saved!=oldest", "sort:id"], [4, 5, 6]),
    (["saved:newest", "saved:oldest"], []),
]


@pytest.mark.parametrize("clock", [[], ["--as-of", "2017"], ["--known-by", "2999"]], ids=["now", "as of", "known by"])
@pytest.mark.parametrize(("terms", "found"), FOUND, ids=lambda value: " ".join(map(str, value)))
def test_all_agree_about_what_a_query_finds(six: Program, terms: list[str], found: list[int], clock: list[str]) -> None:
    lines = [str(number) for number in found]
    assert six.done("list", *terms, "--format", "ids", *clock).split() == lines
    assert six.done("list", *terms, "--count", *clock) == str(len(found))
    assert [one["id"] for one in json.loads(six.done("export", *terms, "--format", "json", *clock))] == found
    assert six("stats", *terms, "--json", *clock).data["proposals"] == len(found)
    for by in ("status", "year", "kind"):
        counts = six("stats", *terms, "--by", by, "--json", *clock).data["counts"][by]
        assert sum(counts.values()) == len(found)
    for most in (1, 2, 4, 30):
        assert six.done("list", *terms, "-L", str(most), "--format", "ids", *clock).split() == lines[:most]
        assert six.done("export", *terms, "-L", str(most), "--format", "ids", *clock).split() == lines[:most]
        assert six.done("list", *terms, "-L", str(most), "--count", *clock) == str(len(found))


@pytest.mark.parametrize(("terms", "found"), FOUND, ids=lambda value: " ".join(map(str, value)))
def test_the_screen_and_a_change_find_the_same(six: Program, terms: list[str], found: list[int]) -> None:
    asked = query.parse_query(terms, TODAY)
    with closing(database.open_ledger(six.db)) as ledger:
        assert listing.count_matches(ledger, asked) == len(found)
        facets = {one.field: one for one in Facets().of(ledger, asked, {"topic": 5, "body": 5, "year": 20})}
        assert sum(one.number for one in facets["year"].values) == len(found)
        assert sum(one.number for one in facets["topic"].values) == len(found)
        *_, told = overview.overview_steps(ledger, asked, TODAY, 10)
        assert (told.total, sum(told.years.values()), sum(told.cells.values())) == (len(found),) * 3
        assert sorted(line.id for line in told.oldest) == sorted(found)
    if found:
        six.done("update", "--where", " ".join(terms), "--add-tag", "chosen", "-y")
        assert six.done("list", "tag:chosen", "sort:id", "--format", "ids").split() == [*map(str, sorted(found))]


def test_saved_queries_are_counted_as_they_are_listed(six: Program) -> None:
    counts = {line.split("\t")[0]: line.split("\t")[1] for line in six.done("query", "list").splitlines()}
    assert counts == {"oldest": "3", "newest": "2", "inner": "2"}


def test_a_table_says_how_many_of_how_many(six: Program) -> None:
    assert "2 of 5; all of them: -L 5" in six("list", "limit:5", "-L", "2", "--format", "table").err
    assert "5 of 5" in six("list", "limit:5", "--format", "table").err
    assert "2 of 5" in six("list", "limit:5", "-L", "2", "--format", "table", "--as-of", "2017").err


def test_a_table_marks_a_date_of_which_only_part_answers(six: Program) -> None:
    six.done("add", "Of a day", "--date", "2012-05-15")
    page = six("list", "date:2012-05", "--format", "table", "--dates", "iso")
    assert "~2012 " in page.out
    assert "~2012-05-15" not in page.out
    assert "~1 of these only perhaps" in page.err
    whole = six("list", "date:2012", "--format", "table", "--dates", "iso")
    assert "~" not in whole.out + whole.err


def test_a_large_limit_beside_other_terms_is_refused_in_words(six: Program) -> None:
    six.done("query", "save", "many", "limit:5000")
    answer = six("list", "saved:many", "topic:other")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
    assert "the saved query many has limit:5000" in answer.err
