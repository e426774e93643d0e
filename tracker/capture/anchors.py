"""A quote becomes its anchor in a text: the W3C's TextQuoteSelector and TextPositionSelector."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice, starmap
from typing import TYPE_CHECKING

from tracker.comparison import MARKS, ComparedText, compared_views, same_wording
from tracker.model import UsageError

if TYPE_CHECKING:
    from typing import NoReturn, TypeAlias

    Span: TypeAlias = tuple[int, int]

CONTEXT = 32
MAX_GAP = 2_000

_EXCERPT_MOST = 120
_LISTED_MOST = 5
_SENTENCES = 20_000
_COMPARED_MOST = 300

_GAP = re.compile(r"\[…\]|\[\.{3,}\]|\(…\)|\(\.{3,}\)|…|\.{3,}")
_EDGE = re.compile(rf"\A(?:(?:{_GAP.pattern})\s*)+|\s*(?:{_GAP.pattern})\Z")
_SENTENCE = re.compile(r"(?:[^.!?\n]{1,300}(?=[\s.!?]|\Z)|[^.!?\n]{1,300})[.!?]*")
_WORD = re.compile(r"\w+")


class QuoteError(UsageError):
    """A quote without exactly one place in its source."""


class SeveralPlacesError(QuoteError):
    """A quote with several places in its source."""

    def __init__(self, view: ComparedText, hits: list[Span]) -> None:
        """The places, as offsets into a view of the source."""
        super().__init__(f"the quote is in the source {len(hits):,} times; quote more words")
        self._view, self._hits = view, hits

    @property
    def spans(self) -> list[Span]:
        """Where it begins and ends (exclusive) each time, in code points of the source."""
        return list(starmap(self._view.span, self._hits))


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


def find_anchor(text: str, quote: str) -> Anchor:
    """Give back the anchor of `quote`, which must have exactly one place in `text`.

    The quote is the words themselves or `first words … last words` (`...` too), which runs to the nearest
    last words. It is looked for as it is, then by its wording (quotation marks, dashes, ellipses, white space, soft
    hyphens, composed accents), then by its key (any case, accents, ligatures, strokes), then with words whole that
    are divided at line ends; all that again without quotation marks or ellipses typed around it; only then
    is a `…` inside it read as a gap. Raises QuoteError when it has no place, more than one, or runs over
    more than MAX_GAP characters. Follows https://www.w3.org/TR/annotation-model/ (units: code points).
    """
    _refuse_wordless_quote(quote)
    if hits := _find_places(text, quote):
        return _only_anchor(text, ComparedText(text, text), hits)
    views, readings = list(compared_views(text)), _quote_readings(quote)
    for words in readings:
        for view, wanted in zip(views, compared_views(words), strict=True):
            if hits := _find_places(view.text, wanted.text):
                return _only_anchor(text, view, hits)
    gaps = [gap for words in readings if (gap := _split_at_gap(words))]
    return _anchor_across_gap(text, gaps, views) if gaps else _raise_missing(text, quote)


def find_wording(text: str, quote: str) -> Span | None:
    """Where a text first has the words of a quote, written the same; None if it has them nowhere."""
    for view, sought in zip(compared_views(text), compared_views(quote), strict=True):
        for start, end in starmap(view.span, _find_places(view.text, sought.text)):
            if same_wording(text[start:end], quote):
                return start, end
    return None


def _quote_readings(quote: str) -> list[str]:
    words = quote.strip()
    bare = words[1:-1].strip() if words[0] in MARKS and words[-1] in MARKS else words
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
    starts, at = list[int](), text.find(words) if words else -1
    while at >= 0:
        starts.append(at)
        at = text.find(words, at + len(words))
    if len(starts) == 1 and (again := text.find(words, starts[0] + 1)) >= 0:
        starts.append(again)
    return [(start, start + len(words)) for start in starts]


def _anchor_across_gap(text: str, gaps: list[tuple[str, str]], views: list[ComparedText]) -> Anchor:
    trouble = None
    for first, last in gaps:
        for view, begin, close in zip(views, compared_views(first), compared_views(last), strict=True):
            begun = _find_places(view.text, begin.text)
            spans = _gap_spans(begun, _find_places(view.text, close.text))
            lengths = [end - start for start, end in starmap(view.span, spans)]
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


def _only_anchor(text: str, view: ComparedText, hits: list[Span]) -> Anchor:
    if len(hits) > 1:
        raise SeveralPlacesError(view, hits)
    return make_anchor(text, *view.span(*hits[0]))


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
