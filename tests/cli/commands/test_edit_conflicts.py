"""A record edited while another changes it, and the editor on a terminal."""

from __future__ import annotations

import os
import re
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers.editor import add_one, drafts, record
from helpers.terminal import Terminal
from tracker import cli

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpers.program import Program


# An editor that says that it is open, and waits until it is told to close.
WAIT = """
import pathlib, sys, time
folder, path = map(pathlib.Path, sys.argv[1:])
path.write_text(path.read_text().replace("title: ", "title: Mine: ", 1))
(folder / "open").touch()
while not (folder / "close").exists():
    time.sleep(0.01)
"""


@pytest.fixture(name="tracker")
def with_one(tracker: Program) -> Program:
    return tracker.filled_by(add_one)


# changed meanwhile


def meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, theirs: list[str], mine: str) -> None:
    """Makes the editor one during whose work somebody else updates the record."""
    script = tmp_path / "meanwhile"
    update = " ".join(f"'{part}'" for part in ["--db", str(tmp_path / "t.db"), *theirs])
    script.write_text(
        f'#!/bin/sh\n"{sys.executable}" -m tracker {update} >/dev/null 2>&1\n{mine} "$1"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    monkeypatch.setenv("PYTHONPATH", str(Path(cli.__file__).parent.parent.parent))


def test_what_others_changed_meanwhile_stays_beside_what_i_changed(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mine = editor("title: Inspect", "title: Check", "tags: [sea]", "tags: [sea, mine]")
    theirs = ["update", "1", "--deadline", "2030", "--add-tag", "theirs", "--remove-tag", "sea", "-s", "adopted"]
    meanwhile(tmp_path, monkeypatch, theirs, mine)
    answer = tracker("edit", "1")
    assert (answer.code, answer.out) == (0, "1\n")
    after = record(tracker)
    assert (after["title"], after["deadline_on"], after["tags"]) == ("Check ferries", "2030", ["mine", "theirs"])
    tracker.done("undo")
    undone = record(tracker)
    assert (undone["title"], undone["deadline_on"], undone["tags"]) == ("Inspect ferries", "2030", ["theirs"])


def test_what_both_changed_is_exit_4_where_nobody_can_be_asked_and_the_draft_clashes_again(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    mine = editor("title: Inspect", "title: Check")
    meanwhile(tmp_path, monkeypatch, ["update", "1", "--title", "Theirs"], mine)
    answer = tracker("edit", "1")
    (_, draft) = drafts(tmp_path)
    assert (answer.code, answer.out, answer.err.count("\n")) == (4, "", 1)
    assert "title to 'Theirs', and by you to 'Check ferries'" in answer.err
    assert str(draft) in answer.err
    monkeypatch.setenv("EDITOR", "true")
    assert tracker("edit", "1").code == 4
    assert record(tracker)["title"] == "Theirs"


def test_a_record_removed_meanwhile_is_exit_3_and_the_draft_is_kept(
    tracker: Program, editor: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    meanwhile(tmp_path, monkeypatch, ["rm", "1"], editor("title: Inspect", "title: Check"))
    answer = tracker("edit", "1")
    assert (answer.code, len(drafts(tmp_path))) == (3, 2)
    assert "your draft is kept" in answer.err


# on a terminal


def scripted(tmp_path: Path, *turns: str) -> str:
    """An editor that runs one line of shell after another, the file being $1."""
    for turn, line in enumerate(turns):
        (tmp_path / f"turn{turn}").write_text(line, encoding="utf-8")
    script = tmp_path / "scripted"
    run = 'n=$(cat turn 2>/dev/null || echo 0)\ncp "$1" seen$n\n. ./turn$n\necho $((n+1)) > turn\n'
    script.write_text(f"#!/bin/sh\ncd {tmp_path}\n{run}", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_a_mistake_opens_the_same_text_again_with_the_reason_at_its_top(tracker: Program, tmp_path: Path) -> None:
    editor = scripted(
        tmp_path,
        "sed -i 's/migration]/migrants]/; s/^place:/place: Port/' $1",
        "sed -i 's/migrants]/other]/' $1",
    )
    code, shown = Terminal(tmp_path, "edit", "1", EDITOR=editor).ends()
    assert (code, shown.splitlines()) == (
        0,
        ["Updated 1  Inspect ferries  [proposed]  (topics, place)", "Undo: tracker undo"],
    )
    reopened = (tmp_path / "seen1").read_text(encoding="utf-8").split("\n")
    assert reopened[1].startswith("#! Not saved: topics: no topic 'migrants'; did you mean migration?")
    assert "place: Port" in reopened
    assert record(tracker)["place"] == "Port"
    assert drafts(tmp_path) == []


def test_a_mistake_left_as_it_is_waits_and_is_offered_again(tracker: Program, tmp_path: Path) -> None:
    editor = scripted(tmp_path, "sed -i 's/^place:/plaice: Port/' $1", "true", "sed -i 's/plaice/place/' $1")
    code, shown = Terminal(tmp_path, "edit", "1", EDITOR=editor).ends()
    assert (code, shown.count("\n")) == (0, 1)
    assert "Nothing was changed; your draft is kept: " in shown
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=editor)
    offered = terminal.until(": open it again? [Y/n] ")
    assert re.match(r"There is a draft of \d{1,2} [A-Z][a-z]{2} \d\d:\d\d: ", offered)
    terminal.types("\r")
    assert "Updated 1  Inspect ferries  [proposed]  (place)" in terminal.ends()[1]
    assert record(tracker)["place"] == "Port"


def test_a_draft_that_is_not_wanted_makes_way_for_the_record_as_it_is(tracker: Program, tmp_path: Path) -> None:
    editor = scripted(tmp_path, "sed -i 's/^place:/plaice: Port/' $1", "true", "true")
    Terminal(tmp_path, "edit", "1", EDITOR=editor).ends()
    tracker.done("update", "1", "--title", "Newer")
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=editor)
    terminal.answers("[Y/n] ", "n")
    assert "Nothing was changed: the text is as it was" in terminal.ends()[1]
    seen = (tmp_path / "seen2").read_text(encoding="utf-8")
    assert ("title: Newer\n" in seen, "plaice" in seen, drafts(tmp_path)) == (True, False, [])


def test_what_both_changed_opens_the_text_again_with_both_values(tracker: Program, tmp_path: Path) -> None:
    update = f"tracker --db {tmp_path / 't.db'} update 1 --title Theirs --deadline 2030 >/dev/null 2>&1"
    editor = scripted(tmp_path, f"{update}\nsed -i 's/title: Inspect/title: Check/' $1", "sed -i /^#!/d $1")
    code, shown = Terminal(tmp_path, "edit", "1", EDITOR=editor).ends()
    assert (code, "Updated 1  Check ferries  [proposed]  (title)" in shown) == (0, True), shown
    seen = (tmp_path / "seen1").read_text(encoding="utf-8")
    assert "#! title, theirs: Theirs\n#! title, yours:  Check ferries\n" in seen
    assert "\ntitle: Check ferries\n" in seen
    assert "\ndeadline: 2030\n" in seen
    assert (record(tracker)["title"], record(tracker)["deadline_on"]) == ("Check ferries", "2030")


def test_a_clash_left_as_it_is_overwrites_nothing(tracker: Program, tmp_path: Path) -> None:
    update = f"tracker --db {tmp_path / 't.db'} update 1 --title Theirs >/dev/null 2>&1"
    editor = scripted(tmp_path, f"{update}\nsed -i 's/title: Inspect/title: Check/' $1", "true")
    code, shown = Terminal(tmp_path, "edit", "1", EDITOR=editor).ends()
    assert (code, "your draft is kept" in shown) == (0, True)
    assert record(tracker)["title"] == "Theirs"


def waits_for(path: Path) -> None:
    end = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_killed_while_the_editor_is_open_loses_nothing(tracker: Program, tmp_path: Path) -> None:
    script = tmp_path / "wait.py"
    script.write_text(WAIT, encoding="utf-8")
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=f"{sys.executable} {script} {tmp_path}")
    waits_for(tmp_path / "open")
    busy = Terminal(tmp_path, "edit", "1", EDITOR="true").ends()
    assert (busy[0], "is open in an editor already" in busy[1]) == (4, True)
    terminal.process.send_signal(signal.SIGKILL)
    terminal.process.wait()
    (tmp_path / "close").touch()
    os.close(terminal.screen)
    tracker.done("update", "1", "--deadline", "2030")
    again = Terminal(tmp_path, "edit", "1", EDITOR="true")
    again.answers("open it again? [Y/n] ")
    code, shown = again.ends()
    assert (code, "(title)" in shown) == (0, True)
    assert (record(tracker)["title"], record(tracker)["deadline_on"]) == ("Mine: Inspect ferries", "2030")
    assert drafts(tmp_path) == []


def test_ctrl_c_belongs_to_the_editor_while_it_is_open(tracker: Program, tmp_path: Path) -> None:
    script = tmp_path / "deaf.py"
    deaf = "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    script.write_text(deaf + WAIT, encoding="utf-8")
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=f"{sys.executable} {script} {tmp_path}")
    waits_for(tmp_path / "open")
    terminal.types("\x03")
    terminal.until("^C")
    (tmp_path / "close").touch()
    assert terminal.ends()[0] == 0
    assert record(tracker)["title"] == "Mine: Inspect ferries"


def test_an_editor_that_ctrl_c_ends_is_exit_130_and_keeps_the_draft(tracker: Program, tmp_path: Path) -> None:
    script = tmp_path / "wait.py"
    script.write_text("import signal\nsignal.signal(signal.SIGINT, signal.SIG_DFL)\n" + WAIT, encoding="utf-8")
    terminal = Terminal(tmp_path, "edit", "1", EDITOR=f"{sys.executable} {script} {tmp_path}")
    waits_for(tmp_path / "open")
    terminal.types("\x03")
    assert terminal.ends()[0] == 130
    assert record(tracker)["title"] == "Inspect ferries"
    assert [path.suffix for path in drafts(tmp_path)] == [".base", ".md"]
