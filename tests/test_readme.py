"""The README is held true: its tour prints what it says, its commands and terms are those of the program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import tour
from tracker.cli.app import HOMES
from tracker.query_fields import FIELDS, FLAGS, SORTS

if TYPE_CHECKING:
    from pathlib import Path

README = tour.README.read_text(encoding="utf-8")


def test_the_tour_prints_what_the_readme_says(tmp_path: Path) -> None:
    steps = tour.steps(README)
    assert len(steps) >= 10
    for typed, said in steps:
        printed = tour.on_a_terminal(typed, tmp_path)
        assert (typed, tour.without_today(printed)) == (typed, tour.without_today(said))


def test_its_topics_are_those_of_help() -> None:
    assert len(tour.GUIDE.findall(README)) >= 6
    assert tour.guided(README) == README


def test_the_two_commands_that_set_it_up_are_there_word_for_word() -> None:
    assert "\n    python3 -m venv .venv && .venv/bin/pip install '.[all]' && .venv/bin/tracker demo\n" in README
    assert "\n    python3 -m venv .venv && .venv/bin/pip install -e '.[all,dev]' && .venv/bin/pytest\n" in README


def test_every_term_of_the_query_language_is_explained() -> None:
    assert [field.example for field in FIELDS.values() if f"`{field.example}`" not in README] == []
    assert [name for name in FLAGS if f"`is:{name}`" not in README] == []
    assert [name for name in SORTS if f"`{name}`" not in README] == []


def test_every_command_is_named() -> None:
    assert [name for name in HOMES if f"`tracker {name}" not in README] == []


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (tour.README.parent / name).is_file()] == []
