"""Drafts: what is kept of a text in the editor when something goes wrong, how it is taken up again, and by whom."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpers.terminal import Terminal
from tracker import cli
from tracker.cli import session as sessions
from tracker.editing.drafts import Draft, held
from tracker.model import BusyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.program import Program

SLIP = "sed -i s/^title:/titel:/"
MENDED = "sed -i s/^titel:/title:/"
LEFT = "true"  # an editor that changes nothing
FAILING = ("/nonexistent/ed", "false", "an 'open quote")


def add_one(tracker: Program) -> None:
    tracker.done("add", "Inspect ferries", "-t", "migration", "--deadline", "2030", "--tag", "sea")


@pytest.fixture(name="tracker")
def with_one(tracker: Program) -> Program:
    return tracker.filled_by(add_one)


@pytest.fixture
def editor(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Makes the editor this command."""
    return lambda command: monkeypatch.setenv("EDITOR", command)


def drafts(folder: Path) -> list[str]:
    names = (path.suffix for path in (folder / "state" / "tracker" / "drafts").glob("*"))
    return sorted(name for name in names if name != ".lock")


def draft(folder: Path, ending: str = ".md") -> Path:
    (path,) = (folder / "state" / "tracker" / "drafts").glob(f"*{ending}")
    return path


def record(tracker: Program, number: int = 1) -> Any:
    return tracker("show", str(number), "--json").data[0]


def scripted(tmp_path: Path, *turns: str) -> str:
    """An editor that runs one line of shell after another, the file being $1."""
    script = tmp_path / "scripted"
    cases = "".join(f"{turn}) {line};;\n" for turn, line in enumerate(turns))
    count = f"n=$(cat {tmp_path}/turn 2>/dev/null || echo 0)\necho $((n+1)) > {tmp_path}/turn\n"
    script.write_text(f"#!/bin/sh\n{count}case $n in\n{cases}esac\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


# an editor that fails


@pytest.mark.parametrize("command", [["edit", "1"], ["add", "-e"]])
@pytest.mark.parametrize("failing", FAILING)
def test_a_draft_taken_up_again_stays_when_the_editor_fails(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, command: list[str], failing: str
) -> None:
    editor(SLIP)
    assert tracker(*command).code == 2
    written = draft(tmp_path).read_bytes()
    editor(failing)
    answer = tracker(*command)
    assert (answer.code in {1, 2}, answer.err.count("\n")) == (True, 2), answer
    assert f"your draft is kept: {draft(tmp_path)}" in answer.err
    assert (draft(tmp_path).read_bytes(), drafts(tmp_path)) == (written, [".base", ".md"])


@pytest.mark.parametrize("failing", FAILING)
def test_a_text_in_which_nothing_is_the_users_is_not_kept(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, failing: str
) -> None:
    editor(failing)
    for command in (["edit", "1"], ["add", "-e"]):
        assert "draft" not in tracker(*command).err
    assert drafts(tmp_path) == []


@pytest.mark.parametrize("leaves", ["exit 1", "rm $1; exit 1", "kill -INT $$"])
@pytest.mark.parametrize("command", [["edit", "1"], ["add", "A title", "-e"]])
def test_a_text_reopened_after_a_slip_stays_when_the_editor_is_left_with_an_error(
    tracker: Program, tmp_path: Path, command: list[str], leaves: str
) -> None:
    terminal = Terminal(tmp_path, *command, EDITOR=scripted(tmp_path, f"{SLIP} $1", leaves))
    code, shown = terminal.ends()
    assert (code, "our draft is kept: " in shown) == (130 if "INT" in leaves else 1, True), shown
    assert "titel: " in draft(tmp_path).read_text(encoding="utf-8")
    assert tracker("list").out.count("\n") == 1


# what the editing began with


def test_a_summary_and_a_note_with_line_ends_of_their_own_are_edited(
    tracker: Program, editor: Callable[[str], None]
) -> None:
    tracker.done("update", "1", "--summary", "One\r\nTwo\rThree", "--note", "Four\r\nFive")
    editor("sed -i s/Inspect/Check/")
    tracker.done("edit", "1")
    assert (record(tracker)["title"], record(tracker)["summary"]) == ("Check ferries", "One\r\nTwo\rThree")
    editor("sed -i s/Two/2/")
    tracker.done("edit", "1")
    assert record(tracker)["summary"] == "One\r\n2\rThree"
    assert tracker.done("log").splitlines()[0].endswith("(summary)")


@pytest.mark.parametrize("lost", ["unlink", "empty", "damaged"])
def test_a_lost_beginning_overwrites_nothing(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, lost: str
) -> None:
    editor(SLIP)
    tracker("edit", "1")
    base = draft(tmp_path, ".base")
    base.unlink() if lost == "unlink" else base.write_bytes({"empty": b"", "damaged": b"\xff"}[lost])
    theirs = ("--title", "Theirs", "--deadline", "", "--remove-tag", "sea", "--kind", "request", "--summary", "New")
    tracker.done("update", "1", *theirs)
    before = record(tracker)
    editor(MENDED)
    answer = tracker("edit", "1")
    assert (answer.code, answer.out) == (4, "")
    for says in ("title to 'Theirs'", "deadline to ''", "tags to ''", "kind to 'request'", "summary to 'New'"):
        assert says in answer.err
    assert tracker("edit", "1").code == 4
    assert record(tracker) == before


def test_where_somebody_is_there_a_lost_beginning_is_shown_field_by_field(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path
) -> None:
    editor(SLIP)
    tracker("edit", "1")
    draft(tmp_path, ".base").unlink()
    tracker.done("update", "1", "--deadline", "")
    take_theirs = "sed -i '/^#!/d; s/^deadline:.*/deadline:/; s/Inspect/Check/' $1"
    look = f"cp $1 {tmp_path}/seen; {take_theirs}"
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=scripted(tmp_path, f"{MENDED} $1", look))
    terminal.answers("[Y/n] ")
    code, shown = terminal.ends()
    assert (code, "(title)" in shown) == (0, True), shown
    assert "#! deadline, yours:  2030\n" in (tmp_path / "seen").read_text(encoding="utf-8")
    assert (record(tracker)["title"], record(tracker)["deadline_on"]) == ("Check ferries", None)


