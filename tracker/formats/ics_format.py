"""iCalendar (RFC 5545): the deadlines of proposals, each an event that a newer export of it replaces."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Proposal

_OCTETS = 75  # of a line, its end aside
_BEGIN = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//proposal-tracker//tracker//EN", "CALSCALE:GREGORIAN")
_ESCAPED = re.compile(r"[\\;,]")
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)  # revisions count seconds from here, so that they fit 31 bits


def _write_deadlines(records: Iterable[Proposal]) -> Iterator[str]:
    yield _content_lines(_BEGIN)
    for one in records:
        if one.deadline_on:
            yield _content_lines(_event_lines(one, one.deadline_on))
    yield _content_lines(["END:VCALENDAR"])


def _event_lines(record: Proposal, deadline: str) -> Iterator[str]:
    """An event of all days that the deadline may mean: a month that is known without its day is the whole month."""
    from tracker.dates import date_in_words, first_day, last_day

    changed = datetime.fromisoformat(record.updated_at).astimezone(UTC)
    about = [f"#{record.id} {record.status}", f"Deadline: {date_in_words(deadline)}", record.summary]
    yield "BEGIN:VEVENT"
    yield f"UID:{record.uid}-deadline@proposal-tracker"
    yield f"DTSTAMP:{changed:%Y%m%dT%H%M%SZ}"
    yield f"LAST-MODIFIED:{changed:%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{max(0, int((changed - _FIRST).total_seconds()))}"
    yield f"DTSTART;VALUE=DATE:{_day_text(first_day(deadline).isoformat())}"
    yield f"DTEND;VALUE=DATE:{_day_text((last_day(deadline) + timedelta(days=1)).isoformat())}"
    yield f"SUMMARY:{_escape_value(f'Deadline: {record.title}')}"
    yield f"DESCRIPTION:{_escape_value(chr(10).join(part for part in about if part))}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day_text(day: str) -> str:
    return day.replace("-", "")


def _escape_value(text: str) -> str:
    lines = _ESCAPED.sub(r"\\\g<0>", text).splitlines()
    return r"\n".join("".join(char if char.isprintable() else " " for char in line) for line in lines)


def _content_lines(lines: Iterable[str]) -> str:
    return "".join(_folded(line) + "\r\n" for line in lines)


def _folded(line: str) -> str:
    """A line with breaks before its 76th octet, none of them within a letter."""
    pieces, room = [""], _OCTETS
    for char in line:
        size = len(char.encode())
        if size > room:
            pieces.append("")
            room = _OCTETS - 1  # the blank that continues a line counts
        pieces[-1] += char
        room -= size
    return "\r\n ".join(pieces)


FORMAT = Format("ics", "the deadlines, for a calendar", endings=("ics",), of_records=_write_deadlines)
