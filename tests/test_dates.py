# ruff: noqa: RUF001  # Russian months and full-width digits are what is tested
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker import dates, life
from tracker.dates import DateError, Span

TODAY = date(2026, 11, 23)

days = st.dates()
partials = st.builds(lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10]))
near_days = st.dates(date(2010, 12, 1), date(2013, 2, 1))
near_partials = st.builds(lambda day, length: day.isoformat()[:length], near_days, st.sampled_from([4, 7, 10]))
near_misses = st.text(st.sampled_from("0123456789 -+/.,dwmyMayмая²٣\u2028\x00\ud800"), max_size=14)


@pytest.mark.parametrize("text", ["2012", "2012-05", "2012-05-15", "0001", "9999-12-31", "2012-02-29"])
def test_is_partial(text: str) -> None:
    assert dates.is_partial_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "12", "2012-5", "2012-02-30", "2011-02-29", "2012-13", "0000", "2012-00", "2012-05-", "2012-05-15 ",
     "2012-05-15T10", "+012", "２０１２", "٢٠١٢", "20²2", "2012\n"],
)  # fmt: skip
def test_is_not_partial(text: str) -> None:
    assert not dates.is_partial_date(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2012", "2012"),
        ("2012-05", "2012-05"),
        (" 2012-05-15\n", "2012-05-15"),
        ("2012-5-1", "2012-05-01"),
        ("2012/05/15", "2012-05-15"),
        ("2012/05", "2012-05"),
        ("05/2012", "2012-05"),
        ("15.05.2012", "2012-05-15"),
        ("5.6.2012", "2012-06-05"),
        ("15/05/2012", "2012-05-15"),
        ("05/15/2012", "2012-05-15"),
        ("05/05/2012", "2012-05-05"),
        ("15 May 2012", "2012-05-15"),
        ("15 May, 2012", "2012-05-15"),
        ("15th of may 2012", "2012-05-15"),
        ("May 15, 2012", "2012-05-15"),
        ("MAY 1st 2012", "2012-05-01"),
        ("Sept. 2012", "2012-09"),
        ("30-Mar-2020", "2020-03-30"),
        ("30.Mar.2020", "2020-03-30"),
        ("30/mar/2020", "2020-03-30"),
        ("2020-Mar-30", "2020-03-30"),
        ("Mar-2020", "2020-03"),
        ("15-мая-2012", "2012-05-15"),
        ("dec 2012", "2012-12"),
        ("15 мая 2012", "2012-05-15"),
        ("15 Мая 2012 г.", "2012-05-15"),
        ("май 2012", "2012-05"),
        ("маи\u0306 2012", "2012-05"),
        ("today", "2026-11-23"),
        ("Yesterday", "2026-11-22"),
        ("tomorrow", "2026-11-24"),
        ("+14d", "2026-12-07"),
        ("-3m", "2026-08-23"),
        ("+1w", "2026-11-30"),
        ("-1Y", "2025-11-23"),
    ],
)
def test_what_people_type_is_read(typed: str, meant: str) -> None:
    assert dates.parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "empty"),
        (" \u2028", "empty"),
        ("05/06/2012", "could be 5 June 2012 or 6 May 2012; write 2012-06-05 or 2012-05-06"),
        ("05-06-2012", "could be 5 June 2012 or 6 May 2012"),
        ("15 May", "has no year"),
        ("May 15th", "has no year"),
        ("May", "has no year"),
        ("15.05.12", "no year of four digits"),
        ("15 May 12", "no year of four digits"),
        ("2012-02-30", "February 2012 has days 1 to 29"),
        ("30/02/2012", "February 2012 has days 1 to 29"),
        ("31 April 2012", "April 2012 has days 1 to 30"),
        ("05.15.2012", "there is no month 15"),
        ("13/13/2012", "there is no month 13"),
        ("0/5/2012", "May 2012 has days 1 to 31"),
        ("0000", "years run from 0001 to 9999"),
        ("7d", "7d needs a sign"),
        ("+9999y", "outside the years"),
        ("-99999999999d", "outside the years"),
        ("next week", "write one such as 2012, 2012-05"),
        ("+-3d", "write one such as"),
        ("٢٠١٢", "write one such as"),
        ("２０１２", "write one such as"),
        ("15 May 2012²", "write one such as"),
        ("2012-05-²5", "write one such as"),
        ("15 Mai 2012", "write one such as"),
        ("5 6", "write one such as"),
        ("\x1b]2;x\x07", r"'\x1b]2;x\x07' is not a date"),
        ("x" * 50_000, "'" + "x" * 39 + "…' is not a date"),
    ],
)
def test_what_cannot_be_one_date_is_refused_with_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(DateError, match=re.escape(reason)):
        dates.parse_date(typed, TODAY)


