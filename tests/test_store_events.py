"""Status events: which one is current, and which step needs what."""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from factories import ME, TODAY, add, cite, newest, source, step, undo

from tracker import life
from tracker.clocks import standing
from tracker.model import (
    EXTENTS,
    LAST,
    Evidence,
    NewStatus,
    NotFoundError,
    SoAlreadyError,
    UnusualStepError,
    UsageError,
)
from tracker.model import Edit as Nothing
from tracker.store import database
from tracker.store.records import actors, events, proposals, statuses
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.model import StatusEvent
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

# Events in the order entered: status, date, and what is special: `for` one actor, or the place of the event that it
# supersedes (counted from 0). The last word is the place of the event that must be current, None if there is none.
CASES: list[tuple[str, list[tuple[Any, ...]], int | None]] = [
    ("one event", [("proposed", "2012")], 0),
    ("one event without a date", [("proposed", None)], 0),
    ("a later day", [("proposed", "2012-05-15"), ("adopted", "2012-05-16")], 1),
    ("a late find of an old act", [("adopted", "2014-01-01"), ("proposed", "2012-05-15")], 0),
    ("the same day: the one entered last", [("proposed", "2012-05-15"), ("adopted", "2012-05-15")], 1),
    ("the same day, the other way round", [("adopted", "2012-05-15"), ("proposed", "2012-05-15")], 1),
    ("a year over a day in it", [("proposed", "2012-05-15"), ("adopted", "2012")], 1),
    ("a day over its year", [("adopted", "2012"), ("proposed", "2012-05-15")], 1),
    ("a month over a day in it", [("proposed", "2012-05-15"), ("adopted", "2012-05")], 1),
    ("a year over a month in it", [("proposed", "2012-05"), ("adopted", "2012")], 1),
    ("the year before", [("proposed", "2012-01-01"), ("adopted", "2011")], 0),
    ("the month before", [("proposed", "2012-05-01"), ("adopted", "2012-04")], 0),
    ("the year after", [("proposed", "2012-12-31"), ("adopted", "2013")], 1),
    ("a year hidden by the next year", [("adopted", "2013"), ("proposed", "2012")], 0),
    ("the same year twice", [("adopted", "2012"), ("proposed", "2012")], 1),
    ("December and the year that follows", [("adopted", "2013"), ("proposed", "2012-12")], 0),
    ("undated is never outdated", [("proposed", "2012-05-15"), ("adopted", None)], 1),
    ("undated does not hide", [("adopted", None), ("proposed", "2012-05-15")], 1),
    ("undated between dated ones", [("proposed", "2012"), ("adopted", None), ("stalled", "2011")], 1),
    ("three in order", [("proposed", "2012"), ("adopted", "2013"), ("implemented", "2015-02")], 2),
    ("three entered backwards", [("implemented", "2015-02"), ("adopted", "2013"), ("proposed", "2012")], 0),
    ("three entered anyhow", [("adopted", "2013"), ("implemented", "2015-02"), ("proposed", "2012")], 1),
    ("the year 0999 and 1000", [("adopted", "1000"), ("proposed", "0999-12-31")], 0),
    ("superseded by an earlier date", [("proposed", "2012"), ("adopted", "2016"), ("adopted", "2013", 1)], 2),
    ("superseded by an older status", [("proposed", "2012"), ("adopted", "2016"), ("proposed", "2012", 1)], 2),
    ("a chain of two", [("proposed", "2012"), ("adopted", "2016"), ("adopted", "2015", 1), ("adopted", "2014", 2)], 3),
    # the superseding one is itself superseded: what it said is withdrawn, and the first stays superseded
    ("what a superseded event superseded", [("adopted", "2016"), ("stalled", "2012", 0), ("proposed", "2011", 1)], 2),
    ("a superseded event hides nothing", [("adopted", "2016"), ("proposed", "2012"), ("stalled", "2011", 0)], 1),
    ("the first one superseded", [("proposed", "2012"), ("proposed", "2010", 0)], 1),
    ("for one actor", [("proposed", "2012"), ("adopted", "2013", "for")], 0),
    ("for one actor hides nothing", [("implemented", "2020", "for"), ("proposed", "2012")], 1),
    ("only for one actor", [("adopted", "2013", "for")], None),
    ("none at all", [], None),
    (
        "a correction of one that is no longer current",
        [("adopted", "2012"), ("stalled", "2014"), ("adopted", "2013", 0)],
        1,
    ),
    ("a correction to a later day", [("adopted", "2012"), ("stalled", "2014"), ("adopted", "2015", 0)], 2),
    ("a correction that takes the date away", [("adopted", "2012"), ("stalled", "2014"), ("stalled", None, 1)], 2),
    ("for one actor, superseding", [("proposed", "2012"), ("adopted", "2013"), ("rejected", "2014", "for")], 1),
]


