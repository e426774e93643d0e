"""Partial dates: what people type, what is stored, where two of them overlap, how they read.

A partial date is `2012`, `2012-05` or `2012-05-15` (ISO 8601, years 0001 to 9999), as exact as its source and
never padded. Text in this form sorts as the calendar does, a shorter date before the longer ones inside it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

FORMS = "2012, 2012-05, 2012-05-15, 15 May 2012, May 2012, 15.05.2012, today, yesterday, -14d or +3m"

DAMAGED = "⚠ damaged"  # stands before or in a value that no program of ours stored
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RUSSIAN = (
    "январь января", "февраль февраля", "март марта", "апрель апреля", "май мая", "июнь июня",
    "июль июля", "август августа", "сентябрь сентября", "октябрь октября", "ноябрь ноября", "декабрь декабря",
)  # fmt: skip
_MONTH_NUMBER = {
    spelling: number
    for number, names in enumerate(zip(_MONTHS, _RUSSIAN, strict=True), start=1)
    for name in " ".join(names).casefold().split()
    for spelling in (name, name[:3])
} | {"sept": 9}
_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_ORDINALS = ("st", "nd", "rd", "th")
_FILLERS = {"of", "г", "года"}  # noqa: RUF001  # the Russian year sign
_UNITS = "dwmy"
_YEAR_DIGITS = 4
_DAY_DIGITS = {1, 2}
_AMOUNT_DIGITS = 7
_LAST_MONTH = 12
_MONTHS_OF = {"q": 3, "h": 6}  # a quarter, a half
_PART_OF_YEAR = re.compile(r"(\d{4})[-/ ]?([qh])(\d)|([qh])(\d)[-/ ]?(\d{4})|(\d)([qh])[-/ ]?(\d{4})", re.ASCII)
_BETWEEN = (" - ", "\u2013", "\u2014", " to ")  # between the ends of a range in words, before a mere hyphen
_DAY = re.compile(r"^\d{1,2}(?:st|nd|rd|th)?(?!\d)", re.ASCII)
_DIVIDERS = re.compile(r"[ ,./-]+")
_NEARBY_DAYS = 30
_SHOWN_MOST = 40


class DateError(ValueError):
    """Not a date that can be taken as typed; the message is one line for the user."""


class Span(NamedTuple):
    """From one partial date to another, both included; None is open. The start is not after the end."""

    start: str | None
    end: str | None


def is_partial_date(text: str) -> bool:
    """Whether this is a partial date as it is stored: ISO 8601, ASCII digits, a day of the calendar."""
    parts = text.split("-")
    return _has_iso_form(parts) and not _calendar_fault(*map(int, parts))


def parse_date(text: str, today: date) -> str:
    """Give the partial date that people mean by `15 May 2012`, `15.05.2012`, `May 2012`, `yesterday`, `+14d`.

    With dots the day comes first. Raises DateError for what is no date, for what could be two
    (`05/06/2012`), for a window, and for what has no year, which is never completed from today.
    """
    typed = _tidy_typed(text)
    try:
        return _parse_one(typed, today)
    except DateError:
        if window := _parse_window_form(typed, today):
            _refuse_window(typed, window)
        raise


def parse_window(text: str, today: date) -> tuple[str, str]:
    """Give the two ends of a date, or of a longer window: `2025-Q1`, `15-16 May 2012`, `2012-05-15/16`.

    Only what is asked for may be a window: what happened has a date. Raises DateError as `parse_date` does.
    """
    typed = _tidy_typed(text)
    try:
        return (one := _parse_one(typed, today)), one
    except DateError:
        if window := _parse_window_form(typed, today):
            return window
        raise


def parse_span(text: str, today: date) -> Span:
    """Give the span meant by `2012`, `2025-Q1`, `2012-05..2013`, `..2010`, `2024..` or `7d..` (since 7 days ago).

    Either side is anything that `parse_window` takes, or an amount without a sign, which is that long ago.
    Raises DateError, also when the start is after the end.
    """
    sides = text.split("..")
    if len(sides) == 1:
        return Span(*parse_window(text, today))
    left, right = _parse_side(sides[0], today), _parse_side("..".join(sides[1:]), today)
    if left is None and right is None:
        raise DateError("'..' needs a date before it, after it or both, such as 2012-05..2013")
    start, end = left and left[0], right and right[1]
    return Span(*_check_order(start, end)) if start and end else Span(start, end)


def mark_damaged_date(partial: str) -> str:
    """Give a stored date as it is; what is none, since no program of ours stored it, says so."""
    return partial if is_partial_date(partial) else f"{DAMAGED}: {partial}"


def overlap_bounds(span: Span) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Give (low, high, prefixes): how an index over partial dates finds what overlaps the span.

    A stored date p overlaps exactly when, compared as plain text,
    `(low is None or p >= low) and (high is None or p < high) or p in prefixes`.
    `~` sorts after every digit and `-`, so that high takes in all inside the end.
    """
    start = span.start or ""
    prefixes = tuple(start[:length] for length in (4, 7) if length < len(start))
    return span.start, span.end and span.end + "~", prefixes


