"""Runs the command line inside the test's own process, on a database of the test's own."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import typer

from tracker import cli
from tracker.store import database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

# Typer reads the signature of every command anew at each run, which would take half of the time of these tests
typer.main.get_command = functools.cache(typer.main.get_command)

FILLED: dict[Callable[[Program], object], bytes] = {}

make_empty = database._make_file


@functools.cache
def new_database() -> bytes:
    """What a new database is, as the program makes it: made once, since that takes longer than most commands."""
    with tempfile.TemporaryDirectory() as folder, mock.patch.object(database, "_make_file", make_empty):
        path = Path(folder) / "new.db"
        database.open_ledger(path, create=True).close()
        return path.read_bytes()


def make_filled(path: Path) -> None:
    """Make a file for a new database as the program does, and fill it with what it would fill it with."""
    make_empty(path)
    if path.is_file() and not path.stat().st_size:
        path.write_bytes(new_database())


class Answer(NamedTuple):
    """What a command said: its exit code, its data, its talk."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its data as JSON."""
        return json.loads(self.out)


class Program:
    """The command `tracker --db FILE`; calling it runs it."""

    def __init__(self, db: Path, capsys: pytest.CaptureFixture[str]) -> None:
        """Take the database to run on, and what catches the output."""
        self.db, self.capsys = db, capsys

    def __call__(self, *args: str) -> Answer:
        """Run with these arguments."""
        self.capsys.readouterr()
        with mock.patch.object(database, "_make_file", make_filled):
            code = cli.run_command(["--db", str(self.db), *args])
        out, err = self.capsys.readouterr()
        return Answer(code, out, err)

    def filled_by(self, fill: Callable[[Program], object]) -> Program:
        """Fill the database, which is not there yet; what the first such call made is copied for the others."""
        if fill not in FILLED:
            fill(self)
            FILLED[fill] = self.db.read_bytes()
        else:
            self.db.write_bytes(FILLED[fill])
        return self

    def done(self, *args: str) -> str:
        """Run with these arguments, which must do; gives back the data without its last line end."""
        answer = self(*args)
        assert answer.code == 0, answer
        return answer.out.removesuffix("\n")


def commands(group: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every command that is no group, by its words."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        words = f"{path} {name}".strip()
        if hasattr(command, "list_commands"):
            yield from commands(command, words)
        else:
            yield words, command
