"""What `tracker use` says once for the next adds to a database: a small file beside the drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker import config, files
from tracker.editing.add_options import Typed, from_json, to_json
from tracker.errors import TrackerError
from tracker.fields import IN_USE
from tracker.model import NOTHING
from tracker.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class InUse(NamedTuple):
    """What holds for the next adds; `unknown` is what a later release wrote beside it, which stays in the file."""

    typed: Typed = Typed()
    unknown: Mapping[str, Any] = NOTHING

    @property
    def warning(self) -> str:
        """What to say of names that this release does not know; empty if there are none."""
        return (
            f"tracker use keeps names that this release does not know: {', '.join(self.unknown)}"
            if self.unknown
            else ""
        )


def read_in_use(database: Path) -> InUse:
    """What holds for the next adds, nothing if nothing was said.

    Raises TrackerError, naming the file, for one that is damaged or cannot be read.
    """
    path = _in_use_file(database)
    data = files.read_private_file(path)
    if data is None:
        return InUse()
    try:
        typed, unknown = from_json(data, IN_USE)
    except ValueError as error:
        raise TrackerError(
            f"the defaults of `use` cannot be read: {path}: {error}; correct it", way=("clear use",)
        ) from error
    return InUse(typed, {name: value for name, value in unknown.items() if name != "database"})


def keep_in_use(database: Path, known: Typed, unknown: Mapping[str, Any] = NOTHING) -> None:
    """Write it down. Raises TrackerError if it cannot be written."""
    files.write_private_file(
        _in_use_file(database), to_json(known, database=visible_line(str(database.resolve())), **unknown)
    )


def forget_in_use(database: Path) -> None:
    """Let it go. Raises TrackerError if it cannot be removed."""
    files.remove_private_file(_in_use_file(database))


def _in_use_file(database: Path) -> Path:
    return config.state_file(database, "use", ".json")
