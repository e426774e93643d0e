"""Text made safe to store, to show, to search and to compare; the one way to a terminal.

Character classes are the general categories of the Unicode Character Database that Python carries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from tracker.errors import NotFoundError, UsageError
from tracker.glyphs import SIGNS_ELSE_ESCAPES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TextIO

COUNT_MOST = 1_000_000_000
_LONE_BYTES = range(0xDC80, 0xDD00)
_MARKS = {"Mn", "Me"}
_MARKS_SHOWN = 4
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# what has no shape although its category has one: fillers, joiners of marks, selectors, tags and their plane
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8"
    "\U000e0000-\U000e0fff]"
)
# letters since Unicode 8, yet marks in the tables of FTS5's tokenizer (6.1), which divides words at them
_ONCE_MARKS = re.compile("[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]")
# number signs and the like: of category Cf, yet drawn
_DRAWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
_ZWNJ, _ZWJ, _KEYCAP = "\u200c", "\u200d", "\u20e3"
_SELECTORS = {"\ufe0e", "\ufe0f"}
_JOINERS = {_ZWNJ, _ZWJ} | _SELECTORS
_JOINER = re.compile("|".join(sorted(_JOINERS)))
_NOT_SO_BUT_EMOJI = set("‼⁉〰ℹ")  # noqa: RUF001  # emoji by their Unicode property, not by their category
_LAST_WITHOUT_JOINERS = "\u058f"
_BREAK = re.compile(r"[\t\r\n][ \t\r\n]*")
_TAB = 4
_UNFINISHED_LEAST = 3
_CODE_POINTS_A_CELL = 64
_COMPARED_MOST = 100
_ALIKE = 0.6
_LARGEST = 2**63 - 1  # number that SQLite knows
_SHOWN_DIGITS = 30


def refuse_unstorable(text: str, what: str) -> str:
    """Give the text back unchanged, or raise UsageError if SQLite or UTF-8 could not hold it.

    That is NUL and lone surrogates, which is also how bytes that are not UTF-8 arrive from a command line
    (PEP 383). The message names what it is and the position, counted in code points from 1.
    """
    if (nul := text.find("\0")) >= 0:
        raise UsageError(f"{what} has a NUL character at position {nul + 1}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        code = ord(text[error.start])
        fault = "bytes that are not UTF-8" if code in _LONE_BYTES else f"half a character (U+{code:X})"
        raise UsageError(f"{what} has {fault} at position {error.start + 1}") from None
    return text


# to search and to compare


def fold_text(text: str) -> str:
    """Give the text as it is searched: without case, accents and compatibility variants.

    `Énergie` is `energie`, `Ёлка` is `елка`; what is folded stays as it is. Unicode NFKD without category Mn,
    full case folding, then NFC, which makes Korean syllables whole again.
    """
    if text.isascii():
        return text.lower()
    bare = _without_accents(normalize("NFKD", text)).casefold()
    return normalize("NFC", _without_accents(normalize("NFKD", bare)))


def folded_key(text: str) -> str:
    """Give the folded text with single spaces and none around: two names with the same key are the same."""
    return " ".join(fold_text(text).split())


def split_words(text: str) -> list[str]:
    """Give the words of the folded text as FTS5's unicode61 tokenizer splits them: categories L and N.

    Private-use characters (Co), letters to that tokenizer, are none here: the index keeps them for its own tokens.
    """
    return fold_text(text).translate(_WORD_OR_SPACE).split()


def searchable_text(text: str) -> str:
    """Give the folded text as the FTS5 index must be given it, ASCII punctuation kept.

    To unicode61, with its tables of Unicode 6.1, later symbols such as `₽` are letters; here, spaces.
    """
    folded = fold_text(text)
    return folded if folded.isascii() else folded.translate(_WORD_OR_ASCII)


def fts_query(parts: Sequence[str], *, unfinished: bool) -> str:
    """Give the FTS5 expression that finds all parts, each a word or a phrase.

    Only folded words inside quotes get into it, whatever was typed; it is empty if no part has any. When
    unfinished, the last word may be the beginning of one, from its third letter.
    """
    phrases = [split_words(part) for part in parts]
    terms = [f'"{" ".join(phrase)}"' for phrase in phrases if phrase]
    if unfinished and phrases and phrases[-1] and len(phrases[-1][-1]) >= _UNFINISHED_LEAST:
        terms[-1] += " *"
    return " ".join(terms)


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known word probably meant: the shortest that begins so, else the most alike, or None."""
    typed = folded_key(word)[:_COMPARED_MOST]
    if not typed:
        return None
    by_key = {folded_key(one): one for one in known}
    if begun := [one for one in by_key if one.startswith(typed)]:
        return by_key[min(begun, key=len)]
    from difflib import get_close_matches

    alike = get_close_matches(typed, by_key, n=1, cutoff=_ALIKE)
    return by_key[alike[0]] if alike else None


