"""What one cell says: its several values, a date, a yes or no, a code of the vocabulary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.exchange.mapping.mapping import LEFT_OUT
from tracker.formats.cells import DIVIDER, cut_values
from tracker.model import EXTENTS
from tracker.text import find_code, find_nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from tracker.exchange.mapping.mapping import Vocabulary

YES = {"1", "1.0", "true", "yes", "y", "x", "t", "on", "✓", "✔"}
NO = {"", "0", "0.0", "false", "no", "n", "f", "off", "-", "–", "none"}  # noqa: RUF001 - a dash for nothing
NUMBERS_ONLY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})", re.ASCII)
_TIME = re.compile(r"[T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s*(Z|[AP]M|[+-]\d\d:?\d\d)?$", re.ASCII | re.IGNORECASE)
_BEFORE_ADDRESS = re.compile(r"[\s|;,]+(?=(?:https?|ftp)://)", re.IGNORECASE)
_NAMED_DAY = re.compile(r"today|tomorrow|yesterday|[+-]?\d+[dwmy]", re.IGNORECASE)


class StatusMeant(NamedTuple):
    """A status of ours, and what tells it more exactly."""

    status: str
    reason: str = ""
    extent: str = ""


def split_cell(value: str, separator: str) -> tuple[str, ...]:
    """The values of a cell, none of them empty; without a separator it is one, with ours it is as we wrote it."""
    if separator == DIVIDER:
        return tuple(filter(None, cut_values(value)))
    parts = value.split(separator) if separator else [value]
    return tuple(filter(None, (part.strip() for part in parts)))


def split_addresses(value: str) -> tuple[str, ...]:
    """The addresses of a cell, whatever stands between them."""
    return tuple(filter(None, (one.strip(" \t\r\n|;,") for one in _BEFORE_ADDRESS.split(value.strip()))))


def read_flag(value: str) -> bool:
    """Whether a cell says yes. Raises UsageError for what is neither yes nor no."""
    word = value.strip().casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise UsageError("neither yes nor no; write 1 or 0")


def read_date(value: str, today: date, order: str = "") -> str:
    """The partial date of a cell; `order` says whether the day or the month comes first. Raises UsageError."""
    bare = _TIME.sub("", value.strip())
    if _NAMED_DAY.fullmatch(bare):
        raise UsageError(f"'{bare}' is a day only for whoever reads it today; write one such as 2012-05-15")
    if order and (parts := NUMBERS_ONLY.fullmatch(bare)):
        first, second, year = parts[1], parts[3], parts[4]
        day, month = (first, second) if order == "day-first" else (second, first)
        bare = f"{year}-{int(month):02}-{int(day):02}"
    try:
        return dates.parse_date(bare, today)
    except dates.DateError as error:
        raise UsageError(str(error)) from error


def read_status(value: str, meant: Mapping[str, str], vocabulary: Vocabulary) -> StatusMeant | None:
    """The status that a word means: as it is mapped, else one of ours; None where it is to be left out."""
    ours = meant.get(folded_key(value))
    return None if ours == LEFT_OUT else parse_status(value if ours is None else ours, vocabulary)


def parse_status(typed: str, vocabulary: Vocabulary) -> StatusMeant:
    """A status of ours, with its reason or its extent after a colon. Raises UsageError with the nearest one."""
    word, _, more = (part.strip() for part in typed.partition(":"))
    status = find_code(word, vocabulary.statuses)
    if status is None:
        raise UsageError(_unknown(typed, vocabulary.statuses))
    reasons = vocabulary.reasons.get(status, ())
    if not more:
        return StatusMeant(status)
    if reason := find_code(more, reasons):
        return StatusMeant(status, reason=reason)
    if extent := find_code(more, EXTENTS):
        return StatusMeant(status, extent=extent)
    accepted = ", ".join((*reasons, *EXTENTS))
    raise UsageError(f"'{more}' is no reason of {status}; accepted: {accepted}")


def read_code(value: str, meant: Mapping[str, str], known: Iterable[str]) -> str:
    """The code that a word means; empty where it is to be left out. Raises UsageError for an unknown one."""
    ours = meant.get(folded_key(value), value)
    if ours == LEFT_OUT:
        return ""
    if (code := find_code(ours, known)) is None:
        raise UsageError(_unknown(value, known))
    return code


def read_topic(value: str, meant: Mapping[str, str], vocabulary: Vocabulary, group: str | None) -> str:
    """The code of the topic that a word means, one of ours or one to be created in that group.

    A topic is found by its code or its title. It is empty where it is to be left out. Raises UsageError.
    """
    ours = meant.get(folded_key(value))
    if ours == LEFT_OUT:
        return ""
    word = ours or value
    code = find_topic(word, vocabulary)
    if code is not None:
        return code
    if ours is not None and "/" in ours:
        return ours
    if group is not None:
        return topic_code(word, group)
    raise UsageError(_unknown(value, vocabulary.topics))


def find_topic(word: str, vocabulary: Vocabulary) -> str | None:
    """The code of the topic with that code or that title, None if there is none."""
    if (code := find_code(word, vocabulary.topics)) is not None:
        return code
    key = folded_key(word)
    return next((code for code, title in vocabulary.topics.items() if folded_key(title) == key), None)


def topic_code(word: str, group: str) -> str:
    """The code of a new topic of that name in a group. Raises UsageError for a name without a letter."""
    code = "-".join(re.findall(r"[^\W_]+", folded_key(word).replace("'", "")))
    if not code:
        raise UsageError(f"'{word}' cannot name a topic; map it to one")
    return f"{group}/{code}" if group else code


def _unknown(value: str, known: Iterable[str]) -> str:
    near = find_nearest(value, known)
    return f"not one of ours; did you mean {near}?" if near else f"not one of ours: {', '.join(known)}"
