"""The words of the query language: its fields, flags, parts and sort keys, and what help says of each."""

from __future__ import annotations

from typing import Literal, NamedTuple

from tracker.comparison import folded_key
from tracker.errors import UsageError
from tracker.model import DUE_DAYS, STALE_MONTHS
from tracker.text import visible_line

Takes = Literal["code", "name", "dates", "ids", "flag", "part", "text", "sort", "number"]


class QueryField(NamedTuple):
    """What may stand before the colon, what it takes, and how help and `explain` speak of it.

    A `code` (lower-cased) and a `name` (as typed) are looked up by the store: those vocabularies are data.
    `says` is the clause of `explain`, `denies` the one of `!=` where `not` before the values would not do; without
    `says` the field is no condition of its own and takes no `!=`.
    """

    name: str
    takes: Takes
    help: str
    example: str
    says: str = ""
    denies: str = ""


NONE = "none"  # as a value: what has nothing of the kind
WORDS = "words"  # the field of free words and phrases; it is not typed, so it is not among FIELDS

FIELDS: dict[str, QueryField] = {
    field.name: field
    for field in (
        QueryField("topic", "code", "any of its topics, or none", "topic:migration", "whose topic is {no}{any}"),
        QueryField("primary", "code", "its primary topic", "primary:migration", "whose primary topic is {no}{any}"),
        QueryField("status", "code", "where it stands", "status:adopted,stalled", "whose status is {no}{any}"),
        QueryField("kind", "code", "what it is", "kind:commitment", "whose kind is {no}{any}"),
        QueryField("reason", "code", "why it was rejected or lapsed", "reason:superseded", "whose reason is {no}{any}"),
        QueryField("extent", "code", "how much of it was adopted", "extent:weaker", "whose extent is {no}{any}"),
        QueryField(
            "evidence",
            "code",
            "how well its status is supported, the best citation counts",
            "evidence:checked,unchecked",
            "whose evidence is {no}{any}",
        ),
        QueryField("rating", "name", "words of the source for its status", "rating:noted", "whose rating is {no}{any}"),
        QueryField(
            "according-to", "name", "who says that it stands so", "according-to:slovenia", "{no}according to {any}"
        ),
        QueryField("is", "flag", "a flag", "is:open", "that are {no}{any}"),
        QueryField("by", "name", "its proposer or speaker", "by:belarus", "{no}by {any}"),
        QueryField("to", "name", "its addressee", "to:armenia", "{no}addressed to {any}"),
        QueryField("supporter", "name", "who supports it", "supporter:russia", "{no}supported by {any}"),
        QueryField("opponent", "name", "who opposes it", "opponent:nato", "{no}opposed by {any}"),
        QueryField("actor", "name", "an actor in any role", "actor:un", "{no}with the actor {any}"),
        QueryField("body", "name", "the body it was put before", "body:csto", "{no}before {any}"),
        QueryField(
            "meeting", "name", "words of the meeting's name or place", "meeting:moscow", "{no}at the meeting {any}"
        ),
        QueryField("tag", "code", "a tag", "tag:nato-2026", "{no}tagged {any}"),
        QueryField("date", "dates", "when it was put forward", "date:2012-05..2013", "{no}dated {any}"),
        QueryField(
            "moved", "dates", "since when it has its current status", "moved:2024..", "with a status {no}dated {any}"
        ),
        QueryField("deadline", "dates", "by when it is to be done", "deadline:..+14d", "with a deadline {no}{any}"),
        QueryField("added", "dates", "when it was entered", "added:7d..", "{no}entered {any}"),
        QueryField("updated", "dates", "when it was last changed", "updated:2026-01..", "{no}changed {any}"),
        QueryField("looked", "dates", "when it was last looked for", "looked:..-9m", "{no}last looked for {any}"),
        QueryField("has", "part", "what it has", "has:quote", "that have {any}", "that lack {any}"),
        QueryField("no", "part", "what it lacks", "no:source", "that lack {any}", "that have {any}"),
        QueryField(
            "source", "name", "a source's number, words or address", "source:belta", "{no}from the source {any}"
        ),
        QueryField(
            "locator",
            "name",
            "a place in its sources: a number, or a range of them",
            "locator:140.7,140.17-18",
            "{no}cited at {any}",
        ),
        QueryField("who", "name", "who entered it or its current status", "who:ana", "{no}entered by {any}"),
        QueryField("link", "code", "a kind of link, or a number", "link:repeats", "{no}linked by {any}"),
        QueryField("x.", "name", "an imported column", "x.era:2017", "whose {name} is {no}{any}"),
        QueryField("id", "ids", "its number", "id:4,9,12", "{no}numbered {any}"),
        QueryField("saved", "name", "a saved query", "saved:overdue", "{no}found by the saved query {any}"),
        QueryField("not", "text", "without these words", "not:exercise"),
        QueryField("sort", "sort", "the order; prefix with - to reverse", "sort:-date,title"),
        QueryField("limit", "number", "at most this many", "limit:50"),
    )
}

