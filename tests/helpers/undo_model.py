"""What any history of changes must leave, reckoned without a database: the model that undo is held against."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

TOPICS = ("migration", "drug-trafficking", "other")

NAMES = ("Belarus", "Russia", "Armenia")

TAGS = ("urgent", "nato")

STATUSES = ("proposed", "on-agenda", "adopted", "implemented", "lapsed")

USUAL = {
    *[("proposed", to) for to in ("on-agenda", "adopted", "lapsed")],
    *[("on-agenda", to) for to in ("adopted", "lapsed")],
    *[("adopted", to) for to in ("implemented", "lapsed")],
    *[("implemented", "lapsed"), ("lapsed", "proposed"), ("lapsed", "on-agenda")],
}

DAYS = (None, "2012", "2012-05", "2012-05-15", "2013", "2014-01-01")

PEOPLE = ("ann", "bob")

# The columns that must not be the same in two rows.
UNIQUE = {
    "topic": ("of", "code"),
    "role": ("of", "role", "actor"),
    "tag": ("of", "name"),
    "link": ("of", "kind", "to"),
    "actor": ("name",),
}

SHARED = {"actor", "meeting", "source"}

PARTS = ("topic", "tag", "role", "event", "citation", "link")
REFERENCES = ("of", "to", "actor", "body", "meeting", "event", "source")

Row = dict[str, Any]


class Refused(Exception):  # noqa: N818 - it is no error: the model says that the program must refuse
    """The model says: this cannot be undone."""


@dataclass
class Did:
    """A change of the model: who made it, which one it undid, and its steps: (row, before, after)."""

    who: str
    undoes: int | None
    steps: list[tuple[int, Row | None, Row | None]] = field(default_factory=list)


class Model:
    """The ledger as numbered rows (dicts that refer to each other by number), and undo as DESIGN says it.

    A step is a row before and after; taking it back means: what was inserted goes (if it is as it was left and nobody
    leans on it), what was deleted comes back (if its place is free), what was set is set back (if not set since).
    """

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}
        self.did: dict[int, Did] = {}
        self.numbers = itertools.count(1)
        self.doing = Did("", None)

    def kind(self, kind: str) -> dict[int, Row]:
        return {number: row for number, row in sorted(self.rows.items()) if row["is"] == kind}

    def find(self, what: str, /, **columns: Any) -> int | None:
        wanted = columns.items()
        return next((number for number, row in self.kind(what).items() if wanted <= row.items()), None)

    def set_row(self, number: int, after: Row | None) -> None:
        before = self.rows.pop(number, None)
        if after is not None:
            self.rows[number] = after
        if before != after:
            self.doing.steps.append((number, before, after))

    def insert(self, what: str, /, **columns: Any) -> int:
        number = next(self.numbers)
        self.set_row(number, {"is": what, **columns})
        return number

    def ensure(self, what: str, /, **columns: Any) -> int:
        return self.find(what, **columns) or self.insert(what, **columns)

    def change(self, number: int, **columns: Any) -> None:
        self.set_row(number, self.rows[number] | columns)

    # deeds

    def actor(self, name: str) -> int:
        return self.ensure("actor", name=name)

    def put(self, proposal: int, parts: dict[str, tuple[Any, ...]]) -> None:
        for code in parts.get("topics", ()):
            if not self.find("topic", of=proposal, code=code):
                self.insert("topic", of=proposal, code=code, primary=not self.find("topic", of=proposal))
        for role in ("proposer", "speaker", "addressee"):
            for name in parts.get(role + "s", ()):
                self.ensure("role", of=proposal, role=role, actor=self.actor(name))
        for name in parts.get("tags", ()):
            self.ensure("tag", of=proposal, name=name)
        for kind, to in parts.get("links", ()):
            self.ensure("link", of=proposal, kind=kind, to=to)

    def take(self, proposal: int, parts: dict[str, tuple[str, ...]]) -> None:
        gone = [self.find("tag", of=proposal, name=name) for name in parts.get("tags", ())]
        gone += [self.find("topic", of=proposal, code=code) for code in parts.get("topics", ())]
        gone += [
            self.find("role", of=proposal, role="proposer", actor=self.find("actor", name=name))
            for name in parts.get("proposers", ())
        ]
        for number in gone:
            assert number is not None
            self.set_row(number, None)
        self.keep_a_primary(proposal)

    def keep_a_primary(self, proposal: int) -> None:
        first = self.find("topic", of=proposal)
        if first is not None and not self.find("topic", of=proposal, primary=True):
            self.change(first, primary=True)

    def happen(
        self,
        proposal: int,
        status: str,
        day: str | None,
        name: str = "",
        *,
        follows: bool = False,
        unusual: bool = True,
    ) -> int:
        was = self.status(proposal)[0]
        unusual = (
            unusual
            and not name
            and was != status
            and (was, status) not in USUAL
            and bool(self.find("event", of=proposal))
        )
        actor = self.actor(name) if name else None
        said = {"status": status, "day": day, "actor": actor, "unusual": unusual}
        return self.insert("event", of=proposal, follows=follows, **said)

    def begin(self, proposal: int, status: str, day: str | None) -> int:
        """The first events; gives back the last. Without a day of its own one has its proposal's, or none."""
        began = self.rows[proposal]["proposed_on"]
        if status in {"proposed", "adopted"}:
            return self.happen(proposal, status, day or began, follows=not day)
        self.happen(proposal, "proposed", began, follows=True)
        return self.happen(proposal, status, day, unusual=False)

    def follow(self, proposal: int) -> None:
        for number, event in self.kind("event").items():
            if event["of"] == proposal and event["follows"]:
                self.change(number, day=self.rows[proposal]["proposed_on"])

    def status(self, proposal: int) -> tuple[str, str | None, int | None]:
        """The event entered last that nobody in particular is concerned by and that none begins after."""
        events = [(n, e) for n, e in self.kind("event").items() if e["of"] == proposal and not e["actor"]]
        days = [event["day"] for _, event in events if event["day"]]
        for number, event in reversed(events):
            if not event["day"] or not any(day > event["day"] + "~" for day in days):
                return event["status"], event["day"], number
        return "proposed", None, None

    # undo

    def stands(self, change: int) -> bool:
        return not any(did.undoes == change and self.stands(other) for other, did in self.did.items())

    def depth(self, change: int) -> int:
        undoes = self.did[change].undoes
        return 0 if undoes is None else 1 + self.depth(undoes)

    def to_undo(self, who: str) -> int | None:
        own = [n for n, did in self.did.items() if did.who == who and did.undoes is None and self.stands(n)]
        return max(own, default=None)

    def to_redo(self, who: str) -> int | None:
        own = [n for n, did in sorted(self.did.items(), reverse=True) if did.who == who and self.stands(n)]
        deeds_and_undos = [n for n in own if self.depth(n) % 2 or not self.depth(n)]
        return deeds_and_undos[0] if deeds_and_undos and self.depth(deeds_and_undos[0]) else None

    def undo(self, change: int) -> None:
        if not self.stands(change):
            raise Refused
        done = [self.back(*one) for one in reversed(self.did[change].steps)]
        if not any(done):
            raise Refused
        for proposal in self.kind("proposal"):
            if any(proposal == (before or after or {}).get("of") for _, before, after in self.doing.steps):
                self.keep_a_primary(proposal)
        for proposal in self.kind("proposal"):
            self.follow(proposal)

    def back(self, number: int, before: Row | None, after: Row | None) -> bool:
        now = self.rows.get(number)
        if before is None:
            return now is not None and self.back_insert(number, now, after)
        wanted = dict(before)
        if after is not None:
            if now is None:
                return False
            wanted = now | {name: before[name] for name in before if now[name] == after[name] != before[name]}
            if wanted.get("follows"):
                wanted["day"] = now["day"]
        elif now is not None:
            return False
        if wanted == now or not self.fits(number, wanted):
            return False
        self.set_row(number, wanted)
        return True

    def back_insert(self, number: int, now: Row, after: Row | None) -> bool:
        leaned_on = any(row.get(name) == number for row in self.rows.values() for name in REFERENCES)
        # that a topic became the primary since is no reason to keep it
        if now | {"primary": 0} == (after or {}) | {"primary": 0} and not leaned_on:
            self.set_row(number, None)
        elif now["is"] not in SHARED:
            raise Refused
        return number not in self.rows

    def fits(self, number: int, row: Row) -> bool:
        """Whether all that a row refers to is there, and no other row has its place."""
        if any(row.get(name) and row[name] not in self.rows for name in REFERENCES):
            return False
        others = [other for n, other in self.rows.items() if n != number and other["is"] == row["is"]]
        same = [o for o in others if row["is"] in UNIQUE and all(o[name] == row[name] for name in UNIQUE[row["is"]])]
        primaries = [o for o in others if row["is"] == "topic" and o["of"] == row["of"] and o["primary"]]
        return not same and not (primaries and row["primary"])

    # what is seen

    def seen(self, proposal: int) -> dict[str, Any]:
        row = self.rows[proposal]
        own = {kind: {n: r for n, r in self.kind(kind).items() if r["of"] == proposal} for kind in PARTS}
        status, status_on, event = self.status(proposal)
        meeting = self.rows[row["meeting"]] if row["meeting"] else None
        return {
            **{name: row[name] for name in ("title", "summary", "kind", "deadline_on", "proposed_on", "note")},
            "removed": row["removed_at"],
            "status": (status, status_on),
            "topics": [r["code"] for _, r in sorted(own["topic"].items(), key=lambda one: not one[1]["primary"])],
            "tags": sorted(r["name"] for r in own["tag"].values()),
            "roles": {
                role: [self.rows[r["actor"]]["name"] for r in own["role"].values() if r["role"] == role]
                for role in ("proposer", "speaker", "addressee")
            },
            "meeting": (self.rows[meeting["body"]]["name"], meeting["name"]) if meeting else None,
            "events": [
                (r["status"], r["day"], self.rows[r["actor"]]["name"] if r["actor"] else None, r["unusual"])
                for r in own["event"].values()
            ],
            "citations": [
                (r["quote"], self.rows[r["source"]]["title"], r["event"] and sorted(own["event"]).index(r["event"]))
                for r in own["citation"].values()
            ],
            "links": [(r["kind"], self.rows[r["to"]]["id"]) for r in own["link"].values()],
            "linked_from": [
                (r["kind"], self.rows[r["of"]]["id"]) for r in self.kind("link").values() if r["to"] == proposal
            ],
            "unsupported": event is None or not any(r["event"] == event for r in own["citation"].values()),
        }
