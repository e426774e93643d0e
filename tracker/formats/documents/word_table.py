"""Tables in a Word document: a header that each page repeats, rows that no page divides, columns as wide as needed."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tracker.formats.documents.list_cells import EvidenceCell, StatusCell
from tracker.formats.documents.references import mention
from tracker.formats.documents.word_blocks import status_colour
from tracker.formats.documents.word_file import ANCHOR, WordFile, add_mention, add_words, element, whole_words
from tracker.formats.documents.word_styles import LONG, MARGIN, MUTED
from tracker.text import cell_width, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from docx.text.paragraph import Paragraph

    from tracker.formats.documents.list_cells import Cell, SourceMention

ROOM = LONG - 2 * MARGIN  # centimetres
GLYPH, BESIDE = 0.158, 0.45  # centimetres of a character of a cell, and beside its words
WIDEST = 11.0  # of a column whose words would fill more than that
LINE = "BFBFBF"


def write_word_table(file: WordFile, names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """A table of cells under the names of its columns."""
    from docx.shared import Cm

    widths = column_widths(names, rows)
    table = file.document.add_table(1, len(names))
    table.autofit = False
    _rule(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    _shape_row(table.rows[0], widths, is_head=True)
    for place, name in zip(table.rows[0].cells, names, strict=True):
        place.paragraphs[0].add_run(visible_line(name)).bold = True
    _add_rows(table, rows, widths)
    file.paragraph(style="Caption")


def column_widths(names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[float]:
    """Centimetres for each column: room for its longest word, the rest by how much there is to read."""
    columns = [[name, *(_cell_words(row[at]) for row in rows)] for at, name in enumerate(names)]
    least = [
        min(max(GLYPH * cell_width(word) for one in column for word in (one.split() or [""])), ROOM / len(names) * 1.5)
        + BESIDE
        for column in columns
    ]
    most = [min(max(GLYPH * cell_width(one) for one in column) + BESIDE, WIDEST) for column in columns]
    wish = [max(high - low, 0) for low, high in zip(least, most, strict=True)]
    free = ROOM - sum(least)
    if free <= 0:
        return [ROOM * one / sum(least) for one in least]
    share = min(free / sum(wish), 1) if sum(wish) else 0
    return [low + share * more for low, more in zip(least, wish, strict=True)]


def _cell_words(cell: Cell) -> str:
    match cell:
        case EvidenceCell():
            return f"{cell.sign} {'; '.join([*map(_mention_words, cell.mentions), cell.remark])}"
        case StatusCell():
            return cell.words
        case str():
            return cell


def _mention_words(one: SourceMention) -> str:
    return one.before + ", ".join([mention(one.number), *map(whole_words, one.places)])


def _add_rows(table: Any, rows: Iterable[Sequence[Cell]], widths: Sequence[float]) -> None:
    """Rows that are copies of one, since the library takes longer for each row the more there are."""
    from docx.text.paragraph import Paragraph

    first = table.add_row()
    _shape_row(first, widths)
    body, blank = table._tbl, first._tr  # noqa: SLF001
    body.remove(blank)
    for row in rows:
        made = deepcopy(blank)
        for place, cell in zip(made.tc_lst, row, strict=True):
            _write_cell(Paragraph(place.p_lst[0], table), cell)
        body.append(made)


def _shape_row(row: Any, widths: Sequence[float], *, is_head: bool = False) -> None:
    from docx.shared import Cm

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - the library knows neither
    properties.append(element("w:cantSplit"))
    if is_head:
        properties.append(element("w:tblHeader"))
    for place, width in zip(row.cells, widths, strict=True):
        place.width = Cm(width)
        place.paragraphs[0].style = "Cell"


def _write_cell(line: Paragraph, cell: Cell) -> None:
    match cell:
        case EvidenceCell():
            _write_evidence(line, cell)
        case StatusCell():
            add_words(line, visible_line(cell.words), colour=status_colour(cell.code))
        case str():
            for at, one in enumerate(cell.splitlines()):
                if at:
                    line.add_run().add_break()
                add_words(line, visible_line(one))


def _write_evidence(line: Paragraph, cell: EvidenceCell) -> None:
    add_words(line, f"{cell.sign} ")
    for at, one in enumerate(cell.mentions):
        add_words(line, ("; " if at else "") + one.before)
        add_mention(line, mention(one.number), f"{ANCHOR}{one.number}")
        add_words(line, "".join(f", {whole_words(place)}" for place in one.places), colour=MUTED)
    if cell.remark:
        add_words(line, ("; " if cell.mentions else "") + cell.remark, colour=MUTED)


def _rule(table: Any) -> None:
    """Thin lines between the rows, and none between the columns."""
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": LINE}))
    properties = table._tbl.tblPr  # noqa: SLF001 - the library has no lines
    properties.find(f"{{{properties.nsmap['w']}}}tblLayout").addprevious(borders)
