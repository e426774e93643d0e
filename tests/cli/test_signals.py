"""Ctrl+c, SIGTERM and SIGHUP wherever the program is: it ends, leaves nothing behind, and says what is saved."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.terminal import PATIENCE, Terminal
from tracker.process import signals
from tracker.schema import sqlite3

if TYPE_CHECKING:
    from collections.abc import Callable

TRACKER = [sys.executable, "-m", "tracker"]
ENDS = {"SIGINT": 130, "SIGTERM": -signal.SIGTERM, "SIGHUP": -signal.SIGHUP}
# Runs the program and sends itself a signal at the import of this number, counted from its own first line.
AT_AN_IMPORT = """
import os, signal, sys
turn, imports = int(sys.argv.pop(1)), 0
def count(event, args):
    global imports
    if event == "import":
        imports += 1
        if imports == turn:
            os.kill(os.getpid(), signal.SIGINT)
sys.argv[0] = "tracker"
from tracker import __main__ as start
sys.addaudithook(count)
start.main()
"""
ENDLESS = "SELECT count(*) FROM (WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r)"
# One command of the program, in which everything that reads proposals never comes to an end.
NEVER_ENDS = f"""
import sys
from tracker import cli
from tracker.store.records import proposals
from tracker.store.reports import check
def endless(ledger, *_, **__):
    print("begun", file=sys.stderr, flush=True)
    ledger.con.execute({ENDLESS!r}).fetchall()
check.find_problems = endless
proposals.add = lambda change, *_, **__: endless(change.ledger)
cli.main()
"""


def begun(*command: str, until: Callable[[], bool] | None = None, **options: object) -> subprocess.Popen[str]:
    """A program that is in the middle of it: it said `begun`, or what was waited for is so."""
    child: subprocess.Popen[str] = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    if until is None:
        assert child.stderr is not None
        while (line := child.stderr.readline()) != "begun\n":
            assert line, "it ended before"
    else:
        wait_until(until)
    return child


def wait_until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.002)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    path = tmp_path / "t.db"
    subprocess.run([*TRACKER, "--db", path, "add", "First"], check=True, capture_output=True)
    return path


@pytest.mark.parametrize("turn", [1, 2, 30, 90, 150, 220, 300, 400])
def test_ctrl_c_while_it_starts_says_nothing(tmp_path: Path, turn: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_AN_IMPORT, str(turn), "--db", str(tmp_path / "none.db"), "list", "--count"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert done.returncode in {130, 0}  # 0 where there were not so many imports


@pytest.mark.parametrize(("name", "is_ours"), [("tracker", True), ("other", False), ("nottracker", False)])
def test_before_its_own_first_line_ctrl_c_ends_it_without_a_word_and_no_other_program(
    tmp_path: Path, name: str, *, is_ours: bool
) -> None:
    source = Path(signals.__file__).with_name("interrupts.pth")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "__tracker_interrupts.pth").write_bytes(source.read_bytes())
    script = tmp_path / name
    script.write_text(
        "import site, signal, sys\nsite.addsitedir(sys.argv[1])\n"
        "print(signal.getsignal(signal.SIGINT) == signal.SIG_DFL)\n",
        encoding="utf-8",
    )
    for before, expected in (("", is_ours), ('trap "" INT; ', False)):
        done = subprocess.run(
            ["/bin/bash", "-c", f'{before}exec "$0" "$@"', sys.executable, script, tmp_path / "site"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout == f"{expected}\n"
        assert done.stderr == ""


@pytest.mark.parametrize("name", ENDS)
@pytest.mark.parametrize(("command", "says"), [(["check"], ""), (["add", "Second"], "broken off: nothing was changed")])
def test_a_signal_breaks_off_a_statement_that_never_ends(
    filled: Path, name: str, command: list[str], says: str
) -> None:
    child = begun(sys.executable, "-c", NEVER_ENDS, "--db", str(filled), *command)
    child.send_signal(getattr(signal, name))
    out, err = child.communicate(timeout=PATIENCE)
    assert (child.returncode, out) == (ENDS[name], "")
    assert says in err
    assert err.count("\n") <= 1
    con = sqlite3.connect(filled)
    assert con.execute("SELECT count(*) FROM proposals").fetchone() == (1,)
    con.close()


@pytest.mark.parametrize("name", ENDS)
def test_a_signal_is_heard_while_another_program_writes(filled: Path, name: str) -> None:
    other = sqlite3.connect(filled, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    show = "import sys, tracker.store.connection as c\nbegins = c._begins\n"
    show += "def told(*a, **k):\n    print('begun', file=sys.stderr, flush=True)\n    return begins(*a, **k)\n"
    show += "c._begins = told\nfrom tracker import cli\ncli.main()"
    child = begun(sys.executable, "-c", show, "--db", str(filled), "add", "Second")
    before = time.monotonic()
    child.send_signal(getattr(signal, name))
    child.communicate(timeout=PATIENCE)
    assert child.returncode == ENDS[name]
    assert time.monotonic() - before < PATIENCE
    other.close()


# an export that waits for ever behind its first piece
HANGS = """
import sys, time
from tracker import cli
from tracker.cli import output
write = output.put
def put(where, pieces):
    def slow():
        for piece in pieces:
            yield piece
            print("begun", file=sys.stderr, flush=True)
            while True:
                time.sleep(0.01)
    write(where, slow())
