"""Styles of lines that a widget draws itself: a tone of the theme, on the cursor or off it, mixed once for a theme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.strip import Strip

from tracker.tui.contrast import readable_colour
from tracker.tui.widgets.signs import variable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.widget import Widget as _Widget
else:
    _Widget = object  # textual takes the styles of a widget's first base class only: this must be none of its own

BLURRED = "8%"  # of the foreground: the ground of the row under the cursor of a pane without the focus


class Toned(_Widget):
    """A widget whose lines have the tones of `drawing`; stands before the widget's own base class."""

    _mixed: dict[tuple[str, bool, bool, bool, str], Style] | None = None

    def notify_style_update(self) -> None:
        """Forget styles that were mixed for another theme or another state."""
        super().notify_style_update()
        self._mixed = None

    def toned(self, tone: str, *, here: bool = False, strong: bool = False, ground: str = "") -> Style:
        """The style of a tone, under the cursor or off it; a component may give it its `ground`.

        A `heading` says which part of the screen has the focus.
        """
        if self._mixed is None:
            self._mixed = {}
        asked = (tone, here, self.has_focus, strong, ground)
        found = self._mixed.get(asked)
        if found is None:
            head = tone == "heading" and self.has_focus
            colour = self._theme_colour(variable("accent" if head else tone))
            if here and self.has_focus:
                colour = self._on_cursor(tone, colour)
            underline = (head and self.app.native_ansi_color) or None
            found = self.rich_style + Style(color=colour.rich_color, bold=head or strong, underline=underline)
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

    def _theme_colour(self, name: str, share: str = "100%") -> Color:
        """A colour of the theme as it is seen on the ground of this widget, if it takes this share of it."""
        # not `$name`: of a colour like `auto 60%` textual would take the first word only
        colour = self.app.stylesheet.parse_style(f"{self._variable(name)} {share}").foreground
        ground = self.background_colors[1]
        if colour is not None and colour.auto:
            colour = ground.get_contrast_text(colour.a)
        return ground + colour

    def _variable(self, name: str) -> str:
        return self.app.theme_variables[name]

    def _on_cursor(self, tone: str, colour: Color) -> Color:
        """A tone on the ground of the cursor: as near to its colour as can be read there.

        A terminal's own colours are not known, and turned around each would be a ground of its own: there is one.
        """
        if self.app.native_ansi_color:
            return self._theme_colour(variable("plain"))
        words, ground = Color.parse(self._variable("cursor-foreground")), Color.parse(self._variable("cursor-ground"))
        return words if tone == "plain" else readable_colour(colour, [ground], towards=words)

    def _cursor_style(self) -> Style:
        """What the cursor adds to a style; without colours of its own a terminal turns it around, or underlines it."""
        if self.app.native_ansi_color:
            return Style(bold=True, reverse=self.has_focus or None, underline=not self.has_focus or None)
        ground = self._theme_colour("cursor-ground") if self.has_focus else self._theme_colour("foreground", BLURRED)
        return Style(bgcolor=ground.rich_color, bold=True)
