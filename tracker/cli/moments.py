"""`--as-of` and `--known-by`: lists, pages and exports as of a day."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from tracker import config, dates
from tracker import query as queries
from tracker.cli import session as sessions
from tracker.cli.listing import write_all
from tracker.clocks import Clock
from tracker.model import UNSURE, NotFoundError
from tracker.query import Query
from tracker.text import write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Detail
    from tracker.store.database import Ledger
    from tracker.store.past import Moment, Then

TODAYS = "texts, topics and links are today's, and additions undone since are left out"
MARK = f"{UNSURE} marks a status that only part of a span decides"


def clock(as_of: str, known_by: str) -> Clock:
    """The clock of the two options; a partial date means its last day. Raises UsageError."""
    days = (sessions.a_date(as_of, "as-of"), sessions.a_date(known_by, "known-by"))
    return Clock(*(dates.last_day(day) if day else None for day in days))


def in_words(asked: Clock) -> str:
    """What the clock asks, to be put behind a number: `as of 31 December 2012, by what was recorded until …`."""
    parts = [f"as of {dates.in_words(asked.as_of.isoformat())}"] if asked.as_of else []
    parts += [f"by what was recorded until {dates.in_words(asked.known_by.isoformat())}"] if asked.known_by else []
    return ", ".join(parts)


def warn(session: sessions.Session, asked: Clock) -> None:
    """Say what the file does not remember: how its texts were."""
    if asked.known_by:
        sessions.talk(session, f"What this file said on {asked.known_by}; {TODAYS}")


def listed(
    session: sessions.Session, ledger: Ledger, query: Query, asked: Clock, form: str
) -> tuple[int, list[str], list[str]]:
    """Print what `list` prints, but a table: how many there are, its lines, and what to say after it."""
    from tracker.store import moving, past  # noqa: PLC0415 - --help needs no database

    warn(session, asked)
    if form == "count":
        counted = len(moving.find(ledger, query._replace(limit=None), asked, sessions.today()))
        write(sys.stdout, f"{counted}\n")
        return counted, [], []
    shown, total = _shown(ledger, query, asked, config.settings().limit if form == "table" else None)
    if form == "table" and shown:
        from tracker.cli import lines  # noqa: PLC0415 - only a terminal gets a table

        drawn, hidden = lines.drawn(session, ledger, query, list(past.lines(ledger, shown, asked)))
        said = [_how_many(len(shown), total, asked)]
        said += [f"No room for: {', '.join(hidden)}"] if hidden else []
        return len(shown), drawn, said + [MARK] * any(one.state.unsure for one in shown)
    write_all(_stream(ledger, shown, asked, form))
    if not shown:
        sessions.talk(session, _empty(ledger, query, asked))
    return len(shown), [], []


def _shown(ledger: Ledger, query: Query, asked: Clock, most: int | None) -> tuple[list[Then], int | None]:
    """The proposals to be shown, and how many there are if they were counted."""
    from tracker.store import moving, terms, walking  # noqa: PLC0415 - --help needs no database

    limit = terms.unfolded(ledger, query).limit
    if limit is None and most is None:
        found = moving.find(ledger, query, asked, sessions.today())
        return found, len(found)
    return walking.first(ledger, query, asked, sessions.today(), limit or most or 0)


def _how_many(shown: int, total: int | None, asked: Clock) -> str:
    if total is None:
        return f"The first {shown:,} {in_words(asked)}; more of them: -L N, and --count says how many there are"
    more = f"; all of them: -L {total}" if shown < total else ""
    return f"{shown:,} of {total:,} {in_words(asked)}{more}"


def exported(
    session: sessions.Session, ledger: Ledger, query: Query, asked: Clock, form: str, spreadsheet: str
) -> tuple[Sequence[object], Iterator[str]]:
    """What `export` writes: the proposals, and their lines in a format."""
    from tracker.store import moving  # noqa: PLC0415 - --help needs no database

    warn(session, asked)
    found = moving.find(ledger, query, asked, sessions.today())
    return found, _stream(ledger, found, asked, form, spreadsheet)


def _stream(ledger: Ledger, found: Sequence[Then], asked: Clock, form: str, spreadsheet: str = "") -> Iterator[str]:
    """The proposals in a format, piece by piece: those of a list without a clock, and whether the status is unsure."""
    from tracker.store import past  # noqa: PLC0415 - --help needs no database

    if form == "ids":
        yield from (f"{one.id}\n" for one in found)
        return
    from tracker.formats import rows, writers  # noqa: PLC0415 - numbers need none

    if form in {"tsv", "table"}:
        yield from writers.tsv_lines(map(rows.line_cells, past.lines(ledger, found, asked)))
        return

    records = past.records(ledger, found, asked, sessions.today())
    if form == "csv":
        told = ([*rows.as_cells(record), "yes" if unsure else "no"] for record, unsure in records)
        yield from writers.csv_lines((*rows.COLUMNS, "unsure"), told, spreadsheet)
    else:
        objects = ({**rows.as_object(record), "unsure": unsure} for record, unsure in records)
        yield from writers.json_lines(objects, one_a_line=form == "jsonl")


def _empty(ledger: Ledger, query: Query, asked: Clock) -> str:
    """Why a list is empty: each term's own count under the clock."""
    from tracker.store import moving  # noqa: PLC0415 - --help needs no database

    if not query.terms:
        return f"No proposals {in_words(asked)}"
    counts = []
    for term in query.terms:
        alone = Query((term,), unfinished=query.unfinished and term == query.terms[-1])
        counts.append(f"{queries.unparse(alone)} {len(moving.find(ledger, alone, asked, sessions.today())):,}")
    return f"Nothing {in_words(asked)} matches all of: " + " · ".join(counts)