def test_a_missing_year_is_never_guessed() -> None:
    with pytest.raises(DateError) as refused:
        dates.parse_date("15 May", TODAY)
    assert not re.search(r"\d{4}", str(refused.value))


@given(st.text() | near_misses, days)
def test_any_text_is_a_partial_date_or_a_refusal_of_one_line(text: str, today: date) -> None:
    try:
        meant, said = dates.parse_date(text, today), ""
    except DateError as refused:
        meant, said = "2012", str(refused)
    assert dates.is_partial_date(meant)
    assert said.isprintable()


@given(st.lists(near_misses, max_size=3).map("..".join), days)
def test_any_text_is_a_span_or_a_refusal(text: str, today: date) -> None:
    try:
        span = dates.parse_span(text, today)
    except DateError:
        return
    assert span != Span(None, None)
    assert all(side is None or dates.is_partial_date(side) for side in (span.start, span.end))


@given(partials)
def test_a_partial_date_is_read_as_itself_and_from_its_words(partial: str) -> None:
    assert dates.is_partial_date(partial)
    assert dates.parse_date(partial, TODAY) == partial
    assert dates.parse_date(dates.date_in_words(partial), TODAY) == partial


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2012-05-15", date(2012, 5, 15), date(2012, 5, 15)),
    ],
)
def test_first_and_last_day(partial: str, first: date, last: date) -> None:
    assert (dates.first_day(partial), dates.last_day(partial)) == (first, last)


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("2012", Span("2012", "2012")),
        ("today", Span("2026-11-23", "2026-11-23")),
        ("2012-05..2013", Span("2012-05", "2013")),
        ("2012-05 .. 2013", Span("2012-05", "2013")),
        ("2012-05-15..2012", Span("2012-05-15", "2012")),
        ("..2010", Span(None, "2010")),
        ("2024..", Span("2024", None)),
        ("7d..", Span("2026-11-16", None)),
        ("..-9m", Span(None, "2026-02-23")),
        ("..+14d", Span(None, "2026-12-07")),
        ("15 May 2012..june 2012", Span("2012-05-15", "2012-06")),
    ],
)
def test_spans_are_read(typed: str, span: Span) -> None:
    assert dates.parse_span(typed, TODAY) == span


@pytest.mark.parametrize("typed", ["", "..", "2013..2012", "2012-06..2012-05", "7d", "a..b", "2012..2013..2014"])
def test_what_is_no_span_is_refused(typed: str) -> None:
    with pytest.raises(DateError):
        dates.parse_span(typed, TODAY)


def test_the_overlap_of_a_span_is_a_range_and_the_prefixes_of_its_start() -> None:
    assert dates.overlap_bounds(Span("2012-05-15", "2013")) == ("2012-05-15", "2013~", ("2012", "2012-05"))
    assert dates.overlap_bounds(Span("2012", None)) == ("2012", None, ())
    assert dates.overlap_bounds(Span(None, "2010-05")) == (None, "2010-05~", ())


@given(st.none() | near_partials, st.none() | near_partials, near_partials)
def test_text_comparison_finds_exactly_what_overlaps(start: str | None, end: str | None, stored: str) -> None:
    starts, ends = dates.first_day(start or "0001"), dates.last_day(end or "9999")
    if starts > ends:
        return
    low, high, prefixes = dates.overlap_bounds(Span(start, end))
    found = ((low is None or stored >= low) and (high is None or stored < high)) or stored in prefixes
    assert found == (dates.first_day(stored) <= ends and dates.last_day(stored) >= starts)


