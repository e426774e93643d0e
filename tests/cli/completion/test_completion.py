"""Completion: what is offered where, and that nothing that is typed or stored disturbs it."""

from __future__ import annotations

import re
import shutil
from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from helpers import factories, stock
from helpers.program import Program, commands
from tracker import cli
from tracker.cli import app
from tracker.cli.commands import completion
from tracker.cli.completion import answers, bash, position, values
from tracker.cli.completion.position import Candidate
from tracker.model import BusyError, NewProposal
from tracker.store import database
from tracker.store.records import proposals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.store.ledger import Ledger

BREAKS = " \t\n\"'@><=;|&(:"  # bash's own COMP_WORDBREAKS


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Path:
    """What can be offered, to be copied."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    shutil.copy(template, path)
    ledger = database.open_ledger(path, writing=True)
    stock.put(ledger)
    ledger.close()
    return path


@pytest.fixture
def path(sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, the database in use."""
    own = Path(shutil.copy(sample, tmp_path / "own.db"))
    monkeypatch.setenv("TRACKER_DB", str(own))
    return own


@pytest.fixture
def offered(path: Path) -> Callable[[str], list[str]]:
    """What is offered for a line, the last word whole."""
    assert path.exists()

    def ask(line: str) -> list[str]:
        *before, last = bash.read_bash_line(line, "").words[1:]
        try:
            said = answers.complete(["fish", *before, "--", last]).splitlines()
        except position.Lost:
            return []
        return [one.partition("\t")[0] for one in said[1:]] if said[0] != "files" else ["files"]

    return ask


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """That database, open."""
    opened = database.open_ledger(path, writing=True)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("tracker up", ["update"]),
        ("tracker so", ["source"]),
        ("tracker query ", ["save", "list", "show", "rm"]),
        ("tracker nothing ", []),
        ("tracker --co", ["--color"]),
        ("tracker --color a", ["auto", "always"]),
        ("tracker --color=n", ["--color=never"]),
        ("tracker --count=", []),
        ("tracker list --exi", ["--exit-status"]),
        ("tracker list --json --js", []),
        ("tracker list -- --js", []),
        ("tracker add x --topic migration --top", ["--topic"]),
        ("tracker list --format js", ["json", "jsonl"]),
        ("tracker export --format t", ["tsv"]),
        ("tracker export --for ", ["excel", "excel-eu"]),
        ("tracker export --table so", ["sources"]),
        ("tracker export -o ", ["files"]),
        ("tracker --db ", ["files"]),
        ("tracker list --db=x", ["files"]),
        ("tracker source add ", ["files"]),
        ("tracker cite 1 --source ./", ["files"]),
        ("tracker cite 1 --source 1", ["1"]),
        ("tracker cite 1 --source lukashenko", ["1"]),
        ("tracker source show ", ["1"]),
        ("tracker add x -t mi", ["migration"]),
        ("tracker add x -t drug-trafficking,mi", ["drug-trafficking,migration"]),
        ("tracker add x --kind com", ["commitment"]),
        ("tracker add x --by bel", ["Belarus"]),
        ("tracker add x --by lukas", ["Aleksandr Lukashenko"]),
        ("tracker add x --by energ", ["Énergie et Climat"]),
        ("tracker add x --by 'Armenia;bel", ["Armenia;Belarus"]),
        ("tracker add x --body u", ["UN"]),
        ("tracker add x --meeting minsk", ["Summit in Minsk"]),
        ("tracker add x --place m", ["Minsk", "Moscow"]),
        ("tracker add x --tag n", ["nato-2026"]),
        ("tracker update 1 --add-tag n", ["nato-2026"]),
        ("tracker update 1 --extent w", ["weaker"]),
        ("tracker update 1 -s rejected --reason n", ["no-consensus", "not-ratified", "no-priority", "noted"]),
        ("tracker update 1 -s lapsed --reason no", ["no-trace"]),
        ("tracker update 1 -slapsed --reason no", ["no-trace"]),
        ("tracker update 1 --uncheckable n", []),
        ("tracker update 1 --on ", []),
        ("tracker update 1 --corrects ", ["last"]),
        ("tracker link 1 re", ["repeats", "replaces", "related"]),
        ("tracker link 1 repeats 2", ["20"]),
        ("tracker stats --by status,to", ["status,topic"]),
        ("tracker list --sort -da", ["-date"]),
        ("tracker list --sort date,ti", ["date,title"]),
        ("tracker show hotline", ["20"]),
        ("tracker show 'open hot'", ["20"]),
        ("tracker show topic:none", ["20"]),
        ("tracker show topic:nothing", []),
        ("tracker show 20 2", []),
        ("tracker show 20 02", []),
        ("tracker restore ", ["2"]),
        ("tracker restore csto", ["2"]),
        ("tracker undo ", ["5", "4", "3", "2", "1"]),
        ("tracker log --change 4", ["4"]),
        ("tracker query show l", ["late"]),
        ("tracker list topic:mig", ["topic:migration"]),
        ("tracker list hotline topic:mig", ["topic:migration"]),
        ("tracker list status:adopted,imp", ["status:adopted,implemented"]),
        ("tracker list TOPIC!=mig", ["TOPIC!=migration"]),
        ("tracker list is:op", ["is:open"]),
        ("tracker list sort:-da", ["sort:-date"]),
        ("tracker list has:quo", ["has:quote"]),
        ("tracker list saved:", ["saved:late"]),
        ("tracker list by:aleks", ["by:aleksandr Lukashenko"]),
        ("tracker list 'by:Aleksandr l", ["by:Aleksandr lukashenko"]),
        ("tracker list mig", ["topic:migration"]),
        ("tracker list source:", ["source:1"]),
        ("tracker list meeting:summ", ["meeting:summit in Minsk"]),
        ("tracker diff 2013 topic:mig", ["topic:migration"]),
        ("tracker update --where 'topic:migration is:ov", ["topic:migration is:overdue"]),
        ("tracker update --where by:aleks", ['by:"aleksandr Lukashenko"']),
        ("tracker completion ", ["bash", "zsh", "fish"]),
        ("tracker help compl", ["completion"]),
        ("tracker add A title", []),
    ],
)
def test_what_is_offered(offered: Callable[[str], list[str]], line: str, words: list[str]) -> None:
    assert offered(line) == words


