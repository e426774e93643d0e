"""Marks: the tokens beside a proposal's words in the search index, one for each thing that a query can ask of it.

A mark begins with a private-use character, which no other text in the index has (`tracker.text` sees to that): a search
for words never meets one. So one full-text expression answers a whole query, whatever its terms are about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker.dates import first_day, last_day
from tracker.model import INVERSE_LINKS
from tracker.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from tracker.dates import Span

SIGN = "\ue000"
CODED = "\ue010"  # before a code point in a mark; its hexadecimal digits are the characters behind this one
# A letter for what a mark is about. Documents hold them: to change one is to make every document anew.
LETTERS = {
    "all": "a", "id": "i", "is": "f", "has": "h", "kind": "k", "status": "s", "reason": "r", "extent": "e",
    "topic": "t", "primary": "p", "tag": "g", "body": "b", "meeting": "m", "source": "c", "publisher": "5",
    "link": "l", "x": "x", "by": "y", "to": "o", "supporter": "u", "opponent": "n", "actor": "w", "date": "d",
    "moved": "z", "deadline": "j", "added": "1", "updated": "2", "looked": "3", "attended": "4",
}  # fmt: skip
ROLES = {"proposer": "by", "speaker": "by", "addressee": "to", "supporter": "supporter", "opponent": "opponent"}
BEGINNINGS = (2, 3, 4, 6, 8)  # of YYYYMMDD: its century, decade, year, month, day
BRANCHES = (range(100), range(10), range(10), range(1, 13), range(1, 32))

FACTS = """
SELECT p.id, p.kind, p.status, p.summary, p.note, e.reason, e.extent, p.uncheckable, s.is_open,
  p.proposed_on AS date, p.status_on AS moved, p.deadline_on AS deadline,
  substr(p.added_at, 1, 10) AS added, substr(p.updated_at, 1, 10) AS updated,
  w.looked_on AS looked, w.attended_on AS attended, w.supported, w.disputed, w.altered, w.gone,
  m.body_id, m.name AS meeting, m.place,
  (SELECT json_group_array(name) FROM meeting_aliases WHERE meeting_id = p.meeting_id) AS meeting_aliases,
  (SELECT topic_id FROM proposal_topics WHERE proposal_id = p.id AND is_primary = 1) AS primary_topic,
  (SELECT json_group_array(topic_id) FROM proposal_topics WHERE proposal_id = p.id) AS topics,
  (SELECT json_group_array(json_array(role, actor_id)) FROM proposal_actors WHERE proposal_id = p.id) AS actors,
  (SELECT json_group_array(name) FROM tags WHERE proposal_id = p.id) AS tags,
  (SELECT json_group_array(json_array(kind, to_id)) FROM links WHERE from_id = p.id) AS links_from,
  (SELECT json_group_array(json_array(kind, from_id)) FROM links WHERE to_id = p.id) AS links_to,
  (SELECT json_group_array(json_array(name, value)) FROM extras WHERE proposal_id = p.id) AS extras,
  (SELECT json_group_array(json_array(
     c.source_id, d.publisher, d.container, d.authors, c.quote <> '', c.translation <> ''))
   FROM citations AS c JOIN sources AS d ON d.id = c.source_id
   WHERE c.proposal_id = p.id AND c.removed_at IS NULL) AS citations
