"""Status events: which one is current, and which step needs what."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from helpers.events import CASES, derived, entered
from helpers.factories import ME, TODAY, add, cite, newest, source, step, undo
from helpers.steps import take
from tracker import life
from tracker.clocks import standing_event
from tracker.model import (
    EXTENTS,
    Evidence,
    NewStatus,
    NotFoundError,
    UsageError,
)
from tracker.store import database
from tracker.store.records import events, proposals, statuses
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


# DESIGN, section 3.
STEPS = {
    "proposed": "on-agenda, adopted, in-progress, rejected, withdrawn, lapsed",
    "on-agenda": "adopted, in-progress, stalled, rejected, withdrawn, lapsed",
    "adopted": "in-progress, partly-implemented, implemented, stalled, rejected, withdrawn, lapsed",
    "in-progress": "partly-implemented, implemented, stalled, withdrawn, lapsed",
    "partly-implemented": "in-progress, implemented, stalled, lapsed",
    "implemented": "partly-implemented, in-progress, lapsed",
    "stalled": "on-agenda, adopted, in-progress, partly-implemented, implemented, rejected, withdrawn, lapsed",
    "rejected": "proposed, on-agenda, in-progress",
    "withdrawn": "proposed, on-agenda",
    "lapsed": "proposed, on-agenda, in-progress",
}

GLYPHS = dict(zip(STEPS, "○◔◑◕◍●◌✕↩⊘", strict=True))

CLOSED = {"implemented", "rejected", "withdrawn", "lapsed"}


def expected(rows: list[tuple[Any, ...]], ids: list[int], current: int | None) -> tuple[Any, ...]:
    return ("proposed", None, None) if current is None else (*rows[current][:2], ids[current])


@pytest.mark.parametrize(("rows", "current"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_current_status(ledger: Ledger, rows: list[tuple[Any, ...]], current: int | None) -> None:
    bystander = add(ledger, "another", status="stalled", status_on="2020")
    proposal = add(ledger, status="withdrawn", status_on="2019")
    ids = entered(ledger, proposal, rows)
    assert derived(ledger, proposal) == expected(rows, ids, current)
    assert derived(ledger, bystander)[:2] == ("stalled", "2020")
    assert [
        problem for problem in check.find_problems(ledger) if rows or "no status event" not in problem.sentence
    ] == []


@pytest.mark.parametrize("rows", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_reckoned_from_the_events_is_what_the_database_derives(
    ledger: Ledger, rows: list[tuple[Any, ...]]
) -> None:
    proposal = add(ledger)
    entered(ledger, proposal, rows)
    left = [one for one in life.events_in_force(events.events_of_proposal(ledger, proposal)) if one.actor is None]
    stands = standing_event(left)
    reckoned = (stands.status, stands.occurred_on, stands.id) if stands else ("proposed", None, None)
    assert reckoned == derived(ledger, proposal)


def test_so_it_is_for_any_events(ledger: Ledger) -> None:
    random = Random(2012)  # noqa: S311 - a play of chance, not a secret
    for number in range(150):
        rows: list[tuple[Any, ...]] = []
        for place in range(random.randint(1, 7)):
            corrected = [random.randrange(place)] if place and random.random() < 0.4 else []
            special = ["for"] if random.random() < 0.2 else corrected
            rows.append((random.choice(tuple(STEPS)), random.choice((None, "2012", "2012-05", "2013-01-31")), *special))
        proposal = add(ledger, str(number))
        entered(ledger, proposal, rows)
        stands = standing_event(
            [e for e in life.events_in_force(events.events_of_proposal(ledger, proposal)) if e.actor is None]
        )
        reckoned = (stands.status, stands.occurred_on, stands.id) if stands else ("proposed", None, None)
        assert (rows, reckoned) == (rows, derived(ledger, proposal))
    # events of chance may be corrected twice, which the check is right to find
    assert [one for one in check.find_problems(ledger) if "is corrected by" not in one.sentence] == []


def test_deleting_events_one_by_one_brings_the_one_before_back(ledger: Ledger) -> None:
    proposal = add(ledger)
    rows = [("proposed", "2012"), ("adopted", "2013"), ("stalled", "2012", "for"), ("implemented", "2016", 1)]
    ids = entered(ledger, proposal, rows)
    seen = []
    for event in reversed(ids):
        seen.append(derived(ledger, proposal))
        with database.write_change(ledger, "delete", ME) as change:
            change.execute("DELETE FROM status_events WHERE id = ?", [event])
    assert seen == [
        ("implemented", "2016", ids[3]),
        ("adopted", "2013", ids[1]),
        ("adopted", "2013", ids[1]),
        ("proposed", "2012", ids[0]),
    ]
    assert derived(ledger, proposal) == ("proposed", None, None)


def test_changing_an_event_derives_the_status_anew(ledger: Ledger) -> None:
    proposal = add(ledger)
    ids = entered(ledger, proposal, [("proposed", "2012"), ("adopted", "2013")])
    with database.write_change(ledger, "change", ME) as change:
        change.update("status_events", ids[1], occurred_on="2011")
    assert derived(ledger, proposal) == ("proposed", "2012", ids[0])


def test_a_step_by_another_program_derives_the_status_too(ledger: Ledger) -> None:
    proposal = add(ledger, status_on="2012")
    ledger.con.execute(
        "INSERT INTO status_events (proposal_id, status, occurred_on) VALUES (?, 'adopted', '2013')", [proposal]
    )
    assert derived(ledger, proposal)[:2] == ("adopted", "2013")


def test_the_vocabulary_is_the_table_of_the_design(ledger: Ledger) -> None:
    known = statuses.read_statuses(ledger)
    assert {code: ", ".join(status.steps) for code, status in known.items()} == STEPS
    assert list(known) == list(STEPS)
    assert {code: status.glyph for code, status in known.items()} == GLYPHS
    assert {code for code, status in known.items() if not status.is_open} == CLOSED
    assert all(status.definition.endswith(".") for status in known.values())


def steps() -> list[tuple[str, str, bool]]:
    return [(start, end, end == start or end in STEPS[start].split(", ")) for start in STEPS for end in STEPS]


def test_every_step_is_as_usual_as_the_table_says(ledger: Ledger) -> None:
    for start, end, usual in steps():
        proposal = add(ledger, status=start)
        if usual:
            assert not take(ledger, proposal, step(end)).is_unusual
            continue
        with pytest.raises(UsageError, match=re.escape(f"{start} to {end} is an unusual step for #{proposal}")):
            take(ledger, proposal, step(end))
        assert derived(ledger, proposal)[0] == start
        assert derived(ledger, proposal)[2] == events.events_of_proposal(ledger, proposal)[-1].id
        assert take(ledger, proposal, step(end, force=True, because="it was on the news")).is_unusual
        assert derived(ledger, proposal)[0] == end


@pytest.mark.parametrize(("status", "usual"), STEPS.items())
def test_the_first_status_may_be_any(ledger: Ledger, status: str, usual: str) -> None:
    proposal = add(ledger, status=status)
    *begun, event = events.events_of_proposal(ledger, proposal)
    assert (event.status, event.is_unusual) == (status, False)
    assert [one.status for one in begun] == [] if status in {"proposed", "adopted"} else ["proposed"]
    assert usual


def test_an_unusual_step_without_evidence_says_what_is_missing(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented")
    with pytest.raises(UsageError, match=r"\(usual next: .*\); it needs evidence or a reason$") as caught:
        take(ledger, proposal, step("rejected"))
    assert caught.value.remedies == ("source quote", "force because")
    for because in ("", "  "):
        with pytest.raises(UsageError, match="it is forced, and needs a reason") as caught:
            take(ledger, proposal, step("rejected", force=True, because=because))
        assert caught.value.remedies == ("because",)
    with pytest.raises(UsageError, match="unusual step"):
        take(ledger, proposal, step("rejected", because="without force"))
    assert [one.status for one in events.events_of_proposal(ledger, proposal)] == ["proposed", "implemented"]


def test_a_reason_of_the_list_is_reason_enough(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented")
    event = take(ledger, proposal, step("rejected", force=True, reason="not-ratified"))
    assert (event.reason, event.is_unusual) == ("not-ratified", True)


def test_with_evidence_any_step_is_taken_and_marked(ledger: Ledger) -> None:
    proposal, paper = add(ledger, status="implemented"), source(ledger)
    event = take(ledger, proposal, step("rejected"), Evidence(paper, "they refused it"))
    assert event.is_unusual
    (citation,) = proposals.read_detail(ledger, proposal, TODAY).citations
    assert (citation.status_event_id, citation.quote) == (event.id, "they refused it")
    assert proposals.read_detail(ledger, proposal, TODAY).proposal.flags == ()


def test_evidence_that_cannot_be_cited_takes_no_step(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented")
    with pytest.raises(NotFoundError):
        take(ledger, proposal, step("rejected"), Evidence(99, "they refused it"))
    assert derived(ledger, proposal)[0] == "implemented"


def test_the_same_status_again_is_usual_and_current(ledger: Ledger) -> None:
    proposal = add(ledger, status="adopted", status_on="2012")
    event = take(ledger, proposal, step("adopted", occurred_on="2014", because="third ratification of six"))
    assert not event.is_unusual
    assert derived(ledger, proposal) == ("adopted", "2014", event.id)


def test_what_is_usual_is_counted_from_the_current_status(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented", status_on="2016")
    take(ledger, proposal, step("lapsed", occurred_on="2012"))
    assert derived(ledger, proposal)[0] == "implemented"
    assert not take(ledger, proposal, step("in-progress", occurred_on="2018")).is_unusual


def test_a_step_for_one_actor_is_never_unusual_and_changes_nothing_for_the_rest(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented", status_on="2016")
    event = take(ledger, proposal, step("withdrawn", occurred_on="2024", actor="Armenia"))
    assert (event.actor, event.is_unusual) == ("Armenia", False)
    assert derived(ledger, proposal)[:2] == ("implemented", "2016")


@pytest.mark.parametrize("extent", EXTENTS)
def test_how_far_it_was_adopted(ledger: Ledger, extent: str) -> None:
    assert take(ledger, add(ledger), step("adopted", extent=extent)).extent == extent


@pytest.mark.parametrize(
    ("new", "message"),
    [
        (step("adoptd"), "no status 'adoptd'; did you mean adopted"),
        (step("adopted", extent="wider"), "no extent 'wider'; known: as-proposed"),
        (step("adopted", reason="expired"), "status adopted has no list of reasons"),
        (step("lapsed", reason="no-consensus"), "no reason of lapsed 'no-consensus'"),
        (step("adopted", actor="—"), "cannot be the name of an actor: it needs a letter or a digit"),
        (step("adopted", because="a\x00b"), "reason"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(ledger: Ledger, new: NewStatus, message: str) -> None:
    proposal = add(ledger)
    with pytest.raises(UsageError, match=message):
        take(ledger, proposal, new)
    assert len(events.events_of_proposal(ledger, proposal)) == 1


def test_a_passage_cited_later_supports_that_it_was_proposed_while_that_is_where_it_stands(ledger: Ledger) -> None:
    proposal, paper = add(ledger), source(ledger)
    cite(ledger, proposal, paper)
    take(ledger, proposal, step("adopted"))
    cite(ledger, proposal, paper, "another")
    first, second = proposals.read_detail(ledger, proposal, TODAY).citations
    assert first.status_event_id == events.events_of_proposal(ledger, proposal)[0].id
    assert second.status_event_id is None


def test_undoing_a_step_brings_the_status_before_back(ledger: Ledger) -> None:
    proposal = add(ledger, status_on="2012")
    before = derived(ledger, proposal)
    take(ledger, proposal, step("adopted", occurred_on="2013"))
    undo(ledger, newest(ledger))
    assert derived(ledger, proposal) == before