def show(session: sessions.Session, wanted: Sequence[int], asked: Clock, *, as_json: bool, history: bool) -> None:
    """Print what `show` prints, as of a day. Raises NotFoundError for those that were not there, after the others."""
    from tracker.store import past, statuses  # noqa: PLC0415 - --help needs no database

    moments, missing = [], []
    warn(session, asked)
    with sessions.reading(session) as ledger:
        known = statuses.known(ledger)
        for number in wanted:
            try:
                moments.append(past.detail(ledger, number, asked, sessions.today()))
            except NotFoundError as error:
                missing.append(str(error))
    if as_json:
        from tracker.formats import writers  # noqa: PLC0415 - a page needs none

        write(sys.stdout, writers.json_text([_object(one) for one in moments], indent=2) + "\n")
    else:
        from tracker.cli import page, terminal  # noqa: PLC0415 - JSON needs no page

        colour = terminal.uses_colour(session)
        room = min(shutil.get_terminal_size().columns, page.ROOM) if sys.stdout.isatty() else terminal.UNLIMITED
        lines: list[str] = []
        for one in moments:
            lines += [""] * bool(lines)
            lines.append(terminal.styled(_heading(asked), "dim", colour=colour))
            lines += page.lines(_marked(one), known, colour=colour, room=room, history=history)
        terminal.show(session, lines)
    if missing:
        raise NotFoundError("; ".join(missing))


def _heading(asked: Clock) -> str:
    told = in_words(asked)
    return told[:1].upper() + told[1:] + ("" if asked.known_by else ", by all that is known now")


def _marked(moment: Moment) -> Detail:
    """The proposal with the mark before each status that is unsure."""
    detail = moment.detail
    events = (
        event._replace(status=UNSURE + event.status) if event.id in moment.undecided else event
        for event in detail.status_events
    )
    status = UNSURE * moment.unsure + detail.proposal.status
    return detail._replace(proposal=detail.proposal._replace(status=status), status_events=tuple(events))


def _object(moment: Moment) -> dict[str, object]:
    from tracker.formats import rows  # noqa: PLC0415 - a page needs none

    told = rows.detail_object(moment.detail)
    for event in told["status_events"]:
        event["unsure"] = event["id"] in moment.undecided
    return {**told, "unsure": moment.unsure}
