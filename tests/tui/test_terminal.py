"""What a terminal does to the screen: bursts of keys, pastes, a suspension, an encoding without our signs."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.raw_screen import RawScreen
from helpers.terminal import PATIENCE
from tracker.store import database
from tracker.store.history import changes

if TYPE_CHECKING:
    from collections.abc import Callable

PASTE = b"\x1b[200~one\r\x1b[31mred\x1b[0m three\r\x1b[201~"


def open_screen(folder: Path, screens: list[RawScreen], **environment: str) -> RawScreen:
    screen = RawScreen(folder, **environment)
    screens.append(screen)
    screen.until(b"3 of 3")
    return screen


def wait_until(come: Callable[[], bool], screen: RawScreen) -> None:
    end = time.monotonic() + PATIENCE
    while not come():
        assert time.monotonic() < end, screen.sent[-2000:]
        screen.read(0.1)


def commands(folder: Path) -> list[str]:
    """What was done to the database since the screen was opened."""
    with closing(database.open_ledger(folder / "t.db")) as ledger:
        return [entry.command for entry in changes.newest_changes(ledger)][:-3]


def quit_screen(screen: RawScreen) -> int:
    os.write(screen.terminal, b"\x11")
    return screen.ends()


@pytest.mark.parametrize(
    ("burst", "done"),
    [
        (b"aTitle\tmigration\r", ["add Title"]),
        (b"aTitle\r\r\r", ["add Title"]),
        (b"aTitle\x13\x13", ["add Title"]),
        (b"aOne\raTwo\r", ["add Two", "add One"]),
        (b"a" + PASTE + b"\r", ["add one ␛[31mred␛[0m three"]),
        (b"\x1b[B" * 2 + b"xx", ["rm 1"]),
        (b"r" + b"BelTA\r\r", ["looked 3"]),
    ],
)
def test_a_burst_of_keys_does_what_it_says_once(
    tmp_path: Path, screens: list[RawScreen], burst: bytes, done: list[str]
) -> None:
    screen = open_screen(tmp_path, screens)
    os.write(screen.terminal, burst)
    wait_until(lambda: len(commands(tmp_path)) >= len(done), screen)
    assert quit_screen(screen) == 0
    assert commands(tmp_path) == done


def test_a_paste_onto_the_list_does_nothing_and_says_so(tmp_path: Path, screens: list[RawScreen]) -> None:
    screen = open_screen(tmp_path, screens)
    os.write(screen.terminal, PASTE)
    screen.until(b"Nothing here takes text")
    assert quit_screen(screen) == 0
    assert commands(tmp_path) == []


def test_ctrl_z_stops_the_program_and_going_on_draws_the_whole_screen(tmp_path: Path, screens: list[RawScreen]) -> None:
    screen = open_screen(tmp_path, screens)
    os.write(screen.terminal, b"\x1a")
    state = Path(f"/proc/{screen.process.pid}/stat")
    wait_until(lambda: state.read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T", screen)
    screen.read(0.1)
    assert screen.left_on() == []
    screen.sent = b""
    screen.process.send_signal(signal.SIGCONT)
    screen.until(b"3 of 3")
    screen.until(b"Border database")
    assert quit_screen(screen) == 0


@pytest.mark.parametrize("signals", [(signal.SIGSTOP, signal.SIGCONT), (signal.SIGCONT,), (signal.SIGCONT,) * 3])
def test_a_stop_from_outside_leaves_a_screen_that_is_whole_and_ends(
    tmp_path: Path, screens: list[RawScreen], signals: tuple[signal.Signals, ...]
) -> None:
    screen = open_screen(tmp_path, screens)
    screen.sent = b""
    for one in signals:
        screen.process.send_signal(one)
    screen.until(b"Border database")
    os.write(screen.terminal, b"aTitle\r")
    wait_until(lambda: bool(commands(tmp_path)), screen)
    assert commands(tmp_path) == ["add Title"]
    assert quit_screen(screen) == 0
    assert screen.left_on() == []


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_what_was_typed_is_kept_when_the_screen_is_ended_from_outside(
    tmp_path: Path, screens: list[RawScreen], name: str
) -> None:
    screen = open_screen(tmp_path, screens)
    os.write(screen.terminal, b"aHalf a title")
    screen.until(b"Add a proposal")
    wait_until(
        lambda: b"Half a title" in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", screen.sent.rpartition(b"Add a")[2]), screen
    )
    for _ in range(5):
        screen.read(0.2)
    screen.process.send_signal(getattr(signal, name))
    screen.ends()
    (draft,) = (tmp_path / "state" / "tracker" / "drafts").glob("*-form-add.json")
    assert "Half a title" in draft.read_text(encoding="utf-8")
    assert draft.stat().st_mode & 0o777 == 0o600


def test_an_encoding_without_our_signs_gets_one_cell_for_each_and_gives_its_letters(
    tmp_path: Path, screens: list[RawScreen]
) -> None:
    screen = open_screen(tmp_path, screens, PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert b"3 o proposed    Border database" in re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", screen.sent)
    assert not re.search(rb"\\u2[0-9a-f]{3}", screen.sent)
    os.write(screen.terminal, "aÉnergie\r".encode("latin-1"))
    wait_until(lambda: bool(commands(tmp_path)), screen)
    assert quit_screen(screen) == 0
    assert commands(tmp_path) == ["add Énergie"]