def first_day(partial: str) -> date:
    """Give the first day inside a partial date; a damaged one is later than all."""
    try:
        year, month, day = _split_partial(partial)
        return date(year, month or 1, day or 1)
    except (ValueError, OverflowError):
        return date.max


def last_day(partial: str) -> date:
    """Give the last day inside a partial date; a damaged one is later than all, so that it is never past."""
    try:
        year, month, day = _split_partial(partial)
        return date(year, month or _LAST_MONTH, day or _days_in(year, month or _LAST_MONTH))
    except (ValueError, OverflowError):
        return date.max


def shift_day(day: date, amount: int, unit: str) -> date:
    """Give the day that many units (d, w, m or y) later, earlier if negative.

    A month too short for the day gives its last one: 31 January and a month is 28 or 29 February.
    Raises DateError for another unit and outside the years 0001 to 9999.
    """
    if unit not in set(_UNITS):
        raise DateError("a unit of time is one of d, w, m or y (days, weeks, months, years)")
    try:
        if unit in "dw":
            return day + timedelta(days=amount * (7 if unit == "w" else 1))
        return _add_months(day, amount * (_LAST_MONTH if unit == "y" else 1))
    except (OverflowError, ValueError):
        raise DateError("that is outside the years 0001 to 9999") from None


def relative_day(partial: str, today: date) -> str:
    """Say a day within 30 days as `today`, `3 days ago` or `in 5 days`; any other date as it is stored."""
    days = (first_day(partial) - today).days
    if len(partial) < len("2012-05-15") or abs(days) > _NEARBY_DAYS:
        return mark_damaged_date(partial)
    for name, distance in _NAMED_DAYS.items():
        if days == distance:
            return name
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def date_in_words(partial: str) -> str:
    """Say it in English whatever the locale: `15 May 2012`, `May 2012`, `2012`."""
    if not is_partial_date(partial):
        return mark_damaged_date(partial)
    _, month, day = _split_partial(partial)
    words = [str(day)] if day else []
    return " ".join(words + ([_MONTHS[month - 1]] if month else []) + [partial[:4]])


# the calendar


def _days_in(year: int, month: int) -> int:
    if month == _LAST_MONTH:
        return 31
    return (date(year, month + 1, 1) - timedelta(days=1)).day


def _add_months(day: date, amount: int) -> date:
    year, month = divmod(day.year * _LAST_MONTH + day.month - 1 + amount, _LAST_MONTH)
    return date(year, month + 1, min(day.day, _days_in(year, month + 1)))


def _split_partial(partial: str) -> tuple[int, int, int]:
    year, month, day, *_ = [*map(int, partial.split("-")), 0, 0]
    return year, month, day


def _calendar_fault(year: int, month: int = 1, day: int = 1) -> str:
    if not date.min.year <= year <= date.max.year:
        return "years run from 0001 to 9999"
    if not 1 <= month <= _LAST_MONTH:
        return f"there is no month {month}"
    if not 1 <= day <= _days_in(year, month):
        return f"{_MONTHS[month - 1]} {year} has days 1 to {_days_in(year, month)}"
    return ""


