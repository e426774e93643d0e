"""The columns of a list: what each is called, what it says of a proposal, and what must be read for it."""

from __future__ import annotations

import csv
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from tracker.comparison import folded_key
from tracker.fields import FIELDS, LISTED_FIELDS
from tracker.formats.rows import COLUMNS, plain_cell
from tracker.model import UNSURE, Citation, Proposal, UsageError
from tracker.text import ambiguous_code_message, find_nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

EXTRA = "x."
NO_EXTRA: Mapping[str, str] = MappingProxyType({})
Needs = Literal["", "evidence", "own", "extra", "makers"]
# Of a list for which nobody names columns: the short list that people read, or the whole record, with imported
# columns each as one of its own (flat), or as one object (nested).
UsualColumns = Literal["short", "flat", "nested"]


class ExportRow(NamedTuple):
    """A proposal as its columns are taken from it; what no column needs is empty.

    `citations` are its passages, `note` and `uncheckable` our own words, `unsure` is whether only part of a span
    decides its status under a clock; `added_by` and `status_by` are who entered it and its status.
    """

    record: Proposal
    extra: Mapping[str, str] = NO_EXTRA
    citations: Sequence[Citation] = ()
    note: str = ""
    uncheckable: str | None = None
    unsure: bool = False
    added_by: str = ""
    status_by: str = ""


class ExportColumn(NamedTuple):
    """A column: its name as typed and as it heads the column, what it says, its value as JSON has it, what it needs."""

    name: str
    help: str
    value: Callable[[ExportRow], Any]
    needs: Needs = ""


def _field(name: str, field: str, help_: str) -> ExportColumn:
    return ExportColumn(name, help_, attrgetter(f"record.{field}"))


def _declared(name: str) -> ExportColumn:
    """The column of a declared field."""
    field = FIELDS[name]
    if name in OWN:
        return ExportColumn(field.listed_as, field.listed, attrgetter(name), "own")
    return _field(field.listed_as, field.column, field.listed)


def _primary(row: ExportRow) -> str | None:
    return row.record.topics[0] if row.record.topics else None


OWN = ("note", "uncheckable")  # our own words, which are read only when they are asked for
# what is no field of its own, by the field that it stands before in the order of the help
COMPUTED: Mapping[str, tuple[ExportColumn, ...]] = {
    "topics": (ExportColumn("topic", "its primary topic", _primary), ExportColumn("primary", "the same", _primary)),
    "tags": (
        ExportColumn(
            "evidence",
            "how well its status is supported: checked, unchecked or none; the references where there are some",
            attrgetter("record.evidence"),
            "evidence",
        ),
        _field("quote", "quotes", "the passages that support it"),
        _field("source", "sources", "the sources of these"),
    ),
    "note": (
        _field("flags", "flags", "its flags, such as stale or overdue"),
        _field("reason", "reason", "why it was rejected or lapsed"),
        _field("extent", "extent", "how much of it was adopted"),
        _field("according-to", "according_to", "who says that it stands so"),
        _field("rating", "rating", "the word of the source for its status"),
        _field("links", "links", "its links to other proposals"),
        _field("looked", "looked_on", "when it was last looked for"),
        _field("added", "added_at", "when it was entered"),
        _field("updated", "updated_at", "when it was last changed"),
        ExportColumn("added_by", "who entered it", attrgetter("added_by"), "makers"),
        ExportColumn("status_by", "who entered its current status", attrgetter("status_by"), "makers"),
    ),
}
# by the words of the query language, where it has one, in the order of the help
WORDS: tuple[ExportColumn, ...] = (
    _field("id", "id", "its number"),
    *(column for name in LISTED_FIELDS for column in (*COMPUTED.get(name, ()), _declared(name))),
    ExportColumn("extra", "all imported columns in one", lambda row: dict(row.extra), "extra"),
    ExportColumn(
        "unsure",
        "whether its dates are too vague to be sure of its status on that day",
        lambda row: row.unsure,
    ),
)
# What an export calls its columns is a name too.
KNOWN: dict[str, ExportColumn] = {one.name: one for one in WORDS}
KNOWN |= {name: _field(name, name, "as in an export") for name in COLUMNS if name not in KNOWN}
# What people type for a column, where nothing that is alike would lead them there.
ALIASES = {"proposer": "by", "addressee": "to", "year": "date", "ev": "evidence", "quotation": "quote", "x": "extra"}
LISTED = ("id", "status", "moved", "title", "topic", "by", "body", "date", "evidence")
PARTIAL_DATES = frozenset({"looked", "looked_on"}).union(
    *((field.listed_as, field.column) for field in FIELDS.values() if field.takes == "date" and field.listed)
)
INSTANTS = frozenset({"added", "updated", "added_at", "updated_at"})


