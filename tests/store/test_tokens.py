"""Marks: a range of dates finds exactly the partial dates that overlap it, and no text is taken for a mark."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.oracle import overlaps
from helpers.zones import ZONES, in_zone, utc_text
from tracker import clocks, dates, words
from tracker.dates import Span
from tracker.store import tokens

DAYS = st.dates(min_value=dt.date(1, 1, 1), max_value=dt.date(9999, 12, 31)).map(str)
PARTIAL = st.tuples(DAYS, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0][: pair[1]])
NEAR = st.dates(min_value=dt.date(2011, 11, 1), max_value=dt.date(2013, 2, 3)).map(str)
NEARBY = st.tuples(NEAR, st.sampled_from((4, 7, 10))).map(lambda pair: pair[0][: pair[1]])
ANY = PARTIAL | NEARBY
INSTANTS = st.datetimes(dt.datetime.fromisoformat("2011-12-01"), dt.datetime.fromisoformat("2013-02-03")).map(utc_text)


def spans(ends: st.SearchStrategy[str]) -> st.SearchStrategy[Span]:
    either = st.none() | ends
    return st.builds(Span, either, either).filter(
        lambda span: not (span.start and span.end) or dates.first_day(span.start) <= dates.last_day(span.end)
    )


@given(ANY, spans(ANY))
@example("2012", Span("2012-05-15", None))
@example("2012", Span(None, "2012-01-01"))
@example("2012-05", Span("2012-05-31", "2012-05-31"))
@example("9999-12-31", Span("9999-12-31", None))
@example("0001-01-01", Span(None, "0001"))
def test_a_span_finds_the_dates_that_overlap_it(on: str, span: Span) -> None:
    found = not set(tokens.date_tokens("date", on)).isdisjoint(tokens.tokens_overlapping("date", span))
    assert found == overlaps(on, span)


@given(ANY, spans(ANY))
@example("2012", Span(None, "2012-12-30"))
@example("2012-05", Span("2012-05-02", None))
@example("2012-02", Span("2012-02-01", "2012-02-29"))
@example("2012", Span("2012-01", "2012-12-31"))
def test_a_date_lies_within_a_span_whole_or_not_at_all(on: str, span: Span) -> None:
    found = not set(tokens.date_tokens("date", on)).isdisjoint(tokens.tokens_within("date", span))
    after = span.start is None or dates.first_day(on) >= dates.first_day(span.start)
    assert found == (after and (span.end is None or dates.last_day(on) <= dates.last_day(span.end)))


@settings(max_examples=60, deadline=None)
@given(zone=st.sampled_from(ZONES), instant=INSTANTS, span=spans(ANY))
@example("XXX-5:45", "2012-05-14T18:14:59.000Z", Span("2012-05-14", "2012-05-14"))
@example("XXX-14", "2012-05-15T10:00:00.000Z", Span("2012-05-16", None))
@example("XXX+12", "2012-05-15T11:59:59.999Z", Span(None, "2012-05-14"))
def test_an_instant_is_found_by_the_days_of_the_reader_s_zone(zone: str, instant: str, span: Span) -> None:
    with in_zone(zone):
        found = not set(tokens.instant_tokens("added", instant)).isdisjoint(tokens.instants_within("added", span))
        assert found == overlaps(clocks.local_day(instant), span)


@given(spans(ANY))
def test_a_span_is_some_dozens_of_marks(span: Span) -> None:
    assert len(tokens.tokens_overlapping("date", span)) <= 250
    assert len(set(tokens.tokens_within("date", span))) == len(tokens.tokens_within("date", span))
    assert len(set(tokens.instants_within("added", span))) == len(tokens.instants_within("added", span)) <= 500


@given(st.text())
def test_no_text_that_is_indexed_has_a_mark_in_it(typed: str) -> None:
    assert not any(word.startswith(tokens.SIGN) for word in words.split_words(typed))
    assert tokens.SIGN not in words.searchable_text(typed)


@pytest.mark.parametrize("code", ["on-agenda", "energy/grid", "nato-2026", "миграция", "a.b", "漢字"])
def test_a_mark_is_one_token(code: str) -> None:
    token = tokens.make_token("tag", code)
    assert all(sign.isalnum() or "\ue000" <= sign <= "\uefff" for sign in token)
    assert token not in {
        tokens.make_token("tag", code + "x"),
        tokens.make_token("topic", code),
        tokens.make_token("tag", code.upper() + "-"),
    }


def test_every_mark_is_about_something_else() -> None:
    assert len(set(tokens.LETTERS.values())) == len(tokens.LETTERS)