def entered(ledger: Ledger, proposal: int, rows: list[tuple[Any, ...]]) -> list[int]:
    """Enter events as they are given, in place of the first one; gives back their ids."""
    ids: list[int] = []
    with database.write(ledger, "events", ME) as change:
        change.execute("DELETE FROM status_events WHERE proposal_id = ?", [proposal])
        actor = actors.ensure(change, "Armenia")
        for status, day, *special in rows:
            columns: dict[str, Any] = {"proposal_id": proposal, "status": status, "occurred_on": day}
            columns |= {"actor_id": actor} if special == ["for"] else {}
            columns |= {"supersedes_id": ids[special[0]]} if special and special != ["for"] else {}
            ids.append(change.insert("status_events", **columns))
    return ids


def derived(ledger: Ledger, proposal: int) -> tuple[Any, ...]:
    sql = "SELECT status, status_on, status_event_id FROM proposals WHERE id = ?"
    return tuple(ledger.rows(sql, [proposal])[0])


def expected(rows: list[tuple[Any, ...]], ids: list[int], current: int | None) -> tuple[Any, ...]:
    return ("proposed", None, None) if current is None else (*rows[current][:2], ids[current])


@pytest.mark.parametrize(("rows", "current"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_current_status(ledger: Ledger, rows: list[tuple[Any, ...]], current: int | None) -> None:
    bystander = add(ledger, "another", status="stalled", status_on="2020")
    proposal = add(ledger, status="withdrawn", status_on="2019")
    ids = entered(ledger, proposal, rows)
    assert derived(ledger, proposal) == expected(rows, ids, current)
    assert derived(ledger, bystander)[:2] == ("stalled", "2020")
    assert [problem for problem in check.problems(ledger) if rows or "no status event" not in problem.sentence] == []


@pytest.mark.parametrize("rows", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_what_is_reckoned_from_the_events_is_what_the_database_derives(
    ledger: Ledger, rows: list[tuple[Any, ...]]
) -> None:
    proposal = add(ledger)
    entered(ledger, proposal, rows)
    left = [one for one in life.in_force(events.of_proposal(ledger, proposal)) if one.actor is None]
    stands = standing(left)
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
        stands = standing([e for e in life.in_force(events.of_proposal(ledger, proposal)) if e.actor is None])
        reckoned = (stands.status, stands.occurred_on, stands.id) if stands else ("proposed", None, None)
        assert (rows, reckoned) == (rows, derived(ledger, proposal))
    # events of chance may be corrected twice, which the check is right to find
    assert [one for one in check.problems(ledger) if "is corrected by" not in one.sentence] == []


def test_deleting_events_one_by_one_brings_the_one_before_back(ledger: Ledger) -> None:
    proposal = add(ledger)
    rows = [("proposed", "2012"), ("adopted", "2013"), ("stalled", "2012", "for"), ("implemented", "2016", 1)]
    ids = entered(ledger, proposal, rows)
    seen = []
    for event in reversed(ids):
        seen.append(derived(ledger, proposal))
        with database.write(ledger, "delete", ME) as change:
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
    with database.write(ledger, "change", ME) as change:
        change.update("status_events", ids[1], occurred_on="2011")
    assert derived(ledger, proposal) == ("proposed", "2012", ids[0])


def test_a_step_by_another_program_derives_the_status_too(ledger: Ledger) -> None:
    proposal = add(ledger, status_on="2012")
    ledger.con.execute(
        "INSERT INTO status_events (proposal_id, status, occurred_on) VALUES (?, 'adopted', '2013')", [proposal]
    )
    assert derived(ledger, proposal)[:2] == ("adopted", "2013")


def test_the_vocabulary_is_the_table_of_the_design(ledger: Ledger) -> None:
    known = statuses.known(ledger)
    assert {code: ", ".join(status.steps) for code, status in known.items()} == STEPS
    assert list(known) == list(STEPS)
    assert {code: status.glyph for code, status in known.items()} == GLYPHS
    assert {code for code, status in known.items() if not status.is_open} == CLOSED
    assert all(status.definition.endswith(".") for status in known.values())


def steps() -> list[tuple[str, str, bool]]:
    return [(start, end, end == start or end in STEPS[start].split(", ")) for start in STEPS for end in STEPS]


def take(ledger: Ledger, proposal: int, new: NewStatus, evidence: Evidence | None = None) -> StatusEvent:
    with database.write(ledger, "update", ME) as change:
        proposals.update(change, proposal, Nothing(), new, evidence)
    return events.of_proposal(ledger, proposal)[-1]


def test_every_step_is_as_usual_as_the_table_says(ledger: Ledger) -> None:
    for start, end, usual in steps():
        proposal = add(ledger, status=start)
        if usual:
            assert not take(ledger, proposal, step(end)).is_unusual
            continue
        with pytest.raises(UsageError, match=re.escape(f"{start} → {end} is an unusual step for #{proposal}")):
            take(ledger, proposal, step(end))
        assert derived(ledger, proposal)[0] == start
        assert len(events.of_proposal(ledger, proposal)) == 1
        assert take(ledger, proposal, step(end, force=True, because="it was on the news")).is_unusual
        assert derived(ledger, proposal)[0] == end


@pytest.mark.parametrize(("status", "usual"), STEPS.items())
def test_the_first_status_may_be_any(ledger: Ledger, status: str, usual: str) -> None:
    proposal = add(ledger, status=status)
    (event,) = events.of_proposal(ledger, proposal)
    assert (event.status, event.is_unusual) == (status, False)
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
    assert len(events.of_proposal(ledger, proposal)) == 1


def test_a_reason_of_the_list_is_reason_enough(ledger: Ledger) -> None:
    proposal = add(ledger, status="implemented")
    event = take(ledger, proposal, step("rejected", force=True, reason="not-ratified"))
    assert (event.reason, event.is_unusual) == ("not-ratified", True)


def test_with_evidence_any_step_is_taken_and_marked(ledger: Ledger) -> None:
    proposal, paper = add(ledger, status="implemented"), source(ledger)
    event = take(ledger, proposal, step("rejected"), Evidence(paper, "they refused it"))
    assert event.is_unusual
    (citation,) = proposals.detail(ledger, proposal, TODAY).citations
    assert (citation.status_event_id, citation.quote) == (event.id, "they refused it")
    assert proposals.detail(ledger, proposal, TODAY).proposal.flags == ()


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
        (step("adopted", actor="—"), "is no name of an actor"),
        (step("adopted", because="a\x00b"), "reason"),
    ],
)
def test_a_step_that_cannot_be_meant_is_refused(ledger: Ledger, new: NewStatus, message: str) -> None:
    proposal = add(ledger)
    with pytest.raises(UsageError, match=message):
        take(ledger, proposal, new)
    assert len(events.of_proposal(ledger, proposal)) == 1


def test_a_passage_cited_later_supports_that_it_was_proposed_while_that_is_where_it_stands(ledger: Ledger) -> None:
    proposal, paper = add(ledger), source(ledger)
    cite(ledger, proposal, paper)
    take(ledger, proposal, step("adopted"))
    cite(ledger, proposal, paper, "another")
    first, second = proposals.detail(ledger, proposal, TODAY).citations
    assert first.status_event_id == events.of_proposal(ledger, proposal)[0].id
    assert second.status_event_id is None


def test_undoing_a_step_brings_the_status_before_back(ledger: Ledger) -> None:
    proposal = add(ledger, status_on="2012")
    before = derived(ledger, proposal)
    take(ledger, proposal, step("adopted", occurred_on="2013"))
    undo(ledger, newest(ledger))
    assert derived(ledger, proposal) == before


# Corrections: the events in the order entered, which one is corrected (LAST, or its place counted from 0), what is
# said, and the event that comes of it: status, date, extent, reason, words, whom it concerns, whether it is unusual.
KEPT: list[tuple[str, list[NewStatus], int | str, NewStatus, tuple[Any, ...]]] = [
    (
        "the date alone",
        [step("adopted", occurred_on="2016", extent="weaker", because="in the plan")],
        LAST,
        step("", occurred_on="2013-09"),
        ("adopted", "2013-09", "weaker", None, "in the plan", None, False),
    ),
    (
        "the date taken away",
        [step("adopted", occurred_on="2016")],
        1,
        step("", occurred_on=""),
        ("adopted", None, None, None, "", None, False),
    ),
    (
        "the extent alone",
        [step("adopted", occurred_on="2016", extent="weaker")],
        1,
        step("", extent="merged"),
        ("adopted", "2016", "merged", None, "", None, False),
    ),
    (
        "the extent taken away",
        [step("adopted", occurred_on="2016", extent="weaker")],
        1,
        step("", extent=""),
        ("adopted", "2016", None, None, "", None, False),
    ),
    (
        "the reason alone",
        [step("rejected", occurred_on="2016", reason="voted-down", because="by five")],
        1,
        step("", reason="no-consensus"),
        ("rejected", "2016", None, "no-consensus", "by five", None, False),
    ),
    (
        "the status: its reason is none of the new one",
        [step("rejected", occurred_on="2016", reason="voted-down", because="by five")],
        1,
        step("lapsed"),
        ("lapsed", "2016", None, None, "", None, False),
    ),
    (
        "whom it concerns",
        [step("adopted", occurred_on="2016", actor="Armenia")],
        1,
        step("", actor="Russia"),
        ("adopted", "2016", None, None, "", "Russia", False),
    ),
    (
        "that it concerns all",
        [step("adopted", occurred_on="2016", actor="Armenia")],
        1,
        step("", actor=""),
        ("adopted", "2016", None, None, "", None, False),
    ),
    (
        "the date of an unusual step needs no force again",
        [step("implemented", occurred_on="2016", force=True, because="seen")],
        LAST,
        step("", occurred_on="2015"),
        ("implemented", "2015", None, None, "seen", None, True),
    ),
    (
        "the date of a step that others followed",
        [
            step("on-agenda", occurred_on="2013"),
            step("adopted", occurred_on="2014"),
            step("stalled", occurred_on="2015"),
        ],
        1,
        step("", occurred_on="2012"),
        ("on-agenda", "2012", None, None, "", None, False),
    ),
    (
        "a status that is usual only without the wrong event",
        [step("rejected", occurred_on="2016")],
        LAST,
        step("adopted"),
        ("adopted", "2016", None, None, "", None, False),
    ),
    (
        "the first status may be any, corrected too",
        [],
        LAST,
        step("implemented"),
        ("implemented", None, None, None, "", None, False),
    ),
    (
        "the first status, when others followed it",
        [step("adopted", occurred_on="2016")],
        0,
        step("on-agenda", occurred_on="2012"),
        ("on-agenda", "2012", None, None, "", None, False),
    ),
]


@pytest.mark.parametrize(("taken", "wrong", "said", "comes"), [c[1:] for c in KEPT], ids=[c[0] for c in KEPT])
def test_a_correction_keeps_what_it_does_not_say(
    ledger: Ledger, taken: list[NewStatus], wrong: int | str, said: NewStatus, comes: tuple[Any, ...]
) -> None:
    add(ledger, "another")
    proposal = add(ledger)
    for one in taken:
        take(ledger, proposal, one)
    before = events.of_proposal(ledger, proposal)
    corrected = before[-1 if wrong == LAST else int(wrong)].id
    event = take(ledger, proposal, said._replace(corrects=LAST if wrong == LAST else corrected))
    said_now = (event.status, event.occurred_on, event.extent, event.reason, event.because, event.actor)
    assert (*said_now, event.is_unusual) == comes
    assert event.supersedes_id == corrected
    assert events.of_proposal(ledger, proposal)[:-1] == before
    assert list(check.problems(ledger)) == []


def test_a_correction_moves_the_proposal_and_its_undo_moves_it_back(ledger: Ledger) -> None:
    proposal = add(ledger, status_on="2012")
    wrong = take(ledger, proposal, step("adopted", occurred_on="2016"))
    right = take(ledger, proposal, step("", occurred_on="2013-09", corrects=wrong.id))
    assert derived(ledger, proposal) == ("adopted", "2013-09", right.id)
    undo(ledger, newest(ledger))
    assert derived(ledger, proposal) == ("adopted", "2016", wrong.id)


def test_a_correction_to_another_status_is_judged_from_where_it_would_stand_without_the_wrong_event(
    ledger: Ledger,
) -> None:
    proposal = add(ledger, status_on="2012")
    take(ledger, proposal, step("adopted", occurred_on="2013"))
    wrong = take(ledger, proposal, step("rejected", occurred_on="2014"))
    with pytest.raises(UnusualStepError, match="adopted → on-agenda is an unusual step"):
        take(ledger, proposal, step("on-agenda", corrects=wrong.id))
    cited = take(ledger, proposal, step("on-agenda", corrects=LAST), Evidence(source(ledger), "it is on the agenda"))
    assert cited.is_unusual
    assert [c.status_event_id for c in proposals.detail(ledger, proposal, TODAY).citations] == [cited.id]


def test_the_words_of_the_wrong_event_are_no_reason_to_force_another_status(ledger: Ledger) -> None:
    proposal = add(ledger)
    take(ledger, proposal, step("adopted", because="in the plan"))
    take(ledger, proposal, step("in-progress", because="seen"))
    with pytest.raises(UnusualStepError, match="it is forced, and needs a reason"):
        take(ledger, proposal, step("proposed", corrects=LAST, force=True))
    assert take(ledger, proposal, step("proposed", corrects=LAST, force=True, because="a slip")).because == "a slip"


def test_an_event_that_cannot_be_corrected_is_refused(ledger: Ledger) -> None:
    other, proposal = add(ledger, "another"), add(ledger, status_on="2012")
    theirs = events.of_proposal(ledger, other)[0].id
    wrong = take(ledger, proposal, step("adopted", occurred_on="2016"))
    right = take(ledger, proposal, step("", occurred_on="2013", corrects=wrong.id))
    cases: list[tuple[int | str, type[Exception], str]] = [
        (theirs, UsageError, f"event {theirs} is one of #{other}, not of #{proposal}"),
        (wrong.id, UsageError, f"was corrected by event {right.id} already; correct event {right.id}"),
        (99, NotFoundError, f"#{proposal} has no status event 99"),
    ]
    for corrects, kind, message in cases:
        with pytest.raises(kind, match=message):
            take(ledger, proposal, step("", occurred_on="2014", corrects=corrects))
    assert take(ledger, proposal, step("", occurred_on="2014", corrects=right.id)).supersedes_id == right.id


def test_the_last_one_is_the_one_entered_last_wherever_the_proposal_stands(ledger: Ledger) -> None:
    proposal = add(ledger)
    ids = entered(ledger, proposal, [("adopted", "2013"), ("proposed", "2011"), ("adopted", "2014", "for")])
    assert take(ledger, proposal, step("", occurred_on="2015", corrects=LAST)).supersedes_id == ids[2]
    entered(ledger, proposal, [])
    with pytest.raises(NotFoundError, match=f"#{proposal} has no status event$"):
        take(ledger, proposal, step("adopted", corrects=LAST))


@pytest.mark.parametrize(
    "said", [step(""), step("Adopted"), step("", occurred_on="2016"), step("", actor="armenia", extent="Weaker")]
)
def test_a_correction_that_says_the_same_is_refused(ledger: Ledger, said: NewStatus) -> None:
    proposal = add(ledger)
    event = take(ledger, proposal, step("adopted", occurred_on="2016", extent="weaker", actor="Armenia"))
    with pytest.raises(SoAlreadyError, match=f"event {event.id} is so already"):
        take(ledger, proposal, said._replace(corrects=event.id))


@pytest.mark.parametrize(
    ("rows", "progress"),
    [
        ([], {}),
        ([step("adopted")], {}),
        ([step("adopted", actor="Armenia")], {"adopted": ["Armenia"], "": ["Belarus", "Russia"]}),
        (
            [step("adopted", actor="Russia"), step("implemented", actor="armenia"), step("adopted", actor="Belarus")],
            {"adopted": ["Russia", "Belarus"], "implemented": ["Armenia"]},
        ),
        (
            [
                step("implemented", actor="Russia", occurred_on="2016"),
                step("adopted", actor="Russia", occurred_on="2014"),
            ],
            {"implemented": ["Russia"], "": ["Armenia", "Belarus"]},
        ),
        ([step("adopted", actor="Serbia")], {"adopted": ["Serbia"], "": ["Armenia", "Belarus", "Russia"]}),
        ([step("adopted", actor="Russia"), step("", actor="", corrects=2)], {}),
        (
            [step("adopted", actor="Russia"), step("rejected", corrects=2)],
            {"rejected": ["Russia"], "": ["Armenia", "Belarus"]},
        ),
    ],
)
def test_where_each_actor_stands_that_has_an_event_of_its_own(
    ledger: Ledger, rows: list[NewStatus], progress: dict[str, list[str]]
) -> None:
    proposal = add(ledger, addressees=("Armenia", "Belarus", "Russia"))
    for one in rows:
        take(ledger, proposal, one)
    found = proposals.detail(ledger, proposal, TODAY)
    assert life.progress(found.status_events, found.proposal.addressees) == progress