def _make_partial(typed: str, *numbers: int) -> str:
    if reason := _calendar_fault(*numbers):
        raise DateError(f"'{_shorten_typed(typed)}' is not a date: {reason}")
    return "-".join(f"{number:0{width}d}" for number, width in zip(numbers, (4, 2, 2), strict=False))


# reading what was typed


def _tidy_typed(text: str) -> str:
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text)  # й may come as two code points; 2012² must not become 20122
    return " ".join(text.split())


def _shorten_typed(typed: str) -> str:
    short = typed if len(typed) <= _SHOWN_MOST else typed[: _SHOWN_MOST - 1] + "…"
    return short if short.isprintable() else ascii(short)[1:-1]


def _refuse_date(typed: str) -> str:
    raise DateError(f"'{_shorten_typed(typed)}' is not a date; write one such as {FORMS}")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _has_iso_form(parts: list[str]) -> bool:
    return [len(part) for part in parts] in ([4], [4, 2], [4, 2, 2]) and all(map(_is_digits, parts))


def _is_amount(lowered: str) -> bool:
    amount = lowered[1:-1] if lowered[:1] in {"+", "-"} else lowered[:-1]
    return lowered[-1:] in set(_UNITS) and _is_digits(amount)


def _parse_amount(lowered: str, today: date) -> str:
    digits, unit = lowered[:-1].lstrip("+-"), lowered[-1]
    if lowered[0] not in "+-":
        shown = _shorten_typed(lowered)
        raise DateError(f"{shown} needs a sign: -{shown} is that long ago, +{shown} that far ahead")
    if len(digits) > _AMOUNT_DIGITS:
        raise DateError(f"{_shorten_typed(lowered)} is outside the years 0001 to 9999")
    return shift_day(today, -int(digits) if lowered[0] == "-" else int(digits), unit).isoformat()


def _parse_side(text: str, today: date) -> tuple[str, str] | None:
    typed = _tidy_typed(text).casefold()
    if not typed:
        return None
    if _is_amount(typed) and typed[0] not in "+-":
        return (ago := _parse_amount("-" + typed, today)), ago
    return parse_window(text, today)


def _parse_one(typed: str, today: date) -> str:
    if not typed:
        raise DateError(f"the date is empty; write one such as {FORMS}")
    lowered = typed.casefold()
    if lowered in _NAMED_DAYS:
        return shift_day(today, _NAMED_DAYS[lowered], "d").isoformat()
    if _is_amount(lowered):
        return _parse_amount(lowered, today)
    return _parse_numbers(typed) or _parse_words(typed) or _refuse_date(typed)


# windows


def _parse_window_form(typed: str, today: date) -> tuple[str, str] | None:
    """The two ends of a part of a year or of a range; None for what has no such form. Raises DateError."""
    return _parse_part_of_year(typed.casefold()) or _parse_iso_range(typed) or _parse_range_in_words(typed, today)


def _parse_part_of_year(lowered: str) -> tuple[str, str] | None:
    form = _PART_OF_YEAR.fullmatch(lowered)
    if form is None:
        return None
    year, part, which = form[1] or form[6] or form[9], form[2] or form[4] or form[8], form[3] or form[5] or form[7]
    months = _MONTHS_OF[part]
    last = int(which) * months
    if not months <= last <= _LAST_MONTH:
        raise DateError(f"'{lowered}' is not in a year; a year has {part.upper()}1 to {part.upper()}{12 // months}")
    return _make_partial(lowered, int(year), last - months + 1), _make_partial(lowered, int(year), last)


def _parse_iso_range(typed: str) -> tuple[str, str] | None:
    """`2012-05-15/16`, `2012-05-15/06-02`, `2012-05/2013-01`: what the second end leaves out is as in the first."""
    left, mark, right = typed.partition("/")
    start, end = left.split("-"), right.split("-")
    if not mark or not _has_iso_form(start) or len(end) > len(start):
        return None
    end = start[: len(start) - len(end)] + end
    if not _has_iso_form(end):
        return None
    return _check_order(_make_partial(typed, *map(int, start)), _make_partial(typed, *map(int, end)))


