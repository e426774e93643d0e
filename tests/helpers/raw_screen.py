"""The screen on a terminal of its own, with every byte that it sent."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import termios
import time
from typing import TYPE_CHECKING

from helpers.terminal import PATIENCE, bin_folder

if TYPE_CHECKING:
    from pathlib import Path

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
