"""The form that names the file into which a picture is written."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.files import replace_file
from tracker.text import visible_line
from tracker.tui.forms.form import Ask, Form
from tracker.tui.forms.write import OVER
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.formats.pictures.canvas import Picture
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

ENDING = ".svg"


class WritePicture(Form):
    """A file for an SVG; one that is there is asked about."""

    undoable = False

    def __init__(self, ledger: Ledger, heading: str, name: str, draw: Callable[[], Picture]) -> None:
        """`heading` says what is drawn, `name` is offered for the file, `draw` draws it once there is one."""
        example = "~/csto/overview.svg"
        super().__init__(ledger, [Blank("file", name, "a name, or a path, with .svg at its end", example=example)])
        self.heading, self._draw = heading, draw

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:
        """Write the picture. Raises Ask, UsageError, TrackerError."""
        path = _parse_path(typed["file"].strip())
        if path.exists() and OVER not in sure:
            raise Ask(OVER, f"{path} exists already. Replace it?", "Replace it")
        replace_file(path, self._draw().svg_pieces())
        self.said = f"Wrote a picture to {visible_line(str(path.absolute()))}"
        return 0

    def is_changed(self) -> bool:
        """Nothing is lost that would have to be asked about."""
        return False


def _parse_path(typed: str) -> Path:
    """The file that is meant. Raises UsageError."""
    if not typed.lower().endswith(ENDING):
        raise UsageError("a picture is a file such as overview.svg", field="file", value=typed)
    try:
        path = Path(typed).expanduser()
        missing, folder = not path.parent.is_dir(), path.is_dir()
    except (OSError, ValueError, RuntimeError):
        raise UsageError("this cannot be a file name; type one such as overview.svg", field="file") from None
    if missing or folder:
        message = f"{path} is a folder; name a file" if folder else f"there is no folder {path.parent}"
        raise UsageError(message, field="file")
    return path
