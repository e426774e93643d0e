"""Styles of lines that a widget draws itself: a tone of the theme, on the cursor or off it, mixed once for a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.color import Color as RichColor
    from textual.widget import Widget as _Widget
else:
    _Widget = object  # textual takes the styles of a widget's first base class only: this must be none of its own

# The theme's colour of each tone. Component classes would say the same, but textual works every one of them out for
# every widget that has them before the first frame.
COLOURS = {
    "plain": "foreground",
    "heading": "text-muted",
    "muted": "text-muted",
    "bar": "text-muted",  # which stays so under the cursor
    "accent": "text-accent",
    "primary": "text-primary",
    "success": "text-success",
    "warning": "text-warning",
    "error": "text-error",
}
CURSOR, BLURRED = ("primary", "35%"), ("foreground", "8%")


class Toned(_Widget):
    """A widget whose lines have the tones of `drawing`; stands before the widget's own base class."""

    _mixed: dict[tuple[str, bool, bool, bool, str], Style] | None = None

    def notify_style_update(self) -> None:
        """Forget styles that were mixed for another theme or another state."""
        super().notify_style_update()
        self._mixed = None

    def toned(self, tone: str, *, here: bool = False, strong: bool = False, ground: str = "") -> Style:
        """The style of a tone (or of a `heading`), under the cursor or off it; a component may give it its `ground`."""
        if self._mixed is None:
            self._mixed = {}
        asked = (tone, here, here and self.has_focus, strong, ground)
        found = self._mixed.get(asked)
        if found is None:
            bold = tone == "heading" or strong
            found = self.rich_style + Style(color=self._theme_colour(COLOURS[tone]), bold=bold)
            if ground:
                found += Style(bgcolor=self.get_component_rich_style(ground).bgcolor)
            if here:
                found += self._cursor_style()
            self._mixed[asked] = found
        return found

    def draw(
        self,
        parts: Iterable[tuple[str, str]],
        cells: int,
        *,
        here: bool = False,
        strong: bool = False,
        drawn: int | None = None,
    ) -> Strip:
        """Words, each with its tone, as a line; `drawn`, how wide they are, saves measuring them.

        Under the cursor nothing is muted.
        """
        toned = self.toned
        segments = [
            Segment(words, toned("plain" if here and tone == "muted" else tone, here=here, strong=strong))
            for words, tone in parts
        ]
        return Strip(segments, drawn).adjust_cell_length(cells, toned("plain", here=here))

    def _theme_colour(self, name: str, share: str = "100%") -> RichColor:
        """A colour of the theme as it is seen on the ground of this widget, if it takes this share of it."""
        ground = self.background_colors[1]
        # not `$name`: of a colour like `auto 60%` textual would take the first word only
        colour = self.app.stylesheet.parse_style(f"{self.app.theme_variables[name]} {share}").foreground
        if colour is not None and colour.auto:
            colour = ground.get_contrast_text(colour.a)
        return (ground + colour).rich_color

    def _cursor_style(self) -> Style:
        """What the cursor adds to a style; without colours of its own a terminal turns it around, or underlines it."""
        if self.app.native_ansi_color:
            return Style(bold=True, reverse=self.has_focus or None, underline=not self.has_focus or None)
        return Style(bgcolor=self._theme_colour(*(CURSOR if self.has_focus else BLURRED)), bold=True)
