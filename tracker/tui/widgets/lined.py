"""What widgets that draw their own lines share: the tones as styles, on the cursor and off it."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual.scroll_view import ScrollView


class Lined(ScrollView, can_focus=True, inherit_bindings=False):
    """A view that draws lines in tones; styles are mixed once for a theme."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "lined--header",
        "lined--cursor",
        "lined--cursor-blurred",
        "lined--plain",
        "lined--muted",
        "lined--accent",
        "lined--primary",
        "lined--success",
        "lined--warning",
        "lined--error",
    }
    DEFAULT_CSS = """
    Lined {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        & > .lined--header { color: $text-muted; text-style: bold; }
        & > .lined--cursor { background: $primary 35%; text-style: bold; }
        & > .lined--cursor-blurred { background: $foreground 8%; text-style: bold; }
        & > .lined--plain { color: $foreground; }
        & > .lined--muted { color: $text-muted; }
        & > .lined--accent { color: $text-accent; }
        & > .lined--primary { color: $text-primary; }
        & > .lined--success { color: $text-success; }
        & > .lined--warning { color: $text-warning; }
        & > .lined--error { color: $text-error; }
        &:ansi {
            & > .lined--cursor { background: transparent; text-style: bold reverse; }
            & > .lined--cursor-blurred { background: transparent; text-style: bold underline; }
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
            whole = self.get_component_rich_style(f"lined--{tone}")
            found = self.rich_style + Style(color=whole.color, bold=whole.bold)
            if ground:
                found += Style(bgcolor=self.get_component_rich_style(ground).bgcolor)
            if here:
                on = self.get_component_rich_style("lined--cursor" if self.has_focus else "lined--cursor-blurred")
                found += Style(bgcolor=on.bgcolor, bold=True, reverse=on.reverse, underline=on.underline)
            self._styles[tone, ground, "here" * here] = found
        return found
