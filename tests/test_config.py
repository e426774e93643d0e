"""The settings of a user: what the file may say, what it is told where it is wrong, and that each works everywhere."""

from __future__ import annotations

import os
import pwd
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpers import factories
from helpers.factories import TODAY
from helpers.program import Program
from tracker import config, query
from tracker.cli.commands import config as config_command
from tracker.cli.render import terminal
from tracker.clocks import Clock
from tracker.config import SETTING_KEYS, Settings, parse_settings, usual_settings_text
from tracker.editing import drafts
from tracker.model import NewProposal, UsageError
from tracker.store.as_of import states
from tracker.store.records import proposals
from tracker.store.search import listing
from tracker.tui import themes
from tracker.tui.app import TrackerApp

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Ledger

EDITOR = """#!/bin/sh
cp "$1" "{folder}/given"
test -e "{folder}/typed" && cat "{folder}/typed" > "$1"
exit 0
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings of the test's own, without anybody's variables."""
    for name in {name for names in config_command.BEFORE.values() for name in names}:
        monkeypatch.delenv(name, raising=False)
    for name in ("CONFIG", "STATE", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("TERM", "xterm")
    return tmp_path


def put(text: str) -> Path:
    """Set this, as a file that is read from now on."""
    path = config.settings_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    config._load_settings.cache_clear()
    return path


@pytest.fixture
def program(home: Path, ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> Program:  # noqa: ARG001 - settings of its own
    return Program(ledger.path, capsys)


def test_the_file_explains_every_setting_and_sets_none() -> None:
    text = usual_settings_text()
    assert parse_settings(text.encode(), "it") == {}
    explained = re.findall(r"^# (\w+) = ", text, re.MULTILINE)
    assert tuple(explained) == Settings._fields == tuple(SETTING_KEYS)


def test_every_example_of_the_file_is_a_right_value() -> None:
    text = re.sub(r"^# (\w+ = )", r"\1", usual_settings_text(), flags=re.MULTILINE)
    found = Settings(**parse_settings(text.encode(), "it"))
    assert {name for name, value in found._asdict().items() if value} == {*Settings._fields}
    assert (found.stale_months, found.due_days, found.limit, found.color) == Settings()[2:6]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("stale_month = 3", "it, line 1: no setting 'stale_month'; did you mean stale_months?"),
        ("\n\nDB = '/x'", "it, line 3: no setting 'DB'; there are database, who"),
        ("# limit = 3\nlimit = '3'", "it, line 2: limit takes a whole number from 1 to 100,000"),
        ("limit = 0", "it, line 1: limit takes a whole number"),
        ("limit = true", "it, line 1: limit takes a whole number"),
        ("who = ''", "it, line 1: who takes a name in quotes"),
        ('who = "a\\u001b"', "it, line 1: who takes a name in quotes"),
        ("database = 'here.db'", "it, line 1: database takes a path in quotes that begins with / or ~"),
        ("color = 'red'", 'it, line 1: color takes "auto" or "always" or "never"'),
        ("[screen]\ntheme = 'x'", "it, line 1: no setting 'screen'"),
        ("who.name = 'x'", "it, line 1: who takes a name in quotes"),
        ("limit = 3 4", "it, line 1, column 11: expected newline"),
        ("limit = 3\nlimit = 4", "it, line 2: cannot overwrite a value"),
        ('who = "a', "it, "),
        ("x = " + "[" * 5_000, "it"),
        ("\x00", "it, line 1, column 1: invalid"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_what_is_right(text: str, said: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(said)}"):
        parse_settings(text.encode(), "it")


def test_a_file_that_cannot_be_read_says_so(home: Path) -> None:
    put("").write_bytes(b"who = '\xff'")
    with pytest.raises(UsageError, match=r"is not UTF-8 \(byte 8\); correct it with: tracker config edit"):
        config.check_settings()
    (home / "state" / "tracker" / "config.toml").mkdir(parents=True)


# a wrong file


def test_with_a_wrong_file_commands_say_it_and_help_and_edit_still_work(program: Program) -> None:
    path = put("limits = 3")
    refused = program("list")
    assert refused.code == 2
    assert refused.err == (
        f"tracker: {path}, line 1: no setting 'limits'; did you mean limit?; correct it with: tracker config edit\n"
    )
    assert program("demo", "--path").code == 2
    assert "newest status" in program.done("list", "--help")
    assert "newest status" in program.done("help", "list")
    assert "TRACKER_DB" in program.done("help", "environment")
    assert program.done("config", "path") == str(path)
    assert program("config", "show").code == 2
    assert "_tracker" in program.done("completion", "bash")


def test_the_screen_says_it_before_it_opens(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    put("limit = no")
    monkeypatch.setattr("tracker.cli.session.is_interactive", lambda: True)
    monkeypatch.setattr("tracker.tui.app.run_screen", lambda *_, **__: pytest.fail("it opened"))
    answer = program()
    assert (answer.code, "line 1" in answer.err) == (2, True)


# config edit


@pytest.fixture
def editor(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor that keeps what it was given, and types what the test says."""
    script = home / "editor"
    script.write_text(EDITOR.format(folder=home), encoding="utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("TRACKER_EDITOR", str(script))
    return home


def test_the_first_edit_begins_with_the_explained_file_and_keeps_it(program: Program, editor: Path) -> None:
    path = config.settings_file()
    assert program.done("config", "edit") == str(path)
    assert (editor / "given").read_text() == usual_settings_text() == path.read_text()
    assert "Nothing was changed" in program("config", "edit").err
    (editor / "typed").write_text("limit = 7\n")
    program.done("config", "edit")
    assert path.read_text() == "limit = 7\n"
    assert [*(path.parent.iterdir())] == [path]


def test_a_mistake_is_not_kept_and_the_same_text_opens_again_with_it(program: Program, editor: Path) -> None:
    path = put("limit = 9\n")
    (editor / "typed").write_text("# mine\nlimits = 7\n")
    refused = program("config", "edit")
    assert refused.code == 2
    assert "line 3: no setting 'limits'; did you mean limit?; your draft is kept" in refused.err
    assert path.read_text() == "limit = 9\n"
    (editor / "typed").write_text("# mine\nlimit = 7\n")
    program.done("config", "edit")
    given = (editor / "given").read_text().splitlines()
    assert given[0].startswith("#! Not kept: config.toml, line 3: no setting 'limits'")
    assert given[2] == "limits = 7"
    assert path.read_text() == "# mine\nlimit = 7\n"
    assert not [*(editor / "state" / "tracker" / "drafts").glob("config.toml")]


def test_a_wrong_file_is_mended_by_it_and_a_link_stays_one(program: Program, editor: Path) -> None:
    path = put("limit = 9 9\n")
    real = path.rename(editor / "real.toml")
    path.symlink_to(real)
    (editor / "typed").write_text("limit = 8\n")
    program.done("config", "edit")
    assert path.is_symlink()
    assert real.read_text() == "limit = 8\n"


# what is set holds


def test_show_says_what_holds_and_where_that_is_said(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    put("who = 'ana'\neditor = 'nano'\ncolor = 'never'\n")
    monkeypatch.setenv("VISUAL", "emacs")
    rows = dict(line.split("\t", 1) for line in program.done("config", "show").splitlines())
    assert tuple(rows) == Settings._fields
    assert rows["who"] == "ana\tconfig.toml"
    assert rows["editor"] == "emacs\tVISUAL"
    assert rows["color"] == "never\tconfig.toml"
    assert rows["limit"] == "30\tusual"
    assert rows["database"] == f"{config.database_path()}\tusual"
    for name, variables in config_command.BEFORE.items():
        for variable in variables:
            monkeypatch.setenv(variable, "always" if name == "color" else "/it")
            shown = dict(line.split("\t", 1) for line in program.done("config", "show").splitlines())
            assert shown[name].endswith(f"\t{variable}")
            monkeypatch.delenv(variable)


def test_an_option_goes_before_a_variable_and_that_before_a_setting(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert config.database_path() == home / "data" / "tracker" / "tracker.db"
    put("database = '~/set.db'\ncolor = 'always'\n")
    monkeypatch.setenv("HOME", str(home))
    assert config.database_path() == home / "set.db"
    assert config.colour_mode() == "always"
    monkeypatch.setenv("TRACKER_DB", str(home / "variable.db"))
    assert config.database_path() == home / "variable.db"
    assert config.database_path("named.db").name == "named.db"
    monkeypatch.setenv("NO_COLOR", "1")
    assert config.colour_mode() == "never"
    assert config.colour_mode("always") == "always"


def test_the_name_that_is_set_is_entered_in_the_history(program: Program) -> None:
    put("who = 'Ana Lytic'")
    program.done("add", "A proposal")
    assert "Ana Lytic" in program.done("log")


def test_the_rows_of_a_list_on_a_terminal_are_those_that_are_set(
    program: Program, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        factories.add(ledger, f"Number {number}")
    put("limit = 2")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TRACKER_FORMAT", "table")
    assert "2 of 5" in program("list").err
    assert "4 of 5" in program("list", "-L", "4").err
    assert "2 of 5" in program("list", "--as-of", "9998").err


@pytest.mark.usefixtures("home")
def test_the_stale_period_holds_in_queries_on_pages_and_for_any_day(ledger: Ledger) -> None:
    with factories.writing_at(ledger, "2026-08-01T00:00:00.000Z") as change:
        one = proposals.add(change, NewProposal("Old", proposed_on="2026-08-01"))
        change.update("proposals", one, added_at="2026-08-01T00:00:00.000Z")
        change.execute("UPDATE status_events SET recorded_at = '2026-08-01T00:00:00.000Z'")

    def stale() -> tuple[list[int], bool, bool]:
        (record,) = proposals.read_records(ledger, [one], TODAY)
        clock = Clock(as_of=TODAY)
        then = states.proposals_as_of(ledger, [one], clock)[one]
        told = states.facts_as_of(ledger, [then], clock)[one]
        found = [*listing.matching_ids(ledger, query.parse_query(["is:stale"], TODAY))]
        return found, "stale" in record.flags, "stale" in states.flags_as_of(then, told, TODAY, is_open=True)

    assert stale() == ([], False, False)
    put("stale_months = 3")
    assert stale() == ([one], True, True)


def test_the_days_of_due_hold_for_the_command_and_the_flag(program: Program, ledger: Ledger) -> None:
    put("due_days = 40")
    factories.add(ledger, "Soon", deadline_on="2026-12-30")
    assert [*listing.matching_ids(ledger, query.parse_query(["is:due"], TODAY))] == [1]
    program.done("add", "In a month", "--deadline", "+30d")
    assert "due\t2\t" in program.done("due")
    assert "due\t2\t" not in program.done("due", "--days", "20")


@pytest.mark.usefixtures("home")
def test_the_editor_and_the_pager_that_are_set_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    put("editor = 'my-editor --wait'\npager = 'my-pager'")
    assert drafts._editor() == ("my-editor --wait", ["my-editor", "--wait"])
    monkeypatch.setenv("EDITOR", "ed")
    assert drafts._editor() == ("ed", ["ed"])
    for name in ("TRACKER_PAGER", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert terminal._pager() == ["my-pager"]
    monkeypatch.setenv("PAGER", "more -s")
    assert terminal._pager() == ["more", "-s"]


def test_the_theme_and_the_colour_that_are_set_are_those_of_the_screen(
    home: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    put("theme = 'nord'\ncolor = 'never'")
    known = {"nord", "textual-dark", "gruvbox"}
    themes.remember("gruvbox")
    assert themes.first_theme(known) == ("nord", "")
    monkeypatch.setenv("TRACKER_THEME", "textual-dark")
    assert themes.first_theme(known) == ("textual-dark", "")
    monkeypatch.delenv("TRACKER_THEME")
    screen = TrackerApp(ledger.path)
    assert screen.plain
    screen.ledger.close()
    put("theme = 'none such'")
    assert themes.first_theme(known) == (
        "gruvbox",
        f"{home}/config/tracker/config.toml: no theme 'none such'; ctrl+p lists them",
    )


@pytest.mark.parametrize("relative", ["share", "./share", "../share", "~/share", ""])
@pytest.mark.parametrize(
    ("variable", "where"),
    [
        ("XDG_DATA_HOME", (".local/share/tracker", lambda: config.database_path().parent)),
        ("XDG_STATE_HOME", (".local/state/tracker", config.state_folder)),
        ("XDG_CONFIG_HOME", (".config/tracker", lambda: config.settings_file().parent)),
    ],
)
@pytest.mark.skipif(not config.ON_LINUX, reason="elsewhere the system says where")
def test_a_relative_folder_of_the_environment_is_ignored(
    home: Path, monkeypatch: pytest.MonkeyPatch, relative: str, variable: str, where: tuple[str, Callable[[], Path]]
) -> None:
    folder, path = where
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("TRACKER_DB", raising=False)
    monkeypatch.setenv(variable, relative)
    assert path() == home / folder
    monkeypatch.setenv("HOME", relative)
    assert path().is_absolute()
    assert path() == Path(pwd.getpwuid(os.getuid()).pw_dir) / folder
