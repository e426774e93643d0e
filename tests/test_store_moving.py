"""Queries under a clock: a clock that hides nothing changes no answer, and each field speaks of the clock's day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from chance import LINES
from factories import ME
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from naive import TODAY, everything, naive

from tracker import query
from tracker.clocks import Clock
from tracker.model import Edit, Evidence, NewLook, NewProposal, NewStatus
from tracker.store import database, looks, moving, proposals, sources, walking

if TYPE_CHECKING:
    from tracker.store.database import Ledger


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=LINES)
def test_what_was_known_today_is_what_is_known(
    generated: Ledger, parts: tuple[list[str], list[str], list[str]]
) -> None:
    asked = query.parse([*parts[2], *parts[0], *parts[1]], TODAY)
    found = [one.id for one in moving.find(generated, asked, Clock(known_by=TODAY), TODAY)]
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
    asked, clock = query.parse([*parts[0], *parts[1]], TODAY), Clock(day, known)
    whole = moving.find(generated, asked, clock, TODAY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(walking, "FEW", 0)
        patch.setattr(walking, "STEP", 7)
        page = walking.first(generated, asked, clock, TODAY, most)
    assert [one.id for one in page.found] == [one.id for one in whole][:most]
    assert page.total in {None, len(whole)}


@pytest.fixture
def told(ledger: Ledger) -> Ledger:
    """A proposal of 2012, adopted in part in 2015, looked for in 2016, that lapsed without evidence in 2018."""
    with database.write(ledger, "fill", ME) as change:
        paper = sources.add_reference(change, title="Communiqué")
        new = NewProposal(
            "Hotline", proposed_on="2012-05-15", deadline_on="2014", evidence=Evidence(paper, "a hotline")
        )
        proposals.add(change, new)
        adopted = NewStatus("adopted", "2015-03", extent="weaker")
        proposals.update(change, 1, Edit(), adopted, Evidence(paper, "adopted"))
        lapsed = NewStatus("lapsed", "2018-01-02", reason="superseded", because="x", force=True)
        proposals.update(change, 1, Edit(), lapsed, None)
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
        asked = query.parse([term], TODAY)
        opposite = term.replace("!=", ":") if "!=" in term else term.replace(":", "!=", 1)
        assert [one.id for one in moving.find(told, asked, clock, TODAY)] == [1], term
        assert moving.find(told, query.parse([opposite], TODAY), clock, TODAY) == [], opposite
