"""The tokens beside a proposal's words in the search index, one for each thing that a query can ask of it.

A token begins with a private-use character, which no other text in the index has (`tracker.text` sees to that): a
search for words never meets one. So one full-text expression answers a whole query, whatever its terms are about.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tracker import locators
from tracker.dates import first_day, last_day
from tracker.model import INVERSE_LINKS
from tracker.text import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from tracker.dates import Span

SIGN = "\ue000"
CODE_SIGN = "\ue010"  # before a code point in a token; its hexadecimal digits are the characters behind this one
# A letter for what a token is about. Documents hold them: to change one is to make every document anew.
LETTERS = {
    "all": "a", "id": "i", "is": "f", "has": "h", "kind": "k", "status": "s", "reason": "r", "extent": "e",
    "topic": "t", "primary": "p", "tag": "g", "body": "b", "meeting": "m", "source": "c", "publisher": "5",
    "link": "l", "x": "x", "by": "y", "to": "o", "supporter": "u", "opponent": "n", "actor": "w", "date": "d",
    "moved": "z", "deadline": "j", "added": "1", "updated": "2", "looked": "3", "attended": "4",
    "rating": "6", "according-to": "7", "who": "8", "next": "9", "locator": "q", "evidence": "v",
}  # fmt: skip
ROLES = {"proposer": "by", "speaker": "by", "addressee": "to", "supporter": "supporter", "opponent": "opponent"}
BEGINNINGS = (2, 3, 4, 6, 8)  # of YYYYMMDD: its century, decade, year, month, day
BRANCHES = (range(100), range(10), range(10), range(1, 13), range(1, 32))

FACTS = """
SELECT p.id, p.kind, p.status, p.summary, p.note, e.reason, e.extent, p.uncheckable, s.is_open,
  p.proposed_on AS date, p.status_on AS moved, p.deadline_on AS deadline,
  substr(p.added_at, 1, 10) AS added, substr(p.updated_at, 1, 10) AS updated,
  w.looked_on AS looked, w.attended_on AS attended, w.next_on AS next, w.supported, w.disputed, w.altered, w.gone,
  m.body_id, m.name AS meeting, m.place,
  (SELECT json_group_array(name) FROM meeting_aliases WHERE meeting_id = p.meeting_id) AS meeting_aliases,
  (SELECT topic_id FROM proposal_topics WHERE proposal_id = p.id AND is_primary = 1) AS primary_topic,
  (SELECT json_group_array(topic_id) FROM proposal_topics WHERE proposal_id = p.id) AS topics,
  (SELECT json_group_array(json_array(role, actor_id)) FROM proposal_actors WHERE proposal_id = p.id) AS actors,
  (SELECT json_group_array(name) FROM tags WHERE proposal_id = p.id) AS tags,
  (SELECT json_group_array(json_array(kind, to_id)) FROM links WHERE from_id = p.id) AS links_from,
  (SELECT json_group_array(json_array(kind, from_id)) FROM links WHERE to_id = p.id) AS links_to,
  (SELECT json_group_array(json_array(name, value)) FROM extras WHERE proposal_id = p.id) AS extras,
  k.added_by, k.status_by,
  (SELECT json_group_array(json_array(
     c.source_id, d.publisher, d.container, d.authors, c.quote <> '', c.translation <> '', c.locator))
   FROM citations AS c JOIN sources AS d ON d.id = c.source_id
   WHERE c.proposal_id = p.id AND c.removed_at IS NULL) AS citations