def test_the_usual_next_statuses_of_the_proposal_come_first(offered: Callable[[str], list[str]]) -> None:
    following = offered("tracker update 1 -s ")
    assert following[:3] == ["on-agenda", "adopted", "in-progress"]
    assert offered("tracker add x -s ")[0] == "proposed"
    assert {*following} == {*offered("tracker add x -s ")}


def test_numbers_come_newest_first_with_their_titles_and_not_all(
    offered: Callable[[str], list[str]], ledger: Ledger
) -> None:
    assert offered("tracker show 1") == ["19", "18", "17", "16", "15", "14", "13", "12", "11", "10", "1"]
    assert offered("tracker show ")[:2] == ["20", "19"]
    assert "2" not in offered("tracker show ")
    with database.write_change(ledger, "many", factories.ME) as change:
        for number in range(values.MOST):
            proposals.add(change, NewProposal(f"Number {number}"))
    assert len(offered("tracker show ")) == values.MOST
    assert answers.complete(["fish", "show", "--", "20"]) == "words\n20\tOpen a hotline\n"


def test_the_fields_of_a_query_are_offered_with_what_they_ask_for(offered: Callable[[str], list[str]]) -> None:
    assert {"topic:", "status:", "is:", "sort:", "x."} <= {*offered("tracker list ")}
    assert answers.complete(["fish", "list", "--", "tag"]) == "open\ntag:\ta tag\n"


def test_without_a_database_the_vocabularies_are_offered_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DB", str(tmp_path / "none.db"))
    assert "migration\tMigration" in answers.complete(["fish", "add", "x", "-t", "--", ""])
    assert answers.complete(["fish", "show", "--", ""]) == "words\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database of ours" * 100])
def test_whatever_goes_wrong_is_passed_over_in_silence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "bad.db"
    path.write_bytes(content)
    monkeypatch.setenv("TRACKER_DB", str(path))
    for args in (["fish", "show", "--", ""], ["bash"], [], ["csh", "x"], ["bash", "9", BREAKS, "tracker no such "]):
        with pytest.raises(SystemExit):
            cli.main([cli.COMPLETE, *args])
    assert capfd.readouterr().err == ""
    assert path.read_bytes() == content


def test_a_locked_database_is_not_waited_for(path: Path, offered: Callable[[str], list[str]]) -> None:
    other = factories.plain(path)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    assert offered("tracker --color a") == ["auto", "always"]
    with pytest.raises(BusyError):
        offered("tracker show ")
    other.close()


def test_every_parameter_with_a_vocabulary_has_one_that_is_there() -> None:
    """What a metavar promises is offered: each is known, or is of those that nobody can foresee."""
    free = {"DATE", "TEXT", "TEXT|-", "TITLE", "N", "NAME", "NAMES", "TYPE", "URL", "PLACES", "A..B", "REASON"}
    free |= {"A,B", "CODE", "NAME=VALUE", "GROUP", "SIGN"}
    free |= {"COLUMN=FIELD", "COLUMN,...", "FIELD=VALUE", "FIELD:THEIRS=OURS", "FIELD=first|last|all"}
    for path, command in commands(typer.main.get_group(app.app)):
        for param in command.params:
            if getattr(param, "is_flag", False) or param.hidden:
                continue
            place = position.Place(command, tuple(path.split()), param, "", "", {})
            known = values.vocabulary(place)
            assert known in values.VALUES, (path, param.name)
            assert known or param.metavar in free, (path, param.name, param.metavar)


