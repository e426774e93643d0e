"""The tokens beside a proposal's words in the search index, one for each thing that a query can ask of it.

A token begins with a private-use character, which no other text in the index has (`tracker.text` sees to that): a
search for words never meets one. So one full-text expression answers a whole query, whatever its terms are about.
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tracker import locators
from tracker.clocks import WHOLE_MINUTE, begin_of_day
from tracker.comparison import folded_key
from tracker.dates import first_day, last_day
from tracker.model import INVERSE_LINKS
from tracker.words import split_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.dates import Span

SIGN = "\ue000"
CODE_SIGN = "\ue010"  # before a code point in a token; its hexadecimal digits are the characters behind this one
# A letter for what a token is about. Documents hold them: to change one is to make every document anew.
LETTERS = {
    "all": "a", "id": "i", "is": "f", "has": "h", "kind": "k", "status": "s", "reason": "r", "extent": "e",
    "topic": "t", "primary": "p", "tag": "g", "body": "b", "meeting": "m", "source": "c", "publisher": "5",
    "link": "l", "x": "x", "by": "y", "to": "o", "supporter": "u", "opponent": "n", "actor": "w", "date": "d",
    "moved": "z", "deadline": "j", "added": "1", "updated": "2", "looked": "3", "attended": "4", "attended-at": "0",
    "rating": "6", "according-to": "7", "who": "8", "next": "9", "locator": "q", "evidence": "v",
}  # fmt: skip
ROLES = {"proposer": "by", "speaker": "by", "addressee": "to", "supporter": "supporter", "opponent": "opponent"}
BEGINNINGS = (2, 3, 4, 6, 8)  # of YYYYMMDD: its century, decade, year, month, day
BRANCHES = (range(100), range(10), range(10), range(1, 13), range(1, 32))
# Of YYYYMMDDhhmm in UTC: century, year, month, day, hour, minute. A local day begins and ends with a minute of UTC in
# every zone: whatever the reader's zone, tokens alone decide what was on a day of theirs.
MINUTE_BEGINNINGS = (2, 4, 6, 8, 10, 12)
MINUTE_BRANCHES = (range(100), range(100), range(1, 13), range(1, 32), range(24), range(60))
INSTANTS = ("added", "updated", "attended-at")

FACTS = """
SELECT p.id, p.kind, p.status, p.summary, p.note, e.reason, e.extent, e.rating, e.according_to_id,
  p.uncheckable, s.is_open,
  p.proposed_on AS date, p.status_on AS moved, p.deadline_on AS deadline,
  p.added_at AS added, p.updated_at AS updated,
  w.looked_on AS looked, w.attended_on AS attended, w.attended_at AS "attended-at", w.next_on AS next,
  w.evidence, w.disputed, w.altered, w.gone,
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
    text = str(what)
    plain = text.isascii() and text.isalnum()
    return SIGN + LETTERS[about] + (text if plain else "".join(map(_encode_sign, text)))


def word_tokens(about: str, text: str) -> Iterator[str]:
    """A token for each word of a text, in order: a phrase stays a phrase."""
    return (SIGN + LETTERS[about] + word for word in split_words(str(text)))


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
    return [make_token(about, one) for one in _covering_beginnings("", low, high, BEGINNINGS, BRANCHES)]


def tokens_dated(about: str, span: Span, *, whole: bool = False) -> list[str]:
    """The tokens of what is dated in the span: what overlaps it, or with `whole` what lies within."""
    if about in INSTANTS:
        return instants_within(about, span)
    return tokens_within(about, span) if whole else tokens_overlapping(about, span)


def instant_tokens(about: str, at: str) -> Iterator[str]:
    """The tokens of a UTC instant: its beginnings, from the century to the minute."""
    digits = _minute_digits(at)
    return (make_token(about, digits[:length]) for length in MINUTE_BEGINNINGS)


def instants_within(about: str, span: Span) -> list[str]:
    """The tokens of which a UTC instant has one exactly if it is on a day of the user's within the span."""
    low = _minute_digits(begin_of_day(first_day(span.start))) if span.start else "0" * MINUTE_BEGINNINGS[-1]
    high = _last_minute(last_day(span.end)) if span.end else "9" * MINUTE_BEGINNINGS[-1]
    found = _covering_beginnings("", low, high, MINUTE_BEGINNINGS, MINUTE_BRANCHES)
    return [make_token(about, one) for one in found]


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
        make_token("evidence", facts["evidence"]),
    )
    yield from (make_token(name, facts[name]) for name in ("reason", "extent") if facts[name])
    yield from word_tokens("rating", facts["rating"] or "")
    for name in ("body", "according-to"):
        if (actor := facts[name.replace("-", "_") + "_id"]) is not None:
            yield make_token(name, actor)
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
    yield from dict.fromkeys(make_token("tag", folded_key(tag)) for tag in _fact_list(facts, "tags"))
    for role, actor in _fact_list(facts, "actors"):
        yield from dict.fromkeys((*(make_token(name, actor) for name in _role_names(role)), make_token("actor", actor)))
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
    for about in ("date", "moved", "deadline", "looked", "attended"):
        if facts[about]:
            yield from date_tokens(about, facts[about])
    for about in INSTANTS:
        yield from instant_tokens(about, facts[about])
    if facts["next"] and facts["next"] > max(facts["attended"] or "", facts["attended-at"][:10]):
        yield from (make_token("next"), *date_tokens("next", facts["next"]))  # it is to come, or has come in vain