@pytest.mark.parametrize(
    ("day", "amount", "unit", "result"),
    [
        (date(2012, 1, 31), 1, "m", date(2012, 2, 29)),
        (date(2012, 2, 29), 1, "y", date(2013, 2, 28)),
        (date(2012, 3, 31), -1, "m", date(2012, 2, 29)),
        (date(2012, 1, 15), -1, "m", date(2011, 12, 15)),
        (date(2012, 1, 15), 2, "w", date(2012, 1, 29)),
        (date(9999, 11, 30), 1, "m", date(9999, 12, 30)),
    ],
)
def test_adding_clamps_to_the_end_of_the_month(day: date, amount: int, unit: str, result: date) -> None:
    assert dates.shift_day(day, amount, unit) == result


@given(days, st.integers(), st.sampled_from("dwmy"))
def test_adding_gives_a_day_or_refuses(day: date, amount: int, unit: str) -> None:
    try:
        moved = dates.shift_day(day, amount, unit)
    except DateError:
        return
    assert (moved > day) == (amount > 0)


@pytest.mark.parametrize(
    ("amount", "unit"), [(1, "x"), (1, ""), (1, "dw"), (10**400, "d"), (10**400, "y"), (-(10**9), "m")]
)
def test_adding_the_impossible_is_refused(amount: int, unit: str) -> None:
    with pytest.raises(DateError):
        dates.shift_day(TODAY, amount, unit)


@pytest.mark.parametrize(
    ("days_away", "said"),
    [(0, "today"), (-1, "yesterday"), (1, "tomorrow"), (-3, "3 days ago"), (5, "in 5 days"),
     (-30, "30 days ago"), (-31, "2026-10-23"), (31, "2026-12-24")],
)  # fmt: skip
def test_near_days_are_said_relative_to_today(days_away: int, said: str) -> None:
    assert dates.relative_day((TODAY + timedelta(days=days_away)).isoformat(), TODAY) == said


@pytest.mark.parametrize("partial", ["2026", "2026-11", "2012-05-15"])
def test_inexact_and_distant_dates_are_said_as_they_are(partial: str) -> None:
    assert dates.relative_day(partial, TODAY) == partial


@pytest.mark.parametrize(
    ("partial", "words"),
    [
        ("2012-05-15", "15 May 2012"),
        ("2012-05", "May 2012"),
        ("2012", "2012"),
        ("0987-01-02", "2 January 0987"),
    ],
)
def test_in_words(partial: str, words: str) -> None:
    assert dates.date_in_words(partial) == words


@pytest.mark.parametrize(
    ("entered", "read"),
    [
        ("2012-05-15 2012 2013", "2012-05-15 2012 2013"),
        ("2012 2012-05-15", "2012 2012-05-15"),
        ("2016 2013 2014-02", "2013 2014-02 2016"),
        ("2013-06-03 2013-06 2011", "2011 2013-06-03 2013-06"),
        ("2014 2012-05 2012", "2012-05 2012 2014"),
        ("", ""),
    ],
)
def test_what_lies_within_another_s_span_stays_in_the_order_entered(entered: str, read: str) -> None:
    assert life.sort_by_date((on, on) for on in entered.split()) == read.split()


