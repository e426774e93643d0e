"""How text is compared, in two strengths: `key` finds what is meant, `same_wording` judges whether it is unchanged.

Character classes and names are those of the Unicode Character Database that Python carries.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import category, lookup, name, normalize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FOLDING = 1  # the version of `fold_text`: raised with every change, so that the keys of a file are made anew

MARKS = (
    "\"'`´‘’‚‛“”„‟«»‹›′″‴‵‶‷"  # noqa: RUF001 - lookalikes are its point
    "\u02b9\u02ba\u02bb\u02bc\u02bd\u02c8\u02ee\u2e42\u300c\u300d\u300e\u300f\u301d\u301e\u301f"
    "\ufe41\ufe42\ufe43\ufe44\uff02\uff07\uff62\uff63"
)
# number signs and the like: of category Cf, yet drawn
DRAWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
SOFT_HYPHEN = "\u00ad"

_MINUS = {"\u2043", "\u2212"}  # dashes by their look, not by their category
_FILLERS = {"\u115f", "\u1160", "\u3164", "\uffa0"}
_BLANK = {"Zs", "Zl", "Zp"}
# letters that no name of theirs leads back to the plain ones
_SPELT = {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "ı": "i", "ȷ": "j"}  # noqa: RUF001
_BARED = ("LATIN ", "CYRILLIC ")  # scripts in which a letter WITH something is written without it where it lacks
_SPACED_MARK = re.compile("[\u00b4\u2033-\u2037]")  # NFKD would make a blank or several of it
_DIVIDED_SOFTLY = re.compile(SOFT_HYPHEN + r"+[ \t]*(?:\r\n|\r|\n)[ \t]*")
_DIVIDED = re.compile(r"(?<=\w)-[ \t]*(?:\r\n|\r|\n)[ \t]*(?=\w)")
_PERHAPS = "\0"  # a hyphen at a line end: the word's own, or only its division
_RUNS = re.compile(r"--+|''+")
_MAPPED_RUNS = re.compile(r"\s\s+|[\t\n\v\f\r\x1c-\x1f\x85]|--+|''+|\.\.\.+|…")
_INNER_HYPHEN = re.compile(r"(?<=\w)- ?(?=\w)")


# key


def fold_text(text: str) -> str:
    """Give the text as it is searched: without case, accents, strokes, what is unseen, and compatibility variants.

    `Énergie` is `energie`, `Ёлка` is `елка`, `Łódź` is `lodz`, quotation marks are `'` and dashes `-`; what is folded
    stays as it is. Unicode NFKD without categories Mn and Cf, full case folding, then NFC, which makes Korean
    syllables whole again.
    """
    if text.isascii():
        return text.lower().replace('"', "'").replace("`", "'")
    if SOFT_HYPHEN in text:
        text = _DIVIDED_SOFTLY.sub("", text)
    return normalize("NFC", _fold_parts(text))


def folded_key(text: str) -> str:
    """Give the folded text with single spaces and none around: two names with the same key are the same."""
    return " ".join(_RUNS.sub(_first_sign, fold_text(text)).split())


def _fold_parts(text: str) -> str:
    if _SPACED_MARK.search(text):
        text = text.translate(_FOLDED)
    bare = normalize("NFKD", text).translate(_FOLDED).casefold()
    return bare if bare.isascii() else normalize("NFKD", bare).translate(_FOLDED)


def _first_sign(run: re.Match[str]) -> str:
    return run[0][0]


def _folded_sign(char: str) -> str:
    """What stays of a decomposed character, its case aside."""
    kind = category(char)
    if kind == "Mn" or char in _FILLERS or (kind == "Cf" and not DRAWN.match(char)):
        return ""
    return _SPELT.get(char) or (_bare_letter(char) if kind[0] == "L" and char not in _MARK_SET else _plain_sign(char))


def _bare_letter(char: str) -> str:
    """The letter without its stroke, hook or tail, as those write it who lack them."""
    plain, has_more, _ = name(char, "").partition(" WITH ")
    if not has_more or not plain.startswith(_BARED):
        return char
    try:
        return lookup(plain)
    except KeyError:
        return char


def _plain_sign(char: str) -> str:
    """Quotation marks, dashes and blanks as the ones of ASCII."""
    if char in _MARK_SET:
        return "'"
    if char in _MINUS or category(char) == "Pd":
        return "-"
    return " " if category(char) in _BLANK else char


# same_wording


def same_wording(one: str, other: str) -> bool:
    """Whether two passages have the same words, written the same.

    Only NFC, quotation marks, dashes, white space, soft hyphens and the division of words at line ends may differ:
    `10²` is not `102`.
    """
    mine, theirs = _wording(one), _wording(other)
    if mine == theirs:
        return True
    return (_PERHAPS in mine or _PERHAPS in theirs) and _agree_but_for_divisions(mine, theirs)


def _wording(text: str) -> str:
    if SOFT_HYPHEN in text:
        text = _DIVIDED_SOFTLY.sub("", text).replace(SOFT_HYPHEN, "")
    plain = normalize("NFC", text).translate(_PLAIN)
    divided = _DIVIDED.sub(_perhaps_hyphen, plain.replace(_PERHAPS, ""))
    return " ".join(_RUNS.sub(_first_sign, divided).split())


def _perhaps_hyphen(found: re.Match[str]) -> str:
    before, after = found.string[found.start() - 1], found.string[found.end()]
    return _PERHAPS if before.isalpha() and after.isalpha() else "-"


def _agree_but_for_divisions(one: str, other: str) -> bool:
    """Whether two texts are the same where a hyphen at a line end counts as one or as none."""
    here = there = 0
    while here < len(one) and there < len(other):
        signs = {one[here], other[there]}
        if len(signs) == 1 or signs == {_PERHAPS, "-"}:
            here, there = here + 1, there + 1
        elif _PERHAPS in signs:
            here, there = here + (one[here] == _PERHAPS), there + (other[there] == _PERHAPS)
        else:
            return False
    return here == len(one) and there == len(other)


# the same with positions: for a quote in a long text


class _Step(NamedTuple):
    """What was put in the place of what: pieces of the text before, and of the text after, by offsets."""

    begins: list[int]  # in the text after
    ends: list[int]
    sources: list[int]  # in the text before
    source_ends: list[int]

    def start(self, offset: int) -> int:
        at = bisect_right(self.begins, offset) - 1
        if at < 0:
            return offset
        inside = offset < self.ends[at]
        return self.sources[at] if inside else self.source_ends[at] + offset - self.ends[at]

    def end(self, offset: int) -> int:
        last = offset - 1
        at = bisect_right(self.begins, last) - 1
        if at < 0:
            return offset
        inside = last < self.ends[at]
        return self.source_ends[at] if inside else self.source_ends[at] + offset - self.ends[at]


class ComparedText(NamedTuple):
    """A text as it is compared; `span` leads back from it to the text as it is stored."""

    text: str
    stored: str
    steps: tuple[_Step, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The code points of the stored text (end exclusive) that stand at these; an accent stays on its letter."""
        for step in reversed(self.steps):
            start, end = step.start(start), step.end(end)
        while 0 < end < len(self.stored) and category(self.stored[end]) == "Mn":
            end += 1
        return start, end


