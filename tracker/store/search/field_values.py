"""What can be typed next: the values of each field of a query, and records by their number or words, for completion."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tracker import query, query_fields
from tracker.comparison import fold_text, folded_key
from tracker.model import EXTENTS, INVERSE_LINKS, KINDS, QueryError
from tracker.store.records import actors, extras, meetings, saved_queries, sources, statuses, topics
from tracker.store.search import codes, facets, listing
from tracker.strength import STRENGTHS
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from tracker.store.ledger import Ledger

DIGITS = 19  # of the largest number
NEWEST = 200  # sources that a query offers by their numbers
LOOKED_THROUGH = 5_000  # sources whose titles are looked through for words


def values_by_field(ledger: Ledger) -> dict[str, Callable[[], Iterable[str]]]:
    """What each field of a query can be asked for; where it is a mapping, it says what each value means."""
    known: dict[str, Callable[[], Iterable[str]]] = dict.fromkeys(query_fields.FIELDS, tuple)
    known |= dict.fromkeys(
        ("by", "to", "supporter", "opponent", "actor", "according-to"), lambda: actors.actor_names(ledger)
    )
    known |= dict.fromkeys(("topic", "primary"), lambda: topics.topic_titles(ledger) | {"none": "without a topic"})
    known |= dict.fromkeys(("has", "no"), lambda: query_fields.PARTS)
    return known | {
        "body": lambda: facets.body_names(ledger),
        "meeting": lambda: meetings.meeting_names(ledger),
        "source": lambda: complete_sources(ledger, "", NEWEST),
        "status": lambda: status_definitions(ledger),
        "kind": lambda: KINDS,
        "reason": lambda: statuses.read_reasons(ledger),
        "extent": lambda: EXTENTS,
        "evidence": lambda: STRENGTHS,
        "rating": lambda: rating_words(ledger),
        "tag": lambda: tag_names(ledger),
        "x.": lambda: extras.distinct_names(ledger, "extras"),
        "link": lambda: [*INVERSE_LINKS, *INVERSE_LINKS.values()],
        "who": lambda: codes.changer_names(ledger),
        "saved": lambda: saved_queries.saved_query_lines(ledger),
        "is": lambda: query_fields.FLAGS,
        "sort": lambda: query_fields.SORTS,
    }


def status_definitions(ledger: Ledger, proposal: int | None = None) -> Mapping[str, str]:
    """Every status with its definition; those that usually come next for a proposal first, and said to be."""
    known = statuses.read_statuses(ledger)
    now = proposal and ledger.value("SELECT status FROM proposals WHERE id = ?", [proposal])
    usual = known[now].steps if now in known else ()
    ordered = [*usual, *(code for code in known if code not in usual)]
    return {code: "usual next: " * (code in usual) + known[code].definition for code in ordered}


def complete_proposals(ledger: Ledger, typed: str, most: int, today: date, *, removed: bool = False) -> dict[str, str]:
    """Titles by their numbers: those that begin so, the newest first, or else what a query finds, in its order."""
    number = typed.removeprefix("#")
    if number and not number.isdecimal():
        return _search_titles(ledger, typed, most, today, removed=removed)
    beginning, bounds = _number_beginning("id", number)
    there = "removed_at IS NOT NULL" if removed else "removed_at IS NULL"
    rows = ledger.rows(
        f"SELECT id, title FROM proposals WHERE {there}{beginning} ORDER BY id DESC LIMIT ?", [*bounds, most]
    )
    return {str(row[0]): row[1] for row in rows}


def complete_sources(ledger: Ledger, typed: str, most: int) -> dict[str, str]:
    """Titles (or addresses) of sources by their numbers, the newest first: those that begin so, or have these words."""
    sought = [] if typed.isdecimal() else [fold_text(word) for word in split_words(typed)]
    beginning, bounds = ("", []) if sought else _number_beginning("id", typed)
    rows = ledger.rows(
        f"SELECT id, coalesce(nullif(title, ''), url) FROM sources WHERE {sources.THERE}{beginning}"
        " ORDER BY id DESC LIMIT ?",
        [*bounds, LOOKED_THROUGH if sought else most],
    )
    fitting = ((str(row[0]), row[1]) for row in rows if all(word in fold_text(row[1]) for word in sought))
    return dict(islice(fitting, most))


def complete_changes(ledger: Ledger, typed: str, most: int) -> dict[str, str]:
    """The commands of changes by their numbers that begin so, the newest first."""
    beginning, bounds = _number_beginning("id", typed)
    sql = f"SELECT id, command FROM changes WHERE 1{beginning} ORDER BY id DESC LIMIT ?"
    return {str(row[0]): row[1] for row in ledger.rows(sql, [*bounds, most])}


def _search_titles(ledger: Ledger, typed: str, most: int, today: date, *, removed: bool) -> dict[str, str]:
    try:
        asked = query.parse_query([*query.split_line(typed), *["is:removed"] * removed], today)
        wanted = listing.matching_ids(ledger, asked._replace(unfinished=not removed and asked.unfinished), limit=most)
    except QueryError:
        return {}
    return {str(line.id): line.title for line in listing.read_lines(ledger, wanted)}


def _number_beginning(column: str, digits: str) -> tuple[str, list[int]]:
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


def tag_names(ledger: Ledger) -> list[str]:
    """Every tag, once however it is spelt."""
    return list({folded_key(name): name for name in reversed(extras.distinct_names(ledger, "tags"))}.values())[::-1]


def rating_words(ledger: Ledger) -> list[str]:
    """Every rating that a status has in the words of its source, each found in its index behind the one before."""
    rows = ledger.rows(
        "WITH RECURSIVE known (rating) AS (SELECT min(rating) FROM status_events WHERE rating <> '' UNION ALL"
        " SELECT (SELECT min(rating) FROM status_events WHERE rating <> '' AND rating > known.rating) FROM known"
        " WHERE known.rating IS NOT NULL) SELECT rating FROM known WHERE rating IS NOT NULL"
    )
    return [row[0] for row in rows]
