"""The form of an import: what each column of a table becomes, with its first rows as proposals below it."""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work
from textual.worker import get_current_worker

from tracker.errors import TrackerError, UsageError
from tracker.exchange.mapping import preview
from tracker.exchange.mapping.looks import look_at_columns
from tracker.exchange.mapping.profiles import keep_profile
from tracker.exchange.mapping.questions import answer_question, open_questions
from tracker.exchange.mapping.suggestion import propose_mapping
from tracker.exchange.mapping.survey import survey_table
from tracker.exchange.mapping.vocabulary import read_vocabulary
from tracker.tui.forms.form import Form
from tracker.tui.forms.parts.mapping_fields import FIELD_OF_QUESTION, mapping_blanks, read_mapping_fields
from tracker.tui.widgets.lists.mapping_preview import MappingPreview

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from textual.app import ComposeResult
    from textual.timer import Timer
    from textual.widgets import Input

    from tracker.exchange.mapping.mapping import Mapping as TableMapping
    from tracker.exchange.mapping.questions import Question
    from tracker.exchange.source_table import SourceRow, SourceTable
    from tracker.store.ledger import Ledger
    from tracker.tui.forms.form import Sure

REST = 0.3  # seconds without a key, after which the whole table is read anew
VALUES_SHOWN = 6
LOOKING = "looking at all rows …"
WHOLE = "every row can be imported"


class ImportTable(Form):
    """A field for each column, and the first rows as they would be read; what is open is said before it is saved."""

    drafted = ""
    undoable = False

    def __init__(
        self, ledger: Ledger, table: SourceTable, today: date, kept: TableMapping | None = None, profile: str = ""
    ) -> None:
        """`kept` is the mapping of a `profile`, if one was named."""
        self.rows = 0
        self.table, self.vocabulary = table, read_vocabulary(ledger, today)
        looks = look_at_columns(table, today)
        self.mapping = propose_mapping(looks, self.vocabulary, kept)
        self._first = list(islice(table.read_rows(), preview.ROWS))
        self._rest: Timer | None = None
        super().__init__(ledger, mapping_blanks(self.mapping, looks, table.path, profile))
        self.heading = "   ".join([f"Import {Path(table.path).name}", *table.about])

    def below(self) -> ComposeResult:
        """The first rows, and what is open."""
        yield MappingPreview()

    def on_mount(self) -> None:
        """Show what was proposed."""
        self._preview()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show at once what the first rows become now; all rows are read once nothing more is typed."""
        super().on_input_changed(event)
        self._preview()

    def _preview(self) -> None:
        try:
            mapping = self._typed_mapping()
        except TrackerError as error:
            self.query_one(MappingPreview).show_open([str(error)])
            return
        rows = preview.preview_rows(mapping, self._first, self.vocabulary)
        shown = self.query_one(MappingPreview)
        shown.show_rows([(one.number, one.cells) for one in rows])
        shown.show_open([LOOKING])
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST, partial(self._survey, mapping, self.typed()))

    def _typed_mapping(self) -> TableMapping:
        return read_mapping_fields(self.typed(), self.table.columns, self.vocabulary, self.mapping)

    # all rows

    @work(thread=True, exclusive=True, group="survey")
    def _survey(self, mapping: TableMapping, typed: Mapping[str, str]) -> None:
        """Say what all rows leave open; a survey that nobody waits for any more ends early."""
        try:
            questions = self._questions(mapping, typed)[0]
        except (TrackerError, EndedError):
            return
        lines = [question_line(one) for one in questions] or [WHOLE]
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show_open, lines)

    def _show_open(self, lines: Sequence[str]) -> None:
        for shown in self.query(MappingPreview):  # none once the form is closed
            shown.show_open(lines)

    def _questions(self, mapping: TableMapping, typed: Mapping[str, str]) -> tuple[list[Question], TableMapping]:
        """What a mapping leaves open, and what the whole table decides of it."""
        worker = get_current_worker()

        def read_rows() -> Iterator[SourceRow]:
            for row in self.table.read_rows():
                if worker.is_cancelled:
                    raise EndedError
                yield row

        survey, settled = survey_table(mapping, self.table._replace(read_rows=read_rows), self.vocabulary)
        self.rows = survey.rows
        questions = open_questions(survey, settled, self.table.path)
        kept = typed["different"].strip()
        for one in [one for one in questions if one.about == "different" and kept]:
            settled = answer_question(one, kept, settled, self.vocabulary)
            questions.remove(one)
        return questions, settled

    # saving

    def finish(self, typed: Mapping[str, str], sure: Sure) -> None:
        """Look at all rows beside the screen's own work; close once nothing is open."""
        try:
            mapping = self._typed_mapping()
        except TrackerError as error:
            self._conclude(typed, sure, error)
            return
        self._saving = True
        self.hint(LOOKING)
        self._settle(mapping, typed, sure)

    @work(thread=True, exclusive=True, group="save")
    def _settle(self, mapping: TableMapping, typed: Mapping[str, str], sure: Sure) -> None:
        try:
            questions, settled = self._questions(mapping, typed)
            outcome: int | TrackerError = 0
            if questions:
                outcome = question_error(questions[0])
            elif name := typed["profile"].strip():
                keep_profile(name, settled)
            self.mapping = mapping if questions else settled
        except TrackerError as error:
            outcome = error
        except EndedError:
            return
        self.app.call_from_thread(self._conclude, typed, sure, outcome)


class EndedError(Exception):
    """A reading of all rows that nobody waits for any more."""


def question_line(question: Question) -> str:
    """A question, with the first of what it is about."""
    shown = [" ".join(one.split()) for one in question.lines[:VALUES_SHOWN]]
    more = [f"{len(question.lines) - VALUES_SHOWN:,} more"] if question.lines[VALUES_SHOWN:] else []
    return f"{question.text}  {' · '.join([*shown, *more])}".rstrip()


def question_error(question: Question) -> UsageError:
    """A question that is still open, as an error about the field that answers it."""
    field, accepted = FIELD_OF_QUESTION.get(question.about, "words"), question.accepted
    if question.about == "title":
        accepted = "give a column the field title, or write title=… here"
    elif question.about == "values" and question.target == "status":
        field = "status"
    elif question.about == "values":
        accepted = f"write {question.target}:theirs=ours; {question.target}:theirs=- leaves it out"
    return UsageError(f"{question_line(question)}; {accepted}", field=field)
