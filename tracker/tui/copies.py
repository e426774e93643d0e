"""What can be copied of proposals: numbers, rows, citations, Markdown, and the commands that show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker import config, query
from tracker.clocks import NO_CLOCK
from tracker.editing.shell import quote_argument
from tracker.formats import rows
from tracker.formats.documents import citation_text
from tracker.formats.documents.briefing import BriefingWords
from tracker.formats.documents.caption import caption_lines
from tracker.formats.tsv_format import tsv_lines
from tracker.model import UsageError
from tracker.store.records import proposals, sources
from tracker.store.reports import export
from tracker.store.search import listing
from tracker.text import plural, visible_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from tracker.model import Detail, Source
    from tracker.query import Query
    from tracker.store.ledger import Ledger

LONGEST = 10_000_000  # code points of one line
MOST = 500  # proposals whose whole text is copied; a file takes more


class CopyRequest(NamedTuple):
    """What is to be copied: these proposals, or the list that a query finds, on a day."""

    ledger: Ledger
    wanted: Sequence[int]
    query: Query
    today: date


def numbers(asked: CopyRequest) -> str:
    """Their numbers."""
    return " ".join(map(str, asked.wanted))


def rows_copied(asked: CopyRequest) -> str:
    """Their rows, as a pipe gets them."""
    return "".join(tsv_lines(map(rows.line_cells, listing.read_lines(asked.ledger, asked.wanted)))).rstrip("\n")


def citations_copied(asked: CopyRequest) -> str:
    """Their passages with the sources. Raises UsageError where nothing is cited."""
    found = [text for one in _details(asked) if (text := citation_text.citation_text(one, _sources(asked.ledger, one)))]
    if not found:
        raise UsageError("nothing is cited here yet; c cites a passage")
    return "\n".join(found)


def markdown_copied(asked: CopyRequest) -> str:
    """A briefing as Markdown, as `show` writes it."""
    words = BriefingWords(caption=caption_lines(NO_CLOCK, asked.today))
    pieces = export.export_briefing(asked.ledger, list(_details(asked)), "markdown", words)
    return "".join(map(str, pieces)).rstrip("\n")


def list_command(asked: CopyRequest) -> str:
    """The command line that lists what the query finds."""
    return _command(asked.ledger, "list", *query.split_line(query.unparse_query(asked.query)))


def show_command(asked: CopyRequest) -> str:
    """The command line that shows them."""
    return _command(asked.ledger, "show", *map(str, asked.wanted))


KINDS: dict[str, tuple[str, Callable[[CopyRequest], str]]] = {
    "i": ("id", numbers),
    "r": ("row (TSV)", rows_copied),
    "c": ("citation", citations_copied),
    "m": ("Markdown", markdown_copied),
    "x": ("command: this list", list_command),
    "s": ("command: show", show_command),
}


def copied_text(kind: str, asked: CopyRequest) -> str:
    """What one of KINDS copies, with nothing in it but tabs that a terminal could obey. Raises UsageError."""
    lines = KINDS[kind][1](asked).split("\n")
    return "\n".join("\t".join(visible_line(cell, LONGEST) for cell in line.split("\t")) for line in lines)


def _details(asked: CopyRequest) -> Iterator[Detail]:
    if len(asked.wanted) > MOST:
        raise UsageError(f"{plural(len(asked.wanted), 'proposal')} are too many to copy in full: w writes a file")
    return (proposals.read_detail(asked.ledger, one, asked.today) for one in asked.wanted)


def _sources(ledger: Ledger, detail: Detail) -> dict[int, Source]:
    return {one: sources.read(ledger, one) for one in {cited.source.id for cited in detail.citations}}


def _command(ledger: Ledger, *arguments: str) -> str:
    """A command line on this database, which is named if it is not the one that is used unsaid."""
    named = [] if ledger.path == config.database_path() else ["--db", str(ledger.path)]
    return quote_argument(["tracker", *named, *arguments])
