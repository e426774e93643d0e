"""In which encoding a text is written: read off its mark or its bytes, else a choice of several with samples."""

from __future__ import annotations

import codecs
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.tables.choices import CODECS_NAMED, SHOWN_ROWS_OF_FILE, ChoiceNeededError, TableOption
from tracker.exchange.tables.dividers import find_dialect
from tracker.process.system_errors import explain_system_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": "Windows, western",
    "mac_roman": "Mac, western",
    "cp1250": "Windows, central European",
    "iso8859-2": "ISO, central European",
    "cp1251": "Windows, Cyrillic",
    "koi8-r": "KOI8, Cyrillic",
    "mac_cyrillic": "Mac, Cyrillic",
    "cp850": "DOS, western",
    "cp1253": "Windows, Greek",
    "cp1254": "Windows, Turkish",
    "cp1256": "Windows, Arabic",
    "cp932": "Windows, Japanese",
    "euc_jp": "EUC, Japanese",
    "gb18030": "Chinese, simplified",
    "big5": "Chinese, traditional",
    "cp949": "Windows, Korean",
}
OFFERED = ("cp1252", "mac_roman", "cp1250", "cp1251", "koi8-r", "cp850", "gb18030", "cp932")
OFFERED_MOST = 6
GUESSES = 2
_OTHER_SCRIPTS = "\u0370"  # Greek and all after it
_BESIDE_LETTERS = "’‘“”„»«…–—"  # noqa: RUF001 - as they are written
_CHUNK = 1 << 18
_SAMPLE = 1 << 16  # bytes of lines with others than ASCII, from which an encoding is guessed


class FoundEncoding(NamedTuple):
    """The encoding of a file, by the name that Python knows, and how it is told to a person."""

    codec: str
    label: str


def find_encoding(path: Path, chosen: str = "") -> FoundEncoding:
    """The encoding of a text: the chosen one, that of its mark, or UTF-8.

    Raises ChoiceNeededError with samples if it is none of these, UsageError if the chosen one does not fit.
    """
    if chosen:
        return _check_encoding(path, _codec_name(chosen))
    head = _read_head(path)
    codec = next((codec for mark, codec in MARKS if head.startswith(mark)), "") or _unmarked_utf16(head) or "utf-8"
    if (place := find_undecodable(path, codec)) is None:
        return FoundEncoding(codec, encoding_label(codec))
    if codec != "utf-8":
        raise UsageError(f"{path} is broken {encoding_label(codec)} at byte {place + 1}", field="encoding")
    raise _encoding_choice(path, place)


def encoding_label(codec: str) -> str:
    """How a person calls an encoding: `Windows, western (cp1252)`."""
    label = LABELS.get(codec, codec)
    return label if label.startswith("UTF") or label == codec else f"{label} ({codec})"


def find_undecodable(path: Path, codec: str) -> int | None:
    """The place of the first byte that this encoding does not have, None if all are right; memory stays flat."""
    decoder = codecs.getincrementaldecoder(codec)()
    done = 0
    for chunk in _read_chunks(path):
        try:
            pending = len(decoder.getstate()[0])
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return done - pending + error.start
        done += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return done - len(error.object) + error.start
    return None


def _read_head(path: Path) -> bytes:
    return next(_read_chunks(path), b"")


def _read_chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise explain_system_error(error) from error


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark, as some programs write it: every other byte of a Latin text is NUL."""
    even, odd = head[:1024:2].count(0), head[1:1024:2].count(0)
    half = len(head[:1024]) // 4
    return "utf-16-be" if even > half > odd else "utf-16-le" if odd > half > even else ""


def _codec_name(typed: str) -> str:
    """The name by which Python knows an encoding. Raises UsageError for an unknown one."""
    try:
        found = codecs.lookup(typed.strip())
        is_text = found._is_text_encoding  # noqa: SLF001 - rot13 and base64 are codecs as well
    except (LookupError, ValueError, UnicodeError):
        is_text = False
    if not is_text:
        raise UsageError(
            f"'{typed}' is no encoding; name one such as utf-8, cp1252, mac_roman or cp1251", field="encoding"
        )
    return "utf-8-sig" if found.name == "utf-8" else _OUR_NAMES.get(found.name, found.name)


_OUR_NAMES = {"mac-roman": "mac_roman", "mac-cyrillic": "mac_cyrillic", "iso8859-1": "cp1252"}


def _check_encoding(path: Path, codec: str) -> FoundEncoding:
    place = find_undecodable(path, codec)
    if place is not None:
        where = f"byte {place + 1} in line {_line_of(path, place)}"
        raise UsageError(f"{path} is not {encoding_label(codec)}: {where} is no sign of it", field="encoding")
    return FoundEncoding(codec, encoding_label(codec))


def _line_of(path: Path, place: int) -> int:
    """The number of the line in which a byte stands, whichever way lines end."""
    done, feeds, returns = 0, 1, 1
    for chunk in _read_chunks(path):
        before = chunk[: max(0, place - done)]
        feeds, returns, done = feeds + before.count(b"\n"), returns + before.count(b"\r"), done + len(chunk)
    return feeds if feeds > 1 else returns


# a choice of encodings


def _encoding_choice(path: Path, place: int) -> ChoiceNeededError:
    line, sample, is_mac = _foreign_lines(path)
    options = []
    texts: dict[str, str] = {}
    for codec in _likely_codecs(sample, is_mac=is_mac):
        text = _decode_or_nothing(sample, codec)
        if text and text not in texts.values() and find_undecodable(path, codec) is None:
            texts[codec] = text
            options.append(TableOption(codec, encoding_label(codec), _sample_rows(text)))
    options = sorted(options, key=lambda one: _odd_pairs(texts[one.value]))[:OFFERED_MOST]
    if not options:
        raise UsageError(f"{path} is not text in any known encoding: save it as CSV in UTF-8", field="encoding")
    named = ", ".join(f"{one.value} ({_clip_sample(one)})" for one in options[:CODECS_NAMED])
    return ChoiceNeededError(
        f"{path} is not UTF-8 (byte {place + 1}, line {line}); choose its encoding by what reads right: {named}",
        "encoding",
        options,
    )


def _foreign_lines(path: Path) -> tuple[int, bytes, bool]:
    """The number of the first line that is not ASCII, such lines and the first, whether they end as on Macs."""
    first, sample, number, has_feed, rest = 0, bytearray(), 1, False, b""
    for chunk in _read_chunks(path):
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


def _likely_codecs(sample: bytes, *, is_mac: bool) -> list[str]:
    """Encodings, the likeliest first: of old Macs where the lines end so, then what the guess of the library is."""
    return list(dict.fromkeys([*(["mac_roman"] if is_mac else []), *_guess_codecs(sample), *OFFERED]))


def _guess_codecs(sample: bytes) -> list[str]:
    from importlib import import_module

    try:
        matches = import_module("charset_normalizer").from_bytes(sample)
    except ImportError:
        return []
    names = (_codec_name(one.encoding) for one in matches)
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


def _sample_rows(text: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a sample in cells, as far as single lines tell."""
    lines = list(filter(None, text.split("\n")))[:SHOWN_ROWS_OF_FILE]
    return tuple(tuple(row) for row in find_dialect(lines).reader(lines) if row)


def _clip_sample(option: TableOption) -> str:
    """A part of the first cell that is not ASCII: by it a person sees which encoding is right."""
    cell = next((cell for cell in chain.from_iterable(option.rows) if not cell.isascii()), "")
    place = next((at for at, sign in enumerate(cell) if not sign.isascii()), 0)
    return cell[max(0, place - 12) : place + 12].strip()
