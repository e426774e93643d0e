"""Paths, settings and who is asking."""

from __future__ import annotations

import os
from pathlib import Path

from tracker.model import UsageError
from tracker.text import visible


def database_path(named: str | None = None) -> Path:
    """The database to use: the one named, else `TRACKER_DB`, else the user's own. A leading `~` is expanded.

    Raises UsageError for an empty name, which a failed command in a shell leaves behind.
    """
    chosen = os.environ.get("TRACKER_DB") if named is None else named
    if chosen == "":
        raise UsageError("the name of the database is empty: check --db and TRACKER_DB")
    if chosen:
        return Path(chosen).expanduser()
    return _data_home() / "tracker.db"


def who() -> str:
    """The name under which changes are entered in the history."""
    import getpass  # noqa: PLC0415 - only writing needs it

    try:
        return visible(getpass.getuser())
    except (KeyError, OSError):
        return "unknown"


def state_folder() -> Path:
    """Where drafts, crash reports and the screen's own state are kept (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_STATE_HOME")
    if home:
        return Path(home) / "tracker"
    import platformdirs  # noqa: PLC0415 - only where no XDG variable says it

    return Path(platformdirs.user_state_dir("tracker"))


def kept_for(database: Path, folder: str, ending: str) -> Path:
    """The file in that folder of the state that belongs to one database, told apart by where it really is."""
    from hashlib import sha256  # noqa: PLC0415 - only what is kept needs it

    where = database.resolve()
    name = f"{where.stem[:40]}-{sha256(os.fsencode(where)).hexdigest()[:12]}{ending}"
    return state_folder() / folder / name


def _data_home() -> Path:
    home = os.environ.get("XDG_DATA_HOME")
    if home:
        return Path(home) / "tracker"
    import platformdirs  # noqa: PLC0415 - only where no XDG variable says it

    return Path(platformdirs.user_data_dir("tracker"))


def demo_folder() -> Path:
    """The folder of the sample data: inside the installed package, or the checkout's own."""
    packaged = Path(__file__).parent / "_demo"
    return packaged if packaged.is_dir() else Path(__file__).parent.parent / "fixtures" / "demo"
