"""The questions of `tracker add` on a terminal: what is missing, one short prompt a field, checked at once."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tracker.cli import session as sessions
from tracker.cli.commands import use
from tracker.cli.evidence import source as source_meant
from tracker.cli.new_proposal import add_proposal, insert_proposal
from tracker.cli.render import terminal
from tracker.editing.add_options import UNDATED, Typed, add_command, lacks_status_date, to_new_proposal
from tracker.editing.items import join_items, split_items
from tracker.fields import ASKED, FIELDS, MEETING
from tracker.model import KINDS, BusyError, DatabaseError, TrackerError, UsageError
from tracker.text import refuse_unstorable, visible_line, write_to_stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NONE = "-"
INDENT = "  "
NEWEST = 3
PROMPTS = {name: FIELDS[name].question for name in (*ASKED, "status_on")}
INTRODUCTION = "Enter takes the [default], - leaves it empty; ; separates several; ctrl+c adds nothing"


def add_by_questions(session: sessions.Session, typed: Typed, defaults: Typed, *, dry_run: bool) -> None:
    """Ask for what is missing, add it, and give the one line that would have done it.

    Raises UsageError where nobody can be asked.
    """
    if not (sessions.is_interactive() and sessions.may_ask(session)):
        raise UsageError("missing argument 'TITLE'; see: tracker add --help")
    if typed.title:
        full = _with_status_date(session, _with_evidence(session, use.filled(session, typed, defaults)))
    else:
        sessions.print_info(session, INTRODUCTION)
        full = _asked(session, typed, defaults)
        use.say_taken(session, typed, full, defaults)
    try:
        add_proposal(session, full, dry_run=dry_run)
    except TrackerError:
        sessions.print_info(session, f"Nothing was added. Correct it and run: {_ask_line(session, full)}")
        raise
    sessions.print_info(session, f"In one line: {_ask_line(session, full, defaults)}")


def _ask_line(session: sessions.Session, full: Typed, defaults: Typed | None = None) -> str:
    more = ["--db", session.db] if session.db else []
    alters = defaults is not None and use.with_defaults(full, defaults) != full
    return add_command(full._replace(kind=full.kind.replace(KINDS[0], "")), *more, *["--no-use"] * alters)


def _with_evidence(session: sessions.Session, typed: Typed) -> Typed:
    """What was typed, with the source of a quote that lacks it."""
    if (typed.quote or typed.locator) and not typed.source:
        return _until_right(session, "source", typed, "", needed=True)
    return typed


def _asked(session: sessions.Session, typed: Typed, defaults: Typed) -> Typed:
    """What was typed, with the answers to the questions that it leaves open."""
    full = typed
    for name in ASKED:
        if getattr(typed, name) or (name == "quote" and (typed.locator or not full.source)):
            continue
        about = use.with_defaults(full._replace(quote="any"), defaults)
        default = "proposal" if name == "kind" else _joined(name, getattr(about, name))
        needed = name == "title" or (name == "source" and _cites(full))
        full = _until_right(session, name, full, "" if name == "quote" else default, needed=needed)
        if name == "date":
            full = _one_meeting(session, typed, full)
    return _with_status_date(session, full)


def _with_status_date(session: sessions.Session, typed: Typed) -> Typed:
    """When it got a status that does not begin with the proposal: the date of its source is offered."""
    if not lacks_status_date(typed):
        return typed
    full = _until_right(session, "status_on", typed, _source_date(session, typed.source))
    return full if full.status_on else full._replace(status_on=UNDATED)


def _source_date(session: sessions.Session, source: str) -> str:
    from tracker.store.records import sources

    if not source:
        return ""
    with sessions.reading(_silent(session)) as ledger:
        number = sources.find(ledger, source)
        return (sources.read(ledger, number).issued_on or "") if number is not None else ""


def _cites(typed: Typed) -> bool:
    return bool(typed.quote or typed.locator or typed.translation)


def _until_right(session: sessions.Session, name: str, typed: Typed, default: str, *, needed: bool = False) -> Typed:
    """Ask for one field until the answer can be taken; the reason is said each time."""
    for hint in _hints(session, name):
        _show_indented(hint)
    while True:
        try:
            answer = _answer(name, default)
            full = typed._replace(**{name: _split(name, answer)})
            if answer or needed:
                _try(session, name, full)
        except (BusyError, DatabaseError):
            raise
        except TrackerError as error:
            _say(error)
        else:
            return full


def _one_meeting(session: sessions.Session, typed: Typed, full: Typed) -> Typed:
    """The same, once body, name, place and date mean one meeting: asked again while they mean several."""
    while True:
        try:
            _attempt(session, Typed(title="?", **full.of(MEETING)))
        except UsageError as error:
            _say(error)
            for name in MEETING:
                if not getattr(typed, name):
                    full = _until_right(session, name, full, getattr(full, name))
            if all(getattr(typed, name) for name in MEETING):
                raise
        else:
            return full


def _say(error: TrackerError) -> None:
    _show_indented(error.with_remedies(PROMPTS))


def _show_indented(text: str) -> None:
    """Show what belongs to a question, indented, in lines that fit."""
    room = shutil.get_terminal_size().columns - len(INDENT)
    write_to_stream(sys.stderr, "".join(one + "\n" for one in terminal.wrapped(visible_line(text), INDENT, room)))


def _answer(name: str, default: str) -> str:
    """What is typed, the default for nothing, nothing for `-`. Ctrl+d ends it all as ctrl+c does."""
    with suppress(ImportError):
        import readline  # noqa: F401 - the line can be edited then
    shown = f" [{visible_line(default)}]" if default else ""
    sys.stderr.flush()
    try:
        typed = input(f"{PROMPTS[name]}{shown}: ")
    except (EOFError, KeyboardInterrupt):
        write_to_stream(sys.stderr, "\n")  # the shell's own prompt begins a line
        raise KeyboardInterrupt from None
    except UnicodeDecodeError as error:
        raise UsageError(f"that is not text in the encoding of this terminal ({error.encoding})") from error
    answer = " ".join(refuse_unstorable(typed, "it").split())
    return "" if answer == NONE else answer or default


def _split(name: str, answer: str) -> Any:
    if not FIELDS[name].is_list:
        return answer
    divider = FIELDS[name].divider
    return tuple(part for one in split_items(answer, ";") for part in (split_items(one) if divider == "," else [one]))


def _joined(name: str, value: str | tuple[str, ...]) -> str:
    return join_items(value, FIELDS[name].divider) if isinstance(value, tuple) else value


def _try(session: sessions.Session, name: str, full: Typed) -> None:
    """Do with one field what `add` will do, and take it back. Raises what is wrong with it."""
    if name in {"meeting", "place"}:  # alone they may mean several: see _one_meeting
        return
    if name == "source" and not _cites(full):
        with sessions.writing(_silent(session), "add", dry_run=True) as change:
            source_meant(change, full.source)
        return
    beside: Sequence[str] = ("source", "quote", "locator") if name in {"source", "quote"} else (name,)
    _attempt(session, Typed(title=full.title or "?")._replace(**full.of(beside)))


def _attempt(session: sessions.Session, typed: Typed) -> None:
    new = to_new_proposal(typed, sessions.today())
    with sessions.writing(_silent(session), "add", dry_run=True) as change:
        insert_proposal(change, typed, new)


def _silent(session: sessions.Session) -> sessions.Session:
    return sessions.Session(db=session.db, quiet=True)


def _hints(session: sessions.Session, name: str) -> Iterator[str]:
    """What is known already: the topics, the kinds, the newest sources."""
    if name == "kind":
        yield "known: " + ", ".join(KINDS)
    if name not in {"topics", "source"}:
        return
    from tracker.store.records import sources, topics

    with sessions.reading(_silent(session)) as ledger:
        codes, newest = list(topics.topics_in_use(ledger)), sources.source_titles(ledger)[:NEWEST]
    if name == "topics":
        yield "known: " + ", ".join(codes)
    else:
        yield from (f"{number}  {title}" for number, title in newest)