@pytest.mark.parametrize("command", ["list", "show", "stats", "export", "diff"])
def test_every_format_that_is_offered_is_one(
    command: str, offered: Callable[[str], list[str]], ledger: Ledger, capsys: pytest.CaptureFixture[str]
) -> None:
    needs = {"show": ["1"], "diff": ["2012"]}.get(command, [])
    program = Program(ledger.path, capsys)
    formats = offered(f"tracker {command} --format ")
    assert len(formats) > 1
    for form in formats:
        with redirect_stdout(TextIOWrapper(BytesIO(), encoding="utf-8")):  # a workbook is no text
            assert program(command, *needs, "--format", form).code == 0, form


# bash


@pytest.mark.parametrize(
    ("line", "words", "rest"),
    [
        ("tracker list topic:mig", ("tracker", "list", "topic:mig"), "mig"),
        ("tracker list 'topic:mig", ("tracker", "list", "topic:mig"), "topic:mig"),
        ('tracker list by:"un', ("tracker", "list", "by:un"), "un"),
        ("tracker list by:united\\ na", ("tracker", "list", "by:united na"), "united na"),
        ("tracker --db=x", ("tracker", "--db=x"), "x"),
        ("tracker list a ", ("tracker", "list", "a", ""), ""),
        ("tracker list '' ", ("tracker", "list", "", ""), ""),
        ('tracker "a \\" b" ', ("tracker", 'a " b', ""), ""),
        ("tracker list > out b", ("tracker", "list", "b"), "b"),
    ],
)
def test_a_line_of_bash_is_read_as_bash_reads_it(line: str, words: tuple[str, ...], rest: str) -> None:
    read = bash.read_bash_line(line, BREAKS)
    assert read.words == words
    assert read.words[-1][read.kept :] == rest


def test_a_redirection_is_given_files() -> None:
    assert bash.read_bash_line("tracker list > o", BREAKS).redirected
    assert answers.complete(["bash", "9", BREAKS, "tracker list >"]) == "files\n"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.sampled_from(["", '"', "'"]))
def test_what_is_put_behind_a_quotation_mark_is_read_back_as_it_is(word: str, quote: str) -> None:
    line = bash.read_bash_line(f"tracker {quote}", BREAKS)
    (put,) = bash.bash_reply(line, [Candidate(word)], "9")
    again = bash.read_bash_line(f"tracker {quote}{put}{quote}", "").words
    assert again == ("tracker", word)


def test_a_list_says_what_each_means_but_one_that_is_gone_through_does_not() -> None:
    line = bash.read_bash_line("tracker show 1", BREAKS)
    two = [Candidate("12", "A title"), Candidate("13", "Another")]
    assert bash.bash_reply(line, two, "9") == ["12  (A title)", "13  (Another)"]
    assert bash.bash_reply(line, two, "37") == ["12", "13"]
    assert bash.bash_reply(line, two[:1], "9") == ["12"]


def test_what_was_found_by_its_title_does_not_replace_what_was_typed() -> None:
    line = bash.read_bash_line("tracker show hot", BREAKS)
    listed = bash.bash_reply(line, [Candidate("12", "Hotline"), Candidate("13", "Hot")], "9")
    assert listed[0] == bash.NOTHING_ALIKE
    assert bash.bash_reply(line, [], "9") == []


def test_text_that_a_terminal_would_obey_is_not_offered(ledger: Ledger, offered: Callable[[str], list[str]]) -> None:
    with database.write_change(ledger, "hostile", factories.ME) as change:
        number = proposals.add(change, NewProposal("Red"))
        change.execute("UPDATE proposals SET title = ? WHERE id = ?", ["a\x1b[31m\nb\tc\u202e", number])
        change.execute("INSERT INTO actors (name, key) VALUES ('red \x1b[31m' || char(10) || 'x', 'red')")
    said = answers.complete(["fish", "show", "--", str(number)])
    assert said.count("\n") == 2
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202e]", said)
    assert offered("tracker add x --by red") == []


def test_a_script_is_printed_for_each_shell(ledger: Ledger, capsys: pytest.CaptureFixture[Any]) -> None:
    program = Program(ledger.path, capsys)
    for shell in completion.SHELLS:
        assert f"tracker completion {shell}" in program.done("completion", shell)
    refused = program("completion", "fsh")
    assert (refused.code, refused.err) == (2, "tracker: no shell 'fsh'; did you mean fish?\n")