def compared_views(text: str) -> Iterator[ComparedText]:
    """The text as it is, by its wording, by its key, and by its key with words whole that are divided at line ends.

    Each finds what the one before it finds, and more.
    """
    yield (stored := ComparedText(text, text))
    whole = _substitute(stored, _DIVIDED_SOFTLY, lambda _: "") if SOFT_HYPHEN in text else stored
    yield _substitute(_translate(whole, _CANONICAL), _MAPPED_RUNS, _mapped_run)
    yield (key := _substitute(_translate(whole, _KEY), _MAPPED_RUNS, _mapped_run))
    yield _substitute(key, _INNER_HYPHEN, _inner_hyphen)


def _mapped_run(run: re.Match[str]) -> str:
    return " " if run[0].isspace() else "…" if run[0][0] in ".…" else run[0][0]


def _inner_hyphen(found: re.Match[str]) -> str:
    return _perhaps_hyphen(found).replace(_PERHAPS, "")


def _translate(view: ComparedText, table: CharTable) -> ComparedText:
    odd = "".join(sorted(char for char in set(view.text) if len(table[ord(char)]) != 1))
    if not odd:
        return view._replace(text=view.text.translate(table))
    return _substitute(view, re.compile(f"[{re.escape(odd)}]"), lambda found: table[ord(found[0])], table)


