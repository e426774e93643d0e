"""How a status, a partial date, a mark of evidence and a text from the database are drawn, wherever they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from tracker import dates
from tracker.clocks import local_minute
from tracker.formats import tones
from tracker.strength import SIGNS
from tracker.text import clip_text, visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.strength import Strength

Tone = tones.Tone | Literal["heading", "accent", "primary", "success", "warning", "error"]

MUTED = "$muted"
CELL_MAX = 1000  # code points of a text that can matter in one line of a list
UNKNOWN_GLYPH = "?"


_seen = lru_cache(maxsize=1024)(visible_line)  # the same words stand in many rows, and come again with every frame


def status(code: str, glyphs: Mapping[str, str]) -> tuple[str, str, Tone]:
    """A status as its glyph, its word and its tone: never the colour alone."""
    return _seen(glyphs.get(code, UNKNOWN_GLYPH), 4), _seen(code, CELL_MAX), tones.status_tone(code)


def evidence_sign(strength: Strength) -> tuple[str, Tone]:
    """The sign of how well something is supported."""
    return SIGNS[strength], tones.EVIDENCE_TONES[strength]


def evidence_mark(*, marked: bool, here: bool) -> tuple[str, Tone]:
    """What stands before a row: whether it is marked, else whether the cursor is on it."""
    return "✓" if marked else "▌" if here else " ", "accent"


def day(partial: str | None, *, in_words: bool = False) -> str:
    """A partial date, as stored or in words; an undated one is said to be."""
    if partial is None:
        return "undated" if in_words else "–"  # noqa: RUF001 - the dash of an empty cell
    return _seen(dates.date_in_words(partial) if in_words else dates.mark_damaged_date(partial), CELL_MAX)


def moment(at: str) -> str:
    """A UTC instant as the reader's clock showed it, to the minute."""
    return local_minute(at)


def visible_cell(text: str) -> str:
    """A text from the database for one cell of a list."""
    return _seen(text, CELL_MAX)


def variable(tone: str) -> str:
    """The variable of the theme that has the colour of a tone."""
    return f"tone-{tone}" if tone in tones.TONE_COLOURS else "muted" if tone in {"heading", "bar"} else f"text-{tone}"


def style(tone: Tone) -> str:
    """A tone as a style of textual's Content, from the theme."""
    return "" if tone == "plain" else f"${variable(tone)}"


def short(text: str, cells: int = 48) -> str:
    """A text from the database for a sentence of ours."""
    return clip_text(visible_cell(text), cells)
