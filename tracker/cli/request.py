"""What a command asks for in the words of `list`: a query, a clock, columns, and how a list is written."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tracker import query as queries
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.clocks import NO_CLOCK
from tracker.formats.registry import find_format
from tracker.model import UsageError
from tracker.text import parse_count, refuse_unstorable, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.clocks import Clock
    from tracker.formats.columns import ExportColumn
    from tracker.formats.format import ListShape
    from tracker.query import Query
    from tracker.store.ledger import Ledger

HELP = "help"  # instead of columns


def parse_terms(terms: Sequence[str] | None, sort: str = "") -> Query:
    """The query of a command's arguments, and of the option that says the same. Raises UsageError."""
    extra = [f"sort:{sort}"] if sort else []
    return queries.parse_query([*extra, *(terms or ())], sessions.today())


def parse_most(limit: str) -> int | None:
    """How many of what a query finds are shown at the most, as --limit says; None is all. Raises UsageError."""
    return parse_count(limit, "--limit") if limit else None


def parse_clock(as_of: str, known_by: str) -> Clock | None:
    """The clock of the two options, None without them. Raises UsageError."""
    if not (as_of or known_by):
        return None
    from tracker.cli import as_of_pages

    return as_of_pages.clock(as_of, known_by)


def parse_title(typed: str, form: str) -> str:
    """The title that was given to a page, on one line. Raises UsageError for a format that has none."""
    if not typed:
        return ""
    if not find_format(form).has_references:
        raise UsageError(f"--title is for a page, and {form} has none; use it with --format docx, html or markdown")
    title = " ".join(refuse_unstorable(typed, "--title").split())
    if not title:
        raise UsageError("--title must not be blank; an example: --title 'What Belarus proposed'")
    return title


def print_columns(ledger: Ledger, columns: str) -> bool:
    """Whether only the columns are asked for that there are; they are printed."""
    if columns.strip() != HELP:
        return False
    from tracker.formats import columns as cols
    from tracker.store.reports import export
    from tracker.text import visible_line

    lines = [(visible_line(name), says) for name, says in cols.help_lines(export.extra_names(ledger))]
    write_to_stream(sys.stdout, "".join(f"{name:<12}  {says}\n" for name, says in lines))
    return True


def parse_columns(ledger: Ledger, columns: str, form: str) -> tuple[ExportColumn, ...]:
    """The columns that were asked for, none if none were. Raises UsageError."""
    if not columns:
        return ()
    from tracker.formats import columns as cols
    from tracker.store.reports import export

    if not outputs.takes_columns(form):
        raise UsageError(f"--format {form} has no columns but the numbers; use --columns id with another format")
    return cols.choose_columns(columns, export.extra_names(ledger))


def list_shape(
    query: Query,
    clock: Clock | None,
    form: str,
    columns: tuple[ExportColumn, ...],
    spreadsheet: str = "",
    title: str = "",
) -> ListShape:
    """How a list is written, with what a page says of it: its title, or the query in words, and the day."""
    from tracker.formats.documents.caption import caption_lines
    from tracker.formats.format import ListShape
    from tracker.store.reports import export

    when = ""
    if clock is not None:
        from tracker.cli import as_of_pages

        when = as_of_pages.in_words(clock)
    return ListShape(
        form,
        columns,
        spreadsheet,
        (when[:1].upper() + when[1:],),
        title or export.list_title(query),
        clocked=clock is not None,
        foot=export.foot_lines(query, sessions.today()),
        caption=caption_lines(clock or NO_CLOCK, sessions.today()),
    )
