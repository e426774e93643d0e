"""Runs the command line inside the test's own process, on a database of the test's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pytest


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
        code = cli.run(["--db", str(self.db), *args])
        out, err = self.capsys.readouterr()
        return Answer(code, out, err)

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
