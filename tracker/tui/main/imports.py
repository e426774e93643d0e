"""The verb that takes a table in: a file is named, its mapping agreed to, and it is imported beside the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import TrackerError
from tracker.text import plural
from tracker.tui.widgets.signs import short

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.exchange.intake.intake import IntakeOutcome
    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.source_table import SourceTable
    from tracker.store.ledger import Ledger
    from tracker.tui.background import Background
    from tracker.tui.context import ScreenContext
    from tracker.tui.forms.import_table import ImportTable

NAME_MOST = 40  # cells of the name of a file


class Imports:
    """What i does."""

    def __init__(self, context: ScreenContext, background: Background) -> None:
        """The file that was named last is offered again."""
        self._context, self._background = context, background
        self._file = ""

    def begin(self) -> None:
        """Ask for the file."""
        from tracker.tui.forms.import_file import ImportFile

        if not self._background.is_free():
            return
        form = ImportFile(self._context.ledger, self._file)

        def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
            if saved is not None and form.table is not None:
                self._file = saved[1]["file"]
                with self._context.say_errors():
                    self._agree(form.table, form.kept, saved[1]["profile"].strip())

        self._context.app.push_screen(form, closed)

    def _agree(self, table: SourceTable, kept: TableMapping | None, profile: str) -> None:
        """Ask what its columns and values mean."""
        from tracker.tui.forms.import_table import ImportTable

        form = ImportTable(self._context.ledger, table, self._context.today, kept, profile)

        def closed(saved: tuple[int, Mapping[str, str]] | None) -> None:
            if saved is not None:
                self._start(form, saved[1]["profile"].strip())

        self._context.app.push_screen(form, closed)

    def _start(self, form: ImportTable, profile: str) -> None:
        """Import it in a thread, over a connection of its own."""
        name = short(Path(form.table.path).name, NAME_MOST)

        def take_in(ledger: Ledger) -> str:
            def hear(done: int) -> None:
                self._background.report_from_thread(f"importing {name}: {done:,} of {form.rows:,} rows")

            return _import(ledger, form, profile, hear)

        self._background.start(f"importing {name}", take_in, self._tell)

    def _tell(self, said: str) -> None:
        self._context.reload()
        self._context.say(f"{said}   u undoes")


def _import(ledger: Ledger, form: ImportTable, profile: str, hear: Callable[[int], None]) -> str:
    """Import all rows as one change, or none; gives back what was done. Raises TrackerError for the first bad row."""
    from tracker import config
    from tracker.exchange.intake.intake import MappedTable, take_in_table
    from tracker.exchange.intake.table_source import read_table_file
    from tracker.store import database

    mapped = MappedTable(form.table, form.mapping, form.vocabulary)
    file = read_table_file(Path(form.table.path))
    with database.write_change(ledger, f"import {file.name}", config.user_name()) as change:
        outcome = take_in_table(change, mapped, file, hear, scope=profile)
        _refuse_bad(outcome, form.table)
    return f"Imported {plural(len(outcome.added), 'proposal')} from {short(file.name, NAME_MOST)}"


def _refuse_bad(outcome: IntakeOutcome, table: SourceTable) -> None:
    """Raise TrackerError, which takes all back, if a row is wrong or nothing is new."""
    from tracker.exchange.intake import bad_rows

    if outcome.faults:
        first = bad_rows.describe_fault(outcome.faults[0], table.counted)
        more = f", {len(outcome.faults) - 1:,} more" if outcome.faults[1:] else ""
        raise TrackerError(f"Nothing was imported. {first}{more}; tracker import writes the bad rows to a file")
    if not outcome.added:
        raise TrackerError(f"Nothing is new in it: {plural(outcome.known, 'row')} known already")
