"""Drafts of forms: what was typed into one that was left unsaved, kept in the state folder until it is taken up."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker import config, files
from tracker.model import TrackerError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class FormDraft(NamedTuple):
    """What was typed and what the form began with, by its fields; and when it was left, in words."""

    typed: Mapping[str, str]
    began: Mapping[str, str]
    since: str = ""


def keep_form_draft(database: Path, name: str, draft: FormDraft) -> None:
    """Keep the draft of a form, for the user's eyes alone. Raises TrackerError if it cannot be kept."""
    text = json.dumps({"typed": dict(draft.typed), "began": dict(draft.began)}, ensure_ascii=True)
    try:
        files.write_private_file(_draft_path(database, name), text)
    except OSError as error:
        raise files.private_file_error(_draft_path(database, name), "written", error) from error


def read_form_draft(database: Path, name: str) -> FormDraft | None:
    """The draft of a form, None if there is none, or none that can be read."""
    path = _draft_path(database, name)
    try:
        kept = json.loads(files.read_private_file(path) or b"null")
        when = datetime.fromtimestamp(path.stat().st_mtime).astimezone()
        typed, began = _texts(kept["typed"]), _texts(kept["began"])
    except (OSError, TrackerError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return FormDraft(typed, began, f"{when.day} {when:%b %H:%M}")


def forget_form_draft(database: Path, name: str) -> None:
    """Let the draft of a form go. Raises TrackerError if it cannot be removed."""
    files.remove_private_file(_draft_path(database, name))


def _draft_path(database: Path, name: str) -> Path:
    return config.state_file(database, "drafts", f"-form-{name}.json")


def _texts(kept: Mapping[str, object]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if isinstance(value, str)}
