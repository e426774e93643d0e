"""The questions of `tracker add` on a terminal: what is asked, asked again, taken, and the one line at the end."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.terminal import Terminal, bin_folder
from tracker.editing.add_options import Typed, add_command
from tracker.editing.shell import quote_argument

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """A session of the northern council

The delegation of Norland proposes a joint ferry inspection by 2014. It also urges a common register of crews.
"""
PROMPTS = (
    *("Title: ", "Topics: ", "Kind [proposal]: ", "Proposed by: ", "Spoken by (name, office): ", "Addressed to: "),
    *("Body: ", "Meeting: ", "Place: ", "Date: ", "Source (number, title or file): "),
)
FIELDS = (
    *("kind", "title", "summary", "topics", "tags", "status", "status_on", "proposers", "speakers", "addressees"),
    *("body", "meeting", "place", "proposed_on", "deadline_on", "quotes"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "council.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run(folder: Path, *args: str) -> str:
    """What the program prints in a pipe, with the same database and state as on the terminal."""
    environment = {**os.environ, "XDG_STATE_HOME": str(folder / "state"), "TRACKER_DB": str(folder / "t.db")}
    tracker = str(bin_folder(folder) / "tracker")
    return subprocess.run(
        [tracker, *args], capture_output=True, text=True, check=True, cwd=folder, env=environment
    ).stdout


def newest(folder: Path) -> dict[str, Any]:
    (first, *_) = json.loads(run(folder, "list", "--json", "sort:-id"))
    return {name: first[name] for name in FIELDS}


def one_line(shown: str) -> str:
    (found,) = [one for one in shown.splitlines() if one.startswith("In one line: ")]
    return found.removeprefix("In one line: ")


def answered(terminal: Terminal, **answers: str) -> tuple[int, str]:
    """Answer every prompt, with nothing where no answer is given."""
    for prompt in PROMPTS:
        terminal.answers(prompt, answers.get(prompt.split()[0].strip(":").lower(), ""))
    if answers.get("source"):
        terminal.answers("Quote (whole, or first words … last words): ", answers.get("quote", ""))
    terminal.answers("Deadline: ", answers.get("deadline", ""))
    return terminal.ends()


def test_what_is_asked_is_added_and_the_one_line_adds_the_same(folder: Path) -> None:
    code, shown = answered(
        Terminal(folder, "add"),
        title="Inspect 'ferries' jointly",
        topics="other, migration",
        kind="Commitment",
        proposed="Norland; Island",
        spoken="Ada Berg, Minister",
        addressed="Council; ",
        body="Council",
        meeting="Spring session",
        place="Port",
        date="3 March 2012",
        source="council.txt",
        quote="Norland proposes … by 2014",
        deadline="2014",
    )
    assert (code, "Added 1  Inspect 'ferries' jointly  [proposed]" in shown) == (0, True), shown
    added = newest(folder)
    assert (added["topics"], added["proposers"]) == (["other", "migration"], ["Norland", "Island"])
    assert (added["speakers"], added["kind"]) == (["Ada Berg, Minister"], "commitment")
    assert added["quotes"] == ["Norland proposes a joint ferry inspection by 2014"]
    assert added["deadline_on"] == "2014"
    typed = one_line(shown)
    terminal = Terminal(folder, shell=typed)
    terminal.answers("write it again anyway? [y/N] ", "y")
    code, again = terminal.ends()
    assert (code, "Added 2" in again) == (0, True), again
    assert newest(folder) == added
    assert len(json.loads(run(folder, "source", "list", "--json"))) == 1


def test_enter_alone_leaves_all_but_the_title_empty(folder: Path) -> None:
    code, shown = answered(Terminal(folder, "add"), title="Short")
    assert (code, one_line(shown)) == (0, "tracker add Short")
    assert newest(folder)["topics"] == []


def test_a_mistake_is_asked_again_with_the_reason(folder: Path) -> None:
    terminal = Terminal(folder, "add")
    for prompt, answer, reason in [
        ("Title: ", "", "a proposal needs a title"),
        ("Title: ", "T", ""),
        ("Topics: ", "migrants", "no topic 'migrants'; did you mean migration?"),
        ("Topics: ", "Migration", ""),
        ("Kind [proposal]: ", "wish", "no kind 'wish'"),
        ("Kind [proposal]: ", "", ""),
        ("Proposed by: ", "…", "'…' cannot be the name of an actor: it needs a letter or a digit"),
        ("Proposed by: ", "", ""),
        *((prompt, "", "") for prompt in PROMPTS[4:9]),
        ("Date: ", "05/06/2012", "could be 5 June 2012 or 6 May 2012"),
        ("Date: ", "2999", "in the future"),
        ("Date: ", "2012", ""),
        ("Source (number, title or file): ", "7", "no source '7'"),
        ("Source (number, title or file): ", "council.txt", ""),
        ("last words): ", "no such words", "is not in the source"),
        ("last words): ", "common register", ""),
        ("Deadline: ", "soon", "'soon' is not a date"),
        ("Deadline: ", "", ""),
    ]:
        terminal.answers(prompt, answer)
        if reason:
            terminal.until(reason)
    code, shown = terminal.ends()
    assert (code, "Added 1  T  [proposed]" in shown) == (0, True)
    assert newest(folder)["quotes"] == ["common register"]


def test_the_topics_and_the_newest_sources_are_shown(folder: Path) -> None:
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Source {number}\n\nIt says {number}.\n", encoding="utf-8")
        run(folder, "source", "add", f"{number}.txt")
    terminal = Terminal(folder, "add", "--by", "Norland")
    terminal.answers("Title: ", "T")
    assert "known: counter-terrorism, drug-trafficking, " in terminal.until("Topics: ")
    terminal.types("\r")
    terminal.answers("Kind [proposal]: ")
    assert "Proposed by" not in terminal.until("Spoken by")
    for prompt in PROMPTS[4:10]:
        terminal.answers(prompt.split(" (")[-1])
    shown = terminal.until("Source (")
    assert [f"Source {number}" in shown for number in range(5)] == [False, False, True, True, True]
    terminal.answers("file): ", "Source 3")
    terminal.answers("last words): ", "It says 3")
    terminal.answers("Deadline: ")
    assert one_line(terminal.ends()[1]).endswith("--source 'Source 3' --quote 'It says 3'")


def test_what_is_in_use_is_the_default_and_a_hyphen_empties_it(folder: Path) -> None:
    run(folder, "source", "add", "council.txt")
    said = ("--body", "Council", "--meeting", "Spring", "--place", "Port", "--date", "2012", "--by", "Norland")
    run(folder, "use", *said, "--spoken-by", "Ada, Minister", "--source", "1")
    terminal = Terminal(folder, "add")
    terminal.answers("Title: ", "T")
    for prompt, answer in [
        *(("Topics: ", ""), ("Kind [proposal]: ", ""), ("Proposed by [Norland]: ", "")),
        *(("office) [Ada, Minister]: ", "-"), ("Addressed to: ", ""), ("Body [Council]: ", "")),
        *(("Meeting [Spring]: ", ""), ("Place [Port]: ", "-"), ("Date [2012]: ", "")),
        *(("file) [1]: ", ""), ("last words): ", ""), ("Deadline: ", "")),
    ]:
        terminal.answers(prompt, answer)
    code, shown = terminal.ends()
    assert (code, "From tracker use: --by Norland --body Council --meeting Spring --date 2012" in shown) == (0, True)
    added = newest(folder)
    assert (added["speakers"], added["place"], added["meeting"], added["quotes"]) == ([], None, "Spring", [])
    assert "Evidence: source 1 as a whole" in shown
    typed = one_line(shown)
    assert "--no-use" in shlex.split(typed)
    again = Terminal(folder, shell=typed)
    again.answers("#1 is the very same: title, proposer, addressee and date; write it again anyway? [y/N] ", "y")
    assert again.ends()[0] == 0
    assert newest(folder) == added


def test_another_proposer_is_not_offered_the_speaker_in_use(folder: Path) -> None:
    run(folder, "use", "--by", "Norland", "--spoken-by", "Ada, Minister")
    terminal = Terminal(folder, "add")
    terminal.answers("Title: ", "T")
    terminal.answers("Topics: ")
    terminal.answers("Kind [proposal]: ")
    terminal.answers("Proposed by [Norland]: ", "Island")
    terminal.until("office): ")
    assert terminal.is_interrupted()[0] == 130


def test_meetings_that_are_several_are_asked_for_again_until_they_are_one(folder: Path) -> None:
    for place, day in (("Port", "2012-03-03"), ("Port", "2012-12-19")):
        run(folder, "add", "T", "--body", "Council", "--meeting", "Session", "--place", place, "--date", day)
    terminal = Terminal(folder, "add", "--source", "council.txt", "--quote", "common register")
    terminal.answers("Title: ", "New")
    for prompt in PROMPTS[1:6]:
        terminal.answers(prompt.split(" (")[-1])
    for prompt, answer in (("Body: ", "Council"), ("Meeting: ", "Session"), ("Place: ", ""), ("Date: ", "2012")):
        terminal.answers(prompt, answer)
    terminal.until("2 meetings match")
    for prompt, answer in (("[Council]: ", ""), ("[Session]: ", ""), ("Place: ", ""), ("[2012]: ", "2012-12-19")):
        terminal.answers(prompt, answer)
    terminal.answers("Deadline: ")
    assert terminal.ends()[0] == 0
    assert (newest(folder)["place"], newest(folder)["proposed_on"]) == ("Port", "2012-12-19")


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+d"])
@pytest.mark.parametrize("after", [0, 1, 10])
def test_leaving_in_the_middle_leaves_nothing(folder: Path, key: str, after: int) -> None:
    terminal = Terminal(folder, "add")
    for at, prompt in enumerate(PROMPTS[:after]):
        terminal.answers(prompt, "T" if at == 0 else "")
    terminal.until(PROMPTS[after])
    if key == "ctrl+d":
        terminal.types("\x04")
    assert (terminal.is_interrupted() if key == "ctrl+c" else terminal.ends())[0] == 130
    assert not (folder / "t.db").exists()


def test_a_title_is_one_silent_command(folder: Path) -> None:
    code, shown = Terminal(folder, "add", "Title", "-t", "migration").ends()
    assert (code, shown.splitlines()[1:]) == (
        0,
        [
            "Added 1  Title  [proposed]",
            "No evidence yet: tracker cite 1 --source … --quote …",
            "Undo: tracker undo",
        ],
    )


def test_a_source_alone_is_taken_and_a_quote_without_its_source_is_all_that_is_asked(folder: Path) -> None:
    code, shown = Terminal(folder, "add", "Whole", "--source", "council.txt").ends()
    assert (code, "Evidence: source 1 as a whole" in shown) == (0, True)
    terminal = Terminal(folder, "add", "Title", "--quote", "common register")
    terminal.answers("file): ", "1")
    code, shown = terminal.ends()
    assert (code, one_line(shown)) == (0, "tracker add Title --source 1 --quote 'common register'")


def test_what_is_wrong_only_at_the_end_gives_the_line_to_mend(folder: Path) -> None:
    code, shown = answered(Terminal(folder, "add", "--part-of", "7"), title="T")
    assert (code, "tracker: --part-of: no proposal 7; see: tracker list" in shown) == (3, True)
    assert "Nothing was added. Correct it and run: tracker add T --part-of 7" in shown


@pytest.mark.parametrize("args", [["add"], ["add", "-t", "other"], ["--no-input", "add"], ["add", "--no-input"]])
def test_where_nobody_can_be_asked_the_title_is_missing(folder: Path, args: list[str]) -> None:
    done = subprocess.run(
        [str(bin_folder(folder) / "tracker"), "--db", str(folder / "t.db"), *args],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tracker: missing argument 'TITLE'; see: tracker add --help\n"
    assert not (folder / "t.db").exists()


def test_no_input_on_a_terminal_asks_nothing(folder: Path) -> None:
    for args in (["add", "--no-input"], ["add", "T", "--quote", "common register", "--no-input"]):
        code, shown = Terminal(folder, *args).ends()
        assert (code, shown.count("\n")) == (2, 1)


def test_hostile_text_is_shown_as_text_and_kept_out(folder: Path) -> None:
    run(folder, "source", "add", "https://example.org", "--title", "\x1b]0;owned\x07")
    run(folder, "use", "--by", "\x1b[31mRed")
    terminal = Terminal(folder, "add")
    terminal.answers("Title: ", "T")
    terminal.answers("Topics: ")
    terminal.answers("Kind [proposal]: ")
    terminal.answers("Proposed by [␛[31mRed]: ", "-")
    for prompt in PROMPTS[4:10]:
        terminal.answers(prompt.split(" (")[-1])
    assert "1  ␛]0;owned␇" in terminal.until("Source (")
    terminal.types("\r")
    terminal.answers("Deadline: ")
    assert terminal.ends()[0] == 0


# the one line


@settings(deadline=None, max_examples=40)  # each starts a shell
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20), max_size=5))
def test_a_shell_takes_the_line_apart_as_it_was_put_together(arguments: list[str]) -> None:
    printf = 'for one in "$@"; do printf \'%s\\0\' "$one"; done'
    done = subprocess.run(
        ["/bin/bash", "-c", f"set -- {quote_argument(arguments)}\n{printf}"], capture_output=True, check=True
    )
    assert done.stdout.decode().split("\0")[:-1] == arguments
    assert not set(quote_argument(arguments)) & set("\x1b\n\x07\u202e")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (Typed(title="T"), "tracker add T"),
        (Typed(title="-T", proposers=("-a", "b c")), "tracker add --by=-a --by 'b c' -- -T"),
        (
            Typed(title="T", speakers=("A, b",), **{"part-of": ("1", "2")}),
            "tracker add T --spoken-by 'A, b' --part-of 1 --part-of 2",
        ),
    ],
)
def test_the_line_names_each_option(typed: Typed, said: str) -> None:
    assert add_command(typed) == said
