"""In which encoding a text is written: the chosen one, read off its mark or its bytes, or a choice with samples."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.tables.codec_names import (
    each_chunk,
    encoding_label,
    find_undecodable,
    line_of_byte,
    parse_encoding,
)
from tracker.exchange.tables.encoding_choice import encoding_choice

if TYPE_CHECKING:
    from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class FoundEncoding(NamedTuple):
    """The encoding of a file, by the name that Python knows, and how it is told to a person."""

    codec: str
    label: str


def find_encoding(path: Path, chosen: str = "") -> FoundEncoding:
    """The encoding of a text: the chosen one, that of its mark, or UTF-8.

    Raises ChoiceNeededError with samples if it is none of these, UsageError if the chosen one does not fit.
    """
    if chosen:
        return _check_encoding(path, parse_encoding(chosen))
    head = _read_head(path)
    codec = next((codec for mark, codec in MARKS if head.startswith(mark)), "") or _unmarked_utf16(head) or "utf-8"
    if (place := find_undecodable(path, codec)) is None:
        return FoundEncoding(codec, encoding_label(codec))
    if codec != "utf-8":
        raise UsageError(f"{path} is broken {encoding_label(codec)} at byte {place + 1}", field="encoding")
    raise encoding_choice(path, place)


def _read_head(path: Path) -> bytes:
    return next(each_chunk(path), b"")


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark, as some programs write it: every other byte of a Latin text is NUL."""
    even, odd = head[:1024:2].count(0), head[1:1024:2].count(0)
    half = len(head[:1024]) // 4
    return "utf-16-be" if even > half > odd else "utf-16-le" if odd > half > even else ""


def _check_encoding(path: Path, codec: str) -> FoundEncoding:
    place = find_undecodable(path, codec)
    if place is not None:
        where = f"byte {place + 1} in line {line_of_byte(path, place)}"
        raise UsageError(f"{path} is not {encoding_label(codec)}: {where} is no sign of it", field="encoding")
    return FoundEncoding(codec, encoding_label(codec))
