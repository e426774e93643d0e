"""Corrections of status events: what they keep, how they are judged, which are refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from helpers.events import derived, entered
from helpers.factories import TODAY, add, newest, source, step, undo
from helpers.steps import take
from tracker import life
from tracker.model import LAST, Evidence, NewStatus, NoChangeError, NotFoundError, UnusualStepError, UsageError
from tracker.store.records import events, proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


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
    before = events.events_of_proposal(ledger, proposal)
    corrected = before[-1 if wrong == LAST else int(wrong)].id
    event = take(ledger, proposal, said._replace(corrects=LAST if wrong == LAST else corrected))
    said_now = (event.status, event.occurred_on, event.extent, event.reason, event.because, event.actor)
    assert (*said_now, event.is_unusual) == comes
    assert event.supersedes_id == corrected
    assert events.events_of_proposal(ledger, proposal)[:-1] == before
    assert list(check.find_problems(ledger)) == []


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
    with pytest.raises(UnusualStepError, match="adopted to on-agenda is an unusual step"):
        take(ledger, proposal, step("on-agenda", corrects=wrong.id))
    cited = take(ledger, proposal, step("on-agenda", corrects=LAST), Evidence(source(ledger), "it is on the agenda"))
    assert cited.is_unusual
    assert [c.status_event_id for c in proposals.read_detail(ledger, proposal, TODAY).citations] == [cited.id]


def test_the_words_of_the_wrong_event_are_no_reason_to_force_another_status(ledger: Ledger) -> None:
    proposal = add(ledger)
    take(ledger, proposal, step("adopted", because="in the plan"))
    take(ledger, proposal, step("in-progress", because="seen"))
    with pytest.raises(UnusualStepError, match="it is forced, and needs a reason"):
        take(ledger, proposal, step("proposed", corrects=LAST, force=True))
    assert take(ledger, proposal, step("proposed", corrects=LAST, force=True, because="a slip")).because == "a slip"


def test_an_event_that_cannot_be_corrected_is_refused(ledger: Ledger) -> None:
    other, proposal = add(ledger, "another"), add(ledger, status_on="2012")
    theirs = events.events_of_proposal(ledger, other)[0].id
    wrong = take(ledger, proposal, step("adopted", occurred_on="2016"))
    right = take(ledger, proposal, step("", occurred_on="2013", corrects=wrong.id))
    cases: list[tuple[int | str, type[Exception], str]] = [
        (theirs, UsageError, f"event {theirs} belongs to #{other}, not to #{proposal}"),
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
    ("said", "changes"),
    [("the “decree” of May", False), ("the decree  of May", True), ('the "decree" of\nMay', False),
     ('the "Decree" of May', True), ('the "décree" of May', True)],
)  # fmt: skip
def test_another_case_or_accent_in_the_words_of_a_reason_is_a_correction(
    ledger: Ledger, said: str, *, changes: bool
) -> None:
    proposal = add(ledger)
    take(ledger, proposal, step("adopted", because='the "decree" of May'))
    if changes:
        assert take(ledger, proposal, step("", because=said, corrects=LAST)).because == said
        return
    with pytest.raises(NoChangeError, match="already has these values"):
        take(ledger, proposal, step("", because=said, corrects=LAST))


@pytest.mark.parametrize(
    "said", [step(""), step("Adopted"), step("", occurred_on="2016"), step("", actor="armenia", extent="Weaker")]
)
def test_a_correction_that_says_the_same_is_refused(ledger: Ledger, said: NewStatus) -> None:
    proposal = add(ledger)
    event = take(ledger, proposal, step("adopted", occurred_on="2016", extent="weaker", actor="Armenia"))
    with pytest.raises(NoChangeError, match=f"event {event.id} already has these values"):
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
    found = proposals.read_detail(ledger, proposal, TODAY)
    assert life.actor_progress(found.status_events, found.proposal.addressees) == progress
