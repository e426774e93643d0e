"""What a person may choose of how a file is read, and the error that asks for a choice with what can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_HEADER = 0  # instead of the line of the names: there are none
SHOWN_ROWS_OF_FILE = 10


class TableChoices(NamedTuple):
    """How a file is to be read; what is empty or None is found in the file itself.

    `divider` stands between the columns of a text, `sheet` is the name of a sheet or of a list in JSON and YAML,
    `header` the number of the line or row that names the columns, NO_HEADER if none does.
    """

    encoding: str = ""
    divider: str = ""
    sheet: str = ""
    header: int | None = None


class TableOption(NamedTuple):
    """One of several readings of a file: what to choose, how a person calls it, and rows as it would give them."""

    value: str
    label: str
    rows: tuple[tuple[str, ...], ...] = ()


class ChoiceNeededError(UsageError):
    """A file that can be read in several ways; `field` is a field of TableChoices, the likeliest option is first."""

    def __init__(self, message: str, field: str, options: Sequence[TableOption]) -> None:
        """The sentence, with what can be chosen."""
        super().__init__(message, field=field)
        self.options = tuple(options)
