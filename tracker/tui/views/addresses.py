"""The address of a source, opened in a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.tui.context import ScreenContext

SAFE = ("http://", "https://")


def open_address(context: ScreenContext, url: str | None) -> None:
    """Open an address in a browser if it is one of the web, and say so."""
    if url and url.lower().startswith(SAFE):
        context.app.open_url(url)
        context.say(f"Opening {url}")
    else:
        no_address = "Its address is not a web address (http or https)" if url else "It has no address"
        context.say(no_address, severity="warning")
