"""What help explains beside the commands: each topic is there, and true of the program."""

from __future__ import annotations

import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import typer

import tracker
from helpers import factories
from helpers.program import Program, commands
from tracker import cli, guide, query
from tracker.cli import app, output
from tracker.cli.commands import check
from tracker.cli.completion import position, values
from tracker.cli.render import mapping_guide, pages
from tracker.model import Status
from tracker.query_fields import FIELDS, FLAGS, PARTS, SORTS
from tracker.store.records import statuses
from tracker.text import cell_width
from tracker.tui import keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.ledger import Ledger

ROOM = Path(tracker.__file__).parent
BY_OTHERS = {"COLUMNS", "LINES", "LC_ALL", "ESCDELAY"}  # read by the standard library and by Textual for us
READS = re.compile(r"environ\b|^EDITORS = |_xdg_folder\(")
NONE = {"FIRX"}  # a value


@pytest.fixture
def program(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> Program:
    return Program(ledger.path, capsys)


def every_topic(ledger: Ledger) -> dict[str, list[guide.Block]]:
    known, reasons = statuses.read_statuses(ledger), statuses.read_reasons(ledger)
    return {
        "query": [*guide.query_guide()],
        "statuses": [*guide.status_guide(known, reasons)],
        "dates": [*guide.date_guide()],
        "keys": [*guide.key_guide(keys.everywhere())],
        "exit-codes": [*guide.exit_code_guide()],
        "environment": [*guide.environment_guide()],
        "formats": [*guide.format_guide(output.describe_formats())],
        "mapping": [*mapping_guide.mapping_guide()],
    }


def rows(blocks: Iterable[guide.Block]) -> dict[str, str]:
    return {left: right for block in blocks if isinstance(block, guide.PairTable) for left, right in block.rows}


@pytest.mark.parametrize("topic", app.TOPICS)
def test_each_topic_is_explained(program: Program, ledger: Ledger, topic: str) -> None:
    said = program.done("help", topic)
    assert said.startswith(app.TOPICS[topic] + "\n\n")
    squeezed = " ".join(said.split())
    for left, right in rows(every_topic(ledger)[topic]).items():
        assert left in squeezed
        assert " ".join(right.replace("`", "").split()) in squeezed
    assert "`" not in said
    assert max(map(cell_width, said.split("\n"))) <= pages.ROOM


def test_help_lists_the_topics_and_each_is_in_its_own_sentence(program: Program) -> None:
    listed = program.done("help")
    assert "Topics" in listed
    for name, heading in app.TOPICS.items():
        assert re.search(rf"^  {name} +{re.escape(heading)}$", listed, re.MULTILINE)
        assert name in app.HOMES["help"][1]


def test_the_help_of_commands_stays_and_a_slip_is_answered(program: Program) -> None:
    assert "Usage: tracker source add" in program.done("help", "source", "add")
    assert "Usage: tracker query" in program.done("query", "--help")
    assert "tracker query --help" in program.done("help", "query")
    assert "did you mean query?" in program("help", "quary").err
    assert "did you mean list?" in program("help", "lst").err
    assert program("help", "nothing-alike").code == 2


def test_a_topic_needs_no_database_and_makes_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = Program(tmp_path / "none.db", capsys)
    assert "◔ on-agenda" in program.done("help", "statuses")
    assert list(tmp_path.iterdir()) == []


def test_every_word_of_the_query_language_is_explained() -> None:
    explained = rows(guide.query_guide())
    assert {field.example for field in FIELDS.values()} <= explained.keys()
    assert {f"is:{flag}": says for flag, says in FLAGS.items()}.items() <= explained.items()
    prose = "".join(block for block in guide.query_guide() if isinstance(block, str))
    for name, says in (PARTS | SORTS).items():
        assert f"`{name}` ({says})" in prose or f"`{name}` ({SORTS.get(name)})" in prose


def test_every_term_and_range_that_is_shown_can_be_asked() -> None:
    for term in rows(guide.query_guide()):
        assert query.parse_line(term, factories.TODAY)
    for block in guide.date_guide():
        if isinstance(block, guide.PairTable) and block.heads[0] == "range":
            for span, _ in block.rows:
                assert query.parse_line(f"date:{span}", factories.TODAY).terms[0].spans


def test_the_exit_codes_are_those_of_the_program() -> None:
    codes = {cli.FAILED, cli.USAGE, cli.NOT_FOUND, cli.BUSY, cli.INTERRUPTED, check.FOUND_PROBLEMS}
    of_signals = {128 + one for one in (signal.SIGHUP, signal.SIGPIPE, signal.SIGTERM)}
    assert codes | {0} | of_signals == guide.EXIT_CODES.keys()


def test_every_variable_that_is_read_is_explained_and_no_other() -> None:
    lines = (line for path in ROOM.rglob("*.py") for line in path.read_text(encoding="utf-8").splitlines())
    read = {word for line in lines if READS.search(line) for word in re.findall(r'"([A-Z][A-Z_]{3,})"', line)}
    assert read - NONE | BY_OTHERS == guide.ENVIRONMENT.keys()


def test_every_format_of_any_command_is_explained(ledger: Ledger) -> None:
    for path, command in commands(typer.main.get_group(app.app)):
        for param in command.params:
            place = position.Place(command, tuple(path.split()), param, "", "", {})
            if values.vocabulary(place) == "FORMAT":
                formats = {one.word for one in values.find_values(place, lambda: ledger, factories.TODAY)}
                assert formats
                assert formats <= output.describe_formats().keys()


def test_the_keys_of_every_day_are_those_of_the_first_screen() -> None:
    bound = {key for pairs in keys.everywhere().values() for shown, _ in pairs for key in shown.split()}
    bound |= {"^p", "^c"}  # the palette and copying, which are Textual's own
    assert [key for shown, _ in guide.DAILY for key in shown.split() if key not in bound] == []


def test_what_a_database_calls_its_statuses_is_made_safe() -> None:
    hostile = Status("a\x1b[31m", "○", "`x`\x07", is_open=True, steps=())
    said = "".join(guide.guide_lines(guide.status_guide({"a": hostile}, {}), 80))
    assert not re.search(r"[\x00-\x1f]", said)
