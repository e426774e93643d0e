"""Markdown: a table or a text with its references, to paste."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.clocks import Digest
    from tracker.formats.columns import ExportRow
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.format import FormatTable, ListShape, ReadSources
    from tracker.model import Detail, Status


def _write_markdown(table: FormatTable) -> Iterator[str]:
    from tracker.formats.documents import markdown
    from tracker.formats.rows import plain_cell

    return markdown.markdown_table(table.names, ([plain_cell(value) for value in row] for row in table.rows))


def _write_rows(rows: Iterable[ExportRow], shape: ListShape, sources: ReadSources) -> Iterator[str]:
    from tracker.formats.documents import markdown, references
    from tracker.formats.documents.list_cells import list_cells
    from tracker.formats.documents.markdown_blocks import cell_markdown

    numbers, names = references.Numbers(), [one.name for one in shape.columns]
    yield f"# {markdown.escape_markdown(shape.title)}\n\n"
    yield from (f"{markdown.escape_markdown(one)}\n\n" for one in shape.about if one)
    yield from markdown.markdown_table_head(names, [at for at, one in enumerate(names) if one == "id"])
    for row in rows:
        yield markdown.markdown_row(map(cell_markdown, list_cells(row, shape.columns, numbers)))
    yield from markdown.markdown_lines(shape.caption)
    yield from references.references_markdown(sources(numbers))
    yield from markdown.markdown_lines(shape.foot)


def _write_briefing(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: ReadSources, words: BriefingWords
) -> Iterator[str]:
    from tracker.formats.documents import briefing

    return briefing.briefing_markdown(briefing.read_briefing(details, statuses, sources, words))


def _write_digest(found: Digest, title: str, about: str) -> Iterator[str]:
    from tracker.formats.documents import digest

    return digest.digest_markdown(found, title, about)


FORMAT = Format(
    "markdown",
    "a table or a text with its references, to paste",
    endings=("md", "markdown"),
    usual_columns="short",
    has_references=True,
    table=_write_markdown,
    of_rows=_write_rows,
    briefing=_write_briefing,
    digest=_write_digest,
)