# windows: what is asked for, never what is recorded


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2025-Q1", "2025-01", "2025-03"),
        ("Q1 2025", "2025-01", "2025-03"),
        ("q4/2025", "2025-10", "2025-12"),
        ("2025Q2", "2025-04", "2025-06"),
        ("1Q 2025", "2025-01", "2025-03"),
        ("H2 2025", "2025-07", "2025-12"),
        ("2025-h1", "2025-01", "2025-06"),
        ("15-16 May 2012", "2012-05-15", "2012-05-16"),
        ("15\u201316 May 2012", "2012-05-15", "2012-05-16"),
        ("5-6 May 2012", "2012-05-05", "2012-05-06"),
        ("15th - 16th of May 2012", "2012-05-15", "2012-05-16"),
        ("May 15-16, 2012", "2012-05-15", "2012-05-16"),
        ("15-16.05.2012", "2012-05-15", "2012-05-16"),
        ("15-16 мая 2012", "2012-05-15", "2012-05-16"),
        ("30 April - 2 May 2012", "2012-04-30", "2012-05-02"),
        ("28 Dec 2012 - 3 Jan 2013", "2012-12-28", "2013-01-03"),
        ("April to May 2012", "2012-04", "2012-05"),
        ("2012-05-15 - 2012-05-20", "2012-05-15", "2012-05-20"),
        ("2012-05-15/16", "2012-05-15", "2012-05-16"),
        ("2012-05-15/06-02", "2012-05-15", "2012-06-02"),
        ("2012-05/2013-01", "2012-05", "2013-01"),
        ("2012-2013", "2012", "2013"),
    ],
)
def test_a_window_is_asked_for_and_not_recorded(typed: str, start: str, end: str) -> None:
    assert dates.parse_span(typed, TODAY) == dates.parse_window(typed, TODAY) == Span(start, end)
    assert dates.parse_span(f"{typed}..", TODAY) == Span(start, None)
    assert dates.parse_span(f"..{typed}", TODAY) == Span(None, end)
    with pytest.raises(DateError, match=r"is a window, which only queries take; as a date write .*" + start[:4]):
        dates.parse_date(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2025-Q5", "'2025-q5' is not in a year; a year has Q1 to Q4"),
        ("H3 2025", "'h3 2025' is not in a year; a year has H1 to H2"),
        ("Q1 25", "'Q1 25' is not a date"),
        ("16-15 May 2012", "2012-05-16..2012-05-15 ends before it starts; write 2012-05-15..2012-05-16"),
        ("2012-05-15/40", "'2012-05-15/40' is not a date: May 2012 has days 1 to 31"),
        ("2012-05-15/", "'2012-05-15/' is not a date"),
        ("15-16-17 May 2012", "'15-16-17 May 2012' is not a date"),
        ("15 \u2013 2012-05-16", "'15 \u2013 2012-05-16' is not a date"),
        ("30-Mar-20", "'30-Mar-20' has no year of four digits"),
        ("05/06/2012", "05/06/2012 could be 5 June 2012 or 6 May 2012"),
    ],
)
def test_what_is_no_window_says_why(typed: str, says: str) -> None:
    for read in (dates.parse_window, dates.parse_span, dates.parse_date):
        with pytest.raises(DateError) as refused:
            read(typed, TODAY)
        assert str(refused.value).startswith(says)


@given(st.integers(1, 9999), st.sampled_from("qh"), st.integers(0, 9))
def test_the_parts_of_a_year_make_the_year(year: int, part: str, which: int) -> None:
    typed = f"{year:04d}-{part}{which}"
    most = {"q": 4, "h": 2}[part]
    if not 1 <= which <= most:
        with pytest.raises(DateError, match="is not in a year"):
            dates.parse_window(typed, TODAY)
        return
    start, end = dates.parse_window(typed, TODAY)
    first, last = dates.first_day(start), dates.last_day(end)
    assert (last.month - first.month + 1, first.day) == (12 // most, 1)
    assert first.month == (which - 1) * 12 // most + 1


@given(near_days, near_days)
def test_a_range_of_days_in_any_form_is_the_two_days(one: date, other: date) -> None:
    start, end = sorted((one, other))
    for typed in (
        f"{start}/{end}",
        f"{dates.date_in_words(str(start))} - {dates.date_in_words(str(end))}",
        f"{start} \u2013 {end}",
        f"{start} to {end}",
    ):
        assert dates.parse_window(typed, TODAY) == (str(start), str(end))
    if (start.year, start.month) == (end.year, end.month) and start < end:
        assert dates.parse_window(f"{start.day}-{dates.date_in_words(str(end))}", TODAY) == (str(start), str(end))
        assert dates.parse_window(f"{start}/{end.day:02d}", TODAY) == (str(start), str(end))


@given(near_misses)
def test_anything_typed_is_a_window_or_a_plain_refusal(typed: str) -> None:
    try:
        start, end = dates.parse_window(typed, TODAY)
    except DateError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert dates.is_partial_date(start)
        assert dates.is_partial_date(end)
        assert dates.first_day(start) <= dates.last_day(end)
