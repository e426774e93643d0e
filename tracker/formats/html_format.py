"""HTML: a table or a text with its references, as a complete page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.formats.columns import ExportRow
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.format import FormatTable, ListShape, ReadSources
    from tracker.model import Detail, Status


def _write_html(table: FormatTable) -> Iterator[str]:
    from tracker.formats.documents import html
    from tracker.formats.rows import plain_cell

    yield from html.html_page_head(table.title, table.about)
    yield table.figure
    yield from html.html_table(
        table.names, ([html.html_cell_text(plain_cell(value)) for value in row] for row in table.rows), 0
    )
    yield html.html_page_foot(table.foot)


def _write_rows(rows: Iterable[ExportRow], shape: ListShape, sources: ReadSources) -> Iterator[str]:
    from tracker.formats.documents import html, references
    from tracker.formats.documents.html_blocks import cell_html
    from tracker.formats.documents.list_cells import list_cells

    numbers, names = references.Numbers(), [one.name for one in shape.columns]
    cells = ([cell_html(one) for one in list_cells(row, shape.columns, numbers)] for row in rows)
    yield from html.html_page_head(shape.title, shape.about)
    yield from html.html_table(names, cells, names.index("title") if "title" in names else 0)
    yield html.html_caption(shape.caption)
    yield from references.references_html(sources(numbers))
    yield html.html_page_foot(shape.foot)


def _write_briefing(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: ReadSources, words: BriefingWords
) -> Iterator[str]:
    from tracker.formats.documents import briefing

    return briefing.briefing_html(briefing.read_briefing(details, statuses, sources, words), statuses)


FORMAT = Format(
    "html",
    "a table or a text with its references, as a complete page",
    endings=("html", "htm"),
    usual_columns="short",
    has_references=True,
    table=_write_html,
    of_rows=_write_rows,
    briefing=_write_briefing,
)
