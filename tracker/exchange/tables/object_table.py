"""Objects of JSON and YAML as a table: which list of a document is the table, and the columns of all its objects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import UsageError
from tracker.exchange.source_table import SourceRow, SourceTable
from tracker.exchange.tables.choices import SHOWN_ROWS_OF_FILE, ChoiceNeededError, TableOption
from tracker.exchange.tables.flat_objects import Pairs, flatten_object
from tracker.exchange.tables.grids import Grid, GridRow, read_grid
from tracker.exchange.tables.headers import COLUMNS_MOST
from tracker.exchange.tables.rows import unstorable_row
from tracker.text import match_code, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tracker.exchange.tables.choices import TableChoices

LIST_DEPTH = 3  # below which no list of a document is looked for
KEY_COLUMN = "key"


class ObjectItem(NamedTuple):
    """One value of a file with its number; `fault` says why it could not be read."""

    number: int
    value: Any
    fault: str = ""


class ObjectFile(NamedTuple):
    """A file as a sequence of values; `read` begins anew each time."""

    path: Path
    read: Callable[[], Iterator[ObjectItem]]
    counted: str = "object"
    about: tuple[str, ...] = ()


def read_object_table(file: ObjectFile, header: int | None = None) -> SourceTable:
    """The table of the objects of a file, or of its lists if each row is a list. Raises UsageError for none."""
    first = next(file.read(), None)
    if first is None:
        raise UsageError(f"{file.path} is empty; a table needs at least one object")
    if isinstance(first.value, list) and not isinstance(first.value, Pairs):
        return read_grid(Grid(file.path, partial(_each_list_row, file), file.counted, file.about), header)
    columns = _object_columns(file)
    return SourceTable(str(file.path), columns, partial(_each_object_row, file, columns), file.counted, file.about)


def read_document_table(path: Path, document: Any, choices: TableChoices, about: tuple[str, ...]) -> SourceTable:
    """The table of a whole document: its list, the chosen one of its lists, its named objects, or itself as a row.

    Raises ChoiceNeededError if it has several lists of objects.
    """
    lists = dict(_named_lists(document, "", 0))
    name = _list_name(path, lists, choices.sheet)
    values = lists[name] if name else _rows_of_document(document)
    told = (*about, f"the list {name}") if name else about
    table = read_object_table(ObjectFile(path, partial(_each_item, values), about=told), choices.header)
    return table._replace(sheet=name, sheets=tuple(lists))


def _list_name(path: Path, lists: dict[str, list[Any]], wanted: str) -> str:
    if wanted:
        return wanted if wanted in lists else match_code(wanted, lists, "list")
    if len(lists) < 2:  # noqa: PLR2004 - one is the table, two are a question
        return next(iter(lists), "")
    options = [_list_option(name, values) for name, values in lists.items()]
    raise ChoiceNeededError(f"{path} has several lists; name one of {', '.join(lists)}", "sheet", options)


def _list_option(name: str, values: list[Any]) -> TableOption:
    rows = [flatten_object(one) for one in values[:SHOWN_ROWS_OF_FILE]]
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [tuple("; ".join(row.get(one, ())) for one in names) for row in rows]
    return TableOption(name, f"{name}: {plural(len(values), 'object')}", (tuple(names), *cells))


def _named_lists(value: Any, name: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    """The lists of objects inside a document, by their dotted names."""
    if not isinstance(value, Pairs) or depth >= LIST_DEPTH:
        return
    for key, inner in value:
        path = f"{name}.{key}" if name else key
        if isinstance(inner, list) and not isinstance(inner, Pairs) and any(isinstance(one, Pairs) for one in inner):
            yield path, inner
        yield from _named_lists(inner, path, depth + 1)


def _rows_of_document(document: Any) -> list[Any]:
    """A list as it is, objects under names as rows with the column `key`, anything else as the only row."""
    if not isinstance(document, Pairs):
        return document if isinstance(document, list) else [document]
    if len(document) > 1 and all(isinstance(value, Pairs) for _, value in document):
        return [Pairs([(KEY_COLUMN, key), *value]) for key, value in document]
    return [document]


def _each_item(values: list[Any]) -> Iterator[ObjectItem]:
    return (ObjectItem(number, value) for number, value in enumerate(values, 1))


def _object_columns(file: ObjectFile) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for item in file.read():
        names.update(dict.fromkeys(_flatten_item(item).values))
        if len(names) > COLUMNS_MOST:
            raise UsageError(f"{file.path} has more than {COLUMNS_MOST:,} columns; are names of things its keys?")
    if not names:
        raise UsageError(f"{file.path} has no values")
    return tuple(names)


def _each_object_row(file: ObjectFile, columns: tuple[str, ...]) -> Iterator[SourceRow]:
    for item in file.read():
        row = _flatten_item(item)
        if item.fault:
            yield SourceRow(item.number, {columns[0]: (str(item.value),)}, item.fault)
        elif row.values or row.fault:
            yield unstorable_row(row) or row


def _flatten_item(item: ObjectItem) -> SourceRow:
    if item.fault:
        return SourceRow(item.number, {}, item.fault)
    try:
        flat = flatten_object(item.value)
    except UsageError as error:
        return SourceRow(item.number, {}, str(error))
    return SourceRow(item.number, {name: tuple(values) for name, values in flat.items()})


def _each_list_row(file: ObjectFile) -> Iterator[GridRow]:
    for item in file.read():
        cells = item.value if isinstance(item.value, list) else [item.value]
        texts = ["; ".join(flatten_object(one).get("value", ())) for one in cells]
        yield GridRow(item.number, texts, item.fault)
