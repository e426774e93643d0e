"""What a topic may be called: its code, its title and its stems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import folded_key
from tracker.model import UsageError
from tracker.query_fields import refuse_reserved
from tracker.store.records import topics
from tracker.text import refuse_unstorable, visible_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.store.ledger import Ledger
    from tracker.store.records.topics import TopicCode

LONGEST = 60
TEXT_MOST = 10_000
STEMS_MOST = 200
ALIKE = 0.85
RULE = "a code is lowercase words joined by hyphens, with one / for a group: border-control, energy/grid"


def refuse_code(ledger: Ledger, code: str, *, force: bool = False, instead_of: str = "") -> None:
    """Raise UsageError for what cannot be the code of a new topic, is taken, or (unless `force`) nearly so.

    `instead_of` is the code that the topic has until now.
    """
    _refuse_form(code)
    there = topics.all_topic_codes(ledger)
    by_key = {folded_key(one.code): one for one in there.values()}
    if (taken := by_key.get(folded_key(code))) is not None:
        raise UsageError(_taken_message(there[topics.surviving_topic(there, taken.id)], taken, instead_of))
    head = by_key.get(folded_key(code.rpartition("/")[0]))
    if head is not None and head.merged_into is not None:
        now = there[topics.surviving_topic(there, head.id)].code
        raise UsageError(f"{head.code} now means {now}; write {now.rpartition('/')[2]}/{code.rpartition('/')[2]}")
    if not force and (near := _near_topic(code, there.values(), instead_of)):
        state = "is retired (tracker topic restore brings it back)" if near.retired_at else "is there already"
        raise UsageError(f"'{code}' is very similar to {near.code}, which {state}", way=("force",))


def tidy_topic_title(typed: str, code: str) -> str:
    """A title on one line; where none is given, made of the code. Raises UsageError for none at all."""
    words = tidy_topic_text(typed, "title") or code.rpartition("/")[2].replace("-", " ").capitalize()
    if not words:
        raise UsageError("a topic needs a title")
    return words


def tidy_topic_text(typed: str, what: str) -> str:
    """A text on one line. Raises UsageError for one that cannot be stored."""
    text = " ".join(refuse_unstorable(typed, what).split())
    if len(text) > TEXT_MOST:
        raise UsageError(f"the {what} has {len(text):,} characters; at most {TEXT_MOST:,}")
    return text


def parse_stems(typed: Iterable[str]) -> list[str]:
    """Beginnings of words, each once, divided by blanks or commas. Raises UsageError for what is none."""
    found = [one for text in typed for one in refuse_unstorable(text, "stem").replace(",", " ").split()]
    for one in found:
        if not all(part.isalnum() for part in one.split("-")):
            raise UsageError(f"'{visible_line(one)}' is not the beginning of a word: use letters, digits and hyphens")
    if len(found) > STEMS_MOST:
        raise UsageError(f"{len(found)} stems; at most {STEMS_MOST}")
    return list(dict.fromkeys(found))


def _refuse_form(code: str) -> None:
    parts = code.split("/")
    refuse_reserved(parts[0], "a topic or its group")
    if len(parts) <= len(("group", "own")) and len(code) <= LONGEST and all(map(_is_code, parts)):
        return
    better = "/".join(filter(None, map(_hyphenate, parts[:2])))
    hint = f"; perhaps {better[:LONGEST]}?" if any(map(str.isalpha, better)) and better != code else ""
    raise UsageError(f"'{visible_line(code, LONGEST)}' cannot be a code: {RULE} (at most {LONGEST} characters){hint}")


def _is_code(part: str) -> bool:
    return part == _hyphenate(part) and any(map(str.isalpha, part))


def _hyphenate(typed: str) -> str:
    """What was typed with hyphens between its words and nothing else."""
    return "-".join("".join(sign if sign.isalnum() else " " for sign in typed.lower()).split())


def _taken_message(means: TopicCode, taken: TopicCode, instead_of: str) -> str:
    if taken.merged_into is not None:
        how = "was renamed to" if taken.is_alias else "was merged into"
        return f"{taken.code} {how} {means.code}, and means it wherever a topic is named"
    if taken.retired_at:
        return (
            f"there is a topic {taken.code}, which is retired; bring it back with: tracker topic restore {taken.code}"
        )
    instead = f"; to make them one: tracker topic merge {taken.code} {instead_of}" if instead_of else ""
    return f"there is a topic {taken.code} already{instead}"


def _near_topic(code: str, there: Iterable[TopicCode], instead_of: str) -> TopicCode | None:
    """The topic whose code is nearly the same; groups are no part of it where one of the two has none."""
    from difflib import SequenceMatcher

    best: tuple[float, TopicCode] | None = None
    for one in there:
        groups = {one.code.rpartition("/")[0], code.rpartition("/")[0]}
        if one.merged_into is not None or one.code == instead_of or (len(groups) > 1 and "" not in groups):
            continue
        known, new = (folded_key(name.rpartition("/")[2]).replace("-", "") for name in (one.code, code))
        ratio = SequenceMatcher(None, known, new).ratio()
        if ratio >= ALIKE and (best is None or ratio > best[0]):
            best = ratio, one
    return best[1] if best else None
