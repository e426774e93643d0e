"""On a terminal: colour or none, a pager or none, tables that fit, near dates as people say them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from helpers.terminal import printed
from tracker.cli import session as sessions
from tracker.cli.render import terminal
from tracker.model import UsageError

if TYPE_CHECKING:
    from helpers.program import Program

ESCAPE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")
COMMANDS = ("list", "show 1", "stats", "due", "diff 2012", "log")
VARIABLES = (
    *("TRACKER_COLOR", "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "TERM", "TRACKER_FORMAT"),
    *("PAGER", "TRACKER_PAGER", "COLUMNS", "LINES"),
)
WIDE = "漢字の提案を移民政策のために国連で議論する"


@pytest.fixture(name="tracker")
def of_no_terminal(tracker: Program, monkeypatch: pytest.MonkeyPatch) -> Program:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return tracker


def fill(tracker: Program) -> None:
    """Proposals of long and wide words, one of yesterday, all of them with something to say on each page."""
    yesterday = (date.today() - timedelta(days=1)).isoformat()  # noqa: DTZ011 - as a user's own day
    tracker.done("source", "add", "https://example.org/a", "--title", f"A long title {WIDE}", "--date", "2012")
    evidence = (
        "--source",
        "1",
        "--quote",
        f"a passage {WIDE * 3} e\u0301\u0301\u0301 👩‍👩‍👧‍👦",
        "--locator",
        "para. 14",
    )
    tracker.done(
        *("add", f"Protect the states from migration {WIDE}", "-t", "migration,information-security", *evidence),
        *("--by", "👩‍👩‍👧‍👦 family; Norland", "--spoken-by", "Ada Berg, Minister", "--to", WIDE, "--body", "国連"),
        *("--meeting", "A session", "--place", "Port", "--date", "2012-05", "--deadline", "2013"),
    )
    tracker.done("update", "1", "-s", "partly-implemented", "--on", "2012-11", *evidence)
    tracker.done("add", "e\u0301\u0301cole " * 20, "--by", "Norland", "--date", yesterday, "--deadline", "+5d")
    tracker.done("add", WIDE * 5, "--summary", "A very long text. " * 20, "--date", "2018", "--deadline", "2020")


@pytest.fixture
def filled(tracker: Program) -> Program:
    return tracker.filled_by(fill)


def on_terminal(program: Program, monkeypatch: pytest.MonkeyPatch, *args: str, columns: int = 80) -> str:
    """What a command prints on a terminal of that width; all of it must have done."""
    import sys  # noqa: PLC0415 - pytest puts its own in the place of stdout for each test

    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    return ESCAPE.sub("", program.done(*args, "--no-pager"))


# colour


@pytest.mark.parametrize(
    ("flag", "environment", "on_terminal", "in_a_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("auto", {"CLICOLOR": "0"}, False, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"TRACKER_COLOR": "always", "NO_COLOR": "1"}, True, True),
        ("auto", {"TRACKER_COLOR": "never", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"TRACKER_COLOR": ""}, True, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb", "TRACKER_COLOR": "never"}, True, True),
        ("never", {"FORCE_COLOR": "1", "TRACKER_COLOR": "always"}, False, False),
    ],
)
def test_colour_is_decided_by_the_flag_then_the_environment_then_the_terminal(
    monkeypatch: pytest.MonkeyPatch, flag: str, environment: dict[str, str], *, on_terminal: bool, in_a_pipe: bool
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    session = sessions.Session(color=flag)
    for is_terminal, expected in ((True, on_terminal), (False, in_a_pipe)):
        monkeypatch.setattr("sys.stdout.isatty", lambda is_terminal=is_terminal: is_terminal)
        assert terminal.uses_colour(session) == expected


@pytest.mark.parametrize("wanted", ["sometimes"])
def test_an_unknown_wish_for_colour_is_refused(monkeypatch: pytest.MonkeyPatch, wanted: str) -> None:
    monkeypatch.setenv("TRACKER_COLOR", wanted)
    with pytest.raises(UsageError, match="known: auto, always, never"):
        terminal.uses_colour(sessions.Session())


def test_a_dumb_terminal_gets_no_escape_code_and_any_other_gets_colour(filled: Program) -> None:
    each = "; ".join(f"echo '>{one}'; tracker --no-pager {one}" for one in COMMANDS)
    for environment, coloured in (({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False)):
        code, out = printed(filled.db.parent, each, environment=environment)
        assert code == 0
        for said in out.split("\n>")[0:]:
            assert bool(ESCAPE.search(said)) == coloured, said
        assert ("\x1b" in out) == coloured


def test_data_has_no_colour_unless_it_is_a_table(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for form in ("tsv", "csv", "json", "jsonl", "markdown", "html", "ids"):
        assert "\x1b" not in filled.done("list", "--format", form)
    assert "\x1b" in filled.done("list", "--format", "table")
    assert "\x1b" in filled.done("show", "1")


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "markdown", "html", "table"])
def test_a_named_format_is_the_same_on_a_terminal(filled: Program, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    args = ("list", "sort:id", "--format", form, "--color", "never")
    piped = filled.done(*args)
    assert on_terminal(filled, monkeypatch, *args) == piped.replace("\r", "")


# fitting


@pytest.mark.parametrize("columns", [20, 31, 40, 80, 300])
def test_nothing_is_wider_than_the_terminal_but_an_address(
    filled: Program, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    lists = ("--columns id,by,to,quote,deadline", "--columns summary", "--columns id,evidence,updated", "ecole")
    for command in (
        *COMMANDS,
        "statuses",
        "source list",
        "show 2 3 --history",
        "stats --by topic,status",
        "source show 1 --history",
        "actor list",
        "actor show 1",
        "meeting list",
        "meeting show 1",
        "topic list",
        "topic show migration",
        "tag list",
    ):
        out = on_terminal(filled, monkeypatch, *command.split(), columns=columns)
        assert [line for line in out.splitlines() if cell_len(line) > columns and "https://" not in line] == [], command
    for options in lists:
        out = on_terminal(filled, monkeypatch, "list", *options.split(), columns=columns)
        assert [line for line in out.splitlines() if cell_len(line) > columns] == [], options


def test_wide_characters_keep_the_columns_straight(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    head, *rows = on_terminal(filled, monkeypatch, "list", "sort:id", columns=120).splitlines()
    at = head.index("DATE")
    for row in rows:
        cells = [cell_len(row[:end]) for end in range(len(row) + 1)]
        assert row[cells.index(at)] != " ", row
        assert row[cells.index(at) - 2 : cells.index(at)] == "  ", row


def test_the_title_gives_way_last(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    heads = {}
    for columns in (20, 40, 60, 80, 140):
        heads[columns] = on_terminal(filled, monkeypatch, "list", columns=columns).splitlines()[0].split()
    assert heads[20] == ["ID", "TITLE"]
    assert heads[40] == ["ID", "STATUS", "TITLE"]
    assert heads[60] == ["ID", "STATUS", "TITLE", "DATE", "EV"]
    assert heads[140] == ["ID", "STATUS", "MOVED", "TITLE", "TOPIC", "PROPOSER", "BODY", "DATE", "EV"]


def test_what_has_no_room_is_said(filled: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys  # noqa: PLC0415 - as above

    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    assert filled("list").err.splitlines() == ["3 of 3", "No room for: topic, proposer, body"]
    assert filled("list", "--columns", "id,title,by,to,body,date,deadline").err.startswith("3 of 3\nNo room for: ")


def test_when_it_moved_is_shown_only_where_it_says_more_than_the_date(
    tracker: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker.done("add", "T", "--date", "2012-05")
    assert "MOVED" not in on_terminal(tracker, monkeypatch, "list", columns=200)
    tracker.done("update", "1", "-s", "on-agenda", "--on", "2013")
    assert "MOVED" in on_terminal(tracker, monkeypatch, "list", columns=200)


# dates


def test_a_day_that_is_near_is_told_as_people_do_and_any_other_as_the_source_has_it(
    filled: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = ("list", "id:1,2", "sort:id", "--columns", "date,moved,deadline,added,title")
    first, second = on_terminal(filled, monkeypatch, *named, columns=200).splitlines()[1:]
    assert re.match(r"2012-05 +2012-11 +2013 +today ", first)
    assert re.match(r"yesterday +yesterday +in 5 days +today ", second)
    both = on_terminal(filled, monkeypatch, *named, "--dates", "iso", columns=200)
    assert not re.search("today|yesterday|days", both)


def test_in_a_pipe_dates_are_as_they_are_kept(filled: Program) -> None:
    assert "yesterday" not in filled.done("list") + filled.done("list", "--columns", "date,deadline")


# the pager


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        ({"PAGER": "sed -e s/^/PAGED:/"}, "PAGED:"),
        ({"TRACKER_PAGER": "sed s/^/OWN:/", "PAGER": "sed s/^/PAGED:/"}, "OWN:"),
        ({"TRACKER_PAGER": "", "PAGER": "sed s/^/PAGED:/"}, ""),
        ({"PAGER": ""}, ""),
        ({"PAGER": "  "}, ""),
        ({"PAGER": "cat"}, ""),
        ({"PAGER": "no-such-pager -x"}, ""),
        ({"PAGER": "sed s/^/PAGED:/", "TERM": "dumb"}, "PAGED:"),
    ],
)
def test_what_does_not_fit_goes_through_the_pager_that_was_named(
    filled: Program, environment: dict[str, str], shown: str
) -> None:
    code, out = printed(filled.db.parent, "tracker list", size=(3, 80), environment=environment)
    lines = ESCAPE.sub("", out).splitlines()
    assert (code, [line.split()[0] for line in lines[:3]]) == (0, [shown + one for one in ("ID", "2", "3")]), out
    assert "3 of 3" in lines


def test_what_fits_or_is_not_to_be_paged_is_printed(filled: Program) -> None:
    pager = {"PAGER": "sed s/^/PAGED:/"}
    for shell, lines in (("tracker list", 50), ("tracker --no-pager list", 3), ("tracker list --no-pager | cat", 3)):
        code, out = printed(filled.db.parent, shell, size=(lines, 80), environment=pager)
        assert (code, "PAGED:" in out) == (0, False), shell


def test_a_pager_that_is_left_early_is_no_fault(filled: Program) -> None:
    for _ in range(10):
        filled.done("add", "A title " * 1000)
    code, out = printed(
        filled.db.parent, "tracker list --columns title -L 50", size=(5, 20_000), environment={"PAGER": "true"}
    )
    assert (code, out) == (0, "13 of 13\n")


def test_ctrl_c_is_the_pagers_own(filled: Program) -> None:
    pager = "sh -c 'trap \"echo caught\" INT; kill -INT 0; cat'"
    code, out = printed(filled.db.parent, "tracker list", size=(3, 80), environment={"PAGER": pager})
    assert (code, "caught" in out, "3 of 3" in out) == (0, True, True), out


def test_a_pager_that_cannot_be_read_is_refused_in_one_line(filled: Program) -> None:
    code, out = printed(filled.db.parent, "tracker list", size=(3, 80), environment={"PAGER": "less 'x"})
    assert (code, out.count("\n")) == (2, 1)
    assert "check TRACKER_PAGER and PAGER" in out
