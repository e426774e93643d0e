"""Numbers of records as people list them: `3`, `#3`, `3,4`, `3-5`, and such a list written again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.text import parse_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

RANGE_MOST = 1_000  # numbers in one range: more are a query's affair, or a slip
NAMED_MOST = 5  # numbers that a sentence names; the others are counted
_DASH = re.compile(r"\s*(?:-|\u2013|\.\.)\s*")  # also the dash of printed ranges
_PART = re.compile(r"[^,\s]+")


def parse_ids(typed: Iterable[str], what: str = "proposal") -> list[int]:
    """The numbers listed, each once, in their order. Raises UsageError, NotFoundError for one that is too large."""
    return list(dict.fromkeys(number for one in typed for number in _listed_ids(one, what)))


def parse_one_id(typed: str, does: str) -> int:
    """The one number that a command takes; `does` says what it does to one alone. Raises UsageError, NotFoundError."""
    numbers = parse_ids([typed])
    if len(numbers) > 1:
        raise UsageError(f"{does} one proposal at a time; name one number, such as {numbers[0]}")
    return numbers[0]


def parse_id_range(typed: str, what: str = "proposal") -> range:
    """The numbers from `3` to `5` of `3-5`, both included; of `3` that one. Raises as `parse_ids`."""
    ends = _DASH.split(typed.strip())
    if len(ends) == 1:
        number = parse_id(typed, what)
        return range(number, number + 1)
    if len(ends) > 2 or not all(ends):  # noqa: PLR2004 - two ends
        raise UsageError(f"'{typed.strip()}' is not a range of {what} numbers; write one such as 3-5")
    first, last = (parse_id(end, what) for end in ends)
    if first > last:
        raise UsageError(f"'{typed.strip()}' runs backwards; write {last}-{first}")
    if last - first >= RANGE_MOST:
        raise UsageError(f"'{typed.strip()}' is more than {RANGE_MOST:,} numbers; write a shorter range")
    return range(first, last + 1)


def id_text(numbers: Sequence[int]) -> str:
    """Numbers as `parse_ids` reads them again: `3-5 9`."""
    return " ".join(f"{first}-{last}" if last > first else f"{first}" for first, last in _runs(numbers))


def named_ids(numbers: Sequence[int]) -> str:
    """Numbers in a sentence: the first few, and how many others: `4, 7 and 12 more`."""
    rest = len(numbers) - NAMED_MOST
    return ", ".join(map(str, numbers[:NAMED_MOST])) + (f" and {rest} more" if rest > 0 else "")


def _listed_ids(typed: str, what: str) -> Iterator[int]:
    parts = _PART.findall(_DASH.sub("-", typed))
    for part in parts or [typed]:
        yield from parse_id_range(part, what)


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where numbers follow each other: the first and the last of each run, of two or fewer one by one."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            if at - start > 2:  # noqa: PLR2004 - `3 4` is as short as `3-4`
                yield numbers[start], numbers[at - 1]
            else:
                yield from ((one, one) for one in numbers[start:at])
            start = at