# What people type for a field, where nothing that is alike would lead them there.
ALIASES = {
    **dict.fromkeys(("proposer", "speaker", "country"), "by"),
    "addressee": "to",
    "year": "date",
    "place": "meeting",
    **dict.fromkeys(("author", "coder", "user"), "who"),
    **dict.fromkeys(("para", "paragraph", "page", "article"), "locator"),
    "since": "moved",
}

FLAGS: dict[str, str] = {
    "open": "not implemented, rejected, withdrawn or lapsed",
    "closed": "implemented, rejected, withdrawn or lapsed",
    "stale": f"open, checkable, and no event, repetition or look for {STALE_MONTHS} months, unless set",
    "overdue": "open and checkable, and its deadline has passed",
    "due": f"open and checkable, and its deadline is in the next {DUE_DAYS} days, unless set",
    "unsupported": "no citation for the current status, not even of a source as a whole",
    "disputed": "a citation contradicts it",
    "uncheckable": "its wording cannot be tested",
    "altered": "a source no longer says what was quoted",
    "gone": "a source can no longer be fetched",
    "removed": "taken out with rm; hidden without this flag",
}

PARTS: dict[str, str] = {
    "quote": "a quoted passage",
    "source": "a cited source",
    "evidence": "a citation for the current status, checked or not",
    "translation": "a translated passage",
    "locator": "a place in a cited source",
    "summary": "more than a title",
    "note": "a note of ours",
    "look": "a look for what became of it",
    "link": "a link with another proposal",
    "topic": "a topic",
    "tag": "a tag",
    "by": "a proposer or speaker",
    "to": "an addressee",
    "supporter": "a supporter",
    "opponent": "an opponent",
    "body": "the body it was put before",
    "meeting": "the name or the place of a meeting",
    "date": "a date",
    "deadline": "a deadline",
    "reason": "a reason of its status",
    "extent": "an extent",
    "rating": "a rating in the words of the source",
    "according-to": "somebody according to whom it stands so",
}

SORTS: dict[str, str] = {
    "moved": "the date of its current status",
    "date": "the date it was put forward",
    "title": "its title",
    "status": "its status",
    "deadline": "its deadline",
    "added": "when it was entered",
    "updated": "when it was last changed",
    "id": "its number",
}


def means_none(value: str) -> bool:
    """Whether a value asks for what has nothing of the kind, however it is spelled: `None`, `ＮＯＮＥ`, `"none"`."""  # noqa: RUF002 - full width
    return folded_key(value.replace('"', "")) == NONE


def refuse_reserved(name: str, what: str, field: str = "") -> str:
    """Give a new name back unchanged; UsageError if a query means something else by it, and could not find it."""
    if means_none(name):
        message = f"'{visible_line(name, 60)}' cannot be {what}: in a query it finds what has none; add a word to it"
        raise UsageError(message, field=field, value=name)
    return name