# adding


REST = ("-s", "adopted", "--on", "2015", "--part-of", "1", "--source", "https://example.org", "--quote", "a quote")


def test_a_new_record_is_written_in_the_editor_and_added(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path
) -> None:
    editor("sed -i 's/^title:/title: Keep a register/; s/^uncheckable:/uncheckable: vague/; $ s/$/More./'")
    answer = tracker("add", "-e", "-t", "other", *REST)
    assert (answer.code, answer.out) == (0, "2\n"), answer
    added = record(tracker, 2)
    assert (added["title"], added["topics"], added["summary"]) == ("Keep a register", ["other"], "More.")
    assert (added["status"], added["quotes"], "uncheckable" in added["flags"]) == ("adopted", ["a quote"], True)
    assert drafts(tmp_path) == []
    tracker.done("undo")
    assert tracker("show", "2").code == 3


def test_a_new_record_left_as_it_was_is_not_added(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path
) -> None:
    editor(LEFT)
    answer = tracker("add", "A title", "-e")
    assert (answer.code, answer.out, drafts(tmp_path)) == (0, "", [])
    assert len(tracker.done("list").splitlines()) == 1


@pytest.mark.parametrize("again", [[], ["A title", *REST]])
def test_a_draft_of_an_add_is_taken_up_with_all_that_was_typed_for_it(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, again: list[str]
) -> None:
    editor(SLIP)
    assert tracker("add", "-e", "A title", *REST).code == 2
    assert drafts(tmp_path) == [".base", ".md"]
    editor(MENDED)
    assert tracker("add", "-e", *again).out == "2\n"
    added = record(tracker, 2)
    assert (added["title"], added["status"], added["status_on"]) == ("A title", "adopted", "2015")
    assert (added["quotes"], added["links"][0]["id"], drafts(tmp_path)) == (["a quote"], 1, [])


@pytest.mark.parametrize("other", [["Another"], ["-s", "rejected"], ["A title", *REST, "--tag", "x"]])
def test_another_add_is_not_mixed_with_the_draft_of_one(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, other: list[str]
) -> None:
    editor(SLIP)
    tracker("add", "-e", "A title", *REST)
    written = draft(tmp_path).read_bytes()
    editor(MENDED)
    answer = tracker("add", "-e", *other)
    assert (answer.code, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert f"open it with tracker add -e alone, or delete {draft(tmp_path)}" in answer.err
    assert draft(tmp_path).read_bytes() == written
    draft(tmp_path).unlink()
    editor("sed -i 's/^title:.*/title: Other/'")
    assert tracker("add", "-e", *other).out == "2\n"


@pytest.mark.parametrize(
    ("answer", "made"), [("y", ("First", "adopted", "2040", None)), ("n", ("Second", "rejected", "2040", "CSTO"))]
)
def test_on_a_terminal_it_is_asked_which_of_two_adds_is_meant(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, answer: str, made: tuple[str, ...]
) -> None:
    editor(SLIP)
    tracker("add", "-e", "First", "-s", "adopted")
    tracker.done("use", "--body", "CSTO")  # which is not typed, and says nothing of the draft
    ending = "sed -i 's/^titel:/title:/; s/^deadline:/deadline: 2040/'"
    terminal = Terminal(tmp_path, "add", "-e", "Second", "-s", "rejected", EDITOR=ending)
    terminal.answers("open it again, without what you typed now? [Y/n] ", answer)
    assert terminal.ends()[0] == 0
    added = record(tracker, 2)
    assert (added["title"], added["status"], added["deadline_on"], added["body"]) == made
    assert drafts(tmp_path) == []


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--quote", "a\udcff"], "quote has bytes that are not UTF-8"),
        (["--part-of", "\ud800"], "part of has half a character"),
        (["--on", "05/06/2012"], "--on: 05/06/2012 could be"),
    ],
)
def test_what_cannot_be_kept_opens_no_editor(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, args: list[str], says: str
) -> None:
    editor("touch opened")
    answer = tracker("add", "-e", *args)
    assert (answer.code, answer.out, answer.err.count("\n"), says in answer.err) == (2, "", 1, True), answer
    assert not (tmp_path / "opened").exists()
    assert drafts(tmp_path) == []


