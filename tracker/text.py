"""Text made safe to store, to show and to search; the one way to a terminal.

Character classes are the general categories of the Unicode Character Database that Python carries.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING
from unicodedata import category

from tracker.comparison import DRAWN, CharTable, folded_key
from tracker.errors import NotFoundError, UsageError
from tracker.process.glyphs import SIGNS_ELSE_ESCAPES
from tracker.process.system_errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

COUNT_MOST = 1_000_000_000
_LONE_BYTES = range(0xDC80, 0xDD00)
_MARKS = {"Mn", "Me"}
_MARKS_SHOWN = 4
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
# what has no shape although its category has one: fillers, joiners of marks, selectors, tags and their plane
_SHAPELESS = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0d\uffa0\ufff0-\ufff8"
    "\ufdd0-\ufdef\U000e0000-\U000e0fff]"
)
# what a terminal may obey or is led astray by; line ends and tabs, which tables and pages are made of, stay
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufeff\U000e0000-\U000e0fff]"
)
_STYLE, _STYLE_END = "\ufdd0", "\ufdd1"  # no text has these: what is visible shows them as escapes
_STYLED = re.compile(f"{_STYLE}([0-9]{{1,2}}){_STYLE_END}")
_ZWNJ, _ZWJ, _KEYCAP = "\u200c", "\u200d", "\u20e3"
_SELECTORS = {"\ufe0e", "\ufe0f"}
_JOINERS = {_ZWNJ, _ZWJ} | _SELECTORS
_JOINER = re.compile("|".join(sorted(_JOINERS)))
_NOT_SO_BUT_EMOJI = set("‼⁉〰ℹ")  # noqa: RUF001  # emoji by their Unicode property, not by their category
_LAST_WITHOUT_JOINERS = "\u058f"
_SOFT_BREAK = re.compile(r"\u00ad[ \t]*\n[ \t]*")
_HYPHEN_BREAK = re.compile(r"(?<=\w)-[ \t]*\n[ \t]*(?=[^\W\d_])")
_BREAK = re.compile(r"[\t\r\n][ \t\r\n]*")
_BLANKS = re.compile(r"[ \t\n]+")
_TAB = 4
_CODE_POINTS_A_CELL = 64
_COMPARED_MOST = 100
_ALIKE = 0.6
_NAMED_MOST = 8
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


# to search


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
    """Give the one of the known codes that was typed, whole or its beginning, in any case, with spaces or hyphens.

    Raises UsageError with those that begin so if they are several, else with the nearest right one, or with all.
    """
    by_key = {_code_form(code): code for code in known}
    if (exact := find_code(typed, by_key.values())) is not None:
        return exact
    begun = codes_beginning_with(typed, by_key.values())
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise UsageError(ambiguous_code_message(typed, begun, what))
    near = find_nearest(_code_form(typed), by_key)
    hint = f"did you mean {by_key[near]}?" if near else "known: " + ", ".join(by_key.values())
    raise UsageError(f"no {what} '{typed}'; {hint}")


def find_code(typed: str, known: Iterable[str]) -> str | None:
    """The code that was typed whole, in any case, with spaces or hyphens; None if there is none."""
    return {_code_form(code): code for code in known}.get(_code_form(typed))


def codes_beginning_with(typed: str, known: Iterable[str]) -> list[str]:
    """The codes that begin as was typed, in their order; none for nothing typed."""
    wanted = _code_form(typed)
    return [code for code in known if wanted and _code_form(code).startswith(wanted)]


def ambiguous_code_message(typed: str, begun: Sequence[str], what: str) -> str:
    """What to say of a beginning that several codes have: all of them, or the first few and how many more."""
    named = list(begun) if len(begun) <= _NAMED_MOST else [*begun[:_NAMED_MOST], f"{len(begun) - _NAMED_MOST} more"]
    listed = f"{', '.join(named[:-1])} or {named[-1]}"
    return f"'{visible_line(typed)}' can mean more than one {what}: {listed}; write more of it"


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


def flow_lines(text: str) -> str:
    r"""A passage whose lines were broken by a page, with a space for each break; paragraphs stay, divided by `\n`.

    A soft hyphen at the end of a line divides no word any more; what may be a hyphen of the word's own stays.
    """
    whole = _SOFT_BREAK.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    paragraphs = (_HYPHEN_BREAK.sub("-", one) for one in re.split(r"\n[ \t]*\n", whole))
    return "\n".join(shown for one in paragraphs if (shown := _BLANKS.sub(" ", one).strip(" ")))


def plural(number: int, noun: str, many: str | None = None) -> str:
    """Say how many: `1 proposal`, `909,081 proposals`; many is a plural without an s."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def mark_style(text: str, code: str) -> str:
    """Give visible text in one of a terminal's styles (the number of SGR): marks that the way to a stream turns."""
    return f"{_STYLE}{code}{_STYLE_END}{text}{_STYLE}0{_STYLE_END}"


def terminal_text(text: str) -> str:
    """Give lines as a stream may have them: the styles that are ours as its codes, any other control made visible."""
    if text.isascii() and not _OBEYED.search(text):
        return text
    parts = _STYLED.split(text)  # every second one is the number of a style
    parts[::2] = [_OBEYED.sub(lambda match: _VISIBLE_CHAR[ord(match[0])], part) for part in parts[::2]]
    parts[1::2] = [f"\x1b[{code}m" for code in parts[1::2]]
    return "".join(parts)


def write_to_stream(stream: TextIO, text: str) -> None:
    """Write lines to a terminal or a pipe: there is no other way there for text from a database.

    Raises as `write_data` does.
    """
    write_data(stream, terminal_text(text))


def write_data(stream: TextIO, text: str) -> None:
    """Write to a stream; what its encoding cannot carry becomes a backslash escape, never an error.

    On a terminal our own signs become signs of ASCII; data in a pipe stays what it is. Raises OutputError if stdout
    cannot be written; talk that nobody can hear is no reason to fail.
    """
    if not text.isascii():
        encoding = getattr(stream, "encoding", None) or "utf-8"
        text = text.encode(encoding, SIGNS_ELSE_ESCAPES if stream.isatty() else "backslashreplace").decode(encoding)
    try:
        stream.write(text)
    except OSError as error:
        if stream is not sys.stderr:
            raise OutputError(error) from error


# how


def _visible_char(char: str) -> str:
    if char < " ":
        return chr(0x2400 + ord(char))
    if char == "\x7f":
        return "␡"
    unseen = category(char) in _UNSEEN and not DRAWN.match(char) and char not in _JOINERS
    return _escape_char(char) if unseen or _SHAPELESS.match(char) else char


def _escape_char(char: str) -> str:
    return char.encode("unicode_escape").decode()


_VISIBLE_CHAR = CharTable(_visible_char)


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
