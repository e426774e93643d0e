"""The history: what undo and redo do, on random histories against a model and as facts."""

from __future__ import annotations

import itertools
import shutil
import tempfile
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from factories import (
    ME,
    RECORDS,
    TODAY,
    add,
    cite,
    contents,
    newest,
    plain,
    redo_last,
    remove,
    source,
    step,
    titles,
    undo,
    undo_last,
    update,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.model import Edit, Evidence, Kept, NewProposal, NewStatus, NotFoundError, Person, UsageError
from tracker.store import database
from tracker.store.database import open_ledger
from tracker.store.history import changes
from tracker.store.records import proposals, sources
from tracker.store.reports import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.model import Detail
    from tracker.store.ledger import Ledger

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

    def happen(self, proposal: int, status: str, day: str | None, name: str = "") -> int:
        was = self.status(proposal)[0]
        unusual = not name and was != status and (was, status) not in USUAL and bool(self.find("event", of=proposal))
        actor = self.actor(name) if name else None
        return self.insert("event", of=proposal, status=status, day=day, actor=actor, unusual=unusual)

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

    def back(self, number: int, before: Row | None, after: Row | None) -> bool:
        now = self.rows.get(number)
        if before is None:
            return now is not None and self.back_insert(number, now, after)
        wanted = dict(before)
        if after is not None:
            if now is None:
                return False
            wanted = now | {name: before[name] for name in before if now[name] == after[name] != before[name]}
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


PARTS = ("topic", "tag", "role", "event", "citation", "link")


def seen(found: Detail) -> dict[str, Any]:
    """A proposal as the store tells it, in the model's words."""
    p, events = found.proposal, [event.id for event in found.status_events]
    return {
        **{name: getattr(p, name) for name in ("title", "summary", "kind", "deadline_on", "proposed_on")},
        "note": found.note,
        "removed": found.removed_at,
        "status": (p.status, p.status_on),
        "topics": list(p.topics),
        "tags": list(p.tags),
        "roles": {"proposer": list(p.proposers), "speaker": list(p.speakers), "addressee": list(p.addressees)},
        "meeting": (p.body, p.meeting) if p.meeting else None,
        "events": [(e.status, e.occurred_on, e.actor, e.is_unusual) for e in found.status_events],
        "citations": [
            (c.quote, c.source.title, c.status_event_id and events.index(c.status_event_id)) for c in found.citations
        ],
        "links": [(link.kind, link.id) for link in p.links],
        "linked_from": [(link.kind, link.id) for link in found.linked_from],
        "unsupported": "unsupported" in p.flags,
    }


class Play:
    """One history played on the program and on the model alike."""

    def __init__(self, ledger: Ledger, random: Random, people: tuple[str, ...]) -> None:
        self.ledger, self.random, self.people = ledger, random, people
        self.model, self.serial = Model(), itertools.count()

    def move(self, *, any_change: bool) -> None:
        """One random deed, or none if nothing fits; afterwards program and model must agree."""
        deeds = [self.add, self.edit, self.edit, self.happen, self.cite, self.remove, self.restore, self.source]
        deeds += [self.undo_last, self.undo_last, self.redo_last, self.redo_last]
        deeds += [self.undo_any] * 5 * any_change
        self.random.choice(deeds)()
        self.compare()

    def compare(self) -> None:
        assert list(check.problems(self.ledger)) == []
        there = self.model.kind("proposal")
        assert [row[0] for row in self.ledger.rows("SELECT id FROM proposals ORDER BY id")] == [
            row["id"] for row in there.values()
        ]
        for number, row in there.items():
            assert seen(proposals.detail(self.ledger, row["id"], TODAY)) == self.model.seen(number)
        names = sorted(row["name"] for row in self.model.kind("actor").values())
        assert [row[0] for row in self.ledger.rows("SELECT name FROM actors ORDER BY name")] == names

    def begin(self, undoes: int | None = None) -> str:
        who = self.random.choice(self.people)
        self.model.doing = Did(who, undoes)
        return who

    def done(self, change: int) -> None:
        self.model.did[change] = self.model.doing

    def some(self, pool: tuple[str, ...], most: int = 2) -> tuple[str, ...]:
        return tuple(self.random.sample(pool, self.random.randint(0, most)))

    def a_proposal(self, *, removed: bool = False) -> tuple[int, int] | None:
        """A proposal's number in the model and its id."""
        there = [(n, row["id"]) for n, row in self.model.kind("proposal").items() if bool(row["removed_at"]) == removed]
        return self.random.choice(there) if there else None

    def evidence(self) -> tuple[int, Evidence] | None:
        there = self.model.kind("source")
        if not there or self.random.random() < 0.5:
            return None
        number = self.random.choice(sorted(there))
        return number, Evidence(there[number]["id"], f"passage {next(self.serial)}")

    def linked(self, proposal: int | None = None) -> list[tuple[str, int, int]]:
        """Links to at most one other proposal, of kinds that no circle makes impossible: kind, its number, its id."""
        other = self.a_proposal()
        if other is None or other[0] == proposal or self.random.random() < 0.6:
            return []
        backward = proposal is None or other[0] < proposal
        return [(self.random.choice(("repeats", "adopted-as")) if backward else "adopted-as", *other)]

    def quote(self, proposal: int, event: int | None, evidence: tuple[int, Evidence]) -> None:
        self.model.insert("citation", of=proposal, event=event, source=evidence[0], quote=evidence[1].quote)

    def source(self) -> None:
        who, title = self.begin(), f"source {next(self.serial)}"
        with database.write(self.ledger, "source", who) as change:
            self.model.insert("source", id=sources.add_reference(change, title=title), title=title)
        self.done(change.id)

    def add(self) -> None:
        who, model, chance = self.begin(), self.model, self.random.random
        parts: dict[str, tuple[Any, ...]] = {"topics": self.some(TOPICS), "tags": self.some(TAGS)}
        parts |= {role: self.some(NAMES, 1) for role in ("proposers", "speakers", "addressees")}
        links, evidence, day = self.linked(), self.evidence(), self.random.choice(DAYS)
        title, status = f"proposal {next(self.serial)}", self.random.choice(STATUSES)
        body, name = ("CSTO", self.random.choice(("Moscow", "Minsk"))) if chance() < 0.5 else ("", "")
        new = NewProposal(
            title,
            body=body,
            meeting=name,
            status=status,
            status_on=day,
            links=tuple((kind, other) for kind, _, other in links),
            evidence=evidence and evidence[1],
            topics=parts["topics"],
            tags=parts["tags"],
            proposers=parts["proposers"],
            speakers=tuple(Person(one) for one in parts["speakers"]),
            addressees=parts["addressees"],
        )
        with database.write(self.ledger, "add", who) as change:
            proposal = proposals.add(change, new)
        meeting = model.ensure("meeting", body=model.actor(body), name=name) if body else None
        columns = {"title": title, "summary": "", "note": "", "kind": "proposal", "removed_at": None}
        columns |= {"deadline_on": None, "proposed_on": None}
        number = model.insert("proposal", id=proposal, meeting=meeting, **columns)
        model.put(number, parts | {"links": tuple((kind, other) for kind, other, _ in links)})
        event = model.happen(number, status, day)
        if evidence:
            self.quote(number, event, evidence)
        self.done(change.id)

    def edit(self) -> None:
        chosen, who = self.a_proposal(), self.begin()
        if chosen is None:
            return
        number, proposal = chosen
        before = self.model.seen(number)
        gone = {
            "tags": self.some(tuple(before["tags"]), min(1, len(before["tags"]))),
            "topics": self.some(tuple(before["topics"]), min(1, len(before["topics"]))),
            "proposers": self.some(tuple(before["roles"]["proposer"]), min(1, len(before["roles"]["proposer"]))),
        }
        new: dict[str, tuple[Any, ...]] = {"tags": self.some(TAGS, 1), "topics": self.some(TOPICS, 1)}
        new |= {role: self.some(NAMES, 1) for role in ("proposers", "addressees")}
        links = self.linked(number)
        columns = {
            "title": self.random.choice((f"title {next(self.serial)}", "a title", before["title"])),
            "summary": self.random.choice(("", "short", "long")),
            "kind": self.random.choice(("proposal", "request")),
            "deadline_on": self.random.choice(("", "2013", "2014-02")),
        }
        columns = {name: columns[name] for name in self.some(tuple(columns), 3)}
        self.model.change(number, **{n: v or None if n == "deadline_on" else v for n, v in columns.items()})
        self.model.take(number, gone)
        self.model.put(number, new | {"links": tuple((kind, other) for kind, other, _ in links)})
        if not self.model.doing.steps:
            return
        edit = Edit(**columns, remove=gone, add=new | {kind: (str(other),) for kind, _, other in links})
        with database.write(self.ledger, "edit", who) as change:
            proposals.update(change, proposal, edit)
        self.done(change.id)

    def happen(self) -> None:
        chosen, who, evidence = self.a_proposal(), self.begin(), self.evidence()
        if chosen is None:
            return
        number, proposal = chosen
        actor = self.random.choice(("", "", "Armenia"))
        status, day = self.random.choice(STATUSES), self.random.choice(DAYS)
        new = NewStatus(status, occurred_on=day, actor=actor, force=True, because="so")
        with database.write(self.ledger, "status", who) as change:
            proposals.update(change, proposal, Edit(), new, evidence and evidence[1])
        event = self.model.happen(number, status, day, actor)
        if evidence:
            self.quote(number, event, evidence)
        self.done(change.id)

    def cite(self) -> None:
        chosen, who, evidence = self.a_proposal(), self.begin(), self.evidence()
        if chosen is None or evidence is None:
            return
        with database.write(self.ledger, "cite", who) as change:
            proposals.cite(change, chosen[1], evidence[1])
        status, _, event = self.model.status(chosen[0])
        self.quote(chosen[0], event if status == "proposed" else None, evidence)
        self.done(change.id)

    def remove(self) -> None:
        chosen, who = self.a_proposal(), self.begin()
        if chosen is not None:
            with database.write(self.ledger, "rm", who) as change:
                proposals.remove(change, chosen[1])
            self.model.change(chosen[0], removed_at=change.at)
            self.done(change.id)

    def restore(self) -> None:
        chosen, who = self.a_proposal(removed=True), self.begin()
        if chosen is not None:
            with database.write(self.ledger, "restore", who) as change:
                proposals.restore(change, chosen[1])
            self.model.change(chosen[0], removed_at=None)
            self.done(change.id)

    def undo_last(self) -> None:
        self.bare(Model.to_undo, changes.last_to_undo)

    def redo_last(self) -> None:
        self.bare(Model.to_redo, changes.last_to_redo)

    def bare(self, expected: Any, asked: Any) -> None:
        who = self.random.choice(self.people)
        wanted = expected(self.model, who)
        if wanted is None:
            with pytest.raises(UsageError, match=r"nothing to (un|re)do"):
                asked(self.ledger, who)
            return
        assert asked(self.ledger, who) == wanted
        self.undo(wanted, who)

    def undo_any(self) -> None:
        if self.model.did:
            self.undo(self.random.choice(sorted(self.model.did)), self.random.choice(self.people))

    def undo(self, change: int, who: str) -> bool:
        """Undo on both; gives back whether it was done. Both must refuse the same."""
        self.model.doing = Did(who, change)
        before = dict(self.model.rows)
        try:
            self.model.undo(change)
        except Refused:
            self.model.rows = before
            with pytest.raises(UsageError, match=rf"change {change} "):
                undo(self.ledger, change, who)
            return False
        undo(self.ledger, change, who)
        self.done(newest(self.ledger))
        return True

    def unwind(self, numbers: list[int]) -> None:
        """Undo these changes, newest first; each must be undoable, since nothing stands that was done after it."""
        for change in sorted(numbers, reverse=True):
            assert self.undo(change, ME)
        self.compare()


@contextmanager
def played(template: Path, dice: Random, moves: int, *, people: tuple[str, ...] = PEOPLE) -> Iterator[Play]:
    """A random history on a ledger of its own, where only one person's changes are undone in order alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        shutil.copy(template, path)
        with closing(open_ledger(path)) as ledger:
            for pragma in ("locking_mode = EXCLUSIVE", "journal_mode = MEMORY", "synchronous = OFF"):
                ledger.con.execute(f"PRAGMA {pragma}")
            play = Play(ledger, dice, people)
            for _ in range(moves):
                play.move(any_change=len(people) > 1)
            yield play


def assert_empty(play: Play, deeds: int) -> None:
    assert {table: rows for table, rows in contents(play.ledger).items() if rows} == {}
    assert len(changes.log(play.ledger)) >= 2 * deeds


def of_histories(test: Any) -> Any:
    """75 random histories; each test runs twice, so that two processes share the work."""
    dice = st.integers(0, 2**32).map(Random)  # hypothesis' own make a test five times slower
    return settings(max_examples=75, deadline=None)(given(dice=dice, moves=st.integers(1, 14))(test))


@pytest.mark.parametrize("half", [1, 2])
@of_histories
def test_undoing_all_that_can_be_undone_leaves_nothing_and_redoing_it_all_brings_it_back(
    template: Path, half: int, dice: Random, moves: int
) -> None:
    with played(template, dice, moves + half, people=(ME,)) as play:
        before, undone = contents(play.ledger), 0
        while play.model.to_undo(ME):
            last = undo_last(play.ledger)
            play.model.did[newest(play.ledger)] = Did(ME, last)
            undone += 1
        assert_empty(play, undone)
        with pytest.raises(UsageError, match="nothing to undo"):
            undo_last(play.ledger)
        for _ in range(undone):
            redo_last(play.ledger)
        assert contents(play.ledger) == before
        assert list(check.problems(play.ledger)) == []


@pytest.mark.parametrize("half", [1, 2])
@of_histories
def test_any_change_may_be_undone_at_any_time_and_each_undo_too(
    template: Path, half: int, dice: Random, moves: int
) -> None:
    with played(template, dice, moves + half) as play:
        before, done = contents(play.ledger), sorted(play.model.did)
        play.unwind(done)
        assert_empty(play, len(done))
        play.unwind(sorted(set(play.model.did) - set(done)))
        assert contents(play.ledger) == before


# Facts


def title_of(ledger: Ledger, proposal: int) -> str:
    return proposals.detail(ledger, proposal, TODAY).proposal.title


def test_what_was_changed_since_is_kept_and_named(ledger: Ledger) -> None:
    one = add(ledger, "first", summary="short")
    middle = update(ledger, one, Edit(title="second", summary="long"))
    update(ledger, one, Edit(title="third"))
    assert undo(ledger, middle) == [Kept("proposals", one, "title", "third")]
    found = proposals.detail(ledger, one, TODAY).proposal
    assert (found.title, found.summary) == ("third", "short")
    assert list(check.problems(ledger)) == []


def test_a_change_of_which_all_was_changed_since_is_not_undone(ledger: Ledger) -> None:
    one = add(ledger, "first")
    middle = update(ledger, one, Edit(title="second"))
    update(ledger, one, Edit(title="third"))
    log = changes.log(ledger)
    with pytest.raises(
        UsageError, match=f"nothing of change {middle} can be undone: what it did was changed again since"
    ):
        undo(ledger, middle)
    assert changes.log(ledger) == log


def test_an_add_that_a_later_change_builds_on_is_not_undone_and_that_change_is_named(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    later = update(ledger, one, Edit(add={"tags": ("urgent",)}))
    message = rf"change {added} added #{one}, .*\(change {later}\); undo that first, or use: tracker rm {one}"
    with pytest.raises(UsageError, match=message):
        undo(ledger, added)
    undo(ledger, later)
    undo(ledger, added)
    assert titles(ledger) == []


def test_an_add_that_a_link_leans_on_is_not_undone_and_the_link_is_named(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    other = add(ledger, "second", links=(("repeats", one),))
    linked = newest(ledger)
    with pytest.raises(UsageError, match=rf"change {added} added #{one}, .*\(change {linked}\); undo that first"):
        undo(ledger, added)
    undo(ledger, linked)
    undo(ledger, added)
    assert titles(ledger) == []
    assert other == 2


def test_a_step_that_was_cited_since_is_not_undone_and_the_citation_is_named(ledger: Ledger) -> None:
    one, paper = add(ledger), source(ledger)
    with database.write(ledger, "status", ME) as change:
        proposals.update(change, one, Edit(), step("proposed", occurred_on="2013"))
    stepped = newest(ledger)
    cite(ledger, one, paper)
    with pytest.raises(UsageError, match=rf"change {stepped} added status_events 2, .*\(change {newest(ledger)}\)"):
        undo(ledger, stepped)


def test_a_refused_undo_leaves_nothing_of_itself(ledger: Ledger) -> None:
    one = add(ledger, "first", topics=("migration",), proposers=("Belarus",))
    added = newest(ledger)
    update(ledger, one, Edit(title="second"))
    before, log = contents(ledger), changes.log(ledger)
    with pytest.raises(UsageError):
        undo(ledger, added)
    assert (contents(ledger), changes.log(ledger)) == (before, log)


def test_an_actor_that_another_proposal_uses_stays(ledger: Ledger) -> None:
    add(ledger, "first", proposers=("Belarus",), body="CSTO", meeting="Moscow")
    added = newest(ledger)
    other = add(ledger, "second", proposers=("Belarus", "Russia"), body="CSTO", meeting="Moscow")
    kept = undo(ledger, added)
    assert {(one.table, one.value) for one in kept} == {
        *[("actors", "Belarus"), ("actors", "CSTO"), ("meetings", "Moscow")]
    }
    assert titles(ledger) == ["second"]
    found = proposals.detail(ledger, other, TODAY).proposal
    assert (found.proposers, found.body, found.meeting) == (("Belarus", "Russia"), "CSTO", "Moscow")
    assert list(check.problems(ledger)) == []


def test_ids_are_not_used_again_after_an_undo(ledger: Ledger) -> None:
    assert add(ledger, "first") == 1
    undo_last(ledger)
    assert add(ledger, "second") == 2
    undo_last(ledger)
    assert add(ledger, "third") == 3


def test_what_an_undo_deleted_comes_back_with_its_ids(ledger: Ledger) -> None:
    paper = source(ledger)
    one = add(ledger, "first", tags=("a",), topics=("migration",), evidence=Evidence(paper, "they said so"))
    before = contents(ledger)
    undo_last(ledger)
    assert titles(ledger) == []
    redo_last(ledger)
    assert contents(ledger) == before
    assert title_of(ledger, one) == "first"


def test_a_change_is_undone_once(ledger: Ledger) -> None:
    add(ledger, "first")
    added = newest(ledger)
    undo(ledger, added)
    with pytest.raises(UsageError, match=f"change {added} is undone already, by change {added + 1}"):
        undo(ledger, added)
    undo(ledger, added + 1)
    with pytest.raises(UsageError, match=f"change {added + 1} is undone already, by change {added + 2}"):
        undo(ledger, added + 1)
    undo(ledger, added)
    assert titles(ledger) == []


def test_a_change_that_is_not_there(ledger: Ledger) -> None:
    with pytest.raises(NotFoundError, match="no change 99") as caught:
        undo(ledger, 99)
    assert caught.value.way == ("changes",)


def test_two_undos_and_two_redos_go_back_and_forth_in_order(ledger: Ledger) -> None:
    one = add(ledger, "first")
    for title in ("second", "third"):
        update(ledger, one, Edit(title=title))
    seen_titles = []
    for turn in (undo_last, undo_last, redo_last, redo_last):
        turn(ledger)
        seen_titles.append(title_of(ledger, one))
    assert seen_titles == ["second", "first", "second", "third"]
    with pytest.raises(UsageError, match="nothing to redo"):
        redo_last(ledger)


def test_back_and_forth_many_times(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, Edit(title="second"))
    for _ in range(10):
        assert undo_last(ledger) == changed
        assert title_of(ledger, one) == "first"
        redo_last(ledger)
        assert title_of(ledger, one) == "second"
    assert undo_last(ledger) == changed
    assert undo_last(ledger) == 1
    with pytest.raises(UsageError, match="nothing to undo") as caught:
        undo_last(ledger)
    assert caught.value.way == ("changes",)


def test_nothing_is_redone_once_something_new_was_done(ledger: Ledger) -> None:
    one = add(ledger, "first")
    update(ledger, one, Edit(title="second"))
    undo_last(ledger)
    update(ledger, one, Edit(summary="new"))
    with pytest.raises(UsageError, match="nothing to redo: the last change is no undo") as caught:
        redo_last(ledger)
    assert caught.value.way == ("changes",)
    assert title_of(ledger, one) == "first"


def test_nothing_to_undo_or_redo_in_a_new_database(ledger: Ledger) -> None:
    for turn in (undo_last, redo_last):
        with pytest.raises(UsageError, match=r"nothing to (un|re)do"):
            turn(ledger)


def test_a_bare_undo_takes_back_nobody_elses_change(ledger: Ledger) -> None:
    add(ledger, "ann's", who="ann")
    add(ledger, "bob's", who="bob")
    undo_last(ledger, "ann")
    assert titles(ledger) == ["bob's"]
    with pytest.raises(UsageError, match="nothing to undo"):
        undo_last(ledger, "ann")
    with pytest.raises(UsageError, match="nothing to redo"):
        redo_last(ledger, "bob")
    redo_last(ledger, "ann")
    assert titles(ledger) == ["ann's", "bob's"]


def test_what_another_program_did_is_undone_by_its_number(ledger: Ledger) -> None:
    one = add(ledger, "ours")
    with closing(plain(ledger.path)) as con:
        con.execute("UPDATE proposals SET title = 'theirs' WHERE id = ?", [one])
    undo(ledger, newest(ledger))
    assert title_of(ledger, one) == "ours"
    assert list(check.problems(ledger)) == []


def stamp(ledger: Ledger, proposal: int) -> str:
    return proposals.detail(ledger, proposal, TODAY).proposal.updated_at


@pytest.mark.parametrize("edit", [Edit(title="second"), Edit(add={"tags": ("a",)}), Edit(remove={"tags": ("b",)})])
def test_an_undo_stamps_what_it_touched(ledger: Ledger, edit: Edit) -> None:
    one, other = add(ledger, "first", tags=("b",)), add(ledger, "another")
    changed = update(ledger, one, edit)
    before = stamp(ledger, other)
    time.sleep(0.005)
    undo(ledger, changed)
    assert stamp(ledger, one) == changes.log(ledger, 1)[0].at > before
    assert stamp(ledger, other) == before


def test_an_update_that_only_stamped_can_be_undone_so_that_the_one_before_it_can(ledger: Ledger) -> None:
    one = add(ledger, "first", tags=("a",))
    update(ledger, one, Edit(title="second"))
    with database.write(ledger, "update", ME) as change:
        change.update("proposals", one, updated_at="2030-01-01T00:00:00.000Z")
    undo_last(ledger)
    undo_last(ledger)
    assert title_of(ledger, one) == "first"


def test_an_undo_is_in_the_history_and_says_what_it_undid(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, Edit(title="second"))
    undo(ledger, changed)
    last, before, first = changes.log(ledger)
    assert (last.undoes, before.undoes, first.undoes) == (changed, None, None)
    assert changes.undoer(ledger, changed) == last.id
    assert changes.undoer(ledger, first.id) is None
    assert [entry.id for entry in changes.log(ledger, 2)] == [last.id, before.id]


def test_undoing_an_edit_of_what_is_gone(ledger: Ledger) -> None:
    one = add(ledger, "first")
    added = newest(ledger)
    tagged = update(ledger, one, Edit(add={"tags": ("a",)}))
    untagged = update(ledger, one, Edit(remove={"tags": ("a",)}))
    undo(ledger, added)
    for change in (untagged, tagged):
        with pytest.raises(UsageError, match=f"nothing of change {change} can be undone"):
            undo(ledger, change)
    assert list(check.problems(ledger)) == []


def test_redoing_after_a_removal_leaves_it_removed(ledger: Ledger) -> None:
    one = add(ledger, "first")
    changed = update(ledger, one, Edit(title="second"))
    undo(ledger, changed)
    undone = newest(ledger)
    remove(ledger, one)
    undo(ledger, undone)
    found = proposals.detail(ledger, one, TODAY)
    assert found.proposal.title == "second"
    assert found.removed_at is not None
    undo_last(ledger)
    assert proposals.detail(ledger, one, TODAY).removed_at is None
    assert list(check.problems(ledger)) == []


def test_a_tag_that_was_given_again_meanwhile_is_not_given_twice(ledger: Ledger) -> None:
    one = add(ledger, "first", tags=("a",))
    taken = update(ledger, one, Edit(title="second", remove={"tags": ("a",)}))
    update(ledger, one, Edit(add={"tags": ("a",)}))
    assert undo(ledger, taken) == [Kept("tags", 1, "", None)]
    found = proposals.detail(ledger, one, TODAY).proposal
    assert (found.title, found.tags) == ("first", ("a",))


def test_a_row_added_and_changed_in_one_change_is_undone(ledger: Ledger) -> None:
    with database.write(ledger, "both", ME) as change:
        one = proposals.add(change, NewProposal("first", tags=("a",)))
        proposals.update(change, one, Edit(title="second", remove={"tags": ("a",)}), step("adopted"))
    before = contents(ledger)
    undo_last(ledger)
    assert titles(ledger) == []
    redo_last(ledger)
    assert contents(ledger) == before


def test_where_the_primary_topic_is_taken_back_another_takes_its_place(ledger: Ledger) -> None:
    one = add(ledger, "first")
    first = update(ledger, one, Edit(add={"topics": ("migration",)}))
    update(ledger, one, Edit(add={"topics": ("other",)}))
    undo(ledger, first)
    assert ledger.rows("SELECT is_primary FROM proposal_topics")[0][0] == 1
    undo(ledger, newest(ledger))
    assert proposals.detail(ledger, one, TODAY).proposal.topics == ("migration", "other")
    undo(ledger, first)
    undo_last(ledger)
    assert proposals.detail(ledger, one, TODAY).proposal.topics == ()


def test_a_place_taken_meanwhile_is_left_to_who_has_it(ledger: Ledger) -> None:
    one = add(ledger, "first", topics=("migration", "other"))
    promoted = update(ledger, one, Edit(remove={"topics": ("migration",)}))
    undo(ledger, promoted)
    demoted = newest(ledger)
    swapped = update(ledger, one, Edit(remove={"topics": ("other",)}))
    update(ledger, one, Edit(remove={"topics": ("migration",)}, add={"topics": ("drug-trafficking",)}))
    undo(ledger, swapped)
    with pytest.raises(UsageError, match=f"nothing of change {demoted} can be undone"):
        undo(ledger, demoted)
    assert proposals.detail(ledger, one, TODAY).proposal.topics == ("drug-trafficking", "other")
    assert list(check.problems(ledger)) == []


def test_two_values_that_were_swapped_are_swapped_back(ledger: Ledger) -> None:
    with database.write(ledger, "two", ME) as change:
        one, other = (change.insert("saved_queries", name=name, query="is:open") for name in ("a", "b"))
    with database.write(ledger, "swap", ME) as change:
        for row, name in ((one, "c"), (other, "a"), (one, "b")):
            change.update("saved_queries", row, name=name)
    undo_last(ledger)
    assert [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY id")] == ["a", "b"]
    redo_last(ledger)
    assert [row[0] for row in ledger.rows("SELECT name FROM saved_queries ORDER BY id")] == ["b", "a"]


def test_the_history_of_texts_that_are_hard_to_write_down(ledger: Ledger) -> None:
    hard = 'a "quoted" \\ back\u2028slash \U0001f600 \x1b[31m \u202e Ёлка \x7f'
    one = add(ledger, hard, summary=hard, tags=("ёлка",))
    update(ledger, one, Edit(title="plain", summary=""))
    undo_last(ledger)
    found = proposals.detail(ledger, one, TODAY).proposal
    assert (found.title, found.summary) == (" ".join(hard.split()), hard)
    undo_last(ledger)
    redo_last(ledger)
    assert proposals.detail(ledger, one, TODAY).proposal.summary == hard


def test_every_record_is_emptied_by_undo() -> None:
    assert set(RECORDS) == {
        *("proposals", "actors", "meetings", "sources", "citations", "status_events", "tags", "links"),
        *("proposal_topics", "proposal_actors", "actor_aliases", "meeting_aliases"),
    }


def test_what_can_be_taken_back_is_tried_without_a_savepoint_which_keeps_every_page_of_every_statement(
    ledger: Ledger,
) -> None:
    add(ledger, "Mine")
    one = add(ledger)
    update(ledger, one, Edit(title="Theirs"), who="bob")
    said: list[str] = []
    ledger.con.set_trace_callback(said.append)
    entry, passed = changes.next_to_undo(ledger, ME)
    ledger.con.set_trace_callback(None)
    assert (entry.command, len(passed)) == ("add Mine", 1)
    assert [statement for statement in said if statement.startswith("SAVEPOINT")] == []
    assert not ledger.con.in_transaction
    assert changes.undoer(ledger, entry.id) is None
