"""An editor that replaces texts by itself, the record it is given, and the drafts that are kept."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from helpers.program import Program

# An editor that replaces texts in its file, one pair of arguments after another.
REPLACE = """
import pathlib, sys
*pairs, path = sys.argv[1:]
path = pathlib.Path(path)
text = path.read_bytes().decode()
for old, new in zip(pairs[::2], pairs[1::2], strict=True):
    assert old in text, (old, text)
    text = text.replace(old, new, 1)
path.write_bytes(text.encode())
"""


def replacing(folder: Path, *pairs: str) -> str:
    """The command of an editor that replaces the first of each two texts by the second."""
    script = folder / "replace.py"
    script.write_text(REPLACE, encoding="utf-8")
    return shlex.join([sys.executable, str(script), *pairs])


def add_one(tracker: Program) -> None:
    tracker.done("add", "Inspect ferries", "-t", "migration", "--by", "Norland", "--tag", "sea", "--date", "2012")


def record(tracker: Program) -> Any:
    return tracker("show", "1", "--json").data[0]


def drafts(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "state" / "tracker" / "drafts").glob("*") if path.suffix != ".lock")
