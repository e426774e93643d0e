"""Proposals that are followed up: three of a council, eight on migration, and who is asked about them."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

    from helpers.program import Program


TEXT = """A session of the northern council

The delegation of Norland proposes a joint ferry inspection by 2014.

At its end the council adopted the plan for joint inspections, and the council went home.
"""


def code_three(tracker: Program) -> None:
    """A ledger with a source and three proposals, the third of 2019 and with a quote."""
    tracker.done("source", "add", "council.txt")
    addressees = ("--to", "Armenia", "--to", "Belarus", "--to", "Russia")
    quoted = ("--source", "1", "--quote", "joint ferry inspection")
    tracker.done("add", "Inspect ferries", "-t", "other", "--by", "Norland", "--date", "2012-03-03", *addressees)
    tracker.done("add", "Keep a register", "-t", "migration", "--date", "2012")
    tracker.done("add", "Inspect them again", "-t", "migration", "--by", "Russia", "--date", "2019-11-28", *quoted)


def add_eight(tracker: Program) -> None:
    """Eight proposals on migration."""
    for number in range(8):
        tracker.done("add", f"Proposal {number + 1}", "-t", "migration", "-q")


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("tracker.cli.session.may_ask", lambda _: True)
    monkeypatch.setattr(sys, "stdin", io.StringIO(answer))


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


def statuses(tracker: Program) -> list[str]:
    return [line.split("\t")[1] for line in tracker.done("list", "sort:id").splitlines()]
