"""Codes by their beginning: taken where only one can be meant, named where several can, kept in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.factories import ME, TODAY, add, step
from tracker import query
from tracker.errors import QueryError, UsageError
from tracker.model import EXTENTS, INVERSE_LINKS, KINDS, ProposalEdit
from tracker.query_fields import FLAGS, PARTS, SORTS
from tracker.store import database
from tracker.store.records import links, proposals, statuses, topic_vocabulary
from tracker.store.records.topic_vocabulary import Topic, TopicEdit
from tracker.store.search import codes, listing
from tracker.text import codes_beginning_with, match_code

if TYPE_CHECKING:
    from tracker.store.ledger import Ledger

VOCABULARIES: dict[str, tuple[str, ...]] = {
    "kind": KINDS, "extent": EXTENTS, "is": (*FLAGS,), "has": (*PARTS,), "sort": (*SORTS,),
    "link": (*dict.fromkeys((*INVERSE_LINKS, *INVERSE_LINKS.values())),),
}  # fmt: skip
BEGINNINGS = [
    (field, code, code[:length])
    for field, known in VOCABULARIES.items()
    for code in known
    for length in range(1, len(code) + 1)
]


def ids(ledger: Ledger, *args: str) -> list[int]:
    return sorted(listing.matching_ids(ledger, query.parse_query(args, TODAY)))


def new_topic(ledger: Ledger, code: str) -> None:
    with database.write_change(ledger, f"topic add {code}", ME) as change:
        topic_vocabulary.add(change, Topic(code, "T", "", (), "", 0, 0, "", "", ()), force=True)


@given(st.sampled_from(BEGINNINGS))
def test_a_beginning_is_the_one_code_that_begins_so_and_a_whole_code_is_itself(case: tuple[str, str, str]) -> None:
    field, code, typed = case
    begun = [one for one in VOCABULARIES[field] if one.startswith(typed)]
    if typed in VOCABULARIES[field]:
        assert match_code(typed, VOCABULARIES[field], field) == typed
    elif len(begun) == 1:
        assert match_code(typed, VOCABULARIES[field], field) == code
    else:
        with pytest.raises(UsageError, match="can mean more than one") as refused:
            match_code(typed, VOCABULARIES[field], field)
        assert all(one in str(refused.value) for one in begun[:8])


@pytest.mark.parametrize(
    ("typed", "begun"),
    [("Over", ["overdue"]), ("UN", ["unsupported", "uncheckable"]), ("", []), ("  ", []), ("zz", [])],
)
def test_what_begins_so_is_compared_as_codes_are(typed: str, begun: list[str]) -> None:
    assert codes_beginning_with(typed, FLAGS) == begun


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("topic:drug", "topic:drug-trafficking"),
        ("primary!=MIG", "primary!=migration"),
        ("status:impl,on", "status:implemented,on-agenda"),
        ("kind:rec", "kind:recommendation"),
        ("reason:super", "reason:superseded"),
        ("extent:weak,none", "extent:weaker,none"),
        ("link:part", "link:part-of"),
        ("tag:nato", "tag:nato-2026"),
        ("is:over", "is:overdue"),
        ("has:q", "has:quote"),
        ("no:tr", "no:translation"),
        ("sort:-tit", "sort:-title"),
    ],
)
def test_a_query_takes_beginnings_and_keeps_codes_in_full(ledger: Ledger, short: str, full: str) -> None:
    add(ledger, tags=("nato-2026",))
    asked = query.parse_query([short], TODAY)
    assert query.unparse_query(codes.complete_codes(ledger, asked)) == full
    assert ids(ledger, short) == ids(ledger, full)


@pytest.mark.parametrize(
    ("term", "named"),
    [
        ("status:in", "can mean more than one status"),
        ("topic:e", "external-cooperation, energy/grid or energy"),
        ("is:un", "unsupported or uncheckable"),
        ("sort:d", "date or deadline"),
        ("link:repe", "repeats or repeated-by"),
        ("tag:n", "nato-2026 or nato-2027"),
    ],
)
def test_where_several_can_be_meant_they_are_named(ledger: Ledger, term: str, named: str) -> None:
    new_topic(ledger, "energy/grid")
    add(ledger, tags=("nato-2026", "nato-2027"))
    if term == "status:in":
        with database.write_change(ledger, "by hand", ME) as change:
            change.execute("INSERT INTO statuses (code, glyph, definition, is_open, position) VALUES"
                           " ('invited', '?', 'D', 1, 99)")  # fmt: skip
    with pytest.raises(QueryError, match=named):
        ids(ledger, term)


def test_a_beginning_of_a_group_and_what_is_in_it_is_the_group_in_a_query_and_no_one_topic(ledger: Ledger) -> None:
    for code in ("energy/grid", "energy/oil"):
        new_topic(ledger, code)
    first, second = add(ledger, topics=("energy/grid",)), add(ledger, topics=("energy/o",))
    assert ids(ledger, "topic:ener") == ids(ledger, "topic:energy") == [first, second]
    with pytest.raises(UsageError, match="energy/grid or energy/oil"):
        add(ledger, topics=("ener",))


def test_names_that_mean_one_topic_are_one(ledger: Ledger) -> None:
    number = add(ledger, topics=("drug-trafficking",))
    with database.write_change(ledger, "topic edit", ME) as change:
        topic_vocabulary.edit(change, "drug-trafficking", TopicEdit(code="drugs"))
    assert ids(ledger, "topic:drug") == ids(ledger, "topic:drug-t") == [number]
    assert add(ledger, topics=("dru",)) == number + 1
    assert ids(ledger, "topic:drugs") == [number, number + 1]


def test_what_is_recorded_by_a_beginning_is_recorded_in_full(ledger: Ledger) -> None:
    add(ledger)
    with database.write_change(ledger, "update", ME) as change:
        edit = ProposalEdit(kind="rec", add={"topics": ("drug",)})
        moved = step("rej", occurred_on="2013", reason="no-c", because="b", force=True)
        proposals.update_proposal(change, add_in(change), edit, moved)
        links.add(change, 1, "rela", 2)
    told: Any = next(proposals.read_records(ledger, [2], TODAY))
    assert (told.kind, told.topics, told.status, told.reason) == (
        *("recommendation", ("drug-trafficking",)),
        *("rejected", "no-consensus"),
    )
    assert ledger.value("SELECT kind FROM links") == "related"


def add_in(change: Any) -> int:
    from tracker.model import NewProposal  # noqa: PLC0415

    return proposals.add(change, NewProposal("Another"))


def test_a_status_has_no_none(ledger: Ledger) -> None:
    with pytest.raises(QueryError, match="no status 'none'"):
        ids(ledger, "status:none")
    assert statuses.match_status(ledger, "On Agenda") == "on-agenda"
