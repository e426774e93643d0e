"""Queries under a clock: a clock that hides nothing changes no answer, and each field speaks of the clock's day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers.factories import ME, writing_at
from helpers.lifetime import ASKED_ON, live
from helpers.oracle import TODAY, everything, naive
from helpers.strategies import LINES, VALUES
from tracker import query
from tracker.clocks import Clock
from tracker.model import Evidence, NewLook, NewProposal, NewStatus, ProposalEdit, QueryError
from tracker.store import database
from tracker.store.as_of import first_page, selection
from tracker.store.records import looks, proposals, sources
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

SAVED = (("old", "status:adopted limit:3"), ("shut", "is:closed"), ("late", "is:overdue,disputed limit:1 saved:shut"))
MOVING = {
    **{field: VALUES[field] for field in ("status", "moved", "looked", "link", "is", "has", "no")},
    "reason": st.sampled_from(["no-consensus", "No_Consensus", "expired", "none"]),
    "extent": st.sampled_from(["weaker", "Weaker", "none"]),
    "saved": st.sampled_from([name for name, _ in SAVED]),
}
MOVING_TERMS = st.sampled_from(sorted(MOVING)).flatmap(
    lambda field: st.tuples(
        st.just(field),
        st.sampled_from([":", "!="]),
        st.lists(MOVING[field].filter(lambda value: value != "removed"), min_size=1, max_size=2).map(",".join),
    ).map("".join)
)
UNSORTED: st.SearchStrategy[list[str]] = st.just([])
MOVING_LINES = st.tuples(
    st.lists(MOVING_TERMS, min_size=1, max_size=3), st.sampled_from([[], ["is:removed"]]), UNSORTED
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=LINES)
def test_what_was_known_today_is_what_is_known(
    generated: Ledger, parts: tuple[list[str], list[str], list[str]]
) -> None:
    asked = query.parse_query([*parts[2], *parts[0], *parts[1]], TODAY)
    found = [one.id for one in selection.select_as_of(generated, asked, Clock(known_by=TODAY), TODAY)]
    assert found == naive(generated, everything(generated), asked)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=LINES,
    day=st.dates(date(1989, 1, 1), date(2027, 1, 1)) | st.none(),
    known=st.dates(date(2025, 12, 31), date(2026, 1, 3)) | st.none(),
    most=st.integers(1, 40),
)
def test_a_page_that_is_walked_to_is_the_first_of_the_list(
    generated: Ledger,
    parts: tuple[list[str], list[str], list[str]],
    day: date | None,
    known: date | None,
    most: int,
) -> None:
    asked, clock = query.parse_query([*parts[0], *parts[1]], TODAY), Clock(day, known)
    whole = selection.select_as_of(generated, asked, clock, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(first_page, "FEW", 0)
        patch.setattr(first_page, "STEP", 7)
        page = first_page.read_first_page(generated, asked, clock, TODAY, most)
    assert [one.id for one in page.found] == [one.id for one in whole][:most]
    assert page.total in {None, len(whole)}


@pytest.fixture(scope="module", params=[1, 2])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    ledger = database.open_ledger(tmp_path_factory.mktemp("lived") / "ledger.db", create=True)
    live(ledger, request.param)
    with database.write_change(ledger, "save", ME) as change:
        for name, line in SAVED:
            change.insert("saved_queries", name=name, query=line)
    yield ledger
    ledger.close()


def test_a_lived_ledger_has_what_a_clock_may_stumble_over(lived: Ledger) -> None:
    flagged = ("is:removed", "is:disputed", "is:stale", "is!=stale")
    for line in (*flagged, "has:link", "reason:no-consensus,expired", "extent:weaker"):
        assert len(listing.matching_ids(lived, query.parse_query([line], ASKED_ON))) > 0, line
    for sql in ("SELECT 1 FROM status_events WHERE supersedes_id", "SELECT 1 FROM changes WHERE undoes"):
        assert len(lived.rows(sql)) > 5, sql


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.one_of(LINES, MOVING_LINES), known=st.sampled_from([None, ASKED_ON]))
def test_long_after_all_that_happened_every_query_answers_as_without_a_clock(
    lived: Ledger, parts: tuple[list[str], list[str], list[str]], known: date | None
) -> None:
    asked = query.parse_query([*parts[2], *parts[0], *parts[1]], ASKED_ON)
    try:
        plain = list(listing.matching_ids(lived, asked))
    except QueryError:
        with pytest.raises(QueryError):
            selection.select_as_of(lived, asked, Clock(ASKED_ON, known), ASKED_ON)
    else:
        assert [one.id for one in selection.select_as_of(lived, asked, Clock(ASKED_ON, known), ASKED_ON)] == plain


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """A proposal of 2012, adopted in part in 2015, looked for in 2016, that lapsed without evidence in 2018."""
    with database.write_change(ledger, "fill", ME) as change:
        paper = sources.add_reference(change, title="Communiqué")
        new = NewProposal(
            "Hotline", proposed_on="2012-05-15", deadline_on="2014", evidence=Evidence(paper, "a hotline")
        )
        proposals.add(change, new)
        adopted = NewStatus("adopted", "2015-03", extent="weaker")
        proposals.update_proposal(change, 1, ProposalEdit(), adopted, Evidence(paper, "adopted"))
        lapsed = NewStatus("lapsed", "2018-01-02", reason="superseded", because="x", force=True)
        proposals.update_proposal(change, 1, ProposalEdit(), lapsed, None)
        looks.add(change, 1, NewLook("BelTA", "2016-06-01"), TODAY)
        for name, line in (("old", "status:adopted"), ("shut", "is:closed"), ("late", "is:overdue")):
            change.insert("saved_queries", name=name, query=line)
    return ledger


# By year: the terms that hold at its end.
HELD = {
    2012: "status:proposed is:open moved:2012 no:look has:quote has:evidence extent:none reason:none is!=overdue",
    2014: "status:proposed is!=overdue is:stale",
    2015: "status:adopted moved:2015 extent:weaker is:overdue is:open saved:old saved:late,shut saved!=shut",
    2016: "has:look looked:2016 looked:..2016-06 is!=stale saved:old,shut has:extent no:reason",
    2018: "status:lapsed reason:superseded is:closed is:unsupported no:evidence saved:shut saved!=old,late has:reason",
}


@pytest.mark.parametrize(("year", "line"), HELD.items())
def test_a_term_speaks_of_the_day_of_the_clock(told: Ledger, year: int, line: str) -> None:
    clock = Clock(as_of=date(year, 12, 31))
    for term in line.split():
        asked = query.parse_query([term], TODAY)
        opposite = term.replace("!=", ":") if "!=" in term else term.replace(":", "!=", 1)
        assert [one.id for one in selection.select_as_of(told, asked, clock, TODAY)] == [1], term
        assert selection.select_as_of(told, query.parse_query([opposite], TODAY), clock, TODAY) == [], opposite


def ids(ledger: Ledger, line: str, clock: Clock) -> list[int]:
    return [one.id for one in selection.select_as_of(ledger, query.parse_line(line, TODAY), clock, TODAY)]


LONG_AFTER = Clock(as_of=date(2026, 11, 23))


def test_a_word_of_a_closed_list_is_taken_however_it_is_typed(ledger: Ledger) -> None:
    with database.write_change(ledger, "fill", ME) as change:
        proposals.add(change, NewProposal("One", proposed_on="2012"))
        no = NewStatus("rejected", "2013", reason="no-consensus", extent="as-proposed", force=True)
        proposals.update_proposal(change, 1, ProposalEdit(), no, None)
    for line in ("reason:no_consensus", "reason:No_Consensus,none", "extent:as_proposed", "extent!=merged,weaker"):
        assert (
            ids(ledger, line, LONG_AFTER) == list(listing.matching_ids(ledger, query.parse_line(line, TODAY))) == [1]
        ), line
    for unknown in ("reason:supersedet", "extent:weakest"):
        with pytest.raises(QueryError):
            ids(ledger, unknown, LONG_AFTER)


def test_a_saved_query_within_a_term_is_what_it_finds_its_limit_included(ledger: Ledger) -> None:
    with database.write_change(ledger, "fill", ME) as change:
        for title in ("One", "Two", "Three"):
            proposals.add(change, NewProposal(title, proposed_on="2012"))
        for name, inner in (("some", "is:open limit:1"), ("none", "is:closed limit:1"), ("nested", "saved:some")):
            change.insert("saved_queries", name=name, query=inner)
    for line, found in (("saved!=some", 2), ("saved:some,none", 1), ("saved!=nested,none", 2), ("saved:some", 1)):
        assert len(listing.matching_ids(ledger, query.parse_line(line, TODAY))) == found, line
        assert len(ids(ledger, line, LONG_AFTER)) == found, line


def test_what_was_removed_passes_by_a_value_that_does_not_move(ledger: Ledger) -> None:
    with database.write_change(ledger, "fill", ME) as change:
        proposals.add(change, NewProposal("One", proposed_on="2012"))
        proposals.update_proposal(change, 1, ProposalEdit(uncheckable="a mood"))
        proposals.remove(change, 1)
        change.insert("saved_queries", name="mood", query="is:uncheckable")
        change.insert("saved_queries", name="shut", query="is:closed")
    for line in ("is:removed is:closed,uncheckable", "is:removed saved:mood,shut", "is:removed saved!=shut"):
        assert (
            ids(ledger, line, LONG_AFTER) == list(listing.matching_ids(ledger, query.parse_line(line, TODAY))) == [1]
        ), line


def test_a_passage_for_what_was_corrected_since_was_cited_all_the_same(ledger: Ledger) -> None:
    with database.write_change(ledger, "fill", ME) as change:
        paper = sources.add_reference(change, title="Communiqué")
        proposals.add(change, NewProposal("One", proposed_on="2012"))
        proposals.update_proposal(change, 1, ProposalEdit(), NewStatus("adopted", "2013"), None)
        proposals.cite_passage(change, 1, Evidence(paper, "it was not", stance="contradicts"), 2)
        proposals.update_proposal(change, 1, ProposalEdit(), NewStatus("", "2014", corrects=2), None)
    assert ids(ledger, "is:disputed has:quote has:source", LONG_AFTER) == [1]
    assert ids(ledger, "is:disputed", Clock(as_of=date(2012, 12, 31))) == []


def test_a_repetition_that_was_taken_out_is_no_sign_of_attention(ledger: Ledger) -> None:
    with writing_at(ledger, "2025-01-01T00:00:00.000Z") as change:
        proposals.add(change, NewProposal("One", proposed_on="2012"))
    with writing_at(ledger, "2026-06-01T00:00:00.000Z") as change:
        proposals.add(change, NewProposal("Again", proposed_on="2026-05", links=(("repeats", 1),)))
    assert ids(ledger, "is:stale", LONG_AFTER) == []
    with writing_at(ledger, "2026-10-01T00:00:00.000Z") as change:
        proposals.remove(change, 2)
    assert ids(ledger, "is:stale", LONG_AFTER) == [1]
    assert ids(ledger, "is:stale id:1", Clock(date(2026, 11, 23), date(2026, 9, 30))) == []
    assert ids(ledger, "is:stale id:1", Clock(date(2026, 11, 23), date(2026, 10, 1))) == [1]