def _parse_range_in_words(typed: str, today: date) -> tuple[str, str] | None:
    """`15-16 May 2012`, `May 15-16, 2012`, `30 April - 2 May 2012`: the first end may leave out what the second has."""
    sign = next((sign for sign in _BETWEEN if sign in typed), "-")
    if typed.count(sign) != 1:
        return None
    left, right = (part.strip() for part in typed.split(sign))
    month, _, day = left.rpartition(" ")
    days = _DAY.fullmatch(day) and _DAY.fullmatch(_DIVIDERS.split(right)[0])
    same_month = bool(month and days and not _try_date(right, today))
    end = _try_date(f"{month} {right}" if same_month else right, today)
    if end is None:
        return None
    whole = f"{left} {end[:4]}" if same_month or not _DAY.fullmatch(left) else left + _DAY.sub("", right, count=1)
    start = _try_date(left, today) or _try_date(whole, today)
    return _check_order(start, end) if start and len(start) == len(end) else None


def _check_order(start: str, end: str) -> tuple[str, str]:
    if first_day(start) > last_day(end):
        raise DateError(f"{start}..{end} ends before it starts; write {end}..{start}")
    return start, end


def _try_date(typed: str, today: date) -> str | None:
    try:
        return _parse_one(_tidy_typed(typed), today)
    except DateError:
        return None


def _refuse_window(typed: str, window: tuple[str, str]) -> None:
    start, end = window
    shared = next((start[:length] for length in (7, 4) if start[:length] == end[:length] and length < len(start)), "")
    instead = " or ".join(filter(None, (shared, start)))
    raise DateError(f"'{_shorten_typed(typed)}' is a window, which only queries take; as a date write {instead}")


def _parse_numbers(typed: str) -> str | None:
    mark = next((mark for mark in "-/." if mark in typed), " ")
    parts = typed.split(mark)
    order = "".join(map(_word_kind, parts))
    if order not in {"y", "yd", "ydd", "dy", "ddy", "ddd"} or not all(map(_is_digits, parts)):
        return None
    numbers = [int(part) for part in parts]
    if order == "ddd":
        raise DateError(f"'{typed}' has no year of four digits; write it in full, as in 2012-05-15")
    if order == "ddy":
        return _day_or_month_first(typed, *numbers, day_first=mark == ".")
    return _make_partial(typed, *(reversed(numbers) if order == "dy" else numbers))


def _day_or_month_first(typed: str, first: int, second: int, year: int, *, day_first: bool) -> str:
    by_day, by_month = (year, second, first), (year, first, second)
    if day_first or first == second or _calendar_fault(*by_month):
        return _make_partial(typed, *(by_day if day_first or second <= _LAST_MONTH else by_month))
    if _calendar_fault(*by_day):
        return _make_partial(typed, *by_month)
    one, other = _make_partial(typed, *by_day), _make_partial(typed, *by_month)
    raise DateError(f"{typed} could be {date_in_words(one)} or {date_in_words(other)}; write {one} or {other}")


def _parse_words(typed: str) -> str | None:
    words = _DIVIDERS.split(typed.casefold())  # also 30-Mar-2020
    found = [(_word_kind(word), word) for word in words if word and word not in _FILLERS]
    order = "".join(kind for kind, _ in found)
    if order in {"m", "dm", "md"}:
        raise DateError(f"'{_shorten_typed(typed)}' has no year; write the year it means after it, in four digits")
    if order in {"dmd", "mdd"}:
        raise DateError(f"'{_shorten_typed(typed)}' has no year of four digits; write it in full, as in 15 May 2012")
    if order not in {"my", "dmy", "mdy", "ym", "ymd", "y"}:
        return None
    values = {kind: _MONTH_NUMBER.get(word) or int(_without_ordinal(word)) for kind, word in found}
    return _make_partial(typed, *(values[kind] for kind in "ymd" if kind in values))


def _word_kind(word: str) -> str:
    if word in _MONTH_NUMBER:
        return "m"
    if _is_digits(word) and len(word) == _YEAR_DIGITS:
        return "y"
    number = _without_ordinal(word)
    return "d" if _is_digits(number) and len(number) in _DAY_DIGITS else "?"


def _without_ordinal(word: str) -> str:
    return word[:-2] if word.endswith(_ORDINALS) else word
