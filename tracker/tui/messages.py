"""How long a message to the reader stays, and all that were said, to be read again."""

from __future__ import annotations

from collections import deque
from time import strftime
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.text import wrap_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import App
    from textual.notifications import SeverityLevel

LEAST_SECONDS, LETTER_SECONDS = 4.0, 0.06  # how long anything stays, and how much longer for each letter
UNTIL_KEY_SECONDS = 86_400.0  # an error stays until a key is pressed
SEEN_SECONDS = 1.0  # a key that comes sooner was not pressed by somebody who had read it
KEPT = 200
BESIDE = 3  # cells of a line of messages that are not words


class SaidMessage(NamedTuple):
    """A message, when it was said, and how grave it is."""

    at: str
    severity: SeverityLevel
    text: str


class Messages:
    """What was said on an app."""

    def __init__(self, app: App[Any]) -> None:
        """Nothing was said yet."""
        self._app = app
        self._said: deque[SaidMessage] = deque(maxlen=KEPT)
        self._times: dict[str, int] = {}  # how often a message was said, while it was still there

    @property
    def newest_first(self) -> Sequence[SaidMessage]:
        """All of them."""
        return [*reversed(self._said)]

    def keep(self, text: str, severity: SeverityLevel) -> str:
        """Keep a message; gives back how it is to be said: how often, if it is still there from before."""
        self._said.append(SaidMessage(strftime("%H:%M"), severity, text))
        before = _times_said(text, self._times.get(text, 1))
        shown = [one for one in self._app._notifications if one.message == before]  # noqa: SLF001 - textual has no public list
        self._times[text] = self._times.get(text, 1) + 1 if shown else 1
        for one in shown:
            self._app._unnotify(one, refresh=False)  # noqa: SLF001 - nor a public way to take one back
        return _times_said(text, self._times[text])

    def make_room(self) -> None:
        """Take away the oldest, errors last, until all fit into the lower half of the window."""
        room = self._app.size.height // 2 - 1
        shown = [*self._app._notifications]  # noqa: SLF001 - textual has no public list
        for one in sorted(shown, key=lambda one: (one.severity == "error", one.raised_at), reverse=True):
            room -= self._lines(one.message)
            if room < 0 and len(shown) > 1:
                self._app._unnotify(one)  # noqa: SLF001 - nor a public way to take one back

    def _lines(self, text: str) -> int:
        """How many lines a message takes."""
        return len(wrap_text(text, max(self._app.size.width - BESIDE, 1)))

    def let_errors_go(self) -> None:
        """Take away the errors that somebody who presses a key has seen."""
        for one in [*self._app._notifications]:  # noqa: SLF001 - textual has no public list
            if one.timeout == UNTIL_KEY_SECONDS and UNTIL_KEY_SECONDS - one.time_left >= SEEN_SECONDS:
                self._app._unnotify(one)  # noqa: SLF001 - nor a public way to take one back


def stay_seconds(text: str, severity: SeverityLevel) -> float:
    """How long a message stays."""
    return UNTIL_KEY_SECONDS if severity == "error" else LEAST_SECONDS + LETTER_SECONDS * len(text)


def _times_said(text: str, times: int) -> str:
    return f"{text}  ({times} times)" if times > 1 else text