def match_code(typed: str, known: Iterable[str], what: str) -> str:
    """Give the one of the known codes that was typed, whatever its case, with spaces or hyphens.

    Raises UsageError with the nearest right one, or with all of them.
    """
    by_key = {_code_form(code): code for code in known}
    wanted = _code_form(typed)
    if wanted in by_key:
        return by_key[wanted]
    near = find_nearest(wanted, by_key)
    hint = f"did you mean {by_key[near]}?" if near else "known: " + ", ".join(by_key.values())
    raise UsageError(f"no {what} '{typed}'; {hint}")


def parse_id(typed: str, what: str = "proposal") -> int:
    """The number of a record, with or without `#`. Raises UsageError, NotFoundError for one that no record can have."""
    digits = typed.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit()) or not digits.strip("0"):
        raise UsageError(f"'{typed.strip()}' is not a {what} number; write one such as 14")
    if len(digits) > len(str(_LARGEST)) or int(digits) > _LARGEST:
        raise NotFoundError(f"no {what} {digits[:_SHOWN_DIGITS]}")
    return int(digits)


def _code_form(typed: str) -> str:
    return "-".join(folded_key(typed).replace("_", " ").split())


# to show


def parse_count(typed: str, what: str, least: int = 1, most: int = COUNT_MOST) -> int:
    """A whole number from `least` to `most`. Raises UsageError, which names what is counted and gives an example."""
    digits = typed.lstrip("0") or "0"
    # the length first: Python refuses to read thousands of digits with an error of its own
    fits = typed.isascii() and typed.isdigit() and len(digits) <= len(str(most)) and least <= int(digits) <= most
    if not fits:
        raise UsageError(f"{what} must be a whole number from {least} to {most:,}, as in {max(least, 14)}")
    return int(digits)


def visible_line(text: str, limit: int = 100_000) -> str:
    r"""Give the text as one line that is safe on a terminal and hides nothing.

    Control characters become their pictures (`␛`), what is invisible or turns the writing direction an escape
    (`\u202e`), line ends and tabs a space; at most four combining marks stay on a character; joiners stay
    where a script or an emoji needs them. More than limit code points are cut, with `…`, before the work
    begins. What is visible is left as it is.
    """
    if len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    return _uncover_hidden(_BREAK.sub(" ", text))


def visible_block(text: str, limit: int = 100_000) -> str:
    r"""Give the text as `visible_line` does, but on its own lines, divided by `\n`, and tabs as spaces."""
    if len(text) > limit:
        text = text[: max(limit - 1, 0)] + "…"
    if text.isascii() and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_uncover_hidden(line.expandtabs(_TAB)) for line in lines)


def cell_width(text: str) -> int:
    """Give how many terminal cells a visible text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def clip_text(text: str, cells: int) -> str:
    """Give a visible text cut to at most that many terminal cells, with `…` if it was cut.

    A character is never split, so that before a wide one the result may be a cell short.
    """
    if cells <= 0:
        return ""
    head = text[: cells * _CODE_POINTS_A_CELL]
    if len(head) == len(text) and cell_width(text) <= cells:
        return text
    return head[: _fitting_length(head, cells - 1)] + "…"


def pad_text(text: str, cells: int) -> str:
    """Give a visible text clipped to that many terminal cells, and filled with spaces to exactly as many."""
    clipped = clip_text(text, cells)
    return clipped + " " * (cells - cell_width(clipped))


def wrap_text(text: str, room: int) -> list[str]:
    """Give a visible text in lines of at most that many cells, broken at blanks.

    A longer word is broken anywhere, but an address, which has a line for itself: whole, it can be followed.
    """
    lines, line = [], ""
    for word in (part for one in text.split(" ") for part in _break_word(one, max(room, 1))):
        longer = f"{line} {word}" if line else word
        if line and cell_width(longer) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _break_word(word: str, room: int) -> Iterator[str]:
    if len(word) * 2 <= room or cell_width(word) <= room or word.startswith(("http://", "https://", "<http")):
        yield word
        return
    while cell_width(word) > room:
        end = room if word.isascii() else max(_fitting_length(word, room), 1)
        yield word[:end]
        word = word[end:]
    yield from [word] * bool(word)


def have_beginnings(there: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether each of the words wanted is one of those there, or begins one; both as `split_words` has them."""
    known = tuple(there)
    return all(any(word.startswith(one) for word in known) for one in wanted)


