"""What can be typed next: the values of each field of a query, and records by their number or words, for completion."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tracker import query, query_fields
from tracker.model import EXTENTS, INVERSE_LINKS, KINDS, QueryError
from tracker.store.records import actors, meetings, saved_queries, sources, statuses, topics
from tracker.store.search import facets, listing, terms
from tracker.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from tracker.store.ledger import Ledger

DIGITS = 19  # of the largest number
NEWEST = 200  # sources that a query offers by their numbers
LOOKED_THROUGH = 5_000  # sources whose titles are looked through for words


def values(ledger: Ledger) -> dict[str, Callable[[], Iterable[str]]]:
    """What each field of a query can be asked for; where it is a mapping, it says what each value means."""
    known: dict[str, Callable[[], Iterable[str]]] = dict.fromkeys(query_fields.FIELDS, tuple)
    known |= dict.fromkeys(("by", "to", "supporter", "opponent", "actor"), lambda: actors.names(ledger))
    known |= dict.fromkeys(("topic", "primary"), lambda: topics.titles(ledger) | {"none": "without a topic"})
    known |= dict.fromkeys(("has", "no"), lambda: query_fields.PARTS)
    return known | {
        "body": lambda: facets.bodies(ledger),
        "meeting": lambda: meetings.names(ledger),
        "source": lambda: cited(ledger, "", NEWEST),
        "status": lambda: definitions(ledger),
        "kind": lambda: KINDS,
        "reason": lambda: statuses.reasons(ledger),
        "extent": lambda: EXTENTS,
        "tag": lambda: tags(ledger),
        "x.": lambda: terms.names(ledger, "extras"),
        "link": lambda: [*INVERSE_LINKS, *INVERSE_LINKS.values()],
        "saved": lambda: saved_queries.known(ledger),
        "is": lambda: query_fields.FLAGS,
        "sort": lambda: query_fields.SORTS,
    }


def definitions(ledger: Ledger, proposal: int | None = None) -> Mapping[str, str]:
    """Every status with its definition; those that usually come next for a proposal first, and said to be."""
    known = statuses.known(ledger)
    now = proposal and ledger.value("SELECT status FROM proposals WHERE id = ?", [proposal])
    usual = known[now].steps if now in known else ()
    ordered = [*usual, *(code for code in known if code not in usual)]
    return {code: "usual next: " * (code in usual) + known[code].definition for code in ordered}


def proposals(ledger: Ledger, typed: str, most: int, today: date, *, removed: bool = False) -> dict[str, str]:
    """Titles by their numbers: those that begin so, the newest first, or else what a query finds, in its order."""
    number = typed.removeprefix("#")
    if number and not number.isdecimal():
        return _found(ledger, typed, most, today, removed=removed)
    beginning, bounds = _beginning("id", number)
    there = "removed_at IS NOT NULL" if removed else "removed_at IS NULL"
    rows = ledger.rows(
        f"SELECT id, title FROM proposals WHERE {there}{beginning} ORDER BY id DESC LIMIT ?", [*bounds, most]
    )
    return {str(row[0]): row[1] for row in rows}


def cited(ledger: Ledger, typed: str, most: int) -> dict[str, str]:
    """Titles (or addresses) of sources by their numbers, the newest first: those that begin so, or have these words."""
    sought = [] if typed.isdecimal() else [fold(word) for word in words(typed)]
    beginning, bounds = ("", []) if sought else _beginning("id", typed)
    rows = ledger.rows(
        f"SELECT id, coalesce(nullif(title, ''), url) FROM sources WHERE {sources.THERE}{beginning}"
        " ORDER BY id DESC LIMIT ?",
        [*bounds, LOOKED_THROUGH if sought else most],
    )
    fitting = ((str(row[0]), row[1]) for row in rows if all(word in fold(row[1]) for word in sought))
    return dict(islice(fitting, most))


def changes(ledger: Ledger, typed: str, most: int) -> dict[str, str]:
    """The commands of changes by their numbers that begin so, the newest first."""
    beginning, bounds = _beginning("id", typed)
    sql = f"SELECT id, command FROM changes WHERE 1{beginning} ORDER BY id DESC LIMIT ?"
    return {str(row[0]): row[1] for row in ledger.rows(sql, [*bounds, most])}


def _found(ledger: Ledger, typed: str, most: int, today: date, *, removed: bool) -> dict[str, str]:
    try:
        asked = query.parse([*query.split(typed), *["is:removed"] * removed], today)
        wanted = listing.ids(ledger, asked._replace(unfinished=not removed and asked.unfinished), limit=most)
    except QueryError:
        return {}
    return {str(line.id): line.title for line in listing.lines(ledger, wanted)}


def _beginning(column: str, digits: str) -> tuple[str, list[int]]:
    """A condition for numbers that begin with these digits, a range for each length, so that the key serves it."""
    if not digits:
        return "", []
    if not (digits.isascii() and digits.isdecimal()) or digits.startswith("0") or len(digits) >= DIGITS:
        return " AND 0", []
    bounds: list[int] = []
    for zeros in range(DIGITS - len(digits)):
        bounds += [int(digits) * 10**zeros, (int(digits) + 1) * 10**zeros - 1]
    ranges = " OR ".join([f"{column} BETWEEN ? AND ?"] * (len(bounds) // 2))
    return f" AND ({ranges})", bounds


def tags(ledger: Ledger) -> list[str]:
    """Every tag."""
    return terms.names(ledger, "tags")
