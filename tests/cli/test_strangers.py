"""A stranger's file: whatever stands in it, no command lets a terminal obey it or ends in a failure of ours."""

from __future__ import annotations

import shlex
import shutil
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
import typer

from helpers.factories import ME
from helpers.program import commands
from helpers.stranger import HOSTILE, RAW, make_hostile
from tracker import config
from tracker.cli.app import app
from tracker.store.database import open_ledger
from tracker.store.sample_data import load_samples

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

# How each command is called; one that is not here fails the test below.
CALLS = {
    "demo": ["--path"],
    "source add": ["NOTE", "--title 'A paper' --url http://example.org/x"],
    "source list": ["", "--json", "CSTO"],
    "source show": ["1", "1 --history", "1 --json", "1 --text"],
    "source edit": ["1 --title Other -n", "1 --note x"],
    "source merge": ["1 2 -y", "1 2 -n"],
    "source rm": ["1", "99"],
    "topic list": ["", "--json"],
    "topic show": ["1", "migration", "T"],
    "topic add": ["new-one --title 'A new one'"],
    "topic edit": ["T --title Other"],
    "topic group": ["T T"],
    "topic merge": ["T T -n", "migration T"],
    "topic retire": ["T", "nosuch"],
    "topic restore": ["T"],
    "tag list": ["", "--json"],
    "tag rename": ["nosuch other", "G better"],
    "tag rm": ["nosuch", "G -n"],
    "actor list": ["", "--json", "Bela"],
    "actor show": ["1", "2", "Belarus", "1 --json"],
    "actor edit": ["1 --name Other", "Belarus --kind state"],
    "actor alias": ["1 Another", "Belarus x"],
    "actor merge": ["1 2 -y", "1 2 -n", "Belarus Russia"],
    "actor rm": ["1", "Belarus"],
    "meeting list": ["", "--json"],
    "meeting show": ["1", "2 --json", "session"],
    "meeting add": ["Summit --body Belarus", "Summit"],
    "meeting edit": ["1 --name Other", "1 --place x -n"],
    "meeting merge": ["1 2 -n", "1 2 -y"],
    "meeting rm": ["1", "2"],
    "use": ["", "-t nosuch", "--body Belarus"],
    "add": ["N -t nosuch", "N", "N --source 1", "N --body Belarus --place Minsk --date 2012"],
    "list": ["", "--json", "nosuch", "--format tsv", "--columns id,title,status,topics,source,added_by",
             "--as-of 2013", "--known-by 2030", "--format markdown", "--format html", "--format csv", "--count",
             "--explain status:x", "topic:nosuch", "by:nosuch", "status:nosuch", "sort:title"],
    "show": ["6", "3", "6 --history", "6 --json", "6 --format html", "6 --format markdown", "6 --as-of 2014", "999"],
    "update": ["6 -s adopted --force --because x", "6 --title New", "6 --add-topic nosuch", "6 7 --summary x -y",
               "--where status:open --note y -n", "6 --kind x"],
    "edit": ["6"],
    "cite": ["6 --source 1 --quote x", "6 --source 1 --locator 'para. 1'"],
    "looked": ["6 --in x"],
    "link": ["6 repeats 9", "6 related 999"],
    "due": ["", "--json"],
    "rm": ["9", "999"],
    "restore": ["9", "6"],
    "undo": ["-n", "-y", "1"],
    "redo": ["", "-n"],
    "log": ["", "--json", "--change 1", "6", "--limit 2"],
    "stats": ["", "--by topic,status", "--by status", "--by proposer", "--json", "--as-of 2014"],
    "diff": ["..2030", "2012..2014 --recorded", "..2030 --format markdown"],
    "query save": ["mine is:open"],
    "query list": ["", "--json"],
    "query show": ["mine", "G"],
    "query rm": ["mine", "G"],
    "import": ["NOTE", "TABLE -n", "TABLE --skip-bad --create-topics x", "nosuch.csv"],
    "export": ["", "--format json", "--format html", "--format jsonl", "--table sources", "--for excel",
               "--table history --format json"],
    "statuses": ["", "--json"],
    "check": ["", "--repair"],
    "db path": [""],
    "db info": [""],
    "db upgrade": [""],
    "config path": [""],
    "config show": [""],
    "config edit": [""],
    "completion": ["bash"],
    "help": ["", "query", "list"],
}  # fmt: skip
DATA = ("csv", "json", "html", "markdown", "excel", "export")  # to a pipe as their formats have it
WALK = [(words, line) for words, lines in CALLS.items() for line in lines]


@pytest.fixture(name="stranger", scope="module")
def with_a_strangers_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stranger") / "t.db"
    with closing(open_ledger(path, create=True)) as ledger:
        load_samples(ledger, config.demo_folder(), ME)
    make_hostile(path)
    return path


@pytest.fixture(name="opened")
def with_a_copy_of_it(tracker: Program, stranger: Path, monkeypatch: pytest.MonkeyPatch) -> Program:
    shutil.copy(stranger, tracker.db)
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setenv("TRACKER_NO_INPUT", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    return tracker


def test_every_command_is_walked() -> None:
    assert {words for words, _ in commands(typer.main.get_command(app))} == CALLS.keys()


@pytest.mark.parametrize("place", ["terminal", "pipe"])
@pytest.mark.parametrize("call", WALK, ids=" ".join)
def test_no_command_lets_a_terminal_obey_what_is_stored(
    opened: Program, call: tuple[str, str], place: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words, line = call
    note = tmp_path / "note.txt"
    note.write_text("Report\n\nArmenia proposes a hotline.\n")
    table = tmp_path / "table.csv"
    table.write_text("title,status,area\nA hotline \x1b[31m for migrants,ad\x9b2Jopted,x\n", encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: place == "terminal")
    stands_for = {"NOTE": str(note), "TABLE": str(table), "T": "migration" + HOSTILE, "G": "afghanistan" + HOSTILE}
    args = [stands_for.get(one, one) for one in shlex.split(line)]
    answer = opened(*words.split(), *args, "--no-pager")
    is_data = place == "pipe" and any(one in f"{words} {line}" for one in DATA)
    shown = answer.err + ("" if is_data else answer.out)
    assert [raw for raw in RAW if raw in shown] == []
    assert "should not have happened" not in answer.err
