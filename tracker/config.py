"""Paths, settings and who is asking."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker import dates
from tracker.model import COLOURS, DUE_DAYS, SHOWN_ROWS, STALE_MONTHS, UsageError
from tracker.text import visible

if TYPE_CHECKING:
    from datetime import date


ON_LINUX: bool = sys.platform == "linux"


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
        return Path(chosen).expanduser()
    return _data_home() / "tracker.db"


def who() -> str:
    """The name under which changes are entered in the history."""
    if settings().who:
        return settings().who
    import getpass  # noqa: PLC0415 - only writing needs it

    try:
        return visible(getpass.getuser())
    except (KeyError, OSError):
        return "unknown"


def settings() -> Settings:
    """What the user has set, as it was when it was first asked for; what is usual if the file is wrong."""
    return _settings(os.environ.get("XDG_CONFIG_HOME"), os.environ.get("HOME"))[0]


def check_settings() -> None:
    """Raise UsageError, which names the file and the line, if what the user has set is wrong."""
    _, error = _settings(os.environ.get("XDG_CONFIG_HOME"), os.environ.get("HOME"))
    if error is not None:
        raise error


@cache
def _settings(*_home: str | None) -> tuple[Settings, UsageError | None]:
    path = settings_file()
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Settings(), None
    except OSError as error:
        return Settings(), UsageError(f"{path} cannot be read: {error.strerror}")
    from tracker.settings import parsed  # noqa: PLC0415 - only where there is a file

    try:
        return Settings(**parsed(data, str(path))), None
    except UsageError as error:
        return Settings(), UsageError(f"{error}; mend it with: tracker config edit")


def stale_since(today: date) -> date:
    """The day since when an open proposal must have had attention, or it is stale."""
    return dates.add(today, -settings().stale_months, "m")


def colour(wanted: str = "auto") -> str:
    """When there is colour, `auto`, `always` or `never`: as the option says, else the environment, else what is set.

    Raises UsageError for any other word.
    """
    if wanted == "auto":
        wanted = os.environ.get("TRACKER_COLOR") or "auto"
    if wanted not in COLOURS:
        raise UsageError(f"no colour '{wanted}'; known: auto, always, never")
    if wanted != "auto":
        return wanted
    if os.environ.get("NO_COLOR"):
        return "never"
    if any(os.environ.get(name, "") not in {"", "0"} for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return "always"
    if os.environ.get("CLICOLOR") == "0" or os.environ.get("TERM") == "dumb":
        return "never"
    return settings().color


def settings_file() -> Path:
    """The file of the user's settings (XDG Base Directory Specification), whether it is there or not."""
    return _home("XDG_CONFIG_HOME", ".config", "user_config_dir") / "config.toml"


def state_folder() -> Path:
    """Where drafts, crash reports and the screen's own state are kept (XDG Base Directory Specification)."""
    return _home("XDG_STATE_HOME", ".local/state", "user_state_dir")


def kept_for(database: Path, folder: str, ending: str) -> Path:
    """The file in that folder of the state that belongs to one database, told apart by where it really is."""
    from hashlib import sha256  # noqa: PLC0415 - only what is kept needs it

    where = database.resolve()
    name = f"{where.stem[:40]}-{sha256(os.fsencode(where)).hexdigest()[:12]}{ending}"
    return state_folder() / folder / name


def _data_home() -> Path:
    return _home("XDG_DATA_HOME", ".local/share", "user_data_dir")


def _home(variable: str, on_linux: str, elsewhere: str) -> Path:
    """A folder of ours: in the one that an XDG variable names, else where the system keeps such things."""
    home = os.environ.get(variable)
    if home:
        return Path(home) / "tracker"
    if ON_LINUX:
        return Path.home() / on_linux / "tracker"
    import platformdirs  # noqa: PLC0415 - fifteen milliseconds, which Linux does without

    return Path(getattr(platformdirs, elsewhere)("tracker"))


def demo_folder() -> Path:
    """The folder of the sample data: inside the installed package, or the checkout's own."""
    packaged = Path(__file__).parent / "_demo"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "fixtures" / "demo"
