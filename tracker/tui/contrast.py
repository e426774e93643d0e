"""Contrast of colours as WCAG 2.2 (1.4.3, 1.4.11) counts it, and a theme's colours mended until they have enough."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from textual.app import App
from textual.color import Color, ColorParseError

from tracker.formats.tones import TONE_COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TEXT, MARK = 4.5, 3.0  # the least contrast of text, and of a mark that stands for something
BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)
STEPS = 50  # from a colour to white or black
MENDED = (
    *("foreground", "text-primary", "text-secondary", "text-accent", "text-warning", "text-error", "text-success"),
    "block-cursor-blurred-foreground",
)
SCROLLBARS = ("scrollbar", "scrollbar-hover", "scrollbar-active")
FOOTER = ("footer-foreground", "footer-description-foreground", "footer-key-foreground")
INPUT, INPUT_FOCUSED, BLURRED = 0.06, 0.12, 0.08  # how much of the foreground these grounds take
SHADES = (0.12, 0.26, 0.44, 0.66)  # of the primary colour, in what counts are shaded with
MUTED, EDGE = 0.62, 0.4  # of the foreground, for words and for bounds


class ReadableApp(App[None]):
    """An app in whose themes everything can be read: the ground of our widgets, which name its variables."""

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, mended, with our tones and grounds."""
        self.theme_variables = readable_variables(super().get_css_variables(), dark=self.current_theme.dark)
        return self.theme_variables


def contrast_ratio(one: Color, other: Color) -> float:
    """The contrast of two opaque colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable_colour(
    colour: Color, grounds: Iterable[Color], least: float = TEXT, towards: Color | None = None
) -> Color:
    """The colour nearest to this one that has this contrast on each of the grounds.

    It is sought towards white or black, whichever is better seen, or `towards` a colour that is known to be.
    """
    grounds = list(grounds)
    end = towards or max((WHITE, BLACK), key=lambda end: min(contrast_ratio(end, ground) for ground in grounds))
    for step in range(STEPS + 1):
        mended = colour.blend(end, step / STEPS)
        if all(contrast_ratio(mended, ground) >= least for ground in grounds):
            return mended
    return end


def readable_variables(variables: Mapping[str, str], *, dark: bool) -> dict[str, str]:
    """The variables of a theme with its colours mended, its tones and the grounds that are ours.

    A theme of the terminal's own colours is as the terminal has it: only the tones are added.
    """
    try:
        background, surface, panel, footer, primary, foreground = (
            Color.parse(variables[name])
            for name in ("background", "surface", "panel", "footer-background", "primary", "foreground")
        )
    except ColorParseError:
        return {**variables, **_terminal_tones()}
    if background.ansi is not None or surface.a < 1 or panel.a < 1:
        return {**variables, **_terminal_tones()}
    grounds = [background, surface, panel]
    strongest = max((WHITE, BLACK), key=lambda end: contrast_ratio(end, background))  # what a mended foreground may be
    grounds += [surface.blend(strongest, share) for share in (INPUT, INPUT_FOCUSED)]
    grounds += [background.blend(strongest, BLURRED)]
    mended = {name: _mended(variables[name], background, grounds) for name in MENDED if name in variables}
    mended |= {name: _mended(variables[name], footer, [background + footer]) for name in FOOTER if name in variables}
    muted = readable_colour(background.blend(foreground, MUTED), grounds).hex6
    track = background + Color.parse(variables["scrollbar-background"])
    mended |= {name: _mended(variables[name], track, [track, background, surface], MARK) for name in SCROLLBARS}
    mended["edge"] = readable_colour(background.blend(foreground, EDGE), grounds, MARK).hex6
    cursor, on_cursor = _cursor(primary, background)
    mended |= {"text-muted": muted, "text-disabled": muted, "muted": muted}
    mended |= {"cursor-ground": cursor.hex6, "cursor-foreground": on_cursor.hex6}
    for place in ("block-cursor", "input-selection", "screen-selection"):
        mended |= {f"{place}-background": cursor.hex6, f"{place}-foreground": on_cursor.hex6}
    mended["block-cursor-blurred-background"] = background.blend(strongest, BLURRED).hex6
    tones = {name: colours.dark if dark else colours.light for name, colours in TONE_COLOURS.items()}
    mended |= {f"tone-{name}": readable_colour(Color.parse(colour), grounds).hex6 for name, colour in tones.items()}
    mended |= {"tone-plain": mended["foreground"], "tone-muted": muted}
    strong = Color.parse(mended["foreground"])
    mended |= {f"shade-{at}": _shade(background, primary, share, strong) for at, share in enumerate(SHADES, 1)}
    return {**variables, **mended}


def _terminal_tones() -> dict[str, str]:
    """The tones in the terminal's own colours; what is dim has none."""
    own = {"": "ansi_default", "dim": "ansi_default 50%"}
    tones = {
        name: own.get(colours.terminal, f"ansi_{colours.terminal.replace(' ', '_')}")
        for name, colours in TONE_COLOURS.items()
    }
    shades = {f"shade-{at}": "transparent" for at in range(1, len(SHADES) + 1)}
    dim = dict.fromkeys(("muted", "edge"), "ansi_default 50%")
    grounds = {**dim, "cursor-ground": "ansi_default", "cursor-foreground": "ansi_default"}
    return {f"tone-{name}": colour for name, colour in tones.items()} | shades | grounds


def _mended(value: str, background: Color, grounds: list[Color], least: float = TEXT) -> str:
    """A variable that is one colour, mended; another, such as `auto 87%`, has its contrast already."""
    try:
        colour = background + Color.parse(value)
    except ColorParseError:
        return value
    return readable_colour(colour, grounds, least).hex6


def _cursor(primary: Color, background: Color) -> tuple[Color, Color]:
    """The ground of the row under the cursor, no louder than it must be to be seen, and what is read on it."""
    for words, towards in ((WHITE, BLACK), (BLACK, WHITE)):
        grounds = [primary.blend(towards, step / STEPS) for step in range(STEPS)]
        seen = [
            one for one in grounds if contrast_ratio(one, background) >= MARK and contrast_ratio(words, one) >= TEXT
        ]
        if seen:
            return min(seen, key=lambda one: contrast_ratio(one, background)), words
    return readable_colour(background, [background]), background


def _shade(background: Color, primary: Color, share: float, foreground: Color) -> str:
    """A ground of a count, as strong as the count can still be read on it."""
    for step in range(STEPS + 1):
        shade = background.blend(primary, share * (1 - step / STEPS))
        if contrast_ratio(foreground, shade) >= TEXT:
            return shade.hex6
    return background.hex6


@lru_cache(maxsize=1024)  # a theme has few colours, each compared with many
def _luminance(colour: Color) -> float:
    """The relative luminance of an opaque colour, from 0 to 1 (WCAG 2.2)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the sRGB curve
        for part in colour.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
