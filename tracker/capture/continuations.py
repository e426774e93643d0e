"""What follows in a text on words that somebody begins to quote."""

from __future__ import annotations

import re

from tracker.comparison import MARKS

LEAST = 6  # characters typed before anything is offered
LONGEST = 600  # characters of a sentence that are offered

# what is written in several ways, and typed in the plain one
_DASHES = "-\u2010\u2011\u2013\u2014"
_ALIKE = {sign: f"[{re.escape(signs)}]" for signs in (MARKS, _DASHES) for sign in signs}
# a sentence ends before its stop; one within a word or a number, such as 3.5, ends nothing
_SENTENCE = re.compile(rf"(?:(?!\n[ \t]*\n)(?![.!?…]+[{re.escape(MARKS)})\]]*(?:\s|\Z)).)+", re.DOTALL)
_SPEECH_END = re.compile(r"[,;:]?[\u201d\u00bb](?=\s)")


def continue_quote(text: str, begun: str) -> str:
    """The rest of the sentence in which a text first has the words begun, on one line; empty if it has them nowhere.

    Case, white space and the forms of quotation marks and dashes do not matter; the last word may be unfinished.
    """
    words = begun.split()
    if len(begun.strip()) < LEAST or not words:
        return ""
    sought = r"\s+".join("".join(_ALIKE.get(sign, re.escape(sign)) for sign in word) for word in words)
    place = re.search(rf"(?<!\w){sought}", text, re.IGNORECASE)
    rest = _SENTENCE.match(text, place.end()) if place else None
    if rest is None:
        return ""
    offered = _within_speech(" ".join(rest[0].split()))[:LONGEST]
    return " " * rest[0][0].isspace() * (begun == begun.rstrip()) + offered if offered else ""


def _within_speech(rest: str) -> str:
    """What is left of a speech that was open where it begins: who said it stands behind its end."""
    end = _SPEECH_END.search(rest)
    return rest[: end.start()] if end and not {"\u201c", "\u00ab"} & {*rest[: end.start()]} else rest
