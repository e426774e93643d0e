"""Paths, settings and who is asking."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import dates
from tracker.files import decode_utf8, expand_home, resolve_links
from tracker.model import COLOURS, DUE_DAYS, SHOWN_ROWS, STALE_MONTHS, UsageError
from tracker.process.system_errors import describe_cause
from tracker.text import find_nearest, match_code, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

ON_LINUX: bool = sys.platform == "linux"
SETTING_MOST = 100_000  # of a number that is set


class Settings(NamedTuple):
    """What a user has set; empty, or as usual, where nothing is."""

    database: str = ""
    who: str = ""
    stale_months: int = STALE_MONTHS
    due_days: int = DUE_DAYS
    limit: int = SHOWN_ROWS
    color: str = "auto"
    pager: str = ""
    editor: str = ""
    theme: str = ""


def database_path(named: str | None = None) -> Path:
    """The database to use: the one named, else `TRACKER_DB`, else the one set, else the user's own; `~` is expanded.

    Raises UsageError for an empty name, which a failed command in a shell leaves behind.
    """
    if named == "":
        raise UsageError("the name of the database is empty", field="db")
    chosen = os.environ.get("TRACKER_DB") if named is None else named
    if chosen is None:
        chosen = settings().database or None
    if chosen == "":
        raise UsageError("the name of the database is empty: check TRACKER_DB")
    if chosen:
        return expand_home(chosen)
    return _data_folder() / "tracker.db"


def user_name() -> str:
    """The name under which changes are entered in the history."""
    if settings().who:
        return settings().who
    import getpass

    try:
        return visible_line(getpass.getuser())
    except (KeyError, OSError):
        return "unknown"


def settings() -> Settings:
    """What the user has set, as it was when it was first asked for; what is usual if the file is wrong."""
    return _load_settings(os.environ.get("XDG_CONFIG_HOME"), os.environ.get("HOME"))[0]


def check_settings() -> None:
    """Raise UsageError, which names the file and the line, if what the user has set is wrong."""
    _, error = _load_settings(os.environ.get("XDG_CONFIG_HOME"), os.environ.get("HOME"))
    if error is not None:
        raise error


@cache
def _load_settings(*_home: str | None) -> tuple[Settings, UsageError | None]:
    path = settings_file()
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), None
    except OSError as error:
        return Settings(), UsageError(f"{path} cannot be read: {describe_cause(error)}")
    try:
        return Settings(**parse_settings(data, str(path))), None
    except UsageError as error:
        return Settings(), UsageError(f"{error}; correct it with: tracker config edit")


def stale_since(today: date) -> date:
    """The day since when an open proposal must have had attention, or it is stale."""
    return dates.shift_day(today, -settings().stale_months, "m")


def colour_mode(wanted: str = "auto") -> str:
    """When there is colour, `auto`, `always` or `never`: as the option says, else the environment, else what is set.

    Raises UsageError for any other word.
    """
    if wanted == "auto":
        wanted = os.environ.get("TRACKER_COLOR") or "auto"
    wanted = match_code(wanted, COLOURS, "colour")
    if wanted != "auto":
        return wanted
    if os.environ.get("NO_COLOR") or is_accessible():
        return "never"
    if any(os.environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return "always"
    if os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb":
        return "never"
    return settings().color


def is_accessible() -> bool:
    """Whether the terminal is read out: words in the place of signs, no columns, no pager, no screen."""
    return os.environ.get("TRACKER_ACCESSIBLE", "") not in {"", "0"}


def settings_file() -> Path:
    """The file of the user's settings (XDG Base Directory Specification), whether it is there or not."""
    return _xdg_folder("XDG_CONFIG_HOME", ".config", "user_config_dir") / "config.toml"


def state_folder() -> Path:
    """Where drafts, crash reports and the screen's own state are kept (XDG Base Directory Specification)."""
    return _xdg_folder("XDG_STATE_HOME", ".local/state", "user_state_dir")


def state_file(database: Path, folder: str, ending: str) -> Path:
    """The file in that folder of the state that belongs to one database, told apart by where it really is."""
    from hashlib import sha256

    where = resolve_links(database)
    name = f"{where.stem[:40]}-{sha256(os.fsencode(where)).hexdigest()[:12]}{ending}"
    return state_folder() / folder / name


def _data_folder() -> Path:
    return _xdg_folder("XDG_DATA_HOME", ".local/share", "user_data_dir")


def _xdg_folder(variable: str, on_linux: str, elsewhere: str) -> Path:
    """A folder of ours: in the one that an XDG variable names, else where the system keeps such things.

    A relative path in the variable is invalid and ignored, as the specification says: what is kept must not depend on
    the folder in which one stands. So is one in HOME.
    """
    named = os.environ.get(variable, "")
    if Path(named).is_absolute():
        return Path(named) / "tracker"
    if ON_LINUX:
        return _home_folder() / on_linux / "tracker"
    import platformdirs

    return Path(getattr(platformdirs, elsewhere)("tracker"))


