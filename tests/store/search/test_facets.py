from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from helpers.factories import TODAY, add, remove
from helpers.strategies import LINES
from tracker import query
from tracker.model import QueryError
from tracker.query import Query
from tracker.store import database
from tracker.store.records import statuses, topics
from tracker.store.search import facets, listing
from tracker.store.search.facets import CountingStopped, Facet, FacetCount, Facets

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

ALL = {"topic": 1000, "body": 1000, "year": 1000}


def counted(ledger: Ledger, line: str = "", most: dict[str, int] = ALL) -> dict[str, Facet]:
    asked = query.parse_line(line, TODAY)
    return {facet.field: facet for facet in Facets().of(ledger, asked, most)}


def test_a_result_is_counted_by_topic_status_body_and_year(ledger: Ledger) -> None:
    add(ledger, "Hotline", topics=("migration", "other"), proposed_on="2012", body="CSTO")
    add(ledger, "Database", topics=("migration",), proposed_on="2012-05-15", body="CSTO")
    add(ledger, "Exercises", topics=("special-forces",), proposed_on="2019-11", status="adopted", body="CIS")
    add(ledger, "Undated")
    found = counted(ledger)
    assert list(found) == ["status", "topic", "body", "year"]
    assert found["topic"].values[0] == ("migration", 2)
    assert {*found["topic"].values[1:]} == {("special-forces", 1), ("other", 1)}
    assert found["status"].values == (("proposed", 3), ("adopted", 1))  # in the order of a life
    assert found["body"].values == (("CSTO", 2), ("CIS", 1))
    assert found["year"].values == (("2019", 1), ("2012", 2))  # the newest first
    assert not any(facet.more for facet in found.values())
    assert counted(ledger, "topic:migration")["year"].values == (("2012", 2),)
    assert counted(ledger, "hotl")["topic"].values[0].number == 1  # a word still being typed


def test_only_the_most_frequent_are_given_and_that_there_are_more_is_said(ledger: Ledger) -> None:
    for year, topic in [("2001", "migration"), ("2002", "migration"), ("2003", "other"), ("2004", "special-forces")]:
        add(ledger, topics=(topic,), proposed_on=year)
    found = counted(ledger, most={"topic": 1, "body": 1, "year": 2})
    assert found["topic"] == Facet("topic", (FacetCount("migration", 2),), more=True)
    assert found["year"] == Facet("year", (FacetCount("2004", 1), FacetCount("2003", 1)), more=True)
    assert found["body"] == Facet("body", (), more=False)


def test_the_rest_is_not_counted_once_it_cannot_come_among_the_most_frequent(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (0, 1, 2, 3, 3, 3):
        add(ledger, "Word", topics=(list(topics.topics_in_use(ledger))[place],))
    known = Facets()
    asked = query.parse_line("word", TODAY)
    list(known.of(ledger, asked, {"topic": 1, "body": 1, "year": 1}))
    counts: list[str] = []
    really = facets._FacetCounter.number

    def counting(self: facets._FacetCounter, match: str, *, alone: bool = False) -> int:
        counts.append(match)
        return really(self, match, alone=alone)

    monkeypatch.setattr(facets._FacetCounter, "number", counting)
    found = {facet.field: facet for facet in known.of(ledger, asked, {"topic": 1, "body": 1, "year": 1})}
    assert found["topic"].values == ((list(topics.topics_in_use(ledger))[3], 3),)
    assert len(counts) == len(statuses.read_statuses(ledger)) + 1


def test_what_was_removed_is_counted_where_it_is_asked_for(ledger: Ledger) -> None:
    add(ledger, topics=("migration",))
    remove(ledger, add(ledger, topics=("other",)))
    assert counted(ledger)["topic"].values == (("migration", 1),)
    assert counted(ledger, "is:removed")["topic"].values == (("other", 1),)
    assert counted(ledger, "is:removed", {"topic": 1, "body": 1, "year": 1})["topic"].values == (("other", 1),)


def test_a_name_that_a_query_cannot_say_is_no_value(ledger: Ledger) -> None:
    for body in ('The "Council"', "Nobody", "CSTO, Minsk", "[b]bold[/b]"):
        add(ledger, body=body)
    with database.write_change(ledger, "by another program", "somebody else") as change:
        change.execute("UPDATE actors SET name = 'None', key = 'none' WHERE name = 'Nobody'")
    names = [value for value, _ in counted(ledger)["body"].values]
    assert {*names} == {"CSTO, Minsk", "[b]bold[/b]"}
    for name in names:
        assert listing.count_matches(ledger, query.with_term(Query(), "body", name, TODAY)) == 1


def test_another_connections_change_is_noticed(ledger: Ledger) -> None:
    from tracker.store.database import open_ledger  # noqa: PLC0415

    add(ledger, topics=("migration",))
    reader, known = open_ledger(ledger.path), Facets()
    assert next(f for f in known.of(reader, Query(), ALL) if f.field == "topic").values == (("migration", 1),)
    add(ledger, topics=("migration", "other"), body="New")
    found = {facet.field: facet for facet in known.of(reader, Query(), ALL)}
    assert found["topic"].values == (("migration", 2), ("other", 1))
    assert found["body"].values == (("New", 1),)
    reader.close()


def test_counts_that_are_not_wanted_any_more_are_given_up(ledger: Ledger) -> None:
    add(ledger)
    asked = iter([True, True, True, False])
    with pytest.raises(CountingStopped):
        list(Facets().of(ledger, Query(), ALL, lambda: next(asked)))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(LINES)
def test_a_count_is_that_of_the_query_with_the_value(generated: Ledger, parts: tuple[list[str], ...]) -> None:
    line = " ".join(part for group in parts for part in group)
    asked = query.parse_line(line, TODAY)
    try:
        found = list(Facets().of(generated, asked, ALL))
    except QueryError:
        with pytest.raises(QueryError):
            listing.count_matches(generated, asked)
        return
    for facet in found:
        field = "date" if facet.field == "year" else facet.field
        for value, number in facet.values:
            assert number == listing.count_matches(generated, query.with_term(asked, field, value, TODAY)), (
                line,
                value,
            )
        if facet.field == "status":
            assert sum(number for _, number in facet.values) == listing.count_matches(generated, asked)