FROM proposals AS p
JOIN proposal_watch AS w ON w.id = p.id
JOIN proposal_makers AS k ON k.id = p.id
LEFT JOIN statuses AS s ON s.code = p.status
LEFT JOIN status_events AS e ON e.id = p.status_event_id
LEFT JOIN meetings AS m ON m.id = p.meeting_id
WHERE p.id = ?
"""


def make_token(about: str, what: object = "") -> str:
    """One token: of a number, or of a code, in which all but ASCII letters and digits is written by its code point.

    It stays one token, and no two codes meet in the folding of the index.
    """
    return SIGN + LETTERS[about] + "".join(map(_encode_sign, str(what)))


def word_tokens(about: str, text: str) -> Iterator[str]:
    """A token for each word of a text, in order: a phrase stays a phrase."""
    return (SIGN + LETTERS[about] + word for word in split_words(text))


def column_token(name: str) -> str:
    """The token of an imported column, whatever it holds; it ends with two signs, which no name has within it."""
    return SIGN + LETTERS["x"] + SIGN.join(split_words(name)) + 2 * SIGN


def extra_tokens(name: str, text: str) -> Iterator[str]:
    """A token for each word that an imported column of that name holds."""
    return (column_token(name) + word for word in split_words(text))


def date_tokens(about: str, partial: str) -> Iterator[str]:
    """The tokens of a partial date: its beginnings from the century on, and itself if it is less than a day."""
    digits = partial.replace("-", "")
    yield from (make_token(about, digits[:length]) for length in BEGINNINGS if length <= len(digits))
    if len(digits) < BEGINNINGS[-1]:
        yield _exact_token(about, digits)


def tokens_overlapping(about: str, span: Span) -> list[str]:
    """The tokens of which a partial date has one exactly if it overlaps the span."""
    ends = {end.replace("-", "")[:length] for end in span if end for length in (4, 6)}
    return [*tokens_within(about, span), *(_exact_token(about, end) for end in sorted(ends))]


def tokens_within(about: str, span: Span) -> list[str]:
    """The tokens of which a partial date has one exactly if it lies within the span, whole."""
    low = _rounded_digits(span.start, first_day).ljust(8, "0")
    high = _rounded_digits(span.end, last_day).ljust(8, "9")
    return [make_token(about, beginning) for beginning in _covering_beginnings("", 0, low, high)]


def locator_tokens(typed: str) -> Iterator[str]:
    """A token for each number that a locator covers, alone and with what it numbers, and for each of its words."""
    for place in locators.places_covered(typed):
        yield from dict.fromkeys((make_token("locator", place.number), make_token("locator", place.named)))
    yield from (make_token("locator", word) for word in locators.words_of(typed))


def proposal_tokens(facts: Any) -> list[str]:
    """All tokens of a proposal, from its row of FACTS."""
    flags = (make_token("is", flag) for flag in _flag_names(facts))
    return [*_own_tokens(facts), *_record_tokens(facts), *_day_tokens(facts), *flags,
            *(make_token("has", part) for part in _part_names(facts))]  # fmt: skip


def _own_tokens(facts: Any) -> Iterator[str]:
    yield from (
        make_token("all"),
        make_token("id", facts["id"]),
        make_token("kind", facts["kind"]),
        make_token("status", facts["status"]),
    )
    yield from (make_token(name, facts[name]) for name in ("reason", "extent") if facts[name])
    if facts["body_id"] is not None:
        yield make_token("body", facts["body_id"])
    yield from (
        *word_tokens("meeting", facts["meeting"] or ""),
        make_token("meeting"),
        *word_tokens("meeting", facts["place"] or ""),
    )
    for alias in _fact_list(facts, "meeting_aliases"):
        yield from (make_token("meeting"), *word_tokens("meeting", alias))


def _record_tokens(facts: Any) -> Iterator[str]:
    yield from (make_token("topic", topic) for topic in _fact_list(facts, "topics"))
    if facts["primary_topic"] is not None:
        yield make_token("primary", facts["primary_topic"])
    yield from (make_token("tag", tag) for tag in _fact_list(facts, "tags"))
    for role, actor in _fact_list(facts, "actors"):
        yield from dict.fromkeys((make_token(ROLES[role], actor), make_token("actor", actor)))
    for kind, other in _links_both_ways(facts):
        yield from (make_token("link", kind), make_token("link", other))
    for name, value in _fact_list(facts, "extras"):
        yield from (column_token(name), *extra_tokens(name, value))
    for source, *texts in _fact_list(facts, "citations"):
        yield make_token("source", source)
        for text in texts[:3]:
            yield from (make_token("publisher"), *word_tokens("publisher", text))
        yield from locator_tokens(texts[5])
    yield from (make_token("who", who) for who in dict.fromkeys((facts["added_by"], facts["status_by"])) if who)


def _day_tokens(facts: Any) -> Iterator[str]:
    for about in ("date", "moved", "deadline", "added", "updated", "looked", "attended"):
        if facts[about]:
            yield from date_tokens(about, facts[about])
    if facts["next"] and facts["next"] > facts["attended"]:  # it is still to come, or has come in vain
        yield from (make_token("next"), *date_tokens("next", facts["next"]))


def _flag_names(facts: Any) -> Iterator[str]:
    yield "open" if facts["is_open"] else "closed"
    if facts["uncheckable"] is not None:
        yield "uncheckable"
    elif facts["is_open"]:
        yield "watched"
    if not facts["supported"]:
        yield "unsupported"
    yield from (flag for flag in ("disputed", "altered", "gone") if facts[flag])


def _part_names(facts: Any) -> Iterator[str]:
    """What a proposal has, as `has:` and `no:` name it, and what a value of `none` denies."""
    cited = _fact_list(facts, "citations")
    roles = {ROLES[role] for role, _ in _fact_list(facts, "actors")}
    there = {
        "quote": any(one[4] for one in cited),
        "translation": any(one[5] for one in cited),
        "locator": any(one[6] for one in cited),
        "source": cited,
        "evidence": facts["supported"],
        "look": facts["looked"],
        "link": any(_links_both_ways(facts)),
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


def _links_both_ways(facts: Any) -> Iterator[tuple[str, int]]:
    yield from _fact_list(facts, "links_from")
    yield from ((INVERSE_LINKS[kind], other) for kind, other in _fact_list(facts, "links_to"))


def _fact_list(facts: Any, name: str) -> list[Any]:
    """What a fact lists, always in the same order."""
    return sorted(json.loads(facts[name]))


def _exact_token(about: str, digits: str) -> str:
    return make_token(about, digits) + SIGN


def _rounded_digits(end: str | None, edge: Callable[[str], date]) -> str:
    """The digits of the month or year that a day is the edge of, so that what is as long as those lies within."""
    if not end:
        return ""
    shorter = (end[:length] for length in (4, 7) if edge(end[:length]) == edge(end))
    return next(shorter, end).replace("-", "")


def _covering_beginnings(prefix: str, level: int, low: str, high: str) -> Iterator[str]:
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
            yield from _covering_beginnings(beginning, level + 1, low, high)


def _encode_sign(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    return CODE_SIGN + "".join(chr(ord(CODE_SIGN) + 1 + int(digit, 16)) for digit in f"{ord(sign):x}")
