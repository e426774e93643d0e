"""The words of a text as the search index has them, and the expression that finds them.

What is a letter is by the general categories of the Unicode Character Database that Python carries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import category

from tracker.comparison import CharTable, fold_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# letters since Unicode 8, yet marks in the tables of FTS5's tokenizer (6.1), which divides words at them
_ONCE_MARKS = re.compile("[\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]")
# letters of scripts that put no spaces between words: Han, Hiragana, Katakana, Thai, Lao, Khmer, Myanmar
_UNSPACED = re.compile(
    "[\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\u0e01-\u0e4e\u0e81-\u0ecd\u0edc-\u0edf\u1000-\u103f\u1050-\u108f\u109a-\u109f\u1780-\u17dc"
    "\ua9e0-\ua9ef\ua9fa-\ua9fe\uaa60-\uaa7f\U0001aff0-\U0001b16f\U00020000-\U0003ffff]"
)
_PIECE = re.compile(
    rf"{_UNSPACED.pattern}|(?:(?:(?!{_UNSPACED.pattern})\S)*[^\W\d_]-[ \t]*(?:\r\n|\r|\n)[ \t]*)*"
    rf"(?:(?!{_UNSPACED.pattern})\S)+"
)
_DIVIDED_WORD = re.compile(r"\b(\w+)-[ \t]*(?:\r\n|\r|\n)[ \t]*(\w+)")
_UNFINISHED_LEAST = 3


def split_words(text: str) -> list[str]:
    """Give the words of the folded text as FTS5's unicode61 tokenizer splits them: categories L and N.

    In scripts without spaces each letter is a word, and a run of them a phrase. Private-use characters (Co), letters
    to that tokenizer, are none here: the index keeps them for its own tokens.
    """
    return searched_words(_fold_divided(text))


def searched_words(folded: str) -> list[str]:
    """Give the words of a text that is as `searchable_text` gives it."""
    return folded.translate(_WORD_OR_SPACE).split()


def is_unspaced(text: str) -> bool:
    """Whether a text has letters of a script without spaces, which are found from the first."""
    return bool(_UNSPACED.search(text))


def word_places(text: str) -> list[tuple[int, int]]:
    """Where what stands between blanks begins and ends: one word or several, whole if a line end divides it.

    In scripts without spaces it is each letter.
    """
    return [piece.span() for piece in _PIECE.finditer(text)]


def searchable_text(text: str) -> str:
    """Give the folded text as the FTS5 index must be given it, ASCII punctuation kept.

    To unicode61, with its tables of Unicode 6.1, later symbols such as `₽` are letters; here, spaces.
    """
    folded = _fold_divided(text)
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


def have_beginnings(there: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether each of the words wanted is one of those there, or begins one; both as `split_words` has them."""
    known = tuple(there)
    return all(any(word.startswith(one) for word in known) for one in wanted)


def _fold_divided(text: str) -> str:
    """The folded text; a word that is divided at a line end is there in its parts and whole, `secu rity security`."""
    folded = fold_text(text)
    if "-" in folded and ("\n" in folded or "\r" in folded):
        return _DIVIDED_WORD.sub(r"\1 \2 \1\2", folded)
    return folded


def _word_or_space(char: str) -> str:
    if category(char)[0] not in "LN" or _ONCE_MARKS.match(char):
        return " "
    return f" {char} " if _UNSPACED.match(char) else char


def _word_or_ascii(char: str) -> str:
    return char if char.isascii() else _word_or_space(char)


_WORD_OR_SPACE = CharTable(_word_or_space)
_WORD_OR_ASCII = CharTable(_word_or_ascii)
