"""Proposals under a clock: the terms that move with the day, the order, what is told of each."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import generate
from helpers.factories import ME, TODAY, add, cite, remove, source, step
from tracker import config, query
from tracker.clocks import NO_CLOCK, Clock
from tracker.model import Evidence, NotFoundError, ProposalEdit, QueryError
from tracker.query import Query, Term
from tracker.store import database, sample_data
from tracker.store.as_of import selection, states
from tracker.store.records import proposals
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

FAR = Clock(as_of=date(2100, 1, 1))


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("past") / "ledger.db"
    generate.generate(path, 300)
    ledger = database.open_ledger(path)
    yield ledger
    ledger.close()


def take(ledger: Ledger, proposal: int, status: str, on: str | None, **more: Any) -> None:
    """Record a step with evidence, so that any is taken."""
    evidence = more.pop("evidence", None)
    with database.write_change(ledger, "update", ME) as change:
        new = step(status, occurred_on=on, force=True, because=more.pop("because", "said so"), **more)
        proposals.update_proposal(change, proposal, ProposalEdit(), new, evidence)


def at(text: str) -> Clock:
    return Clock(as_of=date.fromisoformat(text))


def found(ledger: Ledger, words: str, clock: Clock) -> list[int]:
    return [one.id for one in selection.select_as_of(ledger, query.parse_line(words, TODAY), clock, TODAY)]


def under(ledger: Ledger, clock: Clock, *terms: Term) -> list[int]:
    """What terms find that the language may not know yet, sorted by number."""
    tests = [selection.make_term_test(ledger, term, clock) for term in terms]
    every = list(states.proposals_as_of(ledger, None, clock).values())
    return sorted(one.id for one in selection.passing_proposals(ledger, every, tests, clock, TODAY))


LINES = [
    "",
    "sort:id",
    "is:open",
    "is:closed",
    "is:unsupported",
    "is!=unsupported",
    "is:open,unsupported",
    "is:removed",
    "status:adopted",
    "status:adopted,stalled sort:-status,title",
    "status!=proposed",
    "topic:migration is:open",
    "by:belarus sort:date",
    "date:2015..2020 sort:-date",
    "sort:title",
    "sort:-title limit:7",
    "sort:deadline",
    "sort:-deadline",
    "sort:status",
    "sort:-status",
    "sort:added",
    "sort:-updated",
    "sort:moved",
    "sort:-id limit:5",
    "security",
    "security is:open sort:date",
    "not:security status:proposed",
    "id:1,2,3,4,5,6,7,8 is:open",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("clock", [NO_CLOCK, Clock(known_by=date(2100, 1, 1))], ids=["no clock", "known by then"])
def test_without_a_day_that_matters_it_is_the_list(generated: Ledger, line: str, clock: Clock) -> None:
    asked = query.parse_line(line, TODAY)
    assert found(generated, line, clock) == list(listing.matching_ids(generated, asked))


@pytest.mark.parametrize("line", [line for line in LINES if "sort" not in line or "sort:id" in line])
def test_long_after_everything_it_is_the_list(generated: Ledger, line: str) -> None:
    asked = query.parse_line(line, TODAY)
    assert found(generated, line, FAR) == list(listing.matching_ids(generated, asked))


def test_lines_and_records_without_a_day_that_matters_are_those_of_the_list(generated: Ledger) -> None:
    every = selection.select_as_of(generated, Query(), NO_CLOCK, TODAY)
    ids = [one.id for one in every]
    assert list(states.lines_as_of(generated, every, NO_CLOCK)) == list(listing.read_lines(generated, ids))
    then = [record for record, unsure in states.records_as_of(generated, every, NO_CLOCK, TODAY) if not unsure]
    now = list(proposals.read_records(generated, ids, TODAY))
    assert [one._replace(reason=None) for one in then] == [one._replace(reason=None) for one in now]
    assert [one.reason for one in then] == [one.reason for one in now]


def test_a_page_without_a_day_that_matters_is_the_page(generated: Ledger) -> None:
    for number in (1, 7, 40):
        moment = states.detail_as_of(generated, number, Clock(known_by=date(2100, 1, 1)), TODAY)
        assert moment.detail == proposals.read_detail(generated, number, TODAY)
        assert (moment.unsure, moment.undecided) == (False, frozenset())


def test_filters_and_order_speak_of_the_day(ledger: Ledger) -> None:
    first = add(ledger, "First", proposed_on="2012-05-15")
    second = add(ledger, "Second", proposed_on="2012-06-01")
    take(ledger, first, "adopted", "2013")
    assert found(ledger, "", at("2012-05-14")) == []
    assert found(ledger, "", at("2012-12-31")) == [second, first]
    assert found(ledger, "status:adopted", at("2012-12-31")) == []
    assert found(ledger, "status:adopted", at("2013-12-30")) == []
    assert found(ledger, "status:proposed", at("2013-12-30")) == [second, first]
    assert found(ledger, "status:adopted", at("2013-12-31")) == [first]
    assert found(ledger, "", at("2013-12-31")) == [first, second]
    assert found(ledger, "limit:1", at("2013-12-31")) == [first]
    assert found(ledger, "sort:-status,id", at("2013-12-31")) == [second, first]


def test_evidence_is_that_of_the_status_of_the_day(ledger: Ledger) -> None:
    paper = source(ledger)
    proposal = add(ledger, proposed_on="2012")
    take(ledger, proposal, "adopted", "2014", evidence=Evidence(paper, "they adopted it"))
    assert found(ledger, "is:unsupported", at("2013-01-01")) == [proposal]
    assert found(ledger, "is:unsupported", at("2015-01-01")) == []
    for day, evidence in (("2013-01-01", "none"), ("2015-01-01", "unchecked")):
        (line,) = states.lines_as_of(ledger, selection.select_as_of(ledger, Query(), at(day), TODAY), at(day))
        assert (day, line.evidence) == (day, evidence)
    (early,) = states.records_as_of(
        ledger, selection.select_as_of(ledger, Query(), at("2013-01-01"), TODAY), at("2013-01-01"), TODAY
    )
    assert (early[0].quotes, early[0].sources, early[0].status_sources) == ((), (), ())


def test_fields_of_the_day_that_the_language_is_getting(ledger: Ledger) -> None:
    paper = source(ledger)
    one = add(ledger, "One", proposed_on="2010-01-01", deadline_on="2012-01-10")
    take(ledger, one, "adopted", "2013-05-01", extent="weaker", evidence=Evidence(paper, "weaker"))
    take(ledger, one, "lapsed", "2015-01-01", reason="expired")
    ledger.con.execute("INSERT INTO looks (proposal_id, looked_on, places) VALUES (?, '2011-01-01', 'BelTA')", [one])
    span = query.parse_line("date:2013", TODAY).terms[0].spans
    cases = [
        (Term("extent", ("weaker",)), ["2013-05-01", "2014-12-31"], ["2013-04-30", "2015-01-01"]),
        (Term("extent", ("weaker",), negated=True), ["2013-04-30"], ["2014-12-31"]),
        (Term("reason", ("expired", "no-trace")), ["2015-01-01"], ["2014-12-31"]),
        (Term("moved", ("2013",), spans=span), ["2013-05-01", "2014-12-31"], ["2013-04-30", "2015-01-01"]),
        (Term("looked", ("2013",), spans=span), [], ["2010-06-01", "2015-01-01"]),
        (Term("has", ("evidence",)), ["2013-05-01"], ["2013-04-30", "2015-01-01"]),
        (Term("no", ("evidence",)), ["2013-04-30", "2015-01-01"], ["2013-05-01"]),
        (Term("has", ("quote",)), ["2013-05-01", "2015-01-01"], ["2013-04-30"]),
        (Term("no", ("source",)), ["2013-04-30"], ["2013-05-01"]),
        (Term("has", ("look",)), ["2011-01-01"], ["2010-12-31"]),
        (Term("is", ("overdue",)), ["2012-01-11", "2014-12-31"], ["2012-01-10", "2015-01-01"]),
        (Term("is", ("due",)), ["2011-12-27", "2012-01-10"], ["2011-12-26", "2012-01-11"]),
        (Term("is", ("stale",)), ["2010-10-02", "2014-02-02"], ["2010-10-01", "2011-10-01", "2014-02-01"]),
        (Term("is", ("closed", "overdue")), ["2012-01-11", "2015-01-01"], ["2012-01-10"]),
    ]  # fmt: skip
    for term, there, not_there in cases:
        assert [day for day in there if under(ledger, at(day), term) != [one]] == [], term
        assert [day for day in not_there if under(ledger, at(day), term)] == [], term
    looked = query.parse_line("date:2011", TODAY).terms[0].spans
    assert under(ledger, at("2015-01-01"), Term("looked", ("2011",), spans=looked)) == [one]


def test_a_contradiction_disputes_from_the_day_of_its_event(ledger: Ledger) -> None:
    paper, proposal = source(ledger), add(ledger, proposed_on="2012")
    take(ledger, proposal, "adopted", "2014")
    with database.write_change(ledger, "cite", ME) as change:
        event = ledger.value("SELECT max(id) FROM status_events")
        proposals.cite_passage(change, proposal, Evidence(paper, "it was not", stance="contradicts"), event)
    assert under(ledger, at("2013-01-01"), Term("is", ("disputed",))) == []
    assert under(ledger, at("2014-12-31"), Term("is", ("disputed",))) == [proposal]


def known(ledger: Ledger, table: str, row: int, **stamps: str) -> None:
    """Set when something was recorded, and let the history forget that it ever was otherwise."""
    marks = ", ".join(f"{name} = ?" for name in stamps)
    ledger.con.execute(f"UPDATE {table} SET {marks} WHERE id = ?", [*stamps.values(), row])
    ledger.con.execute("DELETE FROM history WHERE tbl = ? AND row = ? AND old IS NOT NULL", [table, row])


def test_what_the_file_said_on_a_day(ledger: Ledger) -> None:
    paper, proposal, other = source(ledger), add(ledger, "One", proposed_on="2012"), add(ledger, "Other")
    citation = cite(ledger, proposal, paper, "a passage")
    take(ledger, proposal, "adopted", "2013")
    remove(ledger, other)
    first, last = (row[0] for row in ledger.rows("SELECT id FROM status_events WHERE proposal_id = 1 ORDER BY id"))
    known(ledger, "proposals", proposal, added_at="2026-01-01T00:00:00.000Z")
    known(ledger, "proposals", other, added_at="2026-01-02T00:00:00.000Z", removed_at="2026-02-01T00:00:00.000Z")
    known(ledger, "status_events", first, recorded_at="2026-01-01T00:00:00.000Z")
    known(ledger, "status_events", last, recorded_at="2026-03-01T00:00:00.000Z")
    known(ledger, "citations", citation, added_at="2026-01-03T00:00:00.000Z", removed_at="2026-04-01T00:00:00.000Z")

    def on(day: str) -> Clock:
        return Clock(known_by=date.fromisoformat(day))

    assert found(ledger, "", on("2025-12-31")) == []
    assert found(ledger, "sort:id", on("2026-01-31")) == [proposal, other]
    assert found(ledger, "one is:open", on("2026-01-31")) == [proposal]
    assert found(ledger, "other", on("2026-01-31")) == [other]
    assert found(ledger, "", on("2026-02-01")) == [proposal]
    assert found(ledger, "is:removed", on("2026-01-31")) == []
    assert found(ledger, "is:removed", on("2026-02-01")) == [other]
    assert found(ledger, "status:adopted", on("2026-02-28")) == []
    assert found(ledger, "status:adopted", on("2026-03-01")) == [proposal]
    assert found(ledger, "is:unsupported sort:id", on("2026-01-02")) == [proposal, other]
    assert found(ledger, "is:unsupported", on("2026-01-03")) == [other]
    quotes = {day: states.detail_as_of(ledger, proposal, on(day), TODAY).detail for day in ("2026-01-02", "2026-03-31")}
    assert [len(detail.citations) for detail in quotes.values()] == [0, 1]
    assert [detail.proposal.quotes for detail in quotes.values()] == [(), ("a passage",)]
    assert [len(detail.status_events) for detail in quotes.values()] == [1, 2]
    assert states.detail_as_of(ledger, proposal, on("2026-04-01"), TODAY).detail.citations == ()


def test_a_page_as_of_a_day_has_what_counts_and_marks_what_is_undecided(ledger: Ledger) -> None:
    proposal = add(ledger, proposed_on="2012-05-15")
    take(ledger, proposal, "on-agenda", "2012-09")
    take(ledger, proposal, "adopted", "2013")
    ledger.con.execute("INSERT INTO looks (proposal_id, looked_on, places) VALUES (?, '2013-03', 'x')", [proposal])
    moment = states.detail_as_of(ledger, proposal, at("2013-02-01"), TODAY)
    assert [event.status for event in moment.detail.status_events] == ["proposed", "on-agenda", "adopted"]
    assert (moment.detail.proposal.status, moment.unsure, moment.undecided) == ("on-agenda", True, frozenset({3}))
    assert moment.detail.looks == ()
    assert len(states.detail_as_of(ledger, proposal, at("2012-09-29"), TODAY).detail.status_events) == 2
    with pytest.raises(NotFoundError, match="#1 was not there yet"):
        states.detail_as_of(ledger, proposal, at("2012-05-14"), TODAY)


def test_an_unknown_value_is_refused_as_in_the_list(ledger: Ledger) -> None:
    for line in ("status:adoptd", "topic:migrants", "by:nobody"):
        with pytest.raises(QueryError):
            found(ledger, line, at("2013-01-01"))


def test_the_briefing_of_the_first_case(ledger: Ledger) -> None:
    """Belarus on external cooperation at the CSTO, as of 2013-01-01."""
    sample_data.load_samples(ledger, config.demo_folder(), ME)
    clock = at("2013-01-01")
    asked = query.parse_line("by:belarus body:csto topic:external-cooperation sort:id", TODAY)
    briefing = list(states.lines_as_of(ledger, selection.select_as_of(ledger, asked, clock, TODAY), clock))
    assert [line.id for line in briefing] == [1, 2, 10, 11, 12, 13, 14, 15]
    stood = {(line.status, line.status_on, line.evidence) for line in briefing}
    assert stood == {("proposed", "2012-05-15", "unchecked")}
    take(ledger, 10, "adopted", "2013-09-23")
    take(ledger, 2, "in-progress", "2013")
    later = list(states.lines_as_of(ledger, selection.select_as_of(ledger, asked, clock, TODAY), clock))
    assert [line.status for line in later] == ["proposed", "~proposed", *["proposed"] * 6]
    assert found(ledger, "by:belarus body:csto topic:external-cooperation", at("2012-05-14")) == []
