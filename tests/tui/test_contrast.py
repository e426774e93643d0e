"""Contrast as WCAG 2.2 counts it: 4.5 for text (1.4.3) and 3 for marks (1.4.11), in every theme that is offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES

from helpers import factories, screen
from helpers.ledgers import three
from tracker.formats.tones import EVIDENCE_TONES, STATUS_TONES, TONE_COLOURS
from tracker.store import database
from tracker.store.records import sources, statuses
from tracker.text import cell_width
from tracker.tui.app import TrackerApp
from tracker.tui.contrast import MARK, TEXT, contrast_ratio, readable_colour
from tracker.tui.themes import HIGH_CONTRAST
from tracker.tui.widgets.lists.proposal_table import ProposalTable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.style import Style
    from textual.pilot import Pilot

    from tracker.store.ledger import Ledger

THEMES = sorted({*BUILTIN_THEMES, HIGH_CONTRAST.name} - {"ansi-dark", "ansi-light", "textual-ansi"})
WORDS = (
    *("foreground", "muted", "text-muted", "text-disabled", "text-accent", "text-primary", "text-success"),
    *("text-warning", "text-error", *(f"tone-{name}" for name in TONE_COLOURS)),
)
RULE = "▏"  # between two panes: it is faint, since it stands for nothing
BLURRED, INPUT, INPUT_FOCUSED = 0.08, 0.06, 0.12  # of the foreground


def test_white_and_black_have_the_most_contrast() -> None:
    assert contrast_ratio(Color.parse("#fff"), Color.parse("#000")) == pytest.approx(21)
    assert contrast_ratio(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_can_be_read_stays_as_it_is() -> None:
    assert readable_colour(Color.parse("#ffc473"), [Color.parse("#121212")]) == Color.parse("#ffc473")


@pytest.mark.parametrize(("ground", "end"), [("#ffffff", "light"), ("#1e1e1e", "dark")])
def test_every_tone_can_be_read_on_paper_and_on_a_dark_ground(ground: str, end: str) -> None:
    for name, colours in TONE_COLOURS.items():
        assert contrast_ratio(Color.parse(getattr(colours, end)), Color.parse(ground)) >= TEXT, name


def test_each_status_has_a_tone_of_its_own(ledger: Ledger) -> None:
    assert set(STATUS_TONES) == {*statuses.read_statuses(ledger)}
    assert len(set(STATUS_TONES.values())) == len(STATUS_TONES)
    assert len(set(EVIDENCE_TONES.values())) == len(EVIDENCE_TONES)


@pytest.mark.parametrize("theme", THEMES)
def test_words_and_marks_can_be_read_in_every_theme(ledger: Ledger, theme: str) -> None:
    app = TrackerApp(ledger.path)
    app.theme = theme
    variables = app.get_css_variables()

    def colour(name: str) -> Color:
        return Color.parse(variables[name])

    background, surface, foreground = colour("background"), colour("surface"), colour("foreground")
    grounds = [background, surface, colour("panel"), background.blend(foreground, BLURRED)]
    grounds += [surface.blend(foreground, share) for share in (INPUT, INPUT_FOCUSED)]
    poor = [
        (words, ground.hex, round(contrast_ratio(colour(words), ground), 2))
        for words in WORDS
        for ground in grounds
        if contrast_ratio(colour(words), ground) < TEXT
    ]
    footer = background + colour("footer-background")
    poor += [
        (words, footer.hex, round(contrast_ratio(colour(words), footer), 2))
        for words in ("footer-foreground", "footer-key-foreground")
        if contrast_ratio(colour(words), footer) < TEXT
    ]
    poor += [
        ("foreground", name, round(contrast_ratio(foreground, colour(name)), 2))
        for name in ("shade-1", "shade-2", "shade-3", "shade-4")
        if contrast_ratio(foreground, colour(name)) < TEXT
    ]
    assert poor == []
    assert contrast_ratio(colour("cursor-foreground"), colour("cursor-ground")) >= TEXT
    assert contrast_ratio(colour("cursor-ground"), background) >= MARK


@pytest.mark.parametrize("theme", THEMES)
async def test_what_is_drawn_under_the_cursor_can_be_read_there(ledger: Ledger, theme: str) -> None:
    three(ledger)
    async with screen.opened(ledger) as pilot:
        pilot.app.theme = theme
        await pilot.press("j")
        drawn = [one for one in pilot.app.screen.query_one(ProposalTable).render_line(2) if one.text.strip()]
    assert [one.text.strip() for one in drawn if one.style is None] == []
    ratios = {one.text: _ratio(one.style) for one in drawn if one.style is not None}
    assert len(ratios) > 3
    assert {words: ratio for words, ratio in ratios.items() if ratio < TEXT} == {}


VIEWS = {
    "the list": ("j",),
    "facets": ("f", "j", "j"),
    "a link in the detail": ("enter", "n"),
    "a filter that finds nothing": ("slash", "z", "z", "enter"),
    "what is completed": ("slash", "t", "o", "p"),
    "a selection in a field": ("slash", "x", "y", "shift+left"),
    "a form with a fault": ("a", "ctrl+s"),
    "a form with a suggestion": ("s", "s"),
    "a quote that is begun": ("a", "pagedown", "pagedown", "1", "tab", *"asked", "space", *"for"),
    "the overview": ("m", "down"),
    "what is due": ("D",),
    "the history": ("h",),
    "the sources": ("S",),
    "the help": ("question_mark",),
    "the topics": ("t", "space", "down"),
    "a question": ("x",),
}


@pytest.mark.parametrize("view", VIEWS)
async def test_every_cell_of_every_view_can_be_read(ledger: Ledger, view: str) -> None:
    """As it is drawn, whatever mixed its colours: the list in every theme, each other view in every fourth."""
    three(ledger)
    factories.add(ledger, "Late", deadline_on="2013", status="adopted")
    with database.write_change(ledger, "source add", factories.ME) as change:
        source, text = sources.add_reference(change, title="Session"), "They asked for a hotline."
        sources.add_snapshot(change, source, text.encode(), text, media_type="text/plain", origin="s.txt")
    async with screen.opened(ledger, (140, 45), messages=True) as pilot:
        await screen.press(pilot, *VIEWS[view])
        poor = []
        for theme in THEMES if view == "the list" else THEMES[[*VIEWS].index(view) % 4 :: 4]:
            pilot.app.theme = theme
            await pilot.pause()
            await pilot.pause()
            poor += [(theme, *one) for one in _poor_cells(pilot)]
    assert poor == []


def _poor_cells(pilot: Pilot[None]) -> Iterator[tuple[str, float]]:
    """The texts on top that have too little contrast; what is dimmed behind a form or a question is not for reading."""
    on_top = pilot.app.screen.query(".dialog").first().region if pilot.app.screen.is_modal else None
    for y, strip in enumerate(screen.strips(pilot)):
        x = 0
        for words, style, _ in strip:
            behind = on_top is not None and not on_top.contains(x, y)
            x += cell_width(words)
            if behind or not words.strip() or style.bgcolor is None or style.color is None:
                continue
            least = TEXT if any(letter.isalnum() for letter in words) else MARK
            if set(words) != {RULE} and _ratio(style) < least:
                yield words, round(_ratio(style), 2)


def _ratio(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast_ratio(Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor))
