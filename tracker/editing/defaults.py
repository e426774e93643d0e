"""What `tracker use` says once for the next adds to a database: a small file beside the drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config, files
from tracker.editing.add_options import Typed, from_json, to_json
from tracker.model import TrackerError
from tracker.text import visible

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("source", "body", "meeting", "place", "date", "by", "spoken_by", "to")


def kept(database: Path) -> Typed:
    """What holds for the next adds, nothing if nothing was said.

    Raises TrackerError, naming the file, for one that is damaged or cannot be read.
    """
    path = _file(database)
    data = files.kept(path)
    try:
        return Typed() if data is None else from_json(data, FIELDS)
    except ValueError as error:
        raise TrackerError(
            f"what `use` keeps cannot be read: {path}: {error}; mend it, or forget it with: tracker use --clear"
        ) from error


def keep(database: Path, known: Typed) -> None:
    """Write it down. Raises TrackerError if it cannot be written."""
    files.keep(_file(database), to_json(known, database=visible(str(database.resolve()))))


def forget(database: Path) -> None:
    """Let it go. Raises TrackerError if it cannot be removed."""
    files.forget(_file(database))


def _file(database: Path) -> Path:
    return config.kept_for(database, "use", ".json")