def _flag_names(facts: Any) -> Iterator[str]:
    yield "open" if facts["is_open"] else "closed"
    if facts["uncheckable"] is not None:
        yield "uncheckable"
    elif facts["is_open"]:
        yield "watched"
    if facts["evidence"] == "none":
        yield "unsupported"
    yield from (flag for flag in ("disputed", "altered", "gone") if facts[flag])


def _part_names(facts: Any) -> Iterator[str]:
    """What a proposal has, as `has:` and `no:` name it, and what a value of `none` denies."""
    cited = _fact_list(facts, "citations")
    roles = {name for role, _ in _fact_list(facts, "actors") for name in _role_names(role)}
    there = {
        "quote": any(one[4] for one in cited),
        "translation": any(one[5] for one in cited),
        "locator": any(one[6] for one in cited),
        "source": cited,
        "evidence": facts["evidence"] != "none",
        "look": facts["looked"],
        "link": any(_links_both_ways(facts)),
        "topic": facts["topics"] != "[]",
        "primary": facts["primary_topic"] is not None,
        "tag": facts["tags"] != "[]",
        "body": facts["body_id"] is not None,
        "actor": roles,
        "meeting": facts["meeting"] or facts["place"],
        **{name: facts[name] for name in ("summary", "note", "date", "deadline", "reason", "extent", "rating")},
        "according-to": facts["according_to_id"] is not None,
        **dict.fromkeys(sorted(roles), True),
    }
    return (part for part, has in there.items() if has)


def _role_names(role: str) -> tuple[str, ...]:
    """What queries call a role; nothing for one that no program of ours stored."""
    return (ROLES[role],) if role in ROLES else ()


def _links_both_ways(facts: Any) -> Iterator[tuple[str, int]]:
    yield from _fact_list(facts, "links_from")
    yield from ((INVERSE_LINKS.get(kind, kind), other) for kind, other in _fact_list(facts, "links_to"))


def _fact_list(facts: Any, name: str) -> list[Any]:
    """What a fact lists, always in the same order."""
    listed = json.loads(facts[name])
    try:
        return sorted(listed)
    except TypeError:  # values of several kinds: one of them is damaged
        return sorted(listed, key=str)


def _exact_token(about: str, digits: str) -> str:
    return make_token(about, digits) + SIGN


def _rounded_digits(end: str | None, edge: Callable[[str], date]) -> str:
    """The digits of the month or year that a day is the edge of, so that what is as long as those lies within."""
    if not end:
        return ""
    shorter = (end[:length] for length in (4, 7) if edge(end[:length]) == edge(end))
    return next(shorter, end).replace("-", "")


def _minute_digits(at: str) -> str:
    return "".join(sign for sign in at[:WHOLE_MINUTE] if sign.isdigit())


def _last_minute(day: date) -> str:
    """The digits of the last minute of a day of the user's."""
    if day == date.max:
        return "9" * MINUTE_BEGINNINGS[-1]
    after = datetime.fromisoformat(begin_of_day(day + timedelta(days=1)))
    return _minute_digits((after - timedelta(minutes=1)).isoformat())


def _covering_beginnings(
    prefix: str, low: str, high: str, lengths: Sequence[int], branches: Sequence[range]
) -> Iterator[str]:
    """The fewest beginnings that cover what lies from low to high; `lengths` and `branches` are those still to come."""
    length, *longer = lengths
    for branch in branches[0]:
        beginning = prefix + str(branch).rjust(length - len(prefix), "0")
        if beginning < low[:length] or beginning > high[:length]:
            continue
        whole = beginning.ljust(len(low), "0") >= low and beginning.ljust(len(high), "9") <= high
        if whole or not longer:
            yield beginning
        else:
            yield from _covering_beginnings(beginning, low, high, longer, branches[1:])


def _encode_sign(sign: str) -> str:
    if sign.isascii() and sign.isalnum():
        return sign
    return CODE_SIGN + "".join(chr(ord(CODE_SIGN) + 1 + int(digit, 16)) for digit in f"{ord(sign):x}")
