"""The screen as tests use it: opened on a ledger, driven by keys, waited for until it is at rest, and read."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any, cast
from unittest import mock

from textual.events import Key
from textual.pilot import Pilot
from textual.timer import Timer
from textual.widgets import Static

from helpers import factories
from helpers.stylesheets import parse_once
from tracker.tui import app as the_app
from tracker.tui.app import TrackerApp
from tracker.tui.main.screen import MainScreen
from tracker.tui.widgets.inputs.field import Field

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import App

    from tracker.store.ledger import Ledger

PATIENCE = 60.0  # seconds until a screen that does not come to rest is given up
CALM = 2  # times that nothing is left to do: a pause waits for the widgets that are there as it begins
SIZES = [(40, 12), (80, 24), (140, 45)]
WIDE = (140, 30)
HOSTILE = "[@click=app.quit()]x[/] \x1b[31mred \x1b]52;c;aGk=\x07 \u202eevil"
SHOWN = "[@click=app.quit()]x[/] ␛[31mred ␛]52;c;aGk=␇ \\u202eevil"

# the program collects often, in what one screen makes; a test run opens hundreds, whose remains it would look through
the_app.COLLECTED = (100_000, 20, 20)


@asynccontextmanager
async def opened(
    ledger: Ledger, size: tuple[int, int] = (100, 24), *, at_once: bool = True, messages: bool = False
) -> AsyncIterator[Pilot[None]]:
    """The first screen on a ledger; what waits until the cursor rests is done at once, but for tests of the wait.

    Its `messages` are drawn if that is asked for.
    """
    app = TrackerApp(ledger.path, today=factories.TODAY)
    without_delay = mock.patch.object(MainScreen, "set_timer", _call_at_once)
    with without_delay if at_once else nullcontext():
        async with running(app, size, messages=messages) as pilot:
            await settle(pilot)
            yield pilot


def _call_at_once(screen: MainScreen, delay: float, callback: Callable[[], Any]) -> Timer:
    """Stands in for `set_timer`; gives back a timer that never runs, to be stopped in vain."""
    screen.call_later(callback)
    return Timer(screen, delay)


@asynccontextmanager
async def running(
    app: App[Any], size: tuple[int, int] = (80, 24), *, messages: bool = False
) -> AsyncIterator[Pilot[Any]]:
    """An app that is driven by keys, each of which is waited for until all that it sent is handled and drawn.

    Textual's own wait after a key is a guess at the load of the processor: it lasts 40 ms with nothing to do, seconds
    where much is drawn, and ends too early on a full machine. Neither `wait_for_idle` nor where stylesheets are parsed
    is part of its documented interface, so this is the only place that names them.
    """

    async def wait_for_idle(_min_sleep: float = 0, _max_sleep: float = 0) -> None:
        await _draw(app, busy=_is_handling)

    with (
        mock.patch("textual.app.wait_for_idle", wait_for_idle),
        mock.patch("textual.pilot.wait_for_idle", wait_for_idle),
        mock.patch("textual.css.stylesheet.parse", parse_once),
    ):
        async with app.run_test(size=size, notifications=messages) as pilot:
            yield pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until no thread reads for the screen, and what was read is shown."""
    await _draw(pilot.app, busy=_is_reading)


async def _draw(app: App[Any], busy: Callable[[App[Any]], bool]) -> None:
    """Have everything handled and drawn, again and again until that leaves nothing more to do.

    A pause waits for each widget's turn and draws the screen. What this may set off is in the queues then: whatever a
    widget has still to do, a refresh or a callback, is announced by a message to itself.
    """
    pilot, end, calm = Pilot(app), time.monotonic() + PATIENCE, 0
    while calm < CALM and app.is_running and app.screen_stack:
        await pilot.pause(0)
        calm = 0 if busy(app) else calm + 1
        await asyncio.sleep(0 if calm else 0.001)
        assert time.monotonic() < end, "the screen does not come to rest"


def _is_reading(app: App[Any]) -> bool:
    return _is_handling(app) or any(not worker.is_finished for worker in app.workers)


def _is_handling(app: App[Any]) -> bool:
    nodes = [app, *(node for screen in app.screen_stack for node in screen.walk_children(with_self=True))]
    typed_ahead = isinstance(app, TrackerApp) and not app.turns.are_over
    return typed_ahead or any(node.message_queue_size for node in nodes)


async def until(pilot: Pilot[Any], come: Callable[[], bool]) -> None:
    """Wait for what another thread or another program brings about, and until it is drawn."""
    end = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < end, "it did not come"
        await pilot.pause(0.02)
    await _draw(pilot.app, busy=_is_handling)


def main(pilot: Pilot[Any]) -> MainScreen:
    """The first screen."""
    return cast("MainScreen", pilot.app.screen_stack[0])


def place(pilot: Pilot[Any]) -> type:
    """The screen that is on top."""
    return type(pilot.app.screen)


def picture(pilot: Pilot[Any]) -> str:
    """What stands on the screen, a line each."""
    return "\n".join(strip.text for strip in strips(pilot))


def strips(pilot: Pilot[Any]) -> list[Any]:
    """What stands on the screen, with its styles."""
    return list(pilot.app.screen._compositor.render_strips())


def rows(pilot: Pilot[Any]) -> list[str]:
    """The visible rows of the list."""
    table = main(pilot).table
    return [table.render_line(y).text for y in range(1, table.size.height)]


def pane(pilot: Pilot[Any]) -> list[str]:
    """What the facets say, line by line, without the blanks between name and number."""
    drawn = main(pilot).facets
    return [
        " ".join(drawn.render_line(y).text.lstrip("▌").split()) for y in range(drawn.size.height) if drawn.total > y
    ]


def filtered(pilot: Pilot[Any]) -> str:
    """What stands in the filter."""
    return main(pilot).bar.input.value


def under_cursor(pilot: Pilot[Any]) -> int:
    """The proposal on which the cursor stands."""
    line = main(pilot).table.line()
    assert line is not None
    return line.id


def complaints(pilot: Pilot[Any]) -> str:
    """What the form says is wrong."""
    return "\n".join(str(one.render()) for one in pilot.app.screen.query(".form-error").results(Static))


def toasts(pilot: Pilot[Any]) -> list[str]:
    """What was said in the corner."""
    return [note.message for note in pilot.app._notifications]


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys, each only once the screen has come to rest after the one before."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def typed_at_once(pilot: Pilot[Any], text: str) -> None:
    """Keys that arrive together, as from somebody who types fast or pastes."""
    for letter in text:
        pilot.app.post_message(Key({"/": "slash", "\t": "tab"}.get(letter, letter), letter))
    await settle(pilot)


async def typed(pilot: Pilot[Any], text: str) -> None:
    """Type into the filter."""
    await pilot.press("slash")
    await typed_at_once(pilot, text)


async def type_into(pilot: Pilot[Any], **values: str) -> None:
    """Fill fields of the form, each left again, and come back to the one that had the focus."""
    here = pilot.app.screen.focused
    for name, value in values.items():
        field = pilot.app.screen.query_one(f"#field-{name}", Field)
        field.input.focus()
        field.input.value = value
        await pilot.pause()
    pilot.app.screen.set_focus(here)
    await pilot.pause()
