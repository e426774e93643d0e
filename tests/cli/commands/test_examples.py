"""Each command's help has one example, and it is true: it is run on the sample data."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest
import typer

from helpers.program import Program, commands
from tracker import config
from tracker.cli import app
from tracker.store import sample_data
from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from pathlib import Path


REPORT = "Ministers on migration\n\nThe council approved the programme. The hotline opened in Minsk.\n"
NEEDS = {  # what must have been done before
    "actor merge": ["add Slip --by Belorussia"],
    "actor rm": ["add Slip --by Belrus", "update 111 --add-by Belarus --remove-by Belrus"],
    "meeting merge": ["meeting add 'Moscow summit' --body CSTO"],
    "meeting rm": ["meeting add 'Moscow summit' --body CSTO"],
    "query show": ["query save open-migration topic:migration is:open"],
    "query rm": ["query save open-migration topic:migration is:open"],
    "restore": ["rm 12"],
    "source rm": ["source add summit.txt"],
    "topic restore": ["topic retire other"],
    "undo": ["rm 12"],
    "redo": ["rm 12", "undo"],
}
ON_A_TERMINAL = {"demo"}  # it opens the screen; tried where the screen is


COMMANDS = dict(commands(typer.main.get_group(app.app)))


def load_sample(tracker: Program) -> None:
    ledger = open_ledger(tracker.db, create=True)
    sample_data.load_samples(ledger, config.demo_folder(), "ana")
    ledger.close()


@pytest.fixture
def tracker(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in ("data", "state", "config"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(tmp_path / name))
    monkeypatch.setenv("TRACKER_EDITOR", "true")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summit.txt").write_text("A summit\n\nIt proposed a hotline.\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "promises.csv").write_text("Promise,status\nBuild a bridge to the island,Done\n", encoding="utf-8")
    program = Program(tmp_path / "ledger.db", capsys).filled_by(load_sample)
    program.done("source", "add", "report.txt")
    return program


@pytest.mark.parametrize("name", COMMANDS)
def test_the_one_example_of_its_help_does_what_it_says(name: str, tracker: Program) -> None:
    (example,) = re.findall(r"^Example: tracker (.+)$", COMMANDS[name].help or "", re.MULTILINE)
    assert example.startswith(name)
    if name in ON_A_TERMINAL:
        return
    for before in NEEDS.get(name, ()):
        tracker.done(*shlex.split(before))
    answer = tracker(*shlex.split(example))
    assert answer.code == 0, answer
    assert not re.search(r"^tracker: ", answer.err, re.MULTILINE)
