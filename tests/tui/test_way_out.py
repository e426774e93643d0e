"""The ways out of the screen that nobody chose, and the screen without colours, on a terminal of its own."""

from __future__ import annotations

import os
import re
import signal
import termios
from typing import TYPE_CHECKING

import pytest

from helpers.raw_screen import RawScreen
from helpers.terminal import PATIENCE
from tracker.tui.app import TrackerApp

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger

COLOURS = re.compile(rb"(?:^|;)(3[0-8]|9[0-7]|4[0-8]|10[0-7])(?=;|$)")


@pytest.mark.parametrize(("name", "code"), [("SIGTERM", -15), ("SIGHUP", -1), ("SIGINT", 130)])
@pytest.mark.parametrize("keys", [b"", b"a", b"?"], ids=["the list", "a form", "the help"])
def test_a_signal_ends_the_screen_and_gives_the_terminal_back(
    tmp_path: Path, screens: list[RawScreen], name: str, code: int, keys: bytes
) -> None:
    screen = RawScreen(tmp_path)
    screens.append(screen)
    screen.until(b"3 of 3")
    if keys:
        seen = len(screen.sent)
        os.write(screen.terminal, keys)
        while len(screen.sent) < seen + 200:
            screen.read(0.1)
    screen.process.send_signal(getattr(signal, name))
    assert screen.ends() == code
    assert screen.left_on() == []
    assert termios.tcgetattr(screen.there) == screen.before
    assert b"Traceback" not in screen.sent


def test_where_sighup_is_ignored_a_lost_terminal_ends_the_screen(tmp_path: Path, screens: list[RawScreen]) -> None:
    screen = RawScreen(tmp_path, before='trap "" HUP;')
    screens.append(screen)
    screen.until(b"3 of 3")
    os.close(screen.there)
    os.close(screen.terminal)
    screen.there = screen.terminal = -1
    assert screen.process.wait(timeout=PATIENCE) == -signal.SIGHUP


NO_COLOURS: list[tuple[dict[str, str], tuple[str, ...]]] = [
    ({"NO_COLOR": "1"}, ()),
    ({"TRACKER_COLOR": "never"}, ()),
    ({"CLICOLOR": "0"}, ()),
    ({"TERM": "dumb", "COLORTERM": ""}, ()),
    ({}, ("--color", "never")),
    ({"FORCE_COLOR": "1"}, ("--color", "never")),
]


@pytest.mark.parametrize(("environment", "args"), NO_COLOURS)
def test_without_colours_the_screen_sends_none(
    tmp_path: Path, screens: list[RawScreen], environment: dict[str, str], args: tuple[str, ...]
) -> None:
    screen = RawScreen(tmp_path, *args, **environment)
    screens.append(screen)
    screen.until(b"3 of 3")
    codes = re.findall(rb"\x1b\[([0-9;]*)m", screen.sent)
    assert codes  # bold and reverse stay
    assert {one for one in codes if COLOURS.search(one)} == set()


def test_colours_that_are_asked_for_are_sent_although_the_environment_wants_none(
    tmp_path: Path, screens: list[RawScreen]
) -> None:
    screen = RawScreen(tmp_path, "--color", "always", NO_COLOR="1")
    screens.append(screen)
    screen.until(b"3 of 3")
    assert any(COLOURS.search(one) for one in re.findall(rb"\x1b\[([0-9;]*)m", screen.sent))


@pytest.mark.parametrize(
    ("environment", "is_plain"),
    [
        ({}, False),
        ({"NO_COLOR": "1"}, True),
        ({"NO_COLOR": ""}, False),
        ({"TRACKER_COLOR": "never"}, True),
        ({"TRACKER_COLOR": "always", "NO_COLOR": "1"}, False),
        ({"CLICOLOR": "0"}, True),
        ({"FORCE_COLOR": "1", "CLICOLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True),
        ({"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False),
        ({"TERM": "dumb"}, True),
    ],
)
async def test_one_function_decides_for_the_screen_as_for_the_command_line(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], *, is_plain: bool
) -> None:
    for name in ("NO_COLOR", "TRACKER_COLOR", "CLICOLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = TrackerApp(ledger.path)
    assert (app.plain, app.no_color, app.native_ansi_color) == (is_plain, is_plain, is_plain)
    assert os.environ.get("NO_COLOR") == environment.get("NO_COLOR")
    app.ledger.close()
