"""What no row may hold: text that neither SQLite nor UTF-8 can keep, told with its column and its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError
from tracker.text import refuse_unstorable

if TYPE_CHECKING:
    from tracker.exchange.source_table import SourceRow


def unstorable_row(row: SourceRow) -> SourceRow | None:
    r"""The row with what cannot be kept in it written out as `\x00` or `\ud800` and told, None if all can be."""
    if is_storable("".join(map("".join, row.values.values()))):
        return None
    column, reason = next(
        (name, reason) for name, values in row.values.items() for value in values if (reason := _why_unstorable(value))
    )
    shown = {name: tuple(map(_written_out, values)) for name, values in row.values.items()}
    return row._replace(values=shown, fault=row.fault or reason, column=column)


def is_storable(text: str) -> bool:
    """Whether a text can be kept as it is."""
    return (text.isascii() and "\0" not in text) or not _why_unstorable(text)


def _why_unstorable(text: str) -> str:
    try:
        refuse_unstorable(text, "it")
    except UsageError as error:
        return str(error)
    return ""


def _written_out(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
