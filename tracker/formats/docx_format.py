"""DOCX: a table or a text with its references, as a Word document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.formats.format import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.formats.columns import ExportRow
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.format import FormatTable, ListShape, ReadSources
    from tracker.model import Detail, Status


def _write_docx(table: FormatTable) -> Iterator[bytes]:
    from tracker.formats.documents.word_file import WordFile
    from tracker.formats.documents.word_table import write_word_table
    from tracker.formats.rows import plain_cell

    file = WordFile(table.title or "Table", is_wide=True)
    file.lines(table.about, "Subtitle")
    write_word_table(file, table.names, [[plain_cell(value) for value in row] for row in table.rows])
    file.lines(table.foot, "Caption")
    yield file.write()


def _write_docx_rows(rows: Iterable[ExportRow], shape: ListShape, sources: ReadSources) -> Iterator[bytes]:
    from tracker.formats.documents.list_cells import list_cells
    from tracker.formats.documents.references import Numbers
    from tracker.formats.documents.word_file import WordFile
    from tracker.formats.documents.word_table import write_word_table

    file, numbers = WordFile(shape.title, is_wide=True), Numbers()
    file.lines(shape.about, "Subtitle")
    cells = [[*list_cells(row, shape.columns, numbers)] for row in rows]
    write_word_table(file, [one.name for one in shape.columns], cells)
    file.lines(shape.caption, "Caption")
    file.references(sources(numbers))
    file.lines(shape.foot, "Caption")
    yield file.write()


def _write_briefing(
    details: Sequence[Detail], statuses: Mapping[str, Status], sources: ReadSources, words: BriefingWords
) -> Iterator[bytes]:
    from tracker.formats.documents import briefing
    from tracker.formats.documents.word_blocks import WordBlocks
    from tracker.formats.documents.word_file import WordFile

    said = briefing.read_briefing(details, statuses, sources, words)
    file = WordFile(said.title)
    blocks = WordBlocks(file, said.languages, {one.proposal.id for one in details}, is_alone=said.is_alone)
    file.lines([words.heading], "Subtitle")
    for _, tree in said.articles:
        for one in tree:
            blocks.block(one)
    file.lines(words.caption, "Caption")
    file.references(said.references)
    file.lines([words.made], "Caption")
    yield file.write()


FORMAT = Format(
    "docx",
    "a table or a text with its references, as a Word document",
    endings=("docx",),
    is_binary=True,
    usual_columns="short",
    has_references=True,
    table=_write_docx,
    of_rows=_write_docx_rows,
    briefing=_write_briefing,
)
