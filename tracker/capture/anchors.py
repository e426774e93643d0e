"""A quote becomes its anchor in a text: the W3C's TextQuoteSelector and TextPositionSelector."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING

from tracker.model import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import NoReturn, TypeAlias

    Span: TypeAlias = tuple[int, int]

CONTEXT = 32
MAX_GAP = 2_000

_EXCERPT_MOST = 120
_LISTED_MOST = 5
_SENTENCES = 20_000
_COMPARED_MOST = 300

_MARKS = "\"'`´‘’‚‛“”„‟«»‹›′″"  # noqa: RUF001 - lookalikes are its point
_DASHES = "-‐‑‒–—―−"  # noqa: RUF001 - lookalikes are its point
_SPACES = "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_ALIKE = {ord(sign): kind[0] for kind in ("'" + _MARKS, _DASHES, " " + _SPACES) for sign in kind}
_ALIKE_RUN = {" ": " ", "-": "-", ".": "…"}
_RUN = re.compile(r"  +|--+|\.\.\.+")
_GAP = re.compile(r"\[…\]|\[\.{3,}\]|\(…\)|\(\.{3,}\)|…|\.{3,}")
_EDGE = re.compile(rf"\A(?:(?:{_GAP.pattern})\s*)+|\s*(?:{_GAP.pattern})\Z")
_SENTENCE = re.compile(r"(?:[^.!?\n]{1,300}(?=[\s.!?]|\Z)|[^.!?\n]{1,300})[.!?]*")
_WORD = re.compile(r"\w+")


class QuoteError(UsageError):
    """A quote without exactly one place in its source."""


class SeveralPlacesError(QuoteError):
    """A quote with several places in its source."""

    def __init__(self, view: _FoldedText, hits: list[Span]) -> None:
        """The places, as offsets into a view of the source."""
        super().__init__(f"the quote is in the source {len(hits):,} times; quote more words")
        self._view, self._hits = view, hits

    @property
    def spans(self) -> list[Span]:
        """Where it begins and ends (exclusive) each time, in code points of the source."""
        return [(self._view.original(start), self._view.original(end)) for start, end in self._hits]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a quote stands, https://www.w3.org/TR/annotation-model/#text-quote-selector.

    `exact` is the text's own words; `prefix` and `suffix` are up to CONTEXT characters around them;
    `start` and `end` (exclusive) are code points into the text.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _FoldedText:
    """A text with lookalikes made equal; after `breaks[i]`, `shifts[i]` leads back to the original."""

    text: str
    breaks: list[int] = field(default_factory=lambda: [0])
    shifts: list[int] = field(default_factory=lambda: [0])

    def original(self, offset: int) -> int:
        return offset + self.shifts[bisect_right(self.breaks, offset) - 1]


def find_anchor(text: str, quote: str) -> Anchor:
    """Give back the anchor of `quote`, which must have exactly one place in `text`.

    The quote is the words themselves or `first words … last words` (`...` too), which runs to the nearest
    last words. It is looked for as it is, then with quotation marks, dashes, ellipses and white space
    alike, then in any case; all that again without quotation marks or ellipses typed around it; only then
    is a `…` inside it read as a gap. Raises QuoteError when it has no place, more than one, or runs over
    more than MAX_GAP characters. Follows https://www.w3.org/TR/annotation-model/ (units: code points).
    """
    _refuse_wordless_quote(quote)
    if hits := _find_places(text, quote):
        return _only_anchor(text, _FoldedText(text), hits)
    views, readings = list(_folded_views(text)), _quote_readings(quote)
    for words in readings:
        for view, wanted in zip(views, _folded_views(words), strict=True):
            if hits := _find_places(view.text, wanted.text):
                return _only_anchor(text, view, hits)
    gaps = [gap for words in readings if (gap := _split_at_gap(words))]
    return _anchor_across_gap(text, gaps, views) if gaps else _raise_missing(text, quote)


def _folded_views(text: str) -> Iterator[_FoldedText]:
    """Give the text as it is, with lookalikes alike, and then in lower case."""
    yield _FoldedText(text)
    yield (folded := _fold_lookalikes(text))
    # one character stays one: only İ grows, and only sigma has a form for word ends
    lowered = folded.text.replace("İ", "i").lower().replace("ς", "\N{GREEK SMALL LETTER SIGMA}")
    yield replace(folded, text=lowered)


def _fold_lookalikes(text: str) -> _FoldedText:
    plain = text.translate(_ALIKE)
    pieces, breaks, shifts = list[str](), [0], [0]
    taken = size = 0
    for run in _RUN.finditer(plain):
        start, end = run.span()
        pieces += plain[taken:start], _ALIKE_RUN[plain[start]]
        size += start - taken + 1
        breaks.append(size)
        shifts.append(end - size)
        taken = end
    return _FoldedText("".join([*pieces, plain[taken:]]), breaks, shifts)


def _quote_readings(quote: str) -> list[str]:
    words = quote.strip()
    bare = words[1:-1].strip() if words[0] in _MARKS and words[-1] in _MARKS else words
    return list(dict.fromkeys([words, bare, *(_EDGE.sub("", reading) for reading in (words, bare))]))


def _split_at_gap(words: str) -> tuple[str, str] | None:
    parts = [part for part in map(str.strip, _GAP.split(words)) if part]
    if len(parts) > 2:  # noqa: PLR2004 - the first words and the last
        raise QuoteError("the quote has more than one gap: give only its first words … last words")
    for part in parts:
        _refuse_wordless_quote(part)
    return (parts[0], parts[1]) if len(parts) > 1 else None


def _find_places(text: str, words: str) -> list[Span]:
    """Give back where `words` stand, without overlaps but where an overlap is all that makes it twice."""
    starts, at = list[int](), text.find(words)
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + len(words))
    if len(starts) == 1 and (again := text.find(words, starts[0] + 1)) >= 0:
        starts.append(again)
    return [(start, start + len(words)) for start in starts]


def _anchor_across_gap(text: str, gaps: list[tuple[str, str]], views: list[_FoldedText]) -> Anchor:
    trouble = None
    for first, last in gaps:
        for view, begin, close in zip(views, _folded_views(first), _folded_views(last), strict=True):
            begun = _find_places(view.text, begin.text)
            spans = _gap_spans(begun, _find_places(view.text, close.text))
            lengths = [view.original(end) - view.original(start) for start, end in spans]
            near = [span for span, length in zip(spans, lengths, strict=True) if length <= MAX_GAP]
            if near:
                return _only_anchor(text, view, near)
            if spans:
                trouble = f"the quote runs over {min(lengths):,} characters, at most {MAX_GAP:,} are allowed"
            elif begun and not trouble:
                trouble = f'the source has "{_one_line_excerpt(first)}", but not "{_one_line_excerpt(last)}" after it'
    if trouble:
        raise QuoteError(f"{trouble}; quote it in parts" if "runs" in trouble else trouble)
    return _raise_missing(text, " ".join(gaps[-1]))


def _gap_spans(firsts: list[Span], lasts: list[Span]) -> list[Span]:
    nexts = ((start, bisect_left(lasts, (end, 0))) for start, end in firsts)
    return [(start, lasts[index][1]) for start, index in nexts if index < len(lasts)]


def _only_anchor(text: str, view: _FoldedText, hits: list[Span]) -> Anchor:
    if len(hits) > 1:
        raise SeveralPlacesError(view, hits)
    return make_anchor(text, *map(view.original, hits[0]))


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Give back the anchor of what stands from `start` to `end` (exclusive), in code points."""
    prefix, suffix = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Anchor(text[start:end], prefix, suffix, start, end)


