"""The program on a pseudo-terminal that a test types on: what it shows, what it exits with."""

from __future__ import annotations

import codecs
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING: Mapping[str, str] = MappingProxyType({})
# Runs the program for each line of a file, each run a process of its own that has it loaded already.
FORKS = r"""
import os, shlex, sys
from tracker import cli
import tracker.cli.app, tracker.cli.run_end
for line in open(sys.argv[1], encoding="utf-8").read().splitlines():
    child = os.fork()
    if not child:
        cli.main(shlex.split(line))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    with open("/dev/tty", "w", encoding="utf-8") as terminal:
        terminal.write(f"\n{code}\v")
"""
PATIENCE = float(os.environ.get("TRACKER_PATIENCE", "60"))  # seconds until what should be shown is given up


class Terminal:
    """A run of `tracker` on a terminal of 100 columns."""

    def __init__(self, folder: Path, *args: str, shell: str = "", **environment: str) -> None:
        """Start it with these arguments, or a line of shell, in a folder; its state is kept there too."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
        own |= {"TERM": "dumb", "COLUMNS": "100", "XDG_STATE_HOME": str(folder / "state"), "HOME": str(folder)}
        own |= {"TRACKER_DB": str(folder / "t.db"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        own["PATH"] = f"{bin_folder(folder)}{os.pathsep}{own['PATH']}"
        self.screen, there = pty.openpty()
        command = ["/bin/bash", "-c", shell] if shell else [str(bin_folder(folder) / "tracker"), *args]
        # setsid makes it the terminal's own, so that ctrl+c on it reaches the program
        self.process = subprocess.Popen(
            ["setsid", "--ctty", *command],  # noqa: S607 - one of every Linux
            **dict.fromkeys(("stdin", "stdout", "stderr"), there),  # type: ignore[call-overload]
            env=own | environment,
            cwd=folder,
        )
        os.close(there)
        self.shown = ""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def until(self, text: str) -> str:
        """Wait until this is shown; gives back all that was shown since the last wait."""
        end = time.monotonic() + PATIENCE
        while text not in self.shown:
            read = self._read(end)
            assert read is not None, f"it ended without {text!r}: {self.shown}"
            self.shown += read
        at = self.shown.index(text) + len(text)
        seen, self.shown = self.shown[:at], self.shown[at:]
        return seen

    def types(self, text: str) -> None:
        """Type this; the line end is the Enter key's."""
        os.write(self.screen, text.encode())

    def answers(self, prompt: str, answer: str = "") -> None:
        """Wait for a prompt and answer it."""
        self.until(prompt)
        self.types(answer + "\r")

    def is_interrupted(self) -> tuple[int, str]:
        """Press ctrl+c; then as `ends`.

        One that comes just before the program begins to wait for a key is noticed with the next key only: it is
        pressed again where the program sleeps on, and never while it is busy ending, however long that takes.
        """
        end = time.monotonic() + PATIENCE
        self.types("\x03")
        while self.process.poll() is None:
            assert time.monotonic() < end, self.shown
            before = self._worked_until_asleep()
            time.sleep(0.2)
            if before is not None and before == self._worked_until_asleep():
                self.types("\x03")
        return self.ends()

    def _worked_until_asleep(self) -> tuple[str, str] | None:
        """The time that the program has used of the processor, None if it would use it now."""
        try:
            state = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:  # it is gone
            return None
        return (state[11], state[12]) if state[0] == "S" else None

    def ends(self) -> tuple[int, str]:
        """Wait for its end; gives back its exit code and the rest of what it showed."""
        end = time.monotonic() + PATIENCE
        while (read := self._read(end)) is not None:
            self.shown += read
        os.close(self.screen)
        return self.process.wait(), self.shown

    def _read(self, end: float) -> str | None:
        """What it shows next, None once it has ended; half a character waits for its other half."""
        if not select.select([self.screen], [], [], max(end - time.monotonic(), 0))[0]:
            self.process.kill()
            self.process.wait()
            raise AssertionError(f"it waits: {self.shown}")
        try:
            read = os.read(self.screen, 65536)
        except OSError:  # what Linux says when the other end is closed
            return None
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self._decoder.decode(read)).replace("\r\n", "\n")


def bin_folder(folder: Path) -> Path:
    """A folder with this very program as `tracker`."""
    own = folder / "bin"
    if not own.is_dir():
        own.mkdir()
        (own / "tracker").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n', encoding="utf-8")
        (own / "tracker").chmod(0o755)
    return own


def printed(
    folder: Path, shell: str, *, size: tuple[int, int] = (200, 80), environment: Mapping[str, str] = NOTHING
) -> tuple[int, str]:
    """Run a line of shell on a terminal of so many lines and columns; gives back its exit code and all it printed."""
    away = ("TRACKER_", "XDG_", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CLICOLOR")
    own = {name: value for name, value in os.environ.items() if not name.startswith(away)}
    own |= {"TERM": "xterm", "PAGER": "cat", "HOME": str(folder), "XDG_STATE_HOME": str(folder / "state")}
    own |= {"TRACKER_DB": str(folder / "t.db"), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    own["PATH"] = f"{bin_folder(folder)}{os.pathsep}{own['PATH']}"
    screen, there = pty.openpty()
    termios.tcsetwinsize(there, size)
    process = subprocess.Popen(
        ["setsid", "--ctty", "/bin/bash", "-c", shell],  # noqa: S607 - one of every Linux
        **dict.fromkeys(("stdin", "stdout", "stderr"), there),  # type: ignore[call-overload]
        env=own | dict(environment),
        cwd=folder,
    )
    os.close(there)
    read = bytearray()
    try:
        while select.select([screen], [], [], PATIENCE)[0]:
            read += os.read(screen, 65536)
    except OSError:  # what Linux says when the other end is closed
        pass
    os.close(screen)
    return process.wait(), read.decode().replace("\r\n", "\n")


def printed_of_each(
    folder: Path, lines: Sequence[str], *, size: tuple[int, int] = (200, 80), redirected: str = ""
) -> dict[str, tuple[int, str]]:
    """Run `tracker` with each of these lines on one terminal, as `printed`: its start is most of what a run takes."""
    (folder / "lines").write_text("\n".join(lines), encoding="utf-8")
    (folder / "forks.py").write_text(FORKS, encoding="utf-8")
    code, shown = printed(folder, f'cd "{folder}" && "{sys.executable}" forks.py lines {redirected}', size=size)
    assert code == 0, shown
    answers = [one.rpartition("\n") for one in shown.removesuffix("\v").split("\v")]
    return {line: (int(end), said) for line, (said, _, end) in zip(lines, answers, strict=True)}
