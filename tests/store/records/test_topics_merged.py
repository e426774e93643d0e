"""Topics merged and retired, and whatever may happen to them."""

from __future__ import annotations

from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.factories import ME, TODAY, add, contents, newest, redo_last, remove, undo, undo_last, update
from helpers.oracle import naive, read
from helpers.topics import a_topic, codings, deed, found, is_sound, merge, new, retire
from tracker import query
from tracker.model import NewProposal, NoChangeError, ProposalEdit, UsageError
from tracker.store import database
from tracker.store.history import changes
from tracker.store.records import proposals, topic_vocabulary, topics
from tracker.store.records.tags import MergeResult
from tracker.store.records.topic_vocabulary import TopicEdit
from tracker.store.reports import check
from tracker.store.search import hints, listing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracker.store.ledger import Change, Ledger


# merging


def test_every_proposal_of_a_merged_topic_has_the_kept_one_once_and_a_primary_stays_primary(ledger: Ledger) -> None:
    only = add(ledger, topics=("other",))
    both = add(ledger, topics=("migration", "other"))
    turned = add(ledger, topics=("other", "migration"))
    third = add(ledger, topics=("special-forces", "other"))
    gone = add(ledger, topics=("other",))
    remove(ledger, gone)
    before = contents(ledger)
    assert merge(ledger, "migration", "other") == MergeResult("migration", ("other",), 4, 2, 2)
    assert [codings(ledger, one) for one in (only, both, turned, gone)] == [[("migration", 1)]] * 4
    assert codings(ledger, third) == [("special-forces", 1), ("migration", 0)]
    assert found(ledger, "topic:other") == found(ledger, "topic:migration") == [only, both, turned, third]
    assert found(ledger, "primary:other") == [only, both, turned]
    assert is_sound(ledger)
    undo_last(ledger)
    after = contents(ledger)
    assert {**after, "proposal_topics": sorted(after["proposal_topics"])} == before
    assert is_sound(ledger)
    redo_last(ledger)
    assert found(ledger, "topic:other") == [only, both, turned, third]
    assert is_sound(ledger)


def test_merges_in_a_chain_mean_the_last_one(ledger: Ledger) -> None:
    one = add(ledger, topics=("other",))
    merge(ledger, "migration", "other")
    merge(ledger, "special-forces", "migration")
    assert codings(ledger, one) == [("special-forces", 1)]
    assert found(ledger, "topic:other") == found(ledger, "topic:migration") == [one]
    assert topic_vocabulary.read(ledger, "other").also == ("migration", "other")
    assert [code for code in topics.topics_in_use(ledger) if code in {"other", "migration"}] == []
    assert (
        hints.term_hints(ledger, query.parse_query(["topic:drug-trafficking"], TODAY))[0].instead
        == "topic:special-forces (1)"
    )


@pytest.mark.parametrize(
    ("keep", "others", "said"),
    [
        ("migration", ["migration"], "cannot be merged into itself"),
        ("migration", ["gone"], "gone means migration already"),
        ("gone", ["migration"], "cannot be merged into itself"),
        ("special-forces", ["gone"], "to merge that: tracker topic merge special-forces migration"),
        ("asleep", ["other"], "asleep is retired; bring it back first: tracker topic restore asleep"),
        ("migration", ["migraton"], "did you mean migration?"),
        ("migratoin", ["other"], "did you mean migration?"),
    ],
)
def test_what_cannot_be_merged_is_refused(ledger: Ledger, keep: str, others: list[str], said: str) -> None:
    for code in ("gone", "asleep"):
        a_topic(ledger, code)
    merge(ledger, "migration", "gone")
    retire(ledger, "asleep")
    with pytest.raises(UsageError) as refused:
        merge(ledger, keep, *others)
    assert said in str(refused.value)