output.put = put
cli.main()
"""


@pytest.mark.parametrize("name", ENDS)
def test_an_export_that_is_broken_off_leaves_the_old_file_and_nothing_beside_it(filled: Path, name: str) -> None:
    target = filled.with_name("o.csv")
    target.write_text("old", encoding="utf-8")
    child = begun(sys.executable, "-c", HANGS, "--db", str(filled), "export", "-o", str(target))
    child.send_signal(getattr(signal, name))
    assert child.communicate(timeout=PATIENCE)[1].strip() == ""
    assert child.returncode == ENDS[name]
    assert target.read_text(encoding="utf-8") == "old"
    assert [one.name for one in target.parent.iterdir() if one.name.endswith(".part")] == []


def test_what_a_killed_export_left_is_removed_by_the_next_and_that_of_a_living_one_is_not(filled: Path) -> None:
    target = filled.with_name("o.csv")
    child = begun(sys.executable, "-c", HANGS, "--db", str(filled), "export", "-o", str(target))
    living = filled.with_name(f".o.csv.{os.getppid()}.part")
    own = filled.with_name(".o.csv.notes.part")
    for one in (living, own):
        one.touch()
    assert filled.with_name(f".o.csv.{child.pid}.part").exists()
    child.kill()
    child.communicate()
    assert filled.with_name(f".o.csv.{child.pid}.part").exists()
    subprocess.run([*TRACKER, "--db", filled, "export", "-o", target], check=True, capture_output=True)
    assert sorted(one.name for one in target.parent.iterdir() if one.name.endswith(".part")) == sorted(
        (living.name, own.name)
    )


def test_a_signal_behind_the_commit_says_that_it_is_saved(filled: Path) -> None:
    stops = "import os, signal, tracker.cli.session as s\n"
    stops += "s.conclude = lambda *_, **__: os.kill(os.getpid(), signal.SIGINT)\n"
    stops += "import tracker.cli.commands.add as add\nfrom tracker import cli\ncli.main()"
    done = subprocess.run(
        [sys.executable, "-c", stops, "--db", str(filled), "rm", "1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr.endswith("tracker: broken off: what was changed before that is saved; see: tracker log\n")


@pytest.mark.parametrize(
    ("redirection", "code"), [("> /dev/full", 0), (">&-", 0), ("2> /dev/full", 0), ("> /dev/full 2> /dev/full", 0)]
)
def test_what_is_saved_is_a_success_where_nothing_can_be_printed(filled: Path, redirection: str, code: int) -> None:
    command = f'"{sys.executable}" -m tracker --db "{filled}" add Second {redirection}'
    done = subprocess.run(["/bin/bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == code
    if "2>" not in redirection:
        assert "the output cannot be written" in done.stderr
        assert "what was changed is saved" in done.stderr
    con = sqlite3.connect(filled)
    assert con.execute("SELECT count(*) FROM proposals").fetchone() == (2,)
    con.close()


def test_what_is_saved_is_said_though_the_pipe_is_closed(filled: Path) -> None:
    child = subprocess.Popen(
        [*TRACKER, "--db", str(filled), "add", "Second"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    child.stdout.close()
    assert child.stderr is not None
    assert "what was changed is saved" in child.stderr.read()
    child.stderr.close()
    assert child.wait() == -signal.SIGPIPE


def test_a_signal_that_was_ignored_at_the_start_stays_so(filled: Path) -> None:
    child = begun(
        sys.executable,
        "-c",
        NEVER_ENDS,
        "--db",
        str(filled),
        "check",
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN),
    )
    child.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert child.poll() is None
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=PATIENCE)
    assert child.returncode == -signal.SIGTERM


def test_a_program_that_does_not_come_back_is_ended_and_cleans_up(tmp_path: Path) -> None:
    stuck = "import sys, time\nfrom pathlib import Path\n"
    stuck += "from tracker.process import signal_watch, signals\n"
    stuck += "signal_watch.PATIENCE = 0.3\nsignal_watch.begin_handling()\n"
    stuck += "left = Path(sys.argv[1])\nleft.touch()\n"
    stuck += "with signals.clean_up_with(left.unlink), signals.tell_signals(lambda _: None):\n"
    stuck += "    print('begun', file=sys.stderr, flush=True)\n    while True:\n        time.sleep(60)\n"
    left = tmp_path / "left"
    child = begun(sys.executable, "-c", stuck, str(left))
    child.send_signal(signal.SIGTERM)
    child.communicate(timeout=PATIENCE)
    assert child.returncode == 128 + signal.SIGTERM
    assert not left.exists()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_editor_is_ended_with_the_program_that_waits_for_it_and_the_draft_is_kept(
    tmp_path: Path, name: str
) -> None:
    editor = tmp_path / "editor"
    editor.write_text(f'#!/bin/sh\necho $$ > {tmp_path}/pid\necho changed >> "$1"\nexec sleep 600\n', encoding="utf-8")
    editor.chmod(0o755)
    terminal = Terminal(tmp_path, "add", "First", "-t", "migration")
    terminal.ends()
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=str(editor))
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="utf-8").endswith("\n"))
    number = int((tmp_path / "pid").read_text(encoding="utf-8"))
    terminal.process.send_signal(getattr(signal, name))
    code, shown = terminal.ends()
    assert code == ENDS[name]
    assert "Your draft is kept" in shown
    wait_until(lambda: not Path(f"/proc/{number}").exists())


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_the_pager_is_ended_with_the_program_that_feeds_it(tmp_path: Path, name: str) -> None:
    pager = tmp_path / "pager"
    pager.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n", encoding="utf-8")
    pager.chmod(0o755)
    terminal = Terminal(tmp_path, "help", "query", PAGER=str(pager), TERM="xterm")
    wait_until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="utf-8").endswith("\n"))
    number = int((tmp_path / "pid").read_text(encoding="utf-8"))
    terminal.process.send_signal(getattr(signal, name))
    assert terminal.ends()[0] == ENDS[name]
    wait_until(lambda: not Path(f"/proc/{number}").exists())


def test_a_signal_that_comes_just_before_the_program_waits_wakes_it() -> None:
    """The thread that is told of it is told before the main one waits, so it must be woken once more."""
    waits = "import os, signal, sys, _thread, time\nfrom tracker.process import signal_watch, signals\n"
    waits += "signal_watch.begin_handling()\nreads, writes = os.pipe()\n"
    waits += "signals.STATE.raising = frozenset()\nos.kill(os.getpid(), signal.SIGINT)\n"  # heard, and not yet acted on
    waits += "signals.STATE.raising = signals.ENDING\nprint('begun', file=sys.stderr, flush=True)\n"
    waits += "try:\n    os.read(reads, 1)\nexcept KeyboardInterrupt:\n    sys.exit(7)\n"
    child = begun(sys.executable, "-c", waits)
    child.communicate(timeout=PATIENCE)
    assert child.returncode == 7


def test_every_exit_of_a_signal_is_told_by_the_help() -> None:
    said = subprocess.run([*TRACKER, "help", "exit-codes"], capture_output=True, text=True, check=True).stdout
    assert {one for one in ("129", "130", "143") if re.search(rf"\b{one}\b", said)} == {"129", "130", "143"}


def test_where_a_system_has_no_sighup_nothing_asks_for_it() -> None:
    assert {signal.SIGINT, signal.SIGTERM} <= signals.ENDING
    for one in Path(signals.__file__).parent.rglob("*.py"):
        for line in one.read_text(encoding="utf-8").splitlines():
            assert "signal.SIGHUP" not in line or "hasattr" in line, (one, line)
