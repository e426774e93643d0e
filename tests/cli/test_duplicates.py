"""The very same again is said before it is written: warned of in a pipe, asked about on a terminal, or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpers.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

ADD = ("add", "Inspect ferries", "--by", "Norland", "--to", "Island", "--date", "2012-05")
QUOTED = ("--source", "1", "--quote", "ferries are safe")


@pytest.fixture
def coded_once(tracker: Program, tmp_path: Path) -> Program:
    """A proposal with a step that has a quote, another without, and a look."""
    paper = tmp_path / "paper.txt"
    paper.write_text("A paper\n\nAll ferries are safe. Piers are old.\n", encoding="utf-8")
    tracker.done("source", "add", str(paper))
    tracker.done(*ADD)
    tracker.done("update", "1", "-s", "on-agenda", "--on", "2013", *QUOTED)
    tracker.done("update", "1", "-s", "adopted", "--on", "2014")
    tracker.done("looked", "1", "--in", "BelTA", "--on", "2015", "--note", "n")
    return tracker


AGAIN = [
    (ADD, "#1 is the very same: title, proposer, addressee and date"),
    (("add", "INSPECT  ferries", *ADD[2:]), "#1 is the very same: title, proposer, addressee and date"),
    (("add", "Inspect ferries", *QUOTED), "#1 is the very same: title, and quote of the same source"),
    (("cite", "1", *QUOTED, "--event", "1"), "#1 has the very same already: the quote of source 1"),
    (("update", "1", "--summary", "S", *QUOTED), "#1 has the very same already: the quote of source 1"),
    (("update", "1", "-s", "in-progress", *QUOTED), "#1 has the very same already: the quote of source 1"),
    (("update", "1", "-s", "adopted", "--on", "2014"), "event 3 of #1 is the very same: adopted, 2014, and no further"),
    (
        ("update", "1", "-s", "on-agenda", "--on", "2013", *QUOTED),
        "event 2 of #1 is the very same: on-agenda, 2013, and",
    ),
    (("looked", "1", "--in", "BelTA", "--on", "2015", "--note", "n"), "#1 has the very same look already: 2015"),
]


@pytest.mark.parametrize(("args", "says"), AGAIN)
def test_the_very_same_is_written_with_a_warning_or_refused(
    coded_once: Program, args: tuple[str, ...], says: str
) -> None:
    before = coded_once.done("log")
    refused = coded_once(*args, "--no-duplicates")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == f"tracker: {refused.err.removeprefix('tracker: ')}"
    assert says in refused.err
    assert refused.err.endswith("; nothing was changed\n")
    assert coded_once.done("log") == before
    taken = coded_once(*args)
    assert (taken.code, f"Warning: {says}" in taken.err) == (0, True)
    assert taken.err.count("Warning: ") == 1


@pytest.mark.parametrize(
    "args",
    [
        (*ADD[:-1], "2012-06"),
        (*ADD, "--to", "Council"),
        ("add", "Inspect ferries", "--date", "2012-05"),
        ("add", "Inspect piers", *ADD[2:]),
        ("cite", "1", "--source", "1", "--quote", "Piers are old"),
        ("cite", "1", *QUOTED, "--against"),
        ("update", "1", "-s", "adopted", "--on", "2015"),
        ("update", "1", "-s", "adopted", "--on", "2014", "--for", "Island"),
        ("update", "1", "-s", "adopted", "--on", "2014", "--source", "1", "--quote", "Piers are old"),
        ("update", "1", "--corrects", "3", "--because", "b"),
        ("looked", "1", "--in", "BelTA", "--on", "2016"),
    ],
)
def test_what_differs_is_not_the_very_same(coded_once: Program, args: tuple[str, ...]) -> None:
    answer = coded_once(*args, "--no-duplicates")
    assert (answer.code, "Warning" in answer.err) == (0, False)


def test_what_was_removed_or_undone_may_be_added_again(coded_once: Program) -> None:
    coded_once.done("rm", "1")
    assert coded_once(*ADD, "--no-duplicates").code == 0
    coded_once.done("undo")
    assert coded_once(*ADD, "--no-duplicates").code == 0


def test_a_dry_run_says_it_too(coded_once: Program) -> None:
    assert "Warning: #1 is the very same" in coded_once(*ADD, "-n").err


@pytest.mark.parametrize(("answer", "code", "kept"), [("y", 0, 2), ("", 1, 1)])
def test_on_a_terminal_it_is_asked(coded_once: Program, tmp_path: Path, answer: str, code: int, kept: int) -> None:
    terminal = Terminal(tmp_path, "--db", str(coded_once.db), *ADD)
    terminal.answers("#1 is the very same: title, proposer, addressee and date; write it again anyway? [y/N] ", answer)
    ended, shown = terminal.ends()
    assert (ended, "Warning" in shown) == (code, False)
    assert coded_once.done("list", "--count") == str(kept)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("link", "1", "related", "2"), "linked already"),
        (("update", "1", "--add-tag", "a"), "already has these values"),
        (("cite", "2", "--source", "1"), "cites that already"),
    ],
)
def test_what_is_there_once_only_says_so(coded_once: Program, args: tuple[str, ...], says: str) -> None:
    coded_once.done("add", "Another")
    coded_once.done(*args)
    again = coded_once(*args)
    assert (again.code, says in again.err) == (2, True)


def test_a_source_that_is_there_is_said_to_be(coded_once: Program, tmp_path: Path) -> None:
    again = coded_once("source", "add", str(tmp_path / "paper.txt"))
    assert (again.code, "already" in again.err) == (0, True)
