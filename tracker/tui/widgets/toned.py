"""What widgets that draw their own lines share: the tones as styles, on the cursor and off it."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.scroll_view import ScrollView


class Toned(ScrollView, can_focus=True, inherit_bindings=False):
    """A view that draws lines in tones; styles are mixed once for a theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "toned--header",
        "toned--cursor",
        "toned--cursor-blurred",
        "toned--plain",
        "toned--muted",
        "toned--accent",
        "toned--primary",
        "toned--success",
        "toned--warning",
        "toned--error",
    }
    DEFAULT_CSS = """
    Toned {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .toned--header { color: $text-muted; text-style: bold; }
        & > .toned--cursor { background: $primary 35%; text-style: bold; }
        & > .toned--cursor-blurred { background: $foreground 8%; text-style: bold; }
        & > .toned--plain { color: $foreground; }
        & > .toned--muted { color: $text-muted; }
        & > .toned--accent { color: $text-accent; }
        & > .toned--primary { color: $text-primary; }
        & > .toned--success { color: $text-success; }
        & > .toned--warning { color: $text-warning; }
        & > .toned--error { color: $text-error; }
        &:ansi {
            & > .toned--cursor { background: transparent; text-style: bold reverse; }
            & > .toned--cursor-blurred { background: transparent; text-style: bold underline; }
        }
    }
    """
    ALLOW_SELECT = False

    def __init__(self) -> None:
        """Nothing is mixed yet."""
        super().__init__()
        self._styles: dict[tuple[str, ...], Style] = {}

    def notify_style_update(self) -> None:
        """Forget styles that were mixed for another theme or another state."""
        super().notify_style_update()
        self._styles.clear()

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001 - textual's own signature
        """Draw the cursor as it now is."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def style(self, tone: str, *, here: bool = False, ground: str = "") -> Style:
        """A tone as a style, on the cursor if it is `here`; `ground` is the component that gives its background."""
        found = self._styles.get((tone, ground, "here" * here))
        if found is None:
            whole = self.get_component_rich_style(f"toned--{tone}")
            found = self.rich_style + Style(color=whole.color, bold=whole.bold)
            if ground:
                found += Style(bgcolor=self.get_component_rich_style(ground).bgcolor)
            if here:
                on = self.get_component_rich_style("toned--cursor" if self.has_focus else "toned--cursor-blurred")
                found += Style(bgcolor=on.bgcolor, bold=True, reverse=on.reverse, underline=on.underline)
            self._styles[tone, ground, "here" * here] = found
        return found