FROM proposals AS p
JOIN proposal_watch AS w ON w.id = p.id
LEFT JOIN statuses AS s ON s.code = p.status
LEFT JOIN status_events AS e ON e.id = p.status_event_id
LEFT JOIN meetings AS m ON m.id = p.meeting_id
WHERE p.id = ?
"""


def mark(about: str, what: object = "") -> str:
    """One mark: of a number, or of a code, in which all but ASCII letters and digits is written by its code point.

    It is one token then, and no two codes meet in the folding of the index.
    """
    return SIGN + LETTERS[about] + "".join(map(_letters, str(what)))


def of_words(about: str, text: str) -> Iterator[str]:
    """A mark for each word of a text, in order: a phrase stays a phrase."""
    return (SIGN + LETTERS[about] + word for word in words(text))


def of_column(name: str) -> str:
    """The mark of an imported column, whatever it holds; it ends with two signs, which no name has within it."""
    return SIGN + LETTERS["x"] + SIGN.join(words(name)) + 2 * SIGN


def of_extra(name: str, text: str) -> Iterator[str]:
    """A mark for each word that an imported column of that name holds."""
    return (of_column(name) + word for word in words(text))


def of_date(about: str, partial: str) -> Iterator[str]:
    """The marks of a partial date: its beginnings from the century on, and itself if it is less than a day."""
    digits = partial.replace("-", "")
    yield from (mark(about, digits[:length]) for length in BEGINNINGS if length <= len(digits))
    if len(digits) < BEGINNINGS[-1]:
        yield _exactly(about, digits)


def overlapping(about: str, span: Span) -> list[str]:
    """The marks of which a partial date has one exactly if it overlaps the span."""
    ends = {end.replace("-", "")[:length] for end in span if end for length in (4, 6)}
    return [*within(about, span), *(_exactly(about, end) for end in sorted(ends))]


def within(about: str, span: Span) -> list[str]:
    """The marks of which a partial date has one exactly if it lies within the span, whole."""
    low = _rounded(span.start, first_day).ljust(8, "0")
    high = _rounded(span.end, last_day).ljust(8, "9")
    return [mark(about, beginning) for beginning in _covering("", 0, low, high)]


def of(facts: Any) -> list[str]:
    """All marks of a proposal, from its row of FACTS."""
    return [*_of_itself(facts), *_of_records(facts), *_of_dates(facts), *(mark("is", flag) for flag in _flags(facts)),
            *(mark("has", part) for part in _parts(facts))]  # fmt: skip


def _of_itself(facts: Any) -> Iterator[str]:
    yield from (mark("all"), mark("id", facts["id"]), mark("kind", facts["kind"]), mark("status", facts["status"]))
    yield from (mark(name, facts[name]) for name in ("reason", "extent") if facts[name])
    if facts["body_id"] is not None:
        yield mark("body", facts["body_id"])
    yield from (
        *of_words("meeting", facts["meeting"] or ""),
        mark("meeting"),
        *of_words("meeting", facts["place"] or ""),
    )
    for alias in _listed(facts, "meeting_aliases"):
        yield from (mark("meeting"), *of_words("meeting", alias))


def _of_records(facts: Any) -> Iterator[str]:
    yield from (mark("topic", topic) for topic in _listed(facts, "topics"))
    if facts["primary_topic"] is not None:
        yield mark("primary", facts["primary_topic"])
    yield from (mark("tag", tag) for tag in _listed(facts, "tags"))
    for role, actor in _listed(facts, "actors"):
        yield from dict.fromkeys((mark(ROLES[role], actor), mark("actor", actor)))
    for kind, other in _links(facts):
        yield from (mark("link", kind), mark("link", other))
    for name, value in _listed(facts, "extras"):
        yield from (of_column(name), *of_extra(name, value))
    for source, *texts in _listed(facts, "citations"):
        yield mark("source", source)
        for text in texts[:3]:
            yield from (mark("publisher"), *of_words("publisher", text))


def _of_dates(facts: Any) -> Iterator[str]:
    for about in ("date", "moved", "deadline", "added", "updated", "looked", "attended"):
        if facts[about]:
            yield from of_date(about, facts[about])


def _flags(facts: Any) -> Iterator[str]:
    yield "open" if facts["is_open"] else "closed"
    if facts["uncheckable"] is not None:
        yield "uncheckable"
    elif facts["is_open"]:
        yield "watched"
    if not facts["supported"]:
        yield "unsupported"
    yield from (flag for flag in ("disputed", "altered", "gone") if facts[flag])


def _parts(facts: Any) -> Iterator[str]:
    """What a proposal has, as `has:` and `no:` name it, and what a value of `none` denies."""
    cited = _listed(facts, "citations")
    roles = {ROLES[role] for role, _ in _listed(facts, "actors")}
    there = {
        "quote": any(one[4] for one in cited),
        "translation": any(one[5] for one in cited),
        "source": cited,
        "evidence": facts["supported"],
        "look": facts["looked"],
        "link": any(_links(facts)),
        "topic": facts["topics"] != "[]",
        "primary": facts["primary_topic"] is not None,
        "tag": facts["tags"] != "[]",
        "body": facts["body_id"] is not None,
        "actor": roles,
        "meeting": facts["meeting"] or facts["place"],
        **{name: facts[name] for name in ("summary", "note", "date", "deadline", "reason", "extent")},
        **dict.fromkeys(sorted(roles), True),
    }
    return (part for part, has in there.items() if has)


def _links(facts: Any) -> Iterator[tuple[str, int]]:
    yield from _listed(facts, "links_from")
    yield from ((INVERSE_LINKS[kind], other) for kind, other in _listed(facts, "links_to"))


def _listed(facts: Any, name: str) -> list[Any]:
    """What a fact lists, always in the same order."""
    return sorted(json.loads(facts[name]))


def _exactly(about: str, digits: str) -> str:
    return mark(about, digits) + SIGN


def _rounded(end: str | None, edge: Callable[[str], date]) -> str:
    """The digits of the month or year that a day is the edge of, so that what is as long as those lies within."""
    if not end:
        return ""
    shorter = (end[:length] for length in (4, 7) if edge(end[:length]) == edge(end))
    return next(shorter, end).replace("-", "")


def _covering(prefix: str, level: int, low: str, high: str) -> Iterator[str]:
    """The fewest beginnings of days that cover those from low to high."""
    for branch in BRANCHES[level]:
        length = BEGINNINGS[level]
        beginning = prefix + str(branch).rjust(length - len(prefix), "0")
        if beginning < low[:length] or beginning > high[:length]:
            continue
        whole = beginning.ljust(8, "0") >= low and beginning.ljust(8, "9") <= high
        if whole or level == len(BRANCHES) - 1:
            yield beginning
        else:
            yield from _covering(beginning, level + 1, low, high)


def _letters(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    return CODED + "".join(chr(ord(CODED) + 1 + int(digit, 16)) for digit in f"{ord(sign):x}")
