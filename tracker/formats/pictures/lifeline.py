"""The life of a proposal as a picture: when it came to which status, on what evidence; a partial date is a span."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from tracker.blocks import LIFE, LifeEntry, Section, StatusLabel, proposal_blocks, words_text
from tracker.dates import first_day, is_partial_date, last_day
from tracker.formats.pictures.canvas import CELL, LINE, MARGIN, Picture, bar_svg, rule_svg, words_svg
from tracker.formats.tones import EVIDENCE_TONES, status_tone
from tracker.model import UNSURE
from tracker.strength import SIGNS
from tracker.text import cell_width, clip_text, wrap_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.formats.tones import Tone
    from tracker.model import Detail, Status

DATE, AXIS = 96, 300  # the room of the dates, and of the axis of time
WORDS_MOST = 60  # cells of what happened
TITLE_MOST = 96
MARK = 7  # the least width of a mark on the axis
TICKS = 6  # the most years that are named below the axis


class LifeMark(NamedTuple):
    """One thing that happened: its date as it is said, its first and last day, in words, its tone, its evidence."""

    day: str
    span: tuple[date, date] | None
    words: str
    tone: Tone
    sign: str
    sign_tone: Tone


def life_picture(detail: Detail, statuses: Mapping[str, Status]) -> Picture:
    """The life of one proposal; what was corrected is left out, as in a briefing."""
    glyphs = {code: status.glyph for code, status in statuses.items()}
    tree = proposal_blocks(detail, glyphs, for_readers=True)
    entries = [one for block in tree if isinstance(block, Section) and block.heading == LIFE for one in block.items]
    marks = [_mark(one) for one in entries if isinstance(one, LifeEntry) and not one.is_corrected]
    title = wrap_text(f"#{detail.proposal.id}  {detail.proposal.title}", TITLE_MOST)
    widest = max((cell_width(one.words) for one in marks), default=0)
    width = max(
        2 * MARGIN + DATE + AXIS + 2 * LINE + CELL * (widest + 2), 2 * MARGIN + CELL * max(map(cell_width, title))
    )
    height = 2 * MARGIN + LINE * (len(title) + len(marks) + 1.5)
    about = "; ".join(f"{one.day} {one.words} {one.sign}".strip() for one in marks)
    return Picture(width, height, title[0] if len(title) == 1 else " ".join(title), about, [*_life(title, marks)])


def _life(title: Sequence[str], marks: Sequence[LifeMark]) -> Iterator[str]:
    y = MARGIN + LINE / 2
    for line in title:
        yield words_svg(MARGIN, y, line, strong=True)
        y += LINE
    first, last = _years(marks)
    left, top = MARGIN + DATE, y - LINE / 2
    bottom = top + LINE * len(marks) + 6
    for year in range(first, last + 1, max(-(-(last + 1 - first) // TICKS), 1)):
        x = left + _axis_x(date(year, 1, 1), first, last)
        yield rule_svg(x, top, x, bottom)
        yield words_svg(x + 2, bottom + 14, str(year), "muted")
    for one in marks:
        y += LINE * 0.2
        yield words_svg(MARGIN, y, one.day, "muted")
        if one.span is not None:
            x, end = (left + _axis_x(day, first, last) for day in one.span)
            yield bar_svg((x, y - 10), (max(end - x, MARK), 10), one.tone if one.tone != "plain" else "muted")
        yield words_svg(left + AXIS + LINE, y, one.sign, one.sign_tone)
        yield words_svg(left + AXIS + 2 * LINE, y, one.words, one.tone)
        y += LINE * 0.8


def _mark(entry: LifeEntry) -> LifeMark:
    label = next((one for one in entry.words if isinstance(one, StatusLabel)), None)
    words = clip_text(" · ".join([words_text(entry.words), *entry.remarks]), WORDS_MOST)
    bare = entry.day.removeprefix(UNSURE)
    dated = is_partial_date(bare)
    span = (first_day(bare), last_day(bare)) if dated else None
    tone: Tone = status_tone(label.code.removeprefix(UNSURE)) if label else "muted"
    sign = SIGNS[entry.evidence] if entry.evidence else ""
    return LifeMark(entry.day, span, words, tone, sign, EVIDENCE_TONES[entry.evidence] if entry.evidence else "muted")


def _years(marks: Sequence[LifeMark]) -> tuple[int, int]:
    years = [day.year for one in marks if one.span for day in one.span]
    return (min(years), max(years)) if years else (0, -1)


def _axis_x(day: date, first: int, last: int) -> float:
    """Where a day stands on the axis, in user units from its left end."""
    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    return AXIS * (day.toordinal() - begin) / max(end - begin, 1)
