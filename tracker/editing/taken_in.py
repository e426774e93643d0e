"""Documents taken in as sources: files with their text, pasted text, addresses as references."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.comparison import is_address
from tracker.files import expand_home
from tracker.model import TrackerError, UsageError
from tracker.process.system_errors import describe_cause
from tracker.store.records import source_edits, sources

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.store.ledger import Change


def read_file_bytes(name: str) -> bytes:
    """The bytes of a file, `~` being one's home. Raises UsageError, TrackerError if it cannot be read."""
    if not name.strip():
        raise UsageError("the name of the file is empty")
    try:
        return expand_home(name).read_bytes()
    except IsADirectoryError:
        raise UsageError(f"{name} is a folder; name the files in it") from None
    except FileNotFoundError:
        raise UsageError(f"there is no file {name}") from None
    except OSError as error:
        raise TrackerError(f"{name} cannot be read: {describe_cause(error)}") from error
    except ValueError as error:
        raise TrackerError(f"{name} cannot be read: {error}") from error


def is_endless(name: str) -> bool:
    """Whether this is neither a file nor a folder but a pipe or a device, which may never come to an end."""
    try:
        mode = expand_home(name).stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def take_in_source(change: Change, name: str, data: bytes, columns: Mapping[str, str | None]) -> tuple[int, bool]:
    """A document as a source: an address as a reference, anything else with its text.

    Gives back its id, and whether it is new. Raises TrackerError for a document that cannot be read.
    """
    if not is_address(name):
        return sources.add_file(change, Path(name).name, data, **columns)
    known = sources.find(change.ledger, name)
    if known is not None:
        return known, False
    return sources.add_reference(change, **source_edits.tidy_columns({"url": name}) | dict(columns)), True
