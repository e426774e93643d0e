"""The two clocks: the rule against the triggers without a clock, and what a day within a span decides."""

from __future__ import annotations

import datetime as dt
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers.events import CASES, derived, entered
from helpers.factories import add
from helpers.zones import EAST, WEST, ZONES, in_zone, utc_text
from tracker import clocks, dates
from tracker.clocks import NO_CLOCK, BareEvent, Clock, DigestSpan, State, derive_state, judge_events
from tracker.store.records import lives

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.store.ledger import Ledger

ENTERED = "2026-11-23T10:00:00.000Z"
INSTANTS = st.datetimes(dt.datetime.fromisoformat("2013-01-01"), dt.datetime.fromisoformat("2037-12-31")).map(utc_text)
DAYS = (None, "2011", "2012", "2012-04", "2012-05", "2012-05-15", "2012-05-16", "2012-12-31", "2013", "2013-01-01")


def at(day: str) -> Clock:
    return Clock(as_of=date.fromisoformat(day))


def events(*rows: tuple[Any, ...]) -> list[BareEvent]:
    """Events in the order entered, as the cases of the triggers give them; a last word is when one was recorded."""
    found: list[BareEvent] = []
    for number, (status, on, *special) in enumerate(rows, 1):
        recorded = next((f"{word}T00:00:00.000Z" for word in special if isinstance(word, str) and "-" in word), ENTERED)
        corrects = next((place + 1 for place in special if isinstance(place, int)), None)
        found.append(BareEvent(number, status, on, 1 if "for" in special else None, corrects, recorded))
    return found


def stood(rows: list[tuple[Any, ...]], clock: Clock, proposed_on: str | None = None) -> str | None:
    """Where events leave a proposal, as a list shows it."""
    found = derive_state(judge_events(events(*rows), clock), clock, proposed_on, ENTERED)
    return found and found.shown


@pytest.mark.parametrize(("rows", "current"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_without_a_clock_the_rule_is_the_one_of_the_triggers(rows: list[tuple[Any, ...]], current: int | None) -> None:
    found = derive_state(judge_events(events(*rows), NO_CLOCK))
    assert found == (State("proposed") if current is None else State(rows[current][0], rows[current][1], current + 1))


@pytest.mark.parametrize(("rows", "current"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_long_after_all_that_happened_it_is_as_without_a_clock(
    rows: list[tuple[Any, ...]], current: int | None
) -> None:
    found = derive_state(judge_events(events(*rows), at("2026-12-31")), at("2026-12-31"), None, ENTERED)
    assert found == (State("proposed") if current is None else State(rows[current][0], rows[current][1], current + 1))


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    made: list[tuple[Any, ...]] = []
    for number in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(["plain", "plain", "plain", "for", "corrects"]))
        special: tuple[Any, ...] = ("for",) if kind == "for" else ()
        if kind == "corrects" and number:
            special = (draw(st.integers(0, number - 1)),)
        made.append((draw(st.sampled_from(["proposed", "adopted", "stalled"])), draw(st.sampled_from(DAYS)), *special))
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories())
def test_on_random_histories_the_rule_and_the_triggers_agree(ledger: Ledger, rows: list[tuple[Any, ...]]) -> None:
    if not ledger.value("SELECT 1 FROM proposals"):
        add(ledger)
    ledger.con.execute("DELETE FROM status_events")
    ledger.con.execute("DELETE FROM actors")
    entered(ledger, 1, rows)
    known = lives.bare_events(ledger, None).get(1, [])
    assert tuple(derive_state(judge_events(known, NO_CLOCK)) or ()) == (*derived(ledger, 1), False)


@settings(max_examples=300, deadline=None)
@given(histories(), st.dates(date(2010, 12, 1), date(2014, 2, 1)))
@example([("proposed", "2012"), ("adopted", None), ("proposed", "2011")], date(2012, 1, 1))
def test_a_sure_state_is_what_any_order_of_the_undecided_leaves(rows: list[tuple[Any, ...]], day: date) -> None:
    """Whatever of the undecided has happened by the day, a status that is not marked is the same."""
    clock = Clock(as_of=day)
    judgement = judge_events(events(*rows), clock)
    found = derive_state(judgement, clock, "2009")
    assert found is not None
    possible = set()
    for chosen in range(2 ** len(judgement.undecided)):
        some = [one for at, one in enumerate(judgement.undecided) if chosen >> at & 1]
        happened = judgement._replace(counting=(*judgement.counting, *some), undecided=())
        possible.add((derive_state(happened, clock, "2009") or State("nothing")).status)
    assert found.unsure == (len(possible) > 1)
    assert found.status in possible


DATED = [("proposed", "2012-05-15"), ("adopted", "2013"), ("implemented", "2015-02")]


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        ("2012-05-14", None),
        ("2012-05-15", "proposed"),
        ("2012-12-31", "proposed"),
        ("2013-01-01", "~proposed"),
        ("2013-12-30", "~proposed"),
        ("2013-12-31", "adopted"),
        ("2015-01-31", "adopted"),
        ("2015-02-01", "~adopted"),
        ("2015-02-28", "implemented"),
    ],
)
def test_an_event_counts_when_its_whole_span_has_passed(day: str, shown: str | None) -> None:
    assert stood(DATED, at(day)) == shown


