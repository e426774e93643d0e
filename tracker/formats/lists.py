"""A list of proposals as it is to be written: which columns it has, what is read for them, what a page says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.formats.format import Table
from tracker.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.formats.columns import Column, Needs, Row
    from tracker.formats.format import Piece, ReadSources

TITLE = "Proposals"


class Shape(NamedTuple):
    """How a list is written: the format, its columns (none: those of the format), for which spreadsheet.

    `about` is what a page says under its `title`; `clocked` is whether the list is as of a day.
    """

    form: str
    columns: tuple[Column, ...] = ()
    spreadsheet: str = ""
    about: tuple[str, ...] = ()
    title: str = TITLE
    clocked: bool = False

    def named(self, extras: Sequence[str]) -> Shape:
        """The same with its columns named; `extras` are the imported ones that there are."""
        from tracker.formats import columns

        usual = find_format(self.form).usual_columns
        return self._replace(columns=self.columns or columns.usual(usual, extras, clocked=self.clocked))

    def needs(self) -> frozenset[Needs]:
        """What must be read of each proposal beside its record; passages only where a format refers to them."""
        needs = frozenset(one.needs for one in self.columns) - {""}
        return needs if find_format(self.form).has_references else needs - {"evidence"}


def write_list(rows: Iterable[Row], shape: Shape, sources: ReadSources) -> Iterator[Piece]:
    """The rows in the format of the shape, whose columns are named; `sources` reads those that were numbered."""
    chosen = find_format(shape.form)
    if chosen.of_rows:
        return chosen.of_rows(rows, shape, sources)
    if not chosen.table:
        raise TypeError(f"the format {shape.form} has no rows")
    names = [one.name for one in shape.columns]
    values = ([one.value(row) for one in shape.columns] for row in rows)
    return chosen.table(Table(names, values, spreadsheet=shape.spreadsheet, title=shape.title, about=shape.about))
