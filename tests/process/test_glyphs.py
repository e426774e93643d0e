"""Our signs where an encoding has none of them: one cell of ASCII each, on a terminal and nowhere else."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

import tracker
from tracker.process.glyphs import SIGNS_ELSE_MARKS, encode_for_terminal
from tracker.text import cell_width, write_data

OURS = Path(tracker.__file__).parent
DRAWN = re.compile("[\u2190-\u2bff]")  # arrows, boxes, blocks, shapes: nothing that is a letter


class Terminal(io.TextIOWrapper):
    """A stream that is a terminal, or none."""

    def __init__(self, encoding: str, *, is_terminal: bool) -> None:
        self.bytes = io.BytesIO()
        super().__init__(self.bytes, encoding=encoding)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


def signs_in_use() -> set[str]:
    files = [*OURS.rglob("*.py"), *(OURS.parent / "db").glob("*.sql")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    return {sign for text in texts for sign in DRAWN.findall(text)}


@pytest.mark.parametrize("encoding", ["latin-1", "ascii", "koi8-r", "cp1252", "iso8859-15"])
def test_every_sign_of_ours_takes_one_cell_wherever_it_is_drawn(encoding: str) -> None:
    shown = {sign: encode_for_terminal(sign, encoding).decode(encoding) for sign in signs_in_use()}
    assert {sign: plain for sign, plain in shown.items() if cell_width(plain) != 1} == {}


def test_the_statuses_are_told_apart() -> None:
    glyphs = "○◔◑◕◍●◌✕↩⊘"
    assert len(set(encode_for_terminal(glyphs, "ascii"))) == len(glyphs)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("○ proposed …", b"o proposed ."),
        ("│ ─ ╭ █", b"| - + #"),
        ("Беларусь", b"????????"),
        ("東京", b"????"),
        ("é", b"\xe9"),
    ],
)
def test_the_screen_keeps_the_cells_of_what_an_encoding_does_not_have(text: str, shown: bytes) -> None:
    assert text.encode("latin-1", SIGNS_ELSE_MARKS) == shown


@pytest.mark.parametrize(("is_terminal", "written"), [(True, b"o . \\u0411\n"), (False, b"\\u25cb \\u2026 \\u0411\n")])
def test_a_terminal_gets_signs_and_a_pipe_what_was_stored(*, is_terminal: bool, written: bytes) -> None:
    stream = Terminal("latin-1", is_terminal=is_terminal)
    write_data(stream, "○ … Б\n")
    stream.flush()
    assert stream.bytes.getvalue() == written


def test_utf_8_is_left_as_it_is() -> None:
    assert encode_for_terminal("○ … Б 東", "utf-8").decode() == "○ … Б 東"