def _refuse_wordless_quote(quote: str) -> None:
    if not any(map(str.isalnum, quote)):
        raise QuoteError("the quote has no words: give the words as they stand in the source")


def _raise_missing(text: str, quote: str) -> NoReturn:
    nearest = _nearest_sentence(text, quote)
    hint = f'; the nearest passage is "{_one_line_excerpt(nearest)}"' if nearest else ""
    raise QuoteError(f'the quote is not in the source: "{_one_line_excerpt(quote)}"{hint}')


def _nearest_sentence(text: str, quote: str) -> str:
    from difflib import SequenceMatcher

    words = _WORD.findall(quote[:_COMPARED_MOST].lower())
    sentences = (match[0] for match in islice(_SENTENCE.finditer(text), _SENTENCES))
    shared = ((len(set(words).intersection(_WORD.findall(said.lower()))), said) for said in sentences)
    best = heapq.nlargest(_LISTED_MOST, (pair for pair in shared if pair[0]))
    compare = SequenceMatcher(None, autojunk=False)
    compare.set_seq2(words)

    def likeness(pair: tuple[int, str]) -> float:
        compare.set_seq1(_WORD.findall(pair[1].lower()))
        return compare.ratio()

    return max(best, key=likeness)[1] if best else ""


def _one_line_excerpt(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _EXCERPT_MOST else f"{line[: _EXCERPT_MOST - 1].rstrip()}…"
