"""A naive reading of a ledger: every table as it is, every term of a query by its words in the design."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from tracker import comparison, dates, words
from tracker.clocks import local_day
from tracker.model import INVERSE_LINKS
from tracker.query import Query, Sort, Term
from tracker.query_fields import WORDS
from tracker.store.search import index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tracker.store.ledger import Ledger

TODAY = date(2026, 11, 23)
BY = ("proposer", "speaker")
ROLES = {"by": BY, "to": ("addressee",), "supporter": ("supporter",), "opponent": ("opponent",)}
COLUMNS = {
    "date": "proposed_on",
    "moved": "status_on",
    "deadline": "deadline_on",
    "added": "added_at",
    "updated": "updated_at",
    "looked": "looked_on",
}


@dataclass(frozen=True)
class Known:
    """A proposal as the query language speaks of it."""

    row: Any
    is_open: bool
    event: dict[str, Any]
    topics: dict[str, bool]
    named: dict[str, set[str]]
    people: list[tuple[str, int]]
    meeting: dict[str, Any]
    meeting_aliases: list[str]
    tags: list[str]
    extras: dict[str, str]
    links: list[tuple[str, int]]
    sources: list[dict[str, Any]]
    citations: list[dict[str, Any]]
    looked_on: str | None
    attended_on: str
    next_on: str | None
    columns: list[str]
    called: dict[int, list[str]]


def read(ledger: Ledger) -> list[Known]:
    """All proposals, removed or not, table by table."""
    whole = {
        name: [dict(row) for row in ledger.rows(f"SELECT * FROM {name}")]
        for name in (
            *("proposals", "topics", "proposal_topics", "proposal_actors", "meetings", "tags", "extras", "links"),
            *("sources", "citations", "status_events", "looks", "statuses", "meeting_aliases"),
        )
    }
    names = called(ledger)
    return [_known(ledger, whole, row, names) for row in whole["proposals"]]


def called(ledger: Ledger) -> dict[int, list[str]]:
    """What each actor that stands is called, folded: its name first."""
    rows = ledger.rows("SELECT id, name, merged_into, removed_at FROM actors")
    aliases = ledger.rows("SELECT actor_id, name FROM actor_aliases")
    return {
        row[0]: [
            comparison.folded_key(name) for name in (row[1], *(alias[1] for alias in aliases if alias[0] == row[0]))
        ]
        for row in rows
        if row[2] is None and row[3] is None
    }


def _meant(one: Known, value: str) -> set[int]:
    """The actor of that name, else all with these words in a name."""
    key = comparison.folded_key(value)
    exact = {actor for actor, names in one.called.items() if key in names}
    inside = f" {_words(value)} "
    return exact or {
        actor
        for actor, names in one.called.items()
        if inside.strip() and any(inside in f" {_words(name)} " for name in names)
    }


def _known(
    ledger: Ledger, whole: dict[str, list[dict[str, Any]]], row: dict[str, Any], names: dict[int, list[str]]
) -> Known:
    def of(table: str, column: str = "proposal_id", wanted: Any = None) -> list[dict[str, Any]]:
        return [one for one in whole[table] if one[column] == (row["id"] if wanted is None else wanted)]

    codes = {one["id"]: one["code"] for one in whole["topics"]}
    cited = [one for one in of("citations") if one["removed_at"] is None]
    looks, events = of("looks"), of("status_events")
    repeating = [one["from_id"] for one in of("links", "to_id") if one["kind"] == "repeats"]
    days = [local_day(row["added_at"]), row["proposed_on"]]
    days += [day for one in events for day in (one["occurred_on"], local_day(one["recorded_at"]))]
    days += [day for one in looks for day in (one["looked_on"], local_day(one["recorded_at"]))]
    for other in (one for number in repeating for one in of("proposals", "id", number) if not one["removed_at"]):
        days += [other["proposed_on"], local_day(other["added_at"])]
    links = [(one["kind"], one["to_id"]) for one in of("links", "from_id")]
    document = tuple(ledger.rows(index.DOCUMENT, [row["id"]])[0])[1:]
    return Known(
        row=row,
        is_open=of("statuses", "code", row["status"])[0]["is_open"] == 1,
        event=next((one for one in events if one["id"] == row["status_event_id"]), {}),
        topics={codes[one["topic_id"]]: one["is_primary"] == 1 for one in of("proposal_topics")},
        named=_named(whole["topics"]),
        people=[(one["role"], one["actor_id"]) for one in of("proposal_actors")],
        meeting=next(iter(of("meetings", "id", row["meeting_id"] or 0)), {}),
        meeting_aliases=[one["name"] for one in of("meeting_aliases", "meeting_id", row["meeting_id"] or 0)],
        tags=[one["name"] for one in of("tags")],
        extras={one["name"]: one["value"] for one in of("extras")},
        links=links + [(INVERSE_LINKS[one["kind"]], one["from_id"]) for one in of("links", "to_id")],
        sources=[one for c in cited for one in of("sources", "id", c["source_id"])],
        citations=cited,
        looked_on=max((one["looked_on"] for one in looks), default=None),
        attended_on=max((day for day in days if day), key=dates.last_day),
        next_on=max(looks, key=lambda one: one["id"])["next_on"] if looks else None,
        columns=[_words(part) for column in document for part in (column or "").split(index.DIVIDER)],
        called=names,
    )


def _named(topics: list[dict[str, Any]]) -> dict[str, set[str]]:
    """What each topic that stands is names: its code, those that became it, its group, what became its group."""
    by_id = {one["id"]: one for one in topics}

    def became(one: dict[str, Any]) -> str:
        while one["merged_into"] is not None:
            one = by_id[one["merged_into"]]
        return str(one["code"])

    stands_for = {one["code"]: became(one) for one in topics}
    kept = {*stands_for.values()}
    names = {code: {other for other in stands_for if stands_for[other] == code} for code in kept}
    by_itself = {code: set(names) for code, names in names.items()}
    for code in kept:
        if head := code.rpartition("/")[0]:
            names[code] |= {head} | by_itself.get(stands_for.get(head, ""), set())
    for other, code in stands_for.items():
        head = other.rpartition("/")[0]
        if head and head not in stands_for and not any(one.startswith(head + "/") for one in kept):
            names[code].add(head)  # all that was in the group has gone elsewhere
    return names


READ: dict[Path, list[Known]] = {}


def everything(ledger: Ledger) -> list[Known]:
    """As `read`, of a ledger that does not change."""
    if ledger.path not in READ:
        READ[ledger.path] = read(ledger)
    return READ[ledger.path]


def naive(_: Ledger, everything: list[Known], asked: Query) -> list[int]:
    """The ids that a query must give, in order."""
    removed = any(term.field == "is" and "removed" in term.values and not term.negated for term in asked.terms)
    last = len(asked.terms) - 1
    found = [
        one
        for one in everything
        if (one.row["removed_at"] is not None) == removed
        and all(
            holds(one, term, unfinished=asked.unfinished and number == last) for number, term in enumerate(asked.terms)
        )
    ]
    rows = [one.row for one in found]
    sort = asked.sort or (Sort("moved", descending=True),)
    for key, descending in [Sort(_tie(sort[-1].key), sort[-1].descending), *reversed(sort)]:
        rows.sort(key=partial(_order, key), reverse=descending)
        rows.sort(key=partial(_is_undated, key))
    return [row["id"] for row in rows][: asked.limit]


def holds(one: Known, term: Term, *, unfinished: bool = False) -> bool:
    """Whether a term is true of a proposal."""
    if term.field in COLUMNS:
        result = any(overlaps(_day(one, term.field), span) for span in term.spans)
    else:
        result = any(_holds(one, term.field, value, unfinished=unfinished) for value in term.values)
    return result != term.negated


def _day(one: Known, field: str) -> str | None:
    on: str | None = one.looked_on if field == "looked" else one.row[COLUMNS[field]]
    return local_day(on) if on and field in {"added", "updated"} else on


def _holds(one: Known, field: str, value: str, *, unfinished: bool) -> bool:
    def actor(roles: tuple[str, ...] | None) -> bool:
        ids = {actor for role, actor in one.people if roles is None or role in roles}
        return not ids if value == "none" else not ids.isdisjoint(_meant(one, value))

    if field in ROLES or field == "actor":
        return actor(ROLES.get(field))
    body = one.meeting.get("body_id")
    tests: dict[str, Callable[[], bool]] = {
        WORDS: lambda: _has_words(one.columns, value, unfinished=unfinished),
        "topic": lambda: not one.topics if value == "none" else _is_called(one, one.topics, value),
        "primary": lambda: _is_called(one, [code for code, primary in one.topics.items() if primary], value),
        "status": lambda: bool(one.row["status"] == value),
        "kind": lambda: bool(one.row["kind"] == value),
        "reason": lambda: (one.event.get("reason") or "none") == value,
        "extent": lambda: (one.event.get("extent") or "none") == value,
        "evidence": lambda: _strength(one) == value,
        "is": lambda: _has_flag(one, value),
        "body": lambda: body is None if value == "none" else body in _meant(one, value),
        "meeting": lambda: _has_words(
            [
                _words(one.meeting.get("name") or ""),
                _words(one.meeting.get("place") or ""),
                *map(_words, one.meeting_aliases),
            ],
            value,
        ),
        "tag": lambda: (
            not one.tags if value == "none" else comparison.folded_key(value) in map(comparison.folded_key, one.tags)
        ),
        "has": lambda: _has(one, value),
        "no": lambda: not _has(one, value),
        "source": lambda: _has_source(one, value),
        "link": lambda: any(value in (kind, str(other)) for kind, other in one.links),
        "x.era": lambda: _has_words([_words(one.extras.get("era", ""))], value),
        "id": lambda: bool(one.row["id"] == int(value)),
    }
    return tests[field]()


@lru_cache(10_000)
def _words(typed: str) -> str:
    return " ".join(words.split_words(typed))


def _has_words(columns: list[str], value: str, *, unfinished: bool = False) -> bool:
    wanted = _words(value)
    end = "" if unfinished and len(wanted.split()[-1]) >= 3 else " "
    return any(f" {wanted}{end}" in f" {column} " for column in columns)


def _is_called(one: Known, codes: Iterable[str], value: str) -> bool:
    return any(value in one.named[code] for code in codes)


def _has_source(one: Known, value: str) -> bool:
    if value.isdigit():
        return any(source["id"] == int(value) for source in one.sources)
    texts = [source[name] for source in one.sources for name in ("title", "publisher", "container", "authors")]
    return _has_words([_words(each) for each in texts], value)


def _strength(one: Known) -> str:
    event = one.row["status_event_id"]
    supporting = [c for c in one.citations if c["stance"] == "supports" and c["status_event_id"] == event is not None]
    if any(c["start_at"] is not None for c in supporting):
        return "checked"
    return "unchecked" if supporting else "none"


def _supported(one: Known) -> bool:
    return _strength(one) != "none"


def _has_flag(one: Known, flag: str) -> bool:
    watched = one.is_open and one.row["uncheckable"] is None
    deadline = one.row["deadline_on"]
    soon = dates.Span(TODAY.isoformat(), dates.shift_day(TODAY, 14, "d").isoformat())
    flags: dict[str, bool] = {
        "open": one.is_open,
        "closed": not one.is_open,
        "removed": one.row["removed_at"] is not None,
        "unsupported": not _supported(one),
        "disputed": any(c["stance"] == "contradicts" for c in one.citations),
        "uncheckable": one.row["uncheckable"] is not None,
        "stale": watched and _is_stale(one),
        "overdue": watched and deadline is not None and dates.last_day(deadline) < TODAY,
        "due": watched and overlaps(deadline, soon),
        "altered": False,
        "gone": False,
    }
    return flags[flag]


def _is_stale(one: Known) -> bool:
    if one.next_on and one.next_on > one.attended_on:
        return dates.first_day(one.next_on) <= TODAY
    return dates.last_day(one.attended_on) < dates.shift_day(TODAY, -9, "m")


def _has(one: Known, part: str) -> bool:
    roles = {role for role, _ in one.people}
    parts: dict[str, Any] = {
        "quote": any(c["quote"] for c in one.citations),
        "source": one.citations,
        "evidence": _supported(one),
        "translation": any(c["translation"] for c in one.citations),
        "locator": any(c["locator"] for c in one.citations),
        "summary": one.row["summary"],
        "note": one.row["note"],
        "look": one.looked_on,
        "link": one.links,
        "topic": one.topics,
        "tag": one.tags,
        "by": roles & {*BY},
        "to": "addressee" in roles,
        "supporter": "supporter" in roles,
        "opponent": "opponent" in roles,
        "body": one.meeting.get("body_id"),
        "meeting": one.meeting.get("name") or one.meeting.get("place"),
        "date": one.row["proposed_on"],
        "deadline": one.row["deadline_on"],
        "reason": one.event.get("reason"),
        "extent": one.event.get("extent"),
        "rating": one.event.get("rating"),
        "according-to": one.event.get("according_to_id"),
    }
    return bool(parts[part])


def overlaps(on: str | None, span: dates.Span) -> bool:
    """Whether a partial date and a span have a day in common."""
    if on is None:
        return False
    after = span.start is None or dates.last_day(on) >= dates.first_day(span.start)
    return after and (span.end is None or dates.first_day(on) <= dates.last_day(span.end))


def _tie(key: str) -> str:
    return "recency" if key in {"date", "status"} else "id"


def _is_undated(key: str, row: Any) -> bool:
    """What has no date is last, whatever the direction."""
    columns = {"moved": "status_on", "date": "proposed_on", "deadline": "deadline_on"}
    return key in columns and row[columns[key]] is None


def _order(key: str, row: Any) -> Any:
    if key in {"moved", "recency"}:
        return ((row["status_on"] or "").replace("-", "").ljust(8, "0"), row["id"])
    if key == "title":
        return comparison.folded_key(row["title"])
    column = {"date": "proposed_on", "deadline": "deadline_on", "added": "added_at", "updated": "updated_at"}
    value = row[column.get(key, key)]
    return (value is not None, value if value is not None else "")
