"""Links: what a proposal is to another, said from both ends, never twice and never in a circle."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from helpers.factories import ME, TODAY, add, cite, newest, remove, source, undo
from tracker.model import LINK_KINDS, LinkRef, NoChangeError, NotFoundError, UsageError
from tracker.store import database
from tracker.store.records import links, proposals
from tracker.store.reports import check

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger


def link(ledger: Ledger, one: int, kind: str, other: int) -> int:
    with database.write_change(ledger, f"link {one} {kind} {other}", ME) as change:
        return links.add(change, one, kind, other)


def unlink(ledger: Ledger, one: int, kind: str, other: int) -> None:
    with database.write_change(ledger, f"link {one} {kind} {other} --remove", ME) as change:
        links.remove(change, one, kind, other)


def told(ledger: Ledger, proposal: int) -> list[tuple[str, int]]:
    return [(one.said, one.id) for one in links.read_neighbours(ledger, proposal)]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("repeats", "repeated by"),
        ("part-of", "has part"),
        ("replaces", "replaced by"),
        ("adopted-as", "adopts"),
        ("related", "related"),
    ],
)
def test_a_link_is_told_from_both_ends(ledger: Ledger, kind: str, said: str) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, kind, other)
    assert (told(ledger, one), told(ledger, other)) == ([(kind, other)], [(said, one)])
    assert proposals.read_detail(ledger, one, TODAY).proposal.links == (LinkRef(kind, other),)
    assert proposals.read_detail(ledger, other, TODAY).linked_from == (LinkRef(kind, one),)


def test_a_neighbour_is_told_with_its_title_status_proposers_date_and_evidence(ledger: Ledger) -> None:
    old = add(ledger)
    new = add(ledger, "Again", status="adopted", status_on="2020", proposed_on="2019-11", proposers=("Russia", "Iran"))
    link(ledger, new, "repeats", old)
    (one,) = links.read_neighbours(ledger, old)
    assert (one.title, one.status, one.proposer, one.voiced_on) == ("Again", "adopted", "Russia; Iran", "2019-11")
    assert (one.inward, one.evidence, one.is_removed) == (True, "none", False)
    cite(ledger, new, source(ledger))
    remove(ledger, new)
    (one,) = links.read_neighbours(ledger, old)
    assert (one.evidence, one.is_removed) == ("unchecked", True)


def test_those_that_a_proposal_names_come_before_those_that_name_it(ledger: Ledger) -> None:
    one, two, three = add(ledger), add(ledger), add(ledger)
    link(ledger, two, "repeats", one)
    link(ledger, one, "part-of", three)
    link(ledger, three, "related", one)
    assert told(ledger, one) == [("part-of", three), ("repeated by", two), ("related", three)]


def test_a_kind_may_be_typed_with_a_blank_and_an_unknown_one_has_a_nearest(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, "Part of", other)
    assert told(ledger, one) == [("part-of", other)]
    with pytest.raises(UsageError, match="no kind of link 'repaets'; did you mean repeats"):
        link(ledger, one, "repaets", other)


def test_a_proposal_is_nothing_to_itself(ledger: Ledger) -> None:
    one = add(ledger)
    for kind in LINK_KINDS:
        with pytest.raises(UsageError, match="cannot be linked to itself"):
            link(ledger, one, kind, one)


@pytest.mark.parametrize("kind", LINK_KINDS)
def test_what_is_said_already_is_not_said_twice(ledger: Ledger, kind: str) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, kind, other)
    before = newest(ledger)
    with pytest.raises(NoChangeError, match=f"#{one} {kind} #{other} is linked already"):
        link(ledger, one, kind, other)
    assert newest(ledger) == before


def test_related_says_the_same_from_either_end(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, "related", other)
    with pytest.raises(NoChangeError):
        link(ledger, other, "related", one)
    unlink(ledger, other, "related", one)
    assert told(ledger, one) == []


# Links of one kind among proposals 1 to 4, the one that is then tried, and whether it would lead back.
CIRCLES = [
    ("the other way round", [(1, 2)], (2, 1), "#1 KIND #2"),
    ("by way of a third", [(1, 2), (2, 3)], (3, 1), "#1 KIND #2 KIND #3"),
    ("by the shortest way", [(1, 2), (2, 3), (1, 3)], (3, 1), "#1 KIND #3"),
    ("by a way that forks before", [(1, 4), (1, 2), (2, 3)], (3, 1), "#1 KIND #2 KIND #3"),
    ("two into one", [(1, 2)], (3, 2), None),
    ("one into two", [(1, 2)], (1, 3), None),
    ("a second way to the same", [(1, 2), (2, 3)], (1, 3), None),
    ("two chains joined", [(1, 2), (3, 4)], (2, 3), None),
]


@pytest.mark.parametrize("kind", ["part-of", "replaces"])
@pytest.mark.parametrize(("made", "tried", "way"), [case[1:] for case in CIRCLES], ids=[case[0] for case in CIRCLES])
def test_parts_and_replacements_never_lead_back(
    ledger: Ledger, kind: str, made: list[tuple[int, int]], tried: tuple[int, int], way: str | None
) -> None:
    for _ in range(4):
        add(ledger)
    for one, other in made:
        link(ledger, one, kind, other)
    if way is None:
        link(ledger, tried[0], kind, tried[1])
        return
    message = f"#{tried[0]} {kind} #{tried[1]} would be a circle: {way.replace('KIND', kind)}"
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        link(ledger, tried[0], kind, tried[1])


def test_a_circle_that_an_undo_closes_again_is_found_by_the_check(ledger: Ledger) -> None:
    one, two, three = add(ledger), add(ledger), add(ledger)
    link(ledger, one, "part-of", two)
    link(ledger, two, "part-of", three)
    unlink(ledger, one, "part-of", two)
    unlinked = newest(ledger)
    link(ledger, three, "part-of", one)
    assert list(check.find_problems(ledger)) == []
    undo(ledger, unlinked)
    assert [problem.sentence.split(";")[0] for problem in check.find_problems(ledger)] == [
        f"#{one}: part-of #{two} leads back to itself",
        f"#{two}: part-of #{three} leads back to itself",
        f"#{three}: part-of #{one} leads back to itself",
    ]
    unlink(ledger, one, "part-of", two)
    assert list(check.find_problems(ledger)) == []


def test_a_circle_of_different_kinds_is_none(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, "part-of", other)
    link(ledger, other, "replaces", one)
    assert told(ledger, one) == [("part-of", other), ("replaced by", other)]


def test_an_add_with_links_is_held_to_the_same_rules(ledger: Ledger) -> None:
    one = add(ledger)
    with pytest.raises(NotFoundError, match="no proposal 99"):
        add(ledger, "part of nothing", links=(("part-of", 99),))
    assert add(ledger, "said twice", links=(("repeats", one), ("repeats", one))) > one
    assert len(told(ledger, one)) == 1


def test_both_ends_must_be_there(ledger: Ledger) -> None:
    one, gone = add(ledger), add(ledger)
    remove(ledger, gone)
    for pair in ((one, gone), (gone, one)):
        with pytest.raises(NotFoundError, match=f"#{gone} was removed"):
            link(ledger, pair[0], "repeats", pair[1])
    for pair in ((one, 99), (99, one)):
        with pytest.raises(NotFoundError, match="no proposal 99"):
            link(ledger, pair[0], "repeats", pair[1])


def test_a_link_is_taken_away_even_from_one_that_was_removed(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, "repeats", other)
    remove(ledger, other)
    with pytest.raises(UsageError, match=f"there is no link #{one} part-of #{other}"):
        unlink(ledger, one, "part-of", other)
    unlink(ledger, one, "repeats", other)
    assert told(ledger, one) == []


def test_a_link_is_in_the_history_of_both_and_its_undo_too(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    link(ledger, one, "repeats", other)
    undo(ledger, newest(ledger))
    for proposal in (one, other):
        assert [entry.command.split()[0] for entry in proposals.proposal_history(ledger, proposal)] == [
            "add",
            "link",
            "undo",
        ]
    assert told(ledger, one) == []


def test_of_two_changes_in_one_millisecond_both_are_in_the_history_of_both(ledger: Ledger) -> None:
    one, other = add(ledger), add(ledger)
    at = proposals.read_detail(ledger, other, TODAY).proposal.updated_at
    with database.write_change(ledger, "link", ME) as change:
        links.add(change._replace(at=at), one, "repeats", other)
    for proposal in (one, other):
        assert [entry.command.split()[0] for entry in proposals.proposal_history(ledger, proposal)] == ["add", "link"]
    assert proposals.read_detail(ledger, other, TODAY).proposal.updated_at > at
