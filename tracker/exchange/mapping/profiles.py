"""Mappings kept under a name, for the next table of the same form."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from tracker import config, files
from tracker.errors import NotFoundError, TrackerError, UsageError
from tracker.exchange.mapping.mapping import Mapping
from tracker.text import find_nearest

if TYPE_CHECKING:
    from pathlib import Path

OF_TEXTS = ("defaults", "separators", "date_orders", "different")


def keep_profile(name: str, mapping: Mapping) -> Path:
    """Keep a mapping under a name, in the place of one that had it. Raises TrackerError if it cannot be kept."""
    path = _profile_path(name)
    kept = {part: value for part, value in mapping._asdict().items() if value not in (None, "", ())}
    text = json.dumps({part: _plain(value) for part, value in kept.items()}, ensure_ascii=False, indent=2)
    try:
        files.write_private_file(path, text + "\n")
    except OSError as error:
        raise files.private_file_error(path, "written", error) from error
    return path


def read_profile(name: str) -> Mapping:
    """The mapping that was kept under a name. Raises NotFoundError with those that are there."""
    path = _profile_path(name)
    data = files.read_private_file(path)
    if data is None:
        known = profile_names()
        near = find_nearest(name, known)
        hint = f"did you mean {near}?" if near else f"there are: {', '.join(known)}" if known else "none is kept yet"
        raise NotFoundError(f"no profile '{name}'; {hint}", field="profile", value=name)
    try:
        return _mapping_of(json.loads(files.decode_utf8(data)))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise TrackerError(f"{path} is not a mapping as it was kept; remove it and keep it anew") from error


def has_profile(name: str) -> bool:
    """Whether a mapping is kept under that name."""
    return _profile_path(name).exists()


def profile_names() -> list[str]:
    """The names under which mappings are kept, in order."""
    folder = config.settings_file().parent / "mappings"
    return sorted(path.stem for path in folder.glob("*.json")) if folder.is_dir() else []


def _profile_path(name: str) -> Path:
    if not re.fullmatch(r"[\w][\w.-]{0,59}", name):
        raise UsageError(
            f"'{name}' cannot name a profile; write letters, digits, dots and hyphens, such as nz",
            field="profile",
            value=name,
        )
    return config.settings_file().parent / "mappings" / f"{name}.json"


def _plain(value: Any) -> Any:
    if hasattr(value, "items"):
        return {name: _plain(one) for name, one in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _mapping_of(kept: dict[str, Any]) -> Mapping:
    """The mapping of a file. Raises ValueError, TypeError and the like for another form."""
    group = kept.get("topic_group")
    return Mapping(
        targets={str(column): tuple(map(str, several)) for column, several in kept.get("targets", {}).items()},
        values={str(target): _texts_of(theirs) for target, theirs in kept.get("values", {}).items()},
        key=tuple(map(str, kept.get("key", ()))),
        topic_group=None if group is None else str(group),
        according_to=str(kept.get("according_to", "")),
        **{part: _texts_of(kept.get(part, {})) for part in OF_TEXTS},
    )


def _texts_of(kept: dict[str, Any]) -> dict[str, str]:
    return {str(name): str(value) for name, value in kept.items()}
