"""Any history of changes played in a ledger and in the model at once."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.factories import (
    ME,
    TODAY,
    contents,
    newest,
    undo,
)
from helpers.undo_model import (
    DAYS,
    NAMES,
    PEOPLE,
    STATUSES,
    TAGS,
    TOPICS,
    Did,
    Model,
    Refused,
)
from tracker.model import Evidence, NewProposal, NewStatus, Person, ProposalEdit, UsageError
from tracker.store import database
from tracker.store.database import open_ledger
from tracker.store.history import changes
from tracker.store.records import proposals, sources
from tracker.store.reports import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.model import Detail
    from tracker.store.ledger import Ledger


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
        assert list(check.find_problems(self.ledger)) == []
        there = self.model.kind("proposal")
        assert [row[0] for row in self.ledger.rows("SELECT id FROM proposals ORDER BY id")] == [
            row["id"] for row in there.values()
        ]
        for number, row in there.items():
            assert seen(proposals.read_detail(self.ledger, row["id"], TODAY)) == self.model.seen(number)
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
        with database.write_change(self.ledger, "source", who) as change:
            self.model.insert("source", id=sources.add_reference(change, title=title), title=title)
        self.done(change.id)

    def add(self) -> None:
        who, model, chance = self.begin(), self.model, self.random.random
        parts: dict[str, tuple[Any, ...]] = {"topics": self.some(TOPICS), "tags": self.some(TAGS)}
        parts |= {role: self.some(NAMES, 1) for role in ("proposers", "speakers", "addressees")}
        links, evidence, day = self.linked(), self.evidence(), self.random.choice(DAYS)
        title, status = f"proposal {next(self.serial)}", self.random.choice(STATUSES)
        body, name = ("CSTO", self.random.choice(("Moscow", "Minsk"))) if chance() < 0.5 else ("", "")
        proposed_on = None if body else self.random.choice(DAYS)
        new = NewProposal(
            title,
            proposed_on=proposed_on,
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
        with database.write_change(self.ledger, "add", who) as change:
            proposal = proposals.add(change, new)
        meeting = model.ensure("meeting", body=model.actor(body), name=name) if body else None
        columns = {"title": title, "summary": "", "note": "", "kind": "proposal", "removed_at": None}
        columns |= {"deadline_on": None, "proposed_on": proposed_on}
        number = model.insert("proposal", id=proposal, meeting=meeting, **columns)
        model.put(number, parts | {"links": tuple((kind, other) for kind, other, _ in links)})
        event = model.begin(number, status, day)
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
            "proposed_on": self.random.choice(("", "2012", "2014-02")),
        }
        columns = {name: columns[name] for name in self.some(tuple(columns), 3)}
        self.model.change(number, **{n: v or None if n.endswith("_on") else v for n, v in columns.items()})
        self.model.follow(number)
        self.model.take(number, gone)
        self.model.put(number, new | {"links": tuple((kind, other) for kind, other, _ in links)})
        if not self.model.doing.steps:
            return
        edit = ProposalEdit(**columns, remove=gone, add=new | {kind: (str(other),) for kind, _, other in links})
        with database.write_change(self.ledger, "edit", who) as change:
            proposals.update_proposal(change, proposal, edit)
        self.done(change.id)

    def happen(self) -> None:
        chosen, who, evidence = self.a_proposal(), self.begin(), self.evidence()
        if chosen is None:
            return
        number, proposal = chosen
        actor = self.random.choice(("", "", "Armenia"))
        status, day = self.random.choice(STATUSES), self.random.choice(DAYS)
        new = NewStatus(status, occurred_on=day, actor=actor, force=True, because="so")
        with database.write_change(self.ledger, "status", who) as change:
            proposals.update_proposal(change, proposal, ProposalEdit(), new, evidence and evidence[1])
        event = self.model.happen(number, status, day, actor)
        if evidence:
            self.quote(number, event, evidence)
        self.done(change.id)

    def cite(self) -> None:
        chosen, who, evidence = self.a_proposal(), self.begin(), self.evidence()
        if chosen is None or evidence is None:
            return
        with database.write_change(self.ledger, "cite", who) as change:
            proposals.cite_passage(change, chosen[1], evidence[1])
        status, _, event = self.model.status(chosen[0])
        self.quote(chosen[0], event if status == "proposed" else None, evidence)
        self.done(change.id)

    def remove(self) -> None:
        chosen, who = self.a_proposal(), self.begin()
        if chosen is not None:
            with database.write_change(self.ledger, "rm", who) as change:
                proposals.remove(change, chosen[1])
            self.model.change(chosen[0], removed_at=change.at)
            self.done(change.id)

    def restore(self) -> None:
        chosen, who = self.a_proposal(removed=True), self.begin()
        if chosen is not None:
            with database.write_change(self.ledger, "restore", who) as change:
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
    assert len(changes.newest_changes(play.ledger)) >= 2 * deeds


def of_histories(test: Any) -> Any:
    """75 random histories; each test runs twice, so that two processes share the work."""
    dice = st.integers(0, 2**32).map(Random)  # hypothesis' own make a test five times slower
    return settings(max_examples=75, deadline=None)(given(dice=dice, moves=st.integers(1, 14))(test))
