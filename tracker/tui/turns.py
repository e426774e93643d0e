"""Whose turn it is: a key or a paste is handled only once all is there that the one before it opened or closed."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual.events import Key
from textual.widgets import Input

if TYPE_CHECKING:
    from textual._queue import Queue
    from textual.app import App
    from textual.dom import DOMNode
    from textual.events import Event
    from textual.message_pump import MessagePump
    from textual.worker import Worker

PATIENCE = 10.0  # seconds after which a key goes on although something is still at work: it must not be lost
AT_ONCE = 50  # looks at a busy screen before the next one waits for a moment
MOMENT = 0.002
# work in threads that decides what the next key acts on: the rows, the marks, whether the form is closed
AWAITED = frozenset({"query", "view", "marking", "save"})
# what never needs a row: it may break off a query that takes long
FREE = frozenset({"slash", "escape", "question_mark", "q", "ctrl+c", "ctrl+g", "ctrl+p", "ctrl+q", "ctrl+z"})
OUT_OF_THE_FILTER = frozenset({"enter", "down"})


class Turns:
    """The keys and pastes that wait; Textual alone sends what comes in one burst to whatever has the focus by then."""

    def __init__(self, app: App[Any]) -> None:
        """Nothing waits."""
        self._app = app
        self._waiting: deque[Event] = deque()
        self._next: Event | None = None
        self._again: Event | None = None
        self._task: asyncio.Task[None] | None = None

    @property
    def are_over(self) -> bool:
        """Whether nothing waits and nothing is at work."""
        return self._task is None

    def may_begin(self, event: Event) -> bool:
        """Whether it is the turn of an event; if not, it is kept and comes again by itself."""
        if event is self._next:
            self._next = None
            return True
        self._waiting.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._hand_out())
        return False

    def repeat(self, event: Event) -> None:
        """Handle an event once more, before all that wait: it was meant for what is below what it closed."""
        self._again = event

    def close(self) -> None:
        """Let go of what waits: the program ends."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _hand_out(self) -> None:
        try:
            while self._waiting and self._app.is_running:
                await self._rest()
                if self._is_held(self._waiting[0]):
                    await asyncio.sleep(MOMENT)
                else:
                    await self._begin(self._waiting.popleft())
        finally:
            self._task = None

    async def _begin(self, event: Event) -> None:
        """Handle an event; of a key that closed a screen, or that is to act once, the doubles go with it."""
        screen = self._app.screen
        self._next = event
        self._app.post_message(event)
        await self._rest()
        if again := self._take_again():
            self._waiting.appendleft(again)
        elif isinstance(event, Key) and (not self._is_open(screen) or event.key in getattr(screen, "ONCE", ())):
            while self._waiting and getattr(self._waiting[0], "key", "") == event.key:
                self._waiting.popleft()

    def _take_again(self) -> Event | None:
        again, self._again = self._again, None
        return again

    def _is_open(self, screen: object) -> bool:
        return any(one is screen for one in self._app.screen_stack)

    async def _rest(self) -> None:
        """Wait until nothing is at work."""
        looks, end = 0, monotonic() + PATIENCE
        while self._app.is_running and not self._is_at_rest() and monotonic() < end:
            await asyncio.sleep(0 if looks < AT_ONCE else MOMENT)
            looks += 1

    def _is_held(self, event: Event) -> bool:
        """Whether an event has to wait for a thread that decides what it acts on."""
        key = event.key if isinstance(event, Key) else ""
        typing = isinstance(self._app.focused, Input) and key not in OUT_OF_THE_FILTER
        groups = {one.group for one in self._workers() if one.group in AWAITED}
        return bool(groups) and key not in FREE and ("save" in groups or not typing)

    # Textual has no public way to say whether it is at rest. A release that renames what is read here makes the tests
    # of quick keys fail.

    def _is_at_rest(self) -> bool:
        app = self._app
        return (
            self._next is None
            and _is_waiting(app)
            and all(map(_is_idle, app._registry))  # noqa: SLF001
            and not app.screen._callbacks  # noqa: SLF001
            and all(one._thread_worker for one in self._workers())  # noqa: SLF001
        )

    def _workers(self) -> list[Worker[Any]]:
        """What is at work for the screen that is on top."""
        screen = self._app.screen
        return [one for one in self._app.workers if not one.is_finished and _screen_of(one.node) is screen]


def _screen_of(node: DOMNode) -> object:
    return next((one for one in node.ancestors_with_self if not one._parent or one._parent.is_dom_root), None)  # noqa: SLF001


def _is_idle(node: MessagePump) -> bool:
    return node._task is None or _is_waiting(node)  # noqa: SLF001


def _is_waiting(node: MessagePump) -> bool:
    """Whether a part of the screen waits for its next message: it has handled all."""
    queue: Queue[Any] = node._message_queue  # noqa: SLF001
    return queue.empty() and bool(queue.ready_event._waiters)  # noqa: SLF001
