"""Locators: which numbers of a document's own numbering a place such as `paras. 140.7, 140.17-18` covers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tracker.comparison import fold_text

if TYPE_CHECKING:
    from collections.abc import Iterator

RANGE_MOST = 500  # numbers that a range is taken apart into; of a longer one only its ends are
_NUMBER = r"\d{1,9}(?:\.\d{1,9})*"
_DASH = r"\s*(?:[-\u2010-\u2015\u2212]|\bto\b)\s*"
_PLACE = re.compile(rf"(?:(?P<unit>[^\W\d_]+\.?|§+)\s*)?(?P<start>{_NUMBER})(?:{_DASH}(?P<end>{_NUMBER}))?")
_WORD = re.compile(r"[^\W\d_]+")
# what is numbered, however it is shortened
UNITS = {
    **dict.fromkeys(("para", "paras", "par", "paragraph", "paragraphs"), "para"),
    **dict.fromkeys(("p", "pp", "page", "pages"), "p"),
    **dict.fromkeys(("art", "arts", "article", "articles"), "art"),
    **dict.fromkeys(("sec", "secs", "section", "sections", "§", "§§"), "§"),
    **dict.fromkeys(("block", "blocks"), "block"),
}


class NumberedPlace(NamedTuple):
    """A number in a document, and what it numbers (`para`, `p`, `art`, `§`, `block`, a word as it is); maybe empty."""

    unit: str
    number: str

    @property
    def named(self) -> str:
        """The number with what it numbers."""
        return f"{self.unit} {self.number}".strip()


def places_covered(typed: str) -> Iterator[NumberedPlace]:
    """Each number that a locator names, and those between the two ends of a range, with what stood before it last."""
    unit = ""
    for found in _PLACE.finditer(fold_text(typed)):
        if found["unit"]:
            word = found["unit"].rstrip(".")
            unit = unit if word in {"and", "to"} else UNITS.get(word, word)
        numbers = _numbers_between(found["start"], found["end"]) if found["end"] else [found["start"]]
        yield from (NumberedPlace(unit, number) for number in numbers)


def words_of(typed: str) -> list[str]:
    """The words of a locator that are no number: `annex`, `ii`."""
    return list(dict.fromkeys(UNITS.get(word, word) for word in _WORD.findall(fold_text(typed))))


def _numbers_between(start: str, end: str) -> list[str]:
    """The numbers of a range; the end may leave out what is the same: `140.17-18`, `117-8`."""
    head, _, first = start.rpartition(".")
    end_head, _, last = end.rpartition(".")
    if len(last) < len(first) and int(last) < int(first):
        last = first[: len(first) - len(last)] + last
    if (end_head and end_head != head) or not 0 <= int(last) - int(first) <= RANGE_MOST:
        return [start, f"{end_head or head}.{last}".lstrip(".")]
    return [f"{head}.{number}".lstrip(".") for number in range(int(first), int(last) + 1)]
