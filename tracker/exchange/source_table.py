"""What a table from outside is: its columns, its rows with the number by which a person finds each, how it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class SourceRow(NamedTuple):
    """A row: the number by which its file's own program shows it, and its values by column.

    `number` is the line on which it begins in a text file, the row of a sheet, the count of an object in JSON or YAML.
    A column has several values where the file holds a list; an empty cell has none. Of a list of objects every part
    has as many values as there are objects, the first with the first, and an empty one where an object lacks it.
    `fault` says what is wrong with the row as it stands in the file, for `column` or for all of it: such a row is shown
    and reported, never taken silently. Cells beyond the last column are under names such as `column 19`.
    """

    number: int
    values: Mapping[str, tuple[str, ...]]
    fault: str = ""
    column: str = ""


class SourceTable(NamedTuple):
    """A table of a file. `read_rows` begins anew each time it is called and holds one row at a time.

    `counted` says what a row's number counts (`line`, `row`, `object`), `about` how the file was read, for a person:
    `;` between the columns, Windows-1252, names in line 3. `sheets` are all that a workbook has. `chosen` is what
    was said of how to read it, by the names of those choices, so that it can be said again.
    """

    path: str
    columns: tuple[str, ...]
    read_rows: Callable[[], Iterator[SourceRow]]
    counted: str = "line"
    about: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    chosen: tuple[tuple[str, str], ...] = ()