@pytest.mark.parametrize(
    ("name", "rows", "proposed_on", "day", "shown"),
    [
        ("a year is all there is", [("adopted", "2012")], None, "2012-06-01", "~adopted"),
        ("before the year began", [("adopted", "2012")], None, "2011-12-31", None),
        ("put forward, and perhaps adopted", [("adopted", "2012")], "2012-05-15", "2012-06-01", "~proposed"),
        ("put forward within a year", [("proposed", "2012")], "2012", "2012-06-01", "~proposed"),
        ("put forward before any event", [("adopted", "2014")], "2012-05-15", "2013-01-01", "proposed"),
        ("put forward in a month that has begun", [("adopted", "2014")], "2013-01", "2013-01-01", "~proposed"),
        ("undated: from the day it was recorded", [("adopted", None, "2013-02-01")], None, "2013-02-01", "adopted"),
        ("undated: undecided before", [("adopted", None, "2013-02-01")], None, "2013-01-31", "~adopted"),
        ("the same again is no doubt", [("adopted", "2012"), ("adopted", "2013")], None, "2013-06-01", "adopted"),
        ("a correction counts", [("adopted", "2012"), ("proposed", "2014", 0)], "2011", "2013-01-01", "proposed"),
        ("the corrected is no doubt", [("adopted", "2013"), ("adopted", "2016", 0)], "2012", "2013-06-01", "proposed"),
        ("for one actor: no matter", [("proposed", "2012"), ("adopted", "2013", "for")], None, "2014", "proposed"),
        ("for one actor: it was there", [("adopted", "2013", "for")], None, "2014-01-01", "proposed"),
        ("for one actor, within the span", [("adopted", "2013", "for")], None, "2013-06-01", "~proposed"),
        ("a late find hides nothing", [("adopted", "2014"), ("proposed", "2012")], None, "2013-01-01", "proposed"),
        ("nothing dates it but its entry", [], None, "2026-11-23", "proposed"),
        ("before it was entered", [], None, "2026-11-22", "~proposed"),
    ],
)  # fmt: skip
def test_what_was_the_case(
    name: str, rows: list[tuple[Any, ...]], proposed_on: str | None, day: str, shown: str | None
) -> None:
    assert (name, stood(rows, at(f"{day}-01-01"[:10]), proposed_on)) == (name, shown)


def test_by_what_was_known_a_later_correction_does_not_exist() -> None:
    rows = [("adopted", "2012", "2012-06-01"), ("proposed", "2012", 0, "2013-06-01")]
    assert stood(rows, Clock(known_by=date(2013, 5, 31))) == "adopted"
    assert stood(rows, Clock(known_by=date(2013, 6, 1))) == "proposed"
    both = Clock(as_of=date(2012, 12, 31), known_by=date(2013, 5, 31))
    assert stood(rows, both) == "adopted"


def test_the_end_of_the_day_belongs_to_it() -> None:
    late = [BareEvent(1, "adopted", "2012", None, None, "2013-05-31T23:59:59.999Z")]
    clock = Clock(known_by=date(2013, 5, 31))
    assert derive_state(judge_events(late, clock), clock) == State("adopted", "2012", 1)
    assert not clock.has("2013-06-01T00:00:00.000Z")


@pytest.fixture
def west() -> Iterator[None]:
    """Five hours behind UTC."""
    with in_zone("XXX5"):
        yield


@pytest.mark.usefixtures("west")
def test_a_day_is_one_of_the_user_s_own() -> None:
    """What is entered on the evening of the 23rd is of the next day in UTC."""
    evening, today = "2026-11-24T02:30:00.000Z", date(2026, 11, 23)
    entered = [BareEvent(1, "adopted", None, None, None, evening)]
    for clock in (Clock(as_of=today), Clock(known_by=today), Clock(today, today)):
        assert derive_state(judge_events(entered, clock), clock, None, evening) == State("adopted", None, 1)
        assert derive_state(judge_events([], clock), clock, None, evening) == State("proposed")
    yesterday = Clock(known_by=date(2026, 11, 22))
    assert not yesterday.has(evening)
    assert DigestSpan(date(2026, 11, 22), today, recorded=True).has(evening)
    assert not DigestSpan(today, date(2026, 11, 24), recorded=True).has(evening)
    assert not Clock(known_by=today).has("2026-11-24T05:00:00.000Z")


