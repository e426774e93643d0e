"""What a format is: its name, its file endings, text or bytes, and what it writes, piece by piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.clocks import Digest
    from tracker.formats.columns import ExportColumn, ExportRow, UsualColumns
    from tracker.formats.documents.briefing import BriefingWords
    from tracker.formats.documents.references import Numbers
    from tracker.model import Detail, Proposal, ProposalLine, Source, Status

    ReadSources = Callable[[Numbers], Iterable[tuple[int, Source]]]  # those that were numbered, with their numbers

Piece = str | bytes
Document = Literal[
    "bibliography", "counts", "deadlines", "digest", "page", "stored table"
]  # beside a list of proposals, which every format writes
TITLE = "Proposals"


class FormatTable(NamedTuple):
    """Rows of values under the names of their columns.

    `needs_names` is whether the rows say too little without them, `spreadsheet` the dialect for a program that opens
    the file, `title` and `about` what a page says above, `figure` the same as a picture, `foot` how it was made.
    """

    names: Sequence[str]
    rows: Iterable[Sequence[Any]]
    needs_names: bool = False
    spreadsheet: str = ""
    title: str = ""
    about: Sequence[str] = ()
    foot: Sequence[str] = ()
    figure: str = ""


class ListShape(NamedTuple):
    """How a list of proposals is written: the format, its columns (none: those of the format), for which spreadsheet.

    `about` is what a page says under its `title`, which is that of a list of proposals unless one was given; `caption`
    is what is to be known of its statuses, `foot` how it was made, `clocked` whether the list is as of a day.
    """

    form: str
    columns: tuple[ExportColumn, ...] = ()
    spreadsheet: str = ""
    about: tuple[str, ...] = ()
    title: str = TITLE
    clocked: bool = False
    foot: tuple[str, ...] = ()
    caption: tuple[str, ...] = ()


class Format(NamedTuple):
    """A format, with a function for each thing that it writes.

    A format that writes a `table` needs no more: lists, counts and, if it `is_lossless`, the tables of the database
    are tables too. `dialects` are the spreadsheets that it can be written for. The functions import what they need
    when they are called, since a format is loaded to ask it for its name.
    """

    name: str
    help: str
    endings: tuple[str, ...]
    is_binary: bool = False
    is_lossless: bool = False
    usual_columns: UsualColumns = "flat"
    has_references: bool = False
    dialects: tuple[str, ...] = ()
    table: Callable[[FormatTable], Iterator[Piece]] | None = None
    # A list of proposals in a way of its own: of numbers, of lines that have their usual columns, of any rows.
    of_ids: Callable[[Iterable[int]], Iterator[Piece]] | None = None
    of_lines: Callable[[Iterable[ProposalLine]], Iterator[Piece]] | None = None
    of_rows: Callable[[Iterable[ExportRow], ListShape, ReadSources], Iterator[Piece]] | None = None
    # What the proposals cite, each source once; or the records themselves, without columns.
    of_sources: Callable[[Iterable[Source]], Iterator[Piece]] | None = None
    of_records: Callable[[Iterable[Proposal]], Iterator[Piece]] | None = None
    # Any value, for a format that nests.
    value: Callable[[Any], Iterator[Piece]] | None = None
    # Proposals opened as one text, with what is said beside them.
    briefing: Callable[[Sequence[Detail], Mapping[str, Status], ReadSources, BriefingWords], Iterator[Piece]] | None = (
        None
    )
    # What happened between two days, with its title and what is said under it.
    digest: Callable[[Digest, str, str], Iterator[Piece]] | None = None

    @property
    def has_columns(self) -> bool:
        """Whether a list in it has columns that can be chosen."""
        return bool(self.table or self.of_rows)

    def writes(self, document: Document) -> bool:
        """Whether it can write a document of this kind."""
        can = {
            "bibliography": self.of_sources,
            "deadlines": self.of_records,
            "counts": self.table,
            "digest": self.digest or self.value,
            "page": self.briefing or self.value,
            "stored table": self.table if self.is_lossless else None,
        }
        return can[document] is not None
