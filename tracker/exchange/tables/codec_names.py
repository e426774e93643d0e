"""The encodings that are known by name, and whether the bytes of a file are one of them."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.process.system_errors import explain_system_error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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
_OUR_NAMES = {"mac-roman": "mac_roman", "mac-cyrillic": "mac_cyrillic", "iso8859-1": "cp1252"}
_CHUNK = 1 << 18


def encoding_label(codec: str) -> str:
    """How a person calls an encoding: `Windows, western (cp1252)`."""
    label = LABELS.get(codec, codec)
    return label if label.startswith("UTF") or label == codec else f"{label} ({codec})"


def find_undecodable(path: Path, codec: str) -> int | None:
    """The place of the first byte that this encoding does not have, None if all are right; memory stays flat."""
    decoder = codecs.getincrementaldecoder(codec)()
    done = 0
    for chunk in each_chunk(path):
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


def each_chunk(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece. Raises TrackerError."""
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
    except OSError as error:
        raise explain_system_error(error) from error


def parse_encoding(typed: str) -> str:
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


def line_of_byte(path: Path, place: int) -> int:
    """The number of the line in which a byte stands, whichever way lines end."""
    done, feeds, returns = 0, 1, 1
    for chunk in each_chunk(path):
        before = chunk[: max(0, place - done)]
        feeds, returns, done = feeds + before.count(b"\n"), returns + before.count(b"\r"), done + len(chunk)
    return feeds if feeds > 1 else returns
