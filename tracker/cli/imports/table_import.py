"""A table imported step by step: read, understood, taken in, and what is told of it."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.cli import session as sessions
from tracker.errors import UsageError
from tracker.exchange.intake import bad_rows
from tracker.exchange.intake.intake import MappedTable, take_in_table
from tracker.exchange.mapping.mapping import LEFT_OUT
from tracker.files import expand_home
from tracker.text import plural, visible_line, write_data, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tracker.exchange.intake.intake import IntakeOutcome
    from tracker.exchange.mapping.mapping import RowFault
    from tracker.exchange.mapping.survey import Survey
    from tracker.exchange.source_table import SourceTable
    from tracker.exchange.tables.choices import ChoiceNeededError, TableChoices
    from tracker.store.ledger import Change

STDIN = "-"
TOLD_MOST = 20  # faults that are said; the file of bad rows has them all
ANSWERS = {  # which option says beforehand what would be asked, by what the question is about
    "title": "--map COLUMN=title",
    "topics": "--create-topics GROUP, or --map-value topics:THEIRS=OURS",
    "values": "--map-value {target}:THEIRS=OURS",
    "dates": "--date-order day-first or month-first",
    "different": "--different FIELD=first, last or all",
}


class ImportRequest(NamedTuple):
    """What an import was told; `said` are the options of the mapping by their names."""

    file: str
    choices: TableChoices
    said: dict[str, Sequence[str]]
    create_topics: str | None = None
    according_to: str = ""
    profile: str = ""
    skip_bad: bool = False
    bad_rows: str = ""
    dry_run: bool = False
    names_as_written: bool = False


def import_table(session: sessions.Session, request: ImportRequest) -> None:
    """Import a table and say what became of its rows. Raises UsageError for one that cannot be taken."""
    with _readable(request.file) as path:
        mapped, survey = _understand(session, path, request)
        if not request.skip_bad:
            _refuse_open(mapped, survey, request.file)
        outcome = _take_in(session, path, mapped, survey.rows, request)
        _tell_faults(session, mapped.table, outcome.faults, request)
        if outcome.faults and not request.skip_bad:
            raise UsageError("nothing was imported; --skip-bad imports the other rows")
    if request.profile and not request.dry_run:
        from tracker.exchange.mapping.profiles import keep_profile

        keep_profile(request.profile, mapped.mapping)
    _conclude(session, request, outcome)


# reading


@contextmanager
def _readable(file: str) -> Iterator[Path]:
    """The file as one that can be read more than once; stdin is kept in one that goes again."""
    if file != STDIN:
        yield expand_home(file)
        return
    with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
        path = Path(folder) / "stdin"
        with path.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)
        yield path


def _read_table(session: sessions.Session, path: Path, choices: TableChoices) -> SourceTable:
    """The table; where a file can be read in several ways somebody is asked."""
    from tracker.exchange.tables.choices import ChoiceNeededError
    from tracker.exchange.tables.table_file import read_table

    while True:
        try:
            return read_table(path, choices)
        except ChoiceNeededError as error:
            if not (sessions.is_interactive() and sessions.may_ask(session)):
                raise
            chosen = _choose(error)
            answer: dict[str, Any] = {error.field: int(chosen) if error.field == "header" else chosen}
            choices = choices._replace(**answer)


def _choose(error: ChoiceNeededError) -> str:
    """Show how each reading would look and ask for one; Enter takes the first."""
    lines = [str(error)]
    for number, one in enumerate(error.options, 1):
        lines.append(f"{number}  {one.value}  {one.label}")
        lines += [f"     {'  |  '.join(row)}"[:100] for row in one.rows]
    _print_lines(lines)
    while True:
        write_to_stream(sys.stderr, "Which one? [1] ")
        sys.stderr.flush()
        typed = sys.stdin.readline()
        if not typed:
            raise KeyboardInterrupt
        answer = typed.strip() or "1"
        if answer.isdigit() and 1 <= int(answer) <= len(error.options):
            return error.options[int(answer) - 1].value


# understanding


def _understand(session: sessions.Session, path: Path, request: ImportRequest) -> tuple[MappedTable, Survey]:
    """What the table means: as was said, was kept under a name, seems so, was answered; and what that leaves open."""
    from tracker.cli.imports.mapping_questions import ask_mapping
    from tracker.exchange.mapping import options, profiles
    from tracker.exchange.mapping.questions import parse_group
    from tracker.exchange.mapping.vocabulary import read_vocabulary

    table = _read_table(session, path, request.choices)
    with sessions.reading(sessions.Session(db=session.db, quiet=True)) as ledger:
        vocabulary = read_vocabulary(ledger, sessions.today())
    kept = profiles.read_profile(request.profile) if request.profile and profiles.has_profile(request.profile) else None
    mapping = options.read_mapping(request.said, table.columns, vocabulary, kept)
    ours = {name: (LEFT_OUT,) for name in (bad_rows.ROW, bad_rows.REASON) if name in table.columns}
    mapping = mapping._replace(
        targets=dict(mapping.targets) | ours,
        topic_group=mapping.topic_group if request.create_topics is None else parse_group(request.create_topics),
        according_to=request.according_to or mapping.according_to,
    )
    mapping, survey = ask_mapping(session, table, vocabulary, mapping)
    return MappedTable(table, mapping, vocabulary), survey


def _refuse_open(mapped: MappedTable, survey: Survey, file: str) -> None:
    """Raise UsageError that says what is open, once each, with what occurs how often, and how to say it."""
    from tracker.exchange.mapping.questions import open_questions

    questions = open_questions(survey, mapped.mapping, file)
    if not questions:
        return
    for one in questions:
        option = ANSWERS.get(one.about, "--map-value FIELD:THEIRS=OURS").format(target=one.target)
        lines = [one.text, *(f"  {line}" for line in one.lines), f"  say it with {option}"]
        _print_lines(lines)
    raise UsageError(f"{file}: {plural(len(questions), 'thing')} must be said first; nothing was imported")


# taking in


class _TakenBackError(Exception):
    """A change that is not wanted after all; `outcome` is what it was."""

    def __init__(self, outcome: IntakeOutcome) -> None:
        super().__init__()
        self.outcome = outcome


def _take_in(
    session: sessions.Session, path: Path, mapped: MappedTable, rows: int, request: ImportRequest
) -> IntakeOutcome:
    """Take the rows in as one change, which rows with a fault take back."""
    from tracker.exchange.intake.table_source import read_table_file

    name = path.name if request.file != STDIN else "stdin"
    file = read_table_file(path)._replace(name=name)

    def action(change: Change) -> IntakeOutcome:
        with _progress(session, rows) as hear:
            known = not request.names_as_written
            outcome = take_in_table(change, mapped, file, hear, scope=request.profile, knows_names=known)
        if (outcome.faults and not request.skip_bad) or not outcome.added:
            raise _TakenBackError(outcome)
        return outcome

    try:
        return sessions.rehearsed_once(session, f"import {name}", action, dry_run=request.dry_run)
    except _TakenBackError as taken_back:
        return taken_back.outcome


@contextmanager
def _progress(session: sessions.Session, rows: int) -> Iterator[Callable[[int], None]]:
    """Says on a terminal how many rows are in, how fast that goes, and how long it will take."""
    if session.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    begun = time.monotonic()

    def say(done: int) -> None:
        passed = time.monotonic() - begun
        if passed < 1 or not done:
            return
        rate = done / passed
        left = max(rows - done, 0) / rate
        line = f"{done:,} of {rows:,} rows, {rate:,.0f} a second, {left:,.0f} s left"
        write_data(sys.stderr, f"\r{line}   ")
        sys.stderr.flush()

    try:
        yield say
    finally:
        if time.monotonic() - begun >= 1:
            write_data(sys.stderr, "\r" + " " * 70 + "\r")


# telling


def _print_lines(lines: Iterable[str]) -> None:
    """Show lines of a question or of what is wrong, also to who wants to hear of errors only."""
    write_to_stream(sys.stderr, "".join(visible_line(line) + "\n" for line in lines))


def _tell_faults(
    session: sessions.Session, table: SourceTable, faults: Sequence[RowFault], request: ImportRequest
) -> None:
    """Say what is wrong, and write the rows with it to a file that can be corrected and imported alone."""
    if not faults:
        return
    _print_lines(bad_rows.describe_fault(one, table.counted) for one in faults[:TOLD_MOST])
    more = f", {len(faults) - TOLD_MOST:,} faults more in the file" if faults[TOLD_MOST:] else ""
    stem = Path(request.file).stem if request.file != STDIN else "stdin"
    path = expand_home(request.bad_rows or f"{stem.removesuffix('-bad')}-bad.csv")
    if request.dry_run and not request.bad_rows:
        sessions.print_info(session, f"{bad_rows.count_faults(faults)}{more}")
        return
    bad_rows.write_bad_rows(path, table, faults)
    sessions.print_info(session, f"{bad_rows.count_faults(faults)}{more}; correct them in {path} and import that")


def _conclude(session: sessions.Session, request: ImportRequest, outcome: IntakeOutcome) -> None:
    added, known = len(outcome.added), outcome.known
    also = [f"{plural(known, 'row')} known already"] if known else []
    also += [plural(outcome.new_sources, "new source")] if outcome.new_sources else []
    also += [plural(len(outcome.new_topics), "new topic")] if outcome.new_topics else []
    line = f"Imported {plural(added, 'proposal')} from {request.file}{': ' * bool(also)}{', '.join(also)}"
    if not added:
        sessions.print_info(session, f"Nothing is new in {request.file}: {', '.join(also) or 'it has no rows'}")
        return
    sessions.conclude(session, [(line, added)], dry_run=request.dry_run)
