"""The form that names the table to be imported, and how it is to be read where that is not plain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import UsageError, blame_field
from tracker.exchange.mapping.profiles import profile_names, read_profile
from tracker.exchange.tables.choices import ChoiceNeededError, TableChoices
from tracker.exchange.tables.table_file import read_table
from tracker.files import expand_home
from tracker.text import parse_count, visible_line
from tracker.tui.forms.form import Form
from tracker.tui.widgets.inputs.field import Blank

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.source_table import SourceTable
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

KINDS_OF_FILES = "CSV, TSV, JSON, JSONL, YAML, XLSX, XLS or ODS"
OPTION_MOST = 60  # signs of the first row of an option


class ImportFile(Form):
    """A file, and a mapping that was kept; how it is read is asked at the field that answers it."""

    heading = "Import a table"
    undoable = False

    def __init__(self, ledger: Ledger, file: str = "") -> None:
        """`file` is offered again."""
        self.table: SourceTable | None = None
        self.kept: TableMapping | None = None
        blanks = [
            Blank("file", file, KINDS_OF_FILES, example="~/csto/promises.csv", required=True, is_path=True),
            Blank("profile", "", "a mapping that was kept under this name", profile_names, example="nz"),
            Blank("sheet", "", "the sheet of a workbook, or the list of a JSON or YAML file", more=True),
            Blank("encoding", "", "empty: found in the file", more=True, example="windows-1252"),
            Blank("divider", "", "what stands between the columns; empty: found in the file", more=True, example=";"),
            Blank("header", "", "the number of the line that names the columns; 0: none does", more=True, example="3"),
        ]
        super().__init__(ledger, blanks)

    def save(self, typed: Mapping[str, str], *, sure: Sure) -> int:  # noqa: ARG002 - nothing is asked
        """Read the first of the file. Raises UsageError and TrackerError, which know the field."""
        name = typed["file"].strip()
        if not name:
            raise UsageError(f"name a file: {KINDS_OF_FILES}", field="file")
        with blame_field("profile"):
            self.kept = read_profile(typed["profile"].strip()) if typed["profile"].strip() else None
        with blame_field("file", name):
            try:
                self.table = read_table(expand_home(name), _choices(typed))
            except ChoiceNeededError as error:
                raise UsageError(f"{error}: {option_words(error)}", field=error.field) from error
        return 0

    def is_changed(self) -> bool:
        """Nothing is lost that would have to be asked about."""
        return False


def _choices(typed: Mapping[str, str]) -> TableChoices:
    header = typed["header"].strip()
    with blame_field("header", header):
        line = parse_count(header, "the line of the names", least=0) if header else None
    return TableChoices(typed["encoding"].strip(), typed["divider"].strip(), typed["sheet"].strip(), line)


def option_words(error: ChoiceNeededError) -> str:
    """What can be chosen, each with the first row that it gives."""
    shown = []
    for one in error.options:
        first = visible_line(" | ".join(one.rows[0]), OPTION_MOST) if one.rows else ""
        shown.append(f"{one.value} ({first})" if first else one.value)
    return "; ".join(shown)