def _home_folder() -> Path:
    home = os.environ.get("HOME", "")
    if Path(home).is_absolute():
        return Path(home)
    import pwd

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        raise UsageError("there is no home folder: HOME is not an absolute path", remedies=("db",)) from None


def demo_folder() -> Path:
    """The folder of the sample data: inside the installed package, or the checkout's own."""
    packaged = Path(__file__).parent / "_demo"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "fixtures" / "demo"


class SettingKey(NamedTuple):
    """A setting as the file explains it: an example, what it is for, what it takes, and whether a value is that."""

    name: str
    example: str
    says: str
    takes: str
    fits: Callable[[Any], bool]


def _is_setting_text(value: Any) -> bool:
    return isinstance(value, str) and value.strip() != "" and visible_line(value) == value


def _is_setting_path(value: Any) -> bool:
    return _is_setting_text(value) and re.match(r"[/~]|[A-Za-z]:[\\/]", value) is not None


def _is_setting_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= SETTING_MOST


NUMBER = f"a whole number from 1 to {SETTING_MOST:,}"
SETTING_KEYS = {
    key.name: key
    for key in (
        SettingKey(
            "database",
            '"~/policy/tracker.db"',
            "The database to use, unless the command line or TRACKER_DB names one.",
            "a path in quotes that begins with / or ~",
            _is_setting_path,
        ),
        SettingKey(
            "who", '"ana"', "Your name in the history; else that of your account.", "a name in quotes", _is_setting_text
        ),
        SettingKey(
            "stale_months",
            f"{STALE_MONTHS}",
            "After how many months without an event, repetition or look an open proposal is stale.",
            NUMBER,
            _is_setting_number,
        ),
        SettingKey(
            "due_days",
            f"{DUE_DAYS}",
            "How many days before its deadline a proposal is due.",
            NUMBER,
            _is_setting_number,
        ),
        SettingKey(
            "limit",
            f"{SHOWN_ROWS}",
            "How many rows a list has on a terminal; -L says it for one list. In a pipe a list is whole.",
            NUMBER,
            _is_setting_number,
        ),
        SettingKey(
            "color",
            '"auto"',
            "When there is colour, unless the command line or a variable says it.",
            " or ".join(f'"{one}"' for one in COLOURS),
            lambda value: value in COLOURS,
        ),
        SettingKey(
            "pager",
            '"less"',
            'What shows output that is longer than the terminal, unless TRACKER_PAGER or PAGER is set; "cat" is none.',
            "a command in quotes",
            _is_setting_text,
        ),
        SettingKey(
            "editor",
            '"vi"',
            "The editor, unless TRACKER_EDITOR, VISUAL or EDITOR is set.",
            "a command in quotes",
            _is_setting_text,
        ),
        SettingKey(
            "theme",
            '"textual-dark"',
            "The theme of the screen, unless TRACKER_THEME or TEXTUAL_THEME is set; else the one chosen last.",
            "the name of a theme in quotes; the palette of the screen lists them",
            _is_setting_text,
        ),
    )
}


def usual_settings_text() -> str:
    """The file as it is first written: every setting explained, none set."""
    parts = [f"# {key.says}\n# {key.name} = {key.example}\n" for key in SETTING_KEYS.values()]
    return "\n".join(["# Settings of tracker. Take the # before a name away to set it.\n", *parts])


def parse_settings(data: bytes, name: str) -> dict[str, Any]:
    """What a file sets, each setting with its value; the file is called by this name in errors.

    Raises UsageError, which names the line, for what is no TOML, no setting, or not what a setting takes.
    """
    import tomllib

    try:
        text = decode_utf8(data)
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start + 1})") from error
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        where = where.rstrip(")").replace("end of document", f"line {len(text.splitlines())}")
        raise UsageError(f"{name}, {where}: {what[:1].lower()}{what[1:]}") from error
    except RecursionError as error:
        raise UsageError(f"{name} cannot be read: it is nested too deeply") from error
    for typed, value in found.items():
        _refuse_wrong_setting(typed, value, f"{name}{_setting_line(text, typed)}")
    return found


def _refuse_wrong_setting(typed: str, value: Any, where: str) -> None:
    if typed not in SETTING_KEYS:
        near = find_nearest(typed, SETTING_KEYS)
        hint = f"did you mean {near}?" if near else f"there are {', '.join(SETTING_KEYS)}"
        raise UsageError(f"{where}: no setting '{visible_line(typed, 60)}'; {hint}")
    if not SETTING_KEYS[typed].fits(value):
        raise UsageError(f"{where}: {typed} takes {SETTING_KEYS[typed].takes}")


def _setting_line(text: str, name: str) -> str:
    """Where a name is set, `, line 3`; empty where it is written in a way that only a parser can follow."""
    lines = re.split(r"\r\n|\n", text)
    pattern = re.compile(rf"\s*(?:\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((f", line {number}" for number, line in enumerate(lines, 1) if pattern.match(line)), "")
