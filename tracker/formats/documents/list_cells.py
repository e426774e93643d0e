"""A row of a list as cells that every document draws: words, a status, or the evidence with its references."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.formats import columns
from tracker.model import UNSURE
from tracker.strength import SIGNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.formats.columns import ExportColumn, ExportRow
    from tracker.formats.documents.references import Numbers
    from tracker.model import Citation
    from tracker.strength import Strength


class StatusCell(NamedTuple):
    """A status: its code, and the words that name it."""

    code: str
    words: str


class SourceMention(NamedTuple):
    """A source under its number, with the places in it, and whether it speaks against the proposal."""

    number: int
    places: tuple[str, ...]
    is_against: bool

    @property
    def before(self) -> str:
        """What is said before the number."""
        return "against: " if self.is_against else ""


class EvidenceCell(NamedTuple):
    """How well a status is supported, the sources that are cited, and what remains to be said of them."""

    strength: Strength
    mentions: tuple[SourceMention, ...]
    remark: str

    @property
    def sign(self) -> str:
        """The sign of its strength."""
        return SIGNS[self.strength]


Cell = str | StatusCell | EvidenceCell


def list_cells(row: ExportRow, shown: Sequence[ExportColumn], numbers: Numbers) -> Iterator[Cell]:
    """The cells of a proposal in these columns; its sources get their numbers."""
    for one in shown:
        if one.needs == "evidence":
            yield _evidence(row, numbers)
        elif one.name == "status":
            yield StatusCell(row.record.status.removeprefix(UNSURE), columns.column_text(one, row))
        else:
            yield columns.column_text(one, row)


def _evidence(row: ExportRow, numbers: Numbers) -> EvidenceCell:
    """The citations of a proposal; it is said if none of them is for the status."""
    supports = _mentions((one for one in row.citations if one.stance == "supports"), numbers, against=False)
    against = _mentions((one for one in row.citations if one.stance != "supports"), numbers, against=True)
    strength = row.record.evidence
    told = (*supports, *against)
    unsupported = "none for the status" if strength == "none" else ""
    return EvidenceCell(strength, told, unsupported if told else strength)


def _mentions(citations: Iterable[Citation], numbers: Numbers, *, against: bool) -> list[SourceMention]:
    """Each source once, with the places in it."""
    places: dict[int, dict[str, None]] = {}
    for one in citations:
        known = places.setdefault(numbers.of(one.source.id), {})
        if one.locator:
            known[one.locator] = None
    return [SourceMention(number, tuple(known), against) for number, known in places.items()]
