"""Styles of lines that a widget draws itself: a tone of the theme, on the cursor or off it, mixed once for a theme."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.style import Style

if TYPE_CHECKING:
    from textual.widget import Widget as _Widget
else:
    _Widget = object  # textual takes the styles of a widget's first base class only: this must be none of its own

# nested into the DEFAULT_CSS of a widget that draws so
TONES_CSS = """
        & > .table--header { color: $text-muted; text-style: bold; }
        & > .table--cursor { background: $primary 35%; text-style: bold; }
        & > .table--cursor-blurred { background: $foreground 8%; text-style: bold; }
        & > .tone--plain { color: $foreground; }
        & > .tone--muted { color: $text-muted; }
        & > .tone--accent { color: $text-accent; }
        & > .tone--primary { color: $text-primary; }
        & > .tone--success { color: $text-success; }
        & > .tone--warning { color: $text-warning; }
        & > .tone--error { color: $text-error; }
        &:ansi {
            & > .table--cursor { background: transparent; text-style: bold reverse; }
            & > .table--cursor-blurred { background: transparent; text-style: bold underline; }
        }
"""


TONES = frozenset(re.findall(r"> \.([a-z-]+)", TONES_CSS))  # the COMPONENT_CLASSES of such a widget


class Toned(_Widget):
    """A widget whose lines have the tones of `drawing`; stands before the widget's own base class."""

    _mixed: dict[tuple[str, str, bool, str], Style] | None = None

    def notify_style_update(self) -> None:
        """Forget styles that were mixed for another theme or another state."""
        super().notify_style_update()
        self._mixed = None

    def toned(self, tone: str, *, here: bool = False, strong: bool = False, ground: str = "") -> Style:
        """The style of a tone (or of a `heading`), under the cursor or off it; a component may give it its `ground`."""
        if self._mixed is None:
            self._mixed = {}
        cursor = ("table--cursor" if self.has_focus else "table--cursor-blurred") if here else ""
        found = self._mixed.get((tone, cursor, strong, ground))
        if found is None:
            whole = self.get_component_rich_style("table--header" if tone == "heading" else f"tone--{tone}")
            found = self.rich_style + Style(color=whole.color, bold=whole.bold or strong)
            if ground:
                found += Style(bgcolor=self.get_component_rich_style(ground).bgcolor)
            if cursor:
                on = self.get_component_rich_style(cursor)
                found += Style(bgcolor=on.bgcolor, bold=True, reverse=on.reverse, underline=on.underline)
            self._mixed[tone, cursor, strong, ground] = found
        return found
