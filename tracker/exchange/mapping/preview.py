"""A mapping as it is shown before anything is taken: what each column becomes, and the first rows as proposals."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.exchange.mapping.mapping import LEFT_OUT
from tracker.exchange.mapping.rows import RowReader
from tracker.exchange.mapping.targets import EXTRA

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.exchange.mapping.looks import ColumnLook
    from tracker.exchange.mapping.mapping import MappedRow, RowFault, Vocabulary
    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.source_table import SourceRow, SourceTable

ROWS = 10
EXAMPLES = 3
EXAMPLE_MOST = 40
UNREAD = "?"  # stands after what nothing is known of yet
SHOWN = ("title", "status", "topics", "proposers", "date", "sources")


class ColumnPreview(NamedTuple):
    """A column, what it becomes, and some of its values."""

    name: str
    becomes: str
    examples: str


class RowPreview(NamedTuple):
    """A row as a proposal: its number, and what it says by the names of SHOWN."""

    number: int
    cells: Mapping[str, str]
    faults: tuple[RowFault, ...]


def column_previews(mapping: TableMapping, looks: Mapping[str, ColumnLook]) -> list[ColumnPreview]:
    """What becomes of each column of a table."""
    return [ColumnPreview(name, describe_targets(name, mapping), example_values(look)) for name, look in looks.items()]


def describe_targets(column: str, mapping: TableMapping) -> str:
    """What a column becomes, in words."""
    targets = list(mapping.targets.get(column, (EXTRA + column,)))
    words = [_target_words(target, column) for target in targets]
    if column in mapping.key:
        words.insert(0, "key")
    separator = mapping.separators.get(column, "")
    split = f", divided at {separator!r}" if separator else ""
    order = f", {mapping.date_orders[column]}" if column in mapping.date_orders else ""
    return " + ".join(words) + split + order


def _target_words(target: str, column: str) -> str:
    if target == LEFT_OUT:
        return "left out"
    return "extra" if target == EXTRA + column else target


def example_values(look: ColumnLook) -> str:
    """The first few values of a column, each short."""
    shown = [value if len(value) <= EXAMPLE_MOST else value[: EXAMPLE_MOST - 1] + "…" for value in look.counts]
    more = " …" if len(shown) > EXAMPLES else ""
    return " · ".join(shown[:EXAMPLES]) + more or "empty"


def word_previews(mapping: TableMapping) -> list[str]:
    """What becomes of words of theirs, field by field: `status: kept is implemented, broken is lapsed:abandoned`."""
    return [
        f"{target}: " + ", ".join(f"{word} is {ours}" for word, ours in theirs.items())
        for target, theirs in mapping.values.items()
        if theirs
    ]


def row_previews(
    mapping: TableMapping, table: SourceTable, vocabulary: Vocabulary, most: int = ROWS
) -> list[RowPreview]:
    """The first rows of a table as proposals."""
    return preview_rows(mapping, list(islice(table.read_rows(), most)), vocabulary)


def preview_rows(mapping: TableMapping, rows: Iterable[SourceRow], vocabulary: Vocabulary) -> list[RowPreview]:
    """These rows as proposals; what is not known yet stands there as theirs, with a question mark."""
    reader = RowReader(mapping, vocabulary)
    previews = []
    for row in rows:
        made, faults = reader.read(row)
        if made is not None:
            previews.append(RowPreview(row.number, _cells(made, faults, mapping), tuple(faults)))
    return previews


def _cells(made: MappedRow, faults: Sequence[RowFault], mapping: TableMapping) -> dict[str, str]:
    values = {name: value if isinstance(value, str) else ", ".join(value) for name, value in made.values.items()}
    if made.claim is not None:
        more = made.claim.reason or made.claim.extent
        values["status"] = made.claim.status + (f" ({more})" if more else "")
    sources = {*made.sources, *(made.claim.sources if made.claim else ())}
    values["sources"] = str(len(sources)) if sources else ""
    for fault in faults:
        for target in mapping.targets.get(fault.column, ()):
            if not values.get(target):
                values[target] = f"{fault.value} {UNREAD}"
    return {name: values.get(name, "") for name in SHOWN}
