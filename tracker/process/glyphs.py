"""Our own signs where the encoding of a terminal has none of them: each becomes a sign of ASCII, one cell as well."""

from __future__ import annotations

import codecs
from unicodedata import category, east_asian_width

SIGNS_ELSE_ESCAPES, SIGNS_ELSE_MARKS = "tracker.signs-else-escapes", "tracker.signs-else-marks"
_PLAIN = {
    **dict(zip("○◔◑◕◍●◌✕↩⊘◐◦", "o.cd%*~x</+-", strict=True)),  # statuses and evidence: told apart
    **dict.fromkeys("“”„‟″", '"'),
    **dict.fromkeys("‘’‚‛′", "'"),  # noqa: RUF001 - quotation marks
    **dict.fromkeys("‐‑‒–—―−", "-"),  # noqa: RUF001 - dashes
    **dict(zip("«»‹›…·•", "<><>..*", strict=True)),  # noqa: RUF001 - as printed
    **dict(zip("←→↑↓↶↻⏎✓✔✗⚑⚠▲▼▶◀", "<>^v<>>vvx!!^v><", strict=True)),
    "\u00a0": " ",
    "\u202f": " ",
}
_VERTICAL = frozenset("│┃║╎╏┆┇┊┋▏▎▍▌▐▕")
_BOXES, _BLOCKS, _PICTURES = range(0x2500, 0x2580), range(0x2580, 0x25A0), range(0x2400, 0x2440)


def encode_for_terminal(text: str, encoding: str) -> bytes:
    """A text for a terminal: our signs as ASCII where they have to be, what else it has no letter for as an escape."""
    return text.encode(encoding, SIGNS_ELSE_ESCAPES)


def _plain_sign(char: str) -> str:
    """The sign of ASCII that stands for one of ours, empty if it is none."""
    code = ord(char)
    if char in _VERTICAL:
        return "|"
    if code in _BOXES:
        return "-" if char in "─━═╌╍┄┅┈┉╴╶╸╺╼╾" else "+"
    if code in _BLOCKS:
        return "#"
    return "^" if code in _PICTURES else _PLAIN.get(char, "")


def _else_escapes(error: UnicodeError) -> tuple[str, int]:
    """Replace what an encoding does not have by our sign, or else by an escape."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_plain_sign(one) or one.encode("ascii", "backslashreplace").decode() for one in bad), error.end


def _else_marks(error: UnicodeError) -> tuple[str, int]:
    """Replace what an encoding does not have by our sign, or else by question marks, as many as it has cells."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(_plain_sign(one) or "?" * _cells(one) for one in bad), error.end


def _cells(char: str) -> int:
    if category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(char) in {"W", "F"} else 1


codecs.register_error(SIGNS_ELSE_ESCAPES, _else_escapes)
codecs.register_error(SIGNS_ELSE_MARKS, _else_marks)
