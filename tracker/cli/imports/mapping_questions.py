"""The questions of `tracker import` on a terminal: ten rows with the mapping proposed, then each open thing once."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from tracker.cli import session as sessions
from tracker.cli.render import terminal
from tracker.editing.shell import quote_argument
from tracker.errors import TrackerError, UsageError
from tracker.exchange.mapping import preview
from tracker.exchange.mapping.looks import look_at_columns
from tracker.exchange.mapping.mapping import Mapping as TableMapping
from tracker.exchange.mapping.options import mapping_options, parse_targets
from tracker.exchange.mapping.questions import answer_question, open_questions
from tracker.exchange.mapping.suggestion import propose_mapping
from tracker.exchange.mapping.survey import survey_table
from tracker.exchange.mapping.targets import TARGET_FORMS
from tracker.text import plural, refuse_unstorable, visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.exchange.mapping.looks import ColumnLook
    from tracker.exchange.mapping.mapping import Vocabulary
    from tracker.exchange.mapping.questions import Question
    from tracker.exchange.mapping.survey import Survey
    from tracker.exchange.source_table import SourceTable

INDENT = "  "
HELP = "?"
VALUES_SHOWN = 60
BELOW_MOST = 10
INTRODUCTION = "Enter takes what is in [brackets]; ? explains; ctrl+c imports nothing"
ASK_MAPPING = "Is that right? Enter, or Column=field, …"
COLUMNS = (
    terminal.TerminalColumn("row"),
    terminal.TerminalColumn("title", flexible=True),
    terminal.TerminalColumn("status", most=24, gives_way=3, least=12),
    terminal.TerminalColumn("topics", most=24, gives_way=2, least=10),
    terminal.TerminalColumn("by", most=20, gives_way=2, least=8),
    terminal.TerminalColumn("date", most=10, gives_way=1),
    terminal.TerminalColumn("src", most=4, gives_way=1),
)


def ask_mapping(
    session: sessions.Session, table: SourceTable, vocabulary: Vocabulary, said: TableMapping
) -> tuple[TableMapping, Survey]:
    """The mapping of a table, and what it leaves open: what is said already, proposed and agreed to, and the answers.

    Where nobody can be asked it is what is said and proposed.
    """
    looks = look_at_columns(table, vocabulary.today)
    mapping = propose_mapping(looks, vocabulary, said)
    asks = sessions.is_interactive() and sessions.may_ask(session)
    if asks:
        sessions.print_info(session, INTRODUCTION)
        mapping = _agreed_columns(table, vocabulary, mapping, looks)
    survey, mapping = survey_table(mapping, table, vocabulary)
    if not asks:
        return mapping, survey
    plain = said == TableMapping({})
    proposed = mapping if plain else survey_table(propose_mapping(looks, vocabulary), table, vocabulary)[1]
    left: set[str] = set()
    while ahead := [one for one in open_questions(survey, mapping, table.path) if one.about not in left]:
        if ahead[0].about == "title":  # rows without one may be left as they are, to be told as faults
            left.add("title")
        mapping = _until_answered(ahead[0], mapping, vocabulary)
        survey, mapping = survey_table(mapping, table, vocabulary)
    sessions.print_info(session, f"In one line: {import_line(session, table, mapping, proposed)}")
    return mapping, survey


def import_line(session: sessions.Session, table: SourceTable, mapping: TableMapping, proposed: TableMapping) -> str:
    """The command that means the same without a question: it says what would not be proposed anyway."""
    known = {*mapping_options(proposed)}
    said = [
        f"--{name.replace('_', '-')}={text}" for name, text in mapping_options(mapping) if (name, text) not in known
    ]
    said = [*(f"--{name}={value}" for name, value in table.chosen), *said]
    return quote_argument(["tracker", "import", table.path, *(["--db", session.db] if session.db else []), *said])


# the columns


def _agreed_columns(
    table: SourceTable, vocabulary: Vocabulary, mapping: TableMapping, looks: Mapping[str, ColumnLook]
) -> TableMapping:
    """The mapping as it was agreed to; each change is shown at once."""
    show_mapping(table, vocabulary, mapping, looks)
    while answer := _ask(ASK_MAPPING):
        try:
            mapping = _changed_columns(answer, table, mapping)
        except TrackerError as error:
            _say(str(error))
        else:
            show_mapping(table, vocabulary, mapping, looks)
    return mapping


def _changed_columns(answer: str, table: SourceTable, mapping: TableMapping) -> TableMapping:
    if answer == HELP:
        raise UsageError(
            f"write Column=field, with commas for several, - for a column that is left out; fields: "
            f"{', '.join(TARGET_FORMS)}"
        )
    return mapping._replace(targets=dict(mapping.targets) | parse_targets([answer], table.columns))


def show_mapping(
    table: SourceTable, vocabulary: Vocabulary, mapping: TableMapping, looks: Mapping[str, ColumnLook]
) -> None:
    """Show what becomes of each column, of known words, and the first ten rows as proposals."""
    columns = [
        terminal.TerminalColumn("column", most=26),
        terminal.TerminalColumn("becomes", most=34),
        terminal.TerminalColumn("for example", flexible=True),
    ]
    parts = [list(one) for one in preview.column_previews(mapping, looks)]
    _write(_table(columns, parts))
    for line in (*preview.word_previews(mapping), *_default_lines(mapping)):
        _say(line)
    rows = preview.row_previews(mapping, table, vocabulary)
    _say(f"The first {plural(len(rows), 'row')}:")
    _write(_table(COLUMNS, [[str(one.number), *one.cells.values()] for one in rows]))


def _default_lines(mapping: TableMapping) -> list[str]:
    return [f"{target}: {value} where a row has none" for target, value in mapping.defaults.items()]


def _table(columns: Iterable[terminal.TerminalColumn], rows: list[list[str]]) -> list[str]:
    shown = list(columns)
    room = shutil.get_terminal_size().columns
    return terminal.table_lines(shown, rows, [{} for _ in rows], colour=False, room=room)[0]


# what is open


def _until_answered(question: Question, mapping: TableMapping, vocabulary: Vocabulary) -> TableMapping:
    """Ask one question until the answer can be taken; what is wrong is said each time."""
    _say(question.text)
    _show_values(question.lines)
    _say(f"Accepted: {question.accepted}")
    while True:
        shown = f" [{question.proposed}]" if question.proposed else ""
        try:
            return answer_question(question, _ask(f"Answer{shown}"), mapping, vocabulary)
        except TrackerError as error:
            _say(str(error))


def _show_values(lines: Sequence[str]) -> None:
    """Few values stand one below the other, many side by side."""
    shown = [visible_line(line) for line in lines[:VALUES_SHOWN]]
    if len(lines) > BELOW_MOST:
        more = [f"and {len(lines) - VALUES_SHOWN:,} more"] if lines[VALUES_SHOWN:] else []
        _say(" · ".join([*map(_with_one_blank, shown), *more]))
    else:
        _write([INDENT + INDENT + line for line in shown])


def _with_one_blank(line: str) -> str:
    return " ".join(line.split())


def _ask(prompt: str) -> str:
    """What is typed. Ctrl+d ends it all as ctrl+c does. Raises UsageError for what could not be stored."""
    with suppress(ImportError):
        import readline  # noqa: F401 - the line can be edited then
    sys.stderr.flush()
    try:
        typed = input(f"{visible_line(prompt)}: ")
    except (EOFError, KeyboardInterrupt):
        write_to_stream(sys.stderr, "\n")  # the shell's own prompt begins a line
        raise KeyboardInterrupt from None
    return " ".join(refuse_unstorable(typed, "it").split())


def _say(text: str) -> None:
    """Show what belongs to a question, indented, in lines that fit."""
    room = shutil.get_terminal_size().columns - len(INDENT)
    _write(terminal.wrapped(visible_line(text), INDENT, room))


def _write(lines: Iterable[str]) -> None:
    write_to_stream(sys.stderr, "".join(line + "\n" for line in lines))
