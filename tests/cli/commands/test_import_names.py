"""A state and a UN body is one actor, whichever of its names a table has."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

TEXT = """title,proposers
Plant trees,Russian Federation
Build,Russia
Mend,RUS
Sail,Atlantis
Ask,the Human Rights Council
"""


@pytest.fixture
def table(tmp_path: Path) -> str:
    path = tmp_path / "t.csv"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def actor_names(tracker: Program) -> list[str]:
    return sorted(one["name"] for one in json.loads(tracker.done("actor", "list", "--json")))


def test_a_state_is_one_actor_with_its_other_names(tracker: Program, table: str) -> None:
    tracker.done("import", table)
    assert actor_names(tracker) == ["Atlantis", "Russia", "UN Human Rights Council"]
    assert len(tracker.done("list", "by:russia", "--format", "ids").split()) == 3
    shown = tracker.done("actor", "show", "Russian Federation")
    assert "state" in shown


def test_names_stay_as_they_are_written_if_that_is_wanted(tracker: Program, table: str) -> None:
    tracker.done("import", table, "--names-as-written")
    assert len(actor_names(tracker)) == 5


def test_an_actor_that_is_there_keeps_its_name(tracker: Program, table: str) -> None:
    tracker.done("add", "Sow", "-t", "migration", "--by", "Russian Federation")
    tracker.done("import", table)
    assert actor_names(tracker) == ["Atlantis", "Russian Federation", "UN Human Rights Council"]


def test_one_undo_takes_the_actors_back_too(tracker: Program, table: str) -> None:
    tracker.done("import", table)
    tracker.done("undo")
    assert actor_names(tracker) == []