@pytest.mark.usefixtures("west")
@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar_are_days_too(day: date) -> None:
    assert not Clock(known_by=date.min).has(evening := "2026-11-24T02:30:00.000Z")
    assert Clock(known_by=date.max).has(evening)
    assert clocks.end_of_day(day)[:4] == f"{day.year:04}"
    assert clocks.local_day(f"{day.isoformat()}T00:00:00.000Z")[:4] == f"{day.year:04}"


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), instant=INSTANTS)
@example(zone="America/Santiago", instant="2024-04-07T03:59:00.000Z")  # the last hour of 6 April was twice
@example(zone="Asia/Beirut", instant="2024-03-30T22:00:00.000Z")  # 31 March began at one
@example(zone="America/Havana", instant="2024-11-03T04:30:00.000Z")  # 3 November had two midnights
def test_an_instant_is_between_the_ends_of_its_day_and_of_no_other(zone: str, instant: str) -> None:
    with in_zone(zone):
        day = date.fromisoformat(clocks.local_day(instant))
        for shift in (-1, 0, 1):
            other = dates.shift_day(day, shift, "d")
            assert (clocks.begin_of_day(other) <= instant <= clocks.end_of_day(other)) == (other == day)


@pytest.mark.parametrize(
    ("zone", "shown"),
    [(EAST, "2026-11-25 00:30"), (WEST, "2026-11-23 22:30"), ("Asia/Kathmandu", "2026-11-24 16:15")],
)
def test_an_instant_is_shown_as_the_reader_s_clock_showed_it(zone: str, shown: str) -> None:
    with in_zone(zone):
        assert clocks.local_minute("2026-11-24T10:30:00.000Z") == shown
        assert clocks.local_day("2026-11-24T10:30:00.000Z") == shown[:10]


@pytest.mark.parametrize(
    ("on", "at", "later"),
    [
        ("2012", "2012-05-15T10:00:00.000Z", "2012"),  # it may end after that
        ("2012-05-15", "2012-05-15T09:59:00.000Z", "2012-05-15"),
        ("2012-05-15", "2026-11-24T10:30:00.000Z", "2026-11-25"),
        ("", "2026-11-24T10:30:00.000Z", "2026-11-25"),
        ("2012", "", "2012"),
    ],
)
def test_the_later_of_a_date_and_the_day_of_an_instant(on: str, at: str, later: str) -> None:
    with in_zone(EAST):
        assert clocks.later_attention(on, at) == later


@pytest.mark.parametrize(
    ("removed_at", "there"),
    [(None, True), ("2013-06-01T00:00:00.000Z", True), ("2013-05-31T12:00:00.000Z", False)],
)
def test_what_was_removed_later_was_there(removed_at: str | None, there: bool) -> None:  # noqa: FBT001 - a table
    clock = Clock(known_by=date(2013, 5, 31))
    assert clock.had("2012-01-01T00:00:00.000Z", removed_at) == there
    assert NO_CLOCK.had("2012-01-01T00:00:00.000Z", removed_at) == (removed_at is None)


SPANS_OF_2012 = [(dates.first_day(f"2012-{month:02}"), dates.last_day(f"2012-{month:02}")) for month in range(1, 13)]
NEAR_2012 = st.builds(
    lambda day, length: day.isoformat()[:length],
    st.dates(date(2011, 11, 1), date(2013, 2, 1)),
    st.sampled_from([4, 7, 10]),
)


@given(NEAR_2012)
@example("2012")
@example("2012-05")
def test_of_the_months_of_a_year_one_has_a_date_whole_or_several_in_part(on: str) -> None:
    months = [DigestSpan(dates.shift_day(first, -1, "d"), last) for first, last in SPANS_OF_2012]
    whole = [span for span in months if span.covers(on)]
    assert len(whole) == (on[:4] == "2012" and len(on) > 4)
    assert [span for span in months if span.meets(on)] == (whole or (months if on == "2012" else []))
    assert all(span._replace(recorded=True).covers(on) for span in months)
    assert DigestSpan(None, date(2012, 12, 31)).covers(on) == (on[:4] <= "2012")