def test_an_undo_brings_no_merged_topic_back_to_a_proposal(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration", "other"))
    took = update(ledger, one, ProposalEdit(remove={"topics": ("other",)}))
    merge(ledger, "special-forces", "other")
    undo(ledger, took)
    assert codings(ledger, one) == [("migration", 1), ("special-forces", 0)]
    assert is_sound(ledger)


def test_what_was_given_before_a_merge_is_taken_back_after_it(ledger: Ledger) -> None:
    one = add(ledger, topics=("migration",))
    gave = update(ledger, one, ProposalEdit(add={"topics": ("other",)}))
    merge(ledger, "special-forces", "other")
    undo(ledger, gave)
    assert codings(ledger, one) == [("migration", 1)]
    undo(ledger, 1)
    assert ledger.value("SELECT count(*) FROM proposals") == 0


def test_two_topics_are_never_merged_into_each_other_by_a_redo(ledger: Ledger) -> None:
    merge(ledger, "migration", "other")
    undo_last(ledger)
    undone = newest(ledger)
    merge(ledger, "other", "migration")
    with pytest.raises(UsageError, match="would be merged into each other"):
        undo(ledger, undone)
    assert topics.codes_in_circle(ledger) == []


def test_what_another_program_leaves_is_found_by_the_check_and_mended_by_a_merge(ledger: Ledger) -> None:
    merge(ledger, "migration", "other")
    one = add(ledger)
    deed(ledger, lambda change: change.insert("proposal_topics", proposal_id=one, topic_id=7, is_primary=1))
    assert [one.sentence for one in check.find_problems(ledger)] == [
        "#1: has the topic other, which was merged into migration; correct it with: tracker topic merge migration other"
    ]
    merge(ledger, "migration", "other")
    assert is_sound(ledger)
    deed(ledger, lambda change: change.update("topics", 3, merged_into=7))
    assert "topic other: was merged, in the end, into itself" in [one.sentence for one in check.find_problems(ledger)]


# retiring


def test_a_retired_topic_is_kept_and_found_but_neither_offered_nor_given(ledger: Ledger) -> None:
    one = add(ledger, topics=("other", "migration"))
    two = add(ledger)
    retire(ledger, "other")
    assert "other" not in topics.topics_in_use(ledger)
    assert found(ledger, "topic:other") == [one]
    with pytest.raises(UsageError, match=r"the topic other is retired.*tracker topic restore other"):
        update(ledger, two, ProposalEdit(add={"topics": ("other",)}))
    update(ledger, one, ProposalEdit(add={"topics": ("other", "special-forces")}))
    update(ledger, one, ProposalEdit(remove={"topics": ("other", "migration")}, add={"topics": ("migration", "other")}))
    assert codings(ledger, one) == [("special-forces", 1), ("migration", 0), ("other", 0)]
    update(ledger, one, ProposalEdit(remove={"topics": ("other",)}))
    with pytest.raises(NoChangeError, match="retired already"):
        retire(ledger, "other")
    with pytest.raises(UsageError, match="which is retired; bring it back with: tracker topic restore other"):
        a_topic(ledger, "other")
    deed(ledger, lambda change: topic_vocabulary.restore(change, ["other"]))
    update(ledger, two, ProposalEdit(add={"topics": ("other",)}))
    with pytest.raises(NoChangeError, match="is not retired"):
        deed(ledger, lambda change: topic_vocabulary.restore(change, ["other"]))
    assert is_sound(ledger)


# whatever happens

NAMES = ("migration", "other", "special-forces", "energy", "energy/grid", "energy/gas", "power", "power/grid", "alpha")


def _any_deed(ledger: Ledger, change: Change, rng: Random) -> None:
    some = rng.sample(NAMES, 3)
    there = [row[0] for row in ledger.rows("SELECT id FROM proposals WHERE removed_at IS NULL")]
    recent = [one.id for one in changes.newest_changes(ledger, 12) if one.id != change.id]
    deeds: list[Callable[[], object]] = [
        lambda: topic_vocabulary.merge(change, some[0], some[1 : rng.randint(2, 3)]),
        lambda: topic_vocabulary.edit(change, some[0], TopicEdit(some[1]), force=True),
        lambda: topic_vocabulary.add(change, new(some[0]), force=True),
        lambda: topic_vocabulary.group_topics(change, rng.choice(("energy", "power")), some[:2]),
        lambda: topic_vocabulary.retire(change, some[:1]),
        lambda: topic_vocabulary.restore(change, some[:1]),
        lambda: proposals.update_proposal(change, rng.choice(there), ProposalEdit(add={"topics": tuple(some[:2])})),
        lambda: proposals.update_proposal(change, rng.choice(there), ProposalEdit(remove={"topics": tuple(some[:1])})),
        lambda: proposals.add(change, NewProposal("Another", topics=tuple(some[:2]))),
        *[lambda: changes.undo_change(change, rng.choice(recent))] * 4,
    ]
    rng.choice(deeds)()


def _live(seed: int) -> Ledger:
    """A ledger in which topics are merged, renamed, grouped, retired, given and taken, and much of it undone."""
    rng = Random(seed)  # noqa: S311 - no secret
    ledger = database.open_in_memory()
    database._set_pragmas(ledger)
    for code in ("energy/grid", "energy/gas"):
        a_topic(ledger, code)
    for _ in range(4):
        add(ledger, topics=tuple(rng.sample(sorted(topics.topics_in_use(ledger)), 2)))
    for _ in range(40):
        with suppress(UsageError, IndexError), database.write_change(ledger, "deed", ME) as change:
            _any_deed(ledger, change, rng)
    return ledger


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6))
def test_whatever_happens_the_ledger_is_sound_and_old_names_find_what_new_ones_do(seed: int) -> None:
    ledger = _live(seed)
    try:
        assert is_sound(ledger)
        every = read(ledger)
        there = topics.all_topic_codes(ledger)
        for one in there.values():
            kept = there[topics.surviving_topic(there, one.id)].code
            for field in ("topic", "primary"):
                old, now = (query.parse_query([f"{field}:{code}"], TODAY) for code in (one.code, kept))
                assert (
                    list(listing.matching_ids(ledger, old))
                    == list(listing.matching_ids(ledger, now))
                    == naive(ledger, every, old)
                )
        for told in topic_vocabulary.list_topics(ledger):
            own = [known.topics[told.code] for known in every if told.code in known.topics]
            assert (told.proposals, told.primary) == (len(own), sum(own))
            assert not (told.state in {"merged", "renamed"} and own)
        assert all(sum(known.topics.values()) == bool(known.topics) for known in every)
    finally:
        ledger.close()
