"""A list of proposals as it is to be written: which columns it has, what is read for them, what a page says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import FormatTable
from tracker.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.formats.columns import ExportRow, Needs
    from tracker.formats.format import ListShape, Piece, ReadSources


def name_columns(shape: ListShape, extras: Sequence[str]) -> ListShape:
    """The same shape with its columns named; `extras` are the imported ones that there are."""
    from tracker.formats import columns

    usual = find_format(shape.form).usual_columns
    return shape._replace(columns=shape.columns or columns.usual_columns_of(usual, extras, clocked=shape.clocked))


def columns_needed(shape: ListShape) -> frozenset[Needs]:
    """What must be read of each proposal beside its record; passages only where a format refers to them."""
    needs = frozenset(one.needs for one in shape.columns) - {""}
    return needs if find_format(shape.form).has_references else needs - {"evidence"}


def write_list(rows: Iterable[ExportRow], shape: ListShape, sources: ReadSources) -> Iterator[Piece]:
    """The rows in the format of the shape, whose columns are named; `sources` reads those that were numbered."""
    chosen = find_format(shape.form)
    if chosen.of_rows:
        return chosen.of_rows(rows, shape, sources)
    if not chosen.table:
        raise TypeError(f"the format {shape.form} has no rows")
    names = [one.name for one in shape.columns]
    values = ([one.value(row) for one in shape.columns] for row in rows)
    return chosen.table(
        FormatTable(names, values, spreadsheet=shape.spreadsheet, title=shape.title, about=shape.about, foot=shape.foot)
    )
