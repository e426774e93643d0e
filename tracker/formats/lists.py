"""A list of proposals as it is to be written: which columns it has, what is read for them, what a page says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.formats import columns as cols
from tracker.formats import markdown, pages, references
from tracker.formats.format import Table
from tracker.formats.registry import find_format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.formats.columns import Column, Needs, Row
    from tracker.formats.format import Piece, ReadSources
    from tracker.formats.references import Numbers
    from tracker.model import Citation

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
        usual = find_format(self.form).usual_columns
        return self._replace(columns=self.columns or cols.usual(usual, extras, clocked=self.clocked))

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


def evidence(row: Row, numbers: Numbers, *, as_html: bool = False) -> str:
    """The passages of a proposal as numbers of references with their places, and whether none is for its status."""
    supports = _mentions([one for one in row.citations if one.stance == "supports"], numbers, as_html=as_html)
    against = _mentions([one for one in row.citations if one.stance != "supports"], numbers, as_html=as_html)
    told = [*supports, *(f"against: {one}" for one in against)]
    if told and not row.supported:
        told.append("none for the status")
    return "; ".join(told) or "none"


def _mentions(citations: Iterable[Citation], numbers: Numbers, *, as_html: bool) -> list[str]:
    """Each source once, with the places in it."""
    places: dict[int, dict[str, None]] = {}
    for one in citations:
        found = places.setdefault(numbers.of(one.source.id), {})
        if one.locator:
            found[one.locator] = None
    shown = pages.line if as_html else markdown.plain
    return [
        ", ".join([references.mention(number, as_html=as_html), *map(shown, found)]) for number, found in places.items()
    ]
