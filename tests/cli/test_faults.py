"""The command line when things go wrong around it: killed, crowded, cut off, on a full disk."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tracker import query
from tracker.schema import sqlite3
from tracker.store.database import open_ledger
from tracker.store.reports import check
from tracker.store.search import listing

if TYPE_CHECKING:
    from pathlib import Path

KILLS = int(os.environ.get("TRACKER_KILLS", "12"))
TRACKER = [sys.executable, "-m", "tracker"]
# Adds and updates for ever, and prints each id once the program has said that it is done.
WRITER = """
import contextlib, io, sys
from tracker import cli
turn = 0
while True:
    turn += 1
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()):
        parts = ["-t", "migration", "--by", "Norland", "--tag", "a"]
        code = cli.run_command(["--db", sys.argv[1], "add", f"Title {turn}", *parts])
        number = said.getvalue().strip()
        update = ["update", number, "-s", "on-agenda", "--add-topic", "other"]
        code = code or cli.run_command(["--db", sys.argv[1], *update])
    print(number if code == 0 else f"failed {code}", flush=True)
"""


def run(*args: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*TRACKER, *args], capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_what_was_said_to_be_done_survives_any_kill_and_nothing_is_partial(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    chance = random.Random(15)  # noqa: S311 - moments, not secrets
    promised: list[int] = []
    for _ in range(KILLS):
        child = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        promised.append(int(child.stdout.readline()))
        time.sleep(chance.random() / 10)
        child.send_signal(signal.SIGKILL)
        promised += [int(line) for line in child.stdout.read().split("\n")[:-1]]
        child.wait()
        child.stdout.close()
    ledger = open_ledger(path)
    assert list(check.find_problems(ledger)) == []
    there = set(listing.matching_ids(ledger, query.Query()))
    assert set(promised) <= there
    whole = ledger.rows(
        "SELECT p.id, (SELECT count(*) FROM proposal_topics AS t WHERE t.proposal_id = p.id) AS topics,"
        " (SELECT count(*) FROM tags AS t WHERE t.proposal_id = p.id) AS tags, p.status FROM proposals AS p"
    )
    assert {tuple(row)[1:] for row in whole} <= {(1, 1, "proposed"), (2, 1, "on-agenda")}
    assert {row["id"] for row in whole if row["status"] == "on-agenda"} >= set(promised)
    ledger.close()


def test_eight_programs_that_all_make_the_database_lose_nothing(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    programs = [
        subprocess.Popen([*TRACKER, "--db", path, "add", f"Title {n}"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for n in range(8)
    ]
    said = [program.communicate() for program in programs]
    assert [program.returncode for program in programs] == [0] * 8, said
    assert sorted(int(out) for out, _ in said) == list(range(1, 9))
    assert run("--db", path, "check").returncode == 0


def test_a_database_that_stays_locked_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tracker import cli  # noqa: PLC0415
    from tracker.store import database  # noqa: PLC0415

    path = tmp_path / "t.db"
    assert run("--db", str(path), "add", "T").returncode == 0
    defaults = database.open_ledger.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "timeout", 0.1)
    con = sqlite3.connect(path, isolation_level=None)
    con.execute("BEGIN IMMEDIATE")
    try:
        assert cli.run_command(["--db", str(path), "add", "Second"]) == cli.BUSY
        assert cli.run_command(["--db", str(path), "list"]) == 0
    finally:
        con.close()


def test_a_full_disk_at_the_other_end_is_said(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    run("--db", path, "add", "T")
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            [*TRACKER, "--db", path, "list"], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "cannot be written" in done.stderr


def test_a_closed_pipe_ends_the_program_quietly(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    for n in range(3):
        run("--db", path, "add", f"T{n}")
    child = subprocess.Popen([*TRACKER, "--db", path, "export"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() in {0, -signal.SIGPIPE}


def test_an_output_that_speaks_only_ascii_gets_escapes(tmp_path: Path) -> None:
    path = str(tmp_path / "t.db")
    run("--db", path, "add", "Ёлка")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    assert run("--db", path, "list", env=environment).stdout.split("\t")[2] == "\\u0401\\u043b\\u043a\\u0430"


def test_bytes_that_are_not_utf8_in_an_argument_are_refused(tmp_path: Path) -> None:
    done = subprocess.run(
        [os.fsencode(one) for one in TRACKER] + [b"--db", os.fsencode(tmp_path / "t.db"), b"add", b"caf\xe9"],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert not (tmp_path / "t.db").exists() or run("--db", str(tmp_path / "t.db"), "list").stdout == ""


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"just some text that is no database", "not a tracker database"),
        (b"SQLite format 3\x00" + b"\xff" * 500, "tracker"),
    ],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    for command in (["list"], ["add", "T"], ["check"]):
        done = run("--db", str(path), *command)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert says in done.stderr
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    con = sqlite3.connect(path)
    con.execute("CREATE TABLE theirs (a)")
    con.commit()
    con.close()
    before = path.read_bytes()
    assert "belongs to another program" in run("--db", str(path), "add", "T").stderr
    assert path.read_bytes() == before