def plural(number: int, noun: str, many: str | None = None) -> str:
    """Say how many: `1 proposal`, `909,081 proposals`; many is a plural without an s."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def write_to_stream(stream: TextIO, text: str) -> None:
    """Write to a stream; what its encoding cannot carry becomes a backslash escape, never an error.

    On a terminal our own signs become signs of ASCII; data in a pipe stays what it is.
    """
    if not text.isascii():
        encoding = getattr(stream, "encoding", None) or "utf-8"
        text = text.encode(encoding, SIGNS_ELSE_ESCAPES if stream.isatty() else "backslashreplace").decode(encoding)
    stream.write(text)


# how


class _CharTable(dict[int, str]):
    """What `str.translate` puts for each code point, found out when it is first met."""

    def __init__(self, rule: Callable[[str], str]) -> None:
        self._rule = rule

    def __missing__(self, code: int) -> str:
        self[code] = self._rule(chr(code))
        return self[code]


def _word_or_space(char: str) -> str:
    return char if category(char)[0] in "LN" and not _ONCE_MARKS.match(char) else " "


def _word_or_ascii(char: str) -> str:
    return char if char.isascii() else _word_or_space(char)


def _visible_char(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    unseen = category(char) in _UNSEEN and not _DRAWN.match(char) and char not in _JOINERS
    return _escape_char(char) if unseen or _SHAPELESS.match(char) else char


def _escape_char(char: str) -> str:
    return char.encode("unicode_escape").decode()


def _without_accent(char: str) -> str:
    return "" if category(char) == "Mn" else char


_WORD_OR_SPACE = _CharTable(_word_or_space)
_WORD_OR_ASCII = _CharTable(_word_or_ascii)
_VISIBLE_CHAR = _CharTable(_visible_char)
_WITHOUT_ACCENT = _CharTable(_without_accent)


def _without_accents(text: str) -> str:
    return text.translate(_WITHOUT_ACCENT)


def _uncover_hidden(line: str) -> str:
    # marks before joiners: a mark that is dropped can leave a joiner without its letter
    shown = _without_floods(line.translate(_VISIBLE_CHAR))
    return _JOINER.sub(_replace_joiner, shown)


def _without_floods(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        joiner = char in _JOINERS
        if not joiner:  # it must not start the count again
            marks = marks + 1 if category(char) in _MARKS else 0
        if joiner or marks <= _MARKS_SHOWN:
            kept.append(char)
    return "".join(kept)


def _replace_joiner(match: re.Match[str]) -> str:
    char, text, at = match[0], match.string, match.start()
    before, after = text[max(at - 2, 0) : at], text[at + 1 : at + 2]
    if char in _SELECTORS:
        needed = _is_emoji(before[-1:]) or (before[-1:] in set("0123456789#*") and after == _KEYCAP)
    else:
        needed = (_is_lettery(before[-1:]) and _is_lettery(after)) or (char == _ZWJ and _joins_emoji(before, after))
    return char if needed else _escape_char(char)


def _is_lettery(char: str) -> bool:
    return char > _LAST_WITHOUT_JOINERS and char not in _JOINERS and category(char)[0] in "LM"


def _joins_emoji(before: str, after: str) -> bool:
    bearer = before[:-1] if before[-1:] in _SELECTORS else before[-1:]
    return _is_emoji(bearer) and _is_emoji(after)


def _is_emoji(char: str) -> bool:
    return char in _NOT_SO_BUT_EMOJI or (char > "\x7f" and category(char) in {"So", "Sk", "Sm"})


def _fitting_length(text: str, cells: int) -> int:
    from rich.cells import split_graphemes

    for start, _, taken in split_graphemes(text)[0]:
        cells -= taken
        if cells < 0:
            return start
    return len(text)
