"""The linear mode for screen readers: words in the place of signs, columns and bars, on every page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpers.terminal import Terminal, printed, printed_of_each
from tracker import config
from tracker.store import sample_data
from tracker.store.database import open_ledger

if TYPE_CHECKING:
    from pathlib import Path

SIGNS = re.compile(r"[←-⇿─-➿⬀-⯿]|\x1b|\r(?!\n)|\x08")  # arrows, boxes, blocks, shapes, what moves the cursor
COMMANDS = """
list
list topic:migration
list --columns id,title,evidence limit:3
list nonsense status:rejected
show 1 9 59 106
show 9 --history
stats
stats --by topic,status
stats --by year
due
due --json
diff 2019
log
log --limit 3
log --change 1
undo --dry-run
actor show CSTO
config show
statuses
query list
source list
source show 1
topic list
topic show migration
actor list
actor show Belarus
meeting list
meeting show 1
tag list
use
check
db info
update 9 -s implemented --because enacted --dry-run
help
help query
help statuses
help dates
help keys
help formats
help environment
help exit-codes
""".strip().split("\n")

MESSAGES = """
update 9 -s implemented --dry-run
update 20 -s adopted --dry-run
list topik:x
list topic:migrants
list is:withdrawn
show 999
rm 3 --dry-run
undo --dry-run
add Hotline -t migration --dry-run
update 9 10 --add-topic migration --dry-run
link 1 repeats 2 --dry-run
actor merge CSTO Belarus --dry-run
source add nofile.txt
export -o x.nope
stats --by nothing
list --columns nothing
""".strip().split("\n")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("accessible")
    ledger = open_ledger(folder / "t.db", create=True)
    sample_data.load_samples(ledger, config.demo_folder(), "ann")
    ledger.close()
    return folder


@pytest.fixture(scope="module")
def pages(folder: Path) -> dict[str, tuple[int, str]]:
    return printed_of_each(folder, [f"--accessible {command}" for command in COMMANDS], size=(20, 80))


@pytest.fixture(scope="module")
def messages(folder: Path) -> dict[str, tuple[int, str]]:
    lines = [f"--accessible {command}" for command in MESSAGES]
    return printed_of_each(folder, lines, size=(20, 80), redirected="2>&1 >/dev/null </dev/null")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_page_has_a_sign_that_is_no_word(pages: dict[str, tuple[int, str]], command: str) -> None:
    code, shown = pages[f"--accessible {command}"]
    assert code in {0, 1}, shown
    assert shown.strip()
    assert [line for line in shown.split("\n") if SIGNS.search(line)] == []


@pytest.mark.parametrize("command", MESSAGES)
def test_no_message_has_a_sign_that_is_no_word(messages: dict[str, tuple[int, str]], command: str) -> None:
    _, shown = messages[f"--accessible {command}"]
    assert shown.strip()
    assert [line for line in shown.split("\n") if SIGNS.search(line)] == []


def test_a_page_of_something_else_names_each_value_of_its_proposals(folder: Path) -> None:
    _, shown = printed(folder, "tracker --accessible actor show CSTO", size=(40, 80))
    assert "as addressee: 18 proposals, tracker list to:CSTO" in shown
    assert "id 48, status proposed, since 2019-11-28, title Send troops of every CSTO member" in " ".join(shown.split())


def test_the_variable_is_the_same_as_the_option(folder: Path) -> None:
    by_option = printed(folder, "tracker --accessible list limit:2")
    assert printed(folder, "tracker list limit:2", environment={"TRACKER_ACCESSIBLE": "1"}) == by_option
    assert printed(folder, "tracker list limit:2", environment={"TRACKER_ACCESSIBLE": "0"}) != by_option


def test_a_list_is_a_line_for_each_proposal_with_every_value_behind_its_name(folder: Path) -> None:
    _, shown = printed(folder, "tracker --accessible list id:59", size=(20, 40))
    assert (
        "id 59, status adopted, title Extend the committee's work to trafficking in firearms, topic other,"
        " proposer Mexico; United States; Canada, body Trilateral Fentanyl Committee, date 2024-02-07,"
        " evidence unchecked"
    ) in " ".join(shown.split())


def test_counts_are_words_and_numbers(folder: Path) -> None:
    _, shown = printed(folder, "tracker --accessible stats --by topic,status")
    assert "external-cooperation: proposed 19, on-agenda 2, adopted 9, in-progress 1, implemented 2, total 33" in shown


def test_in_the_place_of_the_screen_it_says_what_there_is_and_what_can_be_typed(folder: Path) -> None:
    code, shown = printed(folder, "tracker --accessible")
    assert code == 0
    assert "110 proposals in " in shown
    assert "11 overdue" in shown
    assert "tracker list: all proposals" in shown


def test_the_tour_is_five_commands(folder: Path) -> None:
    code, shown = printed(folder, "TMPDIR=$PWD tracker --accessible demo")
    assert code == 0
    assert [f"Step {number}, " in shown for number in range(1, 6)] == [True] * 5
    assert "First read the text made for practice: tracker source show 16 --text" in shown


def test_a_pipe_is_as_it_always_is(folder: Path) -> None:
    assert printed(folder, "tracker --accessible list | cat") == printed(folder, "tracker list | cat")


def test_adding_asks_plain_questions(folder: Path) -> None:
    terminal = Terminal(folder, "--accessible", "add", LANG="C.UTF-8")
    shown = terminal.until("Title")
    assert not SIGNS.search(shown)
    terminal.is_interrupted()
