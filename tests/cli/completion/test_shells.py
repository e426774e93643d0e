"""Completion in the shells themselves: what the program is given in the end, whatever is stored."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from helpers import factories, stock
from helpers.terminal import Terminal, bin_folder
from tracker.cli.commands import completion
from tracker.store import database

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.store.ledger import Ledger

SCRIPTS = completion.SCRIPTS
NAME = "Evil $(touch owned) `touch owned` \"q\" 'q' ; touch owned ! #"  # of an actor: each shell would obey some of it
TITLE = "Hostile $(touch owned) `touch owned` \"q\" 'q' \\ ; touch owned & %s \x1b[31m ! #"
# what the program would be given is printed in its place, each word between marks
SHOW = """tracker() { if [ "$1" = __complete ]; then command tracker "$@"; else printf '<%s>' "$@"; echo; fi; }"""
START = {"bash": "exec bash --norc -i", "zsh": "exec zsh -f -i"}
READY = {
    "bash": "bind 'set show-all-if-ambiguous off'; bind 'set enable-bracketed-paste off'",
    "zsh": "autoload -Uz compinit; compinit -u -D; bindkey '^I' complete-word; unsetopt prompt_cr",
}
LINES = [  # what is typed, with the tab key pressed at its end, and what the program is given
    ("tracker upd", "<update>"),
    ("tracker list topic:mig", "<list><topic:migration>"),
    ("tracker list status:adopted,imp", "<list><status:adopted,implemented>"),
    ("tracker list topic!=mig", "<list><topic!=migration>"),
    ('tracker list "by:Aleksandr L', "<list><by:Aleksandr Lukashenko>"),
    ("tracker list by:Aleks", "<list><by:Aleksandr Lukashenko>"),
    ("tracker --color=ne", "<--color=never>"),
    ("tracker show hotline", "<show><20>"),
    ("tracker show hostile", "<show><21>"),
    ("tracker add x --by Evil", f"<add><x><--by><{NAME}>"),
    ("tracker add x --by 'Evil", f"<add><x><--by><{NAME}>"),
    ('tracker add x --by "Evil', f"<add><x><--by><{NAME}>"),
    ("tracker export -o tabl", "<export><-o><table of ours.csv>"),
    ("tracker --db=tabl", "<--db=table of ours.csv>"),
]


def needed(shell: str) -> str:
    """The path of a shell; a machine without it skips the test."""
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"no {shell} on this machine")
    return found


@pytest.fixture
def folder(ledger: Ledger, tmp_path: Path) -> Path:
    """A folder with what can be offered and hostile texts as its database."""
    stock.put(ledger)
    hostile = factories.add(ledger, "Hostile", proposers=("Evil",))
    with database.write_change(ledger, "hostile", factories.ME) as change:
        change.update("proposals", hostile, title=TITLE)
        change.execute("UPDATE actors SET name = ? WHERE name = 'Evil'", [NAME])
    ledger.con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(ledger.path, tmp_path / "t.db")
    (tmp_path / "table of ours.csv").touch()
    (tmp_path / "work").mkdir()
    return tmp_path


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_program_is_given_what_was_completed(shell: str, folder: Path) -> None:
    needed(shell)
    terminal = Terminal(folder, shell=START[shell], TERM="xterm", PS1="", HISTFILE="")
    terminal.types(f"source {SCRIPTS / f'tracker.{shell}'}\r{READY[shell]}\r{SHOW}\rset +H 2>/dev/null\recho rea''dy\r")
    terminal.until("ready\n")
    for typed, given in LINES:
        terminal.types(f"{typed}\t\r")
        terminal.until(given + "\n")
    terminal.types("exit\r")
    terminal.ends()
    assert not (folder / "owned").exists()


def test_bash_lists_what_begins_alike_with_what_it_means(folder: Path) -> None:
    needed("bash")
    terminal = Terminal(folder, shell=START["bash"], TERM="xterm", PS1="", HISTFILE="")
    terminal.types(f"source {SCRIPTS / 'tracker.bash'}\r{SHOW}\recho rea''dy\r")
    terminal.until("ready\n")
    terminal.types("tracker update 1 -s \t\t")
    assert terminal.until("lapsed").index("on-agenda") >= 0
    terminal.until("usual next")
    terminal.types("\x15exit\r")
    terminal.ends()


def test_zsh_goes_through_what_was_found_by_a_word_of_its_title(folder: Path) -> None:
    needed("zsh")
    terminal = Terminal(folder, shell=START["zsh"], TERM="xterm", PS1="", HISTFILE="")
    terminal.types(f"source {SCRIPTS / 'tracker.zsh'}\r{READY['zsh']}\r{SHOW}\recho rea''dy\r")
    terminal.until("ready\n")
    terminal.types("tracker show threats\t")
    terminal.until("-- ")
    terminal.types("\r")
    terminal.until("<show><")
    terminal.types("exit\r")
    terminal.ends()


def fish(folder: Path, line: str) -> list[list[str]]:
    """What fish would offer for a line: each word, and what it means."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TRACKER_", "XDG_"))}
    own |= {"HOME": str(folder), "TRACKER_DB": str(folder / "t.db"), "XDG_STATE_HOME": str(folder / "state")}
    own["PATH"] = f"{bin_folder(folder)}{os.pathsep}{own['PATH']}"
    script = f"source {SCRIPTS / 'tracker.fish'}; complete -C $argv[1]"
    command = [needed("fish"), "--no-config", "-c", script, line]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=own, cwd=folder, timeout=60)
    assert done.stderr == ""
    return [one.split("\t") for one in done.stdout.splitlines()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("tracker upd", ["update"]),
        ("tracker list topic:mig", ["topic:migration"]),
        ("tracker list status:adopted,imp", ["status:adopted,implemented"]),
        ('tracker list "by:Aleksandr L', ["by:Aleksandr Lukashenko"]),
        ("tracker --color=ne", ["--color=never"]),
        ("tracker update 1 -s ", ["on-agenda", "adopted", "in-progress"]),
        ("tracker show 2", ["21", "20"]),
        ("tracker add x --by Evil", [NAME]),
        ("tracker export -o tabl", ["table of ours.csv"]),
        ("tracker --db=tabl", ["--db=table of ours.csv"]),
    ],
)
def test_fish_offers_it(line: str, words: list[str], folder: Path) -> None:
    assert [one[0] for one in fish(folder, line)][: len(words)] == words


def test_fish_says_what_each_means_and_runs_nothing_of_it(folder: Path) -> None:
    (said,) = fish(folder, "tracker show 21")
    assert said[1].startswith("Hostile $(touch owned) `touch owned`")
    assert "\x1b" not in "".join(said)
    assert not (folder / "owned").exists()


def test_each_shell_has_its_script() -> None:
    assert {path.suffix[1:] for path in SCRIPTS.iterdir()} == {*completion.SHELLS}
