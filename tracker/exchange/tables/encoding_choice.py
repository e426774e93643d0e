"""A text in an unknown encoding as a choice: how its telling lines read in each that is likely."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.tables.choices import SHOWN_ROWS_OF_FILE, ChoiceNeededError, TableOption
from tracker.exchange.tables.codec_names import LABELS, each_chunk, encoding_label, find_undecodable, parse_encoding
from tracker.exchange.tables.dividers import find_dialect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OFFERED = ("cp1252", "mac_roman", "cp1250", "cp1251", "koi8-r", "cp850", "gb18030", "cp932")
OFFERED_MOST = 6
GUESSES = 2
NAMED = 3  # in the sentence that asks
_SAMPLE = 1 << 16  # bytes of lines with others than ASCII, from which an encoding is guessed
_BESIDE = 12  # signs on each side of the first that tells
_OTHER_SCRIPTS = "\u0370"  # Greek and all after it
_BESIDE_LETTERS = "’‘“”„»«…–—"  # noqa: RUF001 - as they are written


class _Reading(NamedTuple):
    """The lines of a sample as an encoding gives them."""

    codec: str
    lines: list[str]


def encoding_choice(path: Path, place: int) -> ChoiceNeededError:
    """The encodings that a file may have, the likeliest first; `place` is the first byte that is not UTF-8."""
    line, sample, is_mac = _foreign_lines(path)
    if b"\0" in sample:
        raise UsageError(f"{path} is not text: it has NUL beside bytes that are not UTF-8 (line {line})")
    readings = _likely_readings(path, sample, is_mac=is_mac)
    if not readings:
        raise UsageError(f"{path} is not text in any known encoding: save it as CSV in UTF-8", field="encoding")
    telling = _telling_lines(readings)
    options = [TableOption(one.codec, encoding_label(one.codec), _sample_rows(one.lines, telling)) for one in readings]
    named = ", ".join(f"{codec} ({part})" for codec, part in _telling_parts(readings[:NAMED], telling))
    return ChoiceNeededError(
        f"{path} is not UTF-8 (byte {place + 1}, line {line}); choose its encoding by what reads right: {named}",
        "encoding",
        options,
    )


def _foreign_lines(path: Path) -> tuple[int, bytes, bool]:
    """The number of the first line that is not ASCII, such lines and the first, whether they end as on Macs."""
    first, sample, number, has_feed, rest = 0, bytearray(), 1, False, b""
    for chunk in each_chunk(path):
        has_feed = has_feed or b"\n" in chunk
        lines = (rest + chunk).splitlines(keepends=True)
        rest = lines.pop()[-_SAMPLE:] if lines else b""
        for line in lines:
            if number == 1 or (not line.isascii() and len(sample) < _SAMPLE):
                first = first or (0 if line.isascii() else number)
                sample += line.rstrip(b"\r\n") + b"\n"
            number += 1
    if not rest.isascii():
        sample += rest.rstrip(b"\r\n")
    return first or number, bytes(sample), not has_feed and number > 1


def _likely_readings(path: Path, sample: bytes, *, is_mac: bool) -> list[_Reading]:
    """How the likely encodings read, each reading once under its most frequent name, the least odd first."""
    codecs: dict[str, str] = {}
    for codec in _likely_codecs(sample, is_mac=is_mac):
        if text := _decode_or_nothing(sample, codec):
            same = codecs.get(text, codec)
            codecs[text] = codec if same not in OFFERED or codec in OFFERED[: OFFERED.index(same)] else same
    ranked = sorted(codecs, key=_odd_pairs)
    fitting = (text for text in ranked if find_undecodable(path, codecs[text]) is None)
    return [_Reading(codecs[text], text.split("\n")) for text, _ in zip(fitting, range(OFFERED_MOST), strict=False)]


def _likely_codecs(sample: bytes, *, is_mac: bool) -> list[str]:
    """Encodings, the likeliest first: of old Macs where the lines end so, then what the guess of the library is."""
    return list(dict.fromkeys([*(["mac_roman"] if is_mac else []), *_guess_codecs(sample), *OFFERED]))


def _guess_codecs(sample: bytes) -> list[str]:
    from importlib import import_module

    try:
        matches = import_module("charset_normalizer").from_bytes(sample)
    except ImportError:
        return []
    names = (parse_encoding(one.encoding) for one in matches)
    return [name for name in names if name in LABELS and not name.startswith("utf")][:GUESSES]


def _decode_or_nothing(sample: bytes, codec: str) -> str:
    try:
        text = sample.decode(codec)
    except UnicodeError:
        return ""
    return "" if any("\x80" <= sign < "\xa0" for sign in text) else text


def _odd_pairs(text: str) -> int:
    """How often two signs stand together that no language writes so: a capital after a small letter, two scripts."""
    return sum(
        (one.islower() and two.isupper())
        or (one.isalpha() and two.isalpha() and (one < _OTHER_SCRIPTS) != (two < _OTHER_SCRIPTS))
        or (one.isalpha() and two > "\x7f" and not two.isalnum() and two not in _BESIDE_LETTERS)
        for one, two in pairwise(text)
        if one > "\x7f" or two > "\x7f"
    )


def _telling_lines(readings: Sequence[_Reading]) -> list[int]:
    """The places of the lines to show: the first, and those that the likeliest encodings read in the most ways."""
    likeliest = [one.lines for one in readings[:NAMED]]
    places = range(1, min(len(lines) for lines in likeliest))
    ways = {place: len({lines[place] for lines in likeliest}) for place in places if likeliest[0][place]}
    telling = sorted(ways, key=lambda place: (-ways[place], place))[: SHOWN_ROWS_OF_FILE - 1]
    return [0, *sorted(telling)]


def _sample_rows(lines: list[str], places: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The lines in cells, as far as single lines tell."""
    shown = [lines[place] for place in places if place < len(lines)]
    return tuple(tuple(row) for row in find_dialect(shown).reader(shown) if row)


def _telling_parts(readings: Sequence[_Reading], places: Sequence[int]) -> list[tuple[str, str]]:
    """Of each encoding the surroundings of the first sign that the others read in another way."""
    lines = [[one.lines[place] for place in places if place < len(one.lines)] for one in readings]
    together = max(zip(*lines, strict=False), key=lambda same: len(set(same)))
    ways = [len(set(signs)) * (not signs[0].isascii()) for signs in zip(*together, strict=False)]
    place = ways.index(max(ways))
    begins = max(0, place - _BESIDE)
    return [(one.codec, line[begins : place + _BESIDE].strip()) for one, line in zip(readings, together, strict=True)]
