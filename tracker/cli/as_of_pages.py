"""`--as-of` and `--known-by`: lists, pages and exports as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker import config, dates
from tracker import query as queries
from tracker.cli import output as outputs
from tracker.cli import session as sessions
from tracker.cli.commands.list import Answer, no_room, shape
from tracker.cli.commands.show import Shown
from tracker.clocks import Clock
from tracker.model import UNSURE, NotFoundError
from tracker.query import Query
from tracker.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.cli.commands.list import Wish
    from tracker.formats.lists import Shape
    from tracker.model import Detail
    from tracker.store.as_of.states import Moment, Then
    from tracker.store.ledger import Ledger

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


def counted(session: sessions.Session, ledger: Ledger, query: Query, asked: Clock) -> int:
    """How many proposals `list --count` finds."""
    from tracker.store.as_of import selection

    warn(session, asked)
    return len(selection.find(ledger, query._replace(limit=None), asked, sessions.today()))


def listed(session: sessions.Session, ledger: Ledger, wish: Wish, asked: Clock, output: str) -> Answer:
    """Print what `list` prints, but a table: that is in the answer."""
    from tracker.store.reports import export

    warn(session, asked)
    query = wish.query
    shown, total = _shown(ledger, query, asked, config.settings().limit if wish.form == "table" else None)
    if wish.form == "table" and shown:
        drawn, hidden = _drawn(session, ledger, wish, asked, shown)
        said = [_how_many(len(shown), total, asked), *no_room(hidden)]
        return Answer(len(shown), drawn, said + [MARK] * any(one.state.unsure for one in shown))
    if wish.form != "table":
        form = shape(query, asked, wish.form, wish.columns)
        outputs.put(output, export.pieces_then(ledger, shown, form, asked, sessions.today()))
    if output != outputs.STDOUT:
        outputs.say(session, output, plural(len(shown), "proposal"))
    return Answer(len(shown), said=[] if shown else [_empty(ledger, query, asked)])


def _drawn(
    session: sessions.Session, ledger: Ledger, wish: Wish, asked: Clock, shown: Sequence[Then]
) -> tuple[list[str], list[str]]:
    from tracker.cli.render import proposal_lines
    from tracker.store.as_of import states
    from tracker.store.reports import export

    dated = proposal_lines.dated(wish.dates)
    if wish.columns:
        needs = shape(wish.query, asked, wish.form, wish.columns).needs()
        rows = list(export.rows_then(ledger, shown, needs, asked, sessions.today()))
        return proposal_lines.drawn(session, ledger, wish.query, proposal_lines.of_rows(rows, wish.columns, dated))
    return proposal_lines.drawn(
        session, ledger, wish.query, proposal_lines.of_lines(list(states.lines(ledger, shown, asked)), dated)
    )


def _shown(ledger: Ledger, query: Query, asked: Clock, most: int | None) -> tuple[list[Then], int | None]:
    """The proposals to be shown, and how many there are if they were counted."""
    from tracker.store.as_of import first_page, selection
    from tracker.store.search import terms

    limit = terms.unfolded(ledger, query).limit
    if limit is None and most is None:
        found = selection.find(ledger, query, asked, sessions.today())
        return found, len(found)
    return first_page.first(ledger, query, asked, sessions.today(), limit or most or 0)


def _how_many(shown: int, total: int | None, asked: Clock) -> str:
    if total is None:
        return f"The first {shown:,} {in_words(asked)}; more of them: -L N, and --count says how many there are"
    more = f"; all of them: -L {total}" if shown < total else ""
    return f"{shown:,} of {total:,} {in_words(asked)}{more}"


def exported(
    session: sessions.Session, ledger: Ledger, query: Query, asked: Clock, form: Shape
) -> tuple[Sequence[object], Iterator[str]]:
    """What `export` writes: the proposals, and their lines in a format."""
    from tracker.store.as_of import selection
    from tracker.store.reports import export

    warn(session, asked)
    found = selection.find(ledger, query, asked, sessions.today())
    return found, export.pieces_then(ledger, found, form, asked, sessions.today())


def _empty(ledger: Ledger, query: Query, asked: Clock) -> str:
    """Why a list is empty: each term's own count under the clock."""
    from tracker.store.as_of import selection

    if not query.terms:
        return f"No proposals {in_words(asked)}"
    counts = []
    for term in query.terms:
        alone = Query((term,), unfinished=query.unfinished and term == query.terms[-1])
        counts.append(f"{queries.unparse(alone)} {len(selection.find(ledger, alone, asked, sessions.today())):,}")
    return f"Nothing {in_words(asked)} matches all of: " + " · ".join(counts)


def shown(ledger: Ledger, wanted: Sequence[int], asked: Clock) -> tuple[Shown, str]:
    """What `show` shows, as of a day, and what to say of those that were not there."""
    from tracker.cli.render.errors import way_sentence
    from tracker.store.as_of import states

    moments, missing = [], []
    for number in wanted:
        try:
            moments.append(states.detail(ledger, number, asked, sessions.today()))
        except NotFoundError as error:
            missing.append(str(error) + way_sentence(error.way))
    found = Shown([_marked(one) for one in moments], [_object(one) for one in moments], _heading(asked))
    return found, "; ".join(missing)


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
    from tracker.formats import rows

    told = rows.detail_object(moment.detail)
    for event in told["status_events"]:
        event["unsure"] = event["id"] in moment.undecided
    return {**told, "unsure": moment.unsure}
