"""What bash needs beside the other shells: its line cut into words, and what replaces the last of them, quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli.completion.position import Candidate

SPECIAL = re.compile(r"([^\w@%+=:,./-])")  # what a backslash takes its meaning from, or leaves alone
IN_DOUBLE = re.compile(r'(["\\$`])')
CYCLING = frozenset({"37", "42"})  # COMP_TYPE: what stands in the list is put into the line as it is
OPERATORS = frozenset("<>|&;()")
NOTHING_ALIKE = "…"  # begins like no candidate, so that bash leaves what is typed


class Line(NamedTuple):
    """The words of a command line, without their quotes, the last one unfinished.

    `kept` is how much of the last one stands before what bash replaces; `quote` is the quotation mark open there.
    `redirected` is whether the last one is the file of a redirection.
    """

    words: tuple[str, ...]
    kept: int
    quote: str
    redirected: bool


def read_bash_line(line: str, breaks: str) -> Line:
    """The words of a line up to the cursor; `breaks` are the characters at which bash divides a word as well."""
    words: list[str] = []
    word, prefix, quote, begun, redirected = "", 0, "", False, False
    at = 0
    while at < len(line):
        char = line[at]
        at += 1
        if quote:
            if char == quote:
                quote, prefix = "", len(word)
            elif char == "\\" and quote == '"' and line[at : at + 1] and line[at] in '"\\$`':
                word, at = word + line[at], at + 1
            else:
                word += char
        elif char in "\"'":
            quote, prefix, begun = char, len(word), True
        elif char == "\\":
            word, at, begun = word + line[at : at + 1], at + 1, True
        elif char.isspace() or char in OPERATORS:
            if begun and not redirected:
                words.append(word)
            if begun or char in OPERATORS:
                redirected = char in "<>"
            word, prefix, begun = "", 0, False
        else:
            word, begun = word + char, True
            prefix = len(word) if char in breaks else prefix
    return Line((*words, word), prefix, quote, redirected)


def bash_reply(line: Line, candidates: Sequence[Candidate], how: str) -> list[str]:
    """What bash is to choose from; `how` is its COMP_TYPE. What a candidate means stands behind it in a list."""
    typed = line.words[-1]
    fitting = [one for one in candidates if one.word.startswith(typed[: line.kept])]
    words = [one.word[line.kept :] for one in fitting]
    if len(words) <= 1 or how in CYCLING:
        return [_quote_word(word, line.quote) for word in words]
    says = [f"  ({one.says})" if one.says else "" for one in fitting]
    alike = all(word.startswith(typed[line.kept :]) for word in words)
    listed = [_quote_word(word, line.quote) + said for word, said in zip(words, says, strict=True)]
    return listed if alike else [NOTHING_ALIKE, *listed]


def _quote_word(word: str, quote: str) -> str:
    """A word as it is typed behind an open quotation mark, or without one."""
    if quote == "'":
        return word.replace("'", "'\\''")
    if quote:
        return IN_DOUBLE.sub(r"\\\1", word).replace("!", '"\\!"')
    return SPECIAL.sub(r"\\\1", word)
