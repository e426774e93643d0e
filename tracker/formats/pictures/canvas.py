"""The frame of a picture as SVG 1.1: its words for who cannot see it, its colours on a light and on a dark ground."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from tracker.formats.tones import TONE_COLOURS
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE = 22  # from one line of text to the next, in user units, which are pixels unless a page scales them
CELL = 7.4  # the width of a cell of text, at the size below: a generous guess, since no font is inside
SIZE = 13
MARGIN = 16
PICTURE = "tracker-picture"
LIGHT, DARK = "#ffffff", "#1e1e1e"
RULE_LIGHT, RULE_DARK = "#d5d5d5", "#4a4a4a"


class Picture(NamedTuple):
    """What is drawn: its size in user units, what is seen in words (WAI-ARIA Graphics, WCAG 1.1.1), and its parts."""

    width: float
    height: float
    title: str
    about: str
    body: Sequence[str]

    def svg_pieces(self) -> Iterator[str]:
        """The picture as a file of its own, or inside a page."""
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}"'
            f' width="{self.width:g}" height="{self.height:g}" class="{PICTURE}" role="img"'
            f' aria-label="{safe(self.title)}">\n'
        )
        yield f"<title>{safe(self.title)}</title>\n<desc>{safe(self.about)}</desc>\n<style>{_rules()}</style>\n"
        yield f'<rect class="ground" width="{self.width:g}" height="{self.height:g}"/>\n'
        yield from self.body
        yield "</svg>\n"


def stack_pictures(pictures: Sequence[Picture]) -> Picture:
    """Pictures one below the other, as one."""
    body: list[str] = []
    height = 0.0
    for one in pictures:
        body += [f'<g transform="translate(0 {height:g})">\n', *one.body, "</g>\n"]
        height += one.height
    about = " ".join(one.about for one in pictures)
    return Picture(max(one.width for one in pictures), height, pictures[0].title, about, body)


def figure_html(picture: Picture) -> str:
    """A picture inside a page, as wide as the page at most."""
    return f"<figure>\n{''.join(picture.svg_pieces())}</figure>\n"


def safe(text: str) -> str:
    """A text as SVG has it; what is not to be seen in it is made visible."""
    return escape(visible_line(text), quote=True)


def words_svg(x: float, y: float, text: str, kind: str = "plain", *, at_end: bool = False, strong: bool = False) -> str:
    """A line of text from a point on its base line, or up to it; its colour is that of a tone."""
    anchor = ' text-anchor="end"' if at_end else ""
    return f'<text class="{kind}{" strong" * strong}" x="{x:g}" y="{y:g}"{anchor}>{safe(text)}</text>\n'


def bar_svg(corner: tuple[float, float], size: tuple[float, float], kind: str, share: float = 1) -> str:
    """A bar from its upper left corner, as wide and high as `size`, in the colour of a tone, as strong as its share."""
    (x, y), (width, height) = corner, size
    faded = "" if share >= 1 else f' fill-opacity="{share:.2f}"'
    return f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="2"{faded}/>\n'


def rule_svg(x1: float, y1: float, x2: float, y2: float) -> str:
    """A thin line."""
    return f'<line class="rule" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>\n'


def _rules() -> str:
    """The rules of a picture, for itself alone: inside a page a style sheet holds for all of it."""
    light = "".join(_rule(f".{name}", f"fill:{colours.light}") for name, colours in TONE_COLOURS.items())
    dark = "".join(_rule(f".{name}", f"fill:{colours.dark}") for name, colours in TONE_COLOURS.items())
    font = _rule("text", f"font:{SIZE}px system-ui,sans-serif") + _rule("text.strong", "font-weight:bold")
    light += _rule(".ground", f"fill:{LIGHT}") + _rule(".rule", f"stroke:{RULE_LIGHT}")
    dark += _rule(".ground", f"fill:{DARK}") + _rule(".rule", f"stroke:{RULE_DARK}")
    return f"{font}{light}@media (prefers-color-scheme:dark){{{dark}}}"


def _rule(selector: str, declaration: str) -> str:
    return f".{PICTURE} {selector}{{{declaration}}}"
