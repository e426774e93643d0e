"""The Monday list: what is to be looked into, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tracker import dates, query
from tracker.clocks import later_attention
from tracker.model import UNSURE
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.model import ProposalLine
    from tracker.store.ledger import Ledger

DEADLINE: tuple[str, Literal["deadline_on"]] = ("deadline {day}", "deadline_on")


class WatchReason(NamedTuple):
    """Why proposals are to be looked into: the query that finds them, what is said of each, and which day of it."""

    name: str
    heading: str
    terms: tuple[str, ...]
    says: str
    column: Literal["deadline_on", "attended_on", ""] = ""

    @property
    def query(self) -> str:
        """The query as it is typed, its order left aside."""
        return " ".join(term for term in self.terms if not term.startswith("sort:"))

    @property
    def says_of_all(self) -> str:
        """What is the same for all that it finds: what is said of each without its day."""
        return self.says.format(day="", status="the status").strip()


class ReasonDue(NamedTuple):
    """A reason with what it finds: how many, the first of them, and the day that decides for each.

    `sure` are those of them that all of a date puts there; `perhaps` are the lines of the others.
    """

    reason: WatchReason
    total: int
    lines: Sequence[ProposalLine]
    days: dict[int, str]
    sure: int
    perhaps: frozenset[int] = frozenset()

    @property
    def numbers(self) -> str:
        """How many, those that only part of a date puts there counted apart: `3`, `2, ~1`."""
        apart = self.total - self.sure
        return ", ".join([f"{self.sure:,}"] * bool(self.sure) + [f"{UNSURE}{apart:,}"] * bool(apart))

    def why(self, line: ProposalLine, today: date | None) -> str:
        """What is said of one of them, its day counted from today where that is given."""
        return self.reason.says.format(day=self.when(line, today), status=line.status)

    def when(self, line: ProposalLine, today: date | None) -> str:
        """The day that decides for one of them, counted from today where that is given; empty where none decides."""
        day = self.days.get(line.id, "")
        words = dates.relative_day(day, today) if today and day else day
        return UNSURE * (line.id in self.perhaps) + words


def watch_reasons(today: date, ahead: int) -> Sequence[WatchReason]:
    """Every reason there is, the most pressing first; deadlines are looked for so many days ahead."""
    soon = f"deadline:{today.isoformat()}..+{ahead}d"
    return (
        WatchReason("overdue", "Overdue", ("is:overdue", "sort:deadline"), *DEADLINE),
        WatchReason("due", f"Due in {ahead} days", ("is:open", "is!=uncheckable", soon, "sort:deadline"), *DEADLINE),
        WatchReason("stale", "Stale", ("is:stale",), "nothing since {day}", "attended_on"),
        WatchReason("altered", "Altered", ("is:altered",), "a source no longer says it"),
        WatchReason("gone", "Gone", ("is:gone",), "a source is gone"),
        WatchReason("unsupported", "Unsupported", ("is:unsupported",), "{status} has no evidence"),
    )


def reasons_due(ledger: Ledger, today: date, ahead: int, most: int | None) -> Iterator[ReasonDue]:
    """What each reason finds that finds anything, at most so many lines of each."""
    for reason in watch_reasons(today, ahead):
        asked = query.parse_query(reason.terms, today)
        if total := listing.count_matches(ledger, asked):
            wanted = listing.matching_ids(ledger, asked, limit=most)
            days = days_by_proposal(ledger, wanted, reason.column) if reason.column else {}
            sure = listing.count_surely(ledger, asked, total)
            whole = wanted if sure == total else listing.matching_among(ledger, query.narrow_to_whole(asked), wanted)
            lines = list(listing.read_lines(ledger, wanted))
            yield ReasonDue(reason, total, lines, days, sure, frozenset(wanted).difference(whole))


def days_by_proposal(
    ledger: Ledger, wanted: Sequence[int], which: Literal["deadline_on", "attended_on"]
) -> dict[int, str]:
    """The deadlines of proposals, or the days of their last sign of attention (partial dates), where they have one."""
    entered = "w.attended_at" if which == "attended_on" else "''"
    sql = (
        f"SELECT p.id, {which}, {entered} FROM proposals AS p JOIN proposal_watch AS w ON w.id = p.id"
        f" WHERE p.id IN (SELECT value FROM json_each(?)) AND {which} IS NOT NULL"
    )
    return {one: later_attention(on, at) for one, on, at in ledger.rows(sql, [str(list(wanted))])}
