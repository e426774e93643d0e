"""Which theme the screen has: the one asked for, else set, else chosen last, else Textual's own."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from textual.theme import Theme

from tracker import config, files
from tracker.model import TrackerError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#5fafff",
    secondary="#ffaf00",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    success="#5fff5f",
    warning="#ffff00",
    error="#ff8787",
    dark=True,
    luminosity_spread=0.3,
    text_alpha=1.0,
)


@contextmanager
def no_colour_said(*, plain: bool) -> Iterator[None]:
    """Say it to Textual in the one way that it hears when an app is made: whatever else says it, by NO_COLOR."""
    before = os.environ.pop("NO_COLOR", None)
    try:
        if plain:
            os.environ["NO_COLOR"] = "1"
        yield
    finally:
        os.environ.pop("NO_COLOR", None)
        if before is not None:
            os.environ["NO_COLOR"] = before


def first_theme(known: Collection[str]) -> tuple[str | None, str]:
    """The theme to begin with, None for Textual's own; and what is to be said if the one asked for is none."""
    asked = os.environ.get("TRACKER_THEME", "")
    if asked in known:
        return asked, ""
    complaint = f"TRACKER_THEME: no theme '{asked}'; ctrl+p lists them" if asked else ""
    if os.environ.get("TEXTUAL_THEME"):
        return None, complaint
    wanted = config.settings().theme
    if wanted in known:
        return wanted, complaint
    if wanted:
        complaint = complaint or f"{config.settings_file()}: no theme '{wanted}'; ctrl+p lists them"
    remembered = ""
    with suppress(OSError, UnicodeDecodeError):
        remembered = _theme_file().read_text(encoding="utf-8").strip()
    return (remembered if remembered in known else None), complaint


def remember(name: str) -> None:
    """Keep the theme for the next time; a state folder that cannot be written is no reason to stop."""
    with suppress(TrackerError):
        files.write_private_file(_theme_file(), f"{name}\n")


def _theme_file() -> Path:
    return config.state_folder() / "theme"