def find_columns(names: Iterable[str]) -> tuple[ExportColumn, ...]:
    """The columns of these names, which are right ones."""
    return tuple(KNOWN[name] for name in names)


def choose_columns(typed: str, extras: Sequence[str]) -> tuple[ExportColumn, ...]:
    """The columns typed, divided by commas, in their order, each once; `extras` are the imported ones that there are.

    A name with a comma in it stands in quotation marks. Raises UsageError with the nearest right word.
    """
    names = [name.strip() for name in next(csv.reader([typed], skipinitialspace=True), []) if name.strip()]
    if not names:
        raise UsageError("name at least one column, such as id,title", field="columns", way=("columns",))
    found = dict.fromkeys(_meant(name, extras) for name in names)
    return tuple(KNOWN.get(name) or extra_column(name.removeprefix(EXTRA)) for name in found)


def extra_column(name: str) -> ExportColumn:
    """An imported column."""
    return ExportColumn(EXTRA + name, "imported", lambda row: row.extra.get(name), "extra")


def usual_columns_of(columns: UsualColumns, extras: Sequence[str], *, clocked: bool) -> tuple[ExportColumn, ...]:
    """The columns of a format where none are named: what people read is short, what a program reads is whole."""
    if columns == "short":
        return find_columns(LISTED)
    imported = tuple(map(extra_column, extras)) if columns == "flat" else find_columns(["extra"])
    return find_columns(COLUMNS) + imported + find_columns(["unsure"] * clocked)


def help_lines(extras: Sequence[str]) -> list[tuple[str, str]]:
    """Each column and what it says."""
    fields = [one for name, one in KNOWN.items() if one.help == "as in an export" and name in COLUMNS]
    told = [(one.name, one.help) for one in WORDS]
    told += [(EXTRA + name, "imported") for name in extras]
    return [*told, (", ".join(one.name for one in fields), "the same, as exports call them")]


def column_text(column: ExportColumn, row: ExportRow) -> str:
    """What a column says, as the cell of a line that people read: a status that is unsure with its mark."""
    return plain_cell(column_value(column, row))


def column_value(column: ExportColumn, row: ExportRow) -> Any:
    """What a column says, a status that is unsure with its mark."""
    value = column.value(row)
    return UNSURE + str(value) if column.name == "status" and row.unsure else value


def _meant(typed: str, extras: Sequence[str]) -> str:
    """The name meant. Raises UsageError."""
    wanted = folded_key(typed).replace("-", "_")
    if wanted in KNOWN:
        return wanted
    if folded_key(typed).startswith(EXTRA):
        return EXTRA + _extra_meant(typed.strip()[len(EXTRA) :], extras)
    begun = [name for name in KNOWN if wanted and name.startswith(wanted)]
    if wanted not in ALIASES and len(begun) == 1:
        return begun[0]
    if wanted not in ALIASES and begun:
        raise UsageError(ambiguous_code_message(typed, begun, "column"), field="columns", value=typed)
    near = ALIASES.get(wanted) or find_nearest(wanted, KNOWN)
    if near:
        raise UsageError(f"no column '{typed}'; did you mean {near}?", field="columns", value=typed)
    raise UsageError(f"no column '{typed}'", field="columns", value=typed, way=("columns",))


def _extra_meant(typed: str, extras: Sequence[str]) -> str:
    by_key = {folded_key(one): one for one in extras} | {one: one for one in extras}
    if found := by_key.get(typed) or by_key.get(folded_key(typed)):
        return found
    near = find_nearest(typed, extras)
    hint = f"did you mean x.{near}?" if near else f"known: {', '.join(EXTRA + one for one in extras) or 'none'}"
    raise UsageError(f"no imported column '{typed}'; {hint}", field="columns", value=typed)
