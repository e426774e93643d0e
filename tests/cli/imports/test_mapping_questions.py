"""On a terminal an import shows ten rows with the mapping proposed, then asks each open thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.source_tables import VOCABULARY, make_table
from tracker.cli import session as sessions
from tracker.cli.imports.mapping_questions import ask_mapping
from tracker.exchange.mapping.mapping import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = [
    {
        "id": f"promise-{number}",
        "area": "health" if number % 2 else "water",
        "status": "kept" if number % 3 else "meh",
        "promise": f"Build bridge number {number} over the river",
    }
    for number in range(12)
]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person at a terminal types, question by question; each prompt stands in the place of its answer."""
    typed: list[str] = []
    left: Iterator[str] = iter(())

    def answer(prompt: str = "") -> str:
        nonlocal left
        if not typed or not typed[0].startswith("> "):
            left = iter(list(typed))
            typed.clear()
        typed.append(f"> {prompt}")
        return next(left)

    monkeypatch.setattr("builtins.input", answer)
    monkeypatch.setattr(sessions, "is_interactive", lambda: True)
    monkeypatch.setattr(sessions, "may_ask", lambda _: True)
    monkeypatch.setenv("COLUMNS", "100")
    return typed


def ask(said: Mapping | None = None) -> Mapping:
    """The mapping that is asked for."""
    return ask_mapping(sessions.Session(), make_table(*ROWS), VOCABULARY, said or Mapping({}))[0]


def test_three_answers_are_enough(answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answers += ["", "nz", "in-progress"]
    mapping = ask()
    assert len(answers) == 3
    assert mapping.targets == {"area": ("topics",), "status": ("status",), "promise": ("title",)}
    assert mapping.topic_group == "nz"
    assert mapping.values["status"] == {"kept": "implemented", "meh": "in-progress"}
    assert mapping.defaults == {"kind": "commitment"}
    shown = capsys.readouterr().err
    assert "The first 10 rows:" in shown
    assert [line.split()[0] for line in shown.splitlines() if "Build bridge" in line][1:] == [*map(str, range(2, 12))]
    assert "meh  4" in shown
    line = "In one line: tracker import promises.csv --map-value=status:meh=in-progress --create-topics=nz"
    assert line in shown


def test_a_changed_column_is_shown_at_once(answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answers += ["area=extra.area", "aera=topics", "", "in-progress"]
    mapping = ask()
    assert mapping.targets["area"] == ("extra.area",)
    shown = capsys.readouterr().err
    assert shown.count("The first 10 rows:") == 2
    assert "no column 'aera'; did you mean area?" in shown


def test_an_answer_that_cannot_be_meant_is_asked_again(answers: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    answers += ["", "nz", "finished", "", "implemented"]
    assert ask().values["status"]["meh"] == "implemented"
    assert "not one of ours" in capsys.readouterr().err


def test_what_is_said_is_not_asked(answers: list[str]) -> None:
    answers += [""]
    said = Mapping({}, values={"status": {"meh": "proposed"}}, topic_group="nz")
    assert ask(said).values["status"]["meh"] == "proposed"
    assert len(answers) == 1


def test_where_nobody_can_be_asked_the_proposal_is_taken(
    answers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sessions, "may_ask", lambda _: False)
    assert ask().targets["promise"] == ("title",)
    assert (answers, capsys.readouterr().err) == ([], "")


def test_what_an_answer_leaves_open_is_asked_again(
    answers: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(ROWS[0], "status", "gone")
    answers += ["", "nz", "meh=proposed", "lapsed:expired"]
    assert ask().values["status"] == {"kept": "implemented", "meh": "proposed", "gone": "lapsed:expired"}
    assert "gone  1" in capsys.readouterr().err
