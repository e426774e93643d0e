"""A list of proposals written in a format, piece by piece, so that a million take no more memory than ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.formats import columns as cols
from tracker.formats import markdown, pages, references, rows, writers
from tracker.formats.references import Numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.formats.columns import Column, Needs, Row
    from tracker.model import Citation, Source

    Sources = Callable[[Numbers], Iterator[tuple[int, Source]]]

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
        return self._replace(columns=self.columns or cols.usual(self.form, extras, clocked=self.clocked))

    def needs(self) -> frozenset[Needs]:
        """What must be read of each proposal beside its record; references only where people read it."""
        unread: set[Needs] = {""} if self.form in {"markdown", "html"} else {"", "evidence"}
        return frozenset({one.needs for one in self.columns} - unread)


def written(found: Iterable[Row], shape: Shape, sources: Sources) -> Iterator[str]:
    """The rows as text, in columns that are named; `sources` reads those that were numbered."""
    shown = shape.columns
    if shape.form == "csv":
        cells = ([rows.cell(one.value(row)) for one in shown] for row in found)
        return writers.csv_lines([one.name for one in shown], cells, shape.spreadsheet)
    if shape.form == "tsv":
        return writers.tsv_lines([cols.text(one, row) for one in shown] for row in found)
    if shape.form == "markdown":
        return _markdown(found, shown, sources)
    if shape.form == "html":
        return _html(found, shown, shape, sources)
    objects = ({one.name: rows.plain(one.value(row)) for one in shown} for row in found)
    return writers.json_lines(objects, one_a_line=shape.form == "jsonl")


def _markdown(found: Iterable[Row], shown: Sequence[Column], sources: Sources) -> Iterator[str]:
    numbers = Numbers()
    yield from markdown.begun([one.name for one in shown], [at for at, one in enumerate(shown) if one.name == "id"])
    for row in found:
        yield markdown.row(
            evidence(row, numbers) if one.needs == "evidence" else markdown.plain(cols.text(one, row)) for one in shown
        )
    yield from references.markdown(sources(numbers))


def _html(found: Iterable[Row], shown: Sequence[Column], shape: Shape, sources: Sources) -> Iterator[str]:
    numbers, names = Numbers(), [one.name for one in shown]
    cells = (
        [
            evidence(row, numbers, as_html=True) if one.needs == "evidence" else pages.text(cols.text(one, row))
            for one in shown
        ]
        for row in found
    )
    yield from pages.begun(shape.title, shape.about)
    yield from pages.table(names, cells, names.index("title") if "title" in names else 0)
    yield from references.html(sources(numbers))
    yield pages.ended()


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
