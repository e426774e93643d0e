"""Workbooks: a sheet of XLSX, XLS or ODS, its cells as a person reads them."""

from __future__ import annotations

import re
import zipfile
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.errors import UsageError
from tracker.exchange.tables.choices import SHOWN_ROWS_OF_FILE, ChoiceNeededError, TableOption
from tracker.exchange.tables.grids import Grid, GridRow, read_grid
from tracker.text import match_code, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracker.exchange.source_table import SourceTable
    from tracker.exchange.tables.choices import TableChoices

BYTES_MOST = 200_000_000  # of a workbook, which is read whole
UNPACKED_MOST = 2_000_000_000
_ERROR_CELL = re.compile(rb'<c [^>]*\bt="e"')
_EXACT = 2**53  # from here on a cell holds no whole number exactly


def read_workbook(path: Path, choices: TableChoices) -> SourceTable:
    """The table of a sheet: the one of that name, or the only one with cells.

    Raises ChoiceNeededError if there are several, UsageError for a file that is no workbook or that is locked.
    """
    workbook = _open_workbook(path)
    names = tuple(workbook.sheet_names)
    name = _sheet_name(path, workbook, choices.sheet)
    sheet = workbook.get_sheet_by_name(name)
    read = partial(_each_sheet_row, sheet)
    grid = Grid(path, read, "row", (*_about_sheet(name, sheet), *_about_errors(path)), partial(_used_columns, sheet))
    table = read_grid(grid, choices.header)
    return table._replace(sheet=name, sheets=names)


def sheet_text(value: Any) -> str:
    """A cell as it is written in text: whole numbers without a fraction, days and times as ISO has them."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int | timedelta) else ""


def _open_workbook(path: Path) -> Any:
    from importlib import import_module

    _refuse_size(path)
    try:
        calamine = import_module("python_calamine")
    except ImportError as error:
        raise UsageError(f"{path} is a workbook: install `proposal-tracker[tables]` or save it as CSV") from error
    try:
        return calamine.CalamineWorkbook.from_path(str(path))
    except calamine.PasswordError as error:
        raise UsageError(f"{path} is locked by a password; save it without one") from error
    except (calamine.CalamineError, OSError) as error:
        raise UsageError(f"{path} is broken or no workbook; save it as XLSX or CSV") from error


def _refuse_size(path: Path) -> None:
    if path.stat().st_size > BYTES_MOST:
        raise UsageError(f"{path} is larger than {BYTES_MOST // 1_000_000} MB; save its sheet as CSV")
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(one.file_size for one in packed.infolist())
    except (zipfile.BadZipFile, OSError):
        return
    if unpacked > UNPACKED_MOST:
        raise UsageError(f"{path} unpacks to more than {UNPACKED_MOST // 1_000_000} MB; save its sheet as CSV")


def _sheet_name(path: Path, workbook: Any, wanted: str) -> str:
    """The name of the sheet to read; hidden and empty ones are read only where they are named."""
    names = list(workbook.sheet_names)
    if wanted:
        return wanted if wanted in names else match_code(wanted, names, "sheet")
    hidden = {one.name for one in workbook.sheets_metadata if not str(one.visible).endswith("Visible")}
    sheets = {name: workbook.get_sheet_by_name(name) for name in _worksheet_names(workbook) if name not in hidden}
    filled = {name: sheet for name, sheet in sheets.items() if sheet.height}
    if not filled:
        raise UsageError(f"{path} has no sheet with cells")
    if len(filled) == 1:
        return next(iter(filled))
    options = [_sheet_option(name, sheet) for name, sheet in filled.items()]
    raise ChoiceNeededError(f"{path} has several sheets; name one of {', '.join(filled)}", "sheet", options)


def _worksheet_names(workbook: Any) -> list[str]:
    return [one.name for one in workbook.sheets_metadata if str(one.typ).endswith("WorkSheet")]


def _sheet_option(name: str, sheet: Any) -> TableOption:
    rows = (row.cells for row in _each_sheet_row(sheet) if any(row.cells))
    label = f"{name}: {plural(sheet.height, 'row')}, {plural(sheet.width, 'column')}"
    return TableOption(name, label, tuple(tuple(row) for row in islice(rows, SHOWN_ROWS_OF_FILE)))


def _about_sheet(name: str, sheet: Any) -> tuple[str, ...]:
    merged = len(sheet.merged_cell_ranges or ())
    told = f"{plural(merged, 'group')} of merged cells, of which the first has the value"
    return (f"sheet {name}", *([told] if merged else []))


def _about_errors(path: Path) -> tuple[str, ...]:
    """What is said of cells such as #DIV/0! in XLSX, which have no value for any reader."""
    try:
        with zipfile.ZipFile(path) as packed:
            sheets = [one for one in packed.namelist() if one.startswith("xl/worksheets/") and one.endswith(".xml")]
            errors = sum(len(_ERROR_CELL.findall(packed.read(one))) for one in sheets)
    except (zipfile.BadZipFile, OSError):  # XLS is no archive
        return ()
    return (f"{plural(errors, 'cell')} of the workbook with an error such as #DIV/0!, read as empty",) if errors else ()


def _used_columns(sheet: Any, below: int) -> set[int]:
    """The places of the columns that have a value below a row."""
    used: set[int] = set()
    for row in islice(sheet.iter_rows(), below, None):
        used.update(place for place, value in enumerate(row) if value != "")
    return used


def _each_sheet_row(sheet: Any) -> Iterator[GridRow]:
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield GridRow(number, [sheet_text(value) for value in row])