def _substitute(
    view: ComparedText, pattern: re.Pattern[str], put: Callable[[re.Match[str]], str], table: CharTable | None = None
) -> ComparedText:
    """Put something else for what a pattern finds; characters between are one for one, maybe by a table."""
    pieces, step, size, taken = list[str](), _Step([], [], [], []), 0, 0
    for found in pattern.finditer(view.text):
        new = put(found)
        between = view.text[taken : found.start()]
        pieces += (between.translate(table) if table else between), new
        size += len(between)
        for column, value in zip(step, (size, size + len(new), *found.span()), strict=True):
            column.append(value)
        size, taken = size + len(new), found.end()
    if not pieces:
        return view
    rest = view.text[taken:]
    text = "".join([*pieces, rest.translate(table) if table else rest])
    return ComparedText(text, view.stored, (*view.steps, step))


# how


class CharTable(dict[int, str]):
    """What `str.translate` puts for each code point, found out when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        """Take the rule: what is put for one character."""
        self._rule = rule

    def __missing__(self, code: int) -> str:
        """What the rule says, remembered."""
        self[code] = self._rule(chr(code))
        return self[code]


def _canonical_sign(char: str) -> str:
    return "" if char == SOFT_HYPHEN else "".join(map(_plain_sign, normalize("NFD", char)))


_MARK_SET = frozenset(MARKS)
_FOLDED = CharTable(_folded_sign)
_PLAIN = CharTable(_plain_sign)
_CANONICAL = CharTable(_canonical_sign)
_KEY = CharTable(_fold_parts)


# addresses of the web, as RFC 3986 compares them (6.2.2 and 6.2.3); how they were typed stays as it is

PORTS = {"http": "80", "https": "443", "ftp": "21"}
UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
TEXT_DIRECTIVE = ":~:"  # in a fragment: where a browser is to scroll; no part of what the address names
_PARTS = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_AUTHORITY = re.compile(r"(?:(.*)@)?(\[[^\]]*\]|[^:]*)(?::(\d*))?", re.DOTALL)
_ENCODED = re.compile("%([0-9A-Fa-f]{2})")
_ADDRESS = re.compile(r"https?://[^\s/?#]", re.IGNORECASE)


def is_address(typed: str) -> bool:
    """Whether a text begins as an address of the web does, in any case."""
    return _ADDRESS.match(typed) is not None


def address_key(url: str) -> str:
    """Give the form in which two addresses are the same; what is no address of a host stays as it is.

    Scheme and host in lower case (a host in other letters in its ASCII form), no default port, `/` for an empty path,
    no dot segments, `%` codes in capitals and none for what needs none. The user, the query and the fragment count: a
    fragment may name a document of its own (`#/doc/12`); only a browser's text directive, or an empty one, is left out.
    """
    scheme, authority, path, query, fragment = _PARTS.fullmatch(url.strip()).groups()  # type: ignore[union-attr]  # it fits any text
    if scheme is None or not authority:
        return url.strip()
    scheme = scheme.lower()
    key = f"{scheme}://{_authority_key(authority, scheme)}{_without_dot_segments(_recode(path)) or '/'}"
    shown = (fragment or "").partition(TEXT_DIRECTIVE)[0]
    return key + ("" if query is None else "?" + _recode(query)) + ("#" + _recode(shown) if shown else "")


def _authority_key(authority: str, scheme: str) -> str:
    fitting = _AUTHORITY.fullmatch(authority)
    if fitting is None:
        return authority.lower()
    user, host, port = fitting.groups()
    name = _host_key(_recode(host).lower())
    return (f"{_recode(user)}@" if user else "") + name + (f":{port}" if port and port != PORTS.get(scheme) else "")


def _host_key(host: str) -> str:
    """A name of a host in ASCII, as it is looked up."""
    if "%" not in host:
        return host
    from urllib.parse import unquote

    plain = unquote(host)
    try:
        return plain.encode("idna").decode().lower()
    except UnicodeError:
        return host


def _recode(part: str) -> str:
    """A part with every code in capitals, none for what needs none, and one for what is not ASCII."""
    if not part.isascii():
        part = "".join(
            sign if sign.isascii() else "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "surrogatepass"))
            for sign in part
        )
    return _ENCODED.sub(lambda code: _decoded(code[1]), part)


def _decoded(digits: str) -> str:
    sign = chr(int(digits, 16))
    return sign if sign in UNRESERVED else f"%{digits.upper()}"


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)
