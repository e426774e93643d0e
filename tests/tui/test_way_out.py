"""The ways out of the screen that nobody chose, and the screen without colours, on a terminal of its own."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import termios
import time
from typing import TYPE_CHECKING

import pytest

from helpers.ledgers import three
from helpers.terminal import PATIENCE, bin_folder
from tracker.tui.app import TrackerApp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.store.ledger import Ledger

# what the screen turns on, and what turns it off again
MODES = {
    b"\x1b[?1049h": b"\x1b[?1049l",
    b"\x1b[?25l": b"\x1b[?25h",
    b"\x1b[?1000h": b"\x1b[?1000l",
    b"\x1b[?1003h": b"\x1b[?1003l",
    b"\x1b[?1006h": b"\x1b[?1006l",
    b"\x1b[?2004h": b"\x1b[?2004l",
    b"\x1b[?1004h": b"\x1b[?1004l",
}
COLOURS = re.compile(rb"(?:^|;)(3[0-8]|9[0-7]|4[0-8]|10[0-7])(?=;|$)")


class RawScreen:
    """The screen on a terminal, with every byte that it sent."""

    def __init__(self, folder: Path, *args: str, before: str = "", **environment: str) -> None:
        own = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
        for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE"):
            own.pop(name, None)
        own |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "HOME": str(folder)}
        own |= {"XDG_STATE_HOME": str(folder / "state"), "TRACKER_DB": str(folder / "t.db")}
        self.terminal, self.there = pty.openpty()
        termios.tcsetwinsize(self.there, (30, 100))
        self.before = termios.tcgetattr(self.there)
        line = f'{before} exec "$0" "$@"'
        self.process = subprocess.Popen(
            ["setsid", "--ctty", "/bin/bash", "-c", line, str(bin_folder(folder) / "tracker"), *args],  # noqa: S607
            **dict.fromkeys(("stdin", "stdout", "stderr"), self.there),  # type: ignore[call-overload]
            env=own | environment,
        )
        self.sent = b""

    def until(self, text: bytes) -> None:
        end = time.monotonic() + PATIENCE
        while text not in self.sent:
            assert time.monotonic() < end, self.sent[-2000:]
            self.read(0.1)

    def read(self, seconds: float) -> None:
        if select.select([self.terminal], [], [], seconds)[0]:
            self.sent += os.read(self.terminal, 65536)

    def ends(self) -> int:
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end
            self.read(0.1)
        self.read(0.1)
        return int(self.process.wait())

    def left_on(self) -> list[bytes]:
        return [on for on, off in MODES.items() if self.sent.rfind(on) > self.sent.rfind(off)]

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for one in (self.terminal, self.there):
            if one >= 0:
                os.close(one)


@pytest.fixture
def screens(tmp_path: Path, ledger: Ledger) -> Iterator[list[RawScreen]]:
    three(ledger)
    ledger.con.execute("VACUUM INTO ?", [str(tmp_path / "t.db")])
    all_of_them: list[RawScreen] = []
    yield all_of_them
    for one in all_of_them:
        one.close()


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
