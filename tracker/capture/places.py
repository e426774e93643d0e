"""A place that a locator names, found in a text, so that it says which of several passages is meant."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from tracker.capture import anchors, documents
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.capture.anchors import Anchor, Span

_LISTED_MOST = 5
_HEADING_MOST = 160
_NUMBER = r"\d+(?:\.\d+)*[a-z]?"
_DOTTED = r"\d+(?:\.\d+)+[a-z]?"
_NUMBERED = re.compile(
    r"(?P<label>\D*?)\s*(?P<from>\d+(?:\.\d+)*[a-z]?)(?:\s*[-\N{EN DASH}]\s*(?P<to>\d+(?:\.\d+)*))?[.)]?"
)
# the words before a number, by what they mean: those that stand before a number of the text itself
_LABELS = {
    "para": ("paragraph", "paragraphs", "paras", "para", "par", "¶¶", "¶", ""),
    "article": ("article", "articles", "arts", "art"),
    "section": ("section", "sections", "secs", "sec", "§§", "§", ""),
    "chapter": ("chapter", "chapters", "chap", "ch"),
    "part": ("part", "parts"),
    "point": ("point", "points", "item", "items", "no", ""),
    "recommendation": ("recommendation", "recommendations", "rec", ""),
}
_PAGES = ("page", "pages", "pp", "p")
_BLOCKS = ("block", "blocks", *_LABELS["para"])  # numbers of ours, where the text has none of its own
_HEADING = re.compile(r"^(#{1,6})[ \t]+(.*\S)|(?:(?<=\n\n)|\A)([^\s.,;:!?][^\n]*[^\s.,;:!?])(?=\n\n|\Z)", re.MULTILINE)
_PLAIN_LEVEL = 7  # of a heading without signs, below those that have them


def locate_quote(text: str, quote: str, locator: str = "") -> Anchor:
    """Give back the anchor of a quote; if it has several places in the text, of the one that the locator names.

    Raises QuoteError as `anchors.find_anchor` does, and where the locator does not name exactly one of the places.
    """
    try:
        return anchors.find_anchor(text, quote)
    except anchors.SeveralPlacesError as several:
        spans, places = several.spans, _meant_places(text, locator)
        picked = _spans_within(spans, places) or _spans_inside(text, quote, places)
        if len(picked) == 1:
            return anchors.make_anchor(text, *picked[0])
        several.reword(_several_message(text, spans, locator, len(picked)))
        several.remedies = ("locator",)
        raise


def _meant_places(text: str, locator: str) -> list[Span]:
    """The places that a locator names, none for an empty one; each part of it (`p. 3, para. 4`) leaves less of them.

    Of the ways to read a part, the first counts for which the text has a place at all.
    """
    places = [(0, len(text))] if locator.strip() else []
    for part in filter(None, map(str.strip, re.split(r"[,;]", locator))):
        meant = next(filter(None, _place_readings(text, part)), [])
        both = ((max(one[0], other[0]), min(one[1], other[1])) for one in places for other in meant)
        places = [(start, end) for start, end in both if start < end]
    return places


def _spans_within(spans: Iterable[Span], places: Sequence[Span]) -> list[Span]:
    return [one for one in spans if any(start <= one[0] < end for start, end in places)]


def _spans_inside(text: str, quote: str, places: Iterable[Span]) -> list[Span]:
    """Where a quote stands in these places, each looked through by itself: in one it may stand in another case."""
    found: dict[Span, None] = {}
    for start, end in places:
        try:
            anchor = anchors.find_anchor(text[start:end], quote)
            found[start + anchor.start, start + anchor.end] = None
        except anchors.SeveralPlacesError as several:
            found |= dict.fromkeys((start + one, start + other) for one, other in several.spans)
        except anchors.QuoteError:
            continue
    return list(found)


def _place_readings(text: str, part: str) -> Iterator[list[Span]]:
    """Where one part of a locator may be, in the order in which its readings are tried."""
    number = _NUMBERED.fullmatch(part.lower())
    if number:
        label = number["label"].strip().rstrip(".").strip()
        first, last = number["from"], number["to"] or number["from"]
        for labels in _LABELS.values():
            if label in labels:
                yield _numbered_spans(text, labels, first, last)
        if label in _PAGES:
            yield _counted_spans(_page_spans(text), first, last)
        if label in _BLOCKS:
            yield _counted_spans(documents.paragraph_spans(text), first, last)
    if part.lower() == "title":
        yield [(0, start) for start, _ in documents.paragraph_spans(text)[:1]]
    yield _section_spans(text, part)


def _numbered_spans(text: str, labels: Sequence[str], first: str, last: str) -> list[Span]:
    """What stands at the text's own numbers, from one to another: each until the next number of its kind, or heading.

    A number without a word before it has a sign behind it (`4.`, `(4)`) or a full stop within (`140.247`).
    """
    found = [(match.start(), (match[1] or match[2]).lower()) for match in _marker(labels).finditer(text)]
    stops = sorted({len(text), *(start for start, _ in found), *(_heading_starts(text) if "" in labels else ())})
    low, high = _number_parts(first), _number_parts(last)
    return [
        (start, end)
        for start, number in found
        for end in stops[bisect_right(stops, start) :][:1]
        if low <= _number_parts(number)[: max(len(low), len(high))] <= high
    ]


def _heading_starts(text: str) -> Iterator[int]:
    return (match.start() for match in _HEADING.finditer(text) if match.end() - match.start() <= _HEADING_MOST)


def _marker(labels: Sequence[str]) -> re.Pattern[str]:
    """What finds the numbers of a kind at the beginning of a line: behind a word in group 1, bare in group 2."""
    words = "|".join(re.escape(one) for one in labels if one)
    behind = rf"(?:{words})\.?[ \t]*({_NUMBER})(?!\w)"
    bare = rf"[\[(]?({_NUMBER}(?=[.):\]]+(?:\s|$))|{_DOTTED}(?=\s|$))" if "" in labels else "(?!)()"
    return re.compile(rf"^[ \t#*]*(?:{behind}|{bare})", re.MULTILINE | re.IGNORECASE)


def _number_parts(number: str) -> tuple[tuple[int, str], ...]:
    """A number as it is compared: `140.24b` as 140, then 24 with its letter."""
    pieces = (re.fullmatch(r"(\d+)([a-z]?)", one) for one in number.split("."))
    return tuple((int(piece[1][:18]), piece[2]) for piece in pieces if piece)


def _counted_spans(spans: Sequence[Span], first: str, last: str) -> list[Span]:
    """Those of some spans that are counted from 1, from one to another; none for a number that counts nothing."""
    if not (first.isdecimal() and last.isdecimal()):
        return []
    return list(spans[max(int(first[:18]) - 1, 0) : int(last[:18])]) if int(first[:18]) else []


def _page_spans(text: str) -> list[Span]:
    """The pages of a text in which a form feed ends each."""
    ends = [match.end() for match in re.finditer("\f", text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True)) if ends else []


def _section_spans(text: str, part: str) -> list[Span]:
    """What stands below a heading that has these words, until the next one of its level or above."""
    wanted = split_words(part.removeprefix("under").strip(" \"'“”"))
    headings = [
        (match.start(), len(match[1] or "") or _PLAIN_LEVEL, match[2] or match[3] or "")
        for match in _HEADING.finditer(text)
        if match.end() - match.start() <= _HEADING_MOST
    ]
    found = []
    for at, (start, level, words) in enumerate(headings):
        said = split_words(words)
        if wanted and any(said[begin : begin + len(wanted)] == wanted for begin in range(len(said))):
            end = next((later for later, its, _ in headings[at + 1 :] if its <= level), len(text))
            found.append((start, end))
    return found


def _several_message(text: str, spans: Sequence[Span], locator: str, picked: int) -> str:
    """How often a quote is there, where, and what would say which is meant."""
    where = _telling_locators(text, spans)
    told = ", ".join([*where[:_LISTED_MOST], *["…"] * (len(where) > _LISTED_MOST or len(where) < len(spans))])
    message = f"the quote is in the source {len(spans):,} times" + (f" ({told})" if told else "")
    if locator.strip() and picked:
        message += f", {picked:,} of them at {locator.strip()}"
    elif locator.strip():
        message += f", and none of them at {locator.strip()}"
    return f"{message}; quote more words" + (f", or say where it is, such as {where[0]}" if where else "")


def _telling_locators(text: str, spans: Sequence[Span]) -> list[str]:
    """Locators that name one of the places each, of the first ones; where two are in one block nothing names them."""
    blocks = [end for _, end in documents.paragraph_spans(text)]
    found = []
    few = spans[: 3 * _LISTED_MOST]
    for span, label in zip(few, documents.find_locators(text, (start for start, _ in few)), strict=True):
        block = f"block {bisect_right(blocks, span[0]) + 1}"
        found += [one for one in (label, block) if _spans_within(spans, _meant_places(text, one)) == [span]][:1]
        if len(found) > _LISTED_MOST:
            break
    return found
