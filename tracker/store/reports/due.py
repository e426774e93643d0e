"""The Monday list: what is to be looked into, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from tracker import dates, query
from tracker.store.records import proposals
from tracker.store.search import listing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tracker.model import Line
    from tracker.store.ledger import Ledger

DEADLINE: tuple[str, Literal["deadline_on"]] = ("deadline {day}", "deadline_on")


class Reason(NamedTuple):
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


class Due(NamedTuple):
    """A reason with what it finds: how many, the first of them, and the day that decides for each."""

    reason: Reason
    total: int
    lines: Sequence[Line]
    days: dict[int, str]

    def why(self, line: Line, today: date | None) -> str:
        """What is said of one of them, its day counted from today where that is given."""
        day = self.days.get(line.id, "")
        said = dates.relative(day, today) if today and day else day
        return self.reason.says.format(day=said, status=line.status)


def reasons(today: date, ahead: int) -> Sequence[Reason]:
    """Every reason there is, the most pressing first; deadlines are looked for so many days ahead."""
    soon = f"deadline:{today.isoformat()}..+{ahead}d"
    return (
        Reason("overdue", "Overdue", ("is:overdue", "sort:deadline"), *DEADLINE),
        Reason("due", f"Due in {ahead} days", ("is:open", "is!=uncheckable", soon, "sort:deadline"), *DEADLINE),
        Reason("stale", "Stale", ("is:stale",), "nothing since {day}", "attended_on"),
        Reason("altered", "Altered", ("is:altered",), "a source no longer says it"),
        Reason("gone", "Gone", ("is:gone",), "a source is gone"),
        Reason("unsupported", "Unsupported", ("is:unsupported",), "{status} has no passage"),
    )


def found(ledger: Ledger, today: date, ahead: int, most: int | None) -> Iterator[Due]:
    """What each reason finds that finds anything, at most so many lines of each."""
    for reason in reasons(today, ahead):
        asked = query.parse(reason.terms, today)
        if total := listing.count(ledger, asked):
            wanted = listing.ids(ledger, asked, limit=most)
            days = proposals.days(ledger, wanted, reason.column) if reason.column else {}
            yield Due(reason, total, list(listing.lines(ledger, wanted)), days)