def test_a_draft_means_the_days_that_were_meant_when_it_was_begun(
    tracker: Program, editor: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "today", lambda: date(2026, 3, 2))
    editor(SLIP)
    tracker("add", "-e", "A title", "-s", "adopted", "--on", "yesterday", "--date", "today", "--deadline", "2030")
    monkeypatch.setattr(sessions, "today", lambda: date(2026, 3, 20))
    editor(MENDED)
    assert tracker("add", "-e").out == "2\n"
    added = record(tracker, 2)
    assert (added["status_on"], added["proposed_on"]) == ("2026-03-01", "2026-03-02")


def test_a_dry_run_keeps_the_draft_and_says_so(tracker: Program, editor: Callable[[str], None], tmp_path: Path) -> None:
    editor("sed -i 's/^title:/title: New/'")
    answer = tracker("add", "-e", "-s", "adopted", "--dry-run")
    assert (answer.code, answer.out, f"Your draft is kept: {draft(tmp_path)}\n" in answer.err) == (0, "", True)
    editor(LEFT)
    assert tracker("add", "-e").out == "2\n"
    assert record(tracker, 2)["status"] == "adopted"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"by": "x"}', b'{"status": "\\ud800"}', b"\xff"])
def test_what_was_typed_with_a_draft_and_is_damaged_is_said(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, content: bytes
) -> None:
    editor(SLIP)
    tracker("add", "-e", "A title", "-s", "adopted")
    base = draft(tmp_path, ".base")
    assert json.loads(base.read_bytes()) == {"title": "A title", "status": "adopted"}
    base.write_bytes(content)
    editor(MENDED)
    answer = tracker("add", "-e")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert f"{base}: " in answer.err
    base.unlink()
    answer = tracker("add", "-e")
    assert (answer.out, "Only the text of the draft was kept" in answer.err) == ("2\n", True)


# files that are none, and two at once


@pytest.mark.parametrize("ending", [".lock", ".md", ".base"])
def test_a_folder_in_the_place_of_a_file_is_one_line(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path, ending: str
) -> None:
    editor(SLIP)
    tracker("edit", "1")
    path = draft(tmp_path, ending)
    path.unlink()
    path.mkdir()
    answer = tracker("edit", "1")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert f"{path} is a folder where the file of a draft belongs; move it away" in answer.err


def test_a_file_in_the_place_of_the_folder_of_drafts_is_one_line(
    tracker: Program, editor: Callable[[str], None], tmp_path: Path
) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "tracker").touch()
    editor(LEFT)
    answer = tracker("edit", "1")
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert f"move {tmp_path / 'state' / 'tracker'} away" in answer.err


def test_a_draft_is_held_by_one_whatever_others_tried_before(tmp_path: Path) -> None:
    one = Draft(tmp_path / "d.md", tmp_path / "d.base")
    lock = tmp_path / "d.lock"
    with held(one, "#1"):
        pass
    before = lock.stat().st_ino
    with held(one, "#1"):
        for _ in range(2):
            with pytest.raises(BusyError, match="#1 is open in an editor already"), held(one, "#1"):
                raise AssertionError
        assert lock.stat().st_ino == before
    with held(one, "#1"):
        assert lock.stat().st_ino == before
    assert lock.stat().st_mode & 0o777 == 0o600


HOLDERS = """
import os, sys
from pathlib import Path
from tracker.editing.drafts import Draft, held
from tracker.model import BusyError
folder = Path(sys.argv[1])
count = 0
while count < 100:
    try:
        with held(Draft(folder / "d.md", folder / "d.base"), "it"):
            os.close(os.open(folder / "inside", os.O_CREAT | os.O_EXCL))
            os.sched_yield()
            (folder / "inside").unlink()
            count += 1
    except BusyError:
        pass
"""


def test_many_at_once_never_hold_it_together(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parent.parent.parent)}
    command = [sys.executable, "-c", HOLDERS, str(tmp_path)]
    holders = [subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [holder.communicate()[1] for holder in holders] == [""] * 3
