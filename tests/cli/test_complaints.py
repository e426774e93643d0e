"""What is wrong is one line with its exit code; hostile text is shown as text; help and an interrupt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tracker import cli
from tracker.cli.app import HOMES, app

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program


pytestmark = pytest.mark.database  # every command on each engine

HOSTILE = "[@click=app.quit()] [/] \x1b]52;c;aGk=\x07 \u202eevil \x9b31m"


# what is wrong


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["add", " "], 2, "a proposal needs a title"),
        (["add", "T", "-t", "migrants"], 2, "did you mean migration?"),
        (["add", "T", "-s", "adoptd"], 2, "did you mean adopted?"),
        (["add", "T", "--kind", "wish"], 2, "no kind 'wish'"),
        (["add", "T", "--date", "05/06/2012"], 2, "could be 5 June 2012 or 6 May 2012"),
        (["add", "T", "--date", "15 May"], 2, "has no year"),
        (["add", "T", "--date", "2012-02-30"], 2, "--date"),
        (["add", "a\x00b"], 2, "NUL character at position 2"),
        (["add", "T", "--summary", "a\udc80"], 2, "position 2"),
        (["add", "T", "--source", "1", "--quote", "no such words"], 2, "not in the source"),
        (["add", "T", "--source", "1", "--quote", "the council"], 2, "times"),
        (["add", "T", "--source", "1", "--translation", "x"], 2, "needs the passage that it translates"),
        (["add", "T", "--quote", "x"], 2, "needs its source"),
        (["add", "T", "--source", "nowhere.txt", "--quote", "x"], 3, "no source 'nowhere.txt'"),
        (["add", "T", "--part-of", "99"], 3, "no proposal 99"),
        (["list", "topik:x"], 2, "did you mean topic?"),
        (["list", "topic:x"], 2, "no topic 'x'"),
        (["list", "status:x"], 2, "no status 'x'"),
        (["list", "is:x"], 2, "is:"),
        (["list", "is:removed,open"], 2, "stands alone"),
        (["list", "by:nobody"], 2, "no actor 'nobody'"),
        (["log", "99"], 3, "no proposal 99"),
        (["list", "date:x"], 2, "date"),
        (["list", "--format", "q"], 2, "no format 'q'"),
        (["list", "--nope"], 2, "no such option"),
        (["show", "99"], 3, "no proposal 99"),
        (["show", "x"], 2, "'x' is not a proposal number"),
        (["show", "9" * 30], 3, "no proposal"),
        (["show", "0"], 2, "is not a proposal number"),
        (["add", "T", "--date", "2999"], 2, "in the future"),
        (["update", "1", "-s", "on-agenda", "--on", "2999-01"], 2, "in the future"),
        (["update", "1", "--title", "Inspect ferries jointly"], 2, "already has these values"),
        (["list", "not:topic:migration"], 2, "topic!=migration"),
        (["list", "--color", "pink", "--format", "table"], 2, "no colour 'pink'"),
        (["export", "-o", "out.odt"], 2, "no format for .odt"),
        (["update", "1"], 2, "nothing to change"),
        (["update", "1", "--on", "2012"], 2, "give it too: --status"),
        (["update", "1", "-s", "rejected", "--reason", "voted-dwon"], 2, "did you mean voted-down?"),
        (["update", "1", "--remove-tag", "nope"], 2, "has no tag nope"),
        (["update", "99", "--title", "x"], 3, "no proposal 99"),
        (["cite", "1", "--source", "1", "--quote", "went home", "--event", "99"], 3, "no status event 99"),
        (["source", "add", "nowhere.txt"], 2, "no file nowhere.txt"),
        (["source", "show", "99"], 3, "no source 99"),
        (["restore", "1"], 2, "was not removed"),
        (["undo", "99"], 3, "no change 99"),
        (["redo"], 2, "nothing to redo"),
        (["export", "--table", "topcs"], 2, "did you mean topics?"),
        (["demo"], 2, "needs a terminal"),
        (["lst"], 2, "did you mean list?"),
    ],
)
def test_what_is_wrong_is_one_line_with_its_exit_code_and_writes_nothing(
    coded: Program, args: list[str], code: int, says: str
) -> None:
    before = coded.done("log")
    answer = coded(*args)
    assert (answer.code, answer.out, answer.err.count("\n")) == (code, "", 1)
    assert says in answer.err
    assert answer.err.startswith("tracker: ")
    assert coded.done("log") == before


def test_the_help_goes_to_stderr_when_there_is_no_terminal_for_the_screen(tracker: Program) -> None:
    answer = tracker()
    assert (answer.code, answer.out) == (2, "")
    assert "Commands:" in answer.err


@pytest.mark.parametrize("field", ["title", "summary", "by", "spoken-by", "place", "meeting", "tag", "quote", "note"])
def test_hostile_text_is_shown_as_text_everywhere(tracker: Program, field: str) -> None:
    option = [] if field == "title" else [f"--{field}", HOSTILE]
    source = ["--source", "https://example.org"] if field == "quote" else []
    tracker.done("add", HOSTILE if field == "title" else "T", *option, *source)
    said = [tracker.done("list"), tracker.done("show", "1", "--history"), tracker.done("log"), tracker("undo").err]
    everything = "".join(said) + tracker.done("list", "--json")
    assert not set(everything) & set("\x1b\x07\x9b\u202e")
    assert "[@click=app.quit()] [/]" in "".join(said) or field in {"tag", "note"}


def test_a_failure_of_ours_is_one_line_and_its_traceback_is_kept(
    tracker: Program, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tracker.query.parse_query", broken)
    answer = tracker("list")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "ZeroDivisionError" in (tmp_path / "state" / "tracker" / "crash.txt").read_text(encoding="utf-8")


# help


def test_the_first_sentence_of_each_command_is_the_one_in_the_overview(tracker: Program) -> None:
    import typer  # noqa: PLC0415

    group: Any = typer.main.get_command(app)
    for name, (_, sentence) in HOMES.items():
        command = group.get_command(None, name)
        assert " ".join(command.help.split("\n\n")[0].split()).split(". ")[0].rstrip(".") == sentence.rstrip("."), name
    assert tracker.done("--help").count("\n") > len(HOMES)


def test_help_of_a_command_is_its_own_help(tracker: Program) -> None:
    assert tracker.done("help", "source", "add") == tracker.done("source", "add", "--help")
    assert tracker("help", "nope").code == 2


def test_statuses_are_explained_without_a_database(tracker: Program) -> None:
    assert "usual next: on-agenda, adopted" in " ".join(tracker.done("statuses").split())
    assert len(tracker("statuses", "--json").data) == 10


def test_interrupting_exits_130(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tracker.query.parse_query", interrupted)
    assert tracker("list").code == cli.INTERRUPTED
