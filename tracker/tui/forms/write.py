"""The form that names the file into which a list is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError, blame_field
from tracker.formats.registry import dialects, format_names, name_of_ending
from tracker.text import match_code
from tracker.tui.forms.form import Ask, Form
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

DIALECTS = dialects()  # of spreadsheets, each with its format
KINDS = (*format_names(), *DIALECTS)
OVER = "over"


class WriteTarget(NamedTuple):
    """Where to write, in which format, and for which spreadsheet, if for one."""

    path: Path
    form: str
    spreadsheet: str


class Write(Form):
    """A file and a format; a file that is there is asked about."""

    def __init__(self, ledger: Ledger, heading: str, said: Mapping[str, str]) -> None:
        """`heading` says what is written; `said` offers the last file again."""
        blanks = [
            Blank("file", said.get("file") or "proposals.csv", "a name, or a path: ~/csto/open.csv, open.html"),
            Blank(
                "format",
                said.get("format", ""),
                f"{', '.join(KINDS)}; empty: the file's ending",
                lambda: KINDS,
            ),
        ]
        super().__init__(ledger, blanks)
        self.heading, self.undoable = heading, False
        self.target = WriteTarget(Path(), "csv", "")

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Take the file; it is written once the form is closed."""
        self.target = parse_target(typed)
        if self.target.path.exists() and OVER not in sure:
            question = f"{self.target.path} exists already. Replace it?"
            raise Ask(OVER, question, "Replace it")
        return 0

    def is_changed(self) -> bool:
        """Nothing is lost that would have to be asked about."""
        return False


def parse_target(typed: Mapping[str, str]) -> WriteTarget:
    """The file that is meant. Raises UsageError."""
    name = typed["file"].strip()
    if not name:
        raise UsageError("type a file name, such as proposals.csv", field="file")
    try:
        path = Path(name).expanduser()
        missing, folder = not path.parent.is_dir(), path.is_dir()
    except (OSError, ValueError, RuntimeError):  # too long to be a name, or no home of that user
        raise UsageError("this cannot be a file name; type one such as proposals.csv", field="file") from None
    if missing or folder:
        message = f"{path} is a folder; name a file" if folder else f"there is no folder {path.parent}"
        raise UsageError(message, field="file")
    of_ending = name_of_ending(path.suffix.removeprefix(".").lower())
    named = typed["format"].strip()
    if not named and not of_ending:
        raise UsageError(f"the format is missing: type one of {', '.join(KINDS)}", field="format")
    with blame_field("format", named):
        chosen = match_code(name_of_ending(named) or named or of_ending, KINDS, "format")
    return WriteTarget(path, DIALECTS.get(chosen, chosen), chosen if chosen in DIALECTS else "")
